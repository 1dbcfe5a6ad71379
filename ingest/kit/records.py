"""Builds posting records so that a value out of range becomes a rejection with its reason."""

from typing import Any

from pydantic import ValidationError

from ingest.errors import RecordRejected
from portal.domain.job_posting import PostingRecord


def build_record(**fields: Any) -> PostingRecord:
    """A validated record.

    Raises: RecordRejected naming the field that does not fit.
    """
    try:
        return PostingRecord(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordRejected("invalid value", f"{field}: {first['msg']}") from error
