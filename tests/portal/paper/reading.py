"""Reads a PDF as a screen reader would: its tags in order, language, title, and the text of its pages."""

import re
from functools import cached_property
from html import unescape
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader


class ReadPdf:
    """One PDF."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content), strict=True)
        self.root: Any = self.reader.trailer["/Root"]

    @cached_property
    def text(self) -> str:
        """Text of all pages, white space evened out."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.reader.pages)

    def elements(self) -> list[Any]:
        """Every element of the structure tree, in reading order."""
        found: list[Any] = []

        def walk(node: Any) -> None:
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, list):
                for each in node:
                    walk(each)
            elif isinstance(node, dict):
                if "/S" in node:
                    found.append(node)
                if "/K" in node:
                    walk(node["/K"])

        walk(self.root["/StructTreeRoot"]["/K"])
        return found

    def tags(self) -> list[str]:
        """Their names, roles of our own mapped to those of the standard."""
        roles = self.root["/StructTreeRoot"].get("/RoleMap", {})
        return [str(roles.get(each["/S"], each["/S"])) for each in self.elements()]


def check_ua(pdf: ReadPdf, *, language: str, title: str) -> None:
    """What PDF/UA-1 (ISO 14289-1, 7) asks of a document and can be seen without a validator."""
    assert pdf.root["/MarkInfo"]["/Marked"].value is True
    assert str(pdf.root["/Lang"]).split("-")[0] == language
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == title
    xmp = pdf.root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=.1.", xmp)
    assert title in unescape(xmp)
    headings = [int(tag[2:]) for tag in pdf.tags() if tag[1] == "H" and tag[2:].isdigit()]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))
    for element in pdf.elements():
        if element["/S"] == "/Figure":
            assert element.get("/Alt"), "a picture without words"
        if element["/S"] == "/TH":
            assert _attributes(element).get("/Scope") in ("/Column", "/Row"), "a head of nothing"
    for page in pdf.reader.pages:
        assert page["/Tabs"] == "/S", "the tab key goes another way than the tags"
        assert "/StructParents" in page
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()
            inner = whole["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner), "a font that is not embedded"
            assert "/ToUnicode" in whole, "letters that cannot be read aloud"


def _attributes(element: Any) -> dict[str, Any]:
    """All attributes of an element, of one dictionary or many."""
    found = element.get("/A", {})
    found = found.get_object() if hasattr(found, "get_object") else found
    parts = found if isinstance(found, list) else [found]
    return {key: value for part in parts for key, value in part.get_object().items()}
