"""What stands in the form of a person's individual plan: sealed, and counted by version. The caller owns the commit."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from portal.domain.staff import EditConflict
from portal.store.caseload_tables import PersonRow
from portal.store.guidance_tables import PlanPaperRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place


def read_paper(session: Session, person: PersonRow, sealer: Sealer) -> tuple[str, int]:
    """The form as text and its version; empty and 0 where nobody has written one."""
    row = session.exec(
        select(PlanPaperRow)
        .where(PlanPaperRow.person_id == person.id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return "", 0
    return sealer.open(row.form_sealed, about=place("plan_paper", "form", row.id)), row.version


def write_paper(
    session: Session, person: PersonRow, sealer: Sealer, *, text: str, seen: int, now: datetime
) -> None:
    """Write the form in the place of the version that was seen.

    Raises: EditConflict where somebody else wrote it meanwhile.
    """
    row = session.exec(select(PlanPaperRow).where(PlanPaperRow.person_id == person.id)).first()
    if row is None:
        if seen:
            raise EditConflict("The form was deleted meanwhile.")
        id_ = new_id()
        sealed = sealer.seal(text, about=place("plan_paper", "form", id_))
        session.add(
            PlanPaperRow(
                id=id_,
                organisation_id=person.organisation_id,
                person_id=person.id,
                form_sealed=sealed,
                made_at=now,
            )
        )
        session.flush()
        return
    written = session.connection().execute(
        update(PlanPaperRow)
        .where(col(PlanPaperRow.id) == row.id, col(PlanPaperRow.version) == seen)
        .values(
            form_sealed=sealer.seal(text, about=place("plan_paper", "form", row.id)),
            version=seen + 1,
            changed_at=now,
        )
    )
    if not written.rowcount:
        raise EditConflict("Somebody else wrote this form meanwhile.")
