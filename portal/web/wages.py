"""Local wages as pages show them: a figure never stands without area, period, percentile and source."""

from collections.abc import Iterable

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.domain.wage import Area, AreaType, Figure, FigureStatus, LadderFigure, WageEstimate
from portal.labor.oews_occupation import find_oews_occupation
from portal.labor.wage_ladder import AreaEstimate, WageLadder, WageRung, wage_ladder
from portal.store.places import find_unsure_county
from portal.store.wages import latest_vintage, list_wage_estimates, wage_areas
from portal.web.formats import hourly, money, month
from portal.web.knowledge import Knowledge
from portal.web.language import language_code
from portal.web.translate import gettext

SOURCE = "U.S. Bureau of Labor Statistics, OEWS"


class WageLine(DataModel):
    """The median wage of one occupation here. `amount` is empty where BLS gives none; then `reasons` say why."""

    soc_code: str
    occupation: str
    amount: str
    per_year: str
    where: str
    when: str
    source: str
    reasons: tuple[str, ...] = ()
    group_note: str = ""
    annual_median_usd: float | None = None


class LocalWages:
    """Wage ladders of some occupations for one region, read with one query."""

    def __init__(
        self, session: Session, knowledge: Knowledge, *, resolved: ResolvedRegion, soc_codes: Iterable[str]
    ) -> None:
        self._knowledge = knowledge
        self._areas = wage_areas(session, resolved)
        unsure = find_unsure_county(session, resolved)
        self._inferred_area = unsure.area_code if unsure else None
        self._unsure_county = unsure.county_name if unsure else ""
        self._lacks_area = bool(resolved.home_county_fips) and resolved.home_area_code is None
        self._vintage = latest_vintage(session) or ""
        found = {code: find_oews_occupation(code, knowledge.printed_codes) for code in soc_codes}
        self._printed = {code: printed for code, printed in found.items() if printed is not None}
        wanted = {printed.printed_code for printed in self._printed.values()}
        self._estimates = list_wage_estimates(session, wanted, self._areas, vintage=self._vintage)

    @property
    def areas(self) -> list[Area]:
        """The areas that are looked in, nearest first."""
        return self._areas

    @property
    def vintage(self) -> str:
        """The newest reference period, `2025-05`; empty where no wage is loaded."""
        return self._vintage

    def estimate(self, printed_code: str, area: Area) -> WageEstimate | None:
        """All that BLS prints for a code in an area; None where it has no row."""
        return self._estimates.get((printed_code, area.area_code))

    def ladder(self, soc_code: str) -> WageLadder | None:
        """The wage ladder of an occupation; None where OEWS has no figure for it anywhere."""
        printed = self._printed.get(soc_code)
        if printed is None or not self._areas:
            return None
        candidates = [
            AreaEstimate(
                area=area,
                vintage=self._vintage,
                estimate=self._estimates.get((printed.printed_code, area.area_code)),
                is_inferred=area.area_code == self._inferred_area,
            )
            for area in self._areas
        ]
        return wage_ladder(printed.printed_code, candidates, source=SOURCE, language=language_code())

    def medians(self) -> dict[str, float]:
        """Published annual medians by occupation. Units: US dollars a year."""
        found = {code: self.ladder(code) for code in self._printed}
        figures = {code: ladder.annual_at(50).shown.figure for code, ladder in found.items() if ladder}
        return {code: f.value for code, f in figures.items() if f.is_known and f.value is not None}

    def line(self, soc_code: str) -> WageLine | None:
        """The median wage of an occupation in words; None where OEWS has no figure for it anywhere."""
        ladder = self.ladder(soc_code)
        if ladder is None:
            return None
        by_hour, by_year = ladder.hourly_median.shown, ladder.annual_at(50).shown
        rung = ladder.hourly_median if by_hour.figure.value is not None else ladder.annual_at(50)
        shown = rung.shown
        printed = self._printed[soc_code]
        return WageLine(
            soc_code=soc_code,
            occupation=self._knowledge.occupation_title(soc_code),
            amount=amount(shown),
            per_year=amount(by_year) if shown is by_hour else "",
            where=place_name(shown),
            when=month(shown.vintage),
            source=shown.source,
            reasons=shown.missing_nearer + self._doubt(rung),
            group_note=_group_note(self._knowledge, printed.printed_code) if printed.is_group else "",
            annual_median_usd=by_year.figure.value if by_year.figure.is_known else None,
        )

    def _doubt(self, rung: WageRung) -> tuple[str, ...]:
        """Said where we could not check that the county belongs to the area of the figure, or know of no area."""
        if self._lacks_area:
            return (
                gettext(
                    "BLS also has pay for smaller areas. We do not know which of them this county is in, "
                    "so this is the pay of a larger place."
                ),
            )
        if not rung.is_area_inferred:
            return ()
        return (
            gettext(
                "We take it that %(county)s is in this area. We could not check it: "
                "our list of counties is older than the pay.",
                county=self._unsure_county,
            ),
        )


def amount(shown: LadderFigure) -> str:
    """`$19.20 an hour`, `at least $239,200 a year`, or nothing where there is no figure."""
    text = bare_amount(shown.figure, unit=shown.unit)
    if not text:
        return ""
    return (
        gettext("%(pay)s an hour", pay=text) if shown.unit == "hour" else gettext("%(pay)s a year", pay=text)
    )


def bare_amount(figure: Figure, *, unit: str) -> str:
    """`$19.20`, `at least $239,200`, or nothing where there is no figure."""
    if figure.value is None:
        return ""
    text = hourly(figure.value) if unit == "hour" else money(figure.value)
    return gettext("at least %(pay)s", pay=text) if figure.status is FigureStatus.TOP_CODED else text


def place_name(shown: LadderFigure) -> str:
    """What people call the area of a figure."""
    if shown.area.area_type is AreaType.NATION:
        return gettext("the United States")
    if shown.area.area_type is AreaType.METRO:
        return gettext("%(area)s area", area=shown.area.area_name)
    if shown.area.area_type is AreaType.NONMETRO:
        return gettext(
            "%(area)s nonmetropolitan area", area=shown.area.area_name.removesuffix(" nonmetropolitan area")
        )
    return shown.area.area_name


def _group_note(knowledge: Knowledge, printed_code: str) -> str:
    return gettext(
        "BLS prints this job together with others like it (%(code)s).",
        code=knowledge.occupation_title(printed_code),
    )
