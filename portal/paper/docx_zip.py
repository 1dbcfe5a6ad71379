"""Closes a Word file: its title and language, nothing about who made it, and the same bytes for the same content."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

UNWANTED = ("thumbnail", "extended-properties", "stylesWithEffects")
"""Parts of the empty document that show or tell of another program."""
WORD_2013 = "15"
FIRST_DAY_OF_ZIP = datetime(1980, 1, 1, tzinfo=UTC)


def pack(document: Document, *, title: str, language: str, maker: str, made_at: datetime) -> bytes:
    """The bytes of the file."""
    about = document.core_properties
    about.title, about.language = title[:255], language
    about.author = about.last_modified_by = maker
    about.comments = about.keywords = about.category = about.subject = about.version = ""
    about.revision = 1
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    for owner in (document.part.package, document.part):
        for key, link in list(owner.rels.items()):
            if link.reltype.endswith(UNWANTED):
                del owner.rels[key]
    settings: Any = document.settings.element
    for mark in settings.xpath("./w:themeFontLang"):
        mark.set(qn("w:val"), language)
    for mark in settings.xpath("./w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mark.set(qn("w:val"), WORD_2013)
    raw = BytesIO()
    document.save(raw)
    return _same_bytes(raw.getvalue(), at=max(made_at.astimezone(UTC), FIRST_DAY_OF_ZIP))


def _same_bytes(content: bytes, *, at: datetime) -> bytes:
    """The archive with the time `at` on each part: the zip of the library has the clock's."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
