"""Everything about one person out of the store as one record, and such a record into a caseload."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import JsonValue
from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from portal.domain.desk_profile import read_desk_profile
from portal.domain.errors import NotFound
from portal.domain.person_export import (
    ExportedEvent,
    ExportedJob,
    ExportedLook,
    ExportedNote,
    ExportedTask,
    ExportedTie,
    ExportedYes,
    PersonExport,
    plain_text,
)
from portal.domain.plan_document import read_plan
from portal.domain.staff import Purpose
from portal.store.audit import list_entries
from portal.store.caseload_tables import GroupMemberRow, GroupRow, NoteRow, PersonRow, TaskRow, TieRow
from portal.store.consent import granted_purposes, list_grants
from portal.store.consent_tables import ConsentGrantRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.erasure import tables_about_people
from portal.store.key_rotation import HASH, SEALED
from portal.store.sealing import Sealer, place
from portal.store.staff_tables import AccountRow, OrganisationRow
from portal.store.tables import JobPostingRow

EVERYTHING = frozenset(Purpose)
_BY_NAME = frozenset(
    table.__tablename__
    for table in (
        *(TieRow, ConsentGrantRow, GroupMemberRow, NoteRow, TaskRow, ShortlistRow, ShortlistEventRow),
    )
)
_OURS = frozenset({"id", "organisation_id", "person_id", "account_id", "snapshot", "words_sealed"})
"""Columns that tell nothing about the person: ids, a plan locked with a code, and the hash of a card's words."""
_LOG = frozenset({"audit_about"})


def export_person(
    session: Session,
    sealer: Sealer,
    person_id: str,
    *,
    now: datetime,
    purposes: frozenset[Purpose] | None = None,
) -> PersonExport:
    """All that may leave about a person: what they agreed to today, or what `purposes` names.

    The person's own copy, and that of whoever runs the site, is `purposes=EVERYTHING`.

    Raises: NotFound.
    """
    person = session.exec(select_rows(PersonRow).where(PersonRow.id == person_id)).first()
    if person is None:
        raise NotFound("There is no such person.")
    organisation = session.exec(
        select_rows(OrganisationRow).where(OrganisationRow.id == person.organisation_id)
    ).one()
    agreed = granted_purposes(session, person_id, on=now.date()) if purposes is None else purposes
    is_all = agreed == EVERYTHING and purposes is not None
    out = _Opened(session, sealer, names_of_accounts(session, sealer, person.organisation_id))
    plan = out.text(person, "plan") if Purpose.PLAN in agreed else ""
    desk = out.text(person, "desk") if Purpose.JOBS in agreed else ""
    return PersonExport(
        exported_at=now,
        organisation_name=plain_text(organisation.name),
        label=out.text(person, "label") or "—",
        reference=out.text(person, "reference"),
        language=person.language,
        is_guardian_asked=person.is_guardian_asked,
        added_at=person.added_at,
        contacted_on=person.contacted_on,
        closed_at=person.closed_at,
        close_reason=person.close_reason,
        plan=read_plan(plan) if plan else None,
        desk=read_desk_profile(desk) if desk else None,
        professionals=tuple(out.ties(person_id)),
        consents=tuple(_yes(row) for row in list_grants(session, person_id)),
        groups=tuple(out.groups(person_id)),
        notes=tuple(out.notes(person_id, with_deleted=is_all)) if Purpose.NOTES in agreed else (),
        tasks=tuple(out.tasks(person_id)) if Purpose.NOTES in agreed else (),
        shortlist=tuple(out.jobs(person_id)) if Purpose.JOBS in agreed else (),
        log=tuple(out.looks(person)) if is_all else (),
        more=out.more(person_id) if is_all else {},
        left_out=tuple(sorted(EVERYTHING - agreed)),
    )


def names_of_accounts(
    session: Session, sealer: Sealer, organisation_id: str
) -> Mapping[str, tuple[str, str]]:
    """Name and role of every account of an organisation, those that ended too."""
    rows = session.exec(select_rows(AccountRow).where(AccountRow.organisation_id == organisation_id)).all()
    return {
        row.id: (sealer.open(row.name_sealed, about=place("account", "name", row.id)), row.role)
        for row in rows
    }


Row = TypeVar("Row", bound=SQLModel)


