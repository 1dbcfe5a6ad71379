"""PDFs on the site: one press a process, and the answer that carries a PDF."""

from pathlib import Path

from flask import Flask, current_app
from flask_babel import force_locale
from werkzeug.wrappers import Response as AnyResponse

from portal.paper.press import Pdf, Press
from portal.paper.sheet import Sheet
from portal.settings import Settings
from portal.web.language import LOCALES
from portal.web.translate import gettext

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "paper"


def init_pdf(app: Flask, settings: Settings) -> None:
    """Read the fonts for paper."""
    app.extensions["press"] = Press(FONTS, maker=settings.name)


def print_sheet(sheet: Sheet) -> Pdf:
    """A sheet as PDF, of the time that the site goes by.

    Raises: PaperRefused.
    """
    press: Press = current_app.extensions["press"]
    settings: Settings = current_app.extensions["settings"]
    with force_locale(LOCALES[sheet.language]):
        box_note = gettext("□ stands for a letter that we cannot print. The site shows it.")
    return press.print_sheet(sheet, made_at=settings.now(), box_note=box_note)


def pdf_response(pdf: Pdf, *, file_name: str) -> AnyResponse:
    """The answer with a PDF that belongs to one person: kept by no cache, found by no search engine."""
    return AnyResponse(
        bytes(pdf),
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )
