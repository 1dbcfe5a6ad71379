"""The one way from the rows of a document to outcomes: records, rejections with a reason, alarms once a document."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ingest.errors import RecordRejected
from ingest.kit.document import NOT_OPEN, Alarm, Document, Outcome, Rejection
from ingest.kit.rows import StrictRow
from portal.domain.job_posting import PostingRecord

MAX_REF = 200
UNREADABLE = "page could not be read"


class NotOpen(RecordRejected):
    """The source itself says that nobody can apply (draft, closed): gone, though it stands in the feed."""

    def __init__(self, detail: str) -> None:
        super().__init__(NOT_OPEN, detail)


def map_rows(
    document: Document,
    rows: Iterable[Any],
    build: Callable[[StrictRow], PostingRecord],
    *,
    ref: str | Callable[[Mapping[str, Any]], str],
    unused: Collection[str] = (),
) -> Iterator[Outcome]:
    """Each row to a record or a rejection; fields that nobody took out and doubts of rows are alarms, once a document.

    `ref` names the field that identifies a row, or computes it from the row, for rejections.
    """
    new_fields: set[str] = set()
    doubts: dict[str, None] = {}
    for fields in rows:
        if not isinstance(fields, Mapping):
            yield Rejection("wrong type", f"a row is {type(fields).__name__}, not an object")
            continue
        named = str((fields.get(ref) if isinstance(ref, str) else ref(fields)) or "")
        row = StrictRow(fields)
        try:
            yield build(row)
            new_fields.update(row.left_over(known=unused))
        except NotOpen as error:
            # without a reference: the feed does not hold it as open, so the loop takes it for gone
            yield Rejection(error.reason, f"{named}: {error.detail}", record=dict(fields))
        except RecordRejected as error:
            yield Rejection(error.reason, error.detail, source_ref=short_ref(named), record=dict(fields))
        doubts.update(dict.fromkeys(row.all_doubts()))
    for name in sorted(new_fields):
        yield Alarm(f"{document.name}: new field “{name}”. Map it, or add it to the unused ones.")
    for doubt in doubts:
        yield Alarm(f"{document.name}: {doubt}")


def short_ref(text: str) -> str:
    """A reference that fits the store: long ones keep their start and get a digest of the whole."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= MAX_REF:
        return text
    return f"{text[:150]}~{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def is_unreadable(document: Document) -> bool:
    """Does the document stand for a page that could not be had?"""
    return not document.size


def unreadable_page(document: Document, *, source_ref: str) -> Rejection:
    """The rejection of a page that could not be had: its posting stays as it is, it is not gone."""
    return Rejection(UNREADABLE, f"{document.url}: {document.name}", source_ref=short_ref(source_ref))
