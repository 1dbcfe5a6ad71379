"""Places: ZIP codes, counties, and the regions that people look in."""

from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.region import Region, RegionKind, ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.store.tables import AreaRow, CountyRow, ZipRow

MILITARY_PREFIXES = (
    "090",
    "091",
    "092",
    "093",
    "094",
    "095",
    "096",
    "097",
    "098",
    "340",
    "962",
    "963",
    "964",
    "965",
    "966",
)
"""First three digits of ZIP codes of the armed forces (AE, AA, AP). Source: USPS Publication 65, APO/FPO list."""


def find_zip(session: Session, postal_code: str) -> ZipRow | None:
    """One ZIP code, if we know it."""
    return session.get(ZipRow, postal_code)


def find_county(session: Session, county_fips: str) -> CountyRow | None:
    """One county by its five-digit FIPS code."""
    return session.get(CountyRow, county_fips)


def find_unsure_county(session: Session, resolved: ResolvedRegion) -> CountyRow | None:
    """The region's own county where we only infer that it is in the OEWS area whose wages stand for it."""
    county = find_county(session, resolved.home_county_fips) if resolved.home_county_fips else None
    if county is None or county.area_code != resolved.home_area_code:
        return None
    return county if county.area_method == "inferred" else None


def nearby_zips(session: Session, postal_code: str, *, most: int = 3) -> list[ZipRow]:
    """ZIP codes that people live in with the same first three digits, nearest by number first."""
    rows = session.exec(
        select(ZipRow).where(col(ZipRow.postal_code).startswith(postal_code[:3]), ZipRow.kind == "standard")
    ).all()
    wanted = int(postal_code)
    return sorted(rows, key=lambda row: (abs(int(row.postal_code) - wanted), row.postal_code))[:most]


def list_counties(session: Session, state: str) -> list[CountyRow]:
    """Counties of a state by name."""
    return list(
        session.exec(select(CountyRow).where(CountyRow.state == state).order_by(col(CountyRow.county_name)))
    )


def find_counties_by_name(session: Session, name: str, *, state: str | None = None) -> list[CountyRow]:
    """Counties whose name is `name`, with or without the word County, case aside; all that fit."""
    wanted = name.strip().casefold().removesuffix(" county")
    conditions = [CountyRow.state == state] if state else []
    rows = session.exec(select(CountyRow).where(*conditions))
    return [row for row in rows if row.county_name.casefold().removesuffix(" county") == wanted]


def resolve_region(session: Session, region: Region) -> ResolvedRegion:
    """Look a region up: what it covers, its name for people, and whose wages are nearest.

    Raises: NotFound with a sentence that says what to type instead.
    """
    resolvers = {
        RegionKind.ZIP: _resolve_zip,
        RegionKind.COUNTY: _resolve_county,
        RegionKind.METRO: _resolve_metro,
        RegionKind.WORKFORCE_REGION: _resolve_workforce_region,
        RegionKind.STATE: _resolve_state,
    }
    if region.kind is RegionKind.US:
        return ResolvedRegion(region=region, label="the United States")
    return resolvers[region.kind](session, region)


def _resolve_zip(session: Session, region: Region) -> ResolvedRegion:
    row = find_zip(session, region.code)
    if row is None and region.code.startswith(MILITARY_PREFIXES):
        raise NotFound(
            f"{region.code} is a military address, which has no place on our map. "
            "Type the ZIP code of a town near the base, or choose a county."
        )
    if row is None:
        raise NotFound(
            f"We do not know the ZIP code {region.code}. Check the five digits, or choose a county instead."
        )
    county = find_county(session, row.county_fips) if row.county_fips else None
    latitude, longitude = row.latitude, row.longitude
    if latitude is None or longitude is None:
        if county is None:
            raise NotFound(f"We do not know where {region.code} lies. Choose a county instead.")
        latitude, longitude = county.latitude, county.longitude
    return ResolvedRegion(
        region=region,
        label=f"{region.radius_miles} miles around {row.postal_code} ({row.place_name}, {row.state})",
        latitude=latitude,
        longitude=longitude,
        is_point_of_county=row.point_basis == "county" or row.latitude is None,
        home_state=row.state,
        home_county_fips=row.county_fips,
        home_area_code=county.area_code if county else None,
    )


def _resolve_county(session: Session, region: Region) -> ResolvedRegion:
    county = find_county(session, region.code)
    if county is None:
        raise NotFound(f"{region.code} is not the code of a county that we know. Choose one from the list.")
    return ResolvedRegion(
        region=region,
        label=f"{county.county_name}, {STATE_NAMES.get(county.state, county.state)}",
        county_fips=frozenset({county.county_fips}),
        home_state=county.state,
        home_county_fips=county.county_fips,
        home_area_code=county.area_code,
    )


def _resolve_metro(session: Session, region: Region) -> ResolvedRegion:
    area = session.get(AreaRow, f"00{region.code}")
    if area is None:
        raise NotFound(f"{region.code} is not the code of a metropolitan area that we know.")
    counties = session.exec(select(CountyRow).where(CountyRow.area_code == area.area_code)).all()
    if not counties:
        raise NotFound(
            f"We do not know yet which counties belong to {area.area_name}. Choose a county or a ZIP code."
        )
    return ResolvedRegion(
        region=region,
        label=area.area_name,
        county_fips=frozenset(county.county_fips for county in counties),
        home_state=area.state or counties[0].state,
        home_area_code=area.area_code,
    )


def _resolve_workforce_region(session: Session, region: Region) -> ResolvedRegion:
    counties = session.exec(select(CountyRow).where(CountyRow.workforce_region == region.code)).all()
    if not counties:
        raise NotFound(f"There is no workforce region “{region.code}” that we know. Choose a county.")
    state, number = region.code.split("-")
    return ResolvedRegion(
        region=region,
        label=f"{STATE_NAMES.get(state.upper(), state.upper())} workforce region {number}",
        county_fips=frozenset(county.county_fips for county in counties),
        home_state=state.upper(),
    )


def _resolve_state(_session: Session, region: Region) -> ResolvedRegion:
    if region.code not in STATE_NAMES:
        raise NotFound(f"“{region.code}” is not a state. Write two letters, like IN.")
    return ResolvedRegion(
        region=region,
        label=STATE_NAMES[region.code],
        states=frozenset({region.code}),
        home_state=region.code,
    )
