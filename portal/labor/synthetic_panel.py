"""Wage panels made up from a known truth, to test the forecast's machinery. Never shown to people as data."""

from dataclasses import dataclass

import numpy as np

from portal.labor.projection import Floats, WagePanel


@dataclass(frozen=True)
class Truth:
    """How a made-up world moves. Units: log points a year; `missing` is the share of cells without a figure."""

    occupations: int = 200
    areas: int = 0
    years: int = 25
    drift: float = 0.0
    occupation_drift: float = 0.0
    area_drift: float = 0.0
    walk: float = 0.02
    noise: float = 0.01
    common_walk: float = 0.0
    missing: float = 0.0


def make_panel(truth: Truth, *, seed: int) -> tuple[WagePanel, Floats]:
    """A panel and the log wage of all occupations by year; occupations of the nation first, then area by area."""
    random = np.random.default_rng(seed)
    years = truth.years
    common = np.cumsum(random.normal(truth.drift, truth.common_walk, years))
    own = random.normal(0, truth.occupation_drift, truth.occupations)
    units, rows, parents = [], [], []
    for area in range(truth.areas + 1):
        departure = random.normal(0, truth.area_drift, truth.occupations) if area else 0.0
        growth = own + departure
        steps = random.normal(0, truth.walk, (truth.occupations, years)) + np.reshape(growth, (-1, 1))
        wages = 10.5 + common + np.cumsum(steps, axis=1)
        wages += random.normal(0, truth.noise, wages.shape)
        wages[random.random(wages.shape) < truth.missing] = np.nan
        rows.append(wages)
        for place in range(truth.occupations):
            units.append((f"{area:07d}", f"occupation {place}"))
            parents.append(place if area else -1)
    panel = WagePanel(
        tuple(units),
        tuple(range(2001, 2001 + years)),
        np.concatenate(rows),
        np.array(parents, dtype=np.int64),
    )
    return panel, np.asarray(np.nanmean(rows[0], axis=0), dtype=np.float64)
