"""What a job must have for a person, sealed beside them. The caller commits."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from portal.domain.desk_profile import DeskProfile, read_desk_profile, write_desk_profile
from portal.domain.staff import EditConflict
from portal.store.caseload_tables import PersonRow
from portal.store.sealing import Sealer, place


def read_desk(person: PersonRow, sealer: Sealer) -> DeskProfile:
    """The profile of a person; one in which nothing was told, where none was written."""
    return read_desk_profile(sealer.open(person.desk_sealed, about=place("person", "desk", person.id)))


def write_desk(
    session: Session, person: PersonRow, profile: DeskProfile, *, version: int, sealer: Sealer, now: datetime
) -> None:
    """Write the profile down. `version` is the one that the professional saw.

    Raises: EditConflict where somebody wrote another one meanwhile.
    """
    sealed = sealer.seal(write_desk_profile(profile), about=place("person", "desk", person.id))
    written = session.connection().execute(
        update(PersonRow)
        .where(col(PersonRow.id) == person.id, col(PersonRow.desk_version) == version)
        .values(desk_sealed=sealed, desk_version=version + 1, touched_at=now)
    )
    if written.rowcount != 1:
        raise EditConflict("Somebody else changed what a job must have for this person.")
    session.refresh(person)


def note_matches_seen(session: Session, person: PersonRow, *, now: datetime) -> None:
    """Somebody looked at the jobs that fit: what comes after is new."""
    session.connection().execute(
        update(PersonRow).where(col(PersonRow.id) == person.id).values(matches_seen_at=now)
    )
