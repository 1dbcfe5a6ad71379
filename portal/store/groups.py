"""Groups of one professional's people: made, renamed, filled, deleted and put back. The caller owns the commit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.caseload.people_of_list import same_label
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import Staff
from portal.store.caseload_tables import GroupMemberRow, GroupRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place

MAX_NAME = 60
MAX_GROUPS = 200
"""Of one professional."""


class Group(DataModel):
    """A group and who is in it. Members with whom no tie holds any more are the caller's to leave out."""

    id: str
    name: str
    person_ids: frozenset[str] = frozenset()


def list_groups(session: Session, staff: Staff, sealer: Sealer) -> list[Group]:
    """All groups of a professional, by name."""
    return list_groups_of(session, staff.organisation_id, staff.account_id, sealer=sealer)


def list_groups_of(session: Session, organisation_id: str, account_id: str, *, sealer: Sealer) -> list[Group]:
    """All groups of an account of an organisation, by name."""
    rows = session.exec(
        select(GroupRow).where(
            GroupRow.account_id == account_id,
            GroupRow.organisation_id == organisation_id,
            col(GroupRow.deleted_at).is_(None),
        )
    ).all()
    members = _members(session, [row.id for row in rows])
    groups = [
        Group(id=row.id, name=_name(row, sealer), person_ids=members.get(row.id, frozenset())) for row in rows
    ]
    return sorted(groups, key=lambda group: (group.name.casefold(), group.id))


def get_group(
    session: Session, staff: Staff, sealer: Sealer, *, group_id: str, is_deleted: bool = False
) -> Group:
    """One group of a professional; with `is_deleted` one that was deleted.

    Raises: NotFound.
    """
    row = _row(session, staff, group_id, is_deleted=is_deleted)
    return Group(
        id=row.id,
        name=_name(row, sealer),
        person_ids=_members(session, [row.id]).get(row.id, frozenset()),
    )


def find_group_named(groups: Iterable[Group], name: str) -> Group | None:
    """The group of that name, whatever the case of its letters."""
    wanted = same_label(name)
    return next((group for group in groups if same_label(group.name) == wanted), None)


def make_group(session: Session, staff: Staff, sealer: Sealer, *, name: str, now: datetime) -> str:
    """Make an empty group; return its id."""
    return _make(session, staff.organisation_id, staff.account_id, sealer, name=name, now=now)


def hand_groups_over(
    session: Session,
    organisation_id: str,
    sealer: Sealer,
    *,
    from_account: str,
    to_account: str,
    person_ids: Iterable[str],
    now: datetime,
) -> None:
    """Put people who are handed over into groups of the same names at their new colleague, and out of the old ones."""
    moved = frozenset(person_ids)
    theirs = list_groups_of(session, organisation_id, to_account, sealer=sealer)
    for group in list_groups_of(session, organisation_id, from_account, sealer=sealer):
        going = group.person_ids & moved
        if not going:
            continue
        there = find_group_named(theirs, group.name)
        if there is None:
            id_ = _make(session, organisation_id, to_account, sealer, name=group.name, now=now)
            there = Group(id=id_, name=group.name)
            theirs.append(there)
        _put_in(session, organisation_id, there.id, going)
        _take_out(session, group.id, going)


def _make(
    session: Session, organisation_id: str, account_id: str, sealer: Sealer, *, name: str, now: datetime
) -> str:
    id_ = new_id()
    session.add(
        GroupRow(
            id=id_,
            organisation_id=organisation_id,
            account_id=account_id,
            name_sealed=sealer.seal(name, about=place("person_group", "name", id_)),
            made_at=now,
        )
    )
    session.flush()
    return id_


def rename_group(session: Session, staff: Staff, sealer: Sealer, *, group_id: str, name: str) -> None:
    """Give a group another name.

    Raises: NotFound.
    """
    row = _row(session, staff, group_id)
    row.name_sealed = sealer.seal(name, about=place("person_group", "name", row.id))
    session.add(row)
    session.flush()


def put_in(session: Session, staff: Staff, *, group_id: str, person_ids: Iterable[str]) -> int:
    """Put people into a group; return how many were not in it. The caller has checked that they are theirs.

    Raises: NotFound.
    """
    row = _row(session, staff, group_id)
    return _put_in(session, staff.organisation_id, row.id, person_ids)


def _put_in(session: Session, organisation_id: str, group_id: str, person_ids: Iterable[str]) -> int:
    there = _members(session, [group_id]).get(group_id, frozenset())
    new = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in there]
    session.add_all(
        GroupMemberRow(id=new_id(), organisation_id=organisation_id, group_id=group_id, person_id=person_id)
        for person_id in new
    )
    session.flush()
    return len(new)


def take_out(session: Session, staff: Staff, *, group_id: str, person_ids: Sequence[str]) -> None:
    """Take people out of a group.

    Raises: NotFound.
    """
    _take_out(session, _row(session, staff, group_id).id, person_ids)


def _take_out(session: Session, group_id: str, person_ids: Iterable[str]) -> None:
    session.connection().execute(
        delete(GroupMemberRow).where(
            col(GroupMemberRow.group_id) == group_id, col(GroupMemberRow.person_id).in_(list(person_ids))
        )
    )


def delete_group(session: Session, staff: Staff, *, group_id: str, now: datetime) -> None:
    """Take a group away; the people stay. It can be put back for some days.

    Raises: NotFound.
    """
    row = _row(session, staff, group_id)
    row.deleted_at = now
    session.add(row)
    session.flush()


def put_group_back(session: Session, staff: Staff, *, group_id: str) -> None:
    """Put a deleted group back, with everybody who was in it.

    Raises: NotFound.
    """
    row = _row(session, staff, group_id, is_deleted=True)
    row.deleted_at = None
    session.add(row)
    session.flush()


def _row(session: Session, staff: Staff, group_id: str, *, is_deleted: bool = False) -> GroupRow:
    row = session.exec(
        select(GroupRow).where(
            GroupRow.id == group_id,
            GroupRow.account_id == staff.account_id,
            GroupRow.organisation_id == staff.organisation_id,
        )
    ).first()
    if row is None or (row.deleted_at is not None) != is_deleted:
        raise NotFound("There is no such group.")
    return row


def _members(session: Session, group_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rows = session.exec(
        select(GroupMemberRow.group_id, GroupMemberRow.person_id).where(
            col(GroupMemberRow.group_id).in_(group_ids)
        )
    )
    for group_id, person_id in rows:
        found.setdefault(group_id, set()).add(person_id)
    return {group_id: frozenset(people) for group_id, people in found.items()}


def _name(row: GroupRow, sealer: Sealer) -> str:
    return sealer.open(row.name_sealed, about=place("person_group", "name", row.id))
