"""A person brought from a file that this or another site exported. The caller owns the commit, and the log.

What was agreed to elsewhere is not agreed to here: consents, ties, groups and the log of the other organisation are
not taken over. Nothing of what is brought opens before the person says yes here.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from portal.domain.desk_profile import write_desk_profile
from portal.domain.model import DataModel
from portal.domain.person_export import ExportedJob, ExportedNote, ExportedTask, PersonExport
from portal.domain.staff import Staff
from portal.store.caseload import NewPerson, add_person, keep_plan
from portal.store.caseload_tables import NoteRow, PersonRow, TaskRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.tables import JobPostingRow


class Brought(DataModel):
    """What a file brings: how many of each. `jobs_unknown` are jobs that this site does not have; they stay out."""

    has_plan: bool
    has_desk: bool
    notes: int
    tasks: int
    jobs: int
    jobs_unknown: int


def count_brought(session: Session, export: PersonExport) -> Brought:
    """What would be added."""
    known = sum(_find_posting(session, job) is not None for job in export.shortlist)
    return Brought(
        has_plan=export.plan is not None,
        has_desk=_desk(export) != "",
        notes=sum(note.deleted_at is None for note in export.notes),
        tasks=len(export.tasks),
        jobs=known,
        jobs_unknown=len(export.shortlist) - known,
    )


def add_from_export(
    session: Session, staff: Staff, sealer: Sealer, *, export: PersonExport, label: str, now: datetime
) -> PersonRow:
    """Add the person, tied to the professional as their lead.

    Raises: PlanFull where the plan is larger than a plan may be.
    """
    new = NewPerson(
        label=label,
        reference=export.reference,
        language=export.language,
        is_guardian_asked=export.is_guardian_asked,
    )
    person = add_person(session, staff, sealer, new=new, way="import", now=now)
    if export.plan is not None:
        keep_plan(session, person, sealer, plan=export.plan, now=now)
    desk = _desk(export)
    if desk:
        person.desk_sealed = sealer.seal(desk, about=place("person", "desk", person.id))
        person.desk_version = 1
    person.contacted_on = export.contacted_on
    session.add(person)
    session.add_all(
        _note(person, staff, sealer, note, now=now) for note in export.notes if note.deleted_at is None
    )
    session.add_all(_task(person, staff, sealer, task, now=now) for task in export.tasks)
    session.flush()
    for job in export.shortlist:
        _add_job(session, person, staff, sealer, job, now=now)
    session.flush()
    return person


def _desk(export: PersonExport) -> str:
    """The profile of the match desk in its stored form; empty where none was written."""
    return write_desk_profile(export.desk) if export.desk is not None else ""


def _note(person: PersonRow, staff: Staff, sealer: Sealer, note: ExportedNote, *, now: datetime) -> NoteRow:
    id_ = new_id()
    text = f"{note.text}\n\n({note.author})" if note.author else note.text
    return NoteRow(
        id=id_,
        organisation_id=person.organisation_id,
        person_id=person.id,
        account_id=staff.account_id,
        kind=note.kind,
        on_date=note.on_date,
        text_sealed=sealer.seal(text, about=place("note", "text", id_)),
        made_at=now,
    )


def _task(person: PersonRow, staff: Staff, sealer: Sealer, task: ExportedTask, *, now: datetime) -> TaskRow:
    id_ = new_id()
    sealed: dict[str, Any] = {
        f"{name}_sealed": sealer.seal(getattr(task, name), about=place("task", name, id_))
        for name in ("doer_name", "what", "payer", "evidence")
    }
    plain: dict[str, Any] = {
        name: getattr(task, name)
        for name in (
            *("kind", "doer", "address", "credential_id", "due_on", "weeks", "cost_usd", "position"),
            *("done_on", "dropped_on"),
        )
    }
    return TaskRow(
        id=id_,
        organisation_id=person.organisation_id,
        person_id=person.id,
        account_id=staff.account_id,
        made_at=now,
        **plain,
        **sealed,
    )


def _find_posting(session: Session, job: ExportedJob) -> int | None:
    if not (job.source_key and job.source_ref):
        return None
    return session.exec(
        select(JobPostingRow.id).where(
            JobPostingRow.source_key == job.source_key, JobPostingRow.source_ref == job.source_ref
        )
    ).first()


def _add_job(
    session: Session, person: PersonRow, staff: Staff, sealer: Sealer, job: ExportedJob, *, now: datetime
) -> None:
    posting_id = _find_posting(session, job)
    if posting_id is None:
        return
    there = select(ShortlistRow.id).where(
        ShortlistRow.person_id == person.id, ShortlistRow.posting_id == posting_id
    )
    if session.exec(there).first() is not None:
        return
    row = ShortlistRow(
        id=new_id(),
        organisation_id=person.organisation_id,
        person_id=person.id,
        posting_id=posting_id,
        title=job.title,
        employer_name=job.employer_name,
        soc_code=job.soc_code,
        apply_until=job.apply_until,
        status=job.status,
        added_at=job.added_at,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    for number, event in enumerate(job.events, start=1):
        id_ = new_id()
        session.add(
            ShortlistEventRow(
                id=id_,
                organisation_id=person.organisation_id,
                person_id=person.id,
                shortlist_id=row.id,
                account_id=staff.account_id,
                number=number,
                status=event.status,
                reason_sealed=sealer.seal(event.reason, about=place("shortlist_event", "reason", id_)),
                reason_kind=event.reason_kind,
                hourly_wage_usd=event.hourly_wage_usd,
                hours_per_week=event.hours_per_week,
                on_date=event.on_date,
                made_at=event.made_at,
            )
        )
