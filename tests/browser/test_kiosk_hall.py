"""A hall without internet in Chromium: HTTPS by the laptop's own authority, and plain HTTP, under a hall's name."""

import base64
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from portal.kiosk.codes import start_code
from portal.kiosk_cli import write_certificates
from portal.settings import ROOT
from portal.setup.chromium import FLAGS, find_chromium
from portal.web.app import create_app
from portal.web.kiosk.events import get_event
from tests.browser.kiosk_hands import EVENT, at_attract, ready, serving, tap, to_take
from tests.portal.test_serve import free_port
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME = "fair.test"
"""No name of the internet (RFC 6761); the browser is told that it is this machine."""
START_SECONDS = 60
RUN = (
    "import sys; from pathlib import Path; from rich.console import Console; from portal.serve import serve; "
    "from portal.settings import load_settings; folder = Path(sys.argv[1]); "
    "serve(load_settings(), Console(quiet=True), certificate=folder / 'server.pem', key=folder / 'server-key.pem')"
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[Path, int, str]]:
    """What `portal kiosk-serve` does with a store that is ready: its certificates, its port, and the start code."""
    folder = tmp_path_factory.mktemp("hall")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, ROOT / "config")
    settings = settings_for(url, folder, ROOT / "config")
    build_index(settings)
    app = create_app(settings)
    app.extensions["kiosk_bundles"].build(get_event(settings, EVENT))
    close_site(app)
    write_certificates(folder / "kiosk", ("localhost", "127.0.0.1", NAME))
    port = free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    environment = {
        **kept,
        "DATABASE_URL": url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_AS_OF": "2026-06-20",
        "PORTAL_SCHEDULER": "false",
        "PORT": str(port),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder / "kiosk")],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, folder, port)
        yield folder / "kiosk", port, start_code(EVENT, number=0, secret=settings.secret_key)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
        try:
            trusting(folder / "kiosk", port, NAME)
        except (OSError, ssl.SSLError):
            time.sleep(0.2)
        else:
            return
    pytest.fail((folder / "log").read_text(encoding="utf-8"))


def trusting(folder: Path, port: int, name: str) -> str:
    """The certificate's names, as a device sees them that trusts the hall's authority and nothing else.

    Raises: ssl.SSLCertVerificationError where such a device refuses.
    """
    context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as line,
        context.wrap_socket(line, server_hostname=name) as secure,
    ):
        return str(secure.getpeercert())


@contextmanager
def tablet(chromium: "Browser", folder: Path, *more: str) -> "Iterator[Page]":
    """A page of a browser with a profile of its own that finds the hall's name."""
    context = chromium.browser_type.launch_persistent_context(
        str(folder),
        executable_path=find_chromium(),
        args=[*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1", *more],
        locale="en-US",
    )
    try:
        context.set_default_timeout(15_000)
        yield context.pages[0]
    finally:
        context.close()


def start(page: "Page", address: str, code: str) -> None:
    page.goto(f"{address}/kiosk/{EVENT}")
    page.fill("#code", code)
    page.click("button[type=submit]")
    page.wait_for_selector("html[data-ready].kiosk--attract .kiosk-starts")


def test_a_device_that_trusts_the_authority_trusts_the_laptop_alone(hall: tuple[Path, int, str]) -> None:
    folder, port, _code = hall
    for name in (NAME, "localhost", "127.0.0.1"):
        assert NAME in trusting(folder, port, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        trusting(folder, port, "example.com")
    assert (folder / "authority-key.pem").stat().st_mode & 0o077 == 0, "the key is for its owner alone"
    assert (folder / "server-key.pem").stat().st_mode & 0o077 == 0


def test_over_https_under_the_halls_name_it_works_without_a_network(
    hall: tuple[Path, int, str], chromium: "Browser", tmp_path: Path
) -> None:
    folder, port, code = hall
    leaf = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    key = leaf.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key)
    # A browser of Linux keeps authorities in a store that only its own tools write: this key is trusted instead.
    pin = f"--ignore-certificate-errors-spki-list={base64.b64encode(digest.finalize()).decode()}"
    with tablet(chromium, tmp_path / "profile", pin) as page:
        start(page, f"https://{NAME}:{port}", code)
        ready(page)
        assert page.evaluate("isSecureContext")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["rungs_kiosk"]["secure"]
        page.context.set_offline(True)
        page.reload()
        ready(page)
        to_take(page)
        assert page.locator(".kiosk-qr").is_visible()


def test_over_plain_http_under_the_halls_name_it_is_cleared_in_its_place(
    chromium: "Browser", sqlite_template: Path, tmp_path: Path
) -> None:
    with (
        serving(tmp_path, sqlite_template) as (address, code),
        tablet(chromium, tmp_path / "profile") as page,
    ):
        start(page, address.replace("127.0.0.1", NAME), code)
        assert not page.evaluate("isSecureContext")
        assert page.evaluate("navigator.serviceWorker === undefined")
        to_take(page)
        tap(page, "Get a short code")
        page.locator(".kiosk-code-text").wait_for()
        tap(page, "I am done. Clear the screen.")
        at_attract(page)
        to_take(page)
        page.context.set_offline(True)
        tap(page, "I am done. Clear the screen.")
        at_attract(page)
        assert "Nursing" not in page.locator("body").inner_text()
        to_take(page)
        assert page.locator(".kiosk-qr").is_visible(), "what is loaded goes on"
