"""Resolves stated places against ZIP codes and counties, or abstains. Never the wrong state."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean

from portal.domain.job_posting import PlacePrecision, ResolvedPlace, StatedPlace
from portal.domain.states import STATE_NAMES
from portal.store.snapshots import CountyPlace, ZipPlace

SURE_SHARE = 0.9
"""Least share of a place's addresses in one county for the county to be said."""

_REMEMBERED = 10_000

_STATES = {name.casefold(): code for code, name in STATE_NAMES.items()} | {
    "district of columbia": "DC", "washington dc": "DC", "washington d.c.": "DC",
}  # fmt: skip
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$")
_COUNTY = re.compile(r"^(.*?)\s+(county|parish|borough|census area)$", re.I)
_DIRECTIONS = {
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "ft": "fort",
    "st": "saint",
    "mt": "mount",
}
_REMOTE = re.compile(r"\b(remote|telework|work from home|anywhere|nationwide)\b", re.I)


@dataclass(frozen=True)
class City:
    """All that ZIP codes say of one place name in one state."""

    name: str
    latitude: float | None
    longitude: float | None
    county_fips: str | None


@dataclass
class Gazetteer:
    """ZIP codes, counties and places by name. Built once a process from the places snapshot and our own lexicon."""

    zips: dict[str, ZipPlace] = field(default_factory=dict)
    counties: dict[tuple[str, str], CountyPlace] = field(default_factory=dict)
    cities: dict[tuple[str, str], City] = field(default_factory=dict)
    _seen: dict[StatedPlace, tuple[ResolvedPlace | None, str]] = field(default_factory=dict, repr=False)

    @classmethod
    def build(
        cls,
        zips: Iterable[ZipPlace],
        counties: Iterable[CountyPlace],
        spanning: Iterable["SpanningCity"] = (),
    ) -> "Gazetteer":
        """Index the rows; `spanning` are cities whose name in ZIP codes means less than people mean."""
        found = cls(zips={row.zip_code: row for row in zips})
        named: dict[tuple[str, str], list[ZipPlace]] = defaultdict(list)
        for row in found.zips.values():
            named[(row.state, _key(row.place_name))].append(row)
        for key, rows in named.items():
            found.cities[key] = _city(rows)
        found.counties = {
            (row.state, _county_key(row.county_name)): row for row in counties if row.status == "current"
        }
        for city in spanning:
            for name in city.names:
                found.cities[(city.state, _key(name))] = City(
                    city.names[0], city.latitude, city.longitude, None
                )
        return found

    def resolve(self, place: StatedPlace) -> tuple[ResolvedPlace | None, str]:
        """The place that is meant, or None, and a note. Postings name the same places: the last ones are remembered."""
        found = self._seen.get(place)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            found = self._seen[place] = _resolve(place, self)
        return found


@dataclass(frozen=True)
class SpanningCity:
    """A city that lies in several counties though its name in ZIP codes covers one (New York). Degrees WGS 84."""

    names: tuple[str, ...]
    state: str
    latitude: float
    longitude: float


def resolve_places(
    stated: Iterable[StatedPlace], gazetteer: Gazetteer, *, is_remote: bool
) -> tuple[tuple[ResolvedPlace, ...], str]:
    """Places that we are sure of, and a note on those that we are not."""
    places: dict[tuple[str, str], ResolvedPlace] = {}
    notes: list[str] = []
    for place in stated:
        resolved, note = gazetteer.resolve(place)
        if resolved is not None:
            places.setdefault((resolved.state, resolved.place_name), resolved)
        if note and note not in notes:
            notes.append(note)
    if not places and not notes:
        notes.append("remote, no place stated" if is_remote else "no place stated")
    return tuple(places.values()), "; ".join(notes[:5])


