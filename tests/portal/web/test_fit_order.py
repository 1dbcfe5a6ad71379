"""“What fits me best”: every job of the result stands on exactly one page, those that one qualifies for first."""

import re

import pytest

from portal.web.jobs import finding, fit_order
from tests.portal.web.page_client import Page, PageClient, words_of

RANKS = ("You qualify", "One step away", "Likely: ask", "Ask first", "Not yet")
HELD = "held=high-school-diploma,cna-in&region=us"


def listed(page: Page) -> list[tuple[str, int]]:
    """(address of the job, rank of its band) for each card, in order."""
    found = []
    for card in page.all("li", class_="card"):
        link = next(each for each in card.iter() if (each.get("href") or "").startswith("/jobs/"))
        text = words_of(card)
        rank = next((place for place, band in enumerate(RANKS) if band in text), -1)
        found.append(((link.get("href") or "").partition("?")[0], rank))
    return found


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE_SIZE", 2)


def all_pages(pages: PageClient, query: str) -> list[tuple[str, int]]:
    """Cards of every page."""
    first = pages.get(f"/jobs?{query}")
    total = int(re.findall(r"\d+", words_of(first.all("h2")[0]))[0])
    cards = listed(first)
    for number in range(2, -(-total // 2) + 1):
        cards += listed(pages.get(f"/jobs?{query}&page={number}"))
    assert len(cards) == total, "the count of the head is the count of the cards"
    return cards


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize("needs", ["", "&needs=shift-day,pay-35000"])
def test_all_pages_together_are_all_jobs_in_order(pages: PageClient, needs: str) -> None:
    usual = all_pages(pages, f"{HELD}{needs}")
    fitting = all_pages(pages, f"{HELD}{needs}&sort=fit")
    assert len({address for address, _ in fitting}) == len(fitting) > 2, "no job stands twice"
    assert {address for address, _ in fitting} == {address for address, _ in usual}, "and none is left out"
    ranks = [rank for _, rank in fitting]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    assert "None was left out." in pages.get(f"/jobs?{HELD}{needs}&sort=fit").words()


def test_the_counts_of_the_groups_add_up_and_lead_to_them(pages: PageClient) -> None:
    page = pages.get(f"/jobs?{HELD}&sort=fit")
    counts = next(
        each for each in page.all("ul") if each.get("aria-label") == "Where you stand before these jobs"
    )
    figures = [int(each) for each in re.findall(r": (\d+)", words_of(counts))]
    total = int(re.findall(r"\d+", words_of(page.all("h2")[0]))[0])
    assert sum(figures) == total
    for link in counts.iter():
        if link.get("href"):
            alone = pages.get(str(link.get("href")))
            shown = int(re.findall(r"\d+", words_of(alone.all("h2")[0]))[0])
            assert words_of(link).endswith(f": {shown}")


def test_who_told_nothing_is_asked_to_tell(pages: PageClient) -> None:
    page = pages.get("/jobs?region=us&sort=fit")
    assert "Then we can say what fits you best." in page.words()
    assert listed(page)


def test_too_many_jobs_are_told_and_none_is_lost(pages: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_order, "MOST_IN_A_GROUP", 0)
    page = pages.get(f"/jobs?{HELD}&sort=fit")
    assert "There are too many jobs here to put all in order." in page.words()
    assert {each for each, _ in listed(page)} == {each for each, _ in listed(pages.get(f"/jobs?{HELD}"))}


def test_an_index_that_knows_other_jobs_falls_back(
    pages: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group that misses one job must not make it disappear."""
    whole = fit_order.standing_groups

    def lagging(*args: object, **more: object) -> object:
        groups = list(whole(*args, **more))  # type: ignore[arg-type]
        largest = max(range(len(groups)), key=lambda place: len(groups[place]))
        groups[largest] = groups[largest][1:]
        return tuple(groups)

    monkeypatch.setattr(fit_order, "standing_groups", lagging)
    page = pages.get(f"/jobs?{HELD}&sort=fit")
    assert {each for each, _ in listed(page)} == {each for each, _ in listed(pages.get(f"/jobs?{HELD}"))}


def test_a_filter_by_standing_goes_with_it(pages: PageClient) -> None:
    page = pages.get(f"/jobs?{HELD}&state=qualifies&sort=fit")
    assert {rank for _, rank in listed(page)} == {0}


def test_what_a_job_must_have_is_said_once(pages: PageClient) -> None:
    address = listed(pages.get(f"/jobs?{HELD}&state=one_away"))[0][0]
    for query in ("", f"?{HELD}"):
        page = pages.get(f"{address}{query}")
        parts = [each for each in page.all("section") if each.get("aria-labelledby") in ("fit", "asks")]
        quotes = [
            words_of(each) for part in parts for each in part.iter() if each.tag.endswith("}blockquote")
        ]
        assert quotes
        assert len(quotes) == len(set(quotes)), "no sentence stands twice"
        assert page.words().count("Must have") == 1
    told = pages.get(f"{address}?{HELD}").words()
    assert "You do not have this yet" in told
    assert "What would help: To earn: 1." in told
