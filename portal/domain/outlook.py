"""How people usually enter an occupation, and how its jobs are projected to change.

A projection always carries its two years and its publisher: the nation's and a state's are made at different times
and never stand side by side unlabelled.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from portal.domain.codes import AreaCode, SocCode
from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel


class EntryExperience(StrEnum):
    """Work experience in a related occupation that employers commonly ask for."""

    NONE = "none"
    UNDER_FIVE_YEARS = "under_five_years"
    FIVE_YEARS_OR_MORE = "five_years_or_more"


class EntryTraining(StrEnum):
    """Training on the job until a person is able to do the work. Months by BLS's definitions."""

    NONE = "none"
    SHORT_TERM = "short_term"
    """One month or less."""
    MODERATE_TERM = "moderate_term"
    """More than one month, up to twelve."""
    LONG_TERM = "long_term"
    """More than twelve months, or less with formal classes beside it."""
    APPRENTICESHIP = "apprenticeship"
    INTERNSHIP_RESIDENCY = "internship_residency"


class YearsBasis(StrEnum):
    """How the two years of a projection are known."""

    PUBLISHED = "published"
    INFERRED = "inferred"
    """The file does not say; its national rows agree with a published projection of these years."""


class TypicalEntry(DataModel):
    """What it usually takes to enter an occupation.

    Source: BLS Employment Projections, table 1.2 (“Typical education needed for entry” and the two beside it).
    """

    soc_code: SocCode
    printed_code: SocCode = Field(description="the code under which BLS prints it")
    is_group: bool = Field(description="the statement covers more occupations than this one")
    education: EducationLevel
    experience: EntryExperience
    training: EntryTraining
    edition: str = Field(pattern=r"^\d{4}-\d{4}$", description="2024-2034")


class Projection(DataModel):
    """Jobs of an occupation in an area now and in the future, as its publisher projects them.

    None is *not published*. `annual_exits` (leave the labor force) and `annual_transfers` (move to another
    occupation) are the replacement part of `annual_openings`. Units: jobs; percent over the whole period; a year.
    """

    area_code: AreaCode
    soc_code: SocCode
    title: str
    is_summary: bool = Field(default=False, description="a sum of occupations, not one occupation")
    source_key: str
    start_year: int = Field(ge=1990, le=2100)
    end_year: int = Field(ge=1990, le=2100)
    years_basis: YearsBasis = YearsBasis.PUBLISHED
    base_employment: float | None = Field(default=None, ge=0)
    projected_employment: float | None = Field(default=None, ge=0)
    change: float | None = None
    change_percent: float | None = None
    annual_openings: float | None = Field(default=None, ge=0)
    annual_exits: float | None = Field(default=None, ge=0)
    annual_transfers: float | None = Field(default=None, ge=0)

    @property
    def period(self) -> str:
        """`2024-2034`."""
        return f"{self.start_year}-{self.end_year}"

    @model_validator(mode="after")
    def _looks_ahead(self) -> Self:
        if self.end_year <= self.start_year:
            raise ValueError(f"a projection from {self.start_year} to {self.end_year} does not look ahead")
        return self
