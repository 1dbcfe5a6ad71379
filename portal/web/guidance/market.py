"""Why a goal fits here, as a document tells it: no figure without area, date and source; unknown said as unknown."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from sqlmodel import Session

from portal.domain.individual_plan import MarketLine
from portal.domain.region import ResolvedRegion
from portal.labor.outlook import LocalDemand
from portal.web.formats import day, number
from portal.web.knowledge import Knowledge
from portal.web.occupations.outlook_lines import build_outlook_view
from portal.web.translate import gettext
from portal.web.wages import SOURCE, LocalWages
from portal.web.words import region_label


def market_lines(
    session: Session,
    known: Knowledge,
    soc_code: str,
    *,
    resolved: ResolvedRegion,
    site_name: str,
    today: date,
) -> tuple[MarketLine, ...]:
    """Pay, open jobs and outlook of an occupation in a place, in the language in force."""
    wages = LocalWages(session, known, resolved=resolved, soc_codes=[soc_code])
    return (
        _pay(wages, soc_code, region_label(resolved)),
        _open_jobs(known, soc_code, resolved=resolved, site_name=site_name, today=today),
        *_outlook(session, wages, soc_code, region_label(resolved), today=today),
    )


def _pay(wages: LocalWages, soc_code: str, place: str) -> MarketLine:
    line = wages.line(soc_code)
    claim = gettext("Middle pay")
    if line is None or not line.amount:
        return MarketLine(
            claim=claim,
            area=place,
            when=gettext("not published"),
            source=SOURCE,
            why_unknown=" ".join(line.reasons)[:400]
            if line
            else gettext("There is no figure for this work."),
        )
    figure = f"{line.amount} ({line.per_year})" if line.per_year else line.amount
    return MarketLine(claim=claim, figure=figure, area=line.where, when=line.when, source=line.source)


def _open_jobs(
    known: Knowledge, soc_code: str, *, resolved: ResolvedRegion, site_name: str, today: date
) -> MarketLine:
    columns = known.index.columns
    count = 0
    if soc_code in columns.soc_codes:
        mask = known.within(resolved, today=today).mask & ~known.is_sample
        count = int(np.count_nonzero(mask & (columns.soc_rows == columns.soc_codes.index(soc_code))))
    return MarketLine(
        claim=gettext("Open jobs in this work that we know of"),
        figure=number(count),
        area=region_label(resolved),
        when=day(today),
        source=gettext("Job postings on %(site)s", site=site_name),
    )


def _outlook(
    session: Session, wages: LocalWages, soc_code: str, place: str, *, today: date
) -> Iterator[MarketLine]:
    demand = LocalDemand(count=0, counted_on=today, place=place)
    labels = {area.area_code: area.area_name for area in wages.areas}
    view = build_outlook_view(session, soc_code, wages.areas, labels=labels, demand=demand)
    for row in view.rows[:1]:
        if row.openings:
            yield MarketLine(
                claim=gettext("Job openings a year"),
                figure=row.openings,
                area=row.place,
                when=row.years,
                source=row.source,
            )
        if row.percent:
            yield MarketLine(
                claim=gettext("Change in jobs"),
                figure=f"{row.percent} ({row.pace})",
                area=row.place,
                when=row.years,
                source=row.source,
            )
