"""Who leads the work with a person, where a professional leaves. The caller commits."""

from datetime import date

from sqlalchemy import or_, update
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


def end_ties(session: Session, account_id: str, *, today: date) -> None:
    """The ties of an account that ends hold until today."""
    session.flush()
    session.connection().execute(
        update(TieRow)
        .where(
            col(TieRow.account_id) == account_id,
            or_(col(TieRow.ends_on).is_(None), col(TieRow.ends_on) > today),
        )
        .values(ends_on=today)
    )
