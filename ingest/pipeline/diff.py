"""What a feed changes, decided by reference and content hash; nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, select

from ingest.pipeline.gather import Gathered
from portal.domain.job_posting import PostingRecord
from portal.store.tables import JobPostingRow


@dataclass(frozen=True)
class Standing:
    """What the store holds of one posting."""

    id: int
    content_hash: str
    is_removed: bool
    is_coded: bool
    valid_through_on: date | None
    first_seen_on: date


@dataclass
class Diff:
    """References by what happens to them, in the order of the feed."""

    inserted: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    """Open until now, still in the feed, and older than the source's maximum age."""
    held_back: int = 0
    """How many of the feed are too old, those that were never taken in or are down already among them."""


@dataclass(frozen=True)
class MaximumAge:
    """How long a posting that states no last day is believed, counted from its date or else from first sight."""

    days: int
    today: date

    def is_over(self, record: PostingRecord, known: Standing | None) -> bool:
        """Too old. A stated last day always counts more."""
        if record.valid_through_on is not None:
            return False
        start = record.posted_on or (known.first_seen_on if known else self.today)
        return start + timedelta(days=self.days) < self.today


def read_standing(session: Session, source_key: str) -> dict[str, Standing]:
    """Every posting of a source by its reference, removed ones too."""
    rows = session.exec(
        select(
            JobPostingRow.id,
            JobPostingRow.source_ref,
            JobPostingRow.content_hash,
            JobPostingRow.removed_at,
            JobPostingRow.soc_code,
            JobPostingRow.valid_through_on,
            JobPostingRow.first_seen_at,
        ).where(col(JobPostingRow.source_key) == source_key)  # type: ignore[call-overload]
    )
    return {
        ref: Standing(
            id=row_id, content_hash=content_hash, is_removed=removed_at is not None, is_coded=soc_code is not None,
            valid_through_on=last, first_seen_on=first_seen_at.date(),
        )
        for row_id, ref, content_hash, removed_at, soc_code, last, first_seen_at in rows
    }  # fmt: skip


def diff_feed(
    feed: Gathered, standing: Mapping[str, Standing], *, maximum_age: MaximumAge | None = None
) -> Diff:
    """Compare a complete, believed feed with the store.

    A posting that the feed holds in a form that we cannot read stays as it is: it is not gone.
    """
    diff = Diff()
    for ref, content_hash in feed.hashes.items():
        known = standing.get(ref)
        if maximum_age is not None and maximum_age.is_over(feed.records[ref], known):
            diff.held_back += 1
            if known is not None and not known.is_removed:
                diff.outdated.append(ref)
        elif known is None:
            diff.inserted.append(ref)
        elif known.is_removed:
            diff.reopened.append(ref)
        elif known.content_hash != content_hash:
            diff.updated.append(ref)
        else:
            diff.unchanged.append(ref)
    held = feed.held
    diff.removed = sorted(ref for ref, known in standing.items() if ref not in held and not known.is_removed)
    return diff
