"""Word files: real headings, lists and tables, in their language, of nobody, and whatever stands in them is text."""

from datetime import UTC, datetime

import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.paper.docx import write_docx
from portal.paper.press import PaperRefused
from portal.paper.sheet import MOST_BYTES, Section, Sheet, Words
from tests.portal.paper.reading_docx import ReadDocx, check_docx
from tests.portal.paper.test_press import HOSTILE, PRESS, SVG, sheet

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)


def written(of: Sheet, png: bytes | None = None) -> ReadDocx:
    return ReadDocx(write_docx(of, maker="Rungs", made_at=NOON, picture_png=png))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("large", [False, True])
def test_a_word_file_has_real_parts_in_its_language(language: str, *, large: bool) -> None:
    docx = written(sheet("Call the school.", language=language, large=large), PRESS.draw(SVG, width_cm=3.1))
    check_docx(docx, language=language, title="My plan", maker="Rungs")
    for each in ("Gary, Indiana", "closed", "$61,150 a year", "about $5,000", "Call the school.", "7H2X"):
        assert each in docx.text
    if large:
        assert docx.document.tables == []
        assert "Cost: about $5,000" in docx.text
    else:
        (table,) = docx.document.tables
        assert [cell.text for cell in table.rows[0].cells] == ["Step", "Time", "Cost", "Source"]
        assert len(table.rows) == 3
    assert docx.languages().get("Practical nursing") == (None if language == "en" else "en-US")
    (picture,) = docx.document.element.body.xpath(".//wp:docPr")
    assert picture.get("descr") == "QR code of this plan"


def test_without_its_dots_a_picture_is_its_words() -> None:
    assert "QR code of this plan" in written(sheet()).text


def test_large_print_is_18_points_or_more() -> None:
    docx = written(sheet("Large.", large=True))
    sizes = {run.font.size for each in docx.paragraphs for run in each.runs if run.font.size}
    sizes |= {style.font.size for each in docx.paragraphs if (style := each.style) and style.font.size}
    assert min(sizes) >= Pt(18)


def test_what_looks_like_markup_is_written_as_it_stands() -> None:
    more = ("<w:p/>]]>&amp;", "{PAGE}", "=HYPERLINK(1)", "😀 日本語 שלום مرحبا", "A" * 10_000)
    docx = written(sheet(*HOSTILE, *more, "a\x00\x0b\x1f\ufffeb\u202e c"))
    for each in (*HOSTILE, *more, "ab c"):
        assert each in docx.text, each[:40]
    assert len(docx.headings()) == 4, "no heading was made of a text"


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_whole_file(one: str, other: str) -> None:
    section = Section(heading=Words(text=other), paragraphs=(Words(text=one, language="en"),))
    docx = written(Sheet(title=Words(text=one).text or "x", language="es", sections=(section,)))
    check_docx(docx, language="es", title=docx.headings()[0][1], maker="Rungs")


def test_the_same_sheet_gives_the_same_file() -> None:
    first, again = (write_docx(sheet(), maker="Rungs", made_at=NOON) for _ in range(2))
    assert first == again
    assert write_docx(sheet("other"), maker="Rungs", made_at=NOON) != first


def test_too_much_is_refused() -> None:
    with pytest.raises(PaperRefused, match="too much for paper"):
        written(sheet("x" * MOST_BYTES))
