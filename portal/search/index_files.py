"""Folders of the embedded indexes: which one is current, who may write, which can go. Knows no engine.

`<root>/<kind>-<version>/` holds one index, `<root>/<kind>.current` names the one in use, and
`<root>/<kind>.lock` is held by whoever writes. Locks are the kernel's (flock), so a killed process holds none.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from portal.domain.errors import SearchUnavailable
from portal.search.port import IndexState, SearchKind

LOCK_POLL_SECONDS = 0.02
_IN_USE = "in-use.lock"
_STATE = "state.json"


class IndexFiles:
    """The folders of one kind."""

    def __init__(self, root: Path, kind: SearchKind, *, schema_version: int) -> None:
        self.root = root
        self.kind = kind
        self._schema_version = schema_version
        self._prefix = f"{kind.value}-"

    def current(self) -> Path:
        """Folder of the index in use.

        Raises: SearchUnavailable when there is none, or it was made by another version of this code.
        """
        try:
            name = (self.root / f"{self.kind.value}.current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SearchUnavailable(
                f"There is no search index of {self.kind.value} yet. Run: portal reindex"
            ) from error
        folder = self.root / name
        if not name.startswith(f"{self._prefix}{self._schema_version}-") or not folder.is_dir():
            raise SearchUnavailable(
                f"The search index of {self.kind.value} is of another version or was moved. Run: portal reindex"
            )
        return folder

    def make_folder(self) -> Path:
        """A new empty folder beside the current one; nothing points to it yet."""
        folder = self.root / f"{self._prefix}{self._schema_version}-{secrets.token_hex(6)}"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise SearchUnavailable(
                f"Cannot write to {self.root} ({error.strerror}). Set PORTAL_DATA_DIR or free some space."
            ) from error
        return folder

    def make_current(self, folder: Path) -> None:
        """Point to `folder` from now on; a crash leaves the old pointer or the new one, never half."""
        _replace(self.root / f"{self.kind.value}.current", folder.name)

    def drop_unused(self) -> None:
        """Remove the folders that are not current and that no reader holds. Only under `writing`."""
        try:
            current = self.current()
        except SearchUnavailable:
            current = None
        for folder in self.root.glob(f"{self._prefix}*"):
            if folder == current or not folder.is_dir():
                continue
            with (folder / _IN_USE).open("a") as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue  # a reader of another process still answers from it; the next writer tries again
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self, *, wait_seconds: float) -> Iterator[None]:
        """Be the only writer of this kind, on any index of it.

        Raises: SearchUnavailable when another writer stays longer than `wait_seconds`.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = (self.root / f"{self.kind.value}.lock").open("a")
        except OSError as error:
            raise SearchUnavailable(
                f"Cannot write to {self.root} ({error.strerror}). Set PORTAL_DATA_DIR or free some space."
            ) from error
        with handle:
            until = time.monotonic() + wait_seconds
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > until:
                        raise SearchUnavailable(
                            f"Another process is writing the search index of {self.kind.value}. Try again later."
                        ) from error
                    time.sleep(LOCK_POLL_SECONDS)
            yield


class Hold:
    """Says that this process reads from a folder, until it is closed or forgotten. Raises: OSError when it is gone."""

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = os.open(folder / _IN_USE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let the folder go."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()


def write_state(folder: Path, state: IndexState) -> None:
    """Note what stands in an index, after its commit. A crash between the two leaves an older version noted."""
    _replace(folder / _STATE, state.model_dump_json())


def read_state(folder: Path) -> IndexState:
    """What stands in an index. Raises: SearchUnavailable when the note is missing or damaged."""
    try:
        return IndexState(**json.loads((folder / _STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise SearchUnavailable(f"The search index {folder.name} is damaged. Run: portal reindex") from error


def _replace(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
