"""Projections under their labels: years, area and publisher never get lost or mixed."""

from datetime import date
from typing import Any

import pytest

from portal.domain.outlook import Projection, YearsBasis
from portal.domain.wage import Area, AreaType
from portal.labor.outlook import LocalDemand, Pace, build_outlook

NATION = Area(area_code="0000000", area_type=AreaType.NATION, area_name="U.S.")
INDIANA = Area(area_code="1800000", area_type=AreaType.STATE, area_name="Indiana", state="IN")
NAMES = {"bls_ep": "BLS Employment Projections", "projections_central": "Projections Central"}


def projection(**values: Any) -> Projection:
    base = {
        "area_code": "0000000", "soc_code": "31-1131", "title": "Nursing assistants", "source_key": "bls_ep",
        "start_year": 2024, "end_year": 2034, "base_employment": 1000.0, "projected_employment": 1080.0,
        "change_percent": 8.0, "annual_openings": 150.0, "annual_exits": 60.0, "annual_transfers": 82.0,
    }  # fmt: skip
    return Projection.model_validate(base | values)


STATE = projection(
    area_code="1800000", source_key="projections_central", start_year=2022, end_year=2032,
    years_basis=YearsBasis.INFERRED, annual_exits=None, annual_transfers=None, change_percent=3.0,
)  # fmt: skip
TOTAL = projection(soc_code="00-0000", title="All", change_percent=3.1, is_summary=True)


def outlook(*projections: Projection, **values: Any) -> Any:
    return build_outlook(
        "31-1131", projections, totals=(TOTAL,), areas=(INDIANA, NATION), source_names=NAMES, **values
    )


def test_each_line_says_area_years_publisher_and_how_the_years_are_known() -> None:
    found = outlook(
        projection(), STATE, demand=LocalDemand(count=3, counted_on=date(2026, 11, 22), place="Gary")
    )
    assert [(line.area.area_name, line.years, line.source, line.years_basis) for line in found.lines] == [
        ("Indiana", "2022–32", "Projections Central", YearsBasis.INFERRED),
        ("U.S.", "2024–34", "BLS Employment Projections", YearsBasis.PUBLISHED),
    ]
    assert found.has_different_years
    assert found.demand.counted_on == date(2026, 11, 22)
    assert not outlook(projection()).has_different_years


def test_growth_and_replacement_are_apart_only_where_published() -> None:
    state, nation = outlook(projection(), STATE).lines
    assert (nation.openings_from_replacement, nation.openings_from_growth) == (142.0, 8.0)
    assert (state.openings_from_replacement, state.openings_from_growth) == (None, None)
    assert (nation.change, nation.is_change_computed) == (80.0, True)
    assert outlook(projection(change=90.0)).lines[0].is_change_computed is False
    assert outlook(projection(base_employment=None)).lines[0].change is None


@pytest.mark.parametrize(
    ("percent", "pace"),
    [
        (8.0, Pace.FASTER),
        (3.9, Pace.ABOUT_AS_FAST),
        (1.0, Pace.SLOWER),
        (-1.5, Pace.DECLINING),
        (None, Pace.UNKNOWN),
    ],
)
def test_pace_is_against_all_occupations_of_the_same_label(percent: float | None, pace: Pace) -> None:
    assert outlook(projection(change_percent=percent)).lines[0].pace is pace


def test_a_state_is_not_measured_by_the_nation() -> None:
    assert outlook(STATE).lines[0].pace is Pace.UNKNOWN


def test_an_older_edition_gives_way_to_the_newer_of_the_same_area() -> None:
    old = projection(start_year=2023, end_year=2033)
    repeated = projection(source_key="projections_central", start_year=2022, end_year=2032)
    (line,) = outlook(old, projection(), repeated).lines
    assert (line.years, line.source) == ("2024–34", "BLS Employment Projections")


def test_a_group_is_named_and_what_has_no_label_is_refused() -> None:
    group = projection(soc_code="31-1120", title="Home health and personal care aides")
    assert outlook(group).lines[0].covers_title == "Home health and personal care aides"
    with pytest.raises(ValueError, match="cannot be labelled"):
        outlook(projection(area_code="1700000"))


@pytest.mark.parametrize(
    ("all_openings", "exits", "is_growth_only"),
    [(119_000.0, None, True), (600_000.0, None, False), (119_000.0, 60.0, False), (None, None, False)],
)
def test_a_state_that_counts_no_leavers_is_told_by_its_own_total(
    all_openings: float | None, exits: float | None, is_growth_only: bool
) -> None:
    """New York prints 119,000 openings a year for 10.2 million jobs: its growth."""
    one = STATE.model_copy(update={"annual_exits": exits, "annual_transfers": exits})
    total = STATE.model_copy(
        update={"soc_code": "00-0000", "base_employment": 10_173_370.0, "annual_openings": all_openings}
    )
    (line,) = build_outlook(
        "31-1131", [one], totals=(total,), areas=(INDIANA, NATION), source_names=NAMES
    ).lines
    assert line.is_openings_growth_only is is_growth_only
