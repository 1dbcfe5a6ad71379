"""The copy of a record as sections of plain lines, to read on a screen or on paper."""

from collections.abc import Iterator

from pydantic import JsonValue

from portal.domain.model import DataModel
from portal.domain.person_export import ExportedJob, ExportedTask, PersonExport
from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Role
from portal.web.accounts.words import moment, role_name
from portal.web.formats import day, hourly, money
from portal.web.sharing.words import words_of
from portal.web.translate import gettext, lazy_gettext

STATUSES = {
    "suggested": lazy_gettext("suggested"),
    "discussed": lazy_gettext("talked about"),
    "applied": lazy_gettext("applied"),
    "interview": lazy_gettext("interview"),
    "placed": lazy_gettext("got the job"),
    "declined": lazy_gettext("not this one"),
}


class Section(DataModel):
    """A heading and its lines. `is_english`: lines as they are stored, in words that nobody translated."""

    id: str
    title: str
    lines: tuple[str, ...]
    is_english: bool = False


class ReadableCopy(DataModel):
    """The whole copy."""

    made_on: str
    organisation_name: str
    sections: tuple[Section, ...]


def build_readable(export: PersonExport) -> ReadableCopy:
    """Every section that has something."""
    sections = (
        Section(id="about", title=gettext("About you"), lines=tuple(_about(export))),
        Section(
            id="people",
            title=gettext("Who works with you"),
            lines=tuple(
                gettext(
                    "%(name)s, from %(start)s to %(end)s",
                    name=_named(each.name, each.role),
                    start=day(each.starts_on),
                    end=day(each.ends_on),
                )
                if each.ends_on
                else gettext(
                    "%(name)s, since %(start)s", name=_named(each.name, each.role), start=day(each.starts_on)
                )
                for each in export.professionals
            ),
        ),
        Section(
            id="yes",
            title=gettext("What was said yes to"),
            lines=tuple(
                gettext(
                    "%(what)s: from %(start)s to %(end)s",
                    what=words_of(each.purpose).name,
                    start=day(each.given_at),
                    end=day(each.revoked_at or each.until),
                )
                for each in export.consents
            ),
        ),
        Section(id="plan", title=gettext("Your plan"), lines=tuple(_plan(export.plan)), is_english=True),
        Section(
            id="desk",
            title=gettext("What you need in a job"),
            lines=tuple(_told(export.desk.model_dump(mode="json", exclude_defaults=True)))
            if export.desk
            else (),
            is_english=True,
        ),
        Section(id="tasks", title=gettext("Tasks and steps"), lines=tuple(map(_task, export.tasks))),
        Section(
            id="notes",
            title=gettext("Notes about talks"),
            lines=tuple(f"{day(each.on_date)}, {each.author}: {each.text}" for each in export.notes),
        ),
        Section(id="jobs", title=gettext("Jobs on your list"), lines=tuple(map(_job, export.shortlist))),
        Section(id="groups", title=gettext("Groups you are in"), lines=export.groups),
        Section(
            id="more",
            title=gettext("Other parts"),
            lines=tuple(
                f"{kind}: {line}" for kind, rows in export.more.items() for row in rows for line in _told(row)
            ),
            is_english=True,
        ),
    )
    return ReadableCopy(
        made_on=moment(export.exported_at),
        organisation_name=export.organisation_name,
        sections=tuple(section for section in sections if section.lines),
    )


def _named(name: str, role: str) -> str:
    return f"{name}, {role_name(Role(role))}" if role in set(Role) else name


def _about(export: PersonExport) -> Iterator[str]:
    yield gettext("They call you: %(name)s", name=export.label)
    if export.reference:
        yield gettext("Their number for you: %(number)s", number=export.reference)
    yield gettext("Your record began on %(day)s", day=day(export.added_at))
    if export.contacted_on:
        yield gettext("Last talk: %(day)s", day=day(export.contacted_on))
    if export.closed_at:
        yield gettext("Closed on %(day)s", day=day(export.closed_at))
    if export.is_guardian_asked:
        yield gettext("A parent or guardian says yes or no for you")


def _plan(plan: PlanDocument | None) -> Iterator[str]:
    if plan is not None:
        yield from _told(plan.model_dump(mode="json", exclude_defaults=True))


def _task(task: ExportedTask) -> str:
    parts = [task.what, task.doer_name]
    if task.due_on:
        parts.append(gettext("by %(day)s", day=day(task.due_on)))
    if task.cost_usd is not None:
        parts.append(money(task.cost_usd))
    parts += [task.payer, task.evidence]
    if task.done_on:
        parts.append(gettext("done on %(day)s", day=day(task.done_on)))
    return " · ".join(part for part in parts if part)


def _job(job: ExportedJob) -> str:
    parts = [job.title, job.employer_name, str(STATUSES[job.status])]
    for event in job.events:
        wage = hourly(event.hourly_wage_usd) if event.hourly_wage_usd is not None else ""
        told = (day(event.on_date), str(STATUSES[event.status]), event.reason, wage)
        parts.append(", ".join(each for each in told if each))
    return " · ".join(part for part in parts if part)


def _told(value: JsonValue, name: str = "") -> Iterator[str]:
    """What stands in a record whose words are not ours to know, one line for each value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _told(inner, f"{name} {key}".strip().replace("_", " "))
    elif isinstance(value, list):
        for inner in value:
            yield from _told(inner, name)
    elif value not in (None, ""):
        yield f"{name}: {value}"
