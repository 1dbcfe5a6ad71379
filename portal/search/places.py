"""Names of places as people type them, looked up in the store."""

import re
from functools import lru_cache

from sqlmodel import Session, col, select

from portal.domain.region import DEFAULT_RADIUS_MILES, Region, RegionKind
from portal.domain.states import STATE_NAMES
from portal.search.fold import fold, split_words
from portal.search.query_text import FoundPlace
from portal.store.places import find_counties_by_name, find_zip
from portal.store.tables import ZipRow

_SHORT = {"st": "saint", "ft": "fort", "mt": "mount"}
_MC = re.compile(r"^Mc(\w)")
_SMALL_WORDS = frozenset({"of", "on", "in", "by", "the", "de", "del", "du", "la"})
_FULL = {full: short for short, full in _SHORT.items()}


class StorePlaces:
    """`PlaceFinder` over the store. Where a name is in several states, the home state wins, else it is unsure."""

    def __init__(self, session: Session, *, home_state: str) -> None:
        self._session = session
        self._home_state = home_state

    def find_zip(self, postal_code: str) -> FoundPlace | None:
        """The surroundings of a ZIP code that has a place on the map."""
        row = find_zip(self._session, postal_code)
        if row is None or row.latitude is None:
            return None
        return FoundPlace(
            region=region_around(row), label=f"{row.place_name}, {row.state} {postal_code}", is_sure=True
        )

    def find_place(self, words: str) -> FoundPlace | None:
        """The one place of this name; None when there is none or it is not clear which."""
        name, state = _split_state(words)
        if not name:
            return _whole_state(state) if state else None
        if name.endswith(" county") or name.startswith(("condado de ", "county of ")):
            return self._find_county(name, state)
        return self._find_city(name, state)

    def _find_county(self, name: str, state: str | None) -> FoundPlace | None:
        name = name.removeprefix("condado de ").removeprefix("county of ")
        rows = find_counties_by_name(self._session, name, state=state)
        home = [row for row in rows if row.state == self._home_state]
        chosen = rows if len(rows) == 1 else home
        if len(chosen) != 1:
            return None
        row = chosen[0]
        region = Region(kind=RegionKind.COUNTY, code=row.county_fips)
        label = f"{row.county_name}, {STATE_NAMES.get(row.state, row.state)}"
        return FoundPlace(region=region, label=label, is_sure=True)

    def _find_city(self, name: str, state: str | None) -> FoundPlace | None:
        conditions = [ZipRow.state == state] if state else []
        rows = self._session.exec(
            select(ZipRow).where(
                col(ZipRow.place_name).in_(_spellings(name)),
                col(ZipRow.latitude).is_not(None),
                *conditions,
            )
        ).all()
        states = {row.state for row in rows}
        if len(states) > 1:
            rows = [row for row in rows if row.state == self._home_state]
        if not rows:
            return None
        row = middle_zip(list(rows))
        label = f"{row.place_name}, {row.state}"
        return FoundPlace(region=region_around(row), label=label, is_sure=state is not None)


def region_around(row: ZipRow) -> Region:
    """The usual surroundings of a ZIP code."""
    return Region(kind=RegionKind.ZIP, code=row.postal_code, radius_miles=DEFAULT_RADIUS_MILES)


def middle_zip(rows: list[ZipRow]) -> ZipRow:
    """The ZIP code nearest to the middle of a city; those with a mapped area before post-office boxes."""
    ordinary = [row for row in rows if row.kind == "standard" and row.point_basis == "zcta"] or rows
    latitude = sum(row.latitude or 0.0 for row in ordinary) / len(ordinary)
    longitude = sum(row.longitude or 0.0 for row in ordinary) / len(ordinary)

    def off(row: ZipRow) -> tuple[float, str]:
        squared = ((row.latitude or 0.0) - latitude) ** 2 + ((row.longitude or 0.0) - longitude) ** 2
        return squared, row.postal_code

    return min(ordinary, key=off)


def _whole_state(state: str) -> FoundPlace:
    return FoundPlace(
        region=Region(kind=RegionKind.STATE, code=state), label=STATE_NAMES[state], is_sure=True
    )


def _split_state(words: str) -> tuple[str, str | None]:
    """Part `gary in`, `gary indiana` or `new york` into name and state. Two letters alone are no state."""
    parts = words.split()
    for size in (3, 2, 1):
        state = _state_names().get(" ".join(parts[-size:])) if len(parts) >= size else None
        if state:
            return " ".join(parts[:-size]), state
    if len(parts) > 1 and parts[-1].upper() in STATE_NAMES:
        return " ".join(parts[:-1]), parts[-1].upper()
    return words, None


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    return {" ".join(split_words(fold(name))): code for code, name in STATE_NAMES.items()}


def _spellings(name: str) -> list[str]:
    """A folded name as the store may write it: `McAllen`, `Ponce de Leon`, `St. John`, `Saint John`.

    Exact spellings, so that the index on the name serves; lower() would read every ZIP code.
    """
    first, _, rest = name.partition(" ")
    other = _SHORT.get(first) or _FULL.get(first)
    names = [name, *([f"{other} {rest}"] if other and rest else [])]
    names += [f"{short}. {rest}" for short in _SHORT if rest and short in (first, other)]
    if name.endswith(" city"):
        names.append(name.removesuffix(" city"))
    return list(dict.fromkeys(cased for spelling in names for cased in _cased(spelling)))


def _cased(name: str) -> tuple[str, ...]:
    words = [_MC.sub(lambda found: "Mc" + found[1].upper(), word.capitalize()) for word in name.split()]
    small = [word.lower() if at and word.lower() in _SMALL_WORDS else word for at, word in enumerate(words)]
    return " ".join(words), " ".join(small)
