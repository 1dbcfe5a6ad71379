"""What a professional writes down of a job on the shortlist: status, day, reason, wage and hours of a placement."""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from portal.domain.model import DataModel
from portal.domain.shortlist import DeclineKind, ShortlistStatus
from portal.store.shortlist import StatusChange
from portal.web.formats import printable
from portal.web.translate import gettext

MOST_WORDS = 500
MOST_WAGE = 500.0
MOST_HOURS = 100.0
_TYPED = ("status", "on", "kind", "wage", "hours", "version")


class ReadStatus(DataModel):
    """What was sent, as typed, with what is wrong by field. Without errors `change` is what is meant."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    version: int
    change: StatusChange | None = None


def read_status_form(form: "MultiDict[str, str]", *, today: date) -> ReadStatus:
    """Read the form. A wage and hours that are not known are left empty: they stay unknown, never 0."""
    typed = {name: printable(form.get(name, ""))[:40].strip() for name in _TYPED}
    words = form.get("words", "").replace("\r\n", "\n").strip()
    typed["words"] = words[: MOST_WORDS + 200]
    errors: dict[str, str] = {}
    status = _status(typed["status"], errors)
    on = _day(typed["on"], today=today, errors=errors)
    kind = _kind(typed["kind"], status, errors)
    if len(words) > MOST_WORDS:
        errors["words"] = gettext("Write at most %(most)s letters.", most=MOST_WORDS)
    is_placed = status is ShortlistStatus.PLACED
    wage = _amount("wage", typed["wage"], MOST_WAGE, errors) if is_placed else None
    hours = _amount("hours", typed["hours"], MOST_HOURS, errors) if is_placed else None
    version = int(typed["version"]) if typed["version"].isascii() and typed["version"].isdigit() else -1
    if errors or status is None or on is None:
        return ReadStatus(typed=typed, errors=errors, version=version)
    change = StatusChange(
        status=status, on_date=on, kind=kind, words=words, hourly_wage_usd=wage, hours_per_week=hours
    )
    return ReadStatus(typed=typed, errors={}, version=version, change=change)


def _status(text: str, errors: dict[str, str]) -> ShortlistStatus | None:
    try:
        return ShortlistStatus(text)
    except ValueError:
        errors["status"] = gettext("Choose one of the list.")
        return None


def _kind(text: str, status: ShortlistStatus | None, errors: dict[str, str]) -> DeclineKind | None:
    if status is not ShortlistStatus.DECLINED:
        return None
    try:
        return DeclineKind(text)
    except ValueError:
        errors["kind"] = gettext("Choose why nothing came of it.")
        return None


def _day(text: str, *, today: date, errors: dict[str, str]) -> date | None:
    if not text:
        return today
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None or not found.year >= 2000 or found > today:
        errors["on"] = gettext("Write a day up to today, like %(day)s.", day=today.isoformat())
        return None
    return found


def _amount(name: str, text: str, highest: float, errors: dict[str, str]) -> float | None:
    plain = text.removeprefix("$").strip()
    if not plain:
        return None
    whole, _, cents = plain.partition(".")
    is_number = whole.isascii() and whole.isdigit() and len(whole) <= 3
    is_number &= not cents or (cents.isascii() and cents.isdigit() and len(cents) <= 2)
    if not is_number or not 0 < float(plain) <= highest:
        errors[name] = gettext(
            "Write a number up to %(most)s, or leave it empty if it is not known.", most=f"{highest:g}"
        )
        return None
    return float(plain)
