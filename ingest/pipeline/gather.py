"""Gathers what a fetch brings, record by record: one a reference, everything else with its reason."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from ingest.kit.document import Adapter, Alarm, Document, Rejection
from ingest.pipeline.diff import Entry
from portal.domain.job_posting import PostingRecord

DUPLICATE = "duplicate in feed"


class Desk(Protocol):
    """Where gathered things are put, so that no feed is ever held as a whole."""

    def put_away(self, record_json: bytes) -> int:
        """Keep a record. Shape: where it lies; later ones lie at higher places."""
        ...

    def recall(self, offset: int) -> PostingRecord | None:
        """A record that was put away; None where none is kept."""
        ...

    def take(self, ref: str, record_json: bytes, entry: Entry) -> None:
        """A record that is, so far, the one of its reference."""
        ...

    def give_back(self, entry: Entry) -> None:
        """A record that was taken, and is not the one of its reference after all."""
        ...

    def reject(self, rejection: Rejection) -> None:
        """Keep a rejection."""
        ...


@dataclass
class Gathered:
    """What is remembered of a feed: an entry a reference, in the order of the feed; rejections counted by reason."""

    entries: dict[str, Entry] = field(default_factory=dict)
    rejected_refs: set[str] = field(default_factory=set)
    hidden_refs: int = 0
    """Records whose reference cannot be read: each may be any posting of the source."""
    reasons: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)
    fetched: int = 0


def gather(
    documents: Iterable[Document],
    adapter: Adapter,
    desk: Desk,
    *,
    stamp: Callable[[PostingRecord], str],
) -> Gathered:
    """Parse all documents. Of two records with one reference the one that is open longer stays.

    `stamp` says what reading a record rests on: its hash covers that, so that a new catalog makes every record new,
    and a curator's decision those that it is about.

    Raises: SourceChanged when a document is not in the form that the adapter knows.
    """
    found = Gathered()
    for document in documents:
        for outcome in adapter.parse(document):
            if isinstance(outcome, Alarm):
                if outcome.message not in found.alarms:
                    found.alarms.append(outcome.message)
                continue
            found.fetched += 1
            if isinstance(outcome, Rejection):
                _reject(found, desk, outcome)
            else:
                _take(found, desk, outcome, stamp(outcome).encode())
    return found


def content_hash(record_json: bytes, salt: bytes) -> bytes:
    """Tells changed from same."""
    return hashlib.sha256(salt + record_json).digest()


def _reject(found: Gathered, desk: Desk, rejection: Rejection) -> None:
    found.reasons[rejection.reason] += 1
    found.hidden_refs += rejection.hides_a_reference
    if rejection.source_ref:
        found.rejected_refs.add(rejection.source_ref)
    desk.reject(rejection)


def _take(found: Gathered, desk: Desk, record: PostingRecord, salt: bytes) -> None:
    ref = record.source_ref
    record_json = record.model_dump_json().encode()
    digest = content_hash(record_json, salt)
    other = found.entries.get(ref)
    if other is None:
        entry = Entry.of(record, content_hash=digest, offset=desk.put_away(record_json))
        found.entries[ref] = entry
        desk.take(ref, record_json, entry)
        return
    entry = Entry.of(record, content_hash=digest, offset=-1)
    loser: PostingRecord | None = record
    if entry.rank > other.rank:  # does not hang on the order of the feed
        loser = desk.recall(other.offset)
        desk.give_back(other)
        entry = entry._replace(offset=desk.put_away(record_json))
        found.entries[ref] = entry
        desk.take(ref, record_json, entry)
    detail = (
        "the same record twice"
        if digest == other.content_hash
        else "differs; the one that is open longer was kept"
    )
    kept = loser.model_dump(mode="json") if loser else {}
    _reject(found, desk, Rejection(DUPLICATE, detail, source_ref=ref, record=kept))
