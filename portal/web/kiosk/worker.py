"""The service worker's text: the script, with the list of files that kiosks keep for when there is no network."""

import hashlib
import json

from portal.web.assets import Assets

SCRIPT = "js/kiosk-worker.js"
KEPT = ("site.css", "vendor/icons.svg", "img/favicon.svg")
FOLDERS = ("js/kiosk", "vendor/fonts/", "img/interests/")


def write_worker(assets: Assets) -> str:
    """The script after one line that names the files and their version."""
    names = [name for name in assets.names() if name in KEPT or (name.startswith(FOLDERS) and name != SCRIPT)]
    files = [f"/static/{name}" if name.startswith("js/") else assets.url(name) for name in names]
    script = assets.find(SCRIPT)
    assert script is not None, "static/js/kiosk-worker.js is missing"
    versions = [assets.url(name) for name in names]
    return (
        f"const FILES = {json.dumps(files)};\nconst VERSION = {json.dumps(_digest(versions))};\n"
        + script.content.decode()
    )


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
