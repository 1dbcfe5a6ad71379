"""People, ties, notes and class lists on both kinds of database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from portal.caseload.class_list import read_class_table
from portal.caseload.columns import guess_columns
from portal.caseload.people_of_list import read_people
from portal.domain.staff import Role, Staff
from portal.store.caseload import NewPerson, add_person, list_named_people, touch
from portal.store.caseload_tables import NoteRow, PersonRow, TieRow
from portal.store.class_imports import Draft, do_import, get_import, start_import, undo_import
from portal.store.engine import open_engine
from portal.store.groups import delete_group, list_groups, make_group, put_group_back, put_in
from portal.store.notes import NoteConflict, NoteText, add_note, change_note, list_notes
from portal.store.people import find_tied_person
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow
from portal.store.tasks import TaskConflict, TaskText, add_task, change_task, list_tasks, mark_task
from portal.store.ties import LastTie, LeadsTie, add_tie, end_tie, hand_over, list_colleagues
from tests.portal.web.staff_world import SEAL_KEY, add_account

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
SEALER = Sealer((SEAL_KEY,))
SCHOOL = "a" * 24


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        session.add(OrganisationRow(id=SCHOOL, name="A school", kind="school", made_at=NOW))
        session.flush()
        yield session
    engine.dispose()


def _staff(session: Session, name: str) -> Staff:
    id_ = add_account(
        session, SEALER, organisation_id=SCHOOL, role=Role.COUNSELOR, email=f"{name}@x.example", name=name
    )
    return Staff(
        account_id=id_,
        organisation_id=SCHOOL,
        organisation_name="A school",
        role=Role.COUNSELOR,
        name=name,
        session_id="s",
        has_second_factor=True,
        needs_second_factor=False,
        proved_at=NOW,
    )


def _person(session: Session, staff: Staff, label: str = "Ana") -> PersonRow:
    return add_person(session, staff, SEALER, new=NewPerson(label=label), way="pseudonym", now=NOW)


def test_a_list_is_added_and_taken_back_but_for_whom_something_was_done(session: Session) -> None:
    staff = _staff(session, "Mia")
    table = read_class_table(b"Name,Number,Group\nAna,1,7B\nBo,2,7B\nCy,3,8A\n")
    guess = guess_columns(table.rows[0].cells)
    draft = Draft(table=table, has_heading=True, places=guess.places)
    id_ = start_import(session, staff, SEALER, draft=draft, now=NOW)
    people = read_people(table, guess.places, has_heading=True).people
    do_import(session, staff, SEALER, import_id=id_, people=people, group="", now=NOW)
    session.commit()
    assert [group.name for group in list_groups(session, staff, SEALER)] == ["7B", "8A"]
    ana = session.exec(select(PersonRow).order_by(PersonRow.id)).all()[0]
    touch(session, ana, now=NOW + timedelta(hours=1))
    session.commit()
    kept = ana.id
    undone = undo_import(session, staff, id_, now=NOW + timedelta(days=30))
    session.commit()
    assert (undone.deleted, undone.kept) == (2, (kept,))
    assert [row.id for row in session.exec(select(PersonRow))] == [kept]
    assert len(session.exec(select(TieRow)).all()) == 1
    assert len(list_groups(session, staff, SEALER)) == 1, "a group in which nobody is left is gone"
    assert get_import(session, staff, id_).state == "undone"


def test_who_saves_an_older_version_writes_nothing(session: Session) -> None:
    staff = _staff(session, "Mia")
    person = _person(session, staff)
    told = NoteText(kind="met", on_date=TODAY, text="First")
    id_ = add_note(session, person, SEALER, staff=staff, told=told, now=NOW)
    task = add_task(session, person, SEALER, staff=staff, told=TaskText(what="Call"), now=NOW)
    session.commit()
    second = told.model_copy(update={"text": "Second"})
    change_note(session, person, SEALER, note_id=id_, version=1, told=second, now=NOW)
    change_task(session, person, SEALER, task_id=task, version=1, told=TaskText(what="Write"), now=NOW)
    session.commit()
    with pytest.raises(NoteConflict) as conflict:
        change_note(session, person, SEALER, note_id=id_, version=1, told=told, now=NOW)
    assert conflict.value.stored.text == "Second"
    with pytest.raises(TaskConflict):
        change_task(session, person, SEALER, task_id=task, version=1, told=TaskText(what="Third"), now=NOW)
    session.rollback()
    assert [note.text for note in list_notes(session, person, SEALER)] == ["Second"]
    mark_task(session, person, task_id=task, now=NOW, done_on=TODAY)
    (done,) = list_tasks(session, person, SEALER)
    assert (done.what, done.is_open, done.version) == ("Write", False, 3)
    row = session.exec(select(NoteRow)).one()
    assert "Second" not in row.text_sealed


def test_ties_end_at_once_and_people_are_handed_over(session: Session) -> None:
    mia, sam = _staff(session, "Mia"), _staff(session, "Sam")
    ana, bo = _person(session, mia), _person(session, mia, "Bo")
    first = session.exec(select(TieRow).where(TieRow.person_id == ana.id)).one()
    with pytest.raises(LastTie):
        end_tie(session, ana, first.id, by=mia.account_id, today=TODAY)
    add_tie(session, ana, SEALER, account_id=sam.account_id, part="support", reason="helps", starts_on=TODAY)
    assert find_tied_person(session, sam, ana.id, today=TODAY) is not None
    with pytest.raises(LeadsTie):
        end_tie(session, ana, first.id, by=sam.account_id, today=TODAY)
    end_tie(session, ana, first.id, by=mia.account_id, today=TODAY)
    assert find_tied_person(session, mia, ana.id, today=TODAY) is None
    moved = hand_over(
        session,
        SCHOOL,
        SEALER,
        from_account=mia.account_id,
        to_account=sam.account_id,
        person_ids=(ana.id, bo.id),
        reason="leaves",
        today=TODAY,
    )
    assert moved == [bo.id], "Ana was no longer hers to give"
    assert list_named_people(session, mia, SEALER, today=TODAY) == []
    assert {person.label for person in list_named_people(session, sam, SEALER, today=TODAY)} == {"Ana", "Bo"}
    assert [each.name for each in list_colleagues(session, SCHOOL, SEALER)] == ["Mia", "Sam"]


def test_who_helps_already_takes_the_whole_place_of_who_leaves(session: Session) -> None:
    mia, sam = _staff(session, "Mia"), _staff(session, "Sam")
    ana = _person(session, mia)
    add_tie(
        session,
        ana,
        SEALER,
        account_id=sam.account_id,
        part="stand_in",
        reason="holiday",
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=3),
    )
    first = session.exec(select(TieRow).where(TieRow.account_id == mia.account_id)).one()
    with pytest.raises(LastTie):  # in four days nobody would see Ana
        end_tie(session, ana, first.id, by=mia.account_id, today=TODAY)
    hand_over(
        session,
        SCHOOL,
        SEALER,
        from_account=mia.account_id,
        to_account=sam.account_id,
        person_ids=(ana.id,),
        reason="leaves",
        today=TODAY,
    )
    ties = session.exec(select(TieRow).where(TieRow.person_id == ana.id)).all()
    assert {(tie.account_id, tie.part, tie.ends_on) for tie in ties} == {
        (mia.account_id, "lead", TODAY - timedelta(days=1)),
        (sam.account_id, "lead", None),
    }


def test_a_tie_holds_from_its_first_to_its_last_day(session: Session) -> None:
    mia, sam = _staff(session, "Mia"), _staff(session, "Sam")
    ana = _person(session, mia)
    add_tie(
        session,
        ana,
        SEALER,
        account_id=sam.account_id,
        part="stand_in",
        reason="holiday",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 14),
    )
    seen = [
        find_tied_person(session, sam, ana.id, today=day) is not None
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 14), date(2026, 7, 15))
    ]
    assert seen == [False, True, True, False]


def test_a_deleted_group_comes_back_with_its_people(session: Session) -> None:
    mia = _staff(session, "Mia")
    ana = _person(session, mia)
    id_ = make_group(session, mia, SEALER, name="Club", now=NOW)
    put_in(session, mia, group_id=id_, person_ids=(ana.id, ana.id))
    delete_group(session, mia, group_id=id_, now=NOW)
    assert list_groups(session, mia, SEALER) == []
    put_group_back(session, mia, group_id=id_)
    (group,) = list_groups(session, mia, SEALER)
    assert (group.name, group.person_ids) == ("Club", frozenset({ana.id}))
