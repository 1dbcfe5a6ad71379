"""One plan, several people, on both databases: each change goes onto the newest plan, and nothing is overwritten."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.plan_changes import hold, note
from portal.domain.plan_document import PlanDocument
from portal.domain.staff import EditConflict
from portal.store.caseload_tables import PersonRow
from portal.store.engine import open_engine
from portal.store.sealing import Sealer
from portal.store.shared_plans import TRIES, change_shared_plan, note_plan_opened, read_shared_plan
from portal.store.staff_tables import OrganisationRow
from tests.portal.web.staff_world import SEAL_KEY

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
SCHOOL, ANA = "a" * 24, "c" * 24
SEALER = Sealer((SEAL_KEY,))


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        session.add(OrganisationRow(id=SCHOOL, name="A school", kind="school", made_at=NOW))
        session.flush()
        session.add(
            PersonRow(
                id=ANA, organisation_id=SCHOOL, label_sealed="", way="pseudonym", added_at=NOW, touched_at=NOW
            )
        )
        session.commit()
    yield engine
    engine.dispose()


def _change(engine: Engine, words: str) -> None:
    with Session(engine) as session:
        change_shared_plan(
            session, ANA, SEALER, change=lambda plan: note(plan, words, today=NOW.date()), now=NOW
        )
        session.commit()


def _read(engine: Engine) -> tuple[PlanDocument, int]:
    with Session(engine) as session:
        shared = read_shared_plan(session.get_one(PersonRow, ANA), SEALER, today=NOW.date())
        return shared.plan, shared.version


def test_a_change_is_made_again_from_the_plan_that_somebody_else_wrote_meanwhile(store: Engine) -> None:
    _change(store, "First.")
    seen: list[str] = []

    def slow(plan: PlanDocument) -> PlanDocument:
        seen.append(plan.notes)
        if len(seen) == 1:
            _change(store, "By somebody else.")
        return hold(plan, ("cna-in",), today=NOW.date())

    with Session(store) as session:
        written = change_shared_plan(session, ANA, SEALER, change=slow, now=NOW)
        session.commit()
    assert seen == ["First.", "By somebody else."]
    plan, version = _read(store)
    assert (plan.notes, plan.held) == ("By somebody else.", ("cna-in",))
    assert version == written.version == 3


def test_who_is_never_fast_enough_is_told_and_overwrites_nothing(store: Engine) -> None:
    _change(store, "First.")
    with Session(store) as session:

        def never(plan: PlanDocument) -> PlanDocument:
            # What another writer does between our reading and our writing.
            session.connection().execute(update(PersonRow).values(plan_version=PersonRow.plan_version + 1))
            return note(plan, "Mine.", today=NOW.date())

        with pytest.raises(EditConflict):
            change_shared_plan(session, ANA, SEALER, change=never, now=NOW)
        session.commit()
    plan, version = _read(store)
    assert (plan.notes, version) == ("First.", 1 + TRIES)


def test_what_is_stored_is_sealed_and_an_opened_plan_is_noted(store: Engine) -> None:
    _change(store, "Only for us.")
    with Session(store) as session:
        note_plan_opened(session, ANA, now=NOW)
        session.commit()
        person = session.get_one(PersonRow, ANA)
        assert "Only" not in person.plan_sealed
        assert person.plan_opened_at == NOW
        assert person.plan_made_at == NOW
        with pytest.raises(NotFound):
            change_shared_plan(session, "f" * 24, SEALER, change=lambda plan: plan, now=NOW)
