"""What an adapter of reference data hands over: whole tables, to be replaced in one transaction."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Fetcher

Value = str | float | int | bool | None
Shares = list[list[str | float]]
"""Parts with their shares, for a column of JSON."""


@dataclass(frozen=True)
class ReferenceTable:
    """Rows for one table of the store. `scope` says which standing rows they replace: all, or those with these values.

    Shape: each row has one value a column.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value | Shares, ...]]
    scope: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def sha256(self) -> str:
        """Tells changed from same, whatever the order in which documents came."""
        digest = hashlib.sha256(repr((self.name, self.columns)).encode())
        for row in sorted(map(repr, self.rows)):
            digest.update(row.encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class ReferenceLoad:
    """All tables of one complete fetch, and how many records the documents held."""

    tables: tuple[ReferenceTable, ...]
    records: int
    rejections: Mapping[str, int] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()


@runtime_checkable
class ReferenceAdapter(Protocol):
    """Maps the documents of a reference source to tables. Knows no database and no other adapter."""

    is_local: bool

    def waits_for(self) -> str:
        """What a person must still give before a fetch can work; empty when nothing."""
        ...

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """All documents of one complete fetch. Raises: FetchFailed, SourceChanged."""
        ...

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """All tables. Raises: SourceChanged when a document is not in the form that the adapter knows."""
        ...


def unpack(documents: Sequence[Document], *, max_bytes: int) -> Iterator[tuple[str, bytes]]:
    """The files of the documents: a zip gives its members, a gzip file its content, under names without `.gz`.

    Raises: SourceChanged when a document is damaged or grows beyond `max_bytes`.
    """
    for document in documents:
        if not document.raw.startswith(b"PK") or document.name.endswith(".xlsx"):
            place = document.url.rpartition("/")[0].rpartition("/")[2]
            name = document.name.removesuffix(".gz")
            yield (f"{place}/{name}" if place else name), document.content(max_bytes=max_bytes)
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
                for member in archive.infolist():
                    if member.file_size > max_bytes:
                        raise SourceChanged(
                            f"{document.name}: {member.filename} unpacks to more than {max_bytes:,} bytes. "
                            "Raise max_bytes if that is right."
                        )
                    if not member.is_dir():
                        yield member.filename, archive.read(member)
        except zipfile.BadZipFile as error:
            raise SourceChanged(
                f"{document.name}: the zip file is damaged ({error}). Fetch it again."
            ) from error
