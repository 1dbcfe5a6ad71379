"""Projected wage: the median of an occupation in an area some years ahead, with an 80 % interval.

The model. A wage (log, in dollars of one year) has a level and a growth. The level is an average of the last vintages
that leans on the newest (`level_weight`), because each vintage carries survey noise. The growth is pooled in steps: all
occupations together, the occupation's departure from them, the area's departure from its occupation; each departure is
shrunk by its reliability, which follows from how far units differ and how much each one jumps about. `drift_share` and
`own_share` say how much of the common and of the own growth lasts; both, and `level_weight`, are learnt from forecasts
whose outcome was known at the origin. The interval is the spread of those forecasts' errors, scaled by how much a unit
jumps about. It is a forecast from past wages alone: it knows of no law, contract, employer or technology to come.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
COVERAGE = 0.8
MIN_HISTORY_YEARS = 5
MIN_EARLIER_ORIGINS = 3
_MEMORY_YEARS = 9
_SCALE_PRIOR_YEARS = 8.0


@dataclass(frozen=True)
class WagePanel:
    """Log wages of units (area, occupation) by year. NaN: no published median.

    `parent[i]` is the row whose growth unit i leans on (its occupation in the nation), or -1 for none.
    Shape: `log_wage` (units, years); years rise by one.
    """

    units: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    log_wage: Floats
    parent: npt.NDArray[np.int64]


@dataclass(frozen=True)
class GrowthRule:
    """How much of the newest vintage, of the common growth and of the own growth to believe; each 0 to 1."""

    level_weight: float = 0.6
    drift_share: float = 0.0
    own_share: float = 0.0


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of all units from one origin. NaN: not enough history. Shape: (units,) each."""

    origin_year: int
    horizon: int
    rule: GrowthRule
    middle: Floats
    low: Floats
    high: Floats


_GRID = tuple(
    GrowthRule(level, drift, own)
    for level, drift, own in product((0.4, 0.6, 0.8, 1.0), (0.0, 0.5, 1.0), (0.0, 0.25, 0.5, 0.75, 1.0))
)


def forecast(panel: WagePanel, *, origin_year: int, horizon: int) -> Forecasts:
    """Forecast every unit that has a wage at the origin and five years of history before it.

    Uses nothing later than the origin. Units: years; log dollars of the panel's year.
    Raises: ValueError when the origin is not a year of the panel.
    """
    if origin_year not in panel.years:
        raise ValueError(f"The panel has the years {panel.years[0]}–{panel.years[-1]}, not {origin_year}.")
    at = panel.years.index(origin_year)
    states = {j: _State(panel, j) for j in range(MIN_HISTORY_YEARS, at + 1)}
    earlier = [j for j in states if j + horizon <= at]
    rule = _learn(panel, states, earlier, horizon)
    now = states[at]
    middle = now.predict(rule, horizon)
    spread = now.scale * _spread(panel, states, at=at, horizon=horizon, rule=rule)
    return Forecasts(origin_year, horizon, rule, middle, middle - spread, middle + spread)


class _State:
    """What is known at one origin: levels, growth and jumpiness of every unit."""

    def __init__(self, panel: WagePanel, at: int) -> None:
        seen = panel.log_wage[:, : at + 1]
        steps = np.diff(seen, axis=1)
        counts = np.sum(~np.isnan(steps), axis=1)
        known = ~np.isnan(seen[:, at]) & (counts >= MIN_HISTORY_YEARS)
        self.recent = seen[:, max(0, at + 1 - _MEMORY_YEARS) :]
        self.known = known
        filled = np.where(np.isnan(steps), 0.0, steps)
        safe = np.maximum(counts, 1)
        growth = filled.sum(axis=1) / safe
        variance = np.where(np.isnan(steps), 0.0, (steps - growth[:, None]) ** 2).sum(axis=1)
        pooled = variance[known].sum() / max(1.0, float((counts[known] - 1).sum())) if known.any() else 0.0
        self.scale = np.sqrt(
            (variance + _SCALE_PRIOR_YEARS * pooled) / (np.maximum(counts - 1, 0) + _SCALE_PRIOR_YEARS)
        )
        roots = known & (panel.parent < 0)
        self.drift = float(growth[roots].mean()) if roots.any() else 0.0
        noise = self.scale**2 / safe
        own = np.where(known, growth - self.drift, 0.0)
        own = np.where(roots, own * _reliability(own[roots], noise[roots], noise), own)
        leaves = known & (panel.parent >= 0)
        if leaves.any():
            base = growth[panel.parent]
            parent_known = leaves & known[panel.parent]
            gap = np.where(parent_known, growth - base, 0.0)
            share = _reliability(gap[parent_known], noise[parent_known], noise)
            lone = own * _reliability(own[leaves], noise[leaves], noise)
            own = np.where(parent_known, own[panel.parent] + gap * share, np.where(leaves, lone, own))
        self.own = own

    def predict(self, rule: GrowthRule, horizon: int) -> Floats:
        level = self.recent[:, 0].copy()
        for column in range(1, self.recent.shape[1]):
            wage = self.recent[:, column]
            moved = level + rule.level_weight * (wage - level)
            level = np.where(np.isnan(level), wage, np.where(np.isnan(wage), level, moved))
        growth = rule.drift_share * self.drift + rule.own_share * self.own
        return np.where(self.known, level + horizon * growth, np.nan)


def _reliability(departures: Floats, noise: Floats, of: Floats) -> Floats:
    """Share of a departure that is not noise: variance between units over that plus the unit's own noise."""
    if len(departures) < 2:
        return np.zeros_like(of)
    between = max(0.0, float(departures.var() - noise.mean()))
    return between / (between + of) if between > 0 else np.zeros_like(of)


def _learn(panel: WagePanel, states: dict[int, _State], earlier: list[int], horizon: int) -> GrowthRule:
    """The rule with the least absolute error over earlier origins; the cautious one where there are too few."""
    if len(earlier) < MIN_EARLIER_ORIGINS:
        return GrowthRule()
    best, least = GrowthRule(), np.inf
    for rule in (GrowthRule(), *_GRID):
        errors = [
            np.nanmean(np.abs(panel.log_wage[:, j + horizon] - states[j].predict(rule, horizon)))
            for j in earlier
        ]
        loss = float(np.mean(errors))
        if loss < least * 0.98:  # a rule must earn its place
            best, least = rule, loss
    return best


def _spread(panel: WagePanel, states: dict[int, _State], *, at: int, horizon: int, rule: GrowthRule) -> float:
    """Half width of the interval in units of a unit's own scale, from errors that were known at the origin.

    Where no forecast of this horizon has an outcome yet, errors of shorter ones are widened by the root of time.
    """
    for shorter in range(horizon, 0, -1):
        errors = [
            np.abs(panel.log_wage[:, j + shorter] - states[j].predict(rule, shorter)) / states[j].scale
            for j in states
            if j + shorter <= at
        ]
        found = np.concatenate(errors) if errors else np.array([])
        found = found[np.isfinite(found)]
        if len(found) >= 50 or (len(found) and shorter == 1):
            # all units share the shocks of their years: only so many windows do not overlap
            windows = (len(errors) + shorter - 1) / shorter
            widened = np.sqrt(1 + 1 / windows) * np.sqrt(horizon / shorter)
            return float(np.quantile(found, COVERAGE) * widened)
    return float(np.sqrt(horizon) * 1.2816)
