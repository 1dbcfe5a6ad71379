"""The match desk's part of the store, on both databases: signals as they stand, and two who change one job at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.domain.shortlist import ShortlistStatus, count_outcomes, job_histories
from portal.domain.staff import EditConflict, Role, Staff
from portal.matching.wish_columns import RawSignal
from portal.store.caseload_tables import PersonRow
from portal.store.desk_postings import read_raw_postings
from portal.store.desk_tables import ShortlistRow
from portal.store.engine import open_engine
from portal.store.sealing import Sealer
from portal.store.shortlist import (
    StatusChange,
    add_job,
    change_status,
    list_events,
    list_events_of,
    undo_last,
)
from portal.store.tables import JobPostingRow
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, fill_staff_world
from tests.portal.web.world import CLOSED, LICENSED, NOW, OPEN, TODAY, fill_store

CONFIG = Path(__file__).resolve().parents[3] / "config"
SEALER = Sealer((SEAL_KEY,))


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    fill_store(store_url, CONFIG)
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


def test_signals_pay_and_hours_are_read_as_they_stand(store: Engine) -> None:
    stand = {"kind": "physical", "value": "stand", "sentence": "You stand."}
    hours = {"kind": "hours", "low": 20.0, "high": 30.0, "is_denied": False, "sentence": "20 to 30 hours."}
    with Session(store) as session:
        row = session.get(JobPostingRow, OPEN)
        assert row is not None
        row.text_reading = {"signals": [stand, hours]}
        session.add(row)
        session.commit()
        found = {each.posting_id: each for each in read_raw_postings(session, [OPEN, LICENSED, CLOSED, 999])}
    assert set(found) == {OPEN, LICENSED, CLOSED}, "whether one is open is for the caller"
    assert found[OPEN].signals == (
        RawSignal("physical", "stand", False, None, None),
        RawSignal("hours", "stated", False, 20.0, 30.0),
    )
    assert found[LICENSED].signals == ()
    assert (found[OPEN].annual_pay_min_usd, found[OPEN].employment_types) == (37440.0, ("FULL_TIME",))


def test_of_two_at_one_job_the_second_changes_nothing_and_all_of_it_is_kept(store: Engine) -> None:
    with Session(store) as session:
        world = fill_staff_world(session)
        session.commit()
        staff, person = _staff(world), session.get(PersonRow, world.ana)
        posting = session.get(JobPostingRow, OPEN)
        assert person is not None
        assert posting is not None
        row = add_job(session, staff, person, posting=posting, now=NOW)
        assert add_job(session, staff, person, posting=posting, now=NOW).id == row.id, "it stands there once"
        applied = StatusChange(status=ShortlistStatus.APPLIED, on_date=TODAY, words="By mail.")
        change_status(session, staff, row, change=applied, version=1, sealer=SEALER, now=NOW)
        session.commit()
        entry = row.id
    with Session(store) as session:
        late = session.get(ShortlistRow, entry)
        assert late is not None
        placed = StatusChange(status=ShortlistStatus.PLACED, on_date=TODAY, hourly_wage_usd=18.0)
        with pytest.raises(EditConflict):
            change_status(session, staff, late, change=placed, version=1, sealer=SEALER, now=NOW)
        session.rollback()
        change_status(session, staff, late, change=placed, version=2, sealer=SEALER, now=NOW)
        undo_last(session, staff, late, version=3, sealer=SEALER, now=NOW)
        session.commit()
        events = list_events_of(session, late, sealer=SEALER)
        # All were made at one moment: their numbers have the order.
        assert [each.event.status.value for each in events] == ["suggested", "applied", "placed", "applied"]
        assert [each.words for each in events] == ["", "By mail.", "", "By mail."]
        outcomes = count_outcomes(job_histories(list_events(session, world.school)))
        assert (outcomes.reached[ShortlistStatus.APPLIED], outcomes.reached[ShortlistStatus.PLACED]) == (1, 0)
        assert list_events(session, world.agency) == []
        assert list_events(session, world.school, person_ids=[world.ben]) == []


def _staff(world: StaffWorld) -> Staff:
    return Staff(
        account_id=world.account(Role.COUNSELOR),
        organisation_id=world.school,
        organisation_name="Lake View School",
        role=Role.COUNSELOR,
        name="Counselor Smith",
        session_id="x",
        has_second_factor=True,
        needs_second_factor=False,
        proved_at=NOW,
    )
