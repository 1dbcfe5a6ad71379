"""Copies of an offer through the real loop: two sources, one offer, one hit."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from ingest.dedupe.offers import read_offers, rekey
from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.store.duplicate_tables import OfferBlockRow
from portal.store.duplicates import list_copies, list_history
from portal.store.engine import open_session
from portal.store.live import live_conditions
from portal.store.posting_changes import list_changed, read_stamp, read_waiting
from portal.store.runs import POSTING_CHANGES, data_version
from portal.store.tables import EmbeddedLoad, JobPostingRow
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


def changes_of(session: Session) -> int:
    known = session.get(EmbeddedLoad, POSTING_CHANGES)
    return known.rows if known else 0


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


def test_an_offer_read_with_its_feed_has_the_key_that_the_stored_row_gives(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop = replace(workshop, trust=TRUST)
    run(workshop, "nyc", rows(), tmp_path)
    with open_session(workshop.engine) as session:
        ids = session.exec(select(JobPostingRow.id)).all()
        assert len(ids) > 2
        _, keys, before = rekey(session, [posting_id or 0 for posting_id in ids])
        drawers = select(OfferBlockRow.offer_key, OfferBlockRow.block_key)
        laid = set(session.exec(drawers.where(col(OfferBlockRow.offer_key).in_(keys))))
        offers = read_offers(session, sorted(keys))
    assert keys == before
    assert laid == {(offer.offer_key, block) for offer in offers for block in offer.block_keys}


def test_a_copy_that_begins_to_wait_has_changed_though_its_own_run_did_not_touch_it(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop = replace(workshop, trust=TRUST)
    run(workshop, "nyc_copy", [job("1")], tmp_path)
    with open_session(workshop.engine) as session:
        stamp, waiting, version = read_stamp(session), read_waiting(session), data_version(session)
    later = replace(workshop, now=workshop.now + timedelta(hours=1))
    run(later, "nyc", [job("9")], tmp_path)
    with open_session(workshop.engine) as session:
        copy = session.exec(select(JobPostingRow).where(JobPostingRow.source_key == "nyc_copy")).one()
        assert copy.shown_from_on is not None
        assert copy.changed_at.replace(tzinfo=UTC) == later.now.astimezone(UTC)
        assert list_changed(session, stamp, waiting)[0] >= {copy.id}
        assert data_version(session) != version


def test_a_run_that_only_moved_copies_changes_the_version_and_one_that_moved_nothing_does_not(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop = replace(workshop, trust=TRUST)
    for key, ref in (("nyc", "9"), ("nyc_copy", "1")):
        run(workshop, key, [job(ref)], tmp_path)
    with open_session(workshop.engine) as session:
        before = data_version(session).split("-")[0]
        assert changes_of(session) == 2
    run(workshop, "nyc", [job("9")], tmp_path)
    with open_session(workshop.engine) as session:
        assert changes_of(session) == 2
    run(replace(workshop, trust={"nyc": 10, "nyc_copy": 20}), "nyc", [job("9")], tmp_path)
    with open_session(workshop.engine) as session:
        assert changes_of(session) == 3
        assert data_version(session).split("-")[0] == before, "the run itself counted no change"
