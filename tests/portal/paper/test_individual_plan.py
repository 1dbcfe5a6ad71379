"""The individual plan on paper: all of it stands there, what is not known too, and its title names nobody."""

import re
from datetime import UTC, date, datetime

import pytest

from portal.domain.individual_plan import MOST_LONG, IndividualPlan
from portal.domain.plan_open_parts import OpenPart, list_open_parts
from portal.paper.docx import write_docx
from portal.paper.individual_plan import individual_plan_sheet, open_part_texts
from portal.paper.sheet import Sheet
from tests.portal.paper.plain_wording import MarkedWording, PlainWording
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.paper.reading_docx import ReadDocx, check_docx
from tests.portal.paper.samples import school_plan, work_plan
from tests.portal.paper.test_press import HOSTILE, PRESS

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)


def sheet_of(plan: IndividualPlan, *, large: bool = False) -> Sheet:
    return individual_plan_sheet(plan, PlainWording(), site_name="Rungs", is_large=large)


def read_both(sheet: Sheet) -> tuple[ReadPdf, ReadDocx]:
    pdf = PRESS.print_sheet(sheet, made_at=NOON)
    return ReadPdf(pdf), ReadDocx(write_docx(sheet, maker="Rungs", made_at=NOON))


SAID = (
    "Ana R. · North VR · Made on June 20, 2026",
    "Licensed practical nurse",
    "29-2061",
    "I like to help people",
    "June 1, 2028",
    "$61,150 a year",
    "not known — the state does not print it",
    "counts until January 31, 2027",
    "1. Practical nursing certificate",
    "Ivy Tech Community College, Gary",
    "about $7,300 ($6,200 to $9,100)",
    "in dollars of 2026",
    "Next Level Jobs: tuition",
    "North VR: books and shoes, $640",
    "under way",
    "not said yet",
    "Costs that we know add up to about $7,550.",
    "The cost of 1 step is not known.",
    "Write the letter for the tuition",
    "Ana shows the certificate.",
    "to be at work by 5:45 in the morning",
    "Answer within two work days",
    "December 15, 2026",
    "I do not want to drive at night.",
    "1-800-555-0199",
    "Signature",
    "Step 1 — time: Ivy Tech catalog 2026",
    "U.S. Bureau of Labor Statistics",
)


@pytest.mark.parametrize("large", [False, True])
def test_all_that_a_plan_says_is_on_paper_and_in_the_word_file(*, large: bool) -> None:
    pdf, docx = read_both(sheet_of(work_plan(), large=large))
    check_ua(pdf, language="en", title="My plan for work")
    check_docx(docx, language="en", title="My plan for work", maker="Rungs")
    for each in SAID:
        assert each in docx.text, each
    for each in SAID if large else ():  # in narrow columns of the PDF texts break in other places
        assert each in pdf.text, each
    assert _bare_words(" ".join(SAID)) <= _bare_words(pdf.text)
    tags = pdf.tags()
    if not large:
        assert tags.count("/Table") == 4
        assert len(docx.document.tables) == 4
    assert tags.count("/H2") == len([each for each in docx.headings() if each[0] == 2])


def _bare_words(text: str) -> set[str]:
    return set(re.findall(r"[\w$]+", text))


def test_the_file_itself_tells_of_no_person() -> None:
    pdf, docx = read_both(sheet_of(work_plan()))
    xmp = pdf.root["/Metadata"].get_object().get_data().decode()
    assert "Ana" not in f"{xmp} {pdf.reader.metadata}"
    assert b"Ana" not in docx.parts["docProps/core.xml"]
    assert "Made on June 20, 2026" in read_both(sheet_of(work_plan(person_name="")))[1].text


def test_a_short_plan_in_spanish_says_what_is_in_english_and_leaves_out_what_is_not_there() -> None:
    pdf, docx = read_both(sheet_of(school_plan()))
    check_ua(pdf, language="es", title="My plan to graduate")
    check_docx(docx, language="es", title="My plan to graduate", maker="Rungs")
    assert docx.languages()["1. Core 40 diploma"] == "en-US"
    headings = [text for _, text in docx.headings()]
    assert headings == [
        "My plan to graduate",
        "My goal",
        "My steps",
        "How we will know",
        "What is still open",
        "Where the figures come from",
    ]


