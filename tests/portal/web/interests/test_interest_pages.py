"""The interest profile without JavaScript: pictures, words, the result, and what must not leak."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session

from portal.store.engine import open_engine
from portal.store.reference_tables import InterestChoiceRow, InterestQuestionRow
from portal.web.app import create_app
from tests.portal.web.conftest import CONFIG
from tests.portal.web.page_client import PageClient, markup
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

# Every fourth picture is of helping people, every first of working with one's hands (their order is held by a test).
HELPING = "nnnlnn" * 5
HANDS_AND_HELPING = "lnnlnn" * 5
PLACE = "region=zip:46402:25"


@pytest.fixture(scope="module")
def with_onet(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[PageClient]:
    """A site into which O*NET's questions were loaded: here sixty of our own in their place."""
    folder = tmp_path_factory.mktemp("interests")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with Session(engine) as session:
        for place in range(60):
            session.add(
                InterestQuestionRow(
                    place=place + 1, letter="RIASEC"[place // 2 % 6], statement=f"Do this {place + 1}"
                )
            )
        for value, name in enumerate(("Hate it", "Not much", "Unsure", "Fine", "Love it"), start=1):
            session.add(InterestChoiceRow(value=value, name=name))
        session.commit()
    engine.dispose()
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield PageClient(app.test_client())
    close_site(app)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "url",
    [
        "/interests",
        "/interests/pictures",
        "/interests/pictures?view=all&answers=lun",
        "/interests/pictures?at=30",
        "/interests/words",
        f"/interests/words/result?answers=y-----y&{PLACE}&needs=standing&way=soonest",
        f"/interests/pictures/result?answers={HANDS_AND_HELPING}&{PLACE}",
        f"/interests/pictures/result?answers={HANDS_AND_HELPING}&{PLACE}&all=1",
        "/interests/pictures/result",
        f"/interests/pictures/result?answers={'l' * 30}",
    ],
)
def test_every_page_keeps_the_laws(pages: PageClient, url: str, language: str) -> None:
    page = pages.get(url, language=language)
    assert page.all("html")[0].get("lang") == language
    assert len(page.text.encode()) < 100_000


def sent(pages: PageClient, url: str) -> str:
    """Where a sent form leads."""
    response = pages.client.get(url)
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_questions_are_answered_without_javascript(pages: PageClient) -> None:
    """One at a time: each page sends what was answered before along, for its boxes stand in it."""
    before = 24  # the first pages are like the others
    url = f"/interests/pictures?answers={HELPING[:before]}&at={before + 1}&{PLACE}"
    for place, answer in list(enumerate(HELPING, start=1))[before:]:
        page = pages.get(url)
        (shown,) = [one for one in page.all("div", role="radiogroup") if one.get("hidden") is None]
        assert shown.get("id") == f"q{place}"
        chosen = [
            f"{one.get('name')}={one.get('value')}"
            for one in page.all("input", type="radio")
            if one.get("checked") is not None and (one.get("name") or "").startswith("a")
        ]
        assert len(chosen) == place - 1
        hidden = [f"{one.get('name')}={one.get('value')}" for one in page.all("input", type="hidden")]
        hidden = [one for one in hidden if not one.startswith("csrf_token")]
        url = sent(
            pages, "/interests/pictures?" + "&".join([*hidden, *chosen, f"a{place}={answer}", "go=next"])
        )
    assert urlsplit(url).path == "/interests/pictures/result"
    assert parse_qs(urlsplit(url).query) == {"answers": [HELPING], "region": ["zip:46402:25"]}
    assert "help, teach and care for people" in pages.get(url).words()


def test_a_question_can_be_skipped_and_one_goes_back_with_all_answers(pages: PageClient) -> None:
    assert sent(pages, "/interests/pictures?answers=lu&at=3&go=next") == "/interests/pictures?answers=lu&at=4"
    page = pages.get("/interests/pictures?answers=lu&at=4")
    back = next(one for one in page.all("a") if one.get("data-portal-interests-back") is not None)
    assert back.get("href") == "/interests/pictures?answers=lu&at=3"


def test_the_result_says_what_one_likes_and_which_work_fits_and_why(pages: PageClient) -> None:
    page = pages.get(f"/interests/pictures/result?answers={HANDS_AND_HELPING}&{PLACE}")
    words = page.words()
    assert "You like to: work with your hands, tools and machines help, teach and care for people" in words
    assert "You like these the same: hands-on work and helping people." in words
    (card, *_) = [one for one in page.all("li") if "fit-card" in (one.get("class") or "")]
    text = markup(card)
    assert "/occupations/31-1131?region=zip:46402:25" in text
    assert "It has what you like: helping people and hands-on work." in text
    assert "goal=occupation:31-1131" in text
    assert "soc=31-1131" in text
    assert "Gary, IN area, May 2025" in text, "a wage has its place and date"
    fitting, _, near = markup(page.by_id("main")).partition("Not quite what you like, but the nearest")
    assert "35-2021" in near, "where little fits, the nearest is shown, and said to be so"
    assert "35-2021" not in fitting
    assert "close fit" not in near.partition("Your six interests")[0]


