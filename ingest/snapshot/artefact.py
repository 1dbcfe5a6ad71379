"""Writes a snapshot: gzip'd tab-separated tables and the manifest that says what they were made from.

The same input gives the same bytes: rows are sorted by the builder, the gzip header carries no name and no
time, and the manifest has no clock in it.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import Field

from portal.domain.model import DataModel

Progress = Callable[[int, int], None]
"""Called with (done, total) while a builder works; total 0 means that it is not known."""


def no_progress(_done: int, _total: int) -> None:
    """Progress for callers that do not show any."""


class SourceFile(DataModel):
    """One input of a snapshot."""

    file_name: str
    publisher: str
    url: str = Field(description="address at the publisher")
    licence: str
    vintage: str
    sha256: str
    note: str = ""


class TableFile(DataModel):
    """One table of a snapshot, described as it was written."""

    file_name: str
    rows: int
    size_bytes: int
    sha256: str = Field(description="of the gzip file")
    content_sha256: str = Field(description="of the text inside: the same whatever zlib packed it")
    columns: tuple[str, ...]


class Manifest(DataModel):
    """What a snapshot is, from what it was made, and how to make it again."""

    name: str
    title: str
    description: str
    licence: str
    vintage: str
    command: str
    sources: tuple[SourceFile, ...]
    tables: tuple[TableFile, ...]
    notes: tuple[str, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict, description="small values that readers need")


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def write_table(path: Path, columns: Sequence[str], *, rows: Iterable[Sequence[str]]) -> TableFile:
    """Write one table, header first; rows come sorted.

    Raises: ValueError when a cell holds a tab or a line break, or a row has another number of cells.
    """
    text = io.StringIO()
    text.write("\t".join(columns) + "\n")
    count = 0
    for row in rows:
        line = "\t".join(row)
        if len(row) != len(columns) or line.count("\t") != len(columns) - 1 or "\n" in line or "\r" in line:
            raise ValueError(f"{path.name}: row {row!r} does not fit the columns {', '.join(columns)}")
        text.write(line + "\n")
        count += 1
    content = text.getvalue().encode()
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    _replace(path, packed)
    return TableFile(
        file_name=path.name,
        rows=count,
        size_bytes=len(packed),
        sha256=hashlib.sha256(packed).hexdigest(),
        content_sha256=hashlib.sha256(content).hexdigest(),
        columns=tuple(columns),
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest.json` beside the tables."""
    text = json.dumps(manifest.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
    _replace(folder / "manifest.json", text.encode())
