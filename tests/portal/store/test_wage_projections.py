"""Panels from past vintages and the projected wages that ship: exact links only, and no number without its test."""

import math
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from portal.domain.wage import FigureStatus
from portal.labor.prices import CPI_U_MAY
from portal.settings import ROOT
from portal.store.crosswalks import load_crosswalk_snapshot
from portal.store.engine import open_engine, open_session
from portal.store.reference_tables import WageHistoryRow
from portal.store.tables import AreaRow, WageEstimateRow
from portal.store.wage_panel import read_wage_history
from portal.store.wage_projections import (
    list_projected_wages,
    list_projection_tests,
    load_wage_projection_snapshot,
)

EMBEDDED = ROOT / "config" / "embedded"
PUBLISHED, TOP = FigureStatus.PUBLISHED.value, FigureStatus.TOP_CODED.value


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        yield session
    engine.dispose()


def estimate(area: str, code: str, year: int, median: float, *, status: str = PUBLISHED) -> WageEstimateRow:
    others = {
        f"{name}_status": FigureStatus.NOT_PUBLISHED.value
        for name in (
            "employment",
            "location_quotient",
            "annual_p10",
            "annual_p25",
            "annual_p75",
            "annual_p90",
        )
    }
    return WageEstimateRow(
        area_code=area, soc_code=code, vintage=f"{year}-05", annual_median_wage_usd=median,
        annual_median_status=status, hourly_median_status=FigureStatus.NOT_PUBLISHED.value, **others,
    )  # fmt: skip


def test_only_the_same_work_is_linked_and_in_the_dollars_of_the_last_year(session: Session) -> None:
    load_crosswalk_snapshot(session, EMBEDDED / "crosswalks")
    session.add(AreaRow(area_code="1800000", area_type="state", area_name="Indiana", state="IN"))
    for year in (2014, 2025):
        session.add(estimate("0000000", "00-0000", year, 36_000))
    session.add(estimate("0000000", "31-1014", 2014, 25_000))  # nursing assistants of SOC 2010
    session.add(estimate("0000000", "31-1131", 2025, 42_000))
    session.add(estimate("0000000", "15-1132", 2014, 95_000))  # split and merged since: not the same work
    session.add(estimate("0000000", "29-1211", 2025, 239_200, status=TOP))
    session.add(estimate("1800000", "31-1131", 2025, 39_000))
    session.add(
        WageHistoryRow(
            area_code="0000000", soc_code="29-1111", vintage="2009-05", source_key="oews_tidy_national",
            annual_median_wage_usd=63_750, annual_median_status=PUBLISHED,
        )
    )  # fmt: skip
    session.commit()
    history = read_wage_history(session)
    assert history.nation.years == tuple(range(2014, 2026))
    assert history.nation.units == (("0000000", "31-1131"),)
    then = math.exp(history.nation.log_wage[0, 0])
    assert then == pytest.approx(25_000 * CPI_U_MAY[2025] / CPI_U_MAY[2014])
    assert history.states.units == (("0000000", "31-1131"), ("1800000", "31-1131"))
    assert list(history.states.parent) == [-1, 0]


def test_without_history_it_says_what_to_run(session: Session) -> None:
    with pytest.raises(ValueError, match="ingest run oews_history"):
        read_wage_history(session)


def test_what_ships_has_numbers_only_where_the_test_was_passed(session: Session) -> None:
    rows = load_wage_projection_snapshot(session, EMBEDDED / "wage_projection")
    assert load_wage_projection_snapshot(session, EMBEDDED / "wage_projection") == rows > 1_000
    tests = {(one.level, one.horizon_years): one for one in list_projection_tests(session)}
    assert set(tests) == {("nation", 5), ("nation", 10), ("state", 5), ("state", 10)}
    assert {key for key, one in tests.items() if one.has_passed} == {("nation", 5), ("nation", 10)}
    five, ten = list_projected_wages(session, "49-3023", ["0000000"])
    assert (five.target_year, ten.target_year) == (2030, 2035)
    for wage in (five, ten):
        assert wage.low_wage_usd < wage.middle_wage_usd < wage.high_wage_usd
        assert wage.nominal(wage.middle_wage_usd) > wage.middle_wage_usd
    assert ten.high_wage_usd - ten.low_wage_usd > five.high_wage_usd - five.low_wage_usd
    assert list_projected_wages(session, "49-3023", ["1800000"]) == []
