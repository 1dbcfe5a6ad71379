"""A run fills the review queue; what is decided there is obeyed by the next run, for those postings only."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from ingest.pipeline.workshop import RunRequest
from ingest.registry import get_source
from ingest.wiring import open_workshop, run_configured
from portal.domain.review import ReviewAction, ReviewKind
from portal.settings import ROOT, load_settings
from portal.store.engine import open_engine, open_session
from portal.store.review import decide_review_item, list_review_items, undo_review_decision
from portal.store.tables import JobPostingRow, OccupationRow
from tests.ingest.feeds import good_rows, write_mirror

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
ODD = "Zyxwv Qqqq"


def test_from_the_queue_to_a_decision_to_the_next_run_and_back(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'store.sqlite')}"
    for name, value in (
        ("PORTAL_DATA_DIR", str(tmp_path / "data")), ("PORTAL_AS_OF", "2026-06-20"), ("DATABASE_URL", url),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("ingest.wiring.load_embedded", lambda *_a, **_k: {})
    settings = load_settings()
    source = get_source(ROOT / "config", "nyc")
    source = source.model_copy(update={"records": source.records.model_copy(update={"min": 2})})
    rows = good_rows(3)
    rows[0] |= {"business_title": ODD, "civil_service_title": ODD}
    mirror = write_mirror(tmp_path / "m", rows)

    def run() -> tuple[int, int]:
        workshop = open_workshop(settings, index=None)
        try:
            report = run_configured(source, settings, workshop=workshop, request=RunRequest(mirror=mirror))
            assert report.is_good, report.error
            return report.updated, report.unchanged
        finally:
            workshop.engine.dispose()

    run()
    engine = open_engine(url)
    with open_session(engine) as session:
        session.add(OccupationRow(soc_code="45-4011", soc_title="Forest Workers", level="detailed"))
        (item,) = [i for i in list_review_items(session, kind=ReviewKind.OCCUPATION) if i.label == ODD]
        decide_review_item(
            session, item.id, ReviewAction.ASSIGN, value="45-4011", decided_by="maria", decided_at=NOW
        )
        session.commit()
    assert run() == (1, 2)
    with open_session(engine) as session:
        row = session.exec(select(JobPostingRow).where(JobPostingRow.title == ODD)).one()
        assert (row.soc_code, row.soc_method) == ("45-4011", "curator")
        assert [i for i in list_review_items(session) if i.label == ODD] == []
        undo_review_decision(session, item.id, undone_by="jo", undone_at=NOW)
        session.commit()
    assert run() == (1, 2)
    with open_session(engine) as session:
        row = session.exec(select(JobPostingRow).where(JobPostingRow.title == ODD)).one()
        assert row.soc_method != "curator"
        assert [i.id for i in list_review_items(session) if i.label == ODD] == [item.id]
    engine.dispose()
