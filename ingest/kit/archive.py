"""Keeps every fetched document under its sha256, so that a run can be looked at and replayed."""

import os
import shutil
from pathlib import Path

from ingest.errors import FetchFailed
from ingest.kit.document import Document


def archive_document(document: Document, *, folder: Path) -> Document:
    """Write the raw bytes once under `folder/<sha256><suffix>`; the same bytes are not written again.

    A large document comes back as the archive's own file, which nobody changes while it is read.

    Raises: OSError when the disk refuses; FetchFailed when a file changed while it was copied.
    """
    target = _place(document, folder)
    if not target.exists():
        _write(document, target)
    if document.path is None:
        return document
    kept = Document(name=document.name, url=document.url, path=target)
    if kept.sha256 != document.sha256:
        target.unlink()
        raise FetchFailed(
            f"{document.name} was changed while it was read. Run the source again.", retryable=True
        )
    return kept


def find_archived(name: str, sha256: str, *, url: str, folder: Path) -> Document | None:
    """What was archived under this sha256, as the document that it was; None when it is gone or damaged."""
    for path in folder.glob(f"{sha256}*"):
        if path.suffix != ".part":
            found = Document(name=name, url=url, path=path)
            return found if found.sha256 == sha256 else None
    return None


def _place(document: Document, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "".join(Path(document.name).suffixes[-2:]) if document.name else ""
    return folder / f"{document.sha256}{suffix[:16]}"


def _write(document: Document, target: Path) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with document.open_raw() as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1_000_000)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def sweep_archive(folder: Path) -> None:
    """Take away what a process that was killed left half-written. Only while nobody else writes in `folder`."""
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)
