"""What the archive keeps: enough to look back and to replay, not every byte that ever came."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, or_, select

from portal.store.runs import SUCCEEDED
from portal.store.tables import IngestRunRow

_ARCHIVED = re.compile(r"[0-9a-f]{64}(?=\.|$)")


@dataclass(frozen=True)
class Retention:
    """Documents of the last `good_runs` complete runs are kept, and all that came within `days`.

    What the last good run read is always among them: it is what a replay and a page that is *not modified* read again.
    """

    good_runs: int = 10
    days: int = 30


def prune_archive(
    session: Session, source_key: str, folder: Path, *, retention: Retention, now: datetime
) -> int:
    """Take away documents that no kept run of the source read. Only under the source's lock.

    `now` is the clock of the machine, which also dated the files. Shape: how many were taken away.
    """
    since = now - timedelta(days=retention.days)
    candidates = [
        (found[0], path)
        for path in folder.glob("*")
        if (found := _ARCHIVED.match(path.name)) and path.stat().st_mtime < since.timestamp()
    ]
    if not candidates:
        return 0
    run = IngestRunRow
    last_good = (
        select(run.id)
        .where(run.source_key == source_key, run.status == SUCCEEDED)
        .order_by(col(run.id).desc())
        .limit(max(1, retention.good_runs))
    )
    kept_runs = session.exec(
        select(run.documents).where(
            run.source_key == source_key, or_(col(run.id).in_(last_good), col(run.started_at) >= since)
        )
    )
    kept = {str(document.get("sha256")) for documents in kept_runs for document in documents}
    gone = [path for sha256, path in candidates if sha256 not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
