"""Who works with whom, from when until when, and why. The caller owns the commit."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import PERMISSIONS, Permission, Role
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.staff_tables import AccountRow

LEAD = "lead"
LOOK = "look"
"""The only part of a colleague who may change nothing, and of no other."""
PARTS = (LEAD, "support", "stand_in", LOOK)


class Colleague(DataModel):
    """An account as its colleagues see it. `people`: with how many a tie holds today; None where not asked."""

    account_id: str
    name: str
    role: Role
    is_active: bool
    people: int | None = None

    @property
    def may_work(self) -> bool:
        """Whether the role may do more than look: lead, help, take people over."""
        return Permission.CHANGE_PEOPLE in PERMISSIONS[self.role]


class Tie(DataModel):
    """One professional's work with one person. `is_current`: it holds on the day asked for."""

    id: str
    account_id: str
    name: str
    part: str
    reason: str
    starts_on: date
    ends_on: date | None
    is_current: bool


def list_ties(session: Session, person: PersonRow, sealer: Sealer, *, today: date) -> list[Tie]:
    """All ties of a person: those that hold first, then the others, newest first."""
    rows = session.exec(
        select(TieRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(TieRow.account_id))
        .where(TieRow.person_id == person.id, TieRow.organisation_id == person.organisation_id)
        .order_by(col(TieRow.starts_on).desc(), col(TieRow.id))
    ).all()
    ties = [
        Tie(
            id=row.id,
            account_id=row.account_id,
            name=_name(account, sealer),
            part=row.part,
            reason=sealer.open(row.reason_sealed, about=place("tie", "reason", row.id)),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_current=row.starts_on <= today and (row.ends_on is None or row.ends_on >= today),
        )
        for row, account in rows
    ]
    return sorted(ties, key=lambda tie: not tie.is_current)


def list_colleagues(session: Session, organisation_id: str, sealer: Sealer) -> list[Colleague]:
    """Active accounts of an organisation whose role may see people: those who may work with them first, by name."""
    rows = session.exec(select(AccountRow).where(AccountRow.organisation_id == organisation_id)).all()
    found = [_colleague(row, sealer) for row in rows if _may_see(row)]
    active = [each for each in found if each.is_active]
    return sorted(active, key=lambda each: (not each.may_work, each.name.casefold()))


def list_with_people(
    session: Session, organisation_id: str, sealer: Sealer, *, today: date
) -> list[Colleague]:
    """Accounts of an organisation, ended ones too, that have people today, with how many."""
    counts: Mapping[str, int] = dict(
        session.exec(
            select(TieRow.account_id, func.count())
            .where(TieRow.organisation_id == organisation_id, *_holds(today))
            .group_by(TieRow.account_id)
        ).all()
    )
    rows = session.exec(
        select(AccountRow).where(
            AccountRow.organisation_id == organisation_id, col(AccountRow.id).in_(list(counts))
        )
    ).all()
    found = [_colleague(row, sealer).model_copy(update={"people": counts[row.id]}) for row in rows]
    return sorted(found, key=lambda each: (each.is_active, each.name.casefold()))


def list_people_of(
    session: Session, organisation_id: str, account_id: str, *, today: date
) -> list[PersonRow]:
    """People of one account of an organisation with whom a tie holds today."""
    ids = select(TieRow.person_id).where(
        TieRow.account_id == account_id, TieRow.organisation_id == organisation_id, *_holds(today)
    )
    return list(
        session.exec(
            select(PersonRow)
            .where(PersonRow.organisation_id == organisation_id, col(PersonRow.id).in_(ids))
            .order_by(col(PersonRow.added_at), col(PersonRow.id))
        ).all()
    )


