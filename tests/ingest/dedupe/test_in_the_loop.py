"""Copies of an offer through the real loop: two sources, one offer, one hit."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.store.duplicates import list_copies, list_history
from portal.store.engine import open_session
from portal.store.live import live_conditions
from portal.store.tables import JobPostingRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, rows, source

TRUST = {"nyc": 90, "nyc_copy": 20}
TEXT = (
    "You care for people on a busy ward, give medicine, keep records and teach families what to do at home. "
    "You work closely with doctors, with social workers and with a team of aides whom you guide through the day."
)


def run(workshop: Workshop, key: str, feed: Sequence[dict[str, Any]], folder: Path) -> RunReport:
    file = folder / key / "jobs" / "nyc" / "nyc_open_data_kpav-sd4t_test.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(list(feed)), encoding="utf-8")
    config = source("nyc", records={"min": 0, "max": 500, "shrink": 0.0}).model_copy(update={"key": key})
    around = Surroundings(today=workshop.now.date(), data_dir=folder, config_dir=CONFIG)
    report = run_source(
        config,
        build_adapter(config, around),
        Pages(),
        workshop=workshop,
        request=RunRequest(mirror=folder / key),
    )
    assert report.status == "succeeded", report.error
    return report


def job(ref: str, *, title: str = "STAFF NURSE", last_day: date | None = None) -> dict[str, Any]:
    day = last_day.strftime("%d-%b-%Y").upper() if last_day else ""
    plain: dict[str, Any] = rows()[0]
    return plain | {"job_id": ref, "business_title": title, "post_until": day, "job_description": TEXT}


def shown(workshop: Workshop) -> list[str]:
    with open_session(workshop.engine) as session:
        found = session.exec(select(JobPostingRow).where(*live_conditions(workshop.now)))
        return sorted(f"{row.source_key} {row.source_ref}" for row in found)


def everything(workshop: Workshop) -> list[tuple[Any, ...]]:
    tables = (
        "job_posting",
        "job_posting_place",
        "offer_block",
        "offer_likeness",
        "posting_repost",
        "embedded_load",
    )
    with open_session(workshop.engine) as session:
        return [
            tuple(map(str, row))
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
        ]


def test_one_offer_of_two_sources_is_one_hit_and_a_second_run_changes_no_row(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop = replace(workshop, trust=TRUST)
    run(workshop, "nyc_copy", [job("7"), job("8", title="WELDER")], tmp_path)
    run(workshop, "nyc", [job("1")], tmp_path)
    assert [line.split("-")[0] for line in shown(workshop)] == ["nyc 1", "nyc_copy 8"]
    before = everything(workshop)
    assert run(workshop, "nyc_copy", [job("8", title="WELDER"), job("7")], tmp_path).unchanged == 2
    assert run(workshop, "nyc", [job("1")], tmp_path).unchanged == 1
    assert everything(workshop) == before
    with open_session(workshop.engine) as session:
        best = session.exec(select(JobPostingRow).where(JobPostingRow.source_key == "nyc")).one()
        assert [copy.source_key for copy in list_copies(session, best, now=workshop.now)] == ["nyc_copy"]
    # the better one closes: the other stands in; the copy that leaves its feed is gone
    run(workshop, "nyc", [job("5", title="PLUMBER")], tmp_path)
    assert [line.split("-")[0] for line in shown(workshop)] == ["nyc 5", "nyc_copy 7", "nyc_copy 8"]


def test_a_job_that_comes_back_under_a_new_reference_keeps_its_history(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop = replace(workshop, trust=TRUST)
    first_day = workshop.now
    run(workshop, "nyc", [job("1")], tmp_path)
    workshop = replace(workshop, now=first_day + timedelta(days=20))
    run(workshop, "nyc", [job("2")], tmp_path)
    assert [line.split("-")[0] for line in shown(workshop)] == ["nyc 2"]
    with open_session(workshop.engine) as session:
        row = session.exec(select(JobPostingRow).where(JobPostingRow.removed_at == None)).one()  # noqa: E711
        history = list_history(session, row.id or 0)
    assert [each.first_seen_at for each in history] == [first_day]
    assert history[0].until == workshop.now.date()
