"""Open jobs week by week, from our own history: a picture and the table that says the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.store.openings import OpenSpan, first_day_of_history, list_open_spans

WEEKS = 26
BAR, GAP, HEIGHT, LEFT = 14, 4, 110, 30


class WeekBar(DataModel):
    """Postings that were open on one day. Units: pixels from the left and the top."""

    on: date
    count: int
    x: int
    y: int
    height: int


class OpeningsView(DataModel):
    """Up to half a year of weeks, oldest first; empty where we have kept no history for two weeks."""

    since: date | None
    """The first day of our history; None where every posting is a sample."""
    bars: tuple[WeekBar, ...] = ()
    highest: int = 0
    width: int = LEFT + WEEKS * (BAR + GAP)
    height: int = HEIGHT + 8


def build_openings(session: Session, soc_code: str, resolved: ResolvedRegion, *, today: date) -> OpeningsView:
    """Count the postings of one occupation here on the same day of each week, back to the start of our history."""
    since = first_day_of_history(session)
    if since is None:
        return OpeningsView(since=None)
    days = [today - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    days = [day for day in days if day >= since]
    if len(days) < 2:
        return OpeningsView(since=since)
    spans = list_open_spans(session, soc_code, resolved, since=days[0], today=today)
    return lay_out(since, [(day, count_open(spans, day)) for day in days])


def count_open(spans: Sequence[OpenSpan], day: date) -> int:
    """Postings that were open on a day: seen by then, and not gone before it."""
    return sum(span.first_day <= day <= span.last_day for span in spans)


def lay_out(since: date, counts: Sequence[tuple[date, int]]) -> OpeningsView:
    """Bars on one scale from zero, the newest at the right."""
    highest = max(count for _, count in counts)
    bars = []
    for place, (day, count) in enumerate(counts):
        height = round(count / highest * HEIGHT) if highest else 0
        bars.append(
            WeekBar(on=day, count=count, x=LEFT + place * (BAR + GAP), y=HEIGHT - height, height=height)
        )
    return OpeningsView(since=since, bars=tuple(bars), highest=highest, width=LEFT + len(bars) * (BAR + GAP))
