"""One run of a source at a time: a lock that the operating system frees when its process dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import SourceBusy


@contextmanager
def hold_lock(folder: Path, name: str) -> Iterator[None]:
    """Hold `folder/<name>.lock` as long as the block runs.

    Raises: SourceBusy when another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SourceBusy(f"{name}: another process is running it. Wait until it is done.") from error
        yield