def _resolve(place: StatedPlace, gazetteer: Gazetteer) -> tuple[ResolvedPlace | None, str]:
    shown = place.text or ", ".join(filter(None, (place.locality, place.region, place.postal_code)))
    if place.country not in ("US", "USA", ""):
        return None, f"outside the United States: {shown[:80]}"
    locality, region, postal_code = place.locality, place.region, place.postal_code[:5]
    if not (locality or region or postal_code):
        locality, region, postal_code = _parts(place.text)
    state = _state(region)
    if region and state is None:
        return None, f"unknown state: {shown[:80]}"
    row = gazetteer.zips.get(postal_code)
    if row is not None and state is not None and row.state != state:
        return None, f"ZIP code {postal_code} is in {row.state}, the state says {state}: {shown[:80]}"
    if row is not None:
        return _zip_place(row), ""
    if state is None:
        return None, (f"no state: {shown[:80]}" if not _REMOTE.search(shown) else "remote, no place stated")
    if locality:
        return _local_place(place, locality, state, gazetteer)
    note = "" if not place.text or _key(place.text) in (_key(STATE_NAMES[state]), state.lower()) else (
        f"only the state is sure: {shown[:80]}"
    )  # fmt: skip
    return ResolvedPlace(precision=PlacePrecision.STATE, place_name=STATE_NAMES[state], state=state), note


def _zip_place(row: ZipPlace) -> ResolvedPlace:
    county, share = row.counties[0] if row.counties else (None, 0.0)
    return ResolvedPlace(
        precision=PlacePrecision.ZIP,
        place_name=row.place_name,
        state=row.state,
        county_fips=county if share >= 0.5 else None,
        postal_code=row.zip_code,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _local_place(
    place: StatedPlace, locality: str, state: str, gazetteer: Gazetteer
) -> tuple[ResolvedPlace | None, str]:
    county = gazetteer.counties.get((state, _county_key(locality))) if _COUNTY.match(locality) else None
    if county is not None:
        return (
            ResolvedPlace(
                precision=PlacePrecision.COUNTY, place_name=county.county_name, state=state,
                county_fips=county.county_fips, latitude=county.latitude, longitude=county.longitude,
            ),
            "",
        )  # fmt: skip
    city = gazetteer.cities.get((state, _key(locality)))
    if city is None and state == "DC":
        city = gazetteer.cities.get(("DC", "washington"))
    if city is not None:
        return (
            ResolvedPlace(
                precision=PlacePrecision.COUNTY if city.county_fips else PlacePrecision.CITY,
                place_name=city.name, state=state, county_fips=city.county_fips,
                latitude=city.latitude, longitude=city.longitude,
            ),
            "",
        )  # fmt: skip
    if place.latitude is not None and place.longitude is not None:
        return (
            ResolvedPlace(
                precision=PlacePrecision.CITY, place_name=locality, state=state,
                latitude=place.latitude, longitude=place.longitude,
            ),
            f"the point is the source's own: {locality[:60]}, {state}",
        )  # fmt: skip
    return (
        ResolvedPlace(precision=PlacePrecision.STATE, place_name=STATE_NAMES[state], state=state),
        f"the town is not known: {(place.text or ', '.join(filter(None, (locality, state, place.postal_code))))[:80]}",
    )


def _parts(text: str) -> tuple[str, str, str]:
    """Locality, region and ZIP of one string: "Gary, IN 46402", "Lake County, Indiana", "Indiana"."""
    text = text.strip()
    postal_code = ""
    if found := _ZIP.search(text):
        postal_code, text = found[1], text[: found.start()].rstrip(" ,")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts and parts[-1].casefold() in ("us", "usa", "united states"):
        parts.pop()
    if parts and _state(parts[-1]) is not None:
        return (parts[-2] if len(parts) > 1 else ""), parts[-1], postal_code
    return "", "", postal_code


def _state(region: str) -> str | None:
    text = region.strip()
    if text.upper() in STATE_NAMES and (len(text) == 2):
        return text.upper()
    return _STATES.get(text.casefold())


def _key(name: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", " ", name.casefold().replace("'", "")).split()
    return " ".join(_DIRECTIONS.get(word, word) for word in words)


def _county_key(name: str) -> str:
    found = _COUNTY.match(name.strip())
    return _key(found[1] if found else name)


def _city(rows: list[ZipPlace]) -> City:
    located = [r for r in rows if r.latitude is not None and r.longitude is not None]
    counties: dict[str, float] = defaultdict(float)
    counted = [r for r in rows if r.kind == "standard"] or rows
    for row in counted:
        for county, share in row.counties:
            counties[county] += share / len(counted)
    main = max(counties, key=lambda code: counties[code], default="")
    return City(
        name=rows[0].place_name,
        latitude=round(fmean(r.latitude for r in located if r.latitude is not None), 4) if located else None,
        longitude=round(fmean(r.longitude for r in located if r.longitude is not None), 4)
        if located
        else None,
        county_fips=main if main and counties[main] >= SURE_SHARE else None,
    )
