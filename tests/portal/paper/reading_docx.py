"""Reads a Word file as a screen reader would: its headings, lists, tables, language, and what it says of its maker."""

import zipfile
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree


class ReadDocx:
    """One Word file. Opening it fails where any part is not well-formed XML."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        for name, part in self.parts.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)
        self.document = Document(BytesIO(content))

    @cached_property
    def paragraphs(self) -> list[Any]:
        """All of the body, those of tables among them, in reading order."""
        return [Paragraph(each, self.document) for each in self.document.element.body.iter(qn("w:p"))]

    @cached_property
    def text(self) -> str:
        """All that is read aloud, white space evened out."""
        return " ".join(" ".join(each.text for each in self.paragraphs).split())

    def headings(self) -> list[tuple[int, str]]:
        """Levels and texts."""
        named = ((each.style.name or "", each.text) for each in self.paragraphs if each.style)
        return [(int(name[-1]), text) for name, text in named if name.startswith("Heading ")]

    def languages(self) -> dict[str, str]:
        """Texts that say which language they are in."""
        found = {}
        for run in self.document.element.body.iter(qn("w:r")):
            for mark in run.iter(qn("w:lang")):
                found["".join(each.text or "" for each in run.iter(qn("w:t")))] = mark.get(qn("w:val"))
        return found


def check_docx(docx: ReadDocx, *, language: str, title: str, maker: str) -> None:
    """What makes a Word file fit for screen readers, and that it tells of nobody."""
    about = docx.document.core_properties
    assert (about.title, about.author, about.last_modified_by) == (title, maker, maker)
    assert about.language == f"{language}-US"
    assert [about.comments, about.keywords, about.subject, about.category] == [""] * 4
    names = " ".join(docx.parts)
    assert "thumbnail" not in names
    assert "docProps/app.xml" not in names, "it would name another program"
    styles: Any = docx.document.styles.element
    assert {each.get(qn("w:val")) for each in styles.xpath(".//w:rPrDefault//w:lang")} == {f"{language}-US"}
    levels = [level for level, _ in docx.headings()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert docx.headings()[0][1] == title
    for each in docx.paragraphs:
        assert each.text.strip() or each._p.xpath(".//w:drawing"), "an empty paragraph makes space"
    for table in docx.document.tables:
        heads = [row._tr.xpath("./w:trPr/w:tblHeader") for row in table.rows]
        assert heads[0], "the row of heads does not repeat"
        assert not any(heads[1:])
        assert table._tbl.xpath("./w:tblPr/w:tblDescription/@w:val")[0]
    for picture in docx.document.element.body.xpath(".//wp:docPr"):
        assert picture.get("descr"), "a picture without words"
    fields = [each.text for each in docx.document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert sorted(fields) == ["NUMPAGES", "PAGE"]
