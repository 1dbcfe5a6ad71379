"""Steps of a ladder as tasks that are about to be made: who does what by when, what it costs and who pays."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from pydantic import Field
from werkzeug.datastructures import MultiDict

from portal.domain.model import DataModel
from portal.domain.plan_document import plain_notes
from portal.stacks.plan_model import Step
from portal.store.tasks import MAX_WHAT, TaskText
from portal.web.guidance.current import day_of_form
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import credential_name

DOERS = {
    "person": lazy_gettext("The person"),
    "professional": lazy_gettext("I do it"),
    "other": lazy_gettext("Somebody else"),
}
MOST_NAME = 80
MOST_PAYER = 120
MOST_EVIDENCE = 200
_MONEY = re.compile(r"\$?\s*([0-9]{1,7}(?:,[0-9]{3})*(?:\.[0-9]{1,2})?)")


class StepLine(DataModel):
    """One step as the form has it: texts as they were typed, and what is wrong with them by field."""

    credential_id: str
    name: str
    is_on: bool = True
    is_task: bool = False
    """It is a task already, and is not made again."""
    doer: str = "person"
    doer_name: str = ""
    due_on: str = ""
    weeks: float | None = None
    cost: str = ""
    payer: str = ""
    evidence: str = ""
    errors: Mapping[str, str] = Field(default_factory=dict)


def first_lines(
    known: Knowledge, steps: Sequence[Step], *, today: date, tasks: frozenset[str]
) -> tuple[StepLine, ...]:
    """The lines of a new form. One step follows the other; from the first of unknown length on no day is set."""
    lines = []
    at: date | None = today
    for step in steps:
        at = at + timedelta(days=ceil(step.weeks * 7)) if at is not None and step.weeks is not None else None
        lines.append(
            StepLine(
                credential_id=step.credential_id,
                name=credential_name(known.graph.get(step.credential_id)),
                is_on=step.credential_id not in tasks,
                is_task=step.credential_id in tasks,
                due_on=str(at or ""),
                weeks=step.weeks,
                cost="" if step.cost_usd is None else f"{step.cost_usd:.0f}",
            )
        )
    return tuple(lines)


def read_lines(lines: Sequence[StepLine], form: "MultiDict[str, str]") -> tuple[StepLine, ...]:
    """The lines with what was sent in their place, and what is wrong with it."""
    on = form.getlist("step")
    return tuple(
        _read_line(line, form, number, is_on=line.credential_id in on) for number, line in enumerate(lines)
    )


def _read_line(line: StepLine, form: "MultiDict[str, str]", number: int, *, is_on: bool) -> StepLine:
    def text(name: str, most: int) -> str:
        return " ".join(plain_notes(form.get(f"{name}-{number}", "")).split())[:most]

    errors = {}
    due_on, cost, doer = text("due", 20), text("cost", 20), text("doer", 12)
    try:
        day_of_form(due_on)
    except ValueError:
        errors["due"] = gettext("We cannot read this day. Write it like 2027-06-01.")
    if cost and not _MONEY.fullmatch(cost):
        errors["cost"] = gettext("Write the cost in dollars, like 1200. Leave it empty if you do not know.")
    return line.model_copy(
        update={
            "is_on": is_on and not line.is_task,
            "doer": doer if doer in DOERS else "person",
            "doer_name": text("name", MOST_NAME),
            "due_on": due_on,
            "cost": cost,
            "payer": text("payer", MOST_PAYER),
            "evidence": text("evidence", MOST_EVIDENCE),
            "errors": errors if is_on else {},
        }
    )


def tasks_of(lines: Sequence[StepLine]) -> tuple[TaskText, ...]:
    """What the lines that are on ask to be written. Every line was read without an error."""
    return tuple(
        TaskText(
            kind="step",
            doer=line.doer,
            doer_name=line.doer_name if line.doer == "other" else "",
            what=line.name[:MAX_WHAT],
            address=f"/credentials/{line.credential_id}",
            credential_id=line.credential_id,
            due_on=day_of_form(line.due_on),
            weeks=line.weeks,
            cost_usd=_cost(line.cost),
            payer=line.payer,
            evidence=line.evidence,
        )
        for line in lines
        if line.is_on and not line.is_task
    )


def _cost(text: str) -> float | None:
    found = _MONEY.fullmatch(text)
    return float(found[1].replace(",", "")) if found else None
