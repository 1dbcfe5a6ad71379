import pytest

from portal.domain.job_posting import AnnualPay
from portal.domain.wage import Area, AreaType, Figure, FigureStatus, WageEstimate
from portal.labor.missing_words import LANGUAGES, explain_missing
from portal.labor.pay_comparison import PayPosition, compare_pay
from portal.labor.wage_ladder import AreaEstimate, WageLadder, wage_ladder
from portal.labor.wage_units import annual_figure, hourly_figure

METRO = Area(
    area_code="0016980", area_type=AreaType.METRO, area_name="Chicago-Naperville-Elgin, IL-IN", state="IL"
)
STATE = Area(area_code="1800000", area_type=AreaType.STATE, area_name="Indiana", state="IN")
NATION = Area(area_code="0000000", area_type=AreaType.NATION, area_name="National")
SOURCE = "U.S. Bureau of Labor Statistics, OEWS May 2025"
P10, P25, P50, P75, P90, HOUR = (
    "annual_p10_wage_usd",
    "annual_p25_wage_usd",
    "annual_median_wage_usd",
    "annual_p75_wage_usd",
    "annual_p90_wage_usd",
    "hourly_median_wage_usd",
)


def known(value: float) -> Figure:
    return Figure(status=FigureStatus.PUBLISHED, value=value)


def lacking(status: FigureStatus, bound: float | None = None) -> Figure:
    return Figure(status=status, value=bound)


SUPPRESSED = lacking(FigureStatus.SUPPRESSED)
TOP = lacking(FigureStatus.TOP_CODED, 239200)


def candidate(
    area: Area, *, median: float = 40000, soc_code: str = "31-1131", **changed: Figure
) -> AreaEstimate:
    figures = {
        "employment": known(500),
        "location_quotient": known(1.0),
        P10: known(median * 0.75),
        P25: known(median * 0.9),
        P50: known(median),
        P75: known(median * 1.1),
        P90: known(median * 1.25),
        HOUR: known(round(median / 2080, 2)),
        **changed,
    }
    estimate = WageEstimate(vintage="2025-05", area=area, soc_code=soc_code, **figures)
    return AreaEstimate(area=area, vintage="2025-05", estimate=estimate)


def ladder(*candidates: AreaEstimate, language: str = "en") -> WageLadder:
    return wage_ladder("31-1131", candidates, source=SOURCE, language=language)


def test_the_nearest_published_figure_is_shown_with_its_provenance() -> None:
    found = ladder(candidate(METRO, median=42000), candidate(STATE), candidate(NATION))
    assert [rung.shown.percentile for rung in found.annual] == [10, 25, 50, 75, 90]
    median = found.annual_at(50)
    assert (median.shown.figure.value, median.shown.unit) == (42000, "year")
    assert (median.shown.area, median.shown.vintage, median.shown.source) == (METRO, "2025-05", SOURCE)
    assert (median.shown.missing_nearer, median.skipped) == ((), ())
    assert (found.hourly_median.shown.figure.value, found.hourly_median.shown.unit) == (20.19, "hour")
    with pytest.raises(KeyError):
        found.annual_at(60)


def test_each_percentile_goes_its_own_way_and_says_why() -> None:
    found = ladder(
        candidate(METRO, **{P50: SUPPRESSED, P90: TOP}),
        candidate(STATE, median=41000, **{P90: SUPPRESSED}),
        candidate(NATION, median=43000),
    )
    assert found.annual_at(10).shown.area == METRO
    assert found.annual_at(50).shown.area == STATE
    assert found.annual_at(50).shown.missing_nearer == (
        "Chicago-Naperville-Elgin, IL-IN metro area: BLS has a figure and does not release it.",
    )
    top = found.annual_at(90)
    assert top.shown.area == NATION
    assert [(one.area, one.figure.status) for one in top.skipped] == [
        (METRO, FigureStatus.TOP_CODED),
        (STATE, FigureStatus.SUPPRESSED),
    ]
    assert top.shown.missing_nearer == (
        "Chicago-Naperville-Elgin, IL-IN metro area: at or above $239,200 a year, the most that BLS prints.",
        "Indiana: BLS has a figure and does not release it.",
    )


def test_an_area_without_a_row_is_not_published_there() -> None:
    found = ladder(AreaEstimate(area=METRO, vintage="2025-05"), candidate(STATE), candidate(NATION))
    assert found.annual_at(25).skipped[0].figure.status is FigureStatus.NOT_PUBLISHED
    assert found.annual_at(25).shown.missing_nearer == (
        "Chicago-Naperville-Elgin, IL-IN metro area: BLS has no figure for this job here.",
    )


def test_where_nothing_is_published_the_nearest_bound_or_reason_is_shown() -> None:
    found = ladder(
        candidate(METRO, **{P90: SUPPRESSED, P50: SUPPRESSED}),
        candidate(STATE, **{P90: TOP, P50: SUPPRESSED}),
        candidate(NATION, **{P90: TOP, P50: SUPPRESSED}),
    )
    assert (found.annual_at(90).shown.area, found.annual_at(90).shown.figure) == (STATE, TOP)
    assert len(found.annual_at(90).skipped) == 1
    assert (found.annual_at(50).shown.area, found.annual_at(50).shown.figure) == (METRO, SUPPRESSED)
    assert found.annual_at(50).skipped == ()


def test_pay_by_the_hour_only_stays_so() -> None:
    hourly_only = dict.fromkeys((P10, P25, P50, P75, P90), lacking(FigureStatus.HOURLY_ONLY))
    found = ladder(candidate(STATE, **hourly_only), candidate(NATION, **hourly_only))
    assert all(rung.shown.figure.status is FigureStatus.HOURLY_ONLY for rung in found.annual)
    assert all(rung.shown.figure.value is None for rung in found.annual)
    assert found.hourly_median.shown.figure.is_known


