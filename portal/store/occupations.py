"""Occupations of SOC 2018."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.store.tables import OccupationRow


def get_occupation(session: Session, soc_code: str) -> OccupationRow:
    """One occupation by its code.

    Raises: NotFound.
    """
    row = session.get(OccupationRow, soc_code)
    if row is None:
        raise NotFound(f"{soc_code} is not an occupation code of SOC 2018. Search for the name of the work.")
    return row


def list_occupations(session: Session, soc_codes: Iterable[str]) -> dict[str, OccupationRow]:
    """Occupations by code; unknown codes are left out."""
    rows = session.exec(select(OccupationRow).where(col(OccupationRow.soc_code).in_(list(soc_codes))))
    return {row.soc_code: row for row in rows}


def list_detailed_occupations(session: Session) -> list[OccupationRow]:
    """The 867 detailed occupations, by code."""
    return list(
        session.exec(
            select(OccupationRow)
            .where(OccupationRow.level == "detailed")
            .order_by(col(OccupationRow.soc_code))
        )
    )


def list_occupation_codes(session: Session) -> frozenset[str]:
    """All detailed SOC 2018 codes."""
    return frozenset(
        session.exec(select(OccupationRow.soc_code).where(OccupationRow.level == "detailed")).all()
    )
