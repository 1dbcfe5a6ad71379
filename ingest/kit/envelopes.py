"""What an adapter of a credential registry hands over: envelopes, one a resource, each taken or rejected alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from ingest.kit.document import Alarm, Document, Fetcher, Rejection

CHANGES = "changes-"
"""So begin the names of documents that tell what changed; a fetch with one of them does not list everything."""


@dataclass(frozen=True)
class Envelope:
    """One resource with its delivery, as it came. `ref` is its CTID in small letters; `name` says where it stood.

    `is_organisation` and `title` tell whom other resources mean by this one's address. Times are texts of one form,
    so that the later one is the greater.
    """

    ref: str
    name: str
    content: Mapping[str, Any]
    updated_at: str = ""
    is_organisation: bool = False
    title: str = ""


@dataclass(frozen=True)
class Gone:
    """The registry says that it deleted this resource, at `at`."""

    ref: str
    at: str


EnvelopeOutcome = Envelope | Gone | Rejection | Alarm


@runtime_checkable
class EnvelopeAdapter(Protocol):
    """Reads envelopes of a registry. Knows no database and no other adapter."""

    is_local: bool

    def waits_for(self) -> str:
        """What a person must still give before a fetch can work; empty when nothing."""
        ...

    def fetch_envelopes(self, fetcher: Fetcher, *, since: datetime | None) -> Iterator[Document]:
        """All documents of one fetch: everything, or what changed `since`. Raises: FetchFailed, SourceChanged."""
        ...

    def parse_envelopes(self, document: Document) -> Iterator[EnvelopeOutcome]:
        """Envelopes, deletions, rejections and alarms of one document. Raises: SourceChanged."""
        ...

    def judge_again(self, record: Mapping[str, Any]) -> EnvelopeOutcome:
        """What was rejected once more, from the record that its rejection kept."""
        ...


def lists_everything(documents: Sequence[Document]) -> bool:
    """Did this fetch bring the whole list, not what changed?"""
    return not any(document.name.startswith(CHANGES) for document in documents)
