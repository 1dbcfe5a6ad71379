"""A projected wage with its interval, and what such forecasts were worth when held against what came."""

from pydantic import Field

from portal.domain.codes import AreaCode, SocCode
from portal.domain.model import DataModel


class ProjectedWage(DataModel):
    """The median of an occupation in an area in `target_year`, with an 80 % interval, in dollars of `base_year`.

    A forecast from past wages alone. Nominal amounts add `assumed_yearly_inflation` and nothing else.
    """

    area_code: AreaCode
    soc_code: SocCode
    base_year: int
    target_year: int
    base_wage_usd: float = Field(gt=0)
    low_wage_usd: float = Field(gt=0)
    middle_wage_usd: float = Field(gt=0)
    high_wage_usd: float = Field(gt=0)
    assumed_yearly_inflation: float

    @property
    def years_ahead(self) -> int:
        """How far it looks."""
        return self.target_year - self.base_year

    def nominal(self, amount: float) -> float:
        """An amount of `base_year` dollars in the dollars of `target_year`, to the nearest 10."""
        grown = amount * (1 + self.assumed_yearly_inflation) ** self.years_ahead
        return float(round(grown / 10) * 10)


class ProjectionTest(DataModel):
    """Errors are mean absolute, as a share of the wage. `shortfall` says why no number is shown; empty: it passed."""

    level: str
    horizon_years: int
    first_origin: int | None
    last_origin: int | None
    origins: int
    origins_won: int
    forecasts: int
    error: float | None
    error_no_change: float | None
    error_national_growth: float | None
    coverage: float | None
    lowest_coverage: float | None
    shortfall: str

    @property
    def has_passed(self) -> bool:
        """Its numbers may be shown."""
        return not self.shortfall
