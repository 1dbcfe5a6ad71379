"""Rejected records are taken after a fix of ours, from the archived bytes; twice is once; nothing is closed by it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from ingest.enrich.understand import Reader
from ingest.errors import FetchFailed
from ingest.kit.document import Surroundings
from ingest.pipeline.replay import ReplayReport, replay_source
from ingest.pipeline.workshop import Workshop
from ingest.registry import build_adapter
from ingest.search_index import SearchIndex
from portal.store.engine import open_session
from portal.store.runs import last_good_run, last_run_that_named
from portal.store.tables import JobPostingRow, RejectedRecordRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import source
from tests.ingest.freshness import KEY, Site, as_feed, found_site, open_site, row

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TRUTH: dict[str, date | None] = {str(n): None for n in range(12)}
ALL = sorted(TRUTH)


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path, reader: Reader) -> Iterator[Site]:
    """After a run that rejected a new posting and a changed one, for a word that the source's file does not know."""
    found_site(tmp_path / "site", sqlite_template, reader)
    with open_site(tmp_path / "site", reader) as made:
        made.run(as_feed(TRUTH), NOW)
        feed = [*as_feed(TRUTH), row("90", salary_frequency="Lunar"), row("90", salary_frequency="Lunar")]
        feed[3] |= {"salary_frequency": "Lunar", "business_title": "PLUMBER"}
        feed[4] |= {"post_until": "soon"}
        report = made.run(feed, LATER)
        assert report.rejections == {"not a date": 1, "unknown category": 3}
        yield made


def _replay(site: Site, reader: Reader, *, knows: bool = True, **how: Any) -> ReplayReport:
    config = source(KEY, records={"min": 1})
    options = config.options | {
        "pay_periods": config.options["pay_periods"] | ({"Lunar": "MONTH"} if knows else {})
    }
    config = config.model_copy(update={"options": options})
    adapter = build_adapter(config, Surroundings(today=LATER.date(), data_dir=site.folder, config_dir=CONFIG))
    workshop = Workshop(
        engine=site.engine, data_dir=site.folder, now=LATER, reader=reader, index=SearchIndex(site.search)
    )
    return replay_source(config, adapter, workshop=workshop, **how)  # type: ignore[arg-type]


def test_without_a_fix_nothing_comes_of_it(site: Site, reader: Reader) -> None:
    before, stories = site.contents(), site.stories()
    report = _replay(site, reader, knows=False, apply=True)
    assert (report.rejected, report.settled, report.taken, report.applied) == (4, 0, [], False)
    assert (site.contents(), site.stories()) == (before, stories)


def test_a_look_writes_nothing_and_tells_all(site: Site, reader: Reader) -> None:
    before = site.contents()
    report = _replay(site, reader)
    assert (report.inserted, report.updated, report.settled, report.left) == (1, 1, 3, {"not a date": 1})
    assert report.taken == ["3-External", "90-External"]
    assert site.contents() == before
    assert site.found(LATER) == ALL


def test_what_can_be_taken_is_taken_once_and_shown(site: Site, reader: Reader) -> None:
    with open_session(site.engine) as session:
        good = last_good_run(session, KEY)
    report = _replay(site, reader, apply=True)
    assert (report.applied, report.inserted, report.updated) == (True, 1, 1)
    assert site.found(LATER) == sorted([*ALL, "90"])
    with open_session(site.engine) as session:
        assert [r.source_ref for r in session.exec(select(RejectedRecordRow))] == ["4-External"]
        story = last_good_run(session, KEY)
        assert story is not None
        assert good is not None
        assert story.id != good.id
        assert (story.finished_at, story.as_of) == (good.finished_at, good.as_of), "a replay confirms nothing"
        assert (story.parsed, story.rejected, story.rejections) == (good.parsed + 2, 1, {"not a date": 1})
    before, stories = site.contents(), site.stories()
    again = _replay(site, reader, apply=True)
    assert (again.rejected, again.settled, again.applied) == (1, 0, False)
    assert (site.contents(), site.stories()) == (before, stories)


def test_only_one_reason_is_looked_at_when_asked(site: Site, reader: Reader) -> None:
    report = _replay(site, reader, apply=True, reason="not a date")
    assert (report.rejected, report.settled) == (1, 0)
    assert site.found(LATER) == ALL


def test_bytes_that_are_gone_are_one_sentence(site: Site, reader: Reader) -> None:
    for path in (site.folder / "archive").rglob("*.json"):
        path.unlink()
    with pytest.raises(FetchFailed, match="no longer archived"):
        _replay(site, reader, apply=True)


def test_a_record_without_a_reference_closes_nothing_for_three_days(
    tmp_path: Path, sqlite_template: Path, reader: Reader
) -> None:
    """Its reference cannot be read, so it may be any of the postings that the feed does not name."""
    found_site(tmp_path / "site", sqlite_template, reader)
    with open_site(tmp_path / "site", reader) as site:
        site.run(as_feed(TRUTH), NOW)
        nameless: list[Any] = [{k: v for k, v in row("0").items() if k not in ("job_id", "posting_type")}]
        for hidden in (nameless, ["not an object"]):
            report = site.run(as_feed(TRUTH)[1:] + hidden, LATER)
            assert (report.status, report.removed, report.rejected) == ("succeeded", 0, 1)
            assert any("stay open for 3 days" in warning for warning in report.warnings)
            assert site.found(LATER) == ALL
            with open_session(site.engine) as session:
                refs = sorted(session.exec(select(JobPostingRow.source_ref)))
                named = [last_run_that_named(session, KEY, ref) for ref in refs]
            assert [run and run.as_of.replace(tzinfo=UTC) for run in named] == [
                NOW,
                *[LATER] * (len(ALL) - 1),
            ], "what the feed did not name is not called confirmed"
        before = site.contents()
        site.run(None, LATER + timedelta(days=2))
        assert site.contents() == before
        report = site.run(None, LATER + timedelta(days=3))
        assert report.removed == 1
        assert site.found(LATER) == ALL[1:]
        assert site.run(as_feed(TRUTH), LATER).reopened == 1
        site.run(as_feed(TRUTH)[1:] + nameless, LATER)
        assert site.run(as_feed(TRUTH)[1:], LATER).removed == 1, (
            "a feed that can be read whole decides at once"
        )
        assert site.stories() == ["succeeded"] * len(site.stories())
