"""Every place that people may name, as documents: states, counties, metros, workforce regions, towns with ZIP codes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from portal.domain.region import Region, RegionKind
from portal.domain.states import STATE_NAMES
from portal.search.documents import PlaceDocument
from portal.search.places import middle_zip, region_around
from portal.store.tables import AreaRow, CountyRow, ZipRow


def place_documents(session: Session) -> list[PlaceDocument]:
    """Documents of all places that the store knows and that a search can look in."""
    towns: dict[tuple[str, str], list[ZipRow]] = defaultdict(list)
    for row in session.exec(select(ZipRow).where(col(ZipRow.latitude).is_not(None))):
        towns[row.state, row.place_name].append(row)
    counties = session.exec(select(CountyRow).where(CountyRow.status == "current")).all()
    zips_in: dict[str, int] = defaultdict(int)
    for (state, _), rows in towns.items():
        zips_in[state] += len(rows)
        for row in rows:
            if row.county_fips:
                zips_in[row.county_fips] += 1
    return [
        *_states(zips_in),
        *_counties(counties, zips_in),
        *_metros(session, counties, zips_in),
        *_workforce_regions(counties, zips_in),
        *_towns(towns),
    ]


def _states(zips_in: dict[str, int]) -> Iterator[PlaceDocument]:
    for code, name in STATE_NAMES.items():
        if code in zips_in:
            region = Region(kind=RegionKind.STATE, code=code)
            yield PlaceDocument(id=str(region), name=name, other_names=(code,), size=zips_in[code])


def _counties(counties: Sequence[CountyRow], zips_in: dict[str, int]) -> Iterator[PlaceDocument]:
    for row in counties:
        state = STATE_NAMES.get(row.state, row.state)
        yield PlaceDocument(
            id=f"county:{row.county_fips}",
            name=f"{row.county_name}, {row.state}",
            other_names=(f"{row.county_name} {state}",),
            codes=(row.county_fips,),
            size=max(1, zips_in[row.county_fips]),
        )


def _metros(
    session: Session, counties: Sequence[CountyRow], zips_in: dict[str, int]
) -> Iterator[PlaceDocument]:
    members: dict[str, int] = defaultdict(int)
    for county in counties:
        if county.area_code:
            members[county.area_code] += zips_in[county.county_fips]
    for area in session.exec(select(AreaRow).where(AreaRow.area_type == "metro")):
        if area.area_code in members:
            yield PlaceDocument(
                id=f"metro:{area.area_code[2:]}",
                name=f"{area.area_name} metro area",
                other_names=("metropolitan area",),
                size=max(1, members[area.area_code]),
            )


def _workforce_regions(counties: Sequence[CountyRow], zips_in: dict[str, int]) -> Iterator[PlaceDocument]:
    """Regions of a state's workforce boards, under each name that they go by."""
    members: dict[str, list[CountyRow]] = defaultdict(list)
    for county in counties:
        if county.workforce_region:
            members[county.workforce_region].append(county)
    for code, inside in sorted(members.items()):
        state, _, number = code.partition("-")
        name = STATE_NAMES.get(state.upper(), state.upper())
        yield PlaceDocument(
            id=f"wdr:{code}",
            name=f"{name} workforce region {number}",
            other_names=(
                f"workforce development region {number} {state.upper()}",
                f"economic growth region {number} {name}",
            ),
            size=sum(zips_in[county.county_fips] for county in inside) or 1,
        )


def _towns(towns: dict[tuple[str, str], list[ZipRow]]) -> Iterator[PlaceDocument]:
    for (state, name), rows in towns.items():
        yield PlaceDocument(
            id=str(region_around(middle_zip(rows))),
            name=f"{name}, {state}",
            other_names=(f"{name} {STATE_NAMES.get(state, state)}",),
            codes=tuple(row.postal_code for row in rows),
            size=len(rows),
        )
