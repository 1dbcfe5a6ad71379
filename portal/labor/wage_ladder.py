"""The wage ladder: county's OEWS area → state → nation, each figure with its place, date and reason.

For each percentile the nearest published figure is taken, and for each nearer area it is said why its figure is not
the one shown. Suppressed, not published, top-coded, by the hour only and by the year only stay apart.
"""

from collections.abc import Sequence

from portal.domain.codes import SocCode
from portal.domain.model import DataModel
from portal.domain.wage import Area, AreaType, Figure, FigureStatus, LadderFigure, WageEstimate
from portal.labor.missing_words import explain_missing

ANNUAL_PERCENTILES = (10, 25, 50, 75, 90)
_DISTANCE = {AreaType.METRO: 0, AreaType.NONMETRO: 0, AreaType.STATE: 1, AreaType.NATION: 2}
_NOT_PUBLISHED = Figure(status=FigureStatus.NOT_PUBLISHED)


class AreaEstimate(DataModel):
    """An area to look in, with its estimate; None where BLS has no row for the occupation there.

    `is_inferred` is true where we are not certain that the county belongs to this area.
    """

    area: Area
    vintage: str
    estimate: WageEstimate | None = None
    is_inferred: bool = False


class MissingFigure(DataModel):
    """A nearer area whose figure could not be shown. `figure` is never published; it holds the bound if top-coded."""

    area: Area
    figure: Figure


class WageRung(DataModel):
    """One percentile of the ladder: the figure shown, and the nearer areas that lack it, nearest first."""

    shown: LadderFigure
    skipped: tuple[MissingFigure, ...] = ()
    is_area_inferred: bool = False


class WageLadder(DataModel):
    """Wages of one occupation for one place. Units: US dollars a year (`annual`) or an hour (`hourly_median`)."""

    soc_code: SocCode
    annual: tuple[WageRung, ...]
    hourly_median: WageRung

    def annual_at(self, percentile: int) -> WageRung:
        """The annual wage at 10, 25, 50, 75 or 90. Raises: KeyError for another percentile."""
        for rung in self.annual:
            if rung.shown.percentile == percentile:
                return rung
        raise KeyError(percentile)


def wage_ladder(
    soc_code: str, candidates: Sequence[AreaEstimate], *, source: str, language: str = "en"
) -> WageLadder:
    """Choose each figure from the candidates, nearest first: the county's area, its state, the nation.

    Where no candidate has a published figure, the nearest top-coded one is shown as its bound, else the nearest
    candidate with its reason.
    Raises: ValueError when there is no candidate, the order is not nearest first, or an estimate is of another
    occupation or area.
    """
    _check(soc_code, candidates)

    def rung(percentile: int, unit: str) -> WageRung:
        return _choose(candidates, percentile, unit=unit, source=source, language=language)

    return WageLadder(
        soc_code=soc_code,
        annual=tuple(rung(percentile, "year") for percentile in ANNUAL_PERCENTILES),
        hourly_median=rung(50, "hour"),
    )


def _check(soc_code: str, candidates: Sequence[AreaEstimate]) -> None:
    if not candidates:
        raise ValueError(f"No area to look in for {soc_code}: give at least the nation.")
    distances = [_DISTANCE[candidate.area.area_type] for candidate in candidates]
    if distances != sorted(set(distances)):
        codes = ", ".join(candidate.area.area_code for candidate in candidates)
        raise ValueError(f"Areas {codes} are not one of each kind, nearest first.")
    for candidate in candidates:
        estimate = candidate.estimate
        if estimate is None:
            continue
        if estimate.soc_code != soc_code or estimate.area.area_code != candidate.area.area_code:
            raise ValueError(
                f"Estimate of {estimate.soc_code} in {estimate.area.area_code} stands where "
                f"{soc_code} in {candidate.area.area_code} belongs."
            )


def _figure(candidate: AreaEstimate, percentile: int, *, unit: str) -> Figure:
    estimate = candidate.estimate
    if estimate is None:
        return _NOT_PUBLISHED
    if unit == "hour":
        return estimate.hourly_median_wage_usd
    return {
        10: estimate.annual_p10_wage_usd,
        25: estimate.annual_p25_wage_usd,
        50: estimate.annual_median_wage_usd,
        75: estimate.annual_p75_wage_usd,
        90: estimate.annual_p90_wage_usd,
    }[percentile]


def _choose(
    candidates: Sequence[AreaEstimate], percentile: int, *, unit: str, source: str, language: str
) -> WageRung:
    figures = [_figure(candidate, percentile, unit=unit) for candidate in candidates]
    place = _nearest(figures)
    chosen = candidates[place]
    skipped = tuple(
        MissingFigure(area=candidate.area, figure=figure)
        for candidate, figure in zip(candidates[:place], figures[:place], strict=True)
    )
    return WageRung(
        shown=LadderFigure(
            figure=figures[place],
            percentile=percentile,
            unit=unit,
            area=chosen.area,
            vintage=chosen.vintage,
            source=source,
            missing_nearer=tuple(
                explain_missing(one.figure, one.area, unit=unit, language=language) for one in skipped
            ),
        ),
        skipped=skipped,
        is_area_inferred=chosen.is_inferred,
    )


def _nearest(figures: Sequence[Figure]) -> int:
    """Place of the nearest published figure; else of the nearest one that says most."""
    for status in (
        FigureStatus.PUBLISHED,
        FigureStatus.TOP_CODED,
        FigureStatus.HOURLY_ONLY,
        FigureStatus.ANNUAL_ONLY,
        FigureStatus.SUPPRESSED,
    ):
        for place, figure in enumerate(figures):
            if figure.status is status:
                return place
    return 0
