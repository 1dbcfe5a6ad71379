"""The page of lines: every figure with year and source, where typed pay stands, and what it must never say."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.benefits.earnings import Missing
from portal.benefits.lines import Benefit
from portal.benefits.standing import BenefitChoices
from portal.benefits.thresholds import read_thresholds
from portal.domain.job_posting import PayUnit
from portal.store.tables import JobPostingRow
from portal.web.benefits.posting import benefits_url, build_posting_benefits, posting_earnings
from tests.portal.web.page_client import Page, PageClient, words_of
from tests.portal.web.world import NOW, REAL, TODAY

CONFIG = Path(__file__).resolve().parents[3] / "config"
ALL = "&show=ssdi&show=ssi&show=medicaid"


def answer(page: Page) -> str:
    """The words of the answer alone."""
    section = next(each for each in page.all("section") if each.get("aria-labelledby") == "answer")
    return words_of(section)


def test_every_figure_stands_with_its_year_source_and_whether_it_was_read_there(pages: PageClient) -> None:
    page = pages.get("/benefits")
    words = page.words()
    for amount in ("$1,690 a month", "$2,830 a month", "$1,210 a month", "$994 a month", "$55,860 a year"):
        assert amount in words, amount
    rows = [row for body in page.all("tbody") for row in body.iter() if row.tag.endswith("}tr")]
    assert len(rows) == len(read_thresholds(CONFIG).records)
    for row in rows:
        text = words_of(row)
        assert re.search(r"20\d\d|since 1974", text), text
        assert re.search(r"not yet checked at its source|read on .* in a stored copy|checked ", text), text
    assert "350% of $15,960" in words
    assert "This is not advice" in words
    assert "1-866-968-7842" in words
    assert "SI 02302.200" in words, "where to look up what is not loaded"


def test_nothing_is_answered_before_anything_is_asked(pages: PageClient) -> None:
    page = pages.get("/benefits")
    assert not [each for each in page.all("section") if each.get("aria-labelledby") == "answer"]
    assert not [box for box in page.all("input", type="checkbox") if box.get("checked") is not None]


def test_pay_and_hours_without_a_choice_show_the_month_and_no_benefit(pages: PageClient) -> None:
    told = answer(pages.get("/benefits?pay=16.50&hours=20"))
    assert "$1,430 a month" in told
    assert "$17,160 a year" in told
    assert "A month with five paydays: $1,650" in told
    assert "Choose what to look at" in told
    assert "SSDI" not in told.replace("Choose what to look at", "").split("This is not advice")[0]


def test_where_it_stands_against_each_chosen_line(pages: PageClient) -> None:
    told = answer(pages.get(f"/benefits?pay=16.50&hours=20&hours_to=30{ALL}&blind=1"))
    assert "$1,430–$2,145 a month" in told
    assert "SSDI: “substantial” work (SGA) it depends" in told
    assert "SSDI: trial work month over the line" in told
    assert "up to 23.6 hours a week is not over the line" in told
    assert "By this sum, SSI would pay $321.50 a month at the low pay and $0 at the high pay." in told
    assert "Medicaid after pay ends SSI (1619(b)) not known" in told
    assert "Medicaid for people with disabilities who work not over the line" in told
    assert "higher line for people who are blind not over the line" in told


def test_just_at_the_line_is_not_over_it(pages: PageClient) -> None:
    at = answer(pages.get("/benefits?pay=1690&unit=month&show=ssdi"))
    assert "(SGA) not over the line" in at
    over = answer(pages.get("/benefits?pay=1690.01&unit=month&show=ssdi"))
    assert "(SGA) over the line" in over


def test_the_sum_of_ssi_is_shown_step_by_step(pages: PageClient) -> None:
    """Understanding SSI (SSA, 2025 edition), example B, at the federal rate of the day: $317 of gross wages."""
    told = answer(pages.get("/benefits?pay=317&unit=month&show=ssi"))
    assert "Pay before tax $317 − off most income $20 − off pay $65 − half of the rest $116" in told
    assert "Pay that counts $116 The most that SSI pays $994 SSI by this sum $878" in told


def test_unknown_hours_are_asked_for_and_the_hours_at_the_line_are_said(pages: PageClient) -> None:
    told = answer(pages.get("/benefits?pay=16.50&show=ssdi"))
    assert "Ask how many hours a week it is." in told
    assert "(SGA) not known" in told
    assert "up to 23.6 hours a week" in told


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("pay=lots", "pay", "Give a plain number"),
        ("pay=1e9", "pay", "Give a plain number"),
        ("pay=NaN", "pay", "Give a plain number"),
        ("pay=-3", "pay", "Give a plain number"),
        ("pay=9999999", "pay", "Give a plain number"),
        ("pay=" + "9" * 5000, "pay", "Give a plain number"),
        ("pay=18&pay_to=15", "pay_to", "must not be less"),
        ("pay=18&hours=200", "hours", "168 hours"),
        ("pay=18&hours=20&other=%3Cb%3E", "other", "Give a plain number"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    pages: PageClient, query: str, field: str, told: str
) -> None:
    page = pages.get(f"/benefits?{query}{ALL}", status=422)
    assert page.by_id(f"b-{field}").get("aria-invalid") == "true"
    assert told in words_of(page.by_id(f"b-{field}-error"))
    assert not [each for each in page.all("section") if each.get("aria-labelledby") == "answer"]


def test_figures_may_be_typed_as_people_write_them(pages: PageClient) -> None:
    assert "$2,916.67 a month" in answer(pages.get("/benefits?pay=%2435,000&unit=year"))


def test_what_was_typed_stays_typed_and_out_of_every_cache(small_site: Flask, pages: PageClient) -> None:
    url = "/benefits?pay=16.50&hours=20&other=300&student=1&state=OH&show=ssi"
    page = pages.get(url)
    assert page.by_id("b-other").get("value") == "300"
    assert page.by_id("b-state").findall("*[@selected]")[0].get("value") == "OH"
    assert small_site.test_client().get(url).headers["Cache-Control"] == "no-store"
    assert page.all("meta", name="robots")


def test_another_state_has_no_figures_of_indiana(pages: PageClient) -> None:
    told = answer(pages.get("/benefits?pay=1500&unit=month&show=medicaid&state=OH"))
    assert "$55,860" not in told
    assert "We do not have this figure" in told
    assert "Ohio" in pages.get("/benefits?state=OH").words()


def test_spanish_says_the_same(pages: PageClient) -> None:
    page = pages.get(f"/benefits?pay=16.50&hours=20{ALL}&blind=1&student=1", language="es")
    told = answer(page)
    assert "$1,430 al mes" in told
    assert "Esto no es un consejo" in told
    for english in ("not over the line", "This pay is", "SSI would pay", "Look it up", "average month"):
        assert english not in page.words(), english


def test_next_year_says_that_its_figures_are_older(
    small_site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = small_site.extensions["settings"].model_copy(update={"as_of": TODAY.replace(year=2027)})
    monkeypatch.setitem(small_site.extensions, "settings", settings)
    page = PageClient(small_site.test_client()).get("/benefits?pay=1500&unit=month&show=ssdi")
    assert "of 2026, older: we do not have this year's figure" in answer(page)


def test_a_job_leads_to_its_own_pay_and_chooses_no_benefit(pages: PageClient) -> None:
    links = [each.get("href") or "" for each in pages.get(f"/jobs/{REAL}").all("a")]
    (link,) = [each for each in links if each.startswith("/benefits")]
    assert "show=" not in link
    assert answer(pages.get(link))


def posting(**fields: object) -> JobPostingRow:
    row = {
        "pay_minimum": 15.0,
        "pay_maximum": 18.0,
        "pay_unit": "HOUR",
        "pay_currency": "USD",
        "pay_flag": "",
        "hours_per_week": 20.0,
        "text_reading": {},
    }
    return JobPostingRow(**{**row, **fields})


def test_a_postings_earnings_are_read_as_it_states_them() -> None:
    found = posting_earnings(posting())
    assert (str(found.low_usd), str(found.high_usd)) == ("1300.00", "1560.00")
    assert benefits_url(posting()) == "/benefits?pay=15.0&pay_to=18.0&hours=20.0&unit=hour"
    said = {"signals": [{"kind": "hours", "low": 24, "high": 30, "sentence": "24 to 30 hours a week."}]}
    by_text = posting_earnings(posting(text_reading=said))
    assert (str(by_text.low_usd), str(by_text.high_usd)) == ("1560.00", "2340.00")


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"pay_minimum": None, "pay_maximum": None}, Missing.PAY),
        ({"pay_unit": ""}, Missing.PAY),
        ({"pay_unit": "DAY"}, Missing.DAYS),
        ({"hours_per_week": None}, Missing.HOURS),
        ({"pay_flag": "far above"}, Missing.DOUBTED),
        ({"pay_currency": "CAD"}, Missing.DOUBTED),
    ],
)
def test_what_a_posting_does_not_say_is_asked(fields: dict[str, object], missing: Missing) -> None:
    found = posting_earnings(posting(**fields))
    assert found.missing == (missing,)
    assert not found.is_known


def test_the_part_for_other_pages_takes_a_posting(small_site: Flask) -> None:
    with small_site.test_request_context("/"):
        view = build_posting_benefits(
            posting(),
            read_thresholds(CONFIG),
            on=NOW.date(),
            jurisdiction="IN",
            choices=BenefitChoices(benefits=frozenset({Benefit.SSDI})),
        )
    assert view.earnings == "$1,300–$1,560 a month"
    assert [line.state for line in view.lines] == ["above", "below"]
    assert view.page_url.startswith("/benefits?pay=15.0")
    assert PayUnit.HOUR.value.lower() in view.page_url
