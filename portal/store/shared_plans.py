"""Plans of people whom professionals guide: sealed, counted by version, changed by one person after the other."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument, new_plan, read_plan, write_plan
from portal.domain.staff import EditConflict
from portal.store.caseload_tables import PersonRow
from portal.store.sealing import Sealer, place

TRIES = 5
"""So often a change is put onto a newer plan when somebody else was faster each time."""


class SharedPlan(DataModel):
    """A plan and its number: 0 where nobody put anything in yet. `changed_at` then is None."""

    plan: PlanDocument
    version: int
    changed_at: datetime | None = None


def read_shared_plan(person: PersonRow, sealer: Sealer, *, today: date) -> SharedPlan:
    """The plan of a person; an empty one of `today` where there is none.

    Raises: SealBroken, InvalidPlan where what is stored cannot be read.
    """
    text = sealer.open(person.plan_sealed, about=place("person", "plan", person.id))
    plan = read_plan(text) if text else new_plan(today)
    return SharedPlan(plan=plan, version=person.plan_version, changed_at=person.plan_changed_at)


def change_shared_plan(
    session: Session,
    person_id: str,
    sealer: Sealer,
    *,
    change: Callable[[PlanDocument], PlanDocument],
    now: datetime,
) -> SharedPlan:
    """Put one change onto the plan as it stands now. The caller commits, and has checked tie and consent.

    The row is written only where it still has the version that the change was made from; else the change is made
    again from the newer plan, so that nothing of somebody else's is overwritten.
    Raises: NotFound without such a person; PlanClash and PlanFull of the change; EditConflict after some tries.
    """
    for _ in range(TRIES):
        person = session.exec(
            select(PersonRow).where(PersonRow.id == person_id).execution_options(populate_existing=True)
        ).first()
        if person is None:
            raise NotFound("There is no such person in this caseload.")
        before = read_shared_plan(person, sealer, today=now.date())
        plan = change(before.plan)
        if plan == before.plan:
            return before
        sealed = sealer.seal(write_plan(plan), about=place("person", "plan", person_id))
        written = session.connection().execute(
            update(PersonRow)
            .where(col(PersonRow.id) == person_id, col(PersonRow.plan_version) == before.version)
            .values(
                plan_sealed=sealed,
                plan_version=before.version + 1,
                plan_made_at=person.plan_made_at or now,
                plan_changed_at=now,
                touched_at=now,
            )
        )
        if written.rowcount:
            session.refresh(person)
            return SharedPlan(plan=plan, version=before.version + 1, changed_at=now)
    raise EditConflict("Somebody else is changing this plan at the same time. Please try once more.")


def note_plan_opened(session: Session, person_id: str, *, now: datetime) -> None:
    """Remember that the person themself opened their plan, on their own page. The caller commits.

    Not called for a return code or a link: who opens those is not known, and is not followed.
    """
    session.connection().execute(
        update(PersonRow).where(col(PersonRow.id) == person_id).values(plan_opened_at=now)
    )
