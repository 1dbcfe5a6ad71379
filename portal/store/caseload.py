"""People of a caseload: added, renamed, closed, given a plan. What a professional calls them is sealed.

Functions write to the session; the caller has checked tie, role and consent, and owns the commit.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument, write_plan
from portal.domain.staff import Staff
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.consent import end_what_no_guardian_gave
from portal.store.ids import new_id
from portal.store.people import list_tied_people
from portal.store.sealing import Sealer, place

LEAD = "lead"
CLOSE_REASONS = ("done", "work", "moved", "asked", "no_answer", "other")
REFERENCE = "person.reference"
"""What fingerprints of an organisation's own number are about; the organisation's id follows it."""


class NamedPerson(DataModel):
    """Somebody as lists show them."""

    id: str
    label: str
    reference: str = ""


class NewPerson(DataModel):
    """Somebody to be added. There is no field for an address, a phone, a day of birth or a diagnosis."""

    label: str
    reference: str = ""
    language: str = "en"
    is_guardian_asked: bool = False


def label_of(person: PersonRow, sealer: Sealer) -> str:
    """What the professionals call this person."""
    return sealer.open(person.label_sealed, about=place("person", "label", person.id))


def reference_of(person: PersonRow, sealer: Sealer) -> str:
    """The organisation's own number for this person; empty where none was told."""
    return sealer.open(person.reference_sealed, about=place("person", "reference", person.id))


def name_people(people: Iterable[PersonRow], sealer: Sealer) -> list[NamedPerson]:
    """Open labels and numbers, in the order given."""
    return [
        NamedPerson(id=row.id, label=label_of(row, sealer), reference=reference_of(row, sealer))
        for row in people
    ]


def list_named_people(session: Session, staff: Staff, sealer: Sealer, *, today: date) -> list[NamedPerson]:
    """Everybody of a professional, closed cases too."""
    return name_people(list_tied_people(session, staff, today=today), sealer)


def add_person(
    session: Session,
    staff: Staff,
    sealer: Sealer,
    *,
    new: NewPerson,
    way: str,
    now: datetime,
    import_id: str | None = None,
) -> PersonRow:
    """Add somebody, tied to the professional as their lead. `way`: code, link, invitation, pseudonym, import."""
    row = PersonRow(
        id=new_id(),
        organisation_id=staff.organisation_id,
        label_sealed="",
        way=way,
        language=new.language,
        is_guardian_asked=new.is_guardian_asked,
        import_id=import_id,
        added_at=now,
        touched_at=now,
    )
    _write_names(row, sealer, new)
    session.add(row)
    session.flush()
    session.add(
        TieRow(
            id=new_id(),
            organisation_id=staff.organisation_id,
            person_id=row.id,
            account_id=staff.account_id,
            part=LEAD,
            starts_on=now.date(),
        )
    )
    session.flush()
    return row


def change_person(
    session: Session, person: PersonRow, sealer: Sealer, *, new: NewPerson, by: str, now: datetime
) -> None:
    """Write another label, number, language, or who says yes. `by`: the account.

    Where a guardian is asked from now on, what the person agreed to alone counts no more.
    """
    _write_names(person, sealer, new)
    if new.is_guardian_asked and not person.is_guardian_asked:
        end_what_no_guardian_gave(session, person_id=person.id, by=by, now=now)
    person.language, person.is_guardian_asked = new.language, new.is_guardian_asked
    touch(session, person, now=now)


def keep_plan(
    session: Session, person: PersonRow, sealer: Sealer, *, plan: PlanDocument, now: datetime
) -> None:
    """Keep the plan that somebody handed over. Nobody reads it without the person's yes.

    Raises: PlanFull.
    """
    person.plan_sealed = sealer.seal(write_plan(plan), about=place("person", "plan", person.id))
    person.plan_version += 1
    person.plan_made_at = person.plan_made_at or now
    person.plan_changed_at = now
    touch(session, person, now=now)


def close_person(session: Session, person: PersonRow, *, reason: str, now: datetime) -> None:
    """Close a case, with one of `CLOSE_REASONS`. It stays readable to those who are tied."""
    if reason not in CLOSE_REASONS:
        raise ValueError(f"{reason} is no reason for closing")
    person.closed_at, person.close_reason = now, reason
    touch(session, person, now=now)


def reopen_person(session: Session, person: PersonRow, *, now: datetime) -> None:
    """Open a closed case again."""
    person.closed_at, person.close_reason = None, ""
    touch(session, person, now=now)


def note_contact(session: Session, person: PersonRow, *, on: date, now: datetime) -> None:
    """Remember the last day on which professional and person were in contact; an earlier one changes nothing."""
    person.contacted_on = max(on, person.contacted_on or on)
    touch(session, person, now=now)


def touch(session: Session, person: PersonRow, *, now: datetime) -> None:
    """Something was done in this record: its time of keeping starts anew."""
    person.touched_at = now
    session.add(person)
    session.flush()


def _write_names(row: PersonRow, sealer: Sealer, new: NewPerson) -> None:
    row.label_sealed = sealer.seal(new.label, about=place("person", "label", row.id))
    row.reference_sealed = sealer.seal(new.reference, about=place("person", "reference", row.id))
    row.reference_hash = (
        sealer.fingerprints(new.reference, about=f"{REFERENCE}:{row.organisation_id}")[0]
        if new.reference
        else ""
    )