def test_every_word_of_ours_passes_the_translator() -> None:
    """A string of the sheet that is not from the plan stands between marks."""
    for plan in (work_plan(), school_plan()):
        given = plan.model_dump_json()
        sheet = individual_plan_sheet(plan, MarkedWording(), site_name="Rungs")
        for text in _texts(sheet.model_dump()):
            for part in text.replace("\n", " ; ").split(" ; "):
                bare = part.strip("–—;. ")
                assert "«" in part or not bare or bare in ("en", "es") or _is_given(bare, given), part


def _is_given(text: str, given: str) -> bool:
    words = [each for each in text.replace(":", " ").replace("·", " ").split() if each not in ("–", "—")]
    return all(each.strip(",.") in given or each.strip(".").isdigit() for each in words)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, tuple | list):
        return [text for each in value for text in _texts(each)]
    return []


def test_what_is_still_open_is_said_and_what_is_told_is_not() -> None:
    assert list_open_parts(work_plan()) == (OpenPart.PAYER, OpenPart.PROVIDER, OpenPart.SERVICE_START)
    bare = IndividualPlan.model_validate(
        {"kind": "employment", "language": "en", "made_on": date(2026, 6, 20), "goal": {"name": "Nurse"}}
    )
    missing = set(OpenPart) - {
        OpenPart.STEP_DAY,
        OpenPart.DONE_WHEN,
        OpenPart.PAYER,
        OpenPart.PROVIDER,
        OpenPart.SERVICE_START,
    }
    assert set(list_open_parts(bare)) == missing
    school = set(list_open_parts(school_plan()))
    assert OpenPart.DONE_WHEN in school
    assert OpenPart.SERVICES not in school, "only an employment plan needs services"
    assert set(open_part_texts(PlainWording())) == set(OpenPart)


def test_a_review_counts_when_it_is_within_a_year() -> None:
    for day, is_open in ((date(2027, 6, 20), False), (date(2027, 6, 22), True), (date(2026, 6, 20), True)):
        assert (OpenPart.REVIEW in list_open_parts(work_plan(reviews=[{"on": day}]))) is is_open


def test_dollars_of_two_years_are_not_added() -> None:
    steps = [
        {"name": "One", "cost": {"typical": 100, "year": 2025}},
        {"name": "Two", "cost": {"typical": 0, "year": 2026}},
    ]
    _, docx = read_both(sheet_of(work_plan(steps=steps)))
    assert "add up" not in docx.text
    assert "in dollars of 2025" in docx.text
    assert "free" in docx.text


def test_hostile_texts_of_persons_are_texts() -> None:
    bad = "\n".join((*HOSTILE, "<w:p/>]]>&amp;", "😀 日本語 שלום مرحبا", "a\x00\x07\u202e\ud800b"))
    plan = work_plan(
        person_name=HOSTILE[0],
        notes=bad,
        goal={"name": HOSTILE[2], "own_words": "A" * 10_000},
        steps=[{"name": HOSTILE[4], "done_when": bad, "actions": [{"who": "#x", "what": HOSTILE[5]}]}],
        signers=[{"role": HOSTILE[3]}],
    )
    pdf, docx = read_both(sheet_of(plan))
    check_ua(pdf, language="en", title="My plan for work")
    check_docx(docx, language="en", title="My plan for work", maker="Rungs")
    for each in (*HOSTILE, "<w:p/>]]>&amp;", "ab"):
        assert each in docx.text
        assert each in pdf.text
    assert "A" * 10_000 in docx.text
    assert pdf.tags().count("/H1") == 1


def test_the_longest_plan_that_can_be_is_printed_or_refused_in_words() -> None:
    step = {"name": "Step", "done_when": "w " * 60, "actions": [{"who": "Me", "what": "x" * 60}] * 5}
    plan = work_plan(steps=[step] * 40, notes="n " * (MOST_LONG // 2))
    pdf, docx = read_both(sheet_of(plan))
    check_ua(pdf, language="en", title="My plan for work")
    assert pdf.pages > 5
    assert f"Page {pdf.pages} of {pdf.pages}" in pdf.text
    assert "40. Step" in docx.text
