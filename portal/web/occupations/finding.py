"""Finds occupations by a name that people use, a code, or a group."""

from sqlmodel import Session, select

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.store.onet import search_occupations_by_title
from portal.store.tables import OccupationRow
from portal.web.knowledge import Knowledge

PAGE_SIZE = 30


class OccupationCard(DataModel):
    """One occupation in a list."""

    soc_code: str
    title: str
    definition: str


class OccupationList(DataModel):
    """One page of occupations."""

    text: str
    page: int
    total: int
    cards: tuple[OccupationCard, ...]
    region: str
    previous_url: str = ""
    next_url: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


def find_occupations(session: Session, known: Knowledge, text: str) -> list[str]:
    """Codes of detailed occupations: title first, then O*NET's other titles, then the definition. All when empty."""
    rows = session.exec(
        select(OccupationRow).where(OccupationRow.level == "detailed").order_by(OccupationRow.soc_code)
    ).all()
    words = text.casefold().split()
    if not words:
        return [row.soc_code for row in sorted(rows, key=lambda row: row.soc_title)]
    try:
        code = parse_soc_code(text)
    except InvalidCode:
        code = ""
    if code in known.occupation_titles:
        return [code]
    by_title = [row.soc_code for row in rows if _has(row.soc_title, words)]
    by_other = [c for c in search_occupations_by_title(session, text) if c in known.occupation_titles]
    by_text = [row.soc_code for row in rows if _has(f"{row.soc_title} {row.definition}", words)]
    return list(dict.fromkeys([*by_title, *by_other, *by_text]))


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded or (len(word) > 4 and word.rstrip("s") in folded) for word in words)
