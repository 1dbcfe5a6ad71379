"""Records that nobody touched are deleted on their day and not before, with a report that names nobody."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from portal.domain.staff import Role, Staff
from portal.store.audit import list_entries
from portal.store.caseload_tables import NoteRow, PersonRow
from portal.store.engine import open_engine
from portal.store.every_table import every_table
from portal.store.retention import (
    ACTION,
    count_overdue,
    delete_overdue,
    delete_taken_out,
    list_ending_records,
    list_reports,
)
from portal.store.sealing import Sealer
from tests.portal.store.every_row import SECRET, fill_every_table
from tests.portal.web.staff_world import SEAL_KEY

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
KEEPS = timedelta(days=100)


@pytest.fixture
def store(store_url: str) -> Iterator[tuple[Session, dict[str, str]]]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        ids = fill_every_table(session, Sealer((SEAL_KEY,)), now=NOW)
        organisation, report = (every_table().tables[name] for name in ("organisation", "retention_report"))
        session.connection().execute(update(organisation).values(retention_days=KEEPS.days))
        session.connection().execute(report.delete())
        session.commit()
        yield session, ids
    engine.dispose()


def _people(session: Session) -> list[str]:
    return list(session.connection().execute(select(every_table().tables["person"].c.id)).scalars())


def test_a_record_is_deleted_on_its_day_and_not_before(store: tuple[Session, dict[str, str]]) -> None:
    session, ids = store
    last_day = NOW + KEEPS
    assert delete_overdue(session, now=last_day) == []
    assert [report.people for report in count_overdue(session, now=last_day)] == [0]
    assert _people(session) == [ids["person"]]
    night_after = datetime(2026, 9, 29, 3, tzinfo=UTC)
    assert night_after.date() == last_day.date() + timedelta(days=1)
    assert [report.people for report in count_overdue(session, now=night_after)] == [1]
    assert _people(session) == [ids["person"]], "counting deletes nothing"
    (report,) = delete_overdue(session, now=night_after)
    assert (report.people, report.counts["person"], report.counts["note"]) == (1, 1, 1)
    assert _people(session) == []
    assert delete_overdue(session, now=night_after) == []


def test_the_report_and_the_log_tell_counts_and_no_words(store: tuple[Session, dict[str, str]]) -> None:
    session, ids = store
    delete_overdue(session, now=NOW + 2 * KEEPS)
    (row,) = list_reports(session, ids["organisation"])
    assert row.people == 1
    assert SECRET not in json.dumps(row.counts)
    assert ids["person"] not in json.dumps(row.counts)
    (entry,) = list_entries(session, ids["organisation"])
    assert (entry.actor, entry.action, entry.about) == ("system", ACTION, (ids["person"],))


def test_what_is_touched_meanwhile_stays(
    store: tuple[Session, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is overdue is asked again within the log's turn: somebody may have opened the record in between."""
    session, ids = store
    from portal.store import retention

    def turn(within: Session, organisation_id: str) -> None:
        taken(within, organisation_id)
        person = within.get(PersonRow, ids["person"])
        assert person is not None
        person.touched_at = NOW + 2 * KEEPS
        within.add(person)
        within.flush()

    taken = retention.take_turn
    monkeypatch.setattr(retention, "take_turn", turn)
    assert delete_overdue(session, now=NOW + 2 * KEEPS) == []
    assert _people(session) == [ids["person"]]


def test_professionals_are_warned_thirty_days_before(store: tuple[Session, dict[str, str]]) -> None:
    session, ids = store
    staff = Staff(
        account_id=ids["account"],
        organisation_id=ids["organisation"],
        organisation_name="x",
        role=Role.COUNSELOR,
        name="x",
        session_id="x",
        has_second_factor=True,
        needs_second_factor=False,
        proved_at=NOW,
    )
    tie = every_table().tables["tie"]
    session.connection().execute(update(tie).values(ends_on=None))
    assert list_ending_records(session, staff, now=NOW + KEEPS - timedelta(days=31)) == []
    (ending,) = list_ending_records(session, staff, now=NOW + KEEPS - timedelta(days=29))
    assert (ending.person_id, ending.deleted_on) == (ids["person"], NOW.date() + KEEPS + timedelta(days=1))


def test_what_a_professional_deleted_is_gone_for_good_after_a_month(
    store: tuple[Session, dict[str, str]],
) -> None:
    session, ids = store
    for name in ("note", "person_group"):
        session.connection().execute(update(every_table().tables[name]).values(deleted_at=NOW))
    assert delete_taken_out(session, now=NOW + timedelta(days=29)) == 0
    assert delete_taken_out(session, now=NOW + timedelta(days=31)) == 2
    session.commit()
    assert session.get(NoteRow, ids["note"]) is None
    assert _people(session) == [ids["person"]]
