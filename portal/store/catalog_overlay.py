"""The file of confirmed edges below the data folder: read, and written whole under a lock."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.domain.catalog_overlay import OVERLAY_FILE, EdgeDecision, parse_overlay, write_overlay
from portal.domain.errors import InvalidCatalog

Decisions = tuple[EdgeDecision, ...]


def overlay_path(data_dir: Path) -> Path:
    """Where the decisions of this installation stand."""
    return data_dir / "catalog" / OVERLAY_FILE


def read_overlay_text(data_dir: Path) -> str:
    """The file as it is; empty where nobody decided anything.

    Raises: InvalidCatalog when it is not UTF-8 text.
    """
    try:
        return overlay_path(data_dir).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCatalog(
            (f"{OVERLAY_FILE}: cannot be read as UTF-8 text ({error}); restore it",)
        ) from error


def read_overlay(data_dir: Path) -> Decisions:
    """Every decision in the order in which it was made. Raises: InvalidCatalog."""
    return parse_overlay(read_overlay_text(data_dir))


def change_overlay(data_dir: Path, change: Callable[[Decisions], Decisions]) -> Decisions:
    """Put what `change` makes of the decisions in their place, whole or not at all. Raises: InvalidCatalog."""
    path = overlay_path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path.with_suffix(".lock")):
        changed = change(read_overlay(data_dir))
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as handle:
            handle.write(write_overlay(changed))
            handle.flush()
            os.fsync(handle.fileno())  # a machine that loses power must not leave an empty file behind
        part.replace(path)
    return changed


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
