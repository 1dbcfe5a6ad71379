"""When a source is due, by the weekday names and the UTC time of its file."""

from datetime import UTC, datetime, timedelta

from portal.domain.source import SourceConfig, Weekday

_DAYS = tuple(Weekday)
"""Monday first, as `datetime.weekday` counts."""


def next_run_at(source: SourceConfig, *, now: datetime) -> datetime:
    """The next time after `now` at which the source is due."""
    return _due(source, now, step=1)


def last_due_at(source: SourceConfig, *, now: datetime) -> datetime:
    """The newest time up to `now` at which the source was due."""
    return _due(source, now, step=-1)


def _due(source: SourceConfig, now: datetime, *, step: int) -> datetime:
    now = now.astimezone(UTC)  # a local clock may jump within the day, and be on another weekday
    hour, minute = map(int, source.schedule.time_utc.split(":"))
    for days in range(8):
        moment = (now + timedelta(days=days * step)).replace(
            hour=hour, minute=minute, second=0, microsecond=0
        )
        if _DAYS[moment.weekday()] not in source.schedule.days:
            continue
        if (moment > now) if step > 0 else (moment <= now):
            return moment
    raise AssertionError(f"{source.key}: a week without a run")  # the file demands at least one day


def longest_gap_days(source: SourceConfig) -> int:
    """The most days that lie between two times at which the source is due. Units: days."""
    numbers = sorted({_DAYS.index(each) for each in source.schedule.days})
    following = [*numbers[1:], numbers[0] + len(_DAYS)]
    return max(after - before for before, after in zip(numbers, following, strict=True))
