"""Pictures of work, answers to them, the six interests, and which work fits."""

from itertools import pairwise
from pathlib import Path

import pytest

from portal.domain.errors import InvalidCode, InvalidSettings
from portal.domain.interest import (
    Answer,
    InterestLetter,
    InterestProfile,
    Level,
    parse_pictures,
    read_answers,
    score,
    write_answers,
)
from portal.domain.interest_fit import FitLevel, OccupationInterests, correlate, rank

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "config" / "interests" / "pictures.toml").read_text(encoding="utf-8")
PICTURES = parse_pictures(TEXT)
R, _, A, S, E, C = InterestLetter


def answered(**likes: int) -> InterestProfile:
    """A profile in which so many pictures of each letter are liked, the rest not."""
    answers = {}
    for letter in InterestLetter:
        mine = [each for each in PICTURES if each.letter is letter]
        for place, each in enumerate(mine):
            answers[each.id] = Answer.LIKE if place < likes.get(letter.value, 0) else Answer.NO
    return score(PICTURES, answers)


def test_links_that_people_kept_name_answers_by_this_order() -> None:
    assert " ".join(each.id for each in PICTURES) == (
        "fix-car look-close design-poster help-elder run-food-truck track-money "
        "frame-house find-bug take-photos play-children show-home sort-files "
        "grow-vegetables read-xray record-song teach-skill lead-team set-appointments "
        "weld watch-wildlife write-story listen speak-crowd check-delivery "
        "drive-digger test-bridge design-clothes care-sick plan-event enter-facts"
    )


def test_each_picture_has_its_drawing_and_no_drawing_is_without_words() -> None:
    drawings = {path.stem for path in (ROOT / "static" / "img" / "interests").glob("*.svg")}
    assert drawings == {each.id for each in PICTURES}


@pytest.mark.parametrize("id_", [each.id for each in PICTURES])
def test_a_drawing_is_small_and_has_no_colour_of_its_own(id_: str) -> None:
    path = ROOT / "static" / "img" / "interests" / f"{id_}.svg"
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size <= 2048
    assert 'stroke="currentColor"' in text
    for forbidden in ("style=", "<style", "<script", "href", "id="):
        assert forbidden not in text


def test_answers_come_back_from_their_letters() -> None:
    answers = {PICTURES[0].id: Answer.LIKE, PICTURES[3].id: Answer.NO, PICTURES[5].id: Answer.UNSURE}
    text = write_answers(PICTURES, answers)
    assert text == "l--n-u"
    assert read_answers(PICTURES, text) == answers
    assert read_answers(PICTURES, "") == {}


@pytest.mark.parametrize("text", ["x", "L", "l" * 31, "l l", "lé"])
def test_other_letters_and_longer_lists_are_refused(text: str) -> None:
    with pytest.raises(InvalidCode, match="no answer"):
        read_answers(PICTURES, text)


def test_shares_are_means_of_what_was_answered() -> None:
    mine = [each.id for each in PICTURES if each.letter is R]
    answers = {mine[0]: Answer.LIKE, mine[1]: Answer.UNSURE, mine[2]: Answer.NO}
    found = score(PICTURES, answers).scores[0]
    assert (found.share, found.answered, found.liked, found.asked) == (0.5, 3, 1, 5)
    assert found.level is Level.SOME


def test_too_few_answers_are_not_told_as_dislike() -> None:
    mine = [each.id for each in PICTURES if each.letter is R]
    profile = score(PICTURES, {mine[0]: Answer.LIKE, mine[1]: Answer.LIKE})
    assert profile.scores[0].level is Level.UNKNOWN
    assert profile.vector is None
    assert profile.too_few == tuple(InterestLetter)
    assert rank(profile, [OccupationInterests(soc_code="31-1131", values=(7, 1, 1, 1, 1, 1))]) == ()


@pytest.mark.parametrize("liked", [0, 3, 5])
def test_an_even_profile_fits_nothing(liked: int) -> None:
    profile = answered(**dict.fromkeys("RIASEC", liked))
    assert profile.is_even
    assert profile.leading == ()
    assert rank(profile, [OccupationInterests(soc_code="31-1131", values=(7, 1, 1, 1, 1, 1))]) == ()


def test_ties_are_named_and_none_is_dropped() -> None:
    profile = answered(R=5, S=4, C=4, E=4, A=1)
    assert [each.letter for each in profile.leading] == [R, S, E, C]
    assert profile.ties == ((S, E, C),)


def test_what_is_liked_little_never_leads() -> None:
    assert [each.letter for each in answered(S=5, R=1).leading] == [S]


def test_the_likest_work_comes_first_with_its_reasons() -> None:
    profile = answered(S=5, R=4, C=1)
    found = rank(
        profile,
        [
            OccupationInterests(soc_code="15-1252", values=(2, 7, 3, 1, 2, 5)),
            OccupationInterests(soc_code="31-1131", values=(5, 3, 1, 7, 2, 4)),
            OccupationInterests(soc_code="29-1141", values=(4, 5, 2, 7, 3, 4)),
        ],
    )
    assert found[0].soc_code == "31-1131"
    assert "15-1252" not in {each.soc_code for each in found}
    assert found[0].level is FitLevel.CLOSE
    assert found[0].shared == (S, R)
    assert found[0].missing == ()


def test_work_that_only_comes_near_is_said_to_be_so_and_work_against_it_is_left_out() -> None:
    near = OccupationInterests(soc_code="27-4021", values=(5, 2, 6, 2, 3, 3))
    against = OccupationInterests(soc_code="31-1131", values=(5, 3, 1, 7, 2, 4))
    (fit,) = rank(answered(A=5), [near, against])
    assert (fit.soc_code, fit.level, fit.shared) == ("27-4021", FitLevel.CLOSE, (A,))
    weaker = near.model_copy(update={"values": (6, 2, 5, 2, 3, 5)})
    assert [each.level for each in rank(answered(A=5), [weaker])] == [FitLevel.NEAR]


def test_correlation_is_pearsons() -> None:
    assert correlate((1, 2, 3, 4, 5, 6), (2, 4, 6, 8, 10, 12)) == pytest.approx(1)
    assert correlate((1, 2, 3, 4, 5, 6), (6, 5, 4, 3, 2, 1)) == pytest.approx(-1)
    assert correlate((1, 0, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0)) == pytest.approx(0.632456, abs=1e-6)
    assert correlate((1, 1, 1, 1, 1, 1), (1, 2, 3, 4, 5, 6)) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('letter = "R"', 'letter = "X"', 1), "fix-car: letter"),
        (lambda text: text.replace('id = "look-close"', 'id = "fix-car"', 1), "fix-car stands twice"),
        (lambda text: text.replace('letter = "R"', 'letter = "I"', 1), "4 pictures have the letter R"),
        (lambda text: text + "[[", "not valid TOML"),
        (lambda text: text.replace('letter = "R"', 'letter = "R"\ncolour = "red"', 1), "fix-car: colour"),
    ],
)
def test_a_broken_file_says_which_picture(change: object, message: str) -> None:
    with pytest.raises(InvalidSettings, match=message):
        parse_pictures(change(TEXT))  # type: ignore[operator]


def test_pictures_of_a_letter_do_not_stand_together() -> None:
    """Five of a kind in a row would make people answer out of habit."""
    letters = [each.letter for each in PICTURES]
    assert all(one is not other for one, other in pairwise(letters))
