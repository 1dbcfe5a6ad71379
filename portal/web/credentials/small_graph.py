"""What a credential stacks from and into as a small picture: what comes before below it, what it opens above.

The list of ties on the page says the same in words; the picture shows at most four on each side.
"""

import textwrap

from portal.domain.model import DataModel
from portal.web.credentials.ties import Tie
from portal.web.translate import gettext

WIDTH, BOX_WIDTH, BOX_HEIGHT, ROW, MARGIN = 330, 158, 44, 84, 2
MOST, ACROSS, CHARACTERS = 4, 2, 24
MUST, HELPS = "must", "helps"
STRENGTH = {"requires": MUST, "opens": MUST, "parts": MUST, "part_of": MUST}
"""Ties that bind; every other kind helps."""
ORDER = ("requires", "opens", "parts", "part_of", "counts_for_here", "counts_as", "saves_here", "saves")


class GraphBox(DataModel):
    """A credential. Units: pixels from the left and the top. `lines` is its name, cut where it is too long."""

    lines: tuple[str, ...]
    x: int
    y: int
    is_own: bool = False


class GraphLine(DataModel):
    """A tie between two boxes, as an SVG path."""

    path: str
    strength: str


class SmallGraph(DataModel):
    """The picture and what it says in one sentence."""

    boxes: tuple[GraphBox, ...]
    lines: tuple[GraphLine, ...]
    summary: str
    more_below: int
    more_above: int
    height: int
    width: int = WIDTH


def build_small_graph(name: str, ties: tuple[Tie, ...]) -> SmallGraph | None:
    """The picture of one credential; None where nothing is tied to it."""
    below, above = _neighbours(ties, is_up=False), _neighbours(ties, is_up=True)
    if not below and not above:
        return None
    shown_below, shown_above = below[:MOST], above[:MOST]
    rows_above = -(-len(shown_above) // ACROSS)
    own = GraphBox(lines=_wrap(name), x=(WIDTH - BOX_WIDTH) // 2, y=MARGIN + rows_above * ROW, is_own=True)
    boxes, lines = [own], []
    for place, (other, strength) in enumerate(shown_above):
        row = rows_above - 1 - place // ACROSS
        box = GraphBox(lines=_wrap(other), x=_x(place, len(shown_above)), y=MARGIN + row * ROW)
        boxes.append(box)
        lines.append(GraphLine(path=_path(own, box), strength=strength))
    for place, (other, strength) in enumerate(shown_below):
        row = rows_above + 1 + place // ACROSS
        box = GraphBox(lines=_wrap(other), x=_x(place, len(shown_below)), y=MARGIN + row * ROW)
        boxes.append(box)
        lines.append(GraphLine(path=_path(box, own), strength=strength))
    rows = rows_above + 1 + -(-len(shown_below) // ACROSS)
    return SmallGraph(
        boxes=tuple(boxes),
        lines=tuple(lines),
        summary=_summary(name, [n for n, _ in shown_below], [n for n, _ in shown_above]),
        more_below=len(below) - len(shown_below),
        more_above=len(above) - len(shown_above),
        height=rows * ROW - (ROW - BOX_HEIGHT) + 2 * MARGIN,
    )


def _neighbours(ties: tuple[Tie, ...], *, is_up: bool) -> list[tuple[str, str]]:
    """Names at the other ends with the strength of the tie, each once, those that bind first."""
    ordered = sorted(
        (tie for tie in ties if tie.is_up is is_up),
        key=lambda tie: ORDER.index(tie.key) if tie.key in ORDER else len(ORDER),
    )
    found: dict[str, str] = {}
    for tie in ordered:
        for link in tie.links:
            for _, name in link.ids_and_names:
                found.setdefault(name, STRENGTH.get(tie.key, HELPS))
    return list(found.items())


def _x(place: int, count: int) -> int:
    """Two in a row at the sides; one that is alone in its row in the middle."""
    if place == count - 1 and place % ACROSS == 0:
        return (WIDTH - BOX_WIDTH) // 2
    return MARGIN if place % ACROSS == 0 else WIDTH - BOX_WIDTH - MARGIN


def _path(low: GraphBox, high: GraphBox) -> str:
    """A curve from the top of the lower box to the foot of the higher one."""
    x1, y1 = low.x + BOX_WIDTH // 2, low.y
    x2, y2 = high.x + BOX_WIDTH // 2, high.y + BOX_HEIGHT
    bend = (y1 - y2) // 2
    return f"M{x1},{y1}C{x1},{y1 - bend} {x2},{y2 + bend} {x2},{y2}"


def _wrap(name: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name, CHARACTERS, max_lines=2, placeholder=" …"))


def _summary(name: str, below: list[str], above: list[str]) -> str:
    parts = []
    if below:
        parts.append(gettext("Before %(name)s: %(others)s.", name=name, others=", ".join(below)))
    if above:
        parts.append(gettext("After %(name)s: %(others)s.", name=name, others=", ".join(above)))
    return " ".join(parts)
