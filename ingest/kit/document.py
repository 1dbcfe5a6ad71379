"""A fetched document and what an adapter makes of it."""

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ingest.errors import SourceChanged
from portal.domain.job_posting import PostingRecord

GZIP_MARK = b"\x1f\x8b"
NOT_OPEN = "not open"
"""The reason of a record that its source itself says nobody can apply to: gone, though it stands in the feed."""
HELD_IN_MEMORY = 4_000_000
"""Bytes. A document that is larger stands in a file."""
_CHUNK = 65_536


class Document:
    """Raw bytes of one document as they came, with where they came from. `sha256` is of the raw bytes.

    A large one stands in a file (`path`) and is read from there piece by piece: see `open`.
    """

    __slots__ = ("_raw", "is_not_modified", "name", "path", "sha256", "size", "url")

    def __init__(self, *, name: str, url: str, raw: bytes = b"", path: Path | None = None) -> None:
        self.name, self.url, self.path, self._raw = name, url, path, raw
        self.is_not_modified = False
        if path is None:
            self.sha256, self.size = hashlib.sha256(raw).hexdigest(), len(raw)
            return
        with path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.size = path.stat().st_size

    def as_not_modified(self) -> "Document":
        """The same document: its server said that it is still this one."""
        self.is_not_modified = True
        return self

    @property
    def raw(self) -> bytes:
        """All bytes at once."""
        return self._raw if self.path is None else self.path.read_bytes()

    def open_raw(self) -> BinaryIO:
        """The raw bytes as a stream."""
        return io.BytesIO(self._raw) if self.path is None else self.path.open("rb")

    def open(self, *, max_bytes: int) -> BinaryIO:
        """The bytes as a stream, unpacked where they are gzip'd.

        Raises: SourceChanged, also while it is read, when they are damaged or grow beyond `max_bytes`.
        """
        stream = self.open_raw()
        start = stream.read(len(GZIP_MARK))
        stream.seek(0)
        if start != GZIP_MARK:
            return stream
        return io.BufferedReader(_Unpacked(self.name, stream, max_bytes=max_bytes), _CHUNK)

    def content(self, *, max_bytes: int) -> bytes:
        """The bytes, unpacked where they are gzip'd.

        Raises: SourceChanged when they are damaged or grow beyond `max_bytes`.
        """
        with self.open(max_bytes=max_bytes) as stream:
            return stream.read()


class _Unpacked(io.RawIOBase):
    """A gzip stream unpacked as it is read. Files joined end to end are one, as for gunzip."""

    def __init__(self, name: str, packed: BinaryIO, *, max_bytes: int) -> None:
        self._name, self._packed, self._max = name, packed, max_bytes
        self._size = 0
        self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._is_fresh = True
        """No byte of the member in hand was read yet."""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        wanted = len(buffer)
        while True:
            # after the end of a member the library goes on giving the tail that it has consumed by then
            waiting = b"" if self._unpacker.eof else self._unpacker.unconsumed_tail
            data = waiting or self._next()
            if not data:
                if not self._is_fresh:
                    raise SourceChanged(f"{self._name}: the gzip file ends too early. Fetch it again.")
                return 0
            try:
                piece = self._unpacker.decompress(data, wanted)
            except zlib.error as error:
                raise SourceChanged(
                    f"{self._name}: the gzip file is damaged ({error}). Fetch it again."
                ) from error
            self._is_fresh = False
            self._size += len(piece)
            if self._size > self._max:
                raise SourceChanged(
                    f"{self._name}: unpacks to more than {self._max:,} bytes. Raise max_bytes if that is right."
                )
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)

    def _next(self) -> bytes:
        """The next packed bytes; a member that ended makes way for the one after it."""
        if not self._unpacker.eof:
            return self._packed.read(_CHUNK)
        left = self._unpacker.unused_data
        while not (left := left.lstrip(b"\x00")):  # some writers pad with zeros
            if not (left := self._packed.read(_CHUNK)):
                self._is_fresh = True
                return b""
        self._unpacker, self._is_fresh = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), True
        return left


@dataclass(frozen=True)
class Rejection:
    """A record that could not be taken, with a short fixed reason and the record itself."""

    reason: str
    detail: str = ""
    source_ref: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hides_a_reference(self) -> bool:
        """It may be any posting of its source: nobody can tell which."""
        return not self.source_ref and self.reason != NOT_OPEN


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
