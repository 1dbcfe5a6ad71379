"""Forecasts held against what came: error and coverage of the projected wage beside two baselines."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.labor.projection import MIN_HISTORY_YEARS, Floats, WagePanel, forecast

MIN_ORIGINS = 5
MIN_FORECASTS = 200
COVERAGE_BOUNDS = (0.72, 0.92)


@dataclass(frozen=True)
class BackTest:
    """What forecasts of one level and horizon were worth. Errors are mean absolute, as a share of the wage.

    `no_change` keeps the wage of the origin (in the dollars of one year: it keeps up with prices and no more);
    `national_growth` lets it grow like all occupations together in the five years before.
    """

    level: str
    horizon: int
    origins: tuple[int, ...]
    forecasts: int
    error: float
    error_no_change: float
    error_national_growth: float
    coverage: float
    lowest_coverage: float
    origins_won: int = 0
    """In how many of the years it came nearer than both baselines."""

    @property
    def shortfall(self) -> str:
        """Why no number is shown at this level and horizon; empty where it passed."""
        if len(self.origins) < MIN_ORIGINS or self.forecasts < MIN_FORECASTS:
            return f"only {self.forecasts} forecasts from {len(self.origins)} years could be held against what came"
        if self.error >= self.error_no_change:
            return "no better than to expect no change"
        if self.error >= self.error_national_growth:
            return "no better than to expect the growth of all occupations"
        if not COVERAGE_BOUNDS[0] <= self.coverage <= COVERAGE_BOUNDS[1]:
            return f"the 80 % interval held {self.coverage:.0%} of what came"
        return ""

    @property
    def has_passed(self) -> bool:
        """Better than both baselines, with an interval that holds about what it says, often enough to tell."""
        return not self.shortfall


def back_test(
    panel: WagePanel, *, level: str, horizon: int, national: Floats, rows: Iterable[int] | None = None
) -> BackTest:
    """Forecast from every year that has an outcome, using only what was known then.

    `national` is the log wage of all occupations by year; `rows` the units that are judged (all).
    Shape: national (years,).
    """
    judged = np.zeros(len(panel.units), dtype=np.bool_)
    judged[list(rows) if rows is not None else slice(None)] = True
    errors: list[Floats] = []
    still: list[Floats] = []
    grown: list[Floats] = []
    hits: list[npt.NDArray[np.bool_]] = []
    origins: list[int] = []
    for at in range(MIN_HISTORY_YEARS, len(panel.years) - horizon):
        made = forecast(panel, origin_year=panel.years[at], horizon=horizon)
        came, then = panel.log_wage[:, at + horizon], panel.log_wage[:, at]
        held = judged & ~np.isnan(made.middle) & ~np.isnan(came)
        if not held.any():
            continue
        growth = (national[at] - national[at - 5]) / 5 * horizon
        origins.append(panel.years[at])
        errors.append(_share(came, made.middle)[held])
        still.append(_share(came, then)[held])
        grown.append(_share(came, then + growth)[held])
        hits.append(((made.low <= came) & (came <= made.high))[held])
    if not origins:
        return BackTest(level, horizon, (), 0, np.nan, np.nan, np.nan, np.nan, np.nan)
    return BackTest(
        level=level,
        horizon=horizon,
        origins=tuple(origins),
        forecasts=sum(len(one) for one in errors),
        error=float(np.concatenate(errors).mean()),
        error_no_change=float(np.concatenate(still).mean()),
        error_national_growth=float(np.concatenate(grown).mean()),
        coverage=float(np.concatenate(hits).mean()),
        lowest_coverage=float(min(one.mean() for one in hits)),
        origins_won=sum(
            bool(mine.mean() < min(one.mean(), other.mean()))
            for mine, one, other in zip(errors, still, grown, strict=True)
        ),
    )


def _share(came: Floats, said: Floats) -> Floats:
    """How far a forecast was off, as a share of what came."""
    share: Floats = np.abs(np.expm1(said - came))
    return share
