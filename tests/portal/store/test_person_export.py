"""A person's record out of the site and into another: nothing lost, nothing that was not agreed to, nothing hostile."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from portal.domain.person_export import MAX_BYTES, InvalidExport, PersonExport, read_export, write_export
from portal.domain.plan_document import PlanDocument, write_plan
from portal.domain.staff import Purpose, Role, Staff
from portal.store.caseload_tables import NoteRow, PersonRow, TaskRow
from portal.store.consent import granted_purposes
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.engine import open_engine
from portal.store.ids import new_id
from portal.store.person_export import EVERYTHING, export_person
from portal.store.person_import import add_from_export, count_brought
from portal.store.sealing import Sealer, place
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, fill_staff_world
from tests.portal.web.world import NOW, TODAY

SEALER = Sealer((SEAL_KEY,))


@pytest.fixture
def world(store_url: str) -> Iterator[tuple[Session, StaffWorld]]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        world = fill_staff_world(session)
        _add_everything(session, world)
        session.commit()
        yield session, world
    engine.dispose()


def _add_everything(session: Session, world: StaffWorld) -> None:
    who = {"organisation_id": world.school, "person_id": world.ana}
    counselor = world.account(Role.COUNSELOR)
    note, task, job, event = (new_id() for _ in range(4))
    person = session.get(PersonRow, world.ana)
    assert person is not None
    plan = PlanDocument(created_on=TODAY, changed_on=TODAY, held=("cna",), notes="I like nights")
    person.plan_sealed = SEALER.seal(write_plan(plan), about=place("person", "plan", world.ana))
    person.desk_sealed = SEALER.seal(
        '{"version":1,"most_hours":20}', about=place("person", "desk", world.ana)
    )
    session.add(
        NoteRow(
            id=note,
            **who,
            account_id=counselor,
            kind="met",
            on_date=TODAY,
            text_sealed=SEALER.seal("Wants to\nwork nights\x07", about=place("note", "text", note)),
            made_at=NOW,
        )
    )
    session.add(
        TaskRow(
            id=task,
            **who,
            account_id=counselor,
            kind="step",
            doer="person",
            what_sealed=SEALER.seal("Enrol", about=place("task", "what", task)),
            payer_sealed=SEALER.seal("Grant", about=place("task", "payer", task)),
            address="/credentials/cna-in",
            credential_id="cna",
            due_on=TODAY + timedelta(days=30),
            cost_usd=120.5,
            made_at=NOW,
        )
    )
    session.add(
        ShortlistRow(
            id=job,
            **who,
            posting_id=41,
            title="Nurse aide",
            employer_name="Clinic",
            status="declined",
            added_at=NOW,
            changed_at=NOW,
        )
    )
    session.flush()
    session.add(
        ShortlistEventRow(
            id=event,
            **who,
            shortlist_id=job,
            account_id=counselor,
            status="declined",
            reason_sealed=SEALER.seal("Too far", about=place("shortlist_event", "reason", event)),
            on_date=TODAY,
            made_at=NOW,
        )
    )


def _staff(world: StaffWorld) -> Staff:
    return Staff(
        account_id=world.account(Role.VR_COUNSELOR, "agency"),
        organisation_id=world.agency,
        organisation_name="North Agency",
        role=Role.VR_COUNSELOR,
        name="Somebody Else",
        session_id="x",
        has_second_factor=True,
        needs_second_factor=True,
        proved_at=NOW,
    )


def test_out_and_in_again_loses_nothing_and_takes_no_yes_along(world: tuple[Session, StaffWorld]) -> None:
    session, ids = world
    out = export_person(session, SEALER, ids.ana, now=NOW, purposes=EVERYTHING)
    assert (out.label, out.notes[0].text, out.left_out) == ("Ana", "Wants to\nwork nights", ())
    assert {each.purpose for each in out.consents} == EVERYTHING
    assert out.professionals[0].name == "Counselor Smith"
    again = read_export(write_export(out).encode())
    assert again == out
    person_id = add_from_export(session, _staff(ids), SEALER, export=again, label="Ana", now=NOW).id
    session.commit()
    assert granted_purposes(session, person_id, on=TODAY) == frozenset()
    back = export_person(session, SEALER, person_id, now=NOW, purposes=EVERYTHING)
    same = ("label", "reference", "language", "is_guardian_asked", "plan", "desk", "tasks")
    assert {name: getattr(back, name) for name in same} == {name: getattr(out, name) for name in same}
    assert back.notes[0].text == "Wants to\nwork nights\n\n(Counselor Smith)"
    assert (back.consents, back.log, back.organisation_name) == ((), (), "North Agency")
    assert count_brought(session, again).jobs_unknown == 1, "a job of another site has no number here"


def test_what_was_not_agreed_to_is_not_in_the_file(world: tuple[Session, StaffWorld]) -> None:
    session, ids = world
    told = {Purpose.PLAN: "I like nights", Purpose.NOTES: "work nights", Purpose.JOBS: "Too far"}
    for purpose, words in told.items():
        text = write_export(export_person(session, SEALER, ids.ana, now=NOW, purposes=EVERYTHING - {purpose}))
        assert words not in text
        assert [other for other, kept in told.items() if kept not in text] == [purpose]
    without = export_person(session, SEALER, ids.ana, now=NOW, purposes=EVERYTHING - {Purpose.NOTES})
    assert without.tasks == (), "a step that was made a task is a task: the yes to notes is for both"
    none = export_person(session, SEALER, ids.ben, now=NOW)
    assert none.left_out == tuple(sorted(EVERYTHING))
    assert (none.plan, none.notes, none.tasks, none.log) == (None, (), (), ())


def test_ids_and_hashes_of_ours_are_not_in_the_file(world: tuple[Session, StaffWorld]) -> None:
    session, ids = world
    text = write_export(export_person(session, SEALER, ids.ana, now=NOW, purposes=EVERYTHING))
    assert ids.ana not in text
    assert ids.school not in text
    assert "_hash" not in text
    assert "_sealed" not in text


def _file(**changes: Any) -> bytes:
    told: dict[str, Any] = {
        "format": "rungs-person",
        "version": 1,
        "exported_at": "2026-06-20T12:00:00Z",
        "organisation_name": "A school",
        "label": "Ana",
        "added_at": "2026-06-20T12:00:00Z",
        **changes,
    }
    return json.dumps({key: value for key, value in told.items() if value is not ...}).encode()


TASK = {"kind": "step", "doer": "person", "what": "x", "made_at": "2026-06-20T12:00:00Z"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a JSON file"),
        (b"\xff\xfe\x00", "not a JSON file"),
        (b"[" * 100_000, "not a JSON file"),
        (b'{"format": NaN}', "not a JSON file"),
        (b"[]", "not the file of a person"),
        (_file(format="rungs-plan"), "not the file of a person"),
        (_file(version=2), "of version 2"),
        (_file(version=None), "of version None"),
        (_file(label=""), "label"),
        (_file(label=...), "label"),
        (_file(label="a\u202eb"), "label"),
        (_file(label="a\x00b"), "label"),
        (_file(unknown=1), "unknown"),
        (_file(added_at="2026-06-20T12:00:00"), "added_at"),
        (_file(language="../../etc"), "language"),
        (_file(tasks=[{**TASK, "address": "https://elsewhere.example/"}]), "tasks.0.address"),
        (_file(tasks=[{**TASK, "address": "//elsewhere.example/"}]), "tasks.0.address"),
        (_file(tasks=[{**TASK, "address": "javascript:alert(1)"}]), "tasks.0.address"),
        (_file(tasks=[{**TASK, "address": "/x\\@elsewhere"}]), "tasks.0.address"),
        (_file(tasks=[{**TASK, "cost_usd": 1e300}]), "tasks.0.cost_usd"),
        (_file(tasks=[{**TASK, "kind": "deed"}]), "tasks.0.kind"),
        (_file(tasks=[TASK] * 5001), "tasks"),
        (_file(plan={"version": 1}), "plan"),
        (_file(desk={"version": 1, "most_hours": 900}), "desk.most_hours"),
        (_file(desk={"version": 1, "diagnosis": "x"}), "desk.diagnosis"),
        (_file(desk={"version": 1, "region": "nowhere"}), ""),
        (_file(notes=[{"kind": "met", "on_date": "soon", "text": "x", "made_at": "now"}]), "notes.0"),
        (b"x" * (MAX_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_a_hostile_file_is_refused_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(InvalidExport) as refused:
        read_export(data)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 400


def test_the_smallest_file_is_read() -> None:
    assert read_export(_file()).label == "Ana"
    assert read_export(
        b"\xef\xbb\xbf" + _file(tasks=[{**TASK, "address": "/jobs?q=x&region=zip:46402:25"}])
    ).tasks


def test_the_schema_in_the_documents_is_of_this_form() -> None:
    """Made anew with: PersonExport.model_json_schema(mode="serialization"), indented by one."""
    path = Path(__file__).resolve().parents[3] / "docs" / "data" / "person-export.schema.json"
    assert json.loads(path.read_text("utf-8")) == PersonExport.model_json_schema(mode="serialization")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(key=st.sampled_from(sorted(PersonExport.model_fields)), value=JSON)
def test_whatever_stands_in_a_field_is_read_or_refused(key: str, value: Any) -> None:
    try:
        export = read_export(_file(**{key: value}))
    except InvalidExport:
        return
    assert read_export(write_export(export).encode()) == export


def test_everything_in_a_file_that_was_read_can_be_kept(world: tuple[Session, StaffWorld]) -> None:
    """The longest texts fit into their columns on both databases."""
    session, ids = world
    job = {
        "title": "x" * 200,
        "employer_name": "y" * 200,
        "status": "suggested",
        "added_at": "2026-06-20T12:00:00Z",
        "changed_at": "2026-06-20T12:00:00Z",
        "events": [
            {
                "status": "placed",
                "on_date": str(date(2026, 6, 20)),
                "reason_kind": "z" * 16,
                "made_at": str(NOW),
            }
        ],
    }
    task = {**TASK, "address": "/" + "a" * 899, "credential_id": "b" * 80, "doer_name": "c" * 400}
    export = read_export(_file(label="ñ" * 400, shortlist=[job, job], tasks=[task], close_reason="d" * 16))
    person = add_from_export(session, _staff(ids), SEALER, export=export, label=export.label[:80], now=NOW)
    session.commit()
    (task_row,) = session.exec(select(TaskRow).where(TaskRow.person_id == person.id)).all()
    assert len(task_row.address) == 900
