"""Data health: each source against its promise, the worst first, with what to do and no path of the machine."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.source import SourceConfig
from portal.domain.source_times import longest_gap_days
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.tables import IngestRunRow, JobPostingRow, RejectedRecordRow
from portal.web.app import create_app
from portal.web.data_health.view_models import Health, judge_health
from tests.ingest.feeds import source
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import NOW, REAL, close_site, fill_store, settings_for

CONFIG = ROOT / "config"
FLOOR = "nyc: 12 records, fewer than the floor of 200. Nothing was changed. Look at the source."


def a_run(
    key: str, status: str, *, at: datetime = NOW, error: str = "", rejections: dict[str, int] | None = None
) -> IngestRunRow:
    rejections = rejections or {}
    return IngestRunRow(
        source_key=key, status=status, started_at=at, finished_at=at, as_of=at, error=error, fetched=1500,
        parsed=1500 - sum(rejections.values()), rejected=sum(rejections.values()), documents=[], warnings=[],
        rejections=rejections,
    )  # fmt: skip


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """The small world after a feed that was not believed and a run that broke."""
    folder = tmp_path_factory.mktemp("health")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with open_session(engine) as session:
        day_before = NOW - timedelta(days=1)
        good = a_run("nyc", "succeeded", at=day_before, rejections={"not a date": 2, "wrong type": 5})
        session.add(good)
        session.flush()
        for ref, detail in (
            ("783282-External", f"“<script>alert(1)</script>” {'x' * 300}"),
            ("7", "<b>soon</b> where a day belongs"),
        ):
            session.add(
                RejectedRecordRow(
                    run_id=good.id or 0,
                    source_key="nyc",
                    source_ref=ref,
                    reason="not a date",
                    detail=detail,
                    record={},
                )
            )
        row = session.get_one(JobPostingRow, REAL).model_dump()
        copy = {"id": 301, "source_ref": "copy", "shown_from_on": date.max}
        session.add(JobPostingRow.model_validate(row | copy))
        session.add(a_run("nyc", "quarantined", error=FLOOR))
        session.add(a_run("usajobs", "failed", error="No space left on device: '/srv/secret/x.part'"))
        session.commit()
    engine.dispose()
    app = create_app(settings_for(url, folder, CONFIG))
    app.config["TESTING"] = True
    yield app
    close_site(app)


def test_what_needs_a_person_stands_first_and_says_what_to_do(troubled: Flask) -> None:
    page = PageClient(troubled.test_client()).get("/data-health")
    words = page.words()
    assert "2 sources need a person to look." in words
    titles = [heading.text.strip() for heading in page.all("h2") if heading.text]
    assert titles[0] == "Jobs NYC postings"
    assert FLOOR in words
    assert "1 day ago" in words, "the age is of the last good run, not of the one held back"
    assert "1,493 of 1,500 taken" in words
    assert words.index("wrong type: 5") < words.index("not a date: 2")


def test_no_path_of_the_machine_is_shown(troubled: Flask) -> None:
    words = PageClient(troubled.test_client()).get("/data-health").words()
    assert "last try failed" in words
    assert "secret" not in words


def test_spanish_says_it_in_spanish(troubled: Flask) -> None:
    words = PageClient(troubled.test_client()).get("/data-health", language="es").words()
    assert "2 fuentes necesitan que alguien las mire." in words
    assert "hace 1 día" in words


def test_about_the_data_leads_there(pages: PageClient) -> None:
    assert "/data-health" in {link.get("href") for link in pages.get("/about-data").all("a")}


def weekly(*, is_on: bool = True) -> SourceConfig:
    return source("nyc", enabled=is_on, schedule={"days": ["mon", "thu"], "time_utc": "03:00"})


MONDAY_RUN = datetime(2026, 6, 15, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "health"),
    [
        (datetime(2026, 6, 17, 12, tzinfo=UTC), Health.GOOD),
        (datetime(2026, 6, 19, 2, 59, tzinfo=UTC), Health.GOOD),  # within the day of grace
        (datetime(2026, 6, 19, 3, 0, tzinfo=UTC), Health.LATE),
    ],
)
def test_late_is_a_day_after_a_run_that_was_due_and_not_made(now: datetime, health: Health) -> None:
    good = a_run("nyc", "succeeded", at=MONDAY_RUN)
    assert judge_health(weekly(), good, good, now=now) is health


def test_the_newest_run_decides_and_off_is_no_alarm() -> None:
    good = a_run("nyc", "succeeded", at=MONDAY_RUN)
    assert judge_health(weekly(), a_run("nyc", "failed"), good, now=NOW) is Health.BROKEN
    assert judge_health(weekly(), a_run("nyc", "quarantined"), good, now=NOW) is Health.HELD_BACK
    assert judge_health(weekly(), None, None, now=NOW) is Health.NOT_YET
    assert judge_health(weekly(is_on=False), good, good, now=NOW) is Health.OFF


@pytest.mark.parametrize(
    ("days", "gap"),
    [(["mon"], 7), (["mon", "thu"], 4), (["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 1)],
)
def test_the_promise_is_the_longest_gap_of_the_schedule(days: list[str], gap: int) -> None:
    assert longest_gap_days(source("nyc", schedule={"days": days, "time_utc": "03:00"})) == gap


def test_the_lag_of_the_search_index_is_told(troubled: Flask, small_site: Flask) -> None:
    away = PageClient(troubled.test_client()).get("/data-health").words()
    assert "Search away" in away
    assert "A person should build the index again." in away
    fine = PageClient(small_site.test_client()).get("/data-health").words()
    assert "Search in step" in fine
    assert "Jobs in it 5" in fine


def test_samples_of_what_was_not_taken_are_short_and_without_markup(troubled: Flask) -> None:
    page = PageClient(troubled.test_client()).get("/data-health")
    words = page.words()
    assert "What was not taken, and why" in words
    assert "783282-External" in words
    assert "where a day belongs" in words
    assert "x" * 121 not in words
    assert not [tag for tag in page.all("script") if "alert" in (tag.text or "")]
    assert "ingest run nyc --accept-shrink" in words


def test_copies_and_what_a_source_was_tested_on_are_told(troubled: Flask) -> None:
    words = PageClient(troubled.test_client()).get("/data-health").words()
    assert "1 copy of a job is not shown" in words
    assert "real data that was saved" in words
    spanish = PageClient(troubled.test_client()).get("/data-health", language="es").words()
    assert "No se muestra 1 copia de un empleo" in spanish
    assert "datos reales guardados" in spanish
