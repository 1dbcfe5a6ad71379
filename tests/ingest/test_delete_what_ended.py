"""Each night what has ended leaves the store: plans by code, tries, and records kept long enough. All else stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col, select

from ingest.wiring import delete_what_ended
from portal.settings import Settings
from portal.store.caseload_tables import ClassroomRow, PersonRow
from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.store.plan_code_table import PlanCodeRow
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow
from portal.store.try_table import TryRow
from tests.portal.store.every_row import fill_every_table
from tests.portal.store.test_erasure import OTHER_KEY
from tests.portal.web.staff_world import SEAL_KEY


def test_what_has_ended_is_deleted_and_what_has_not_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, as_of=date(2026, 6, 20))
    engine = open_engine(settings.store_url())
    migrate(engine)
    ended, lives = settings.now(), settings.now() + timedelta(seconds=1)
    now = datetime.now(UTC)
    with Session(engine) as session:
        session.add(PlanCodeRow(code_hash="ended", snapshot="x", expires_at=ended))
        session.add(PlanCodeRow(code_hash="lives", snapshot="y", expires_at=lives))
        session.add(TryRow(what="plan_code", who_hash="old", tried_at=now - timedelta(minutes=11)))
        session.add(TryRow(what="plan_code", who_hash="new", tried_at=now - timedelta(minutes=1)))
        session.commit()
    delete_what_ended(settings)
    with Session(engine) as session:
        assert [row.code_hash for row in session.exec(select(PlanCodeRow))] == ["lives"]
        assert [row.who_hash for row in session.exec(select(TryRow))] == ["new"]
    engine.dispose()


def test_records_that_were_kept_long_enough_are_deleted(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, as_of=date(2026, 6, 20))
    engine = open_engine(settings.store_url())
    migrate(engine)
    with Session(engine) as session:
        fill_every_table(session, Sealer((SEAL_KEY,)), now=settings.now() - timedelta(days=3))
        kept = fill_every_table(session, Sealer((OTHER_KEY,)), now=settings.now())
        session.connection().execute(update(OrganisationRow).values(retention_days=1))
        runs = update(ClassroomRow).where(col(ClassroomRow.id) == kept["classroom"])
        session.connection().execute(runs.values(ends_at=settings.now() + timedelta(hours=1)))
        session.commit()
    delete_what_ended(settings)
    with Session(engine) as session:
        assert [row.id for row in session.exec(select(PersonRow))] == [kept["person"]]
        assert [row.id for row in session.exec(select(ClassroomRow))] == [kept["classroom"]]
    engine.dispose()