class _Opened:
    """Rows of one person as they are written into the file."""

    def __init__(self, session: Session, sealer: Sealer, names: Mapping[str, tuple[str, str]]) -> None:
        self._session, self._sealer, self._names = session, sealer, names

    def text(self, row: Any, column: str) -> str:
        sealed = getattr(row, column + SEALED)
        return plain_text(self._sealer.open(sealed, about=place(row.__tablename__, column, row.id)))

    def _rows(self, table: type[Row], person_id: str, *order: Any) -> Iterable[Row]:
        about: Any = table
        return self._session.exec(
            select_rows(table).where(about.person_id == person_id).order_by(*order, about.id)
        ).all()

    def ties(self, person_id: str) -> Iterable[ExportedTie]:
        for row in self._rows(TieRow, person_id, TieRow.starts_on):
            name, role = self._names.get(row.account_id, ("", ""))
            yield ExportedTie.model_validate(
                {
                    "name": plain_text(name),
                    "role": role,
                    "part": row.part,
                    "reason": self.text(row, "reason"),
                    "starts_on": row.starts_on,
                    "ends_on": row.ends_on,
                }
            )

    def groups(self, person_id: str) -> Iterable[str]:
        rows = self._session.exec(
            select_rows(GroupRow)
            .join(GroupMemberRow, col(GroupMemberRow.group_id) == col(GroupRow.id))
            .where(GroupMemberRow.person_id == person_id, col(GroupRow.deleted_at).is_(None))
            .order_by(col(GroupRow.made_at), col(GroupRow.id))
        ).all()
        return [self.text(row, "name") for row in rows]

    def notes(self, person_id: str, *, with_deleted: bool) -> Iterable[ExportedNote]:
        for row in self._rows(NoteRow, person_id, NoteRow.made_at):
            if row.deleted_at is None or with_deleted:
                yield ExportedNote.model_validate(
                    {
                        "kind": row.kind,
                        "on_date": row.on_date,
                        "text": self.text(row, "text"),
                        "author": plain_text(self._names.get(row.account_id, ("", ""))[0]),
                        **_same(row, "made_at", "changed_at", "deleted_at"),
                    }
                )

    def tasks(self, person_id: str) -> Iterable[ExportedTask]:
        """Tasks, next contacts, and steps of a plan that were made tasks: all of them ask for the yes to notes."""
        for row in self._rows(TaskRow, person_id, TaskRow.position, TaskRow.made_at):
            yield ExportedTask.model_validate(
                {
                    **_same(row, "kind", "doer", "address", "credential_id", "due_on", "weeks"),
                    **_same(row, "cost_usd", "position", "done_on", "dropped_on"),
                    **{name: self.text(row, name) for name in ("doer_name", "what", "payer", "evidence")},
                    **_same(row, "made_at", "changed_at"),
                }
            )

    def jobs(self, person_id: str) -> Iterable[ExportedJob]:
        events: dict[str, list[ExportedEvent]] = {}
        for event in self._rows(ShortlistEventRow, person_id, ShortlistEventRow.made_at):
            told = {
                **_same(event, "status", "on_date", "reason_kind", "hourly_wage_usd", "hours_per_week"),
                "reason": self.text(event, "reason"),
                **_same(event, "made_at"),
            }
            events.setdefault(event.shortlist_id, []).append(ExportedEvent.model_validate(told))
        for row in self._rows(ShortlistRow, person_id, ShortlistRow.added_at):
            posting = self._session.exec(
                select_rows(JobPostingRow.source_key, JobPostingRow.source_ref).where(
                    JobPostingRow.id == row.posting_id
                )
            ).first()
            yield ExportedJob.model_validate(
                {
                    "title": plain_text(row.title),
                    "employer_name": plain_text(row.employer_name),
                    "source_key": plain_text(posting[0]) if posting else "",
                    "source_ref": plain_text(posting[1]) if posting else "",
                    **_same(row, "soc_code", "apply_until", "status"),
                    **_same(row, "added_at", "changed_at"),
                    "events": tuple(events.get(row.id, ())),
                }
            )

    def looks(self, person: PersonRow) -> Iterable[ExportedLook]:
        entries = list_entries(self._session, person.organisation_id, person_id=person.id, limit=1_000_000)
        for entry in entries:
            name, _role = self._names.get(entry.account_id or "", ("", ""))
            yield ExportedLook(at=entry.at, name=plain_text(name), role=entry.actor, action=entry.action)

    def more(self, person_id: str) -> dict[str, tuple[dict[str, JsonValue], ...]]:
        """Rows of every other table about the person, with what is sealed opened and without hashes and ids."""
        found = {}
        for table in tables_about_people():
            if table.name in _BY_NAME | _LOG:
                continue
            rows = self._session.connection().execute(select(table).where(table.c.person_id == person_id))
            told = tuple(self._told(table, row) for row in rows.mappings())
            if told:
                found[table.name] = told
        return found

    def _told(self, table: Table, row: Any) -> dict[str, JsonValue]:
        told: dict[str, JsonValue] = {}
        for column in table.c:
            name, value = column.name, row[column.name]
            if name in _OURS or name.endswith(HASH):
                continue
            if name.endswith(SEALED):
                name = name.removesuffix(SEALED)
                value = plain_text(self._sealer.open(value, about=place(table.name, name, row["id"])))
            if isinstance(value, date):  # a datetime too
                value = value.isoformat()
            elif isinstance(value, str):
                value = plain_text(value)
            told[name] = value
        return told


def _yes(row: ConsentGrantRow) -> ExportedYes:
    return ExportedYes.model_validate(
        {
            **_same(row, "given_by", "how", "words_version", "until"),
            "purpose": Purpose(row.purpose),
            **_same(row, "given_at", "revoked_at"),
        }
    )


def _same(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
