"""Sentences of the caseload: why somebody needs a professional, and names of kinds, parts and reasons."""

from collections.abc import Mapping

from portal.caseload.people_of_list import LineTrouble, Trouble
from portal.caseload.reasons import Reason, Why
from portal.domain.staff import Purpose, Role
from portal.web.formats import day, joined
from portal.web.translate import gettext, lazy_gettext, ngettext

NOTE_KINDS = {
    "met": lazy_gettext("We met"),
    "call": lazy_gettext("Call"),
    "message": lazy_gettext("Message"),
    "other": lazy_gettext("Other note"),
}
TASK_KINDS = {
    "task": lazy_gettext("Something to do"),
    "contact": lazy_gettext("Next talk"),
    "step": lazy_gettext("Step of the plan"),
}
DOERS = {
    "person": lazy_gettext("The person"),
    "professional": lazy_gettext("I, the professional"),
    "other": lazy_gettext("Somebody else"),
}
PARTS = {
    "lead": lazy_gettext("Leads the work"),
    "support": lazy_gettext("Helps"),
    "stand_in": lazy_gettext("Stands in for a while"),
    "look": lazy_gettext("Looks only"),
}
CLOSE_REASONS = {
    "done": lazy_gettext("The goal is reached"),
    "work": lazy_gettext("They have a job"),
    "moved": lazy_gettext("They moved, or changed school"),
    "asked": lazy_gettext("They asked for it"),
    "no_answer": lazy_gettext("No answer for a long time"),
    "other": lazy_gettext("Another reason"),
}
ROLES = {
    Role.COUNSELOR: lazy_gettext("Counselor"),
    Role.VR_COUNSELOR: lazy_gettext("VR counselor"),
    Role.CURATOR: lazy_gettext("Curator"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.READ_ONLY: lazy_gettext("May look only"),
}
LANGUAGES = {"en": "English", "es": "Español"}
PURPOSES = {
    Purpose.PLAN: lazy_gettext("the plan"),
    Purpose.JOBS: lazy_gettext("jobs"),
    Purpose.NOTES: lazy_gettext("notes"),
    Purpose.REPORT: lazy_gettext("reports"),
    Purpose.SHARE: lazy_gettext("copies"),
}
WHYS = {
    Why.OVERDUE: lazy_gettext("Late"),
    Why.CLOSING: lazy_gettext("Job closes soon"),
    Why.CONSENT_OVER: lazy_gettext("Yes has ended"),
    Why.DUE: lazy_gettext("To do now"),
    Why.CONSENT_MISSING: lazy_gettext("No yes yet"),
    Why.EXPIRED: lazy_gettext("Credential has ended"),
    Why.EXPIRING: lazy_gettext("Credential ends soon"),
    Why.NEW_JOBS: lazy_gettext("New jobs"),
    Why.CONSENT_ENDING: lazy_gettext("Yes ends soon"),
    Why.NEW_CARD: lazy_gettext("New card"),
    Why.NO_CONTACT: lazy_gettext("No contact"),
    Why.NOT_OPENED: lazy_gettext("Plan not opened"),
}
"""Short names, in the order of the filter."""
ACTIONS = {
    Why.CONSENT_OVER: lazy_gettext("Ask again"),
    Why.CONSENT_MISSING: lazy_gettext("Ask for their yes"),
    Why.CONSENT_ENDING: lazy_gettext("Ask again"),
    Why.NEW_CARD: lazy_gettext("See the card"),
    Why.OVERDUE: lazy_gettext("See the tasks"),
    Why.DUE: lazy_gettext("See the tasks"),
    Why.CLOSING: lazy_gettext("See the job"),
    Why.EXPIRED: lazy_gettext("See the plan"),
    Why.EXPIRING: lazy_gettext("See the plan"),
    Why.NEW_JOBS: lazy_gettext("See the jobs"),
    Why.NO_CONTACT: lazy_gettext("Write a note"),
    Why.NOT_OPENED: lazy_gettext("See the plan"),
}
"""What the link beside a reason does."""
ICONS = {
    Why.OVERDUE: "clock",
    Why.CLOSING: "briefcase",
    Why.CONSENT_OVER: "shield-check",
    Why.DUE: "clock",
    Why.CONSENT_MISSING: "shield-check",
    Why.EXPIRED: "calendar",
    Why.EXPIRING: "calendar",
    Why.NEW_JOBS: "briefcase",
    Why.CONSENT_ENDING: "shield-check",
    Why.NEW_CARD: "qr-code",
    Why.NO_CONTACT: "users",
    Why.NOT_OPENED: "book-open",
}


def say_reason(reason: Reason, name: str) -> str:
    """Why, with its day. `name`: of the task, job or credential that it is about."""
    on = day(reason.on) if reason.on else ""
    purposes = joined([str(PURPOSES[purpose]) for purpose in reason.purposes])
    match reason.why:
        case Why.CONSENT_MISSING:
            return gettext("They have not said yes to anything yet. You added them on %(day)s.", day=on)
        case Why.CONSENT_OVER:
            return gettext("Their yes ended on %(day)s: %(what)s.", day=on, what=purposes)
        case Why.CONSENT_ENDING:
            return gettext("Their yes ends on %(day)s: %(what)s.", day=on, what=purposes)
        case Why.OVERDUE:
            return gettext("Late since %(day)s: %(what)s", day=on, what=name)
        case Why.DUE:
            return gettext("To do by %(day)s: %(what)s", day=on, what=name)
        case Why.CLOSING:
            return gettext("%(job)s: the last day to apply is %(day)s.", job=name, day=on)
        case Why.EXPIRED:
            return gettext("%(name)s ended on %(day)s.", name=name, day=on)
        case Why.EXPIRING:
            return gettext("%(name)s ends on %(day)s. Renew it in time.", name=name, day=on)
        case Why.NEW_JOBS:
            return ngettext(
                "%(num)s new job asks for what they have. First seen after %(day)s.",
                "%(num)s new jobs ask for what they have. First seen after %(day)s.",
                reason.count,
                day=on,
            )
        case Why.NEW_CARD:
            return gettext(
                "%(name)s made a card for their own page on %(day)s. Ask if they have it.", name=name, day=on
            )
        case Why.NO_CONTACT:
            return (
                gettext("No contact since %(day)s.", day=on)
                if reason.is_first
                else gettext("No contact yet. You added them on %(day)s.", day=on)
            )
        case Why.NOT_OPENED:
            return (
                gettext("They last opened their plan on %(day)s.", day=on)
                if reason.is_first
                else gettext("They have not opened their plan. It came on %(day)s.", day=on)
            )


def say_trouble(trouble: LineTrouble) -> str:
    """What is wrong with a line of a class list, and what became of it."""
    told = trouble.told
    match trouble.trouble:
        case Trouble.NO_LABEL:
            return gettext("There is no name. This line is left out.")
        case Trouble.TOO_LONG:
            return gettext("“%(cell)s” is too long. This line is left out.", cell=told)
        case Trouble.FORMULA:
            return gettext("“%(cell)s” is a formula, not a name. This line is left out.", cell=told)
        case Trouble.TWICE:
            return gettext(
                "“%(name)s” stands on line %(line)s already. This line is left out.",
                name=told,
                line=trouble.other_line or 0,
            )
        case Trouble.ALREADY_THERE:
            return gettext("“%(name)s” is with you already. This line is left out.", name=told)
        case Trouble.HALF_NAME:
            return gettext(
                "There is only a part of the name, “%(name)s”. They are added under it.", name=told
            )
        case Trouble.LANGUAGE:
            return gettext("We do not have the language “%(cell)s”. They get yours.", cell=told)


def say_refused(reason: str, line: int | None) -> str:
    """Why nothing of a class list could be read, and what to do."""
    sentences: Mapping[str, str] = {
        "empty": gettext("There is nothing in this list. Choose a file, or paste lines."),
        "too_large": gettext("This list is larger than 1 MB. Save it as CSV, or split it."),
        "workbook": gettext("This is a workbook. Open it, choose “Save as”, take CSV, and try again."),
        "not_text": gettext("This is not a list of text. Save it as CSV and try again."),
        "long_line": gettext(
            "Line %(line)s is too long for a class list. Is a quote mark missing?", line=line or 0
        ),
        "open_quote": gettext(
            "A quote mark on line %(line)s never ends, or stands in a wrong place. Mend that line and try again.",
            line=line or 0,
        ),
        "too_many": gettext("This list has more than 1,000 people. Split it."),
        "wide": gettext("This list has more than 60 columns. Take out those that you do not need."),
    }
    return sentences[reason]
