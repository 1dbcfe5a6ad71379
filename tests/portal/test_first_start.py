"""The first start of a bare clone: reference data loads by itself beside the site, and a dead line harms nothing."""

import re
import time
from pathlib import Path

import pytest
import requests
from rich.console import Console

from portal.prepare import prepare
from portal.settings import ROOT, load_settings
from tests.ingest.reference_feeds import ONET
from tests.portal.test_serve import free_port, serving, wait_until_ready

LOAD_SECONDS = 60
PAGE = "/occupations/31-1131?region=county:18089"


@pytest.mark.long
def test_reference_data_loads_beside_the_site_and_a_dead_line_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First without a line (loopback refuses), then again with one (a mirror in its place)."""
    config, data, mirror = tmp_path / "config", tmp_path / "data", tmp_path / "mirror"
    write_config(config)
    monkeypatch.setenv("PORTAL_CONFIG_DIR", str(config))
    monkeypatch.setenv("PORTAL_DATA_DIR", str(data))
    prepare(load_settings(), Console(quiet=True)).dispose()

    port = free_port()
    with serving(data, port, PORTAL_CONFIG_DIR=str(config), PORTAL_MIRROR="") as process:
        wait_until_ready(process, port)
        log = wait_for(lambda: read_log(data), "onet: failed")
        page = requests.get(f"http://127.0.0.1:{port}{PAGE}", timeout=10)
        assert page.status_code == 200
        assert "The abilities it asks for are not loaded yet" in page.text
        assert "ingest run onet" in page.text, "how to load it"
        assert wait_until_ready(process, port)["ready"] is True
    assert "Traceback" not in log

    write_onet(mirror)
    port = free_port()
    with serving(data, port, PORTAL_CONFIG_DIR=str(config), PORTAL_MIRROR=str(mirror)) as process:
        wait_until_ready(process, port)
        text = wait_for(
            lambda: requests.get(f"http://127.0.0.1:{port}{PAGE}", timeout=10).text, "Turn patients."
        )
        assert "This product includes information from the O*NET" in text


def wait_for(ask: object, words: str) -> str:
    assert callable(ask)
    deadline = time.monotonic() + LOAD_SECONDS
    while time.monotonic() < deadline:
        text = str(ask())
        if words in text:
            return text
        time.sleep(0.3)
    raise AssertionError(f"“{words}” did not come: {text[-2000:]}")


def read_log(data: Path) -> str:
    log = data / "scheduler.log"
    return log.read_text(encoding="utf-8") if log.is_file() else ""


def write_config(folder: Path) -> None:
    """What ships, with O*NET as the only source besides the samples, at an address of this machine that refuses."""
    (folder / "sources").mkdir(parents=True)
    for path in (ROOT / "config").iterdir():
        if path.name != "sources":
            (folder / path.name).symlink_to(path, target_is_directory=path.is_dir())
    (folder / "sources" / "sample.toml").symlink_to(ROOT / "config" / "sources" / "sample.toml")
    text = (ROOT / "config" / "sources" / "onet.toml").read_text(encoding="utf-8")
    text = re.sub(r"records = .*", "records = { min = 1, max = 100 }", text)
    text = re.sub(
        r'url = "https://www\.onetcenter\.org/dl_files.*"', 'url = "https://127.0.0.1:9/db.zip"', text
    )
    text = text.replace("enabled = true", "enabled = true\nallow_private_addresses = true")
    (folder / "sources" / "onet.toml").write_text(text, encoding="utf-8")


def write_onet(mirror: Path) -> None:
    release = mirror / "onet" / "db_30_1_text"
    release.mkdir(parents=True)
    for name, text in ONET.items():
        (release / f"{name}.txt").write_text(text, encoding="utf-8")
