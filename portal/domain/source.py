"""What `config/sources/<key>.toml` says about one source. "About the data" is made from the same files."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from portal.domain.errors import InvalidSettings
from portal.domain.model import DataModel


class SourceKind(StrEnum):
    """What a source hands over."""

    POSTINGS = "postings"
    REFERENCE = "reference"


class RunOn(StrEnum):
    """On what its adapter was run here, and never more than that."""

    RECORDED_REAL = "recorded real"
    RECORDED_OLDER_FORM = "recorded, older form"
    FIXTURE_BY_OTHERS = "fixture by others"
    DOCUMENTATION_ONLY = "documentation only"
    OWN_MAKING = "made by us"


class Weekday(StrEnum):
    """Names, because numbers of weekdays differ between tools."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class SourceSchedule(DataModel):
    """When a source is asked: at a time (UTC) on these weekdays."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    time_utc: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="03:15")


class SourceBounds(DataModel):
    """How many records a complete fetch holds.

    Fewer than `min`, or less than `shrink` of the last good count, quarantines the run; more than `max` warns.
    """

    min: int = Field(ge=0)
    max: int | None = Field(default=None, ge=1)
    shrink: float = Field(default=0.8, ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class SourceMirror(DataModel):
    """Where the source's files lie below a mirror folder; no patterns: it is never mirrored."""

    files: tuple[str, ...] = ()


class PageChecks(DataModel):
    """Whether and how the pages of open postings are asked after: a page that is gone closes its posting.

    Gone is 410, or 404 twice with `sure_after_hours` between. Units: pages a run, seconds, days, hours.
    """

    enabled: bool = False
    at_most: int = Field(default=50, ge=1, le=1000, description="pages asked for in one run")
    pause_seconds: float = Field(default=2.0, ge=1, le=60, description="between two pages")
    every_days: int = Field(default=3, ge=1, le=60, description="a page is not asked for again sooner")
    sure_after_hours: int = Field(default=20, ge=1, le=240)


class SourceConfig(DataModel):
    """One source: who publishes it, under which terms, how it is fetched and when.

    Source: `config/sources/<key>.toml`. `options` are checked by the adapter's own model.
    """

    key: str = Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=40)
    adapter: str = Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")
    kind: SourceKind
    title: str = Field(min_length=3)
    title_es: str = Field(min_length=3)
    publisher: str = Field(min_length=2)
    homepage: str = Field(pattern=r"^(https?://\S+)?$")
    licence: str = Field(min_length=2)
    licence_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    attribution: str = Field(min_length=2, description="the sentence that pages show")
    format: str = Field(min_length=2)
    run_on: RunOn
    run_on_note: str = ""
    enabled: bool = False
    how_to_turn_on: str = ""
    schedule: SourceSchedule
    timeout_seconds: float = Field(gt=0, le=600)
    max_bytes: int = Field(default=200_000_000, gt=0, description="size limit of one document")
    allow_private_addresses: bool = Field(
        default=False, description="let the address of this source lie in a private network"
    )
    records: SourceBounds
    max_age_days: int | None = Field(
        default=None, ge=1, description="a posting without a last day is taken down when it is older"
    )
    mirror: SourceMirror = SourceMirror()
    trust: int = Field(
        default=50,
        ge=0,
        le=100,
        description="of copies of an offer the one of the most trusted source is shown",
    )
    check_pages: PageChecks = PageChecks()
    options: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_how_to_turn_on(self) -> Self:
        if not self.enabled and not self.how_to_turn_on:
            raise ValueError("ships off, so how_to_turn_on must say how to turn it on")
        return self


def parse_source(text: str, *, name: str) -> SourceConfig:
    """Read one file of `config/sources`; `name` is its file name, for messages.

    Raises: InvalidSettings naming the file, the key and what is wrong.
    """
    try:
        config = SourceConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"config/sources/{name} is not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        what = "no such key" if first["type"] == "extra_forbidden" else first["msg"]
        raise InvalidSettings(
            f"config/sources/{name}: {place}: {what}. docs/ingest.md shows the form."
        ) from error
    if name != f"{config.key}.toml":
        raise InvalidSettings(
            f"config/sources/{name} has key “{config.key}”: name the file {config.key}.toml."
        )
    return config


def parse_sources(files: Mapping[str, str]) -> tuple[SourceConfig, ...]:
    """Read all files of `config/sources` (`name -> text`), by key.

    Raises: InvalidSettings as `parse_source`.
    """
    return tuple(parse_source(files[name], name=name) for name in sorted(files))
