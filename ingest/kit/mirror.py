"""Reads a source's documents from a folder instead of the network (`--mirror`, `PORTAL_MIRROR`)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import FetchFailed
from ingest.kit.document import HELD_IN_MEMORY, Document


def read_mirror(folder: Path, patterns: Sequence[str], *, max_bytes: int) -> Iterator[Document]:
    """Documents below `folder` whose path fits one of the glob `patterns`, in order of name.

    Raises: FetchFailed when the folder or a fitting file is missing, or a file is too large.
    """
    if not folder.is_dir():
        raise FetchFailed(
            f"the mirror folder {folder} does not exist. Check --mirror or PORTAL_MIRROR.", retryable=False
        )
    paths = sorted({path for pattern in patterns for path in _fitting(folder, pattern)})
    if not paths:
        raise FetchFailed(
            f"no file in the mirror folder {folder} fits {', '.join(patterns) or 'this source (it has no patterns)'}.",
            retryable=False,
        )
    for path in paths:
        yield read_local(path, max_bytes=max_bytes)


def _fitting(folder: Path, pattern: str) -> list[Path]:
    if ".." in Path(pattern).parts:
        raise FetchFailed(f"mirror.files “{pattern}” leads out of the mirror folder.", retryable=False)
    try:
        return [path for path in folder.glob(pattern) if path.is_file()]
    except (ValueError, NotImplementedError) as error:
        raise FetchFailed(
            f"mirror.files “{pattern}” is not a pattern of paths below the mirror folder ({error}).",
            retryable=False,
        ) from error


def read_local(path: Path, *, max_bytes: int) -> Document:
    """One file of this machine as a document.

    Raises: FetchFailed when it cannot be read or is too large.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise FetchFailed(
                f"{path.name} is larger than {max_bytes:,} bytes. Raise max_bytes if that is right.",
                retryable=False,
            )
        url = path.resolve().as_uri()
        if path.stat().st_size > HELD_IN_MEMORY:
            return Document(name=path.name, url=url, path=path)
        return Document(name=path.name, url=url, raw=path.read_bytes())
    except OSError as error:
        raise FetchFailed(f"{path.name} cannot be read: {error.strerror}.", retryable=False) from error
