"""How a Word file looks: sizes, fonts and colours of the named styles that its paragraphs use."""

from typing import Any, Final, Self

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from portal.domain.model import DataModel
from portal.paper.press import LARGE_PT

FONT: Final = "Arial"
"""On most machines; others put a look-alike in its place. Fonts are not packed into the file."""
PAGE_CM: Final = (21.59, 27.94)
"""Letter, as in the PDF."""
MARGIN_CM: Final = 1.9
ROOM_TO_WRITE: Final = 1.8
"""Height of a line that somebody writes on, in lines."""
BULLET: Final = "•"
INK: Final = RGBColor(0x1F, 0x24, 0x21)
TEAL: Final = RGBColor(0x0B, 0x5F, 0x5A)
_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


class Sizes(DataModel):
    """Sizes of letters. Units: points."""

    text: float
    small: float
    footer: float

    @classmethod
    def of(cls, *, is_large: bool) -> Self:
        """In large print nothing but the footer is smaller than 18 points."""
        if is_large:
            return cls(text=LARGE_PT, small=LARGE_PT, footer=14)
        return cls(text=11, small=10, footer=8.5)

    def heading(self, level: int) -> float:
        """Of a heading; half points are the least step of Word."""
        return round(self.text * {1: 1.75, 2: 1.27}.get(level, 1.1) * 2) / 2


def set_styles(document: Document, *, sizes: Sizes, locale: str) -> None:
    """Set page, language and styles; take away what the empty document has and no sheet uses."""
    page = document.sections[0]
    page.page_width, page.page_height = map(Cm, PAGE_CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    styles: Any = document.styles
    _set_defaults(styles.element.xpath(".//w:rPrDefault/w:rPr")[0], size=sizes.text, locale=locale)
    for unused in styles.element.xpath(
        "./w:style[@w:type='table'][not(@w:default='1')][not(w:name/@w:val='Table Grid')]"
    ):
        styles.element.remove(unused)
    _unlink(styles.element)
    _set_bullets(document)
    _set(styles["Normal"], size=sizes.text, after=6)
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        _set(style, size=sizes.heading(level), after=4, before=0 if level == 1 else 12)
        style.font.bold, style.font.color.rgb = True, TEAL
        style.paragraph_format.keep_with_next = True
    bullets = styles["List Bullet"]
    _set(bullets, size=sizes.text, after=4)
    for mark in bullets.element.xpath("./w:pPr/w:contextualSpacing"):
        mark.getparent().remove(mark)
    _set(styles["Footer"], size=sizes.footer, after=0)
    for stops in styles["Footer"].element.xpath("./w:pPr/w:tabs"):  # one in the middle, which no sheet uses
        stops.getparent().remove(stops)
    for name, size in (("Remark", sizes.small), ("Table Text", sizes.small), ("To Write", sizes.text)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _set(made, size=size, after=3)
    _set_box(styles["To Write"])


def _set(style: ParagraphStyle, *, size: float, after: float, before: float = 0) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    _set_font(style.element.get_or_add_rPr().get_or_add_rFonts())
    letters = style.element.get_or_add_rPr()
    for other in letters.findall(qn("w:szCs")):
        letters.remove(other)
    letters.find(qn("w:sz")).addnext(_mark("w:szCs", str(round(size * 2))))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15


def _set_defaults(letters: Any, *, size: float, locale: str) -> None:
    """What holds where a reader knows no styles."""
    for tag, value in (("w:sz", str(round(size * 2))), ("w:szCs", str(round(size * 2))), ("w:lang", locale)):
        letters.find(qn(tag)).set(qn("w:val"), value)
    _set_font(letters.find(qn("w:rFonts")))


def _set_font(fonts: Any) -> None:
    for each in _THEMED:
        fonts.attrib.pop(qn(each), None)
    for each in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(each), FONT)


def _set_box(style: ParagraphStyle) -> None:
    """A box with room to write by hand. Lines of dots or underscores would be lost or read aloud in some readers."""
    style.paragraph_format.line_spacing = ROOM_TO_WRITE
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_together = True
    box = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right", "between"):
        line = _mark(f"w:{side}", "single")
        for name, value in (("sz", "6"), ("space", "4"), ("color", "6B736F")):
            line.set(qn(f"w:{name}"), value)
        box.append(line)
    style.element.get_or_add_pPr().insert_element_before(box, "w:shd", "w:tabs", "w:spacing", "w:ind")


def _unlink(styles: Any) -> None:
    """Some readers draw a heading by the letters' style that is linked to it, in another colour and size."""
    for link in styles.xpath("./w:style/w:link"):
        link.getparent().remove(link)
    for twin in styles.xpath("./w:style[@w:type='character'][@w:customStyle='1']"):
        styles.remove(twin)


def _set_bullets(document: Document) -> None:
    """A bullet that every font has; the empty document's is of a font that some machines do not have."""
    numbering: Any = document.part.numbering_part.element
    for level in numbering.xpath("./w:abstractNum/w:lvl[w:numFmt/@w:val='bullet']"):
        level.find(qn("w:lvlText")).set(qn("w:val"), BULLET)
        for letters in level.findall(qn("w:rPr")):
            level.remove(letters)


def _mark(tag: str, value: str) -> Any:
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    return made
