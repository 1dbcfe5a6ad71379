"""The drawings of the pictures of work, as markup that takes the colours of the page around it."""

from pathlib import Path

from flask import Flask
from markupsafe import Markup

_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" '
_INLINE = '<svg class="picture" aria-hidden="true" focusable="false" '


def init_drawings(app: Flask, folder: Path) -> None:
    """Give templates `interest_picture(id)`: the drawing of a picture of work. Words always stand beside it."""
    drawings = {
        path.stem: Markup(_inline(path.read_text(encoding="utf-8")))  # noqa: S704 our own files
        for path in sorted((folder / "img" / "interests").glob("*.svg"))
    }
    app.jinja_env.globals["interest_picture"] = drawings.__getitem__


def _inline(text: str) -> str:
    return text.replace(_OPEN, _INLINE, 1).replace("\n", "")
