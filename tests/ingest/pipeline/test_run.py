"""The loop on both databases: idempotence, removal, quarantine, samples, and every way in which a run can break."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from ingest.enrich.understand import Reader
from ingest.errors import SourceBusy
from ingest.kit.document import Document, Surroundings
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.report import INTERRUPTED, RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.domain.job_posting import PostingRecord, Understanding
from portal.domain.source import SourceBounds, SourceConfig
from portal.store.engine import open_session
from portal.store.tables import IngestRunRow, JobPostingPlaceRow, JobPostingRow, RejectedRecordRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, good_rows, rows, source, write_mirror

NO_FLOOR = SourceBounds(min=1, max=5)


def nyc() -> SourceConfig:
    return source("nyc", records=NO_FLOOR.model_dump())


def run(
    workshop: Workshop, mirror: Path | None, config: SourceConfig | None = None, **how: bool
) -> RunReport:
    config = config or nyc()
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    return run_source(
        config,
        build_adapter(config, around),
        Pages(),
        workshop=workshop,
        request=RunRequest(mirror=mirror, **how),
    )


def contents(workshop: Workshop) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but the records of runs."""
    with workshop.engine.connect() as connection:
        return {
            table: sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}")).all()))
            for table in ("job_posting", "job_posting_place", "rejected_record")
        }  # type: ignore[return-value]


def refs(workshop: Workshop, *, removed: bool = False) -> list[str]:
    with open_session(workshop.engine) as session:
        found = session.exec(select(JobPostingRow)).all()
        return sorted(row.source_ref for row in found if (row.removed_at is not None) == removed)


def test_every_record_is_taken_or_has_a_named_reason(workshop: Workshop, tmp_path: Path) -> None:
    report = run(workshop, write_mirror(tmp_path / "m", rows()))
    assert report.status == "succeeded", report.error
    assert report.fetched == report.parsed + report.rejected == 7
    assert report.rejections == {
        "duplicate in feed": 1,
        "not a date": 1,
        "unknown category": 1,
        "wrong type": 1,
    }
    assert (report.parsed, report.inserted, report.internal) == (3, 3, 1)
    assert report.coded + report.abstained == 3
    assert any("new_column" in w for w in report.warnings) is False, "a rejected row tells of no new column"
    with open_session(workshop.engine) as session:
        kept = session.exec(select(RejectedRecordRow)).all()
        assert sorted(row.reason for row in kept) == sorted(
            ["duplicate in feed", "not a date", "unknown category", "wrong type"]
        )
        assert all(row.run_id == report.run_id for row in kept)
        nurse = session.exec(select(JobPostingRow).where(JobPostingRow.source_ref == "900001-External")).one()
        assert nurse.soc_code == "29-1141"
        assert nurse.requirements["groups"][0]["any_of"] == ["rn-license-ny"]
        assert (
            nurse.requirements["groups"][0]["sentence"] == "A valid New York State Registered Nurse License."
        )
        place = session.exec(
            select(JobPostingPlaceRow).where(JobPostingPlaceRow.posting_id == nurse.id)
        ).one()
        assert (place.state, place.county_fips, place.precision) == ("NY", "36081", "county")
        laborer = session.exec(
            select(JobPostingRow).where(JobPostingRow.source_ref == "900002-External")
        ).one()
        assert laborer.valid_through_on is None, "of two, the one that is open longer stays"
        assert "script" not in laborer.description_html
        assert "alert" not in laborer.description_text
    archived = list((workshop.data_dir / "archive" / "nyc").iterdir())
    assert [path.name.split(".")[0] for path in archived] == [report.documents[0]["sha256"]]


def test_running_twice_changes_nothing_but_the_runs_record(workshop: Workshop, tmp_path: Path) -> None:
    feed = rows()
    run(workshop, write_mirror(tmp_path / "m", feed))
    before = contents(workshop)
    random.Random(7).shuffle(feed)  # bytes differ, records do not
    second = run(
        replace(workshop, now=datetime(2026, 6, 21, 12, tzinfo=UTC)), write_mirror(tmp_path / "m", feed)
    )
    assert (second.inserted, second.updated, second.reopened, second.removed) == (0, 0, 0, 0)
    assert second.unchanged == 3
    assert contents(workshop) == before
    with open_session(workshop.engine) as session:
        assert len(session.exec(select(IngestRunRow)).all()) == 2


