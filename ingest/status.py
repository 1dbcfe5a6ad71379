"""What each source does and did: state, last good run, next run. For `ingest list` and `ingest status`."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from ingest.kit.document import Surroundings
from ingest.registry import build_adapter
from portal.domain.source import SourceConfig
from portal.domain.source_times import next_run_at
from portal.store.runs import last_good_run, list_runs
from portal.store.tables import IngestRunRow


def source_state(source: SourceConfig, surroundings: Surroundings) -> tuple[str, str]:
    """`on`, `off` or `waiting`, and how to turn it on or what it waits for.

    Raises: InvalidSettings when its options are wrong.
    """
    if not source.enabled:
        return "off", source.how_to_turn_on
    waits = build_adapter(source, surroundings).waits_for()
    return ("waiting", f"waits for {waits}") if waits else ("on", "")


def describe_source(source: SourceConfig, surroundings: Surroundings, *, now: datetime) -> dict[str, Any]:
    """One source as `ingest list --json` prints it."""
    state, how = source_state(source, surroundings)
    return {
        "key": source.key,
        "title": source.title,
        "adapter": source.adapter,
        "kind": source.kind.value,
        "publisher": source.publisher,
        "licence": source.licence,
        "run_on": source.run_on.value,
        "state": state,
        "how_to_turn_on": how,
        "days": [day.value for day in source.schedule.days],
        "time_utc": source.schedule.time_utc,
        "next_run_at": next_run_at(source, now=now).isoformat() if state == "on" else None,
    }


def source_status(
    session: Session, source: SourceConfig, surroundings: Surroundings, *, now: datetime
) -> dict[str, Any]:
    """One source as `ingest status --json` prints it."""
    last = next(iter(list_runs(session, source_key=source.key, limit=1)), None)
    good = last_good_run(session, source.key)
    state, how = source_state(source, surroundings)
    return {
        "key": source.key,
        "state": state,
        "how_to_turn_on": how,
        "next_run_at": next_run_at(source, now=now).isoformat() if state == "on" else None,
        "last_run": _run(last) if last else None,
        "last_good_run": _run(good) if good else None,
    }


def _run(row: IngestRunRow) -> dict[str, Any]:
    return {
        "run_id": row.id,
        "status": row.status,
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        "as_of": row.as_of.isoformat(),
        "mirror": row.mirror,
        "error": row.error,
        **{
            name: getattr(row, name)
            for name in (
                "fetched", "parsed", "rejected", "internal", "coded", "abstained", "inserted", "updated", "unchanged",
                "reopened", "removed", "expired", "rejections", "warnings",
            )
        },
    }  # fmt: skip
