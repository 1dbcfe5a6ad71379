"""Regions and goals in the forms that travel through URLs, command lines and plans (DESIGN.md §4)."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Self

from pydantic import Field

from portal.domain.codes import parse_soc_code
from portal.domain.credential import Credential, Delivery
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

DEFAULT_RADIUS_MILES = 25
RADIUS_CHOICES_MILES = (5, 10, 25, 50, 100)
MAX_RADIUS_MILES = 200

COUNTY_SEPARATOR = "|"
"""Between the counties of a place of which only a set of counties is known: `36005|36047|…` (New York City)."""

_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class RegionKind(StrEnum):
    """The forms of a region."""

    ZIP = "zip"
    COUNTY = "county"
    METRO = "metro"
    WORKFORCE_REGION = "wdr"
    STATE = "state"
    US = "us"


class Region(DataModel):
    """A place to look in: `zip:46402:25 | county:18089 | metro:26900 | wdr:in-1 | state:IN | us`."""

    kind: RegionKind
    code: str = ""
    radius_miles: int | None = Field(default=None, ge=1, le=MAX_RADIUS_MILES)

    def __str__(self) -> str:
        if self.kind is RegionKind.US:
            return "us"
        if self.kind is RegionKind.ZIP:
            return f"zip:{self.code}:{self.radius_miles}"
        return f"{self.kind.value}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a region in the form that travels; a bare ZIP or two-letter state is understood too.

        Raises: InvalidCode with what to write instead.
        """
        text = text.strip()
        if re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text):
            text = f"zip:{text[:5]}:{DEFAULT_RADIUS_MILES}"
        elif re.fullmatch(r"[A-Za-z]{2}", text):
            text = "us" if text.lower() == "us" else f"state:{text}"
        kind, _, rest = text.partition(":")
        code, _, radius = rest.partition(":")
        forms = {
            "zip": r"[0-9]{5}",
            "county": r"[0-9]{5}",
            "metro": r"[0-9]{5}",
            "wdr": r"[a-z]{2}-[0-9]{1,2}",
            "state": r"[A-Za-z]{2}",
            "us": r"",
        }
        if kind not in forms or not re.fullmatch(forms[kind], code) or (radius and kind != "zip"):
            raise InvalidCode(
                f"“{text[:40]}” is not a place that we can read. Type a five-digit ZIP code, "
                "or write it like zip:46402:25, county:18089, metro:26900, wdr:in-1, state:IN or us."
            )
        if kind != "zip":
            return cls(kind=RegionKind(kind), code=code.upper() if kind == "state" else code)
        miles = radius or str(DEFAULT_RADIUS_MILES)
        if not re.fullmatch(r"[0-9]{1,4}", miles) or not 1 <= int(miles) <= MAX_RADIUS_MILES:
            raise InvalidCode(f"The distance must be 1 to {MAX_RADIUS_MILES} miles, not “{radius[:10]}”.")
        return cls(kind=RegionKind.ZIP, code=code, radius_miles=int(miles))


def split_counties(text: str) -> tuple[str, ...]:
    """The county, or each of the counties one of which is meant, of a place's county text."""
    return tuple(text.split(COUNTY_SEPARATOR))


class GoalKind(StrEnum):
    """The forms of a goal."""

    OCCUPATION = "occupation"
    POSTING = "posting"
    CREDENTIAL = "credential"
    CLUSTER = "cluster"
    WAGE = "wage"
    DOORS = "doors"


class Goal(DataModel):
    """Where to: `occupation:31-1131 | posting:<id> | credential:<slug> | cluster:<slug> | wage:45000 | doors:3`."""

    kind: GoalKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a goal in the form that travels.

        Raises: InvalidCode with what to write instead.
        """
        kind, _, value = text.strip().partition(":")
        if kind == "occupation":
            return cls(kind=GoalKind.OCCUPATION, value=parse_soc_code(value))
        fits: dict[str, Callable[[str], bool]] = {
            "posting": lambda v: v.isascii() and v.isdigit() and len(v) <= 18,
            "credential": lambda v: bool(_SLUG.fullmatch(v)) and len(v) <= 80,
            "cluster": lambda v: bool(_SLUG.fullmatch(v)) and len(v) <= 80,
            "wage": lambda v: v.isascii() and v.isdigit() and len(v) <= 7,
            "doors": lambda v: bool(re.fullmatch(r"[0-9]{1,2}", v)) and 1 <= int(v) <= 10,
        }
        if kind not in fits or not fits[kind](value):
            raise InvalidCode(
                f"“{text.strip()[:60]}” is not a goal that we can read. Write it like occupation:31-1131, "
                "credential:rn-license-in, cluster:health-science, wage:45000 or doors:3."
            )
        return cls(kind=GoalKind(kind), value=value)


def parse_held(text: str) -> tuple[str, ...]:
    """Read held credentials, slugs joined by commas; order kept, repeats dropped.

    Raises: InvalidCode when a part is not a slug.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not _SLUG.fullmatch(part) or len(part) > 80:
            raise InvalidCode(f"“{part[:40]}” is not the id of a credential. Choose it from the list.")
    return tuple(dict.fromkeys(parts))


class ResolvedRegion(DataModel):
    """A region after look-up in the store: what it covers and how people call it.

    Covers a place when any given part fits: everything (`us`), a state, a county, or a point within
    `radius_miles` (great-circle) of the centre. Units: miles, degrees WGS 84.
    """

    region: Region
    label: str = Field(description="for people: 25 miles around 46402 (Gary, IN)")
    states: frozenset[str] = frozenset()
    county_fips: frozenset[str] = frozenset()
    latitude: float | None = None
    longitude: float | None = None
    is_point_of_county: bool = Field(
        default=False, description="the ZIP code has no area of its own; the point is its county's"
    )
    home_state: str | None = Field(default=None, description="state of the centre or of the whole region")
    home_county_fips: str | None = Field(
        default=None, description="county whose wages are nearest, where one is"
    )
    home_area_code: str | None = Field(default=None, description="OEWS area whose wages are nearest")

    def counts(self, jurisdiction: str | None) -> bool:
        """Whether a credential counts here: everywhere (None), in one of our states, or anywhere in the nation."""
        states = {self.home_state, *self.states} - {None}
        return jurisdiction is None or not states or jurisdiction in states

    def has(self, credential: Credential) -> bool:
        """Whether somebody here can earn and use a credential: it counts here, and it is given here or online."""
        states = {self.home_state, *self.states} - {None}
        is_given = not credential.offered_in or not states or bool(states & set(credential.offered_in))
        return self.counts(credential.jurisdiction) and (is_given or Delivery.ONLINE in credential.delivery)
