"""The forecast on worlds whose truth is known, and its promises: no look ahead, no number without history."""

import numpy as np
import pytest

from portal.labor.backtest import BackTest, back_test
from portal.labor.prices import CPI_U_MAY, in_dollars_of, yearly_inflation
from portal.labor.projection import MIN_HISTORY_YEARS, WagePanel, forecast
from portal.labor.synthetic_panel import Truth, make_panel


def run(truth: Truth, *, horizon: int = 5, seed: int = 1) -> BackTest:
    panel, national = make_panel(truth, seed=seed)
    return back_test(panel, level="made up", horizon=horizon, national=national)


@pytest.mark.parametrize("horizon", [5, 10])
def test_in_a_world_of_pure_chance_it_claims_nothing_and_its_interval_holds(horizon: int) -> None:
    found = run(Truth(noise=0.0), horizon=horizon)
    assert found.error == pytest.approx(found.error_no_change, rel=0.06)
    assert 0.72 <= found.coverage <= 0.93


def test_where_occupations_grow_apart_it_learns_so_and_beats_both_baselines() -> None:
    found = run(Truth(occupation_drift=0.02, drift=0.01, walk=0.01))
    assert found.error < 0.75 * found.error_no_change, (
        "its first years, before any outcome is known, count too"
    )
    assert found.error < 0.75 * found.error_national_growth
    assert 0.72 <= found.coverage <= 0.95
    assert found.has_passed
    panel, _ = make_panel(Truth(occupation_drift=0.02, drift=0.01, walk=0.01), seed=1)
    assert forecast(panel, origin_year=2025, horizon=5).rule.own_share >= 0.5


def test_noise_of_a_single_vintage_is_not_taken_for_a_new_level() -> None:
    found = run(Truth(walk=0.002, noise=0.03))
    assert found.error < 0.9 * found.error_no_change
    assert found.has_passed


def test_an_area_of_short_history_leans_on_its_occupation_and_is_better_for_it() -> None:
    truth = Truth(occupations=60, areas=5, occupation_drift=0.02, area_drift=0.003, walk=0.02, noise=0.01)
    panel, _ = make_panel(truth, seed=3)
    wages = panel.log_wage.copy()
    wages[60:, :13] = np.nan  # areas: six yearly steps before 2020
    came = wages[60:, -1]

    def error(parent: np.ndarray) -> float:
        made = forecast(WagePanel(panel.units, panel.years, wages, parent), origin_year=2020, horizon=5)
        assert made.rule.own_share > 0
        return float(np.abs(came - made.middle[60:]).mean())

    still = float(np.abs(came - wages[60:, 19]).mean())
    assert error(panel.parent) < 0.95 * error(np.full(len(panel.units), -1))
    assert error(panel.parent) < 0.8 * still


def test_missing_vintages_leave_it_right() -> None:
    found = run(Truth(occupation_drift=0.02, walk=0.01, missing=0.15))
    assert found.has_passed


def test_a_shock_to_all_jobs_at_once_is_in_the_interval() -> None:
    coverages = [run(Truth(common_walk=0.02, walk=0.01, noise=0.0), seed=seed).coverage for seed in range(8)]
    assert 0.65 <= np.mean(coverages) <= 0.95


def test_nothing_later_than_the_origin_is_used() -> None:
    panel, _ = make_panel(Truth(occupation_drift=0.02), seed=5)
    later = panel.log_wage.copy()
    later[:, 16:] += 9.0
    changed = WagePanel(panel.units, panel.years, later, panel.parent)
    first = forecast(panel, origin_year=2016, horizon=5)
    second = forecast(changed, origin_year=2016, horizon=5)
    np.testing.assert_array_equal(first.middle, second.middle)
    np.testing.assert_array_equal(first.high, second.high)


def test_without_enough_history_there_is_no_number() -> None:
    panel, _ = make_panel(Truth(), seed=7)
    wages = panel.log_wage.copy()
    wages[0, :-MIN_HISTORY_YEARS] = np.nan  # five vintages give four yearly steps
    wages[1, -1] = np.nan
    made = forecast(WagePanel(panel.units, panel.years, wages, panel.parent), origin_year=2025, horizon=5)
    assert np.isnan(made.middle[:2]).all()
    assert np.isfinite(made.middle[2:]).all()
    assert (made.low[2:] < made.middle[2:]).all()
    with pytest.raises(ValueError, match="2001–2025, not 1999"):
        forecast(panel, origin_year=1999, horizon=5)


def test_a_level_that_does_no_better_does_not_pass() -> None:
    good = BackTest("nation", 5, tuple(range(10)), 500, 0.05, 0.06, 0.07, 0.8, 0.6)
    assert good.has_passed
    for changes, why in (
        ({"error": 0.065}, "no change"),
        ({"error_national_growth": 0.04}, "growth of all occupations"),
        ({"coverage": 0.5}, "held 50%"),
        ({"origins": (1, 2)}, "only 500 forecasts from 2 years"),
        ({"forecasts": 40}, "only 40 forecasts"),
    ):
        worse = BackTest(**{**good.__dict__, **changes})
        assert not worse.has_passed
        assert why in worse.shortfall


def test_prices_are_in_order_and_convert_both_ways() -> None:
    assert list(CPI_U_MAY) == list(range(1998, 2026))
    yearly = [CPI_U_MAY[year + 1] / CPI_U_MAY[year] - 1 for year in range(1998, 2025)]
    assert min(yearly) > -0.015  # May 2009 was the only fall of this size
    assert max(yearly) < 0.09
    assert in_dollars_of(
        in_dollars_of(100, year=2010, target_year=2025), year=2025, target_year=2010
    ) == pytest.approx(100)
    assert yearly_inflation(start_year=2005, end_year=2025) == pytest.approx(0.0255, abs=0.0005)
