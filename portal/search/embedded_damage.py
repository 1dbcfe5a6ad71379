"""What the engine raises over a damaged index, as the one error that pages know; bad bytes found before a change."""

import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.domain.errors import SearchUnavailable
from portal.search.port import SearchKind

_FOOTER = struct.Struct("<II")
_FOOTER_MAGIC = 1337
"""Each file of a segment ends with a JSON footer that has the CRC 32 of what stands before it, its length and this."""
_AT_ONCE = 1 << 20
_SAID_OF_FILES = ("Data corrupt", "An IO error", "IO error", "Failed to open")
"""How the engine begins what it says of files that it cannot read; it has no exception of its own for them."""


@contextmanager
def explaining_damage(kind: SearchKind | None = None) -> Iterator[None]:
    """Wherever files are read: bad bytes may show only there, long after the index was opened.

    The engine then panics, which reaches Python as a BaseException and would end the thread that answers.
    Raises: SearchUnavailable.
    """
    try:
        yield
    except BaseException as error:
        if not _is_damage(error):
            raise
        which = f"The search index of {kind.value}" if kind else "A search index"
        raise SearchUnavailable(f"{which} is damaged ({str(error)[:120]}). Run: portal reindex") from error


def _is_damage(error: BaseException) -> bool:
    # The class of a panic cannot be imported.
    is_panic = (type(error).__module__, type(error).__name__) == ("pyo3_runtime", "PanicException")
    return is_panic or (isinstance(error, ValueError) and str(error).startswith(_SAID_OF_FILES))


def refuse_bad_bytes(folder: Path, *, sound: set[tuple[str, int, int]]) -> None:
    """Check the sums of all files of the committed segments, each once: `sound` remembers name, size and time.

    A writer that meets bad bytes can bring the whole process down where no Python sees it, so a change asks first.
    Raises: SearchUnavailable.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        segments = {str(one["segment_id"]).replace("-", "") for one in meta["segments"]}
        for file in sorted(folder.iterdir()):
            seen = file.stat()
            key = (file.name, seen.st_size, seen.st_mtime_ns)
            if file.name.partition(".")[0] not in segments or key in sound:
                continue
            if not _is_sound(file):
                raise SearchUnavailable(
                    f"The search index {folder.name} is damaged ({file.name} has bad bytes). Run: portal reindex"
                )
            sound.add(key)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchUnavailable(
            f"The search index {folder.name} is damaged ({error}). Run: portal reindex"
        ) from error


def _is_sound(file: Path) -> bool:
    size = file.stat().st_size
    with file.open("rb") as stream:
        if size < _FOOTER.size:
            return False
        stream.seek(size - _FOOTER.size)
        length, magic = _FOOTER.unpack(stream.read(_FOOTER.size))
        rest = size - _FOOTER.size - length
        if magic != _FOOTER_MAGIC or rest < 0:
            return False
        stream.seek(rest)
        footer = json.loads(stream.read(length))
        stream.seek(0)
        total = 0
        while rest:
            part = stream.read(min(rest, _AT_ONCE))
            total, rest = zlib.crc32(part, total), rest - len(part)
    return bool(footer["crc"] == total)
