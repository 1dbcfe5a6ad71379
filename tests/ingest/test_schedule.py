import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.pipeline.report import RunReport
from ingest.schedule import build_scheduler, missed, run_logged, run_schedule
from portal.domain.errors import StoreUnavailable
from portal.domain.source import SourceConfig
from portal.domain.source_times import last_due_at, next_run_at
from portal.settings import ROOT
from tests.ingest.feeds import source

WEDNESDAY = datetime(2026, 6, 17, 12, tzinfo=UTC)


def weekly(day: str) -> SourceConfig:
    return source("nyc", schedule={"days": [day], "time_utc": "03:00"})


class Runner:
    def __init__(self, last: datetime | None = None, error: Exception | None = None) -> None:
        self.ran: list[str] = []
        self._last, self._error = last, error

    def run(self, config: SourceConfig) -> RunReport:
        self.ran.append(config.key)
        if self._error:
            raise self._error
        return RunReport(source_key=config.key, status="succeeded", as_of=WEDNESDAY)

    def last_good_at(self, _source: SourceConfig) -> datetime | None:
        return self._last


def test_monday_is_monday() -> None:
    assert next_run_at(weekly("mon"), now=WEDNESDAY) == datetime(2026, 6, 22, 3, tzinfo=UTC)
    assert last_due_at(weekly("mon"), now=WEDNESDAY) == datetime(2026, 6, 15, 3, tzinfo=UTC)
    (job,) = build_scheduler([weekly("mon")], lambda _s: None).get_jobs()
    assert job.trigger.get_next_fire_time(None, WEDNESDAY) == datetime(2026, 6, 22, 3, tzinfo=UTC)
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, 3600)


@pytest.mark.parametrize(
    ("last", "is_due"),
    [
        (None, True),
        (datetime(2026, 6, 14, tzinfo=UTC), True),
        (datetime(2026, 6, 15, 3, 1, tzinfo=UTC), False),
    ],
)
def test_what_was_missed_is_caught_up(last: datetime | None, is_due: bool) -> None:
    assert bool(missed([weekly("mon")], Runner(last), now=WEDNESDAY)) is is_due


def test_once_runs_what_is_due_and_ready_only(tmp_path: Path) -> None:
    runner = Runner()
    run_schedule(
        [source("nyc"), source("usajobs")], runner, lock_folder=tmp_path, clock=lambda: WEDNESDAY,
        is_ready=lambda s: s.key == "nyc", once=True,
    )  # fmt: skip
    assert runner.ran == ["nyc"]


@pytest.mark.parametrize("error", [StoreUnavailable("the database sleeps"), RuntimeError("boom")])
def test_one_source_that_breaks_does_not_end_the_others(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    runner = Runner(error=error)
    run_logged(source("nyc"), runner)
    assert caplog.records[-1].levelname in ("WARNING", "ERROR")
    assert "nyc" in caplog.text


def test_the_scheduler_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """A real process: its standard input is closed, as when the site is killed."""
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from ingest.schedule import run_schedule\n"
        "run_schedule([], None, lock_folder=Path(sys.argv[1]), clock=lambda: datetime.now(UTC),\n"
        "    is_ready=lambda _s: True, lifeline=sys.stdin.buffer)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.poll() is None
    _, errors = process.communicate(timeout=20)  # closes standard input and waits
    assert process.returncode == 0, errors.decode()
