"""How a Word file looks: sizes, fonts and colours of the named styles that its paragraphs use."""

from typing import Any, Final, Self

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
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
    for tag in ("w:rPrDefault//w:lang",):
        for mark in styles.element.xpath(f".//{tag}"):
            mark.set(qn("w:val"), locale)
    for unused in styles.element.xpath(
        "./w:style[@w:type='table'][not(@w:default='1')][not(w:name/@w:val='Table Grid')]"
    ):
        styles.element.remove(unused)
    _set(styles["Normal"], size=sizes.text, after=6)
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        _set(style, size=sizes.heading(level), after=4, before=0 if level == 1 else 12)
        style.font.bold, style.font.color.rgb = True, TEAL
        style.paragraph_format.keep_with_next = True
    _set(styles["List Bullet"], size=sizes.text, after=4)
    _set(styles["Footer"], size=sizes.footer, after=0)
    for name, size in (("Remark", sizes.small), ("Table Text", sizes.small)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _set(made, size=size, after=3)


def _set(style: ParagraphStyle, *, size: float, after: float, before: float = 0) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in _THEMED:
        fonts.attrib.pop(qn(each), None)
    for each in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(each), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
