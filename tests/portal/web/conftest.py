"""The site over the small world, made once a session: pages only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.search.build import open_search_engine
from portal.search.reindex import reindex
from portal.store.engine import open_engine, open_session
from portal.web.app import create_app
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import fill_store, settings_for

CONFIG = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, folder, CONFIG)
    engine = open_engine(url)
    with open_session(engine) as session:
        reindex(session, open_search_engine(settings))
    engine.dispose()
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    app.extensions["store_engine"].dispose()


@pytest.fixture
def pages(small_site: Flask) -> PageClient:
    return PageClient(small_site.test_client())
