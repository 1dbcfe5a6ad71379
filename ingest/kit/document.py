"""A fetched document and what an adapter makes of it."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import SourceChanged
from portal.domain.job_posting import PostingRecord

GZIP_MARK = b"\x1f\x8b"


@dataclass(frozen=True)
class Document:
    """Raw bytes of one document as they came, with where they came from. `sha256` is of the raw bytes."""

    name: str
    url: str
    raw: bytes
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.raw).hexdigest())

    def content(self, *, max_bytes: int) -> bytes:
        """The bytes, unpacked where they are gzip'd.

        Raises: SourceChanged when they are damaged or grow beyond `max_bytes`.
        """
        if not self.raw.startswith(GZIP_MARK):
            return self.raw
        parts: list[bytes] = []
        size, left, is_whole = 0, self.raw, True
        try:
            while left and size <= max_bytes:  # gzip files joined end to end are one, as for gunzip
                unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
                parts.append(unpacker.decompress(left, max_bytes + 1 - size))
                size += len(parts[-1])
                is_whole = unpacker.eof
                left = unpacker.unused_data.lstrip(b"\x00")  # some writers pad with zeros
        except (zlib.error, gzip.BadGzipFile) as error:
            raise SourceChanged(
                f"{self.name}: the gzip file is damaged ({error}). Fetch it again."
            ) from error
        if size > max_bytes:
            raise SourceChanged(
                f"{self.name}: unpacks to more than {max_bytes:,} bytes. Raise max_bytes if that is right."
            )
        if not is_whole:
            raise SourceChanged(f"{self.name}: the gzip file ends too early. Fetch it again.")
        return b"".join(parts)


@dataclass(frozen=True)
class Rejection:
    """A record that could not be taken, with a short fixed reason and the record itself."""

    reason: str
    detail: str = ""
    source_ref: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Alarm:
    """Something new in a source that a person should look at (a new column, for instance)."""

    message: str


Outcome = PostingRecord | Rejection | Alarm


@dataclass(frozen=True)
class Surroundings:
    """What an adapter may know of the machine: the day, two folders, and the keys of its services."""

    today: date
    data_dir: Path
    config_dir: Path
    keys: Mapping[str, str] = field(default_factory=dict)


class Fetcher(Protocol):
    """Gets one document from the network."""

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Document:
        """Raises: FetchFailed."""
        ...

    def post_json(
        self, url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> Document:
        """A search that is asked by POST and changes nothing, so that it may be asked again.

        Raises: FetchFailed.
        """
        ...


class Adapter(Protocol):
    """Maps one kind of source to posting records. Knows no database and no other adapter."""

    is_local: bool
    """Reads files of this machine, so a mirror folder does not change where it reads."""

    def waits_for(self) -> str:
        """What a person must still give before a fetch can work; empty when nothing."""
        ...

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """All documents of one complete fetch. Raises: FetchFailed, SourceChanged."""
        ...

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Records, rejections and alarms of one document. Raises: SourceChanged."""
        ...
