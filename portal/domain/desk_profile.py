"""What a job must have for one person, as the match desk keeps it: what they need and can do, never why."""

import json
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationError, model_validator

from portal.domain.credential import EducationLevel
from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.domain.region import Region

VERSION: Literal[1] = 1
MAX_BYTES = 4_096
"""Of the JSON form."""
MOST_NEEDS = 20


class InvalidDeskProfile(PortalError):
    """A profile that cannot be read."""


class AgeAnswer(StrEnum):
    """An age only as near as jobs ask for it: no birthday is kept."""

    FROM_14 = "14_15"
    FROM_16 = "16_17"
    FROM_18 = "18_20"
    FROM_21 = "21_or_over"

    @property
    def years(self) -> int:
        """The lowest age that it can be. Units: years."""
        return {"14_15": 14, "16_17": 16, "18_20": 18, "21_or_over": 21}[self.value]


def _sorted(needs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(needs)))


RegionText = Annotated[
    Region, BeforeValidator(lambda v: Region.parse(v) if isinstance(v, str) else v), PlainSerializer(str)
]
NeedWord = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=20)]


class DeskProfile(DataModel):
    """What a job must have. None and nothing: it was not told. What is held stands in the person's plan.

    `needs` are words of `portal.matching.wishes.Need`; a diagnosis has no place here, and no text is asked for.
    Units: months, hours a week, US dollars a year.
    """

    version: Literal[1] = VERSION
    region: RegionText | None = None
    schooling: EducationLevel | None = None
    experience_months: int | None = Field(default=None, ge=0, le=720)
    age: AgeAnswer | None = None
    needs: Annotated[tuple[NeedWord, ...], AfterValidator(_sorted)] = Field(default=(), max_length=MOST_NEEDS)
    least_hours: int | None = Field(default=None, ge=1, le=84)
    most_hours: int | None = Field(default=None, ge=1, le=84)
    least_pay_usd: int | None = Field(default=None, ge=1, le=999_999)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least_hours and self.most_hours and self.least_hours > self.most_hours:
            raise ValueError("least_hours must not be above most_hours")
        return self


def write_desk_profile(profile: DeskProfile) -> str:
    """The JSON form: what is not told is left out."""
    told = profile.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"version": profile.version, **told}, separators=(",", ":"))


def read_desk_profile(text: str) -> DeskProfile:
    """Read the JSON form; empty text is a profile in which nothing was told.

    Raises: InvalidDeskProfile saying what is wrong.
    """
    if not text:
        return DeskProfile()
    if len(text) > MAX_BYTES:
        raise InvalidDeskProfile(f"A desk profile has at most {MAX_BYTES} bytes; this has {len(text)}.")
    try:
        return DeskProfile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "profile"
        raise InvalidDeskProfile(f"{key}: {first['msg']}.") from error
    except PortalError as error:  # its region
        raise InvalidDeskProfile(str(error)) from error
