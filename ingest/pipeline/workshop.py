"""Where runs happen and how they are asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from ingest.enrich.understand import Reader
from ingest.pipeline.retention import Retention

Progress = Callable[[int], None]
"""Called with the number of records that were just done."""


class PostingIndex(Protocol):
    """What the loop needs of search: take over the rows that changed."""

    def update(self, session: Session, posting_ids: Sequence[int], *, before: str) -> None:
        """Bring these postings, and whatever else the index lacks, up to date. Raises: SearchUnavailable.

        `before` is the store's data version before these postings were committed.
        """
        ...


@dataclass(frozen=True)
class Workshop:
    """Where runs happen: the store, the folders, the clock, and what reading and searching need.

    `processes` is how many processes read the postings of a large feed. `trust` of each source, 0 to 100, decides which
    copy of an offer is shown; None: copies are not looked for. `retention`: what stays in the archive.
    """

    engine: Engine
    data_dir: Path
    now: datetime
    reader: Reader
    index: PostingIndex | None = None
    processes: int = 2
    trust: Mapping[str, int] | None = None
    retention: Retention = field(default_factory=Retention)

    def with_index(self, index: PostingIndex) -> "Workshop":
        """The same workshop with a search index to keep in step."""
        return replace(self, index=index)


@dataclass(frozen=True)
class RunRequest:
    """How a run is asked for."""

    mirror: Path | None = None
    dry_run: bool = False
    accept_shrink: bool = False
