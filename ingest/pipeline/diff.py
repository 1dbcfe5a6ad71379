"""What a feed changes, decided by reference and content hash; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from sqlmodel import Session, col, select

from ingest.pipeline.pages import PAGE_GONE
from portal.domain.job_posting import PostingRecord
from portal.store.tables import JobPostingRow

NO_LAST_DAY = 9_999_999
"""Stands for the last day of a posting that states none: later than all."""


class Standing(NamedTuple):
    """What the store holds of one posting. Days as ordinals; `NO_LAST_DAY` where none is stated."""

    id: int
    content_hash: str
    is_removed: bool
    is_coded: bool
    last_day: int
    first_seen_day: int
    is_page_gone: bool = False
    """Closed because its page is gone: a feed that names it unchanged does not open it again."""


class Entry(NamedTuple):
    """What the loop remembers of one record of the feed; the record itself lies on disk, at `offset`.

    Days as ordinals; `last_day` is `NO_LAST_DAY` and `posted_day` 0 where none is stated.
    """

    last_day: int
    posted_day: int
    content_hash: bytes
    offset: int
    is_internal: bool

    @classmethod
    def of(cls, record: PostingRecord, *, content_hash: bytes, offset: int) -> "Entry":
        """What matters of a record once it is put away."""
        last, posted = record.valid_through_on, record.posted_on
        return cls(
            last.toordinal() if last else NO_LAST_DAY,
            posted.toordinal() if posted else 0,
            content_hash,
            offset,
            record.is_internal,
        )

    @property
    def rank(self) -> tuple[int, int, bytes]:
        """Of two records with one reference the one of higher rank stays: open longer, newer, else by hash."""
        return self.last_day, self.posted_day, self.content_hash


class Change(Enum):
    """What a record of the feed means for the store."""

    INSERTED = "inserted"
    UPDATED = "updated"
    REOPENED = "reopened"
    UNCHANGED = "unchanged"
    TOO_OLD = "too old"

    @property
    def is_written(self) -> bool:
        """The record must be understood and written."""
        return self in (Change.INSERTED, Change.UPDATED, Change.REOPENED)


@dataclass
class Diff:
    """References by what happens to them, in the order of the feed; of what is written only the number."""

    written: dict[Change, int] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    """Open until now, still in the feed, and older than the source's maximum age."""
    unsure: list[str] = field(default_factory=list)
    """Absent, and perhaps in the feed in a record whose reference cannot be read."""
    held_back: int = 0
    """How many of the feed are too old, those that were never taken in or are down already among them."""


@dataclass(frozen=True)
class MaximumAge:
    """How long a posting that states no last day is believed, counted from its date or else from first sight."""

    days: int
    today: date

    def is_over(self, entry: Entry, known: Standing | None) -> bool:
        """Too old. A stated last day always counts more."""
        if entry.last_day != NO_LAST_DAY:
            return False
        today = self.today.toordinal()
        start = entry.posted_day or (known.first_seen_day if known else today)
        return start + self.days < today


def read_standing(session: Session, source_key: str) -> dict[str, Standing]:
    """Every posting of a source by its reference, removed ones too."""
    rows = session.exec(
        select(  # type: ignore[call-overload]
            JobPostingRow.id,
            JobPostingRow.source_ref,
            JobPostingRow.content_hash,
            JobPostingRow.removed_at,
            JobPostingRow.soc_code,
            JobPostingRow.valid_through_on,
            JobPostingRow.first_seen_at,
            JobPostingRow.removed_reason,
        )
        .where(col(JobPostingRow.source_key) == source_key)
        .execution_options(yield_per=1_000)
    )
    return {
        ref: Standing(
            row_id, content_hash, removed_at is not None, soc_code is not None,
            last.toordinal() if last else NO_LAST_DAY, first_seen_at.toordinal(), reason == PAGE_GONE,
        )
        for row_id, ref, content_hash, removed_at, soc_code, last, first_seen_at, reason in rows
    }  # fmt: skip


def change_of(entry: Entry, known: Standing | None, maximum_age: MaximumAge | None) -> Change:
    """What one record means for the store."""
    if maximum_age is not None and maximum_age.is_over(entry, known):
        return Change.TOO_OLD
    if known is None:
        return Change.INSERTED
    is_same = known.content_hash == entry.content_hash.hex()
    if known.is_removed and not (known.is_page_gone and is_same):
        return Change.REOPENED
    return Change.UNCHANGED if is_same else Change.UPDATED


def diff_feed(
    entries: Mapping[str, Entry],
    rejected_refs: frozenset[str],
    standing: Mapping[str, Standing],
    *,
    maximum_age: MaximumAge | None = None,
) -> Diff:
    """Compare a complete, believed feed with the store.

    A posting that the feed holds in a form that we cannot read (`rejected_refs`) stays as it is: it is not gone.
    """
    diff = Diff()
    for ref, entry in entries.items():
        known = standing.get(ref)
        change = change_of(entry, known, maximum_age)
        if change is Change.TOO_OLD:
            diff.held_back += 1
            if known is not None and not known.is_removed:
                diff.outdated.append(ref)
        elif change is Change.UNCHANGED:
            diff.unchanged.append(ref)
        else:
            diff.written[change] = diff.written.get(change, 0) + 1
    diff.removed = sorted(
        ref
        for ref, known in standing.items()
        if not known.is_removed and ref not in entries and ref not in rejected_refs
    )
    return diff
