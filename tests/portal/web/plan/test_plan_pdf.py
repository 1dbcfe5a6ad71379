"""The plan's PDF: what the page says, tagged, in both languages and sizes, and nobody makes too many."""

import re

import pytest

from portal.domain.plan_changes import note
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.plan.learner import Learner, token_of, with_ladder
from tests.portal.web.world import REAL

TITLES = {"en": "My plan", "es": "Mi plan"}


def pdf_of(learner: Learner, address: str, language: str = "en") -> ReadPdf:
    response = learner.client.get(address, headers={"Accept-Language": language})
    assert response.status_code == 200, response.get_data(as_text=True)[:300]
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    return ReadPdf(response.get_data())


def links(learner: Learner) -> list[str]:
    """Addresses of PDFs on the page."""
    found = [str(a.get("href")) for a in learner.page.all("a")]
    return [each for each in found if each.startswith("/plan/my-plan.pdf?")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pdf_says_what_the_page_says(learner: Learner, language: str) -> None:
    with_ladder(learner)
    learner.send("/plan/notes", notes="Call *the* #school.")
    learner.send("/plan/codes")
    code = learner.code()
    normal, large = links(learner)
    pdf = pdf_of(learner, normal, language)
    check_ua(pdf, language=language, title=TITLES[language])
    assert pdf.pages == 1
    assert "Call *the* #school." in pdf.text
    assert code in pdf.text
    named = {"en": "1. Practical Nursing Certificate", "es": "1. "}[language]
    assert named in pdf.text
    figures = re.findall(r"\$[\d,]+", learner.page.words())
    assert figures
    assert set(figures) <= set(re.findall(r"\$[\d,]+", pdf.text)), "every figure of the page is on the paper"
    assert "BLS" in pdf.text or "Bureau of Labor Statistics" in pdf.text
    check_ua(pdf_of(learner, large, language), language=language, title=TITLES[language])


def test_a_job_that_closed_and_a_ladder_that_is_gone_stay_on_paper(learner: Learner) -> None:
    with_ladder(learner)
    plan = learner.plan()
    job = {
        "posting_id": REAL,
        "title": "#set text(red) *x*",
        "employer_name": "Ĺ",
        "saved_on": plan.created_on,
    }
    gone = plan.ladders[0].model_copy(
        update={"address": "/ladder?goal=credential:gone", "goal": plan.ladders[0].goal}
    )
    plan = type(plan).model_validate(
        {**plan.model_dump(), "postings": [{**job, "posting_id": 99}, job], "ladders": [gone, *plan.ladders]}
    )
    pdf = pdf_of(learner, f"/plan/my-plan.pdf?plan={token_of(learner, plan)}")
    assert "#set text(red) *x*" in pdf.text
    assert "closed" in pdf.text
    assert "We cannot draw this ladder today" in pdf.text
    assert "Practical Nursing Certificate" in pdf.text
    check_ua(pdf, language="en", title="My plan")


def test_a_full_plan_flows_to_more_pages_and_large_print_loses_nothing(learner: Learner) -> None:
    with_ladder(learner)
    words = " ".join(f"word{number}" for number in range(120))
    plan = note(learner.plan(), words, today=learner.plan().created_on)
    pdf = pdf_of(learner, f"/plan/my-plan.pdf?print=large&plan={token_of(learner, plan)}")
    assert pdf.pages > 1
    assert set(words.split()) <= set(pdf.text.split())


def test_who_makes_too_many_has_to_wait(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = learner.app.extensions["settings"]
    monkeypatch.setitem(learner.app.extensions, "settings", settings.model_copy(update={"plan_pdf_tries": 2}))
    with_ladder(learner)
    address = links(learner)[0]
    for _ in range(2):
        pdf_of(learner, address)
    response = learner.client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"
    assert "Wait ten minutes" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "status"), [("", 422), ("?plan=x", 422), ("?plan=" + "A" * 60, 422), ("?print=large", 422)]
)
def test_no_plan_or_a_broken_one_makes_no_pdf(learner: Learner, query: str, status: int) -> None:
    learner.open(f"/plan/my-plan.pdf{query}", status=status)
