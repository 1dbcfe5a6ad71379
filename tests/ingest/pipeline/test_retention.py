"""What the archive keeps and what it lets go; a replay never lacks its bytes."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.kit.document import Surroundings
from ingest.pipeline.replay import replay_source
from ingest.pipeline.report import RunReport
from ingest.pipeline.retention import Retention
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.domain.source import SourceBounds, SourceConfig
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, good_rows, source, write_mirror

FEW = Retention(good_runs=2, days=30)


def config() -> SourceConfig:
    return source("nyc").model_copy(update={"records": SourceBounds(min=1)})


def run(workshop: Workshop, folder: Path, feed: list[dict[str, object]], *, dry: bool = False) -> RunReport:
    write_mirror(folder, feed)
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    request = RunRequest(mirror=folder, dry_run=dry)
    return run_source(config(), build_adapter(config(), around), Pages(), workshop=workshop, request=request)  # type: ignore[arg-type]


def kept(workshop: Workshop) -> set[str]:
    return {path.name[:64] for path in (workshop.data_dir / "archive" / "nyc").glob("*.json")}


def grow_old(workshop: Workshop, *, days: int) -> None:
    """Files and runs as if they were made so long ago."""
    for path in (workshop.data_dir / "archive" / "nyc").glob("*"):
        then = path.stat().st_mtime - timedelta(days=days).total_seconds()
        os.utime(path, (then, then))
    with workshop.engine.begin() as connection:
        runs = connection.exec_driver_sql("SELECT id, started_at FROM ingest_run").all()
        assert runs
        connection.exec_driver_sql("UPDATE ingest_run SET started_at = '2020-01-01 00:00:00'")


@pytest.fixture
def old(workshop: Workshop, tmp_path: Path) -> tuple[Workshop, list[str]]:
    """A workshop with four good runs of long ago, and the digests that they read."""
    workshop = replace(workshop, retention=FEW)
    read: list[str] = []
    for count in (9, 10, 11, 12):
        report = run(workshop, tmp_path / "mirror", good_rows(count))
        assert report.is_good
        read += [str(document["sha256"]) for document in report.documents]
    assert len(set(read)) == 4
    grow_old(workshop, days=60)
    return workshop, read


def test_only_the_documents_of_the_last_good_runs_outlive_their_days(
    old: tuple[Workshop, list[str]], tmp_path: Path
) -> None:
    workshop, read = old
    report = run(workshop, tmp_path / "mirror", good_rows(12))  # the same bytes as the run before
    assert report.is_good
    assert kept(workshop) == {read[3]}, "both of the last two good runs read it"


def test_nothing_is_taken_away_within_its_days_nor_by_a_run_that_is_not_good(
    old: tuple[Workshop, list[str]], tmp_path: Path
) -> None:
    workshop, read = old
    assert run(workshop, tmp_path / "mirror", good_rows(11), dry=True).is_good
    assert not run(workshop, tmp_path / "mirror", good_rows(1)).is_good
    assert kept(workshop) >= set(read)
    patient = replace(workshop, retention=Retention(good_runs=1, days=90))
    assert run(patient, tmp_path / "mirror", good_rows(13)).is_good
    assert kept(workshop) >= set(read)


def test_what_the_last_good_run_read_is_there_for_a_replay_however_old_it_is(
    old: tuple[Workshop, list[str]], tmp_path: Path
) -> None:
    workshop, _ = old
    spoilt = [*good_rows(12), {**good_rows(1)[0], "job_id": "900", "salary_frequency": "Never"}]
    report = run(workshop, tmp_path / "mirror", spoilt)
    assert report.rejected == 1, json.dumps(report.rejections)
    grow_old(workshop, days=400)
    assert not run(workshop, tmp_path / "mirror", good_rows(1)).is_good
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    found = replay_source(config(), build_adapter(config(), around), workshop=workshop)
    assert (found.rejected, found.left) == (1, dict(report.rejections))
