"""What a person sees of their own record: what is shared with whom, until when, and who looked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from portal.domain.model import DataModel
from portal.domain.staff import Purpose, Role
from portal.store.audit import AuditEntry, list_entries
from portal.store.caseload_tables import NoteRow, PersonRow, TaskRow, TieRow
from portal.store.consent import list_grants
from portal.store.consent_tables import ConsentGrantRow
from portal.store.desk_tables import ShortlistRow
from portal.store.own_codes import list_cards, reads_from
from portal.store.person_export import names_of_accounts
from portal.store.privacy_tables import ErasureRequestRow, OwnCardRow
from portal.store.retention import deleted_on
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.words import moment, role_name
from portal.web.formats import day
from portal.web.gate.audit_words import say_action
from portal.web.sharing.ends import offered_ends
from portal.web.sharing.of_card import say_cards, say_new_card, say_of_card
from portal.web.sharing.words import PurposeWords, words_of
from portal.web.translate import gettext, ngettext

LOG_FIRST = 8
"""Entries on the person's first page."""
LOG_PAGE = 50


class PurposeView(DataModel):
    """One purpose. `until` and `said` are empty where there is no yes."""

    words: PurposeWords
    is_yes: bool
    until: str = ""
    said: str = ""


class ProfessionalView(DataModel):
    """Somebody who works with the person now. `until`: empty where no end is set."""

    name: str
    role: str
    since: str
    until: str = ""


class EndView(DataModel):
    """A last day to choose, in words."""

    value: str
    text: str


class LookView(DataModel):
    """One line of who saw or changed what."""

    when: str
    who: str
    what: str


class LogView(DataModel):
    """Lines of the log, newest first. `next_before`: number to go on from; 0 where there are no more."""

    lines: tuple[LookView, ...]
    next_before: int = 0


class SharingView(DataModel):
    """The person's own page. `reads_from`: when a new card shows what is kept; empty where it does."""

    organisation_name: str
    is_guardian_asked: bool
    professionals: tuple[ProfessionalView, ...]
    purposes: tuple[PurposeView, ...]
    ends: tuple[EndView, ...]
    kept: tuple[str, ...]
    log: LogView
    deleted_on: str
    lets_erase: bool
    has_plan: bool
    cards: tuple[str, ...]
    reads_from: str
    asked_on: str = ""
    refused_on: str = ""


def build_sharing(store: Session, person: PersonRow, sealer: Sealer, *, now: datetime) -> SharingView:
    """Everything about one person's sharing, as of a moment."""
    today, cards = now.date(), list_cards(store, person.id)
    opens_at = reads_from(cards[0]) if cards else None
    organisation = store.exec(
        select(OrganisationRow).where(OrganisationRow.id == person.organisation_id)
    ).one()
    names = names_of_accounts(store, sealer, person.organisation_id)
    asked = store.exec(
        select(ErasureRequestRow)
        .where(ErasureRequestRow.person_id == person.id)
        .order_by(col(ErasureRequestRow.asked_at).desc())
    ).first()
    return SharingView(
        organisation_name=organisation.name,
        is_guardian_asked=person.is_guardian_asked,
        professionals=_professionals(store, person, names, today=today),
        purposes=purposes_of(list_grants(store, person.id), names, cards, today=today),
        ends=ends_of(organisation, today=today),
        kept=_kept(store, person),
        log=build_log(store, person, sealer, before=None, size=LOG_FIRST),
        deleted_on=day(deleted_on(person, retention_days=organisation.retention_days)),
        lets_erase=organisation.lets_people_erase,
        has_plan=bool(person.plan_sealed),
        cards=say_cards(cards, names, is_person=True),
        reads_from=moment(opens_at) if opens_at is not None and now < opens_at else "",
        asked_on=day(asked.asked_at) if asked and asked.refused_at is None else "",
        refused_on=day(asked.refused_at) if asked and asked.refused_at else "",
    )


def purposes_of(
    grants: list[ConsentGrantRow],
    names: Mapping[str, tuple[str, str]],
    cards: Sequence[OwnCardRow],
    *,
    today: date,
) -> tuple[PurposeView, ...]:
    """Each purpose with the yes that holds on a day, the one with the latest end."""
    views = []
    for purpose in Purpose:
        holding = [
            row
            for row in grants
            if row.purpose == purpose.value and row.revoked_at is None and row.until >= today
        ]
        newest = max(holding, key=lambda row: row.until, default=None)
        views.append(
            PurposeView(
                words=words_of(purpose),
                is_yes=newest is not None,
                until=day(newest.until) if newest else "",
                said=say_who_said(newest, names, cards) if newest else "",
            )
        )
    return tuple(views)


