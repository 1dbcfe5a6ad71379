"""Which postings are open within reach: a region and a day as a mask over posting columns."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import numpy.typing as npt

from portal.domain.region import RegionKind, ResolvedRegion, split_counties
from portal.stacks.postings import PostingColumns

EARTH_RADIUS_MILES = 3958.7613
"""Mean radius (IUGG R1, 6371.0088 km)."""


def region_mask(columns: PostingColumns, region: ResolvedRegion, *, today: date) -> npt.NDArray[np.bool_]:
    """Postings that a region covers and that are open on `today`.

    A posting is covered when one of its places is in one of the region's states or counties or within the
    radius of its centre; the nation covers all. Remote postings are covered by every region. A place whose
    county is not known is in no county, one whose point is not known in no radius; one that lies in one of a set
    of counties is covered where all of them are.

    Shape: one boolean a posting, in the order of the columns.
    """
    is_open = (columns.last_days >= today.toordinal()) & (columns.first_days <= today.toordinal())
    if region.region.kind is RegionKind.US:
        return is_open
    covered = columns.is_remote.copy()
    inside = _among(columns.place_states, columns.states, region.states)
    inside |= _among(columns.place_counties, columns.county_fips, region.county_fips)
    radius = region.region.radius_miles
    if radius is not None and region.latitude is not None and region.longitude is not None:
        inside |= _within(columns, region.latitude, region.longitude, radius_miles=radius)
    covered[columns.place_postings[inside]] = True
    return covered & is_open


def _among(
    rows: npt.NDArray[np.int32], table: tuple[str, ...], wanted: Iterable[str]
) -> npt.NDArray[np.bool_]:
    chosen = frozenset(wanted)
    # One more entry than the table: row -1 (not known) reads the last, which is never chosen.
    covered = [chosen.issuperset(split_counties(value)) for value in table]
    lookup = np.array([*covered, False], dtype=np.bool_)
    return lookup[rows]


def _within(
    columns: PostingColumns, latitude: float, longitude: float, *, radius_miles: float
) -> npt.NDArray[np.bool_]:
    """Great-circle distance, worked out only for places in the band of latitudes that can be near enough."""
    band_degrees = float(np.degrees(radius_miles / EARTH_RADIUS_MILES)) * 1.001
    near = np.flatnonzero(np.abs(columns.latitudes - latitude) <= band_degrees)
    inside = np.zeros(len(columns.latitudes), dtype=np.bool_)
    lat, lon = np.radians(columns.latitudes[near]), np.radians(columns.longitudes[near])
    lat0, lon0 = np.radians(latitude), np.radians(longitude)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    miles = 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    inside[near] = miles <= radius_miles
    return inside