def add_tie(
    session: Session,
    person: PersonRow,
    sealer: Sealer,
    *,
    account_id: str,
    part: str,
    reason: str,
    starts_on: date,
    ends_on: date | None = None,
) -> None:
    """Tie a colleague of the person's organisation to the person. One who is tied already stays so, nothing is added.

    Raises: NotFound where there is no such colleague who may see people, or their role cannot have this part.
    """
    account = session.exec(
        select(AccountRow).where(
            AccountRow.id == account_id, AccountRow.organisation_id == person.organisation_id
        )
    ).first()
    if account is None or not _may_see(account) or not account.is_active or account.ended_at is not None:
        raise NotFound("There is no such colleague in this organisation.")
    if part not in PARTS:
        raise ValueError(f"{part} is no part of a tie")
    if _may_work(account) is (part == LOOK):
        raise NotFound("There is no colleague in this organisation who can have this part.")
    current = session.exec(
        select(TieRow).where(
            TieRow.person_id == person.id, TieRow.account_id == account_id, *_holds(starts_on)
        )
    ).first()
    if current is not None:
        return
    id_ = new_id()
    session.add(
        TieRow(
            id=id_,
            organisation_id=person.organisation_id,
            person_id=person.id,
            account_id=account_id,
            part=part,
            reason_sealed=sealer.seal(reason, about=place("tie", "reason", id_)),
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    session.flush()


def end_tie(session: Session, person: PersonRow, tie_id: str, *, by: str, today: date) -> TieRow:
    """End a tie at once, by an account that is tied too: yesterday was its last day.

    Raises: NotFound where the person has no such tie, or it has ended; LastTie where nobody would be left, or nobody
    but who looks only or stands in until a day; LeadsTie where it is a colleague's who leads.
    """
    rows = session.exec(
        select(TieRow).where(TieRow.person_id == person.id, *_holds(today)).with_for_update()
    ).all()
    found = next((row for row in rows if row.id == tie_id), None)
    if found is None:
        raise NotFound("There is no such tie, or it has ended.")
    others = [row for row in rows if row is not found and row.part != LOOK]
    stays = any(row.ends_on is None for row in others)
    is_needed = found.part != LOOK or len(rows) == 1
    if is_needed and (not others or (found.ends_on is None and not stays)):
        raise LastTie("Nobody would be left around this person. Add a colleague first, or close the case.")
    if found.part == LEAD and found.account_id != by:
        raise LeadsTie("Who leads ends their own work, or an administrator hands the people over.")
    found.ends_on = today - timedelta(days=1)
    session.add(found)
    session.flush()
    return found


class LeadsTie(NotFound):
    """Who helps cannot send away who leads: that is for whoever leads, or for an administrator's hand-over."""


class LastTie(NotFound):
    """The only tie of a person without an end cannot end: nobody would be left who could see them."""


def hand_over(
    session: Session,
    organisation_id: str,
    sealer: Sealer,
    *,
    from_account: str,
    to_account: str,
    person_ids: Iterable[str],
    reason: str,
    today: date,
) -> list[str]:
    """Give people of one account to another of the same organisation, each with the same part; return their ids.

    Who only looked hands a place to help over: the other may do more.

    Raises: NotFound where there is no such colleague who may work with people.
    """
    wanted = set(person_ids)
    people = [
        row for row in list_people_of(session, organisation_id, from_account, today=today) if row.id in wanted
    ]
    for person in people:
        tie = session.exec(
            select(TieRow).where(
                TieRow.person_id == person.id, TieRow.account_id == from_account, *_holds(today)
            )
        ).all()
        add_tie(
            session,
            person,
            sealer,
            account_id=to_account,
            part=tie[0].part if tie[0].part != LOOK else "support",
            reason=reason,
            starts_on=today,
            ends_on=tie[0].ends_on,
        )
        _take_the_place_of(session, tie[0], to_account=to_account, today=today)
        for row in tie:
            row.ends_on = today - timedelta(days=1)
            session.add(row)
    session.flush()
    return [person.id for person in people]


def _take_the_place_of(session: Session, tie: TieRow, *, to_account: str, today: date) -> None:
    """Who helped already leads now, and stays as long, where that is the place; whom nobody leads, the taker leads."""
    rows = session.exec(select(TieRow).where(TieRow.person_id == tie.person_id, *_holds(today))).all()
    taken = next(row for row in rows if row.account_id == to_account)
    if tie.part == LEAD or all(row.part != LEAD for row in rows):
        taken.part = LEAD
    if taken.ends_on is not None and (tie.ends_on is None or tie.ends_on > taken.ends_on):
        taken.ends_on = tie.ends_on
    session.add(taken)


def _holds(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        col(TieRow.starts_on) <= today,
        or_(col(TieRow.ends_on).is_(None), col(TieRow.ends_on) >= today),
    )


def _may_see(account: AccountRow) -> bool:
    return Permission.SEE_PEOPLE in PERMISSIONS[Role(account.role)]


def _may_work(account: AccountRow) -> bool:
    return Permission.CHANGE_PEOPLE in PERMISSIONS[Role(account.role)]


def _colleague(account: AccountRow, sealer: Sealer) -> Colleague:
    return Colleague(
        account_id=account.id,
        name=_name(account, sealer),
        role=Role(account.role),
        is_active=account.is_active and account.ended_at is None,
    )


def _name(account: AccountRow, sealer: Sealer) -> str:
    return sealer.open(account.name_sealed, about=place("account", "name", account.id))
