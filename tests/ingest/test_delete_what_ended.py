"""Each night: plans whose code has ended and tries that are over leave the store; all else stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from ingest.wiring import delete_what_ended
from portal.settings import Settings
from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.store.plan_code_table import PlanCodeRow
from portal.store.try_table import TryRow


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
