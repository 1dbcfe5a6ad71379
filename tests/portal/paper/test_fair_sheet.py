"""The sheet for a career fair: each booth, what opens it, what to ask, space to write, and no visitor's name."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from portal.paper.docx import write_docx
from portal.paper.fair_sheet import FairSheet, fair_sheet
from tests.portal.paper.plain_wording import PlainWording
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.paper.reading_docx import ReadDocx, check_docx
from tests.portal.paper.samples import spring_fair
from tests.portal.paper.test_press import PRESS

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)
TITLE = "Career fair: Lake County Career Day"


@pytest.mark.parametrize("large", [False, True])
def test_a_fair_sheet_has_each_booth_with_what_is_known_and_what_to_ask(*, large: bool) -> None:
    sheet = fair_sheet(spring_fair(), PlainWording(), site_name="Rungs", is_large=large)
    pdf = ReadPdf(PRESS.print_sheet(sheet, made_at=NOON))
    docx = ReadDocx(write_docx(sheet, maker="Rungs", made_at=NOON))
    check_ua(pdf, language="en", title=TITLE)
    check_docx(docx, language="en", title=TITLE, maker="Rungs")
    for each in (
        "September 18, 2026 · Genesis Center, Gary · jobs within 25 miles of 46402",
        "1. Methodist Hospitals — Booth 12",
        "$17.50 to $21.00 an hour",
        "With this you can apply. 3 to 8 weeks, about $900 (2026)",
        "still open on June 19, 2026",
        "The job does not say what it pays.",
        "Is there a bus? What does it pay? What must I have to apply?",
        "Which jobs do you have now?",
        "The booth that I liked best, and why",
    ):
        assert each in docx.text, each
        assert each in pdf.text, each
    assert docx.text.count("We do not know. Ask them.") == 2
    assert docx.text.count("My notes") == 3


def test_an_employer_that_asks_for_nothing_is_not_an_unknown_one() -> None:
    booth = {"employer_name": "Shop", "job": {"name": "Clerk"}, "pay": "$15 an hour", "is_open_to_all": True}
    sheet = fair_sheet(spring_fair(booths=[booth], lines_to_write=0), PlainWording(), site_name="Rungs")
    text = ReadDocx(write_docx(sheet, maker="Rungs", made_at=NOON)).text
    assert "It says that it asks for nothing." in text
    assert "What must I have to apply?" not in text
    assert "My notes" not in text


def test_a_fair_sheet_has_no_place_for_the_name_of_a_visitor() -> None:
    assert not {each for each in FairSheet.model_fields if "person" in each or "student" in each}
    with pytest.raises(ValidationError, match="person_name"):
        spring_fair(person_name="Ana")
