"""Notes about talks: written, changed by one after the other, deleted and put back. The caller owns the commit."""

from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import EditConflict, Staff
from portal.store.caseload_tables import NoteRow, PersonRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place

KINDS = ("met", "call", "message", "other")
CONTACTS = frozenset({"met", "call", "message"})
"""Kinds of notes that tell of a contact."""
MAX_TEXT = 4000
TWICE = timedelta(minutes=1)
"""The same note of the same professional within this time is one note."""


class NoteText(DataModel):
    """What somebody writes. `on_date`: the day of the talk."""

    kind: str
    on_date: date
    text: str


class Note(NoteText):
    """A note as it stands."""

    id: str
    account_id: str
    version: int
    made_at: datetime
    changed_at: datetime | None = None
    is_deleted: bool = False


class NoteConflict(EditConflict):
    """Somebody changed the note meanwhile. `stored` is what stands there now; nothing was written."""

    def __init__(self, stored: Note) -> None:
        self.stored = stored
        super().__init__("Somebody changed this note meanwhile. Nothing was written.")


def list_notes(session: Session, person: PersonRow, sealer: Sealer, *, limit: int = 500) -> list[Note]:
    """Notes of a person, newest day first."""
    rows = session.exec(
        select(NoteRow)
        .where(NoteRow.person_id == person.id, col(NoteRow.deleted_at).is_(None))
        .order_by(col(NoteRow.on_date).desc(), col(NoteRow.made_at).desc(), col(NoteRow.id))
        .limit(limit)
    ).all()
    return [_note(row, sealer) for row in rows]


def get_note(session: Session, person: PersonRow, sealer: Sealer, *, note_id: str) -> Note:
    """One note of a person, a deleted one too.

    Raises: NotFound.
    """
    return _note(_row(session, person, note_id), sealer)


def add_note(
    session: Session, person: PersonRow, sealer: Sealer, *, staff: Staff, told: NoteText, now: datetime
) -> str:
    """Write a new note; return its id. The same again within a minute is the same note: a button pressed twice."""
    twin = _find_twin(session, person, sealer, staff=staff, told=told, now=now)
    if twin is not None:
        return twin
    id_ = new_id()
    session.add(
        NoteRow(
            id=id_,
            organisation_id=person.organisation_id,
            person_id=person.id,
            account_id=staff.account_id,
            kind=told.kind,
            on_date=told.on_date,
            text_sealed=sealer.seal(told.text, about=place("note", "text", id_)),
            made_at=now,
        )
    )
    session.flush()
    return id_


def _find_twin(
    session: Session, person: PersonRow, sealer: Sealer, *, staff: Staff, told: NoteText, now: datetime
) -> str | None:
    rows = session.exec(
        select(NoteRow).where(
            NoteRow.person_id == person.id,
            NoteRow.account_id == staff.account_id,
            NoteRow.kind == told.kind,
            NoteRow.on_date == told.on_date,
            NoteRow.version == 1,
            col(NoteRow.deleted_at).is_(None),
            col(NoteRow.made_at) > now - TWICE,
        )
    )
    opened = ((row.id, sealer.open(row.text_sealed, about=place("note", "text", row.id))) for row in rows)
    return next((id_ for id_, text in opened if text == told.text), None)


def change_note(
    session: Session,
    person: PersonRow,
    sealer: Sealer,
    *,
    note_id: str,
    version: int,
    told: NoteText,
    now: datetime,
) -> None:
    """Write another text in the place of the version that the form showed.

    Raises: NotFound; NoteConflict where it is no longer that version.
    """
    written = session.connection().execute(
        update(NoteRow)
        .where(
            col(NoteRow.id) == note_id,
            col(NoteRow.person_id) == person.id,
            col(NoteRow.version) == version,
            col(NoteRow.deleted_at).is_(None),
        )
        .values(
            kind=told.kind,
            on_date=told.on_date,
            text_sealed=sealer.seal(told.text, about=place("note", "text", note_id)),
            version=version + 1,
            changed_at=now,
        )
    )
    if not written.rowcount:
        raise NoteConflict(_note(_row(session, person, note_id), sealer))


def delete_note(session: Session, person: PersonRow, *, note_id: str, now: datetime) -> None:
    """Take a note out; it can be put back for some days.

    Raises: NotFound.
    """
    row = _row(session, person, note_id)
    row.deleted_at, row.version = row.deleted_at or now, row.version + 1
    session.add(row)
    session.flush()


def put_note_back(session: Session, person: PersonRow, *, note_id: str) -> None:
    """Put a deleted note back.

    Raises: NotFound.
    """
    row = _row(session, person, note_id)
    row.deleted_at, row.version = None, row.version + 1
    session.add(row)
    session.flush()


def _row(session: Session, person: PersonRow, note_id: str) -> NoteRow:
    row = session.exec(
        select(NoteRow)
        .where(NoteRow.id == note_id, NoteRow.person_id == person.id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("There is no such note.")
    return row


def _note(row: NoteRow, sealer: Sealer) -> Note:
    return Note(
        id=row.id,
        account_id=row.account_id,
        kind=row.kind,
        on_date=row.on_date,
        text=sealer.open(row.text_sealed, about=place("note", "text", row.id)),
        version=row.version,
        made_at=row.made_at,
        changed_at=row.changed_at,
        is_deleted=row.deleted_at is not None,
    )
