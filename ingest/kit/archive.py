"""Keeps every fetched document under its sha256, so that a run can be looked at and replayed."""

import os
from pathlib import Path

from ingest.kit.document import Document


def archive_document(document: Document, *, folder: Path) -> Path:
    """Write the raw bytes once under `folder/<sha256><suffix>`; the same bytes are not written again.

    Raises: OSError when the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "".join(Path(document.name).suffixes[-2:]) if document.name else ""
    target = folder / f"{document.sha256}{suffix[:16]}"
    if target.exists():
        return target
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(document.raw)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def sweep_archive(folder: Path) -> None:
    """Take away what a process that was killed left half-written. Only while nobody else writes in `folder`."""
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)
