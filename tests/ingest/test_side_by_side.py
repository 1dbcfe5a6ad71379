"""Runs beside each other: different sources at once, one run a source, one machine beside another, helpers that die."""

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from ingest.enrich.understand import Reader
from ingest.errors import ReadingBroke, SourceBusy
from ingest.kit.document import Surroundings
from ingest.pipeline import reading
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.reading import HowToRead, Readers, ToRead, open_readers
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.domain.job_posting import PostingRecord, Understanding
from portal.domain.source import SourceBounds, SourceMirror
from portal.store.engine import open_session
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, good_rows, source, write_mirror
from tests.ingest.freshness import as_feed, found_site, open_site
from tests.ingest.soak import START


def _run(workshop: Workshop, key: str, folder: Path) -> RunReport:
    config = source("nyc").model_copy(
        update={
            "key": key,
            "records": SourceBounds(min=1),
            "mirror": SourceMirror(files=("jobs/nyc/*.json",)),
        }
    )
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    request = RunRequest(mirror=folder)
    return run_source(config, build_adapter(config, around), Pages(), workshop=workshop, request=request)  # type: ignore[arg-type]


def test_sources_that_run_at_once_all_arrive(workshop: Workshop, tmp_path: Path) -> None:
    keys = [f"source_{n}" for n in range(4)]
    for key in keys:
        write_mirror(tmp_path / key, good_rows(20))
    reports: dict[str, RunReport] = {}

    def run(key: str) -> None:
        reports[key] = _run(workshop, key, tmp_path / key)

    threads = [threading.Thread(target=run, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {key: (r.status, r.inserted, r.warnings) for key, r in reports.items()} == {
        key: ("succeeded", 20, []) for key in keys
    }
    with open_session(workshop.engine) as session:
        assert len(session.exec(select(JobPostingRow.id)).all()) == 80
    assert not any((workshop.data_dir / "staging").iterdir()), "what was prepared is swept away"


def test_an_index_is_not_built_anew_because_two_sources_ran_at_once(
    tmp_path: Path, sqlite_template: Path, reader: Reader
) -> None:
    """The run that commits second finds the index as the first one left it."""
    found_site(tmp_path / "site", sqlite_template, reader)
    with open_site(tmp_path / "site", reader) as site, open_site(tmp_path / "site", reader) as other:
        done: list[str] = []

        def run() -> None:
            done.append(other.run(as_feed({str(n): None for n in range(5)}), START).status)

        with hold_lock(tmp_path / "site" / "locks", "taking-over"):
            thread = threading.Thread(target=run)
            thread.start()
            thread.join(3)
            assert thread.is_alive(), "it waits with its feed in hand"
            assert site.found(START) == []
        thread.join(30)
        assert done == ["succeeded"]
        assert site.found(START) == [str(n) for n in range(5)]


def test_another_machine_on_the_same_database_finds_the_source_busy(
    workshop: Workshop, tmp_path: Path
) -> None:
    """Its lock files are its own; on PostgreSQL the database holds the lock too."""
    other = replace(workshop, data_dir=tmp_path / "other machine")
    write_mirror(tmp_path / "m", good_rows(2))
    with hold_lock(workshop.data_dir / "locks", "nyc", engine=workshop.engine):
        if workshop.engine.dialect.name == "postgresql":
            with pytest.raises(SourceBusy):
                _run(other, "nyc", tmp_path / "m")
        assert _run(other, "another", tmp_path / "m").status == "succeeded"
    assert _run(other, "nyc", tmp_path / "m").status == "succeeded"


def test_many_records_are_read_by_processes_just_as_by_one(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FORK_FROM", 20)
    monkeypatch.setattr(reading, "BATCH", 7)
    write_mirror(tmp_path / "m", good_rows(60))
    forked, alone = (
        _run(workshop, "forked", tmp_path / "m"),
        _run(replace(workshop, processes=1), "alone", tmp_path / "m"),
    )
    assert (forked.inserted, forked.coded) == (alone.inserted, alone.coded) == (60, alone.coded)
    with open_session(workshop.engine) as session:
        rows = {
            key: [
                row.model_dump(exclude={"id", "source_key"})
                for row in session.exec(
                    select(JobPostingRow).where(JobPostingRow.source_key == key).order_by("id")
                )
            ]
            for key in ("forked", "alone")
        }
        assert rows["forked"] == rows["alone"], "and in the order of the feed"
        assert len(session.exec(select(JobPostingPlaceRow)).all()) == 120


class _Killed:
    """Reads until a helper process is killed."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._parent = reader, os.getpid()

    def stamp(self, record: PostingRecord) -> str:
        return self._reader.stamp(record)

    def understand(self, record: PostingRecord) -> Understanding:
        if os.getpid() != self._parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._reader.understand(record)


def test_a_helper_that_is_killed_fails_the_run_in_one_sentence(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FORK_FROM", 20)
    write_mirror(tmp_path / "m", good_rows(60))
    report = _run(replace(workshop, reader=_Killed(workshop.reader)), "nyc", tmp_path / "m")  # type: ignore[arg-type]
    assert report.status == "failed"
    assert report.error.endswith("Nothing was changed. Run the source again.")
    with workshop.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM job_posting")).scalar_one() == 0
    assert _run(workshop, "nyc", tmp_path / "m").inserted == 60


def test_helpers_end_with_the_process_that_made_them(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FORK_FROM", 1)
    with open_readers(reader, lambda _read: None, processes=2, how=HowToRead(dates_as_text=True)) as readers:
        assert isinstance(readers, Readers)
        readers.take(_cook())
        assert readers._pool is not None
        children = list(readers._pool._processes.values())
        readers.finish()
    assert [child.is_alive() for child in children] == [False, False]
    with open_readers(
        _Killed(reader),
        lambda _read: None,
        processes=2,
        how=HowToRead(dates_as_text=True),  # type: ignore[arg-type]
    ) as readers:
        readers.take(_cook())
        with pytest.raises(ReadingBroke, match="it was killed"):
            readers.finish()


def _cook() -> ToRead:
    return ToRead(0, None, PostingRecord(source_ref="1", title="Cook").model_dump_json().encode(), "0")


@pytest.mark.parametrize("store_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_database_that_goes_away_under_a_lock_leaves_nothing_locked(
    workshop: Workshop, tmp_path: Path
) -> None:
    write_mirror(tmp_path / "m", good_rows(2))
    ends = text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    )
    with (
        hold_lock(workshop.data_dir / "locks", "nyc", engine=workshop.engine),
        workshop.engine.connect() as other,
    ):
        assert other.execute(ends).scalars().all() == [True]
    assert _run(workshop, "nyc", tmp_path / "m").status == "succeeded"
