"""Brings what the browser tests need from outside: Chromium, and a library that Playwright's own driver links to."""

import os
import shutil
import subprocess

from portal.setup.chromium import HOW_TO_INSTALL, find_chromium
from portal.setup.setup_step import VENV, SetupError, run, say

DRIVER_LIBRARY = "libatomic1"
HOW_TO_INSTALL_DRIVER_LIBRARY = (
    f"The browser tests' driver (Playwright) does not start; it needs the C library libatomic (Debian, Ubuntu: "
    f"apt-get install {DRIVER_LIBRARY})"
)


def ensure_browser() -> None:
    """Find what the browser tests need or, with apt and the right to use it, install it.

    Raises: SetupError saying what to install.
    """
    packages = {}
    if find_chromium() is None:
        packages["chromium"] = HOW_TO_INSTALL
    if not _driver_starts():
        packages[DRIVER_LIBRARY] = HOW_TO_INSTALL_DRIVER_LIBRARY
    if not packages:
        return
    apt = _find_apt()
    if apt is None or os.environ.get("CHROMIUM"):
        raise SetupError("; ".join(packages.values()))
    say(f"Installing {' and '.join(packages)} for the browser tests (a minute or so) ...")
    run("Reading Debian's package lists", [*apt, "update", "-qq"])
    run(
        "Installing what the browser tests need",
        [*apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    if find_chromium() is None:
        raise SetupError(HOW_TO_INSTALL)
    if not _driver_starts():
        raise SetupError(HOW_TO_INSTALL_DRIVER_LIBRARY)


def _driver_starts() -> bool:
    """Whether the Node.js inside the Playwright package finds its libraries; bare Debian lacks one of them."""
    node = next((VENV / "lib").glob("python3.*/site-packages/playwright/driver/node"), None)
    if node is None:
        return True
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def _find_apt() -> list[str] | None:
    """How to call apt-get here with the right to install, or None."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    prefix = []
    if os.geteuid() != 0:
        prefix = ["sudo", "-n"]
        if (
            not shutil.which("sudo")
            or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode
        ):
            return None
    return [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt]
