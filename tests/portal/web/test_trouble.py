"""What a person sees when the search index or the database is away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.store.engine import open_engine
from portal.web.app import create_app
from tests.portal.web.conftest import CONFIG
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import close_site, fill_store, settings_for


@pytest.fixture
def bare_site(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    """A site of its own, without a search index."""
    shutil.copyfile(sqlite_template, tmp_path / "site.sqlite")
    url = f"sqlite:///{tmp_path / 'site.sqlite'}"
    fill_store(url, CONFIG)
    app = create_app(settings_for(url, tmp_path, CONFIG))
    yield app
    close_site(app)


def test_without_search_the_jobs_of_the_place_are_shown_and_it_is_said(bare_site: Flask) -> None:
    page = PageClient(bare_site.test_client()).get("/jobs?q=nurse&region=zip:46402:25")
    assert "Searching by words does not work right now" in page.words()
    assert "Kitchen Helper" in page.words()
    credential = PageClient(bare_site.test_client()).get("/credentials/cna-in")
    assert "See open jobs that ask for it" in credential.words()


def test_a_database_that_breaks_gives_a_calm_page(bare_site: Flask, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'site.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ingest_run"))
    engine.dispose()
    client = bare_site.test_client()
    page = PageClient(client).get("/jobs", status=503)
    assert "We are away for a moment" in page.words()
    assert client.get("/jobs").headers["Retry-After"] == "60"
    health = client.get("/health")
    assert health.status_code == 503
    assert health.get_json()["ready"] is False


def test_an_empty_catalog_is_not_ready_but_alive(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "site.sqlite")
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'site.sqlite'}", tmp_path, CONFIG))
    answer = app.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.get_json()["alive"] is True
    assert "catalog" in answer.get_json()["reason"]
    close_site(app)


def test_logs_hold_no_address(bare_site: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'site.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ingest_run"))
    engine.dispose()
    bare_site.test_client().get("/jobs?q=my-secret-wish&region=zip:46402:25")
    assert caplog.records
    assert "my-secret-wish" not in caplog.text
    assert "46402" not in caplog.text
