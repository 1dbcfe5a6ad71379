"""How right postings are read, as `make bench-quality` measured it: what the public page shows."""

from datetime import date

from pydantic import Field

from portal.domain.model import DataModel


class MeasuredShare(DataModel):
    """A share with its 95 % interval (Wilson) and how many it was counted on. None: nothing to count."""

    share: float | None = Field(default=None, ge=0, le=1)
    low: float | None = Field(default=None, ge=0, le=1)
    high: float | None = Field(default=None, ge=0, le=1)
    n: int = Field(ge=0)


class CoderFigures(DataModel):
    """One way to find the occupation. `coverage`: of how many it says anything; the rest is of what it answered."""

    name: str
    coverage: MeasuredShare
    six_digits: MeasuredShare
    two_digits: MeasuredShare
    six_digits_of_all: MeasuredShare
    calibration_error: float = Field(ge=0)


class RiskPoint(DataModel):
    """When so large a share is answered, the surest first, this share of it is wrong (six digits)."""

    coverage: float = Field(ge=0, le=1)
    risk: float = Field(ge=0, le=1)


class OccupationSet(DataModel):
    """One set of labelled titles or postings. `key`: a, b, c or own."""

    key: str
    n: int = Field(ge=0)
    coders: tuple[CoderFigures, ...]
    curve: tuple[RiskPoint, ...] = Field(description="of ours, never abstaining")


class RequirementSet(DataModel):
    """Licences, certifications, certificates and driver's licences on one set. `key`: held, gold or own."""

    key: str
    precision: MeasuredShare
    recall: MeasuredShare
    groups: MeasuredShare


class QualityFigures(DataModel):
    """Everything that the page shows, from one run on one day."""

    measured_on: date
    occupation: tuple[OccupationSet, ...]
    requirements: tuple[RequirementSet, ...]
    place_state: MeasuredShare
    place_county: MeasuredShare
    pay_in_text: MeasuredShare
    pay_silent: MeasuredShare
    pay_from_fields: MeasuredShare
