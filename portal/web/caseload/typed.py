"""What somebody typed into a form: read field by field, with a plain sentence for each that cannot be read."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import request

from portal.caseload.list_text import plain_cell
from portal.domain.plan_document import plain_notes
from portal.web.formats import number
from portal.web.translate import gettext

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Typed:
    """The fields of the form of this request. `errors` has a sentence for each field that is wrong."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}
        self.values: dict[str, str] = {}

    def line(self, name: str, *, most: int, required: bool = False) -> str:
        """One line of plain text."""
        return self._text(name, plain_cell(request.form.get(name, "")), most=most, required=required)

    def text(self, name: str, *, most: int, required: bool = False) -> str:
        """Plain text of several lines."""
        return self._text(name, plain_notes(request.form.get(name, "")), most=most, required=required)

    def day(self, name: str, *, required: bool = False, latest: date | None = None) -> date | None:
        """A day as date fields send it; None where it is left empty."""
        text = request.form.get(name, "").strip()[:20]
        self.values[name] = text
        if not text:
            if required:
                self.errors[name] = gettext("Choose a day.")
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.errors[name] = gettext("We cannot read this day. Write it like 2027-06-01.")
            return None
        if latest is not None and found > latest:
            self.errors[name] = gettext("This day is still to come. Choose today or an earlier day.")
            return None
        return found

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """One of some words; the first where something else was sent."""
        text = request.form.get(name, "")
        self.values[name] = text if text in allowed else allowed[0]
        return self.values[name]

    def amount(self, name: str, *, highest: float) -> float | None:
        """A number from 0; None where it is left empty."""
        text = request.form.get(name, "").strip()[:20]
        self.values[name] = text
        if not text:
            return None
        try:
            found = float(text.replace("$", "").replace(",", ""))
        except ValueError:
            found = -1.0
        if not 0 <= found <= highest:
            self.errors[name] = gettext("Write a number from 0 to %(most)s.", most=number(highest))
            return None
        return found

    def whole(self, name: str) -> int:
        """A whole number of ours, such as a version; -1 where it was tampered with."""
        text = request.form.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        self.values[name] = "1" if request.form.get(name) else ""
        return bool(self.values[name])

    def ids(self, name: str, among: Iterable[str]) -> list[str]:
        """Ids that were ticked, and that are among those allowed."""
        allowed = frozenset(among)
        return [id_ for id_ in dict.fromkeys(request.form.getlist(name)) if id_ in allowed]

    @property
    def is_ok(self) -> bool:
        """Whether every field could be read."""
        return not self.errors

    def _text(self, name: str, text: str, *, most: int, required: bool) -> str:
        self.values[name] = text
        if required and not text:
            self.errors[name] = gettext("Write something here.")
        elif len(text) > most:
            self.errors[name] = gettext(
                "This has %(count)s letters. At most %(most)s fit.",
                count=number(len(text)),
                most=number(most),
            )
        return text
