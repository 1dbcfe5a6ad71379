import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ingest.errors import SourceBusy
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.report import RunReport
from ingest.schedule import LOCK, build_scheduler, missed, run_later, run_logged, run_schedule
from portal.domain.errors import StoreUnavailable
from portal.domain.source import SourceConfig, Weekday
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

    def set_last(self, moment: datetime) -> None:
        self._last = moment


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


INDIANAPOLIS = ZoneInfo("America/Indiana/Indianapolis")


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 3, 8), (2026, 11, 1)], ids=["forward", "back"])
@pytest.mark.parametrize(
    "time_utc", ["06:30", "07:30"], ids=["in the hour that is skipped or doubled", "after it"]
)
def test_a_change_of_the_local_clock_skips_and_doubles_no_run(
    year: int, month: int, day: int, time_utc: str
) -> None:
    """In Indianapolis the clock goes 2:00 → 3:00 at 07:00 UTC, and 2:00 → 1:00 at 06:00 UTC."""
    every_day = source("nyc", schedule={"days": [d.value for d in Weekday], "time_utc": time_utc})
    (job,) = build_scheduler([every_day], lambda _s: None).get_jobs()
    clock = datetime(year, month, day, tzinfo=INDIANAPOLIS) - timedelta(days=1)
    assert clock.utcoffset() != (clock + timedelta(days=3)).utcoffset(), "the clock does change"
    fires = []
    for _ in range(4):
        fires.append(job.trigger.get_next_fire_time(None, clock))
        assert fires[-1] == next_run_at(every_day, now=clock)
        clock = (fires[-1] + timedelta(minutes=1)).astimezone(INDIANAPOLIS)
        assert last_due_at(every_day, now=clock) == fires[-1]
        assert not missed([every_day], Runner(fires[-1]), now=clock)
    assert {b - a for a, b in pairwise(fires)} == {timedelta(days=1)}


def test_a_restart_runs_what_was_due_meanwhile_once(tmp_path: Path) -> None:
    runner = Runner(datetime(2026, 6, 14, tzinfo=UTC))
    for _ in range(2):
        run_schedule(
            [weekly("mon")], runner, lock_folder=tmp_path, clock=lambda: WEDNESDAY, is_ready=lambda _s: True, once=True
        )  # fmt: skip
        runner.set_last(WEDNESDAY)
    assert runner.ran == ["nyc"]


class _Jobs:
    """What the scheduler is asked to do later."""

    def __init__(self) -> None:
        self.added: list[dict[str, Any]] = []

    def add_job(self, _run: Any, **how: Any) -> None:
        self.added.append(how)


def test_a_database_that_is_away_delays_a_run_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Away(Runner):
        def last_good_at(self, _source: SourceConfig) -> datetime | None:
            raise StoreUnavailable("The database does not answer.")

    runner = Away(error=StoreUnavailable("The database does not answer."))
    run_schedule(
        [weekly("mon")], runner, lock_folder=tmp_path, clock=lambda: WEDNESDAY, is_ready=lambda _s: True, once=True
    )  # fmt: skip
    assert runner.ran == ["nyc"], "whether it is due is not known, so it is tried"
    assert "not run: The database does not answer." in caplog.text
    jobs = _Jobs()
    assert run_logged(weekly("mon"), runner) is False
    run_later(jobs, weekly("mon"), lambda _s: None)  # type: ignore[arg-type]
    (again,) = jobs.added
    assert (again["id"], again["replace_existing"]) == ("nyc-again", True)
    wait = again["next_run_time"] - datetime.now(UTC)
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
    runner = Runner(datetime(2026, 6, 14, tzinfo=UTC))
    assert run_logged(weekly("mon"), runner) is True, "the database is back"


def test_a_second_copy_ends(tmp_path: Path) -> None:
    with hold_lock(tmp_path, LOCK), pytest.raises(SourceBusy):
        run_schedule(
            [], Runner(), lock_folder=tmp_path, clock=lambda: WEDNESDAY, is_ready=lambda _s: True, once=True
        )  # fmt: skip


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


def test_what_has_ended_is_deleted_and_an_outage_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tidied = []
    runner = Runner()

    def tidy() -> None:
        tidied.append(True)
        raise StoreUnavailable("the database sleeps")

    run_schedule(
        [source("nyc")], runner, lock_folder=tmp_path, clock=lambda: WEDNESDAY, is_ready=lambda _s: True,
        tidy=tidy, once=True,
    )  # fmt: skip
    assert tidied == [True]
    assert runner.ran == ["nyc"]
    assert "what has ended was not deleted" in caplog.text
