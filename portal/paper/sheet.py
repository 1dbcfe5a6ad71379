"""What can stand on a sheet of paper. All of it is data: no text of it is ever read as markup."""

from typing import Literal

from pydantic import Field

from portal.domain.model import DataModel

MOST_BYTES = 400_000
"""Of a sheet as JSON. One of this size, some 150 pages, takes a second or two."""


class Words(DataModel):
    """A text. `language` where it is not the sheet's own (`en`, `es`), so that it is read aloud rightly."""

    text: str
    language: str = Field(default="", pattern=r"^([a-z]{2})?$")


class Entry(DataModel):
    """One thing of a list: its name, a word on how it stands, and lines about it."""

    name: Words
    mark: str = ""
    lines: tuple[Words, ...] = ()


class Table(DataModel):
    """A table with its heads; every row has a cell for each. In large print each row stands as a list.

    `shares` are the widths of the columns, as parts of the whole; without them the first column is the widest.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    shares: tuple[float, ...] = ()


class Blank(DataModel):
    """Space to write by hand: after each of `fields` on one line, or without them on `lines` below the label."""

    label: Words
    fields: tuple[str, ...] = Field(default=(), max_length=3)
    lines: int = Field(default=1, ge=1, le=12)


class Section(DataModel):
    """A heading (of level 2 below the sheet's title, or 3) and what stands below it, in this order."""

    heading: Words
    level: Literal[2, 3] = 2
    paragraphs: tuple[Words, ...] = ()
    entries: tuple[Entry, ...] = ()
    table: Table | None = None
    remarks: tuple[Words, ...] = ()
    """Small, below the rest."""
    blanks: tuple[Blank, ...] = ()
    """Space to write, last."""


class Picture(DataModel):
    """A drawing (SVG, ours) with the words that stand for it, and lines beside it. Units: centimeters."""

    svg: str
    alt: str
    width_cm: float = Field(default=3.1, gt=0, le=15)
    lines: tuple[Words, ...] = ()


class Sheet(DataModel):
    """A whole document. `footer` stands on each page; `page_words` are “Page {n} of {all}” in its language."""

    title: str = Field(min_length=1)
    language: str = Field(pattern=r"^[a-z]{2}$")
    lead: tuple[Words, ...] = ()
    sections: tuple[Section, ...] = ()
    picture: Picture | None = None
    footer: str = ""
    page_words: str = "{n} / {all}"
    is_large: bool = False
