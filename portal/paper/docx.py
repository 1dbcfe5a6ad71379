"""A sheet as a Word file (DOCX) that screen readers can read and that people can change.

Headings, lists and tables are real ones, rows of heads repeat, the language is set, space is never an empty paragraph.
Nothing in the file says who made it but the name of the product.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table as WordTable
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph

from portal.paper.docx_styles import MARGIN_CM, PAGE_CM, Sizes, set_styles
from portal.paper.docx_zip import pack
from portal.paper.letters import plain
from portal.paper.press import PaperRefused
from portal.paper.sheet import MOST_BYTES, Blank, Entry, Picture, Section, Sheet, Table, Words

WIDTH_CM: Final = PAGE_CM[0] - 2 * MARGIN_CM
SECOND_FIELD: Final = 0.62
"""Part of the width after which the second thing to fill in begins."""
KEEP_WHOLE: Final = 500
"""Letters up to which a row or entry stays on one page; a longer one must flow."""
LOCALES: Final = {"en": "en-US", "es": "es-US"}
_PAGE_FIELDS = re.compile(r"(\{n\}|\{all\})")


class Docx(bytes):
    """A whole Word file."""


def write_docx(sheet: Sheet, *, maker: str, made_at: datetime, picture_png: bytes | None = None) -> Docx:
    """The same sheet and time give the same bytes. `maker` is the name of the product.

    `picture_png` is the sheet's picture as dots (`Press.draw`), for Word draws no SVG; without it the words that stand
    for the picture are written.
    Raises: PaperRefused when the sheet is larger than `MOST_BYTES`.
    """
    if len(sheet.model_dump_json()) > MOST_BYTES:
        raise PaperRefused(f"This is too much for paper: more than {MOST_BYTES:,} letters.")
    writer = _Writer(sheet)
    writer.write(picture_png)
    return Docx(
        pack(writer.document, title=writer.title, language=writer.locale, maker=maker, made_at=made_at)
    )


class _Writer:
    """Fills one document."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.locale = LOCALES.get(sheet.language, sheet.language)
        self.title = plain(sheet.title).strip() or "–"
        self.sizes = Sizes.of(is_large=sheet.is_large)
        self.document = Document()
        set_styles(self.document, sizes=self.sizes, locale=self.locale)

    def write(self, picture_png: bytes | None) -> None:
        self._heading(Words(text=self.title), level=1)
        for each in self.sheet.lead:
            self._words(self.document.add_paragraph(), each)
        for section in self.sheet.sections:
            self._section(section)
        if self.sheet.picture is not None:
            self._picture(self.sheet.picture, picture_png)
        self._footer()

    def _section(self, section: Section) -> None:
        self._heading(section.heading, level=section.level)
        for each in section.paragraphs:
            self._words(self.document.add_paragraph(), each)
        for entry in section.entries:
            self._entry(entry)
        if section.table is not None:
            self._table(section.table, caption=section.heading.text)
        for each in section.remarks:
            self._words(self.document.add_paragraph(style="Remark"), each)
        for blank in section.blanks:
            self._blank(blank)

    def _heading(self, words: Words, *, level: int) -> None:
        self._words(self.document.add_paragraph(style=f"Heading {level}"), words)

    def _words(
        self, paragraph: Paragraph, words: Words, *, is_strong: bool = False, is_small: bool = False
    ) -> None:
        """Add a text; its line ends are breaks within the paragraph."""
        text = plain(words.text)
        lines = (text.strip("\n") if text.strip() else "–").split("\n")
        for place, line in enumerate(lines):
            run = paragraph.add_run()
            if place:
                run.add_break(WD_BREAK.LINE)
            run.add_text(line)
            if is_strong:
                run.bold = True
            if is_small and self.sizes.small < self.sizes.text:
                run.font.size = Pt(self.sizes.small)
            if words.language and words.language != self.sheet.language:
                mark = OxmlElement("w:lang")
                mark.set(qn("w:val"), LOCALES.get(words.language, words.language))
                run._r.get_or_add_rPr().append(mark)

    def _entry(self, entry: Entry) -> None:
        paragraph = self.document.add_paragraph(style="List Bullet")
        self._words(paragraph, entry.name, is_strong=True)
        if entry.mark:
            self._words(paragraph, Words(text=f" — {entry.mark}"))
        length = len(entry.name.text)
        for each in entry.lines:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            self._words(paragraph, each, is_small=True)
            length += len(each.text)
        paragraph.paragraph_format.keep_together = length < KEEP_WHOLE

    def _table(self, table: Table, *, caption: str) -> None:
        if self.sheet.is_large:
            self._rows_as_list(table)
            return
        made = self.document.add_table(rows=0, cols=len(table.heads), style="Table Grid")
        _name_table(made, plain(caption))
        shares = table.shares if len(table.shares) == len(table.heads) else _shares(len(table.heads))
        widths = [Cm(WIDTH_CM * each / sum(shares)) for each in shares]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        self._row(made, tuple(Words(text=each) for each in table.heads), widths=widths, is_head=True)
        for row in table.rows:
            self._row(made, row, widths=widths)

    def _row(
        self, table: WordTable, cells: tuple[Words, ...], *, widths: Sequence[Length], is_head: bool = False
    ) -> None:
        row: Row = table.add_row()  # type: ignore[no-untyped-call]
        settings = row._tr.get_or_add_trPr()
        if sum(len(each.text) for each in cells) < KEEP_WHOLE:
            settings.append(OxmlElement("w:cantSplit"))
        if is_head:
            settings.append(OxmlElement("w:tblHeader"))
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=False)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            if is_head:
                self._words(paragraph, words, is_strong=True)
            elif place:
                self._words(paragraph, words)
            else:
                self._first_strong(paragraph, words)

    def _rows_as_list(self, table: Table) -> None:
        for row in table.rows:
            paragraph = self.document.add_paragraph(style="List Bullet")
            self._first_strong(paragraph, row[0])
            for head, cell in zip(table.heads[1:], row[1:], strict=False):
                if cell.text:
                    paragraph.add_run().add_break(WD_BREAK.LINE)
                    paragraph.add_run(plain(head) + ": ")
                    self._words(paragraph, cell)

    def _first_strong(self, paragraph: Paragraph, words: Words) -> None:
        first, _, rest = plain(words.text).partition("\n")
        self._words(paragraph, Words(text=first, language=words.language), is_strong=True)
        if rest.strip():
            paragraph.add_run().add_break(WD_BREAK.LINE)
            self._words(paragraph, Words(text=rest, language=words.language), is_small=True)

    def _blank(self, blank: Blank) -> None:
        """A box that begins with the label: what is to be seen alone is not read aloud."""
        paragraph = self.document.add_paragraph(style="To Write")
        self._words(paragraph, blank.label, is_strong=True)
        for place, field in enumerate(blank.fields):
            run = paragraph.add_run()
            if place and not self.sheet.is_large:
                run.add_tab()
            else:
                run.add_break(WD_BREAK.LINE)
            run.add_text(f"{plain(field)}:")
        for _ in range(0 if blank.fields else blank.lines):
            paragraph.add_run().add_break(WD_BREAK.LINE)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH_CM * SECOND_FIELD))

    def _picture(self, picture: Picture, png: bytes | None) -> None:
        paragraph = self.document.add_paragraph()
        if png is None:
            self._words(paragraph, Words(text=picture.alt))
        else:
            width = Cm(picture.width_cm * (1.5 if self.sheet.is_large else 1))
            drawn = paragraph.add_run().add_picture(BytesIO(png), width=width)
            about: Any = drawn._inline.docPr
            about.set("descr", plain(picture.alt))
            about.set("name", "1")
        for each in picture.lines:
            self._words(self.document.add_paragraph(style="Remark"), each)

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(plain(self.sheet.footer)).add_tab()
        for part in _PAGE_FIELDS.split(plain(self.sheet.page_words)):
            if part in ("{n}", "{all}"):
                _add_field(paragraph, "PAGE" if part == "{n}" else "NUMPAGES")
            elif part:
                paragraph.add_run(part)


def _shares(number: int) -> tuple[float, ...]:
    return (2.4, 1.1, 1.3)[:number] + (1.6,) * max(0, number - 3)


def _name_table(table: WordTable, caption: str) -> None:
    """The words that a screen reader says for the table."""
    settings = table._tbl.tblPr
    for tag in ("w:tblCaption", "w:tblDescription"):
        mark = OxmlElement(tag)
        mark.set(qn("w:val"), caption)
        settings.append(mark)
    table.autofit = False


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word fills in, in the form that it writes itself."""
    for part in ("begin", instruction, "separate", "", "end"):
        run = paragraph.add_run()
        if part == "":
            run.add_text("1")
            continue
        mark = OxmlElement("w:instrText" if part == instruction else "w:fldChar")
        if part == instruction:
            mark.text = instruction
        else:
            mark.set(qn("w:fldCharType"), part)
        run._r.append(mark)