def test_an_uncertain_area_marks_the_figures_that_come_from_it() -> None:
    near = candidate(METRO, **{P50: SUPPRESSED}).model_copy(update={"is_inferred": True})
    found = ladder(near, candidate(STATE), candidate(NATION))
    assert found.annual_at(10).is_area_inferred
    assert not found.annual_at(50).is_area_inferred


@pytest.mark.parametrize(
    ("candidates", "message"),
    [
        ((), "No area to look in for 31-1131"),
        ((candidate(STATE), candidate(METRO)), "1800000, 0016980 are not one of each kind, nearest first"),
        ((candidate(STATE), candidate(STATE)), "not one of each kind"),
        ((candidate(STATE, soc_code="29-1141"),), "Estimate of 29-1141 in 1800000 stands where 31-1131"),
        (
            (AreaEstimate(area=METRO, vintage="2025-05", estimate=candidate(STATE).estimate),),
            "31-1131 in 1800000 stands where 31-1131 in 0016980",
        ),
    ],
)
def test_candidates_that_do_not_belong_together_are_refused(
    candidates: tuple[AreaEstimate, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ladder(*candidates)


def test_reasons_are_told_in_both_languages() -> None:
    found = ladder(candidate(METRO, **{P50: SUPPRESSED}), candidate(STATE), language="es")
    assert found.annual_at(50).shown.missing_nearer == (
        "Zona metropolitana de Chicago-Naperville-Elgin, IL-IN: BLS tiene una cifra y no la publica.",
    )
    sentences = {
        explain_missing(lacking(status, 115.0), area, unit="hour", language=language)
        for status in FigureStatus
        if status is not FigureStatus.PUBLISHED
        for area in (METRO, STATE, NATION)
        for language in LANGUAGES
    }
    assert len(sentences) == 5 * 3 * 2
    assert "United States: at or above $115.00 an hour, the most that BLS prints." in sentences
    with pytest.raises(ValueError, match="nothing to explain"):
        explain_missing(known(1), STATE, unit="year")


def test_units_are_changed_as_bls_does_it_and_never_where_one_is_all_there_is() -> None:
    none = lacking(FigureStatus.NOT_PUBLISHED)
    assert annual_figure(annual=none, hourly=known(24.51)) == known(50980)
    assert hourly_figure(hourly=none, annual=known(50980)) == known(24.51)
    actors = lacking(FigureStatus.HOURLY_ONLY)
    assert annual_figure(annual=actors, hourly=known(29.05)) == actors
    teachers = lacking(FigureStatus.ANNUAL_ONLY)
    assert hourly_figure(hourly=teachers, annual=known(63970)) == teachers
    assert annual_figure(annual=SUPPRESSED, hourly=known(20)) == SUPPRESSED
    assert annual_figure(annual=known(1000), hourly=known(20)) == known(1000)
    assert annual_figure(annual=none, hourly=SUPPRESSED) == none


RANGE = ladder(candidate(METRO, median=40000))  # p10 30,000; p90 50,000


@pytest.mark.parametrize(
    ("low", "high", "position"),
    [
        (35000, 45000, PayPosition.WITHIN),
        (20000, 30000, PayPosition.WITHIN),  # its top reaches the local p10
        (50000, 90000, PayPosition.WITHIN),
        (25000, 29999, PayPosition.BELOW),
        (None, 14000, PayPosition.FAR_BELOW),
        (50001, 60000, PayPosition.ABOVE),
        (100001, None, PayPosition.FAR_ABOVE),
        (83200000, 83200000, PayPosition.FAR_ABOVE),  # a yearly figure taken for an hourly one
        (None, None, PayPosition.UNKNOWN),
    ],
)
def test_a_postings_pay_beside_the_local_range(
    low: float | None, high: float | None, position: PayPosition
) -> None:
    pay = AnnualPay(minimum_usd=low, maximum_usd=high)
    found = compare_pay(pay, RANGE, far_below_factor=0.5, far_above_factor=2.0)
    assert found.position is position
    assert found.is_far_outside == (position in {PayPosition.FAR_BELOW, PayPosition.FAR_ABOVE})
    assert (found.low.percentile, found.high.percentile, found.low.area) == (10, 90, METRO)


def test_pay_is_not_judged_by_figures_that_are_not_there() -> None:
    factors = {"far_below_factor": 0.5, "far_above_factor": 2.0}
    pay = AnnualPay(minimum_usd=900000, maximum_usd=900000)
    assert compare_pay(None, RANGE, **factors).position is PayPosition.UNKNOWN
    top_coded = ladder(candidate(METRO, **{P90: TOP}))
    assert compare_pay(pay, top_coded, **factors).position is PayPosition.UNKNOWN
    fair = AnnualPay(minimum_usd=200000, maximum_usd=210000)
    assert compare_pay(fair, top_coded, **factors).position is PayPosition.WITHIN
    hidden = ladder(candidate(METRO, **{P10: SUPPRESSED, P90: SUPPRESSED}))
    assert compare_pay(fair, hidden, **factors).position is PayPosition.UNKNOWN


@pytest.mark.parametrize(("below", "above"), [(0, 2), (1.1, 2), (0.5, 0.9)])
def test_factors_that_make_no_sense_are_refused(below: float, above: float) -> None:
    with pytest.raises(ValueError, match="the first is at most 1, the second at least 1"):
        compare_pay(None, RANGE, far_below_factor=below, far_above_factor=above)
