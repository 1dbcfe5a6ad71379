"""Whom a professional may see: people of their own organisation with whom they are tied today."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from portal.domain.staff import Staff
from portal.store.caseload_tables import PersonRow, TieRow


def find_tied_person(session: Session, staff: Staff, person_id: str, *, today: date) -> PersonRow | None:
    """One person; None alike where there is none, it is another organisation's, or no tie holds today."""
    return session.exec(
        select(PersonRow).where(PersonRow.id == person_id, is_tied(staff, today=today))
    ).first()


def list_tied_people(session: Session, staff: Staff, *, today: date) -> list[PersonRow]:
    """Everybody with whom a tie holds today, those whose case is closed too."""
    return list(
        session.exec(
            select(PersonRow)
            .where(is_tied(staff, today=today))
            .order_by(col(PersonRow.added_at), col(PersonRow.id))
        ).all()
    )


def is_tied(staff: Staff, *, today: date) -> ColumnElement[bool]:
    """The condition on `person` that every question of a professional carries."""
    ties = select(TieRow.person_id).where(
        TieRow.account_id == staff.account_id,
        TieRow.organisation_id == staff.organisation_id,
        col(TieRow.starts_on) <= today,
        or_(col(TieRow.ends_on).is_(None), col(TieRow.ends_on) >= today),
    )
    return and_(col(PersonRow.organisation_id) == staff.organisation_id, col(PersonRow.id).in_(ties))
