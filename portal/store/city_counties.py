"""Counties of cities that lie in several: what is known of a posting that names only such a city."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import Session, col, select

from portal.domain.region import COUNTY_SEPARATOR
from portal.store.tables import ZipRow

City = tuple[str, str]
"""State and name, as a resolved place has them."""

WHOLE_CITIES: dict[City, tuple[str, ...]] = {
    ("NY", "New York City"): ("36005", "36047", "36061", "36081", "36085"),
}
"""Cities whose name in ZIP codes means less than people mean. Source: US Census Bureau, Gazetteer of counties: the
City of New York is the counties of Bronx, Kings, New York, Queens and Richmond."""
AT_ONCE = 500


def read_city_counties(session: Session, cities: Collection[City]) -> dict[City, str]:
    """For each city that ZIP codes know, every county that one of its ZIP codes touches, as one text.

    Shape: `36005|36047|…`, in order (`portal.domain.region.split_counties` parts it). Source: zip_place.
    """
    found: dict[City, set[str]] = defaultdict(set)
    wanted = sorted({name for _, name in cities})
    for at in range(0, len(wanted), AT_ONCE):
        rows = session.exec(
            select(ZipRow.state, ZipRow.place_name, ZipRow.county_shares).where(
                col(ZipRow.place_name).in_(wanted[at : at + AT_ONCE])
            )
        )
        for state, name, shares in rows:
            found[state, name].update(str(county) for county, _ in shares)
    found.update({city: set(counties) for city, counties in WHOLE_CITIES.items()})
    return {city: COUNTY_SEPARATOR.join(sorted(found[city])) for city in cities if found.get(city)}