def test_change_absence_and_return(workshop: Workshop, tmp_path: Path) -> None:
    feed = good_rows(5)
    run(workshop, write_mirror(tmp_path / "m", feed))
    changed = [feed[0] | {"business_title": "Nurse Practitioner"}, *feed[1:4]]
    second = run(workshop, write_mirror(tmp_path / "m", changed))
    assert (second.updated, second.unchanged, second.removed, second.inserted) == (1, 3, 1, 0)
    assert refs(workshop, removed=True) == ["4-External"]
    with open_session(workshop.engine) as session:
        row = session.exec(select(JobPostingRow).where(JobPostingRow.source_ref == "0-External")).one()
        assert row.soc_code == "29-1171"
        assert (
            len(session.exec(select(JobPostingPlaceRow).where(JobPostingPlaceRow.posting_id == row.id)).all())
            == 1
        )
    third = run(workshop, write_mirror(tmp_path / "m", feed))
    assert (third.reopened, third.updated) == (1, 1)
    assert refs(workshop, removed=True) == []


def test_a_posting_that_cannot_be_read_any_more_is_not_gone(workshop: Workshop, tmp_path: Path) -> None:
    feed = good_rows(5)
    run(workshop, write_mirror(tmp_path / "m", feed))
    report = run(workshop, write_mirror(tmp_path / "m", [feed[0] | {"salary_frequency": "Lunar"}, *feed[1:]]))
    assert (report.rejected, report.removed, report.unchanged) == (1, 0, 4)
    assert "0-External" in refs(workshop)


@pytest.mark.parametrize(
    ("feed", "status", "says"),
    [
        (b"", "failed", "empty"),
        (b"<html>busy</html>", "failed", "HTML"),
        (b'[{"job_id": "1", ', "failed", "cut off"),
        (b"[]", "quarantined", "fewer than the floor"),
        (json.dumps(good_rows(3)).encode(), "quarantined", "after 5 in the last good run"),
    ],
)
def test_a_bad_feed_changes_nothing(
    workshop: Workshop, tmp_path: Path, feed: bytes, status: str, says: str
) -> None:
    good = run(workshop, write_mirror(tmp_path / "m", good_rows(5)))
    before = contents(workshop)
    report = run(workshop, write_mirror(tmp_path / "m", feed))
    assert report.status == status
    assert says in report.error
    assert contents(workshop) == before
    with open_session(workshop.engine) as session:
        row = session.get(IngestRunRow, report.run_id)
        assert row is not None
        assert (row.status, row.error) == (status, report.error)
    again = run(workshop, write_mirror(tmp_path / "m", good_rows(4)))
    assert again.status == "succeeded", f"counted against the last good run {good.run_id}"


def test_a_person_can_believe_a_shrunk_feed(workshop: Workshop, tmp_path: Path) -> None:
    run(workshop, write_mirror(tmp_path / "m", good_rows(5)))
    report = run(workshop, write_mirror(tmp_path / "m", good_rows(2)), accept_shrink=True)
    assert (report.status, report.removed) == ("succeeded", 3)


def test_more_than_the_ceiling_warns(workshop: Workshop, tmp_path: Path) -> None:
    report = run(workshop, write_mirror(tmp_path / "m", good_rows(6)))
    assert report.status == "succeeded"
    assert report.warnings == ["6 records, more than the ceiling of 5: is the source right?"]


def test_a_dry_run_writes_nothing(workshop: Workshop, tmp_path: Path) -> None:
    report = run(workshop, write_mirror(tmp_path / "m", good_rows(4)), dry_run=True)
    assert (report.status, report.inserted, report.run_id) == ("succeeded", 4, None)
    assert contents(workshop)["job_posting"] == []
    assert not (workshop.data_dir / "archive").exists()
    with open_session(workshop.engine) as session:
        assert session.exec(select(IngestRunRow)).all() == []


class _Dies:
    """Reads like the real one until the process is killed."""

    def __init__(self, reader: Reader, *, after: int) -> None:
        self._reader, self._left, self.stamp = reader, after, reader.stamp

    def understand(self, record: PostingRecord) -> Understanding:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return self._reader.understand(record)


