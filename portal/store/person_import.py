"""A person's file into a caseload of this site: a new record, tied to whoever reads it in, with no yes to anything.

A yes was said to those who exported, so it is not taken over: nothing of the file is shown here before the person, or
whoever says yes for them, agrees.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from portal.domain.person_export import ExportedJob, ExportedNote, ExportedTask, PersonExport
from portal.domain.plan_document import write_plan
from portal.domain.staff import Staff
from portal.store.caseload import REFERENCE
from portal.store.caseload_tables import NoteRow, PersonRow, TaskRow, TieRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from portal.store.key_rotation import SEALED
from portal.store.sealing import Sealer, place
from portal.store.tables import JobPostingRow

WAY = "import"


def import_person(
    session: Session, sealer: Sealer, staff: Staff, export: PersonExport, *, now: datetime
) -> str:
    """Add the person of a file to the caseload of `staff`; return the new id. The caller commits.

    Not taken over: consents, the log, groups, other professionals, notes that were deleted, and `more`.
    """
    person_id = new_id()
    plan = write_plan(export.plan) if export.plan is not None else ""
    desk = json.dumps(export.desk, ensure_ascii=False) if export.desk is not None else ""
    add = _Adder(session, sealer, staff.organisation_id, person_id)
    add.row(
        PersonRow,
        {
            "language": export.language,
            "way": WAY,
            "is_guardian_asked": export.is_guardian_asked,
            "reference_hash": _fingerprint(sealer, export.reference, staff.organisation_id),
            "plan_version": int(bool(plan)),
            "plan_made_at": now if plan else None,
            "plan_changed_at": now if plan else None,
            "desk_version": int(bool(desk)),
            "contacted_on": export.contacted_on,
            "added_at": now,
            "touched_at": now,
        },
        {"label": export.label, "reference": export.reference, "plan": plan, "desk": desk},
        id_=person_id,
    )
    add.row(
        TieRow,
        {"account_id": staff.account_id, "part": "lead", "starts_on": now.date()},
        {"reason": ""},
    )
    for note in export.notes:
        if note.deleted_at is None:
            _add_note(add, staff, note, organisation_name=export.organisation_name)
    for task in export.tasks:
        _add_task(add, staff, task)
    taken: set[int] = set()
    for number, job in enumerate(export.shortlist, start=1):
        posting_id = _find_posting(session, job) or -number
        while posting_id in taken:
            posting_id = min(taken | {0}) - 1
        taken.add(posting_id)
        _add_job(add, staff, job, posting_id=posting_id)
    session.flush()
    return person_id


class _Adder:
    """Adds rows about one person; texts are sealed for the place where they stand."""

    def __init__(self, session: Session, sealer: Sealer, organisation_id: str, person_id: str) -> None:
        self._session, self._sealer = session, sealer
        self._organisation_id, self._person_id = organisation_id, person_id

    def row(
        self, table: type[Any], values: Mapping[str, Any], texts: Mapping[str, str], *, id_: str = ""
    ) -> str:
        row_id = id_ or new_id()
        sealed = {
            name + SEALED: self._sealer.seal(text, about=place(table.__tablename__, name, row_id))
            for name, text in texts.items()
        }
        about = {} if table is PersonRow else {"person_id": self._person_id}
        self._session.add(
            table(id=row_id, organisation_id=self._organisation_id, **about, **values, **sealed)
        )
        self._session.flush()
        return row_id


def _add_note(add: _Adder, staff: Staff, note: ExportedNote, *, organisation_name: str) -> None:
    text = note.text
    if note.author and note.author != staff.name:  # it must not look as if whoever reads it in had written it
        text = f"[{note.author}, {organisation_name}]\n{text}"
    add.row(
        NoteRow,
        {
            "account_id": staff.account_id,
            "kind": note.kind,
            "on_date": note.on_date,
            "made_at": note.made_at,
            "changed_at": note.changed_at,
        },
        {"text": text},
    )


def _add_task(add: _Adder, staff: Staff, task: ExportedTask) -> None:
    texts = {"doer_name", "what", "payer", "evidence"}
    values = task.model_dump(exclude=texts)
    add.row(
        TaskRow,
        {**values, "account_id": staff.account_id},
        {name: getattr(task, name) for name in texts},
    )


def _add_job(add: _Adder, staff: Staff, job: ExportedJob, *, posting_id: int) -> None:
    values = job.model_dump(exclude={"events", "source_key", "source_ref"})
    job_id = add.row(ShortlistRow, {**values, "posting_id": posting_id}, {})
    for event in job.events:
        add.row(
            ShortlistEventRow,
            {
                **event.model_dump(exclude={"reason"}),
                "shortlist_id": job_id,
                "account_id": staff.account_id,
            },
            {"reason": event.reason},
        )


def _find_posting(session: Session, job: ExportedJob) -> int | None:
    """The job as this site knows it; one that it does not know gets a number below zero, which nothing answers to."""
    if not job.source_key:
        return None
    return session.exec(
        select(JobPostingRow.id).where(
            JobPostingRow.source_key == job.source_key, JobPostingRow.source_ref == job.source_ref
        )
    ).first()


def _fingerprint(sealer: Sealer, reference: str, organisation_id: str) -> str:
    about = f"{REFERENCE}:{organisation_id}"
    return sealer.fingerprints(reference, about=about)[0] if reference else ""
