"""Builds posting records so that a value out of range becomes a rejection with its reason."""

from typing import Any

from pydantic import ValidationError

from ingest.errors import RecordRejected
from portal.domain.job_posting import PostingRecord

MOST_OPENINGS = 1_000_000
"""No posting has more, and the whole numbers of a database end soon after."""


def build_record(**fields: Any) -> PostingRecord:
    """A validated record.

    Raises: RecordRejected naming the field that does not fit.
    """
    if (fields.get("openings") or 0) > MOST_OPENINGS:
        raise RecordRejected("invalid value", f"openings: more than {MOST_OPENINGS:,}")
    try:
        return PostingRecord(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordRejected("invalid value", f"{field}: {first['msg']}") from error
