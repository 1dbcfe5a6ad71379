"""The plan as a document for a meeting: what it says, and that each file asks anew for the person's yes."""

import io
import zipfile

from flask import Flask
from sqlmodel import Session, select

from portal.domain.staff import Purpose
from portal.store.consent import revoke
from portal.store.guidance_tables import PlanPaperRow
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.guidance.desk import NURSE, Desk
from tests.portal.web.world import NOW

SENT = {
    "kind": "employment",
    "language": "en",
    "parts": ["market", "held", "steps", "services", "team", "reviews", "notes", "signers"],
    "person_name": "D.",
    "own_words": "I like to help people.",
    "reach_by": "2027-09-01",
    "team-0-role": "Me",
    "team-0-duties": "Go to class\nCall when stuck",
    "team-1-role": "VR counselor",
    "service-0-name": "A ride to work before 6",
    "service-0-payer": "VR",
    "review-0-on": "2026-12-01",
}


def with_goal(desk: Desk) -> None:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("ladders")
    desk.send("tasks")


def send(desk: Desk, *, version: int = 0, status: int = 303, **values: str) -> str:
    response = desk.client.post(
        f"/staff/people/{desk.person_id}/document",
        data={**SENT, "version": str(version), **values},
        headers={"Accept-Language": "en"},
    )
    assert response.status_code == status
    return response.get_data(as_text=True)


def test_the_name_on_the_paper_stands_for_the_label_everywhere(desk: Desk) -> None:
    with_goal(desk)
    send(desk, **{"team-0-name": "Dana", "person_name": "Q."})
    base = f"/staff/people/{desk.person_id}/document"
    read = ReadPdf(desk.client.get(f"{base}.pdf").data)
    assert "Dana" not in read.text
    assert read.text.count("Q.") >= 3, "the head, the team and the line to sign"
    with zipfile.ZipFile(io.BytesIO(desk.client.get(f"{base}.docx").data)) as word:
        assert not [name for name in word.namelist() if b"Dana" in word.read(name)]


def test_the_pdf_says_goal_steps_people_and_local_figures_with_their_source(desk: Desk) -> None:
    with_goal(desk)
    send(desk)
    made = desk.client.get(f"/staff/people/{desk.person_id}/document.pdf")
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    read = ReadPdf(made.data)
    check_ua(read, language="en", title="My plan for work")
    words = " ".join(read.text.split())
    for wanted in (
        "I like to help people.",
        "A ride to work before 6",
        "Go to class",
        "December 1, 2026",
        "OEWS",
        "Practical",
    ):
        assert wanted in words
    assert "Dana" not in read.text, "the name on the paper is what the form says"


def test_the_word_file_and_a_spanish_document_are_made_too(desk: Desk) -> None:
    with_goal(desk)
    send(desk, language="es")
    made = desk.client.get(f"/staff/people/{desk.person_id}/document.docx")
    assert made.status_code == 200
    assert made.data.startswith(b"PK")
    read = ReadPdf(desk.client.get(f"/staff/people/{desk.person_id}/document.pdf").data)
    check_ua(read, language="es", title=str(read.reader.metadata.title if read.reader.metadata else ""))
    assert "1 de diciembre de 2026" in " ".join(read.text.split())


def test_a_yes_that_is_taken_back_between_page_and_file_stops_the_file(desk: Desk) -> None:
    with_goal(desk)
    send(desk)
    page = desk.client.get(f"/staff/people/{desk.person_id}/document")
    assert "document.pdf" in page.get_data(as_text=True)
    _take_back(desk.app, desk.person_id, Purpose.SHARE)
    for name in ("document.pdf", "document.docx"):
        answer = desk.client.get(f"/staff/people/{desk.person_id}/{name}")
        assert answer.status_code == 403
        assert b"%PDF" not in answer.data


def test_without_the_yes_to_the_plan_or_to_tasks_the_file_has_none_of_it(desk: Desk) -> None:
    with_goal(desk)
    send(desk)
    _take_back(desk.app, desk.person_id, Purpose.NOTES)
    words = ReadPdf(desk.client.get(f"/staff/people/{desk.person_id}/document.pdf").data).text
    assert "Practical" not in words
    _take_back(desk.app, desk.person_id, Purpose.PLAN)
    assert desk.client.get(f"/staff/people/{desk.person_id}/document.pdf").status_code == 403


def test_two_who_write_the_form_at_once_see_both(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    with_goal(first)
    send(first, own_words="From the first.")
    text = send(second, own_words="From the second.", status=409)
    assert "From the first." in text
    assert "From the second." in text
    send(second, version=1, own_words="From both.")
    with Session(first.app.extensions["store_engine"]) as session:
        (row,) = session.exec(select(PlanPaperRow).where(PlanPaperRow.person_id == first.person_id)).all()
    assert row.version == 2
    assert "From" not in row.form_sealed


def test_what_is_wrong_on_the_form_is_said_beside_its_field_and_nothing_is_lost(desk: Desk) -> None:
    with_goal(desk)
    text = send(
        desk, status=422, **{"reach_by": "soon", "team-2-name": "Ms. Lee", "review-1-about": "Grades"}
    )
    assert 'aria-describedby="reach_by-error"' in text
    assert "Ms. Lee" in text
    assert "Say on which day" in text


def test_a_plan_without_a_goal_says_what_to_do(desk: Desk) -> None:
    answer = desk.client.get(f"/staff/people/{desk.person_id}/document.pdf")
    assert answer.status_code == 422
    assert b"no goal yet" in answer.data


def _take_back(app: Flask, person_id: str, purpose: Purpose) -> None:
    with Session(app.extensions["store_engine"]) as session:
        revoke(session, person_id=person_id, purpose=purpose, by="person", now=NOW)
        session.commit()
