"""Word files (DOCX) on the site: of the sheet that a PDF is made of, and the answer that carries one."""

from flask import current_app
from werkzeug.wrappers import Response as AnyResponse

from portal.paper.docx import Docx, write_docx
from portal.paper.press import Press
from portal.paper.sheet import Sheet
from portal.settings import Settings

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write_word_file(sheet: Sheet) -> Docx:
    """A sheet as a Word file, of the time that the site goes by.

    Raises: PaperRefused.
    """
    press: Press = current_app.extensions["press"]
    settings: Settings = current_app.extensions["settings"]
    picture = sheet.picture
    png = press.draw(picture.svg, width_cm=picture.width_cm) if picture is not None else None
    return write_docx(sheet, maker=settings.name, made_at=settings.now(), picture_png=png)


def word_response(docx: Docx, *, file_name: str) -> AnyResponse:
    """The answer with a file that belongs to one person: kept by no cache, found by no search engine."""
    return AnyResponse(
        bytes(docx),
        mimetype=DOCX_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )
