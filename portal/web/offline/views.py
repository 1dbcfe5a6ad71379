"""The service worker with what it keeps, and the page that it shows where it has none."""

import json

from flask import Blueprint, Response, abort, current_app
from flask_babel import force_locale

from portal.web.assets import Assets
from portal.web.htmx import render_page
from portal.web.language import LOCALES, offered_languages

blueprint = Blueprint("offline", __name__)
WORKER = "js/sw.js"
FILES = (
    "site.css",
    "vendor/htmx.min.js",
    "vendor/icons.svg",
    "vendor/fonts/atkinson-latin-400.woff2",
    "vendor/fonts/atkinson-latin-600.woff2",
    "vendor/fonts/atkinson-latin-800.woff2",
    "img/favicon.svg",
    *(f"js/{name}.js" for name in ("announce", "display", "glossary", "offline", "read-aloud", "suggest")),
)
"""What every page needs. The rest is kept when a page that uses it is seen."""


@blueprint.get("/sw.js")
def service_worker() -> Response:
    """The service worker. It is another one as soon as any file of the site is, and then drops what it kept before."""
    assets: Assets = current_app.extensions["assets"]
    worker = assets.find(WORKER)
    if worker is None:
        abort(404)
    site = {
        "version": assets.version(),
        "files": [assets.url(name) for name in FILES],
        "shells": {code: f"/offline/{code}" for code in offered_languages()},
    }
    text = f"const SITE = {json.dumps(site)};\n{worker.content.decode()}"
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/offline")
def kept_pages() -> Response:
    """The pages that this browser keeps."""
    return render_page("offline/offline", is_shell=False)


@blueprint.get("/offline/<code>")
def shell(code: str) -> Response:
    """The same in one language, as it is shown in the place of a page that is not kept."""
    if code not in offered_languages():
        abort(404)
    with force_locale(LOCALES[code]):
        return render_page("offline/offline", is_shell=True)
