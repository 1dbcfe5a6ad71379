"""What somebody typed, taken apart; and the place in it."""

import pytest

from portal.domain.region import Region
from portal.search.fold import fold, split_words
from portal.search.query_text import (
    FoundPlace,
    QueryText,
    SplitText,
    parse_query_text,
    split_last_place,
    split_place,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Enfermería", "enfermeria"),
        ("NIÑOS", "ninos"),
        ("C.N.A.", "cna"),
        ("R.N", "rn"),
        ("Driver’s", "drivers"),
        ("C++ and C#", "cplusplus and csharp"),
        ("ﬁre", "fire"),
        ("U.S. citizen. A dog.", "us citizen. a dog."),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_words_are_cut_at_signs() -> None:
    assert split_words(fold("x-ray_tech/CNA (night)")) == ["x", "ray", "tech", "cna", "night"]


def words(query: QueryText) -> list[str]:
    return [word.text for word in query.words]


def test_codes_are_pulled_out() -> None:
    query = parse_query_text(
        "nurse 31-1131.00 51.3902 46402-1234 ce-12345678-1234-1234-1234-123456789ABC 29-1141"
    )
    assert words(query) == ["nurse"]
    assert query.codes == (
        "ce-12345678-1234-1234-1234-123456789abc",
        "31-1131",
        "29-1141",
        "51.3902",
        "46402",
    )


@pytest.mark.parametrize("text", ["464021", "4640", "1-800-555-1234", "2024-06-20", "v1.2.3", "31-11311"])
def test_other_numbers_are_no_zip_or_occupation(text: str) -> None:
    assert not {"46402", "31-1131"} & set(parse_query_text(text).codes)


def test_phrases_and_words_to_leave_out() -> None:
    query = parse_query_text('“Nurse Aide” -night -"third shift" x-ray - 5')
    assert query.phrases == (("nurse", "aide"),)
    assert query.excluded == (("third", "shift"), ("night",))
    assert words(query) == ["x", "ray", "5"]


def test_capitals_mark_an_acronym_but_not_shouting() -> None:
    assert [word.is_acronym for word in parse_query_text("ASE tech").words] == [True, False]
    assert not any(word.is_acronym for word in parse_query_text("LINE COOK JOBS").words)


def test_a_long_text_is_cut_between_words() -> None:
    query = parse_query_text("welder " * 5_000)
    assert set(words(query)) == {"welder"}
    assert len(query.words) == 24
    assert parse_query_text("w" * 10_000).words[0].text == "w" * 300


class Atlas:
    """Knows Gary, Fort Wayne, Mobile and Indiana."""

    def find_zip(self, postal_code: str) -> FoundPlace | None:
        return self._found("zip:46402:25") if postal_code == "46402" else None

    def find_place(self, words: str) -> FoundPlace | None:
        known = {
            "gary": "zip:46402:25",
            "gary in": "zip:46402:25",
            "fort wayne": "zip:46802:25",
            "mobile": "zip:36602:25",
            "indiana": "state:IN",
            "wayne": "zip:48184:25",
        }
        return self._found(known[words], is_sure=words in ("gary in", "indiana")) if words in known else None

    def _found(self, region: str, *, is_sure: bool = False) -> FoundPlace:
        return FoundPlace(region=Region.parse(region), label=region, is_sure=is_sure)


@pytest.mark.parametrize(
    ("text", "rest", "region"),
    [
        ("welder in fort wayne", "welder", "zip:46802:25"),
        ("cna near Gary", "cna", "zip:46402:25"),
        ("Gary", "", "zip:46402:25"),
        ("welder gary, IN", "welder", "zip:46402:25"),
        ("nurse indiana", "nurse", "state:IN"),
        ("enfermera en Gary", "enfermera", "zip:46402:25"),
        ("trabajo cerca de Fort Wayne", "trabajo", "zip:46802:25"),
        ("46402", "", "zip:46402:25"),
        ("cna 46402", "cna", "zip:46402:25"),
        ("cna near 46402", "cna", "zip:46402:25"),
        ("jobs in Fort Wayne", "jobs", "zip:46802:25"),
    ],
)
def test_the_place_is_pulled_out(text: str, rest: str, region: str) -> None:
    split = split_place(text, Atlas())
    assert split.text == rest
    assert split.place is not None
    assert str(split.place.region) == region


@pytest.mark.parametrize(
    "text",
    ["mobile mechanic", "gary smith cpa", "welder gary", "mechanic mobile", "99999", "in", "", "nurse in"],
)
def test_a_word_that_may_be_something_else_stays(text: str) -> None:
    split = split_place(text, Atlas())
    assert split.place is None
    assert split.text == text


@pytest.mark.parametrize(
    ("text", "rest", "region"),
    [
        ("welder Gary", "welder", "zip:46402:25"),
        ("LPN fort wayne", "LPN", "zip:46802:25"),
        ("cook, Fort Wayne.", "cook", "zip:46802:25"),
    ],
)
def test_a_name_at_the_end_may_be_the_place(text: str, rest: str, region: str) -> None:
    split = split_last_place(text, Atlas())
    assert split.place is not None
    assert (split.text, str(split.place.region)) == (rest, region)


@pytest.mark.parametrize(
    "text", ["gary", "nurse -gary", '"nurse gary"', "university of gary", "gary smith", "", "nurse - gary-5"]
)
def test_nothing_else_at_the_end_is_a_place(text: str) -> None:
    assert split_last_place(text, Atlas()) == SplitText(text=text)
