"""Gathers what a fetch brought: one record a reference, everything else with its reason."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.kit.document import Adapter, Alarm, Document, Rejection
from portal.domain.job_posting import PostingRecord

DUPLICATE = "duplicate in feed"


@dataclass
class Gathered:
    """Records by reference, in the order of the feed, with the sha256 of each; rejections and alarms."""

    records: dict[str, PostingRecord] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    fetched: int = 0

    @property
    def held(self) -> frozenset[str]:
        """References that the feed holds, be their record readable or not."""
        return frozenset(self.records) | {r.source_ref for r in self.rejections if r.source_ref}

    @property
    def reasons(self) -> dict[str, int]:
        """Rejections counted by reason."""
        return dict(sorted(Counter(rejection.reason for rejection in self.rejections).items()))


def gather(
    documents: Iterable[Document], adapter: Adapter, *, stamp: Callable[[PostingRecord], str]
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
                found.rejections.append(outcome)
            else:
                _take(found, outcome, record_hash(outcome, fingerprint=stamp(outcome)))
    return found


def record_hash(record: PostingRecord, *, fingerprint: str) -> str:
    """Tells changed from same."""
    return hashlib.sha256(fingerprint.encode() + record.model_dump_json().encode()).hexdigest()


def _take(found: Gathered, record: PostingRecord, content_hash: str) -> None:
    ref = record.source_ref
    other = found.records.get(ref)
    if other is None:
        found.records[ref], found.hashes[ref] = record, content_hash
        return
    first = (_openness(other), found.hashes[ref])
    second = (_openness(record), content_hash)
    loser = record
    if second > first:  # does not hang on the order of the feed
        found.records[ref], found.hashes[ref] = record, content_hash
        loser = other
    detail = (
        "the same record twice" if first[1] == second[1] else "differs; the one that is open longer was kept"
    )
    found.rejections.append(
        Rejection(DUPLICATE, detail, source_ref=ref, record=loser.model_dump(mode="json"))
    )


def _openness(record: PostingRecord) -> tuple[bool, str, str]:
    return (
        record.valid_through_on is None,
        record.valid_through_on.isoformat() if record.valid_through_on else "",
        record.posted_on.isoformat() if record.posted_on else "",
    )
