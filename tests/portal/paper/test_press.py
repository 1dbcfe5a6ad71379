"""Sheets of paper: tagged, in their language, on as few pages as go, and whatever stands in them is text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.paper.press import PaperRefused, Press
from portal.paper.sheet import MOST_BYTES, Entry, Picture, Section, Sheet, Table, Words
from tests.portal.paper.reading import ReadPdf, check_ua

NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)
FONTS = Path(__file__).resolve().parents[3] / "static" / "vendor" / "paper"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7h-7z"/></svg>'
PRESS = Press(FONTS, maker="Rungs")


def words(text: str, language: str = "") -> Words:
    return Words(text=text, language=language)


def sheet(*paragraphs: str, rows: int = 2, large: bool = False, language: str = "en") -> Sheet:
    row = (words("Practical nursing", "en"), words("12 months"), words("about $5,000"), words("a school"))
    return Sheet(
        title="My plan",
        language=language,
        lead=(words("Gary, Indiana"),),
        sections=(
            Section(
                heading=words("Where I want to go"),
                entries=(Entry(name=words("Nurse"), mark="closed", lines=(words("$61,150 a year"),)),),
            ),
            Section(
                heading=words("A ladder"),
                level=3,
                table=Table(heads=("Step", "Time", "Cost", "Source"), rows=(row,) * rows),
            ),
            Section(heading=words("Notes"), paragraphs=tuple(words(each) for each in paragraphs)),
        ),
        picture=Picture(svg=SVG, alt="QR code of this plan", lines=(words("7H2X-5CWM-9RPH"),)),
        footer="Rungs",
        page_words="Page {n} of {all}",
        is_large=large,
    )


def printed(of: Sheet, box_note: str = "") -> ReadPdf:
    return ReadPdf(PRESS.print_sheet(of, made_at=NOON, box_note=box_note))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("large", [False, True])
def test_a_sheet_is_tagged_in_its_language_and_has_a_title(language: str, *, large: bool) -> None:
    pdf = printed(sheet("Call the school.", language=language, large=large))
    check_ua(pdf, language=language, title="My plan")
    tags = pdf.tags()
    assert {"/L", "/LI", "/Figure", "/P"} <= set(tags)
    if not large:
        assert tags.count("/Table") == 1
        assert tags.count("/TH") == 4
        assert tags.count("/TR") == 3
    figure = next(each for each in pdf.elements() if each["/S"] == "/Figure")
    assert figure["/Alt"] == "QR code of this plan"
    for each in ("Gary, Indiana", "closed", "$61,150 a year", "about $5,000", "Call the school.", "7H2X"):
        assert each in pdf.text
    in_tags = any(str(each.get("/Lang", "")).startswith("en") for each in pdf.elements())
    contents = [page.get_contents() for page in pdf.reader.pages]
    in_text = any(each is not None and b"/Lang(en-" in each.get_data() for each in contents)
    assert in_tags or in_text or language == "en", "an English name says that it is English"


def test_a_short_sheet_is_one_page_and_a_long_one_loses_nothing() -> None:
    assert printed(sheet("Short.")).pages == 1
    notes = [f"Line number {number} of many." for number in range(200)]
    pdf = printed(sheet(*notes, rows=40))
    assert pdf.pages > 3
    for note in notes:
        assert note in pdf.text
    assert f"Page {pdf.pages} of {pdf.pages}" in pdf.text


def test_an_entry_longer_than_a_page_flows_and_short_ones_are_not_torn() -> None:
    long = " ".join(f"w{number}" for number in range(2500))
    entries = [Entry(name=words(f"Name{number}"), lines=(words(f"Line{number}"),)) for number in range(90)]
    section = Section(heading=words("List"), entries=(Entry(name=words(long)), *entries))
    pdf = printed(Sheet(title="x", language="en", sections=(section,)))
    assert pdf.pages > 2
    assert set(long.split()) <= set(pdf.text.split())
    for page in pdf.reader.pages:
        text = page.extract_text()
        for number in range(90):
            assert (f"Name{number}\n" in text) == (f"Line{number}\n" in text), "an entry is torn"


def test_large_print_is_18_points_or_more() -> None:
    sizes: set[float] = set()

    def visit(text: str, _cm: list[float], matrix: list[float], _font: object, size: float) -> None:
        if text.strip() and "Rungs" not in text and "Page" not in text:
            sizes.add(round(abs(matrix[3]) * size, 1))

    content = PRESS.print_sheet(sheet("Large.", large=True), made_at=NOON)
    for page in ReadPdf(content).reader.pages:
        page.extract_text(visitor_text=visit)
    assert sizes
    assert min(sizes) >= 18


HOSTILE = (
    '#import "x.typ"',
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ @ref <label> = Heading",
    "// comment /* open",
    "\\u{41} \\ `raw` ~ -- ---",
    "{{n}} {n} </svg><script>",
)


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    pdf = printed(sheet(*HOSTILE))
    for each in HOSTILE:
        assert each in pdf.text, each
    assert pdf.tags().count("/H2") == 2, "no heading was made of a text"


def test_letters_that_no_font_has_are_boxes_and_it_is_said() -> None:
    text = "😀 日本語 \x00\x07\u202e ሀለሐ Łódź ñ €"
    pdf = printed(sheet(text), box_note="A box stands for a letter that we cannot print.")
    assert "□ □□□ □□□ Łód" in pdf.text
    assert "A box stands for a letter" in pdf.text
    assert "A box" not in printed(sheet("Łódź"), box_note="A box stands for").text


def test_other_writings_are_printed() -> None:
    pdf = printed(sheet("Привет שלום مرحبا Ελλάδα"))
    assert "□" not in pdf.text
    assert "Привет" in pdf.text


def test_a_word_without_end_stays_on_the_page() -> None:
    content = PRESS.print_sheet(sheet("A" * 600), made_at=NOON)
    right = 0.0

    def visit(text: str, _cm: list[float], matrix: list[float], _font: object, size: float) -> None:
        nonlocal right
        if "AAA" in text:
            right = max(right, matrix[4])

    reader = ReadPdf(content).reader
    reader.pages[0].extract_text(visitor_text=visit)
    assert reader.pages[0].extract_text().count("A" * 200) == 0, "it is broken into lines"
    assert 0 < right < reader.pages[0].mediabox.width


def test_the_same_sheet_gives_the_same_file_and_no_font_of_the_site_is_no_end(tmp_path: Path) -> None:
    assert PRESS.has_site_font, "run `make install`: the font for paper is not unpacked"
    assert PRESS.print_sheet(sheet(), made_at=NOON) == PRESS.print_sheet(sheet(), made_at=NOON)
    plain = Press(tmp_path / "none", maker="Rungs")
    assert not plain.has_site_font
    check_ua(ReadPdf(plain.print_sheet(sheet("ñ"), made_at=NOON)), language="en", title="My plan")


def test_the_real_clock_has_parts_of_a_second() -> None:
    assert PRESS.print_sheet(sheet(), made_at=NOON.replace(microsecond=123456)) == PRESS.print_sheet(
        sheet(), made_at=NOON
    )


def test_too_much_is_refused_before_it_is_set() -> None:
    with pytest.raises(PaperRefused, match="too much for paper"):
        PRESS.print_sheet(sheet("x" * MOST_BYTES), made_at=NOON)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_printed(one: str, other: str) -> None:
    made = PRESS.print_sheet(
        Sheet(
            title=Words(text=one).text or "x",
            language="es",
            sections=(Section(heading=words(other), paragraphs=(words(one, "en"),)),),
        ),
        made_at=NOON,
    )
    pdf = ReadPdf(made)
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title, "whatever it was, there is a title"
    check_ua(pdf, language="es", title=pdf.reader.metadata.title)
