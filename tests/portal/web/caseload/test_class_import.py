"""A class list from the file to the people and back, and what a hostile one comes to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from portal.domain.staff import Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import ClassImportRow, PersonRow
from portal.store.class_imports import delete_stale_drafts
from portal.store.ids import new_id
from portal.store.sealing import Sealer
from tests.portal.web.caseload.conftest import Desk, id_of
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_account
from tests.portal.web.world import NOW

CLASS = (
    "Last Name,First Name,DOB,Student ID,Period,Home Language,IEP\r\n"
    "Muñoz,Zoë,2010-01-01,17,3,Spanish,secret-iep\r\n"
    "Lee,Ana,2010-02-02,18,3,English,\r\n"
    "Lee,Ana,2010-02-02,18,3,English,\r\n"
    ",,2010-03-03,19,3,English,\r\n"
)


@pytest.fixture
def teacher(staff_site: Flask, staff_world: StaffWorld, store: Session) -> Desk:
    """A counselor of the test's own, without people."""
    id_ = add_account(
        store, Sealer((SEAL_KEY,)), organisation_id=staff_world.school, role=Role.COUNSELOR, email=new_id()
    )
    store.commit()
    return Desk(staff_site, id_)


def _upload(desk: Desk, data: bytes, *, status: int = 303) -> str:
    """Send a file; the address of the next step, or the text of the answer."""
    head = 'Content-Disposition: form-data; name="list"; filename="class.csv"'
    answer = desk.client.post(
        "/staff/people/import",
        data=f"--edge\r\n{head}\r\n\r\n".encode() + data + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
        headers={"Accept-Language": "en"},
    )
    assert answer.status_code == status, answer.status_code
    return answer.headers["Location"].removeprefix("/staff") if status == 303 else answer.text


def _people(store: Session, path: str) -> list[PersonRow]:
    store.expire_all()
    return list(store.exec(select(PersonRow).where(PersonRow.import_id == id_of(path))))


def test_a_list_is_mapped_looked_over_added_and_taken_back(teacher: Desk, store: Session) -> None:
    path = _upload(teacher, CLASS.encode("cp1252"))
    page = teacher.get(path)
    words = page.words()
    assert "2 people would be added" in words
    assert "Left out and not kept: DOB, IEP" in words
    assert "Zoë Muñoz" in words
    assert "Español" in words
    assert "Line 4: “Ana Lee” stands on line 3 already. This line is left out." in words
    assert "Line 5: There is no name. This line is left out." in words
    assert "secret-iep" not in page.text
    row = store.exec(select(ClassImportRow).where(ClassImportRow.id == id_of(path))).one()
    assert "Zo" not in row.draft_sealed[:10]
    assert "secret" not in row.draft_sealed
    page = teacher.after(f"{path}/do")
    assert "2 people added" in page.words()
    people = _people(store, path)
    assert len(people) == 2
    store.refresh(row)
    assert (row.state, row.draft_sealed, row.people) == ("done", "", 2)
    assert "2 people" in teacher.get("/groups").words(), "period 3 became a group"
    assert teacher.send(f"{path}/do").headers["Location"] == f"/staff{path}", "sent twice, done once"
    assert len(_people(store, path)) == 2
    added = next(
        each for each in list_entries(store, people[0].organisation_id) if each.action == "caseload.added"
    )
    assert set(added.about) == {person.id for person in people}
    teacher.send(f"/people/{people[0].id}/close", {"reason": "moved"})
    page = teacher.after(f"{path}/undo")
    assert "1 person was deleted." in page.words()
    assert page.all("a", href=f"/staff/people/{people[0].id}")
    assert [person.id for person in _people(store, path)] == [people[0].id]
    teacher.send(f"{path}/undo", status=404)
    teacher.send(f"{path}/do")
    assert len(_people(store, path)) == 1


def test_the_same_list_twice_adds_nobody_twice(teacher: Desk) -> None:
    path = _upload(teacher, CLASS.encode())
    teacher.send(f"{path}/do")
    path = _upload(teacher, CLASS.encode("utf-16"))
    page = teacher.get(path)
    assert "0 people would be added" in page.words()
    assert "“Zoë Muñoz” is with you already." in page.words()
    assert "There is nobody to add." in teacher.send(f"{path}/do", status=422).text


