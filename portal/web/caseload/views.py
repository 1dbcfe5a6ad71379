"""Notes, tasks and ties as pages show them."""

from datetime import date

from portal.domain.model import DataModel
from portal.store.notes import Note
from portal.store.tasks import Task
from portal.store.ties import LEAD, Tie
from portal.web.caseload.words import DOERS, NOTE_KINDS, PARTS, TASK_KINDS
from portal.web.formats import day, money
from portal.web.translate import gettext


class NoteView(DataModel):
    """A note with its words."""

    id: str
    kind: str
    on: str
    text: str
    changed: str


class TaskView(DataModel):
    """A task with its words. `when`: by which day, or since when it is done or given up."""

    id: str
    what: str
    kind: str
    who: str
    when: str
    is_late: bool
    is_open: bool
    is_done: bool
    cost: str
    payer: str
    evidence: str
    address: str


class TieView(DataModel):
    """A tie with its words."""

    id: str
    account_id: str
    name: str
    part: str
    reason: str
    days: str
    is_current: bool
    leads: bool = False


def note_view(note: Note) -> NoteView:
    """Words of a note."""
    return NoteView(
        id=note.id,
        kind=str(NOTE_KINDS.get(note.kind, note.kind)),
        on=day(note.on_date),
        text=note.text,
        changed=day(note.changed_at) if note.changed_at else "",
    )


def task_view(task: Task, *, today: date) -> TaskView:
    """Words of a task."""
    if task.done_on:
        when = gettext("Done on %(day)s", day=day(task.done_on))
    elif task.dropped_on:
        when = gettext("Given up on %(day)s", day=day(task.dropped_on))
    else:
        when = gettext("By %(day)s", day=day(task.due_on)) if task.due_on else ""
    who = task.doer_name if task.doer == "other" and task.doer_name else str(DOERS.get(task.doer, task.doer))
    return TaskView(
        id=task.id,
        what=task.what,
        kind=str(TASK_KINDS.get(task.kind, task.kind)),
        who=who,
        when=when,
        is_late=task.is_open and task.due_on is not None and task.due_on < today,
        is_open=task.is_open,
        is_done=task.done_on is not None,
        cost=money(task.cost_usd) if task.cost_usd is not None else "",
        payer=task.payer,
        evidence=task.evidence,
        address=task.address,
    )


def tie_view(tie: Tie) -> TieView:
    """Words of a tie."""
    if tie.ends_on is None:
        days = gettext("since %(day)s", day=day(tie.starts_on))
    elif tie.ends_on < tie.starts_on:
        days = gettext("on %(day)s alone", day=day(tie.starts_on))
    else:
        days = gettext("%(first)s to %(last)s", first=day(tie.starts_on), last=day(tie.ends_on))
    return TieView(
        leads=tie.part == LEAD,
        id=tie.id,
        account_id=tie.account_id,
        name=tie.name,
        part=str(PARTS.get(tie.part, tie.part)),
        reason=tie.reason,
        days=days,
        is_current=tie.is_current,
    )
