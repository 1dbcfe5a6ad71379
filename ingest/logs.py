"""Logs of ingestion: one line a record, in words or as JSON (`log_format`). They hold counts and keys, never texts."""

import json
import logging
import sys
from datetime import UTC, datetime

from ingest.pipeline.report import RunReport
from portal.settings import Settings

_LOGGER = logging.getLogger("ingest.runs")
_COUNTS = (
    "fetched",
    "parsed",
    "rejected",
    "coded",
    "abstained",
    "inserted",
    "updated",
    "unchanged",
    "reopened",
)
_ENDS = ("removed", "expired")


class JsonLines(logging.Formatter):
    """A record as one JSON object: time in UTC, level, logger, message, and what else the record says."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. What was raised stands under `error`."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def set_up_logging(settings: Settings) -> None:
    """Send records to standard error in the form that the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def log_run(report: RunReport) -> None:
    """One record for each run that ended, with its counts; a warning where it did not end as it should."""
    counts = {name: getattr(report, name) for name in (*_COUNTS, *_ENDS)}
    fields = {
        "source": report.source_key,
        "status": report.status,
        "run_id": report.run_id,
        "seconds": round(report.seconds, 3),
        **counts,
        "rejections": report.rejections,
    }
    level = logging.INFO if report.is_good else logging.WARNING
    told = ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "nothing new"
    _LOGGER.log(level, "%s %s: %s", report.source_key, report.status, told, extra={"fields": fields})
