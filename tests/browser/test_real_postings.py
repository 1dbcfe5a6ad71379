"""The main job on real input: New York City's table of June 2026 through the loop, and a nursing ladder over it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from portal.settings import Settings
from portal.store.embedded import load_embedded
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.web.app import create_app
from tests.portal.web.world import build_index, close_site
from tests.real_data import SHARED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
LADDER = "/ladder?goal=occupation:29-1141&region=zip:10001:25&held=high-school-diploma"


@pytest.fixture(scope="module")
def new_york_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("new-york")
    settings = Settings(
        secret_key="0123456789abcdef0123456789abcdef", data_dir=folder, as_of=date(2026, 6, 20)
    )
    engine = open_engine(settings.store_url())
    migrate(engine)
    with open_session(engine) as session:
        load_embedded(session, settings.config_dir, now=settings.now(), progress=lambda _name, _rows: None)
    environment = {
        **{
            key: value for key, value in os.environ.items() if not key.startswith(("PORTAL_", "DATABASE_URL"))
        },
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_AS_OF": "2026-06-20",
    }
    command = [
        sys.executable,
        "-c",
        "from ingest.cli import main; main()",
        "run",
        "nyc",
        "--mirror",
        str(SHARED),
    ]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    engine.dispose()
    build_index(settings)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    close_site(app)


@pytest.mark.real_data
def test_a_nursing_ladder_in_new_york_city_stands_on_real_postings(
    chromium: "Browser", new_york_url: str
) -> None:
    page = chromium.new_page(base_url=new_york_url, locale="en-US")
    page.goto(LADDER)
    top = page.locator(".rung").last
    assert "Nurse" in top.locator("h2").inner_text()
    assert "New York" in top.inner_text(), "the wage names its area"
    assert "sample" not in page.locator("main").inner_text().lower()
    counted = int(top.locator(".figure").inner_text().lstrip("+"))
    assert counted > 0
    top.locator(".open a").click()
    assert page.locator("#jobs-results .card").count() == min(counted, 20)
    page.locator("#jobs-results .card a").first.click()
    text = page.locator("main").inner_text()
    assert "Jobs NYC postings" in text
    assert "What it asks for" in text
    page.close()
