"""The desk in words: kinds, questions, what an answer does, what to do about what was not taken."""

from collections.abc import Mapping

from portal.domain.credential import EdgeKind
from portal.domain.review import ReviewKind
from portal.labor.skills import SuggestedEdge
from portal.store.curate import CATALOG
from portal.store.curate_desk import State
from portal.store.curate_edges import EDGE, is_edge_value
from portal.store.curate_history import HistoryLine
from portal.store.curate_ingestion import REJECTED, RUN
from portal.store.curate_steps import Step
from portal.web.formats import day
from portal.web.translate import gettext, lazy_gettext

QUEUE_NAMES: Mapping[str, object] = {
    "understanding": lazy_gettext("Reading of jobs"),
    "catalog": lazy_gettext("Catalog"),
    "ingestion": lazy_gettext("Sources"),
}
KIND_NAMES: Mapping[str, object] = {
    ReviewKind.OCCUPATION.value: lazy_gettext("Kind of work"),
    ReviewKind.CREDENTIAL.value: lazy_gettext("Name of a credential"),
    ReviewKind.PLACE.value: lazy_gettext("Place"),
    ReviewKind.PAY.value: lazy_gettext("Pay"),
    CATALOG: lazy_gettext("Import against catalog"),
    EDGE: lazy_gettext("Step that may be missing"),
    RUN: lazy_gettext("Run that went wrong"),
    REJECTED: lazy_gettext("Records not taken"),
}
RUN_STATES: Mapping[str, object] = {
    "failed": lazy_gettext("last try failed"),
    "quarantined": lazy_gettext("held back"),
}
STATE_NAMES: Mapping[State, object] = {
    State.OPEN: lazy_gettext("Waiting"),
    State.DEFERRED: lazy_gettext("Put off"),
    State.DECIDED: lazy_gettext("Decided"),
}
QUESTIONS: Mapping[str, object] = {
    ReviewKind.OCCUPATION.value: lazy_gettext("Which kind of work is this title?"),
    ReviewKind.CREDENTIAL.value: lazy_gettext("Which credential does this name mean?"),
    ReviewKind.PLACE.value: lazy_gettext("Which place is this?"),
    ReviewKind.PAY.value: lazy_gettext("Is this pay right?"),
    CATALOG: lazy_gettext("Who is right, the catalog or the import?"),
    EDGE: lazy_gettext("Does one of these two lead to the other?"),
    RUN: lazy_gettext("What became of this run?"),
    REJECTED: lazy_gettext("Why were these records not taken?"),
}
EFFECTS: Mapping[str, object] = {
    ReviewKind.OCCUPATION.value: lazy_gettext(
        "It counts from the next run of the sources, for each job with this title."
    ),
    ReviewKind.CREDENTIAL.value: lazy_gettext(
        "It counts from the next run of the sources, for each job that uses this name."
    ),
    ReviewKind.PLACE.value: lazy_gettext(
        "It counts from the next run of the sources, for each job at this place."
    ),
    ReviewKind.PAY.value: lazy_gettext(
        "It counts from the next run of the sources, for this pay of this employer."
    ),
    CATALOG: lazy_gettext("It is written down. Someone must then mend the file of the catalog by hand."),
    EDGE: lazy_gettext("It counts at once. What jobs ask is read again at the next run."),
    RUN: lazy_gettext("It only takes the line off the list. The next run that goes wrong is a new line."),
    REJECTED: lazy_gettext(
        "It only takes the line off the list. It comes back when there are more such records."
    ),
}
OTHER_HINTS: Mapping[str, object] = {
    ReviewKind.OCCUPATION.value: lazy_gettext("A code of SOC 2018, such as 31-1131"),
    ReviewKind.CREDENTIAL.value: lazy_gettext(
        "The id of a credential, such as cna-in: the end of its address"
    ),
    ReviewKind.PLACE.value: lazy_gettext("zip:46402 or county:18089"),
}
MISFITS: Mapping[str, object] = {
    ReviewKind.OCCUPATION.value: lazy_gettext("We have no such kind of work. Write a code like 31-1131."),
    ReviewKind.CREDENTIAL.value: lazy_gettext(
        "The catalog has no such credential. Write its id, like cna-in."
    ),
    ReviewKind.PLACE.value: lazy_gettext("We know no such place. Write it like zip:46402 or county:18089."),
    EDGE: lazy_gettext("Say where you read it: the title of the page and its address."),
}
ADVICE: Mapping[str, object] = {
    "unknown category": lazy_gettext(
        "The source uses a word that we do not know. Find out what it means and add it to the reader of this source."
    ),
    "missing field": lazy_gettext(
        "The source left out what we need. Ask its publisher, or see if it moved to another field."
    ),
    "not a date": lazy_gettext(
        "The source writes a day in a way that we do not read. Add this way to its reader."
    ),
    "not a number": lazy_gettext("The source writes words where a number should be. Ask its publisher."),
    "wrong type": lazy_gettext(
        "The form of the data changed. Look at a record and mend the reader of this source."
    ),
}
OTHER_ADVICE = lazy_gettext(
    "Look at a record. If our reader is wrong, mend it. If the record is, ask the publisher."
)
STEPS: Mapping[Step, object] = {
    Step.ACCEPT: lazy_gettext("accepted"),
    Step.REJECT: lazy_gettext("said that none fits"),
    Step.ASSIGN: lazy_gettext("chose"),
    Step.SETTLE: lazy_gettext("marked as dealt with"),
    Step.DEFER: lazy_gettext("put off"),
    Step.UNDO: lazy_gettext("took it back"),
}


def advice_about(reason: str) -> str:
    """What to do about records that were not taken for a reason."""
    return str(ADVICE.get(reason, OTHER_ADVICE))


def say_edge(value: str, names: Mapping[str, str]) -> str:
    """What an edge says, of a value such as `prepares_for:a:b`; the value itself where it is none."""
    if not is_edge_value(value):
        return value
    kind, one, other = value.split(":")
    first, second = names.get(one, one), names.get(other, other)
    if kind == EdgeKind.PREPARES_FOR:
        return gettext("%(first)s is a help before %(second)s", first=first, second=second)
    return gettext("who holds %(first)s counts as holding %(second)s", first=first, second=second)


def say_reason(detail: str, edge: SuggestedEdge | None) -> str:
    """Why something is asked; of a suggested edge what the two have in common."""
    if edge is None:
        return detail
    return gettext(
        "%(percent)s of the skills of the smaller one are the same: %(skills)s",
        percent=f"{edge.score:.0%}",
        skills=", ".join(edge.shared),
    )


def what_was_done(line: HistoryLine, names: Mapping[str, str]) -> str:
    """One line of the history, without who and when."""
    said = str(STEPS[line.step])
    if line.step is Step.DEFER and line.until is not None:
        return gettext("put off until %(day)s", day=day(line.until))
    if line.step in (Step.ASSIGN, Step.ACCEPT) and line.value:
        said = f"{said}: {say_edge(line.value, names)}"
    return (
        gettext("%(said)s (only for %(employer)s)", said=said, employer=line.employer)
        if line.employer
        else said
    )
