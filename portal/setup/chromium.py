"""Where the browser tests find Chromium. It comes from the operating system; nothing is downloaded."""

import os
import shutil
import sys
from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Root may not use the sandbox; the rest keeps the browser from calling home, which a test machine may not allow.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW_TO_INSTALL = (
    "The browser tests need Chromium and found none; install it (Debian, Ubuntu: apt-get install chromium), "
    "or name one: CHROMIUM=/path/to/chromium make test"
)


def find_chromium(environment: Mapping[str, str] = os.environ) -> str | None:
    """The path of Chromium or Chrome: `$CHROMIUM` when set, else the first known name on the path."""
    if named := environment.get("CHROMIUM"):
        return shutil.which(named)
    path = environment.get("PATH")
    candidates = NAMES + (MAC_APPS if sys.platform == "darwin" else ())
    return next((found for name in candidates if (found := shutil.which(name, path=path))), None)
