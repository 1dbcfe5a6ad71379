"""Class lists on their way into a caseload: kept sealed until done or given up, done at once or not at all, undone.

The caller owns the commit. Only the one who began an import sees it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from portal.caseload.class_list import ClassTable
from portal.caseload.columns import Column
from portal.caseload.people_of_list import ListedPerson
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import Staff
from portal.store.caseload import NewPerson, add_person
from portal.store.caseload_tables import ClassImportRow, GroupMemberRow, GroupRow, PersonRow
from portal.store.erasure import erase_person, tables_about_people
from portal.store.groups import find_group_named, list_groups, make_group, put_in
from portal.store.ids import new_id
from portal.store.people import is_tied
from portal.store.sealing import Sealer, place

UNDO_DAYS = 30
DRAFT_HOURS = 24
_NOT_ADDED = frozenset({"tie", "person_group_member"})
"""What an import itself writes about a person."""


class Draft(DataModel):
    """A list that is being read in: its table, and what its columns are taken for. Sealed as JSON."""

    table: ClassTable
    has_heading: bool
    places: dict[Column, int]
    group: str = ""
    language: str = "en"


class EmptyDraft(NotFound):
    """A draft without a single row: its list has to be read in again."""


class Import(DataModel):
    """An import as pages show it. `until`: the last day on which it can be undone.

    `people`: how many it added; where it was undone, how many were deleted.
    """

    id: str
    state: str
    people: int
    made_at: datetime
    done_at: datetime | None
    until: date | None


class Undone(DataModel):
    """What came of undoing: how many people were deleted, and who was kept because something was added to them."""

    deleted: int
    kept: tuple[str, ...]


def start_import(session: Session, staff: Staff, sealer: Sealer, *, draft: Draft, now: datetime) -> str:
    """Keep a draft; return the id of the import. Drafts that were left lying for a day are deleted."""
    delete_stale_drafts(session, now=now)
    id_ = new_id()
    session.add(
        ClassImportRow(
            id=id_,
            organisation_id=staff.organisation_id,
            account_id=staff.account_id,
            state="draft",
            draft_sealed=_seal(draft, sealer, id_),
            made_at=now,
        )
    )
    session.flush()
    return id_


def delete_stale_drafts(session: Session, *, now: datetime) -> int:
    """Delete drafts of any organisation that nobody finished within a day; return how many."""
    old = delete(ClassImportRow).where(
        col(ClassImportRow.state) == "draft",
        col(ClassImportRow.made_at) < now - timedelta(hours=DRAFT_HOURS),
    )
    return session.connection().execute(old).rowcount


def get_draft(session: Session, staff: Staff, sealer: Sealer, *, import_id: str) -> Draft:
    """The draft of an import.

    Raises: EmptyDraft without rows; NotFound where there is none, or it is done.
    """
    row = _row(session, staff, import_id)
    if row.state != "draft":
        raise NotFound("This list was read in already.")
    draft = Draft.model_validate_json(
        sealer.open(row.draft_sealed, about=place("class_import", "draft", row.id))
    )
    if not draft.table.rows:
        raise EmptyDraft("There is nothing in this list. Read the class list in again.")
    return draft


def change_draft(session: Session, staff: Staff, sealer: Sealer, *, import_id: str, draft: Draft) -> None:
    """Keep other choices of columns.

    Raises: NotFound.
    """
    row = _row(session, staff, import_id)
    row.draft_sealed = _seal(draft, sealer, row.id)
    session.add(row)
    session.flush()


def drop_draft(session: Session, staff: Staff, import_id: str) -> None:
    """Give an import up: nothing of it is kept.

    Raises: NotFound.
    """
    row = _row(session, staff, import_id)
    if row.state != "draft":
        raise NotFound("This list was read in already.")
    session.delete(row)
    session.flush()


def get_import(session: Session, staff: Staff, import_id: str) -> Import:
    """One import of a professional.

    Raises: NotFound.
    """
    return _import(_row(session, staff, import_id))


def list_imports(session: Session, staff: Staff, *, now: datetime) -> list[Import]:
    """Imports that can be undone still, and drafts, newest first."""
    rows = session.exec(
        select(ClassImportRow)
        .where(
            ClassImportRow.account_id == staff.account_id,
            ClassImportRow.organisation_id == staff.organisation_id,
            col(ClassImportRow.made_at) >= now - timedelta(days=UNDO_DAYS + 1),
            col(ClassImportRow.state) != "undone",
        )
        .order_by(col(ClassImportRow.made_at).desc(), col(ClassImportRow.id))
    ).all()
    return [_import(row) for row in rows]


def do_import(
    session: Session,
    staff: Staff,
    sealer: Sealer,
    *,
    import_id: str,
    people: Iterable[ListedPerson],
    group: str,
    now: datetime,
) -> list[str]:
    """Add the people of a draft, and put them into their groups, made where there is none of that name; return ids.

    `group` is that of who has none of their own; empty: none. The draft is deleted.
    Raises: NotFound where the import is done already.
    """
    row = _row(session, staff, import_id)
    if row.state != "draft":
        raise NotFound("This list was read in already.")
    ids: list[str] = []
    by_group: dict[str, list[str]] = {}
    for listed in people:
        new = NewPerson(label=listed.label, reference=listed.reference, language=listed.language)
        person = add_person(session, staff, sealer, new=new, way="import", now=now, import_id=row.id)
        ids.append(person.id)
        if name := listed.group or group:
            by_group.setdefault(name, []).append(person.id)
    groups = list_groups(session, staff, sealer)
    for name, person_ids in by_group.items():
        found = find_group_named(groups, name)
        group_id = found.id if found else make_group(session, staff, sealer, name=name, now=now)
        if found is None:
            groups = list_groups(session, staff, sealer)
        put_in(session, staff, group_id=group_id, person_ids=person_ids)
        row.group_id = group_id if len(by_group) == 1 else None
    row.state, row.draft_sealed, row.people, row.done_at = "done", "", len(ids), now
    session.add(row)
    session.flush()
    return ids


def undo_import(session: Session, staff: Staff, import_id: str, *, now: datetime) -> Undone:
    """Delete the people of an import to whom nothing was added since; say who was kept.

    Raises: NotFound where there is no such import, it is not done, or its days are over.
    """
    row = _row(session, staff, import_id)
    until = _import(row).until
    if row.state != "done" or until is None or now.date() > until:
        raise NotFound("This list cannot be taken back any more.")
    people = session.exec(
        select(PersonRow).where(PersonRow.import_id == row.id, is_tied(staff, today=now.date()))
    ).all()
    worked_on = _worked_on(session, people)
    unchanged = [person.id for person in people if person.id not in worked_on]
    kept = tuple(person.id for person in people if person.id in worked_on)
    group_ids = _groups_of(session, unchanged)
    row.state, row.people = "undone", len(unchanged)
    session.add(row)
    session.flush()
    for person_id in unchanged:
        erase_person(session, person_id, organisation_id=staff.organisation_id)
    _delete_empty_groups(session, staff, group_ids, since=_done_at(row))
    return Undone(deleted=len(unchanged), kept=kept)


def _done_at(row: ClassImportRow) -> datetime:
    """When an import was done."""
    assert row.done_at is not None
    return row.done_at


def _worked_on(session: Session, people: Iterable[PersonRow]) -> frozenset[str]:
    """People in whose record anything was done since they were added, or with whom somebody else works now."""
    found = {
        person.id
        for person in people
        if person.plan_sealed
        or person.closed_at
        or person.own_code_hash
        or person.contacted_on
        or person.desk_sealed
        or person.touched_at != person.added_at
    }
    ids = [person.id for person in people]
    for table in tables_about_people():
        column = table.c.person_id
        rows = session.connection().execute(select_columns(column).where(column.in_(ids))).scalars().all()
        if table.name not in _NOT_ADDED:
            found.update(rows)
        elif table.name == "tie":
            found.update(id_ for id_ in set(rows) if rows.count(id_) > 1)
    return frozenset(found)


def _groups_of(session: Session, person_ids: list[str]) -> frozenset[str]:
    rows = session.exec(
        select(GroupMemberRow.group_id).where(col(GroupMemberRow.person_id).in_(person_ids)).distinct()
    )
    return frozenset(rows)


def _delete_empty_groups(
    session: Session, staff: Staff, group_ids: Iterable[str], *, since: datetime
) -> None:
    """Groups that the import made, and in which nobody is left."""
    for group_id in group_ids:
        row = session.exec(
            select(GroupRow).where(GroupRow.id == group_id, GroupRow.account_id == staff.account_id)
        ).first()
        left = session.exec(select(GroupMemberRow.id).where(GroupMemberRow.group_id == group_id)).first()
        if row is not None and left is None and row.made_at == since:
            session.delete(row)
    session.flush()


def _row(session: Session, staff: Staff, import_id: str) -> ClassImportRow:
    row = session.exec(
        select(ClassImportRow)
        .where(
            ClassImportRow.id == import_id,
            ClassImportRow.account_id == staff.account_id,
            ClassImportRow.organisation_id == staff.organisation_id,
        )
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("There is no such list.")
    return row


def _import(row: ClassImportRow) -> Import:
    done = row.done_at if row.done_at else None
    return Import(
        id=row.id,
        state=row.state,
        people=row.people,
        made_at=row.made_at,
        done_at=done,
        until=done.date() + timedelta(days=UNDO_DAYS) if done else None,
    )


def _seal(draft: Draft, sealer: Sealer, import_id: str) -> str:
    return sealer.seal(draft.model_dump_json(), about=place("class_import", "draft", import_id))
