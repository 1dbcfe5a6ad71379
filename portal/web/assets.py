"""Our own and the vendored front-end files: one stylesheet, addresses that carry a content hash, compressed once."""

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Flask, Response, abort, current_app, request
from markupsafe import Markup

STYLESHEET = "site.css"
STYLE_ORDER = ("tokens.css", "reset.css", "layout.css", "components/*.css", "media.css")
SERVED = (
    "js/*.js",
    "img/*.svg",
    "img/*/*.svg",
    "vendor/htmx.min.js",
    "vendor/icons.svg",
    "vendor/fonts/*.woff2",
)
COMPRESSED_TYPES = ("text/", "image/svg+xml", "application/javascript")
_ADDRESS = re.compile(r'url\("([^":]+)"\)')
YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"

blueprint = Blueprint("assets", __name__)


class Asset(NamedTuple):
    """One file as it is sent."""

    content: bytes
    compressed: bytes | None
    media_type: str
    version: str


class Assets:
    """All files under `static/`, read when the process starts."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, Asset] = {}
        for pattern in SERVED:
            for path in sorted(folder.glob(pattern)):
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        styles = (path for pattern in STYLE_ORDER for path in sorted((folder / "css").glob(pattern)))
        sheet = "".join(path.read_text(encoding="utf-8") for path in styles)
        self._add(STYLESHEET, _ADDRESS.sub(lambda found: f'url("{self.url(found[1])}")', sheet).encode())

    def _add(self, name: str, content: bytes) -> None:
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if media_type == "application/javascript":
            media_type = "text/javascript"
        compressible = media_type.startswith(COMPRESSED_TYPES)
        self._by_name[name] = Asset(
            content=content,
            compressed=gzip.compress(content, 9, mtime=0) if compressible else None,
            media_type=media_type,
            version=hashlib.sha256(content).hexdigest()[:12],
        )

    def find(self, name: str) -> Asset | None:
        """One file by its path below `static/`."""
        return self._by_name.get(name)

    def names(self) -> tuple[str, ...]:
        """Paths of all files below `static/`, in order."""
        return tuple(sorted(self._by_name))

    def url(self, name: str) -> str:
        """Address of a file with its version, so that it can be kept for a year."""
        asset = self._by_name.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    def version(self) -> str:
        """One version of all files together: another one as soon as any file is."""
        lines = (f"{name} {asset.version}" for name, asset in sorted(self._by_name.items()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def icon(self, name: str) -> Markup:
        """An icon of the sprite. It never stands alone: words beside it say what it means."""
        return Markup(
            '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#icon-{}"></use></svg>'
        ).format(self.url("vendor/icons.svg"), name)


def init_assets(app: Flask, folder: Path) -> None:
    """Serve `folder` under `/static/` and give templates `asset(name)`."""
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["icon"] = assets.icon
    app.register_blueprint(blueprint)


@blueprint.get("/static/<path:name>")
def static_file(name: str) -> Response:
    """One front-end file."""
    assets: Assets = current_app.extensions["assets"]
    asset = assets.find(name)
    if asset is None:
        abort(404)
    squeezed = asset.compressed is not None and bool(request.accept_encodings["gzip"])
    response = Response(
        asset.compressed if squeezed and asset.compressed else asset.content, mimetype=asset.media_type
    )
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    if asset.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = YEAR if request.args.get("v") == asset.version else SHORT
    response.set_etag(asset.version)
    response.make_conditional(request)
    return response


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for this name whatever a page says."""
    return static_file("img/favicon.svg")
