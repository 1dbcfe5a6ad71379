"""Makes a sheet into a PDF that screen readers can read (PDF/UA-1), by typst: in process, without network or files."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from portal.domain.errors import PortalError
from portal.paper.letters import BOX, clean, find_unprintable
from portal.paper.sheet import MOST_BYTES, Sheet

FORMS = Path(__file__).parent / "forms"
STANDARD: Final = "ua-1"
SIZES_PT = (11.0, 10.0, 9.0)
"""Tried in this order, until all stands on one page; else the first of them, on several pages."""
MOST_TO_SHRINK = 2
"""Pages in the first size; more than these are not one page in the last size."""
LARGE_PT = 18.0
"""Large print, as the American Printing House for the Blind defines it: 18 points at least."""
_PROBE = b"""#set document(title: "probe")
#set text(font: ("Atkinson Hyperlegible Next", "Libertinus Serif", "DejaVu Sans Mono"))
#sys.inputs.text
"""
_DRAWING = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1cm)
"""
DOTS_PER_INCH: Final = 300


class PaperRefused(PortalError):
    """A sheet that cannot be printed: too large, or not of the form that typst takes."""


class Pdf(bytes):
    """A whole PDF."""


class Press:
    """Fonts are read once; then many threads may print with it."""

    def __init__(self, font_folder: Path, *, maker: str) -> None:
        """`font_folder` has the TrueType files of the site's font; without it typst's own fonts are used."""
        folders = [str(font_folder)] if font_folder.is_dir() else []
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
        self._maker = maker

    @property
    def has_site_font(self) -> bool:
        """Whether the font of the site was found."""
        return "Atkinson Hyperlegible Next" in self._fonts.families()

    def print_sheet(self, sheet: Sheet, *, made_at: datetime, box_note: str = "") -> Pdf:
        """The same sheet and time give the same bytes. Letters that no font has stand as □.

        `box_note` says so on the paper where there is one.
        Raises: PaperRefused when the sheet is larger than `MOST_BYTES`, or typst cannot make it.
        """
        raw = _cleaned(sheet.model_dump(mode="json"))
        if len(json.dumps(raw)) > MOST_BYTES:
            raise PaperRefused(f"This is too much for paper: more than {MOST_BYTES:,} letters.")
        unprintable = find_unprintable(_texts(raw), self._can_print)
        if unprintable:
            raw = _replaced(raw, str.maketrans(dict.fromkeys(unprintable, BOX)))
            raw["lead"] = [*raw["lead"], *([{"text": box_note, "language": ""}] if box_note else [])]
        raw["title"] = raw["title"].strip() or "–"
        raw["maker"] = self._maker
        data = json.dumps(raw)
        sizes = (LARGE_PT,) if sheet.is_large else SIZES_PT
        first, pages = self._compile(data, sizes[0], made_at)
        if not 1 < pages <= MOST_TO_SHRINK:
            return first
        for size in sizes[1:]:
            smaller, pages = self._compile(data, size, made_at)
            if pages == 1:
                return smaller
        return first

    def draw(self, svg: str, *, width_cm: float) -> bytes:
        """A drawing of ours (SVG) as dots (PNG), for files that take no SVG.

        Raises: PaperRefused when it is no drawing.
        """
        inputs = {"svg": svg, "width": str(width_cm)}
        try:
            made = typst.Compiler(_DRAWING, font_paths=self._fonts, sys_inputs=inputs).compile(
                format="png", ppi=DOTS_PER_INCH
            )
        except typst.TypstError as error:
            raise PaperRefused(f"This cannot be drawn: {error.message}") from error
        assert isinstance(made, bytes)
        return made

    def _compile(self, data: str, size: float, made_at: datetime) -> tuple[Pdf, int]:
        inputs = {"data": data, "size": str(size)}
        try:
            compiler = typst.Compiler(
                FORMS / "sheet.typ",
                root=FORMS,
                font_paths=self._fonts,
                ignore_system_fonts=True,
                sys_inputs=inputs,
            )
            # typst refuses a time with parts of a second
            made = compiler.compile(
                format="pdf", pdf_standards=[STANDARD], timestamp=made_at.replace(microsecond=0)
            )
            pages = json.loads(compiler.query("<pages>", field="value", one=True))
        except typst.TypstError as error:
            raise PaperRefused(f"This cannot be printed: {error.message}") from error
        assert isinstance(made, bytes)
        return Pdf(made), int(pages)

    def _can_print(self, text: str) -> bool:
        try:
            compiler = typst.Compiler(_PROBE, font_paths=self._fonts, sys_inputs={"text": text})
            compiler.compile(format="pdf", pdf_standards=[STANDARD])
        except typst.TypstError:
            return False
        return True


def _cleaned(value: Any) -> Any:
    return _map(value, clean)


def _replaced(value: Any, table: dict[int, str]) -> Any:
    return _map(value, lambda text: text.translate(table))


def _map(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map(each, change) for each in value]
    if isinstance(value, dict):
        return {key: each if key == "svg" else _map(each, change) for key, each in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "svg":
                yield from _texts(each)
