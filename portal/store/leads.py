"""People whom nobody leads any more, because a professional left."""

from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.staff_tables import AccountRow


def count_people_without_lead(session: Session, organisation_id: str, *, today: date) -> int:
    """People whose case is open and whom no professional with an account leads."""
    led = (
        select(TieRow.person_id)
        .join(AccountRow, AccountRow.id == TieRow.account_id)  # type: ignore[arg-type]
        .where(
            TieRow.organisation_id == organisation_id,
            TieRow.part == "lead",
            col(TieRow.starts_on) <= today,
            or_(col(TieRow.ends_on).is_(None), col(TieRow.ends_on) >= today),
            col(AccountRow.ended_at).is_(None),
        )
    )
    return session.exec(
        select(func.count())
        .select_from(PersonRow)
        .where(
            PersonRow.organisation_id == organisation_id,
            col(PersonRow.closed_at).is_(None),
            col(PersonRow.id).not_in(led),
        )
    ).one()
