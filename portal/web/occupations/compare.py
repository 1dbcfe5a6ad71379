"""Up to four occupations side by side, in one place."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.web.knowledge import Knowledge
from portal.web.occupations.state_map import MapOf
from portal.web.occupations.view_models import OccupationPage, build_occupation_page
from portal.web.translate import gettext

MOST = 4


class ComparePage(DataModel):
    """Each occupation as its own page tells it; or one occupation in several places."""

    occupations: tuple[OccupationPage, ...]
    region: str
    region_label: str


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
    return ComparePage(
        occupations=tuple(columns), region=columns[0].region, region_label=columns[0].region_label
    )