def say_who_said(
    row: ConsentGrantRow, names: Mapping[str, tuple[str, str]], cards: Sequence[OwnCardRow]
) -> str:
    """Who said a yes, how and when, who wrote it down, and with how new a card. `cards`: newest first."""
    when = day(row.given_at)
    by_guardian = row.given_by == "guardian"
    if row.how == "paper":
        writer = names.get(row.recorded_by or "", ("", ""))[0]
        return (
            gettext(
                "A parent or guardian signed on paper, %(day)s. Put in by %(name)s", day=when, name=writer
            )
            if by_guardian
            else gettext("Signed on paper, %(day)s. Put in by %(name)s", day=when, name=writer)
        )
    said = (
        gettext("A parent or guardian said yes here on %(day)s", day=when)
        if by_guardian
        else gettext("Said here on %(day)s", day=when)
    )
    return ", ".join(filter(None, (said, say_new_card(row.given_at, cards, names))))


def ends_of(organisation: OrganisationRow, *, today: date) -> tuple[EndView, ...]:
    """The last days to choose from, in words."""
    return tuple(
        EndView(value=each.on.isoformat(), text=_say_end(each.kind, day(each.on)))
        for each in offered_ends(today, is_school=organisation.kind == "school")
    )


def _say_end(kind: str, on: str) -> str:
    match kind:
        case "school_year":
            return gettext("Until the end of the school year, %(day)s", day=on)
        case "short":
            return gettext("For 3 months, until %(day)s", day=on)
        case "half":
            return gettext("For 6 months, until %(day)s", day=on)
        case _:
            return gettext("For 12 months, until %(day)s", day=on)


def build_log(
    store: Session, person: PersonRow, sealer: Sealer, *, before: int | None, size: int = LOG_PAGE
) -> LogView:
    """Who saw or changed what about a person. What the person did themself is among it, marked as theirs."""
    entries = list_entries(
        store, person.organisation_id, person_id=person.id, before_number=before, limit=size + 1
    )
    names = names_of_accounts(store, sealer, person.organisation_id)
    return LogView(
        lines=tuple(_look(entry, names) for entry in entries[:size]),
        next_before=entries[size - 1].number if len(entries) > size else 0,
    )


def _look(entry: AuditEntry, names: Mapping[str, tuple[str, str]]) -> LookView:
    name = names.get(entry.account_id or "", ("", ""))[0]
    who = ", ".join(filter(None, (say_actor(entry.actor, name), say_of_card(entry.detail, names))))
    return LookView(when=moment(entry.at), who=who, what=say_action(entry.action))


def say_actor(actor: str, name: str) -> str:
    """Who did it: a professional's name and role, the person, or the site itself."""
    if actor == "person":
        return gettext("You, or who has your code")
    if actor not in set(Role):
        return gettext("The site itself")
    role = role_name(Role(actor))
    return f"{name}, {role}" if name else role


def _professionals(
    store: Session, person: PersonRow, names: Mapping[str, tuple[str, str]], *, today: date
) -> tuple[ProfessionalView, ...]:
    rows = store.exec(
        select(TieRow).where(TieRow.person_id == person.id).order_by(col(TieRow.starts_on), col(TieRow.id))
    ).all()
    return tuple(
        ProfessionalView(
            name=names[row.account_id][0],
            role=role_name(Role(names[row.account_id][1])),
            since=day(row.starts_on),
            until=day(row.ends_on) if row.ends_on else "",
        )
        for row in rows
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)
    )


def _kept(store: Session, person: PersonRow) -> tuple[str, ...]:
    """What there is, in kinds and counts."""

    def count(table: type[NoteRow] | type[TaskRow] | type[ShortlistRow]) -> int:
        return store.exec(select(func.count()).select_from(table).where(table.person_id == person.id)).one()

    told = [gettext("What they call you, and the language you like")]
    if person.plan_sealed:
        told.append(gettext("Your plan"))
    if person.desk_sealed:
        told.append(gettext("What you need in a job"))
    notes, tasks, jobs = count(NoteRow), count(TaskRow), count(ShortlistRow)
    if notes:
        told.append(ngettext("%(num)s note", "%(num)s notes", notes))
    if tasks:
        told.append(ngettext("%(num)s task or step", "%(num)s tasks and steps", tasks))
    if jobs:
        told.append(ngettext("%(num)s job on your list", "%(num)s jobs on your list", jobs))
    return tuple(told)