def test_columns_are_chosen_anew(teacher: Desk) -> None:
    path = _upload(teacher, b"17;Ana;7B\n18;Bo;\n")
    assert "2 people would be added" in teacher.get(path).words()
    form = {"label": "1", "reference": "0", "group": "2", "group_for_all": "Club", "language_for_all": "es"}
    page = teacher.after(path, form)
    for words in ("Ana", "Bo", "7B", "Club", "Español"):
        assert words in page.words()
    assert "Left out" not in page.words()
    for wrong in ({**form, "label": ""}, {**form, "label": "0"}, {**form, "label": "99"}):
        teacher.send(path, wrong, status=422)
    teacher.send(f"{path}/do")
    assert "7B" in teacher.get("/groups").words()
    assert "Club" in teacher.get("/groups").words()


def test_lines_may_be_pasted_and_a_list_given_up(teacher: Desk, store: Session) -> None:
    location = teacher.send("/people/import", {"pasted": "Ana\nBo\n"}).headers["Location"]
    path = location.removeprefix("/staff")
    assert "2 people would be added" in teacher.get(path).words()
    assert "The list is deleted." in teacher.after(f"{path}/drop").words()
    teacher.get(path, status=404)
    assert store.exec(select(ClassImportRow).where(ClassImportRow.id == id_of(path))).first() is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing in this list"),
        (b"Name\nA\x00na", "not a list of text"),
        (b"PK\x03\x04" + b"0" * 50, "This is a workbook"),
        (b'Name\n"Ana\n', "A quote mark on line 2"),
        (b"Name\n" + b"x" * 200_000, "Line 2 is too long"),
        (b"Name\n" + b"Ana\n" * 1001, "more than 1,000 people"),
        (b"a" * 1_000_500, "larger than 1 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(teacher: Desk, data: bytes, words: str) -> None:
    assert words in _upload(teacher, data, status=422)


def test_a_file_of_ten_megabytes_is_not_read(teacher: Desk) -> None:
    assert "A class list may have up to 1 MB" in _upload(teacher, b"a" * 10_000_000, status=413)


def test_other_forms_stay_small(teacher: Desk) -> None:
    teacher.send("/people/add", {"label": "x" * 100_000}, status=413)


def test_hostile_cells_are_text_or_left_out(teacher: Desk, store: Session) -> None:
    text = (
        "Name,Number\n"
        '"=HYPERLINK(""http://x.example"",""Click"")",1\n'
        '"<img src=x onerror=alert(1)>",2\n'
        "\u202eevil\u202c,3\n"
        '"two\nlines",4\n'
    )
    path = _upload(teacher, text.encode())
    page = teacher.get(path)
    assert "is a formula, not a name" in page.words()
    assert "3 people would be added" in page.words()
    assert not page.all("img")
    assert "\u202e" not in page.text
    teacher.send(f"{path}/do")
    page = teacher.get("/people")
    assert "<img src=x onerror=alert(1)>" in page.words()
    assert not page.all("img")
    assert "two lines" in page.words()


def test_a_list_is_its_senders_alone(
    teacher: Desk, desk: Desk, desk_of: Callable[..., Desk], store: Session
) -> None:
    path = _upload(teacher, CLASS.encode())
    for other in (desk, desk_of(Role.VR_COUNSELOR, "agency")):
        other.get(path, status=404)
        for action in ("", "/do", "/drop", "/undo"):
            other.send(f"{path}{action}", {"label": "0"}, status=404)
    assert "2 people would be added" in teacher.get(path).words()


def test_a_list_that_was_left_lying_is_deleted_and_undo_ends(teacher: Desk, store: Session) -> None:
    path = _upload(teacher, CLASS.encode())
    assert delete_stale_drafts(store, now=NOW + timedelta(hours=23)) == 0
    assert delete_stale_drafts(store, now=NOW + timedelta(hours=25)) >= 1
    store.commit()
    teacher.get(path, status=404)
    path = _upload(teacher, CLASS.encode())
    teacher.send(f"{path}/do")
    row = store.exec(select(ClassImportRow).where(col(ClassImportRow.id) == id_of(path))).one()
    row.done_at = NOW - timedelta(days=31)
    store.add(row)
    store.commit()
    teacher.send(f"{path}/undo", status=404)
    assert len(_people(store, path)) == 2
