"""One state's counties coloured by pay or by open jobs, and the table that says the same.

Pay is BLS's figure of the county's OEWS area, so that counties of one area share a colour; where we infer the area, the
table says so. Open jobs are counted by the county that a posting names; those that name none are counted apart.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import numpy as np
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.domain.wage import FigureStatus
from portal.labor.oews_occupation import find_oews_occupation
from portal.settings import ROOT
from portal.store.places import list_counties
from portal.store.tables import AreaRow, CountyRow, WageEstimateRow
from portal.store.wages import state_area_name
from portal.web.formats import day, month
from portal.web.knowledge import Knowledge
from portal.web.occupations.classes import bounds_of, count_text, dollars_text, legend_of, rank_of
from portal.web.occupations.topology import county_shapes
from portal.web.translate import gettext

COUNTIES_FILE = ROOT / "static" / "vendor" / "us-atlas" / "counties-albers-10m.json"


class CountyMapOf(StrEnum):
    """What the map shows."""

    PAY = "pay"
    OPEN_JOBS = "jobs"


class MapCounty(DataModel):
    """A county on the picture: its value in words, and its class, 1 lowest to 4 highest; 0 without a figure."""

    name: str
    value: str
    rank: int
    path: str
    is_home: bool = False


class CountyLine(DataModel):
    """A row of the table: an area with its counties, or a county."""

    name: str
    value: str
    note: str = ""


class CountyMap(DataModel):
    """The picture and the table, of one source and date."""

    of: CountyMapOf
    state: str
    heading: str
    source: str
    counties: tuple[MapCounty, ...]
    lines: tuple[CountyLine, ...]
    legend: tuple[tuple[int, str], ...]
    note: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_drawn(self) -> bool:
        """The outline file is installed and has the state; without it the table stands alone."""
        return any(county.path for county in self.counties)


def build_county_map(
    session: Session,
    known: Knowledge,
    soc_code: str,
    *,
    resolved: ResolvedRegion,
    of: CountyMapOf,
    vintage: str,
    now: datetime,
    file: Path = COUNTIES_FILE,
) -> CountyMap | None:
    """The counties of the region's own state; None where the region has none, or the state no county."""
    if resolved.home_state is None:
        return None
    counties = list_counties(session, resolved.home_state)
    if not counties:
        return None
    name = state_area_name(session, resolved.home_state)
    if of is CountyMapOf.PAY:
        values, lines, source = _pay(session, known, soc_code, counties=counties, vintage=vintage)
        heading, note = gettext("Middle pay by area, %(state)s", state=name), ""
        in_words = dollars_text
    else:
        values, lines, note = _open_jobs(
            known, soc_code, state=resolved.home_state, counties=counties, now=now
        )
        heading = gettext("Open jobs by county, %(state)s", state=name)
        source = gettext("counted by us on %(date)s", date=day(now.date()))
        in_words = count_text
    bounds = bounds_of(list(values.values()))
    shapes = county_shapes(file, counties[0].county_fips[:2])
    return CountyMap(
        of=of,
        state=resolved.home_state,
        heading=heading,
        source=source,
        counties=tuple(
            MapCounty(
                name=county.county_name,
                value=in_words(values[county.county_fips]) if county.county_fips in values else "",
                rank=rank_of(values[county.county_fips], bounds) if county.county_fips in values else 0,
                path=shapes.paths[county.county_fips],
                is_home=county.county_fips == resolved.home_county_fips,
            )
            for county in counties
            if county.county_fips in shapes.paths
        ),
        lines=tuple(lines),
        legend=legend_of(list(values.values()), bounds, in_words=in_words),
        note=note,
        width=shapes.width,
        height=shapes.height,
    )


def _pay(
    session: Session, known: Knowledge, soc_code: str, *, counties: Sequence[CountyRow], vintage: str
) -> tuple[dict[str, float], list[CountyLine], str]:
    """Median pay of each county's area; a line for each area. Units: US dollars a year."""
    printed = find_oews_occupation(soc_code, known.printed_codes)
    by_area: dict[str, list[CountyRow]] = {}
    without = []
    for county in counties:
        if county.status != "current":
            continue
        if county.area_code:
            by_area.setdefault(county.area_code, []).append(county)
        else:
            without.append(county.county_name)
    named = select(AreaRow.area_code, AreaRow.area_name).where(col(AreaRow.area_code).in_(list(by_area)))
    names = dict(session.exec(named).all())
    found = session.exec(
        select(WageEstimateRow.area_code, WageEstimateRow.annual_median_wage_usd).where(
            WageEstimateRow.soc_code == (printed.printed_code if printed else ""),
            WageEstimateRow.vintage == vintage,
            col(WageEstimateRow.area_code).in_(list(by_area)),
            WageEstimateRow.annual_median_status == FigureStatus.PUBLISHED.value,
        )
    )
    pay = {area: amount for area, amount in found if amount is not None}
    lines = [
        CountyLine(
            name=names.get(area, area),
            value=dollars_text(pay[area]) if area in pay else "",
            note=_counties_note(members),
        )
        for area, members in sorted(by_area.items(), key=lambda item: names.get(item[0], ""))
    ]
    if without:
        lines.append(CountyLine(name=gettext("Area not known"), value="", note=", ".join(without)))
    values = {
        county.county_fips: pay[area]
        for area, members in by_area.items()
        if area in pay
        for county in members
    }
    source = f"U.S. Bureau of Labor Statistics, OEWS, {month(vintage) if vintage else ''}"
    return values, lines, source


def _counties_note(members: Sequence[CountyRow]) -> str:
    sure = [county.county_name for county in members if county.area_method != "inferred"]
    unsure = [county.county_name for county in members if county.area_method == "inferred"]
    parts = [", ".join(sure)] if sure else []
    if unsure:
        parts.append(gettext("not checked: %(counties)s", counties=", ".join(unsure)))
    return "; ".join(parts)


def _open_jobs(
    known: Knowledge, soc_code: str, *, state: str, counties: Sequence[CountyRow], now: datetime
) -> tuple[dict[str, float], list[CountyLine], str]:
    """Open postings by county; a posting in two counties is counted in each. Remote ones are in none."""
    columns = known.index.columns
    if soc_code not in columns.soc_codes or state not in columns.states:
        return {}, [], gettext("No job of this kind is open in the state today, as far as we know.")
    wanted = columns.soc_rows == columns.soc_codes.index(soc_code)
    today = now.date().toordinal()
    wanted &= (columns.last_days >= today) & (columns.first_days <= today)
    places = np.flatnonzero(
        wanted[columns.place_postings] & (columns.place_states == columns.states.index(state))
    )
    pairs = {
        (int(columns.place_postings[place]), int(columns.place_counties[place])) for place in places.tolist()
    }
    in_county = Counter(columns.county_fips[county] for _, county in pairs if county >= 0)
    placed = {posting for posting, county in pairs if county >= 0}
    unplaced = len({posting for posting, _ in pairs} - placed)
    lines = [
        CountyLine(name=county.county_name, value=count_text(in_county[county.county_fips]))
        for county in counties
        if in_county[county.county_fips]
    ]
    note = gettext("Counties that are not listed have none today, as far as we know.")
    if unplaced:
        note += " " + gettext("%(count)s more name the state but no county.", count=count_text(unplaced))
    return {fips: float(count) for fips, count in in_county.items()}, lines, note
