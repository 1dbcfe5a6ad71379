"""What a kiosk tells every half minute: how it stands, and how often what happened since. Nothing about one visitor."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

MOST = 200
"""Visits that one device can have had since it spoke last: a day without a network."""


EARLIEST_YEAR, LATEST_YEAR = 2000, 2999
"""Times beyond have no moment in UTC, or mean nothing."""


def _in_utc(told: datetime) -> datetime:
    if not EARLIEST_YEAR < told.year < LATEST_YEAR:
        raise ValueError("write a time of this century")
    return told.astimezone(UTC)


class Report(DataModel):
    """One report. `ladders` counts by key of the ladder. Units: percent."""

    battery_percent: int | None = Field(default=None, ge=0, le=100)
    is_charging: bool | None = None
    bundle_as_of: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = None
    visits: int = Field(default=0, ge=0, le=MOST)
    finishes: int = Field(default=0, ge=0, le=MOST)
    ladders: dict[str, int] = Field(default_factory=dict, max_length=MOST)

    def by_key(self) -> dict[tuple[str, str], int]:
        """Counts by kind and key, without those that are nothing."""
        counts = {("visit", ""): self.visits, ("finish", ""): self.finishes}
        counts |= {("ladder", key): count for key, count in self.ladders.items()}
        return {which: count for which, count in counts.items() if count > 0}


def parse_report(told: object, *, ladder_keys: frozenset[str]) -> Report:
    """Read a report; ladders that are not in the bundle are left out.

    Raises: InvalidCode.
    """
    if not isinstance(told, Mapping):
        raise InvalidCode("A report is a JSON object.")
    try:
        report = Report.model_validate(dict(told))
    except ValidationError as error:
        raise InvalidCode(f"This report cannot be read: {error.errors()[0]['msg']}") from error
    known = {key: min(count, MOST) for key, count in report.ladders.items() if key in ladder_keys}
    return report.model_copy(update={"ladders": known})
