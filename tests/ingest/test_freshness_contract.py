"""The freshness contract under faults of the feed and of the clock. docs/ingest.md has the matrix with each outcome.

Held throughout: no search result is expired, no live posting is lost, running twice changes no row but the run's
record, and each rejected record is kept with its reason.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from ingest.enrich.understand import Reader
from ingest.pipeline.load import OUTDATED
from portal.store.engine import open_session
from portal.store.tables import JobPostingRow, RejectedRecordRow
from tests.ingest.freshness import Site, as_feed, found_site, open_site, row

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TRUTH: dict[str, date | None] = {str(n): None if n % 2 else date(2026, 7, 10 + n) for n in range(10)}
ALL = sorted(TRUTH)


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path, reader: Reader) -> Iterator[Site]:
    found_site(tmp_path / "site", sqlite_template, reader)
    with open_site(tmp_path / "site", reader) as made:
        assert made.run(as_feed(TRUTH), NOW).status == "succeeded"
        assert made.found(NOW) == ALL
        yield made


def _bytes(feed: list[Any]) -> bytes:
    return json.dumps(feed).encode()


@pytest.mark.parametrize(
    ("fault", "feed", "status"),
    [
        ("truncated feed", lambda f: _bytes(f)[: len(_bytes(f)) * 2 // 3], "failed"),
        ("empty answer", lambda _f: b"", "failed"),
        ("HTML where JSON should be", lambda _f: b"<!doctype html><title>Busy</title>", "failed"),
        ("an object where a list should be", lambda _f: b'{"error": true}', "failed"),
        ("not UTF-8", lambda f: _bytes(f).replace(b"NURSE", b"\xff\xfe"), "failed"),
        ("empty list", lambda _f: b"[]", "quarantined"),
        ("shrunk below its floor", lambda f: _bytes(f[:7]), "quarantined"),
        ("every record spoilt", lambda f: _bytes([r | {"posting_type": "?"} for r in f]), "quarantined"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_a_feed_that_is_not_believed_changes_nothing(
    site: Site, fault: str, feed: Callable[[list[Any]], bytes], status: str
) -> None:
    before = site.contents()
    report = site.run(feed(as_feed(TRUTH)), LATER)
    assert (report.status, bool(report.error)) == (status, True), fault
    assert site.contents() == before
    assert site.found(LATER) == ALL
    assert site.run(as_feed(TRUTH), LATER).unchanged == 10, "and the next good feed is taken as ever"


@pytest.mark.parametrize("shape", [lambda f: f[::-1], lambda f: f + f], ids=["reordered", "duplicated"])
def test_order_and_repetition_change_no_posting(site: Site, shape: Callable[[list[Any]], list[Any]]) -> None:
    before = site.contents()
    report = site.run(shape(as_feed(TRUTH)), LATER)
    after = site.contents()
    assert (report.status, report.unchanged) == ("succeeded", 10)
    assert (after["job_posting"], after["job_posting_place"]) == (
        before["job_posting"],
        before["job_posting_place"],
    )
    assert site.found(LATER) == ALL
    site.run(shape(as_feed(TRUTH)), LATER)
    assert site.contents() == after, "twice is once"


def test_a_reference_that_is_used_again_shows_the_new_job_only(site: Site) -> None:
    feed = as_feed(TRUTH)
    feed[0] = row("0", title="PLUMBER", last_day=date(2026, 8, 1))
    assert site.run(feed, LATER).updated == 1
    assert site.found(LATER) == ALL
    with open_session(site.engine) as session:
        titles = session.exec(
            select(JobPostingRow.title).where(JobPostingRow.source_ref == "0-External")
        ).all()
    assert titles == ["PLUMBER"]


def test_a_repost_under_a_new_reference_is_shown_once(site: Site) -> None:
    feed = [*as_feed(TRUTH)[1:], row("10", last_day=TRUTH["0"])]
    report = site.run(feed, LATER)
    assert (report.inserted, report.removed) == (1, 1)
    assert site.found(LATER) == sorted({*ALL, "10"} - {"0"})


def test_a_posting_without_dates_lives_as_long_as_its_feed_holds_it(site: Site) -> None:
    much_later = NOW + timedelta(days=20)
    feed = [*as_feed(TRUTH), row("10", posting_date=None)]
    assert site.run(feed, LATER).inserted == 1
    assert "10" in site.found(much_later)
    assert site.run(feed[:-1], LATER).removed == 1
    assert "10" not in site.found(LATER)


def test_between_runs_a_posting_leaves_the_search_with_its_last_day(site: Site) -> None:
    last = TRUTH["0"]
    assert last is not None
    evening = datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC)
    assert "0" in site.found(evening)
    assert "0" not in site.found(evening + timedelta(minutes=2))


@pytest.mark.parametrize("days", [-400, -1, 1, 15, 400])
def test_a_clock_that_jumps_loses_nothing_and_shows_nothing_expired(site: Site, days: int) -> None:
    skewed = NOW + timedelta(days=days)
    report = site.run(as_feed(TRUTH), skewed)
    assert (report.status, report.unchanged, report.removed) == ("succeeded", 10, 0)
    assert site.found(skewed) == _open(TRUTH, skewed)
    assert site.found(NOW) == ALL, "the clock is right again: all are back"


def test_a_posting_past_the_maximum_age_of_its_source_is_taken_down_once_and_comes_back(site: Site) -> None:
    site.max_age_days = 60  # the rows are of 1 May; every second states a last day
    feed = [*as_feed(TRUTH), row("10", posting_date=None)]
    assert site.run(feed, LATER).removed == 0
    over = datetime(2026, 7, 1, 12, tzinfo=UTC)
    report = site.run([*feed, row("11")], over)
    assert (report.status, report.removed, report.inserted) == ("succeeded", 5, 0)
    assert report.parsed == report.coded + report.abstained + 6
    assert report.warnings == [
        "6 records are older than max_age_days of this source and state no last day: not shown."
    ]
    with_last_day = [ref for ref, last in TRUTH.items() if last]
    assert site.found(over) == sorted([*with_last_day, "10"]), "without any date it counts from first sight"
    with open_session(site.engine) as session:
        reasons = session.exec(select(JobPostingRow.removed_reason).where(JobPostingRow.removed_reason != ""))
        assert set(reasons) == {OUTDATED}
    before = site.contents()
    assert site.run([*feed, row("11")], over).removed == 0
    assert site.contents() == before
    assert site.run(feed, over + timedelta(days=60)).removed == 1
    renewed = [r | {"posting_date": "2026-06-25T00:00:00.000"} for r in feed]
    assert site.run(renewed, over).reopened == 6
    assert site.found(over) == sorted([*ALL, "10"])


def test_a_posting_from_the_future_is_kept(site: Site) -> None:
    feed = [*as_feed(TRUTH), row("10", posting_date="2031-01-01T00:00:00.000")]
    assert site.run(feed, LATER).status == "succeeded"
    assert site.found(LATER) == sorted([*ALL, "10"])


def test_each_rejected_record_is_kept_whole_and_is_taken_after_a_fix(site: Site) -> None:
    spoilt = as_feed(TRUTH)
    spoilt[3] |= {"salary_frequency": "Lunar"}
    new = row("10") | {"posting_date": "soon"}
    report = site.run([*spoilt, new], LATER)
    assert (report.rejected, report.removed) == (2, 0)
    assert site.found(LATER) == ALL, "a posting that cannot be read today is not gone"
    with open_session(site.engine) as session:
        kept = {r.source_ref: r for r in session.exec(select(RejectedRecordRow))}
        assert {ref: r.reason for ref, r in kept.items()} == {
            "3-External": "unknown category",
            "10-External": "not a date",
        }
        assert kept["10-External"].record == new
        assert kept["3-External"].record == spoilt[3]
        replayed = [*as_feed(TRUTH), kept["10-External"].record | {"posting_date": "2026-06-01T00:00:00.000"}]
    assert site.run(replayed, LATER).inserted == 1
    assert site.found(LATER) == sorted([*ALL, "10"])
    assert site.contents()["rejected_record"] == []


def _open(truth: dict[str, date | None], now: datetime) -> list[str]:
    return sorted(ref for ref, last in truth.items() if last is None or last >= now.date())


FAULTS = ("none", "none", "reordered", "duplicated", "truncated", "empty", "html", "half")
DAYS = st.none() | st.dates(min_value=date(2026, 6, 1), max_value=date(2026, 9, 1))
STEP = st.tuples(
    st.dictionaries(st.integers(0, 14).map(str), DAYS, min_size=1, max_size=12),
    st.sampled_from(FAULTS),
    st.integers(-3, 20),
    st.integers(0, 2**16),
)
_numbers = itertools.count()


def _deliver(feed: list[Any], fault: str, seed: int) -> bytes:
    if fault == "duplicated":
        feed = feed + feed[: len(feed) // 2 + 1]
    if fault == "half":
        feed = feed[: len(feed) // 2]
    if fault in ("reordered", "duplicated"):
        random.Random(seed).shuffle(feed)
    raw = _bytes(feed)
    return {"truncated": raw[: len(raw) - 1 - seed % (len(raw) - 1)], "empty": b"", "html": b"<html>"}.get(
        fault, raw
    )


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=2, max_size=6))
def test_any_history_of_feeds_and_faults_shows_just_what_the_last_believed_feed_has_open(
    steps: list[tuple[dict[str, date | None], str, int, int]],
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    reader: Reader,
) -> None:
    """Compared with a model that knows no loop: a dictionary, the floor, and the clock."""
    folder = tmp_path_factory.mktemp("history") / str(next(_numbers))
    found_site(folder, sqlite_template, reader)
    with open_site(folder, reader) as site:
        believed: dict[str, date | None] = {}
        last_count, now = 0, NOW
        for truth, fault, days, seed in steps:
            now += timedelta(days=days)
            sent = dict(list(truth.items())[: len(truth) // 2]) if fault == "half" else truth
            if fault in ("truncated", "empty", "html"):
                expected = "failed"
            elif len(sent) < max(1, 0.8 * last_count):
                expected = "quarantined"
            else:
                expected, believed, last_count = "succeeded", sent, len(sent)
            raw = _deliver(as_feed(truth), fault, seed)
            assert site.run(raw, now).status == expected
            assert site.found(now) == _open(believed, now)
            before = site.contents()
            assert site.run(raw, now).status == expected
            assert site.contents() == before
