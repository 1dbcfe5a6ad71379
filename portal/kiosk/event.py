"""One event: where it is, what its kiosks show and for whom, as `config/kiosk/<name>.toml` says it."""

import re
import tomllib
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator

from portal.domain.errors import InvalidCode, InvalidSettings
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.region import Region

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
RESERVED = frozenset({"take", "worker"})
"""Names that the addresses below `/kiosk/` need themselves."""


class Start(StrEnum):
    """Where visitors of an event mostly stand: still at school, or with a diploma."""

    SCHOOL = "school"
    DIPLOMA = "diploma"


class Theme(StrEnum):
    """How the screen looks until a visitor chooses otherwise."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Slip(StrEnum):
    """Paper that the kiosk's printer takes: an 80 mm receipt roll, or whole pages."""

    RECEIPT = "receipt"
    PAGE = "page"


def _checked_region(text: str) -> str:
    try:
        return str(Region.parse(text))
    except InvalidCode as error:
        raise ValueError(str(error)) from error


def _checked_site(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/")):
        raise ValueError("Write the site's own address, like https://rungs.example.org")
    return text.rstrip("/")


class Booth(DataModel):
    """An employer or school that is there. `names` are its names in job postings, letter for letter, case aside.

    A posting belongs to a booth only where its employer has one of these names: nothing is guessed.
    """

    number: str = Field(min_length=1, max_length=8)
    employer: str = Field(min_length=1, max_length=80)
    names: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    note: LocalizedText | None = None

    def hires_as(self, employer_name: str) -> bool:
        """Whether a posting of this employer is the booth's."""
        known = {_folded(name) for name in (self.employer, *self.names)}
        return _folded(employer_name) in known


class Event(DataModel):
    """One event. Units: seconds, hours."""

    name: str
    title: LocalizedText
    place: str = Field(min_length=1, max_length=80, description="where it is held, as people call it")
    starts_on: date
    ends_on: date
    region: Annotated[str, AfterValidator(_checked_region)]
    languages: tuple[Literal["en", "es"], ...] = ("en", "es")
    clusters: tuple[str, ...] = Field(default=(), description="career clusters on show; all when left out")
    start: Start = Start.SCHOOL
    idle_seconds: int = Field(default=60, ge=20, le=600)
    warning_seconds: int = Field(default=30, ge=20, le=120, description="WCAG 2.2.1 asks for 20 at least")
    theme: Theme = Theme.LIGHT
    slips: tuple[Slip, ...] = ()
    bundle_hours: int = Field(default=72, ge=1, le=720, description="how long the jobs may be shown as open")
    refresh_minutes: int = Field(default=15, ge=5, le=1440)
    take_away_url: Annotated[str, AfterValidator(_checked_site)] = Field(
        default="", description="the site that phones reach, where it is not the one of the kiosks"
    )
    booths: tuple[Booth, ...] = Field(default=(), alias="booth")
    is_sample: bool = Field(default=False, description="made up: the screen says so")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(f"ends_on {self.ends_on} is before starts_on {self.starts_on}")
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise ValueError("languages: name each language once, one at least")
        numbers = [booth.number for booth in self.booths]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise ValueError(f"two booths have the number {', '.join(twice)}")
        return self

    def find_booth(self, employer_name: str) -> Booth | None:
        """The booth of a posting's employer, if it is there."""
        return next((booth for booth in self.booths if booth.hires_as(employer_name)), None)

    @property
    def parsed_region(self) -> Region:
        """The region as a record; it was checked when the event was read."""
        return Region.parse(self.region)


def parse_event(name: str, text: str, *, cluster_slugs: frozenset[str]) -> Event:
    """Read one event's file; `name` is the file's name without `.toml` and becomes part of the address.

    Raises: InvalidSettings naming the file, the key and what to write.
    """
    file = f"config/kiosk/{name}.toml"
    if not NAME.fullmatch(name) or name in RESERVED:
        raise InvalidSettings(
            f"{file}: “{name}” cannot be an event's name. Use small letters, digits and dashes, 40 at most, "
            f"and none of: {', '.join(sorted(RESERVED))}."
        )
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"{file} is not valid TOML: {error}") from error
    try:
        event = Event.model_validate({**values, "name": name})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the event"
        raise InvalidSettings(f"{file}, {key}: {first['msg']}. docs/kiosk.md shows the form.") from error
    unknown = sorted(
        {slug for part in (event.clusters, *(booth.clusters for booth in event.booths)) for slug in part}
        - cluster_slugs
    )
    if unknown:
        raise InvalidSettings(
            f"{file}: no such career cluster: {', '.join(unknown)}. config/clusters.toml lists them."
        )
    return event


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
