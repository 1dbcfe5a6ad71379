"""Wages from OEWS, with every way in which a figure can be missing kept apart."""

from enum import StrEnum

from pydantic import Field

from portal.domain.codes import AreaCode, SocCode
from portal.domain.model import DataModel

HOURS_PER_YEAR = 2080
"""BLS's factor between hourly and annual wages (40 hours, 52 weeks)."""


class FigureStatus(StrEnum):
    """Why a figure is there or not. Never collapse two of these into 0 or None."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    """BLS has an estimate and does not release it."""
    NOT_PUBLISHED = "not_published"
    """There is no estimate for this occupation and area."""
    TOP_CODED = "top_coded"
    """At or above the highest wage that BLS prints; `value` is that bound."""
    ANNUAL_ONLY = "annual_only"
    """No hourly figure exists for this occupation (teachers, for instance)."""
    HOURLY_ONLY = "hourly_only"
    """No annual figure exists for this occupation (actors, for instance)."""


class Figure(DataModel):
    """One number or the reason why there is none. `value` is set when published or top-coded."""

    status: FigureStatus
    value: float | None = None

    @property
    def is_known(self) -> bool:
        """True for a published number only."""
        return self.status is FigureStatus.PUBLISHED


class AreaType(StrEnum):
    """Kinds of OEWS area, nearest first."""

    METRO = "metro"
    NONMETRO = "nonmetro"
    STATE = "state"
    NATION = "nation"


class Area(DataModel):
    """An OEWS area."""

    area_code: AreaCode
    area_type: AreaType
    area_name: str
    state: str = Field(default="", description="two letters of the first state; empty for the nation")


class WageEstimate(DataModel):
    """OEWS estimates of one occupation in one area, cross-industry.

    Units: US dollars a year (`annual_*`) or an hour (`hourly_*`); jobs (`employment`).
    Source: BLS OEWS, data types 01 employment, 04 annual mean, 08 hourly median, 11–15 annual percentiles.
    """

    vintage: str = Field(description="reference period, 2025-05")
    area: Area
    soc_code: SocCode
    employment: Figure
    location_quotient: Figure
    annual_p10_wage_usd: Figure
    annual_p25_wage_usd: Figure
    annual_median_wage_usd: Figure
    annual_p75_wage_usd: Figure
    annual_p90_wage_usd: Figure
    hourly_median_wage_usd: Figure


class LadderFigure(DataModel):
    """A wage figure as pages show it: never without area, vintage, percentile and source.

    `missing_nearer` tells for each nearer area, in plain words, why its figure is not the one shown.
    """

    figure: Figure
    percentile: int = Field(ge=10, le=90)
    unit: str = Field(pattern="^(year|hour)$")
    area: Area
    vintage: str
    source: str
    missing_nearer: tuple[str, ...] = ()