def test_a_killed_run_leaves_the_last_good_state_and_the_next_completes(
    workshop: Workshop, tmp_path: Path
) -> None:
    run(workshop, write_mirror(tmp_path / "m", good_rows(3)))
    before = contents(workshop)
    dying = replace(workshop, reader=_Dies(workshop.reader, after=1))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        run(dying, write_mirror(tmp_path / "m", good_rows(5)))
    assert contents(workshop) == before
    report = run(workshop, write_mirror(tmp_path / "m", good_rows(5)))
    assert (report.status, report.inserted) == ("succeeded", 2)
    with open_session(workshop.engine) as session:
        stories = [(row.status, row.error) for row in session.exec(select(IngestRunRow).order_by("id"))]
    assert stories == [("succeeded", ""), ("failed", INTERRUPTED), ("succeeded", "")]


def test_one_run_of_a_source_at_a_time(workshop: Workshop, tmp_path: Path) -> None:
    with hold_lock(workshop.data_dir / "locks", "nyc"), pytest.raises(SourceBusy):
        run(workshop, write_mirror(tmp_path / "m", good_rows(1)))


def test_what_passed_its_last_day_is_taken_in_and_counted_once(workshop: Workshop, tmp_path: Path) -> None:
    feed = [good_rows(1)[0] | {"post_until": "01-JUN-2026"}, *good_rows(3)[1:]]
    assert run(workshop, write_mirror(tmp_path / "m", feed)).expired == 1
    assert run(workshop, write_mirror(tmp_path / "m", feed)).expired == 0
    later = replace(workshop, now=datetime(2026, 7, 20, 12, tzinfo=UTC))
    assert run(later, write_mirror(tmp_path / "m", feed)).expired == 2


def test_samples_retire_where_a_real_source_is_live_and_come_back(workshop: Workshop, tmp_path: Path) -> None:
    sample = source("sample", options={"folder": "s", "is_sample": True}, records=NO_FLOOR.model_dump())
    handover = source("handover", records=SourceBounds(min=0).model_dump())
    folders = {name: workshop.data_dir / name for name in ("s", "handover")}
    head = "identifier,title,employer,city,state,validThrough\n"
    for folder in folders.values():
        folder.mkdir(parents=True)
    (folders["s"] / "a.csv").write_text(f"{head}1,Cook,Fern,Gary,IN,\n2,Cook,Fern,Toledo,OH,\n")
    run(workshop, None, sample)

    def retired() -> dict[str, bool]:
        with open_session(workshop.engine) as session:
            found = session.exec(select(JobPostingRow).where(JobPostingRow.source_key == "sample"))
            return {row.source_ref: row.is_sample_retired for row in found}

    assert retired() == {"1": False, "2": False}
    (folders["handover"] / "b.csv").write_text(f"{head}9,Cook,Real,Gary,IN,2026-06-25\n")
    run(workshop, None, handover)
    assert retired() == {"1": True, "2": False}
    before = contents(workshop)
    run(workshop, None, handover)
    assert contents(workshop) == before
    run(replace(workshop, now=datetime(2026, 6, 30, 12, tzinfo=UTC)), None, sample)
    assert retired() == {"1": False, "2": False}, "the real posting is past its last day"


def test_the_index_hears_of_what_changed_and_may_fail(workshop: Workshop, tmp_path: Path) -> None:
    heard: list[int] = []

    class Index:
        def update(self, _session: Session, posting_ids: Any, *, before: str) -> None:
            assert before
            heard.extend(posting_ids)

    run(workshop.with_index(Index()), write_mirror(tmp_path / "m", good_rows(3)))
    assert len(heard) == 3
    run(workshop.with_index(Index()), write_mirror(tmp_path / "m", good_rows(3)))
    assert len(heard) == 3


def test_a_mirror_without_the_file_is_one_clear_sentence(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = run(workshop, tmp_path / "empty")
    assert report.status == "failed"
    assert "no file in the mirror folder" in report.error


@pytest.fixture(autouse=True)
def _no_archive_left(workshop: Workshop) -> Iterator[None]:
    yield
    assert not list(workshop.data_dir.rglob("*.part"))


def test_documents_name_no_path_of_this_machine(workshop: Workshop, tmp_path: Path) -> None:
    report = run(workshop, write_mirror(tmp_path / "m", good_rows(2)))
    assert str(tmp_path) not in json.dumps(report.documents)
    assert isinstance(Document(name="x", url="", raw=b"").sha256, str)
