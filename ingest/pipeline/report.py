"""The story of a run: as it is printed, and as the store keeps it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.store.engine import open_session
from portal.store.runs import SUCCEEDED
from portal.store.tables import IngestRunRow

RUNNING, FAILED, QUARANTINED = "running", "failed", "quarantined"
INTERRUPTED = "the process ended before the run did; nothing of it was taken over"
_KEPT = (
    "status", "error", "fetched", "parsed", "rejected", "internal", "coded", "abstained", "inserted", "updated",
    "unchanged", "reopened", "removed", "expired", "documents", "rejections", "warnings",
)  # fmt: skip


@dataclass
class RunReport:
    """The story of a run, as `ingest run --json` prints it."""

    source_key: str
    status: str
    as_of: datetime
    mirror: bool = False
    dry_run: bool = False
    run_id: int | None = None
    error: str = ""
    seconds: float = 0.0
    fetched: int = 0
    parsed: int = 0
    rejected: int = 0
    internal: int = 0
    coded: int = 0
    abstained: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    reopened: int = 0
    removed: int = 0
    expired: int = 0
    documents: list[dict[str, object]] = field(default_factory=list)
    rejections: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """It ended as it should."""
        return self.status == SUCCEEDED


def open_run(engine: Engine, report: RunReport) -> int:
    """Note that a run begins, and that those which never ended were broken off. Only under the source's lock."""
    with open_session(engine) as session:
        for row in session.exec(
            select(IngestRunRow).where(
                col(IngestRunRow.source_key) == report.source_key, col(IngestRunRow.status) == RUNNING
            )
        ):  # we hold the lock, so nobody is running them
            row.status, row.error = FAILED, INTERRUPTED
        row = IngestRunRow(
            source_key=report.source_key,
            status=RUNNING,
            started_at=datetime.now(UTC),
            as_of=report.as_of.astimezone(UTC),
            mirror=report.mirror,
            documents=[],
            rejections={},
            warnings=[],
        )
        session.add(row)
        session.commit()
        assert row.id is not None
        return row.id


def close_run(session: Session, report: RunReport) -> None:
    """Keep the story. The caller commits."""
    row = session.get(IngestRunRow, report.run_id)
    assert row is not None
    for name in _KEPT:
        setattr(row, name, getattr(report, name))
    row.finished_at = datetime.now(UTC)
    session.add(row)
    session.flush()
