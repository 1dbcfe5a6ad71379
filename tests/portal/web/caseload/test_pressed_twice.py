"""What is sent twice is written once; who helps cannot send away who leads; a list without rows is told as such."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from portal.domain.staff import Role
from portal.store.caseload_tables import ClassImportRow, NoteRow, PersonRow, TaskRow, TieRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from tests.portal.web.caseload.conftest import Desk
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld
from tests.portal.web.world import NOW, TODAY


def test_a_note_and_a_task_that_are_sent_twice_are_one(
    desk: Desk, staff_world: StaffWorld, store: Session
) -> None:
    base = f"/people/{staff_world.ana}"
    for path, table, form, other in (
        ("notes", NoteRow, {"kind": "call", "on_date": TODAY.isoformat(), "text": "Twice"}, {"text": "Once"}),
        ("tasks", TaskRow, {"kind": "task", "doer": "person", "what": "Twice"}, {"what": "Once"}),
    ):
        question = select(table).where(col(table.person_id) == staff_world.ana)
        before = len(store.exec(question).all())
        for _ in range(2):
            desk.send(f"{base}/{path}", form)
        desk.send(f"{base}/{path}", {**form, **other})
        store.rollback()
        assert len(store.exec(question).all()) == before + 2, path


def test_another_person_of_the_same_name_who_is_sent_twice_is_one(desk: Desk, store: Session) -> None:
    desk.add("Twin T.")
    page = desk.send("/people/add", {"label": "Twin T.", "way": "pseudonym"}, status=422)
    assert 'name="same_known" value="1"' in page.get_data(as_text=True)
    form = {"label": "Twin T.", "way": "pseudonym", "same": "1", "same_known": "1"}
    count = len(store.exec(select(PersonRow.id)).all())
    for _ in range(2):
        desk.send("/people/add", form)
    store.rollback()
    assert len(store.exec(select(PersonRow.id)).all()) == count + 1


def test_who_helps_cannot_end_the_work_of_who_leads(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld, store: Session
) -> None:
    person = desk.add("Led")
    helper = desk_of(Role.VR_COUNSELOR)
    desk.send(f"/people/{person}/ties", {"account": helper.account_id, "part": "support", "reason": "helps"})
    lead = store.exec(
        select(TieRow).where(TieRow.person_id == person, TieRow.account_id == desk.account_id)
    ).one()
    assert f"/ties/{lead.id}/end" not in helper.client.get(f"/staff/people/{person}/ties").get_data(
        as_text=True
    )
    answer = helper.send(f"/people/{person}/ties/{lead.id}/end", status=422)
    assert "Only whoever leads the work can end it" in answer.get_data(as_text=True)
    assert desk.client.get(f"/staff/people/{person}").status_code == 200


def test_a_draft_without_rows_is_told_as_such(desk: Desk, staff_world: StaffWorld, store: Session) -> None:
    id_ = new_id()
    empty = '{"table":{"rows":[],"columns":1},"has_heading":true,"places":{}}'
    sealed = Sealer((SEAL_KEY,)).seal(empty, about=place("class_import", "draft", id_))
    store.add(
        ClassImportRow(
            id=id_,
            organisation_id=staff_world.school,
            account_id=desk.account_id,
            state="draft",
            draft_sealed=sealed,
            made_at=NOW,
        )
    )
    store.commit()
    assert "There is nothing in this list." in desk.get(f"/people/import/{id_}", status=422).words()
    desk.send(f"/people/import/{id_}", {"label": "0"}, status=422)
    desk.send(f"/people/import/{id_}/do", status=422)
    desk.send(f"/people/import/{id_}/drop")
