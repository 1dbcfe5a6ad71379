"""The scheduler process: runs each source that is on when its file says so. A second copy ends at once."""

import logging
import os
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import IO, Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.exc import DBAPIError

from ingest.errors import SourceBusy
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.report import RunReport
from portal.domain.errors import PortalError
from portal.domain.source import SourceConfig
from portal.domain.source_times import last_due_at
from portal.store.runs import SUCCEEDED

LOCK = "scheduler"
MISFIRE_GRACE_SECONDS = 3600
AGAIN_SECONDS = 600
"""A run that could not be made is asked for again after this time."""
NIGHTLY_HOUR_UTC = 8
"""The small hours of the site's time zone, when few look at it."""
AT_ONCE = 2
"""So many sources run at the same time."""
_log = logging.getLogger(__name__)


class Runner(Protocol):
    """Runs a source, and knows when it last went well."""

    def run(self, source: SourceConfig) -> RunReport:
        """Raises: SourceBusy, PortalError."""
        ...

    def last_good_at(self, source: SourceConfig) -> datetime | None:
        """When the last good run ended (UTC)."""
        ...


def build_scheduler(
    sources: Sequence[SourceConfig], run: Callable[[SourceConfig], None]
) -> BlockingScheduler:
    """A scheduler with one job a source, not yet started."""
    scheduler = BlockingScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(AT_ONCE)})
    for source in sources:
        hour, minute = map(int, source.schedule.time_utc.split(":"))
        scheduler.add_job(
            run,
            CronTrigger(
                day_of_week=",".join(day.value for day in source.schedule.days),
                hour=hour,
                minute=minute,
                timezone="UTC",
            ),
            args=(source,),
            id=source.key,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=MISFIRE_GRACE_SECONDS,
        )
    return scheduler


def run_schedule(
    sources: Sequence[SourceConfig],
    runner: Runner,
    *,
    lock_folder: Path,
    clock: Callable[[], datetime],
    is_ready: Callable[[SourceConfig], bool],
    tidy: Callable[[], None] | None = None,
    once: bool = False,
    lifeline: IO[bytes] | None = None,
) -> None:
    """Run forever, or only what is due now. What was due while nobody ran is run first.

    `tidy` deletes what has ended: at the start, and each night.

    `lifeline` is a stream of whoever started the scheduler: when it ends, so does the scheduler, after the run
    that is under way. So it never outlives the site, even one that was killed.

    A source that waits for something is looked at again each time it is due.

    Raises: SourceBusy when another scheduler runs already.
    """
    with hold_lock(lock_folder, LOCK):
        scheduler: BlockingScheduler | None = None

        def run(source: SourceConfig) -> None:
            if is_ready(source) and not run_logged(source, runner) and scheduler is not None:
                run_later(scheduler, source, run)

        if tidy is not None:
            tidy_logged(tidy)
        due = missed(sources, runner, now=clock())
        if once:
            for source in due:
                run(source)
            return
        scheduler = build_scheduler(sources, run)
        for source in due:
            scheduler.add_job(
                run, args=(source,), id=f"{source.key}-catch-up", next_run_time=datetime.now(UTC)
            )
        if tidy is not None:
            scheduler.add_job(
                tidy_logged,
                CronTrigger(hour=NIGHTLY_HOUR_UTC, timezone="UTC"),
                args=(tidy,),
                id="tidy",
                coalesce=True,
                max_instances=1,
                misfire_grace_time=MISFIRE_GRACE_SECONDS,
            )
        signal.signal(signal.SIGTERM, _leave)
        if lifeline is not None:
            Thread(target=_leave_with, args=(lifeline,), daemon=True).start()
        _log.info("scheduler: %d sources", len(sources))
        scheduler.start()


def tidy_logged(tidy: Callable[[], None]) -> None:
    """Tidy up; where the database is away it waits for the next night."""
    try:
        tidy()
    except (PortalError, DBAPIError) as error:
        _log.warning("what has ended was not deleted, it will be tried again: %s", error)


def _leave(_number: int, _frame: object) -> None:
    # The main thread leaves its loop here; Python then waits for a run under way, in the worker thread.
    raise SystemExit(0)


def _leave_with(lifeline: IO[bytes]) -> None:
    while lifeline.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def run_later(
    scheduler: BlockingScheduler, source: SourceConfig, run: Callable[[SourceConfig], None]
) -> None:
    """Ask again soon for a run that could not be made: the database was away, or another process was at it."""
    scheduler.add_job(
        run,
        args=(source,),
        id=f"{source.key}-again",
        replace_existing=True,
        next_run_time=datetime.now(UTC) + timedelta(seconds=AGAIN_SECONDS),
        misfire_grace_time=MISFIRE_GRACE_SECONDS,
    )


def missed(sources: Sequence[SourceConfig], runner: Runner, *, now: datetime) -> list[SourceConfig]:
    """Sources whose last good run is older than the last time at which they were due, or cannot be asked after."""
    out: list[SourceConfig] = []
    for source in sources:
        try:
            last = runner.last_good_at(source)
        except (
            PortalError,
            DBAPIError,
        ) as error:  # the database is away: its run will tell, and be asked for again
            _log.warning("%s: its last run is not known: %s", source.key, error)
            last = None
        if last is None or last < last_due_at(source, now=now) - timedelta(seconds=1):
            out.append(source)
    return out


def run_logged(source: SourceConfig, runner: Runner) -> bool:
    """One run, one line in the log; a failure never ends the scheduler. False when no run was made or it broke off."""
    try:
        report = runner.run(source)
    except (SourceBusy, PortalError) as error:
        _log.warning("%s: not run: %s", source.key, error)
        return False
    except Exception:  # noqa: BLE001 - the edge of a process: one source must not end the others
        _log.exception("%s: broke off", source.key)
        return False
    line = (
        f"{source.key}: {report.status}, {report.parsed} of {report.fetched} taken, {report.inserted} new, "
        f"{report.updated} changed, {report.reopened} back, {report.removed} gone, {report.rejected} rejected, "
        f"{report.seconds:.1f} s"
    )
    if report.status == SUCCEEDED:
        _log.info("%s", line)
    else:
        _log.warning("%s: %s", line, report.error)
    return True
