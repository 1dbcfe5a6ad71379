"""What several views of the caseload ask: the person as pages name them, the time, and where to go next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.model import DataModel
from portal.domain.staff import ConsentNeeded, Permission, Purpose
from portal.store.caseload import label_of, reference_of
from portal.store.caseload_tables import PersonRow
from portal.store.consent import granted_purposes
from portal.web.gate.access import current_staff, sealer, today
from portal.web.gate.audit import looked_at
from portal.web.htmx import render_page
from portal.web.store_session import store_session


class PersonHead(DataModel):
    """Who a page is about, and which of its neighbours can be opened."""

    id: str
    label: str
    reference: str
    is_closed: bool
    purposes: frozenset[Purpose]
    may_change: bool

    @property
    def base(self) -> str:
        """The address below which everything about this person lies."""
        return f"/staff/people/{self.id}"

    def has(self, purpose: str) -> bool:
        """Whether they said yes to a purpose."""
        return Purpose(purpose) in self.purposes


def head_of(person: PersonRow) -> PersonHead:
    """The head of pages about a person."""
    return PersonHead(
        id=person.id,
        label=label_of(person, sealer()),
        reference=reference_of(person, sealer()),
        is_closed=person.closed_at is not None,
        purposes=granted_purposes(store_session(), person.id, on=today()),
        may_change=may_change(),
    )


def may_change() -> bool:
    """Whether who is signed in may change people; else pages show no buttons for it."""
    return current_staff().may(Permission.CHANGE_PEOPLE)


def need(person: PersonRow, purpose: Purpose) -> None:
    """Go on only with the person's yes to a purpose that is not the one of the view's rule.

    Raises: ConsentNeeded.
    """
    if purpose not in granted_purposes(store_session(), person.id, on=today()):
        raise ConsentNeeded(purpose, person.id)


def go(address: str, *, said: str = "", anchor: str = "", **more: str) -> AnyResponse:
    """Go to a page after something was done; `said` names what the page then says."""
    query = urlencode({key: value for key, value in {"said": said, **more}.items() if value})
    return redirect(f"{address}?{query}{anchor}" if query else f"{address}{anchor}", 303)


def refused(person_id: str | None = None) -> None:
    """Nothing of this form is written. What the answer shows of a person is written into the log as a look."""
    store_session().rollback()
    if person_id is not None:
        looked_at((person_id,))


def page(name: str, *, status: int = 200, **context: Any) -> Response:
    """A page of this room, by the name of its template."""
    return render_page(name, status=status, **context)


def choices_of(words: Mapping[Any, object]) -> list[tuple[str, str]]:
    """Words of a select field, in order."""
    return [(str(key), str(value)) for key, value in words.items()]
