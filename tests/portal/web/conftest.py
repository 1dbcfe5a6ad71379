"""The site over the small world, made once a session: pages only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.web.app import create_app
from tests.fixtures.staff_site import small_staff_site
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import StaffWorld
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

CONFIG = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture(scope="module")
def staff_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """A small site of a test file's own, which its tests may change, with two organisations in it."""
    with small_staff_site(tmp_path_factory.mktemp("staff"), sqlite_template) as app:
        app.config["TESTING"] = True
        app.config["WTF_CSRF_ENABLED"] = False  # tests of forms; test_matrix.py turns it on again
        yield app


@pytest.fixture
def staff_world(staff_site: Flask) -> StaffWorld:
    world: StaffWorld = staff_site.extensions["staff_world"]
    return world


@pytest.fixture
def pages(small_site: Flask) -> PageClient:
    return PageClient(small_site.test_client())
