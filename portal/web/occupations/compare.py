"""Up to four occupations side by side, in one place."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import Knowledge
from portal.web.occupations.state_map import MapOf
from portal.web.occupations.view_models import OccupationPage, build_occupation_page
from portal.web.translate import gettext

MOST = 4


class ComparePage(DataModel):
    """Each occupation as its own page tells it; or one occupation in several places."""

    occupations: tuple[OccupationPage, ...]
    heading: str
    columns: tuple[str, ...]
    """What tells each column from the others: its work, its place, or both."""
    region: str
    region_label: str
    soc_code: str = ""
    """The one occupation of the page; empty where there are more."""
    typed_places: tuple[str, ...] = ()
    """As many boxes as places can stand side by side, those in use filled in as people type them."""


def parse_codes(texts: list[str]) -> tuple[str, ...]:
    """Codes of an address, repeated or joined by commas.

    Raises: InvalidCode for none, more than four, or a broken code.
    """
    codes = tuple(
        dict.fromkeys(parse_soc_code(part) for text in texts for part in text.split(",") if part.strip())
    )
    if not 1 <= len(codes) <= MOST:
        raise InvalidCode(gettext("Choose one to four kinds of work to compare."))
    return codes


def build_compare_page(
    session: Session,
    known: Knowledge,
    codes: tuple[str, ...],
    *,
    places: list[ResolvedRegion],
    now: datetime,
) -> ComparePage:
    """One column a pair of occupation and place; places beyond the four columns are left out.

    Raises: NotFound when SOC 2018 has no such code.
    """
    columns = [
        build_occupation_page(
            session, known, code, resolved=place, map_of=MapOf.PAY, counties_of=None, now=now
        )
        for code in codes
        for place in places
    ][:MOST]
    typed = [place_text(place) for place in places][:MOST]
    return ComparePage(
        occupations=tuple(columns),
        heading=gettext("Compare places") if len(codes) == 1 else gettext("Compare kinds of work"),
        columns=tuple(_names(columns)),
        region=columns[0].region,
        region_label=columns[0].region_label,
        soc_code=codes[0] if len(codes) == 1 else "",
        typed_places=tuple(typed + [""] * (MOST - len(typed))),
    )


def _names(columns: Sequence[OccupationPage]) -> list[str]:
    works, places = {one.soc_code for one in columns}, {one.region for one in columns}
    if len(places) == 1:
        return [one.title for one in columns]
    if len(works) == 1:
        return [one.region_label for one in columns]
    return [f"{one.title}, {one.region_label}" for one in columns]
