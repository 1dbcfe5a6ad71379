"""What the page on quality shows: how often we are right, beside how often simpler ways are, and what that means."""

from portal.domain.model import DataModel
from portal.domain.quality import CoderFigures, MeasuredShare, OccupationSet, QualityFigures
from portal.web.formats import day, number
from portal.web.translate import gettext, lazy_gettext

SET_NAMES = {
    "a": (
        lazy_gettext("Job titles in visa papers"),
        lazy_gettext("Titles that employers wrote, of employers that we did not learn from."),
    ),
    "b": (
        lazy_gettext("Job titles that workers gave"),
        lazy_gettext("A third of the titles that people told O*NET. We took them out before we learned."),
    ),
    "c": (
        lazy_gettext("Real job posts, most of them public"),
        lazy_gettext("Each was read and labeled by a person. Few in number, so the span is wide."),
    ),
    "own": (
        lazy_gettext("Posts in the style of private firms"),
        lazy_gettext("We wrote these 60 ourselves. They are easier than real ones."),
    ),
}
REQUIREMENT_NAMES = {
    "held": lazy_gettext("New real job posts"),
    "gold": lazy_gettext("Real job posts"),
    "own": lazy_gettext("Posts that we wrote"),
}
CODER_NAMES = {
    "rungs": lazy_gettext("This site"),
    "rungs, or the field alone": lazy_gettext("This site, with the field alone where only that is sure"),
    "rungs, never abstaining": lazy_gettext("This site, if it had to answer always"),
    "rungs without the artefact": lazy_gettext("This site, by known titles only"),
    "baseline: exact lookup": lazy_gettext("Simple way: look the title up"),
    "baseline: BM25": lazy_gettext("Simple way: word search"),
}
WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 28, 52
_WORST = 0.5
"""Top of the picture: half of the answers wrong."""


class Cell(DataModel):
    """A share in words: `share` as a whole percent, `span` its interval, `n` how many."""

    share: str
    span: str
    n: str


class CoderRow(DataModel):
    """One way to find the kind of work."""

    name: str
    is_ours: bool
    answered: Cell
    exact: Cell
    field: Cell


class CurvePoint(DataModel):
    """A point of the picture and of its table. Units of `x` and `y`: parts of the picture."""

    x: float
    y: float
    answered: str
    wrong: str


class Curve(DataModel):
    """Share wrong by share answered. `path` is an SVG path; `ticks` are places and words of the lines."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    path: str
    points: tuple[CurvePoint, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]


class SetSection(DataModel):
    """One set with its table and picture."""

    key: str
    name: str
    about: str
    n: str
    rows: tuple[CoderRow, ...]
    curve: Curve


class FigureRow(DataModel):
    """One figure with what it means."""

    name: str
    cell: Cell
    meaning: str


class QualityPage(DataModel):
    """The whole page."""

    measured_on: str
    sets: tuple[SetSection, ...]
    requirements: tuple[tuple[str, Cell, Cell, Cell], ...]
    figures: tuple[FigureRow, ...]


def build_quality_page(figures: QualityFigures) -> QualityPage:
    """The figures of one run in words. Source: `config/quality.json`."""
    return QualityPage(
        measured_on=day(figures.measured_on),
        sets=tuple(_section(found) for found in figures.occupation),
        requirements=tuple(
            (
                str(REQUIREMENT_NAMES.get(found.key, found.key)),
                _cell(found.precision),
                _cell(found.recall),
                _cell(found.groups),
            )
            for found in figures.requirements
        ),
        figures=(
            FigureRow(
                name=gettext("Place: the right state"),
                cell=_cell(figures.place_state),
                meaning=gettext("Of the places that we name, how many are in the state that is meant."),
            ),
            FigureRow(
                name=gettext("Place: the right county"),
                cell=_cell(figures.place_county),
                meaning=gettext("Of the places for which we name a county."),
            ),
            FigureRow(
                name=gettext("Pay in the text, right to the dollar"),
                cell=_cell(figures.pay_in_text),
                meaning=gettext("Of the job texts that say what they pay."),
            ),
            FigureRow(
                name=gettext("No pay made up"),
                cell=_cell(figures.pay_silent),
                meaning=gettext(
                    "Of the texts with dollars that are not pay, such as fees, how many we left alone."
                ),
            ),
            FigureRow(
                name=gettext("Pay for a year, from the pay line"),
                cell=_cell(figures.pay_from_fields),
                meaning=gettext("Of the posts with a pay line, how many came out right for a year."),
            ),
        ),
    )


def _section(found: OccupationSet) -> SetSection:
    name, about = SET_NAMES[found.key]
    return SetSection(
        key=found.key,
        name=str(name),
        about=str(about),
        n=number(found.n),
        rows=tuple(_row(coder) for coder in found.coders),
        curve=_curve(found),
    )


def _row(coder: CoderFigures) -> CoderRow:
    return CoderRow(
        name=str(CODER_NAMES.get(coder.name, coder.name)),
        is_ours=coder.name == "rungs",
        answered=_cell(coder.coverage),
        exact=_cell(coder.six_digits),
        field=_cell(coder.two_digits),
    )


def _cell(found: MeasuredShare) -> Cell:
    if found.share is None or found.low is None or found.high is None:
        return Cell(share="", span="", n=number(found.n))
    return Cell(
        share=f"{found.share * 100:.1f}%",
        span=f"{found.low * 100:.1f}–{found.high * 100:.1f}%",
        n=number(found.n),
    )


def _curve(found: OccupationSet) -> Curve:
    points = tuple(
        CurvePoint(
            x=_x(point.coverage),
            y=_y(point.risk),
            answered=f"{point.coverage * 100:.0f}%",
            wrong=f"{point.risk * 100:.1f}%",
        )
        for point in found.curve
    )
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        bottom=HEIGHT - _BOTTOM,
        path="M" + "L".join(f"{point.x:g},{point.y:g}" for point in points) if points else "",
        points=points,
        x_ticks=tuple((_x(share), f"{share * 100:.0f}%") for share in (0.2, 0.4, 0.6, 0.8, 1.0)),
        y_ticks=tuple((_y(share), f"{share * 100:.0f}%") for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
    )


def _x(coverage: float) -> float:
    return round(_LEFT + coverage * (WIDTH - _LEFT - _RIGHT), 1)


def _y(risk: float) -> float:
    return round(_TOP + (1 - min(risk, _WORST) / _WORST) * (HEIGHT - _TOP - _BOTTOM), 1)
