"""Figures for a monitor: closed without a token, complete with it, and never anything about a person."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from portal.domain.errors import InvalidSettings
from portal.settings import ROOT, load_settings
from portal.store.engine import open_engine, open_session
from portal.store.tables import RejectedRecordRow
from portal.web.app import create_app
from tests.portal.web.test_data_health import FLOOR, a_run
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

CONFIG = ROOT / "config"
TOKEN = "a-token-of-the-monitor"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("metrics")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with open_session(engine) as session:
        good, held = a_run("nyc", "succeeded"), a_run("nyc", "quarantined", error=FLOOR)
        session.add(good)
        session.add(held)
        session.flush()
        session.add(RejectedRecordRow(run_id=good.id or 0, source_key="nyc", reason="not a date", record={}))
        session.commit()
    engine.dispose()
    settings = settings_for(url, folder, CONFIG).model_copy(update={"metrics_token": TOKEN})
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


def read(app: Flask) -> dict[str, dict[tuple[str, ...], float]]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(answer.get_data(as_text=True)):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.values()))] = sample.value
    return found


def test_a_monitor_reads_runs_ages_counts_and_page_times(watched: Flask) -> None:
    watched.test_client().get("/jobs?q=secret+words+of+a+person&region=zip:46402:25")
    figures = read(watched)
    assert figures["rungs_ingest_runs_total"]["nyc", "quarantined"] == 1
    assert figures["rungs_source_quarantined"]["nyc",] == 1
    assert figures["rungs_source_last_good_run_age_seconds"]["nyc",] == 0
    assert figures["rungs_rejected_records"]["not a date", "nyc"] == 1
    assert sum(figures["rungs_live_postings"].values()) > 0
    assert figures["rungs_waiting_copies"] == {(): 0}
    assert figures["rungs_index_ready"] == {(): 1}
    pages = {label for labels in figures["rungs_page_seconds_count"] for label in labels}
    assert "jobs.jobs_list" in pages
    text = (
        watched.test_client()
        .get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        .get_data(as_text=True)
    )
    assert not any(word in text for word in ("secret", "46402", "Mozilla", "127.0.0.1"))


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic Zm9v"}])
def test_without_the_token_it_stays_closed(watched: Flask, header: dict[str, str]) -> None:
    assert watched.test_client().get("/metrics", headers=header).status_code == 401


def test_without_a_token_in_the_settings_the_address_does_not_exist(small_site: Flask) -> None:
    answer = small_site.test_client().get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


def test_a_short_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_METRICS_TOKEN", "short")
    with pytest.raises(InvalidSettings, match="metrics_token"):
        load_settings()


def test_alive_is_not_ready(small_site: Flask, tmp_path: Path) -> None:
    client = small_site.test_client()
    assert client.get("/health/live").get_json() == {"alive": True}
    assert client.get("/health/ready").get_json()["ready"] is True
    empty = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path, CONFIG))
    try:
        assert empty.test_client().get("/health/live").status_code == 200
        assert empty.test_client().get("/health/ready").status_code == 503
    finally:
        close_site(empty)