def test_no_share_is_shown_as_a_bare_number(pages: PageClient) -> None:
    words = pages.get(f"/interests/pictures/result?answers={HANDS_AND_HELPING}&{PLACE}").words()
    assert "%" not in words
    assert "You liked 5 of the 5 that you answered." in words


def test_too_few_answers_are_said_with_the_way_on(pages: PageClient) -> None:
    page = pages.get("/interests/pictures/result?answers=llll")
    assert "There are too few answers about: hands-on work" in page.words()
    assert any(one.get("href") == "/interests/pictures?answers=llll&at=5" for one in page.all("a"))
    assert not [one for one in page.all("li") if "fit-card" in (one.get("class") or "")]


@pytest.mark.parametrize("answer", ["l", "u", "n"])
def test_the_same_answer_to_all_points_nowhere_and_says_so(pages: PageClient, answer: str) -> None:
    words = pages.get(f"/interests/pictures/result?answers={answer * 30}").words()
    assert "You like all six kinds of work about the same." in words


def test_a_place_that_nobody_knows_is_said_and_the_answers_stay(pages: PageClient) -> None:
    page = pages.get(f"/interests/pictures/result?answers={HELPING}&region=4640", status=422)
    assert "A ZIP code has five digits" in page.words()
    assert any(one.get("value") == HELPING for one in page.all("input", name="answers"))


@pytest.mark.parametrize(
    "url",
    [
        "/interests/pictures?answers=xyz",
        "/interests/pictures?answers=" + "l" * 31,
        "/interests/pictures/result?answers=%00",
        "/interests/pictures/result?answers=l&held=../x",
        "/interests/words/result?answers=y&needs=diagnosis",
    ],
)
def test_answers_that_cannot_be_read_get_a_page_that_helps(pages: PageClient, url: str) -> None:
    assert pages.get(url, status=422).all("a")


def test_strange_numbers_and_names_do_no_harm(pages: PageClient) -> None:
    for query in (
        "at=0",
        "at=999",
        "at=-1",
        "at=x",
        "a0=l&go=next",
        "a99=l&go=next",
        "a1=<b>&go=next",
        "view=%00",
    ):
        assert pages.client.get(f"/interests/pictures?{query}").status_code in (200, 302), query


def test_what_is_held_and_needed_goes_along_to_the_ladder(pages: PageClient) -> None:
    url = sent(
        pages,
        f"/interests/words?a4=y&a10=y&needs=standing&needs=shift-day&way=cheapest&held=cna-in&{PLACE}&go=result",
    )
    page = pages.get(url)
    ladder = next(
        one.get("href") or "" for one in page.all("a") if "goal=occupation" in (one.get("href") or "")
    )
    query = parse_qs(urlsplit(ladder).query)
    assert (query["held"], query["way"], query["needs"]) == (["cna-in"], ["cheapest"], ["standing,shift-day"])


def test_no_word_picked_is_said(pages: PageClient) -> None:
    assert "Pick at least one thing" in pages.get("/interests/words?go=result", status=422).words()


@pytest.mark.parametrize("path", ["/interests/pictures", "/interests/pictures/result", "/interests/words"])
def test_pages_with_answers_are_kept_by_nobody(pages: PageClient, path: str) -> None:
    headers = pages.client.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_onets_questions_are_offered_only_when_they_are_loaded(
    pages: PageClient, with_onet: PageClient
) -> None:
    assert "O*NET" not in pages.get("/interests").words()
    pages.get("/interests/onet", status=404)
    assert "Sixty questions by O*NET" in with_onet.get("/interests").words()
    page = with_onet.get("/interests/onet?at=60", language="es")
    assert page.by_id("q60-words").get("lang") == "en"
    assert "questions of the O*NET Interest Profiler Short Form" in page.words()
    result = with_onet.get(f"/interests/onet/result?answers={('11' * 3 + '55' + '11' * 2) * 5}&{PLACE}")
    assert "help, teach and care for people" in result.words()
    assert "questions of the O*NET Interest Profiler Short Form" in result.words()
    assert "CC BY 4.0" in result.words()
