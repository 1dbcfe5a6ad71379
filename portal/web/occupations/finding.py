"""Finds occupations by a name that people use, a code, or a group."""

from sqlmodel import Session, select

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.store.onet import search_occupations_by_title
from portal.store.tables import OccupationRow
from portal.web.knowledge import Knowledge
from portal.web.occupations.content import find_by_own_words, find_content, sort_name

PAGE_SIZE = 30


class OccupationCard(DataModel):
    """One occupation in a list."""

    soc_code: str
    title: str
    definition: str
    is_own_words: bool
    """Title and definition are ours, in the language of the page; else SOC's, in English."""


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
    """Codes of detailed occupations: our own title first, then the official one, O*NET's other titles, then summary
    and definition. All when empty, by the name that the page shows.
    """
    rows = session.exec(
        select(OccupationRow).where(OccupationRow.level == "detailed").order_by(OccupationRow.soc_code)
    ).all()
    words = text.casefold().split()
    if not words:
        names = {row.soc_code: sort_name(row.soc_code, row.soc_title) for row in rows}
        return sorted(names, key=lambda code: names[code])
    try:
        code = parse_soc_code(text)
    except InvalidCode:
        code = ""
    if code in known.occupation_titles:
        return [code]
    by_own_title = [c for c in find_by_own_words(text, in_titles=True) if c in known.occupation_titles]
    by_title = [row.soc_code for row in rows if _has(row.soc_title, words)]
    by_other = [c for c in search_occupations_by_title(session, text) if c in known.occupation_titles]
    by_text = [row.soc_code for row in rows if _has(f"{row.soc_title} {row.definition}", words)]
    by_own_text = [c for c in find_by_own_words(text, in_titles=False) if c in known.occupation_titles]
    return list(dict.fromkeys([*by_own_title, *by_title, *by_other, *by_own_text, *by_text]))


def build_card(row: OccupationRow) -> OccupationCard:
    """What a list shows of an occupation."""
    content = find_content(row.soc_code)
    return OccupationCard(
        soc_code=row.soc_code,
        title=content.title if content else row.soc_title,
        definition=content.summary if content else row.definition,
        is_own_words=content is not None,
    )


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded or (len(word) > 4 and word.rstrip("s") in folded) for word in words)
