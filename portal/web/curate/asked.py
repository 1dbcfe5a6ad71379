"""What an address of the desk asks for, and the decision that a form carries."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.store.curate_desk import KINDS, QUEUES, DeskDecision, DeskQuery, Sort, State
from portal.store.curate_steps import Step
from portal.web.formats import printable
from portal.web.translate import gettext

LIST = "/staff/curate"
_LONGEST_SEARCH = 100
_LONGEST_NOTE = 2_000


class Incomplete(PortalError):
    """The form lacks something; the sentence is for the curator, `field` names the box."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Typed(DataModel):
    """The form as it was sent, to be shown again."""

    choice: str = ""
    other: str = ""
    employer: str = ""
    note: str = ""
    until: str = ""


def parse_query(arguments: Mapping[str, str]) -> DeskQuery:
    """Which entries are listed; what is not known counts as not said."""
    kind, state, sort = (arguments.get(name, "") for name in ("kind", "state", "sort"))
    return DeskQuery(
        kind=kind if kind in KINDS or kind in QUEUES else "",
        text=printable(arguments.get("q", "")[:_LONGEST_SEARCH]).strip(),
        state=State(state) if state in set(State) else State.OPEN,
        sort=Sort(sort) if sort in set(Sort) else Sort.POSTINGS,
    )


def query_pairs(query: DeskQuery) -> tuple[tuple[str, str], ...]:
    """What an address says of a query, without what goes without saying."""
    said = (("kind", query.kind), ("q", query.text), ("state", query.state.value), ("sort", query.sort.value))
    return tuple((name, value) for name, value in said if value not in ("", State.OPEN, Sort.POSTINGS))


def list_url(query: DeskQuery, *, page: int = 1, done: str = "", **changed: str) -> str:
    """The address of the list. `done`: the entry that was decided just before."""
    pairs = [*query_pairs(query.model_copy(update=changed))] + ([("page", str(page))] if page > 1 else [])
    pairs += [("done", done)] if done else []
    return f"{LIST}?{urlencode(pairs)}" if pairs else LIST


def entry_url(entry_id: str, query: DeskQuery, *, done: str = "") -> str:
    """The address of an entry within a list. `done`: the entry that was decided just before."""
    pairs = [*query_pairs(query)] + ([("done", done)] if done else [])
    path = f"{LIST}/{quote(entry_id, safe='+:')}"
    return f"{path}?{urlencode(pairs)}" if pairs else path


def read_typed(form: Mapping[str, str]) -> Typed:
    """What was sent, cut to what the boxes hold."""
    return Typed(
        choice=form.get("choice", "")[:200],
        other=form.get("other", "")[:100],
        employer=form.get("employer", "")[:200],
        note=form.get("note", "")[:_LONGEST_NOTE],
        until=form.get("until", "")[:10],
    )


def parse_decision(typed: Typed) -> DeskDecision:
    """The decision that was chosen.

    Raises: Incomplete.
    """
    kind, _, value = typed.choice.partition(" ")
    if kind == "other":
        kind, value = Step.ASSIGN.value, typed.other
        if not value:
            raise Incomplete("other", gettext("Write what it is."))
    if kind not in (Step.ACCEPT, Step.REJECT, Step.ASSIGN, Step.SETTLE, Step.DEFER):
        raise Incomplete("choice", gettext("Choose one of the answers."))
    until = None
    if kind == Step.DEFER:
        try:
            until = date.fromisoformat(typed.until)
        except ValueError:
            raise Incomplete("until", gettext("Choose the day on which it should wait again.")) from None
        if not typed.note:
            raise Incomplete("note", gettext("Say why it is put off."))
    return DeskDecision(step=Step(kind), value=value, employer=typed.employer, note=typed.note, until=until)
