"""The organisation's log for whoever may read it: filters, pages, a file, and whether it is whole."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request, stream_with_context
from sqlmodel import Session, col, func, select
from werkzeug.datastructures import MultiDict

from portal.domain.csv_cells import write_csv
from portal.domain.model import DataModel
from portal.domain.staff import Permission, Role
from portal.store.audit import AuditEntry, check_chain, list_entries
from portal.store.consent_tables import AuditEntryRow
from portal.store.person_export import names_of_accounts
from portal.store.staff_tables import ID_LENGTH
from portal.web.accounts.words import moment, role_name
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.audit import add_entry
from portal.web.gate.audit_words import say_action
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.sharing.of_card import say_of_card
from portal.web.store_session import store_session
from portal.web.translate import gettext, lazy_gettext

PAGE, FILE = "/staff/admin/log", "/staff/admin/log.csv"
SIZE = 50
CHUNK = 1000
CHECKED_AT_ONCE = 5000
"""Entries. A longer log is checked when that is asked for: it takes seconds."""
KINDS = {
    "look": lazy_gettext("Looked"),
    "change": lazy_gettext("Changed"),
    "account": lazy_gettext("Accounts and sign-in"),
}
COLUMNS = ("number", "at", "name", "role", "kind", "action", "words", "people", "detail")


class Filters(DataModel):
    """What of the log is asked for; empty fields ask for all. Days are those of the site's time zone."""

    account: str = ""
    person: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    def address(self, page: str = PAGE, **changes: object) -> str:
        """The address of the log with these filters."""
        told = {**self.model_dump(mode="json"), **changes}
        query = urlencode({key: value for key, value in told.items() if value})
        return f"{page}?{query}" if query else page


class LogLine(DataModel):
    """One entry in words."""

    number: int
    when: str
    who: str
    what: str
    people: tuple[str, ...]
    more_people: int


class LogPage(DataModel):
    """A page of the log. `checked` and `broken_at`: entries found in order, and the first that is not."""

    lines: tuple[LogLine, ...]
    older: str
    file: str
    total: int
    is_checked: bool
    checked: int = 0
    broken_at: int | None = None
    seal: str = ""


SHOWN_PEOPLE = 3


def add_log(blueprint: Blueprint) -> None:
    """Put the log's addresses in place."""
    blueprint.add_url_rule(PAGE, view_func=log)
    blueprint.add_url_rule(FILE, view_func=log_file)


@rule(Permission.READ_AUDIT)
def log() -> Response:
    """A page of the log, and whether it is whole."""
    filters = read_filters(request.args)
    _write_down("administer.log", filters)
    store, staff = store_session(), current_staff()
    names = names_of_accounts(store, sealer(), staff.organisation_id)
    entries = _entries(store, staff.organisation_id, filters, limit=SIZE + 1)
    total = store.exec(
        select(func.count()).where(col(AuditEntryRow.organisation_id) == staff.organisation_id)
    ).one()
    is_checked = total <= CHECKED_AT_ONCE or request.args.get("check") == "1"
    check = check_chain(store, staff.organisation_id) if is_checked else None
    page = LogPage(
        lines=tuple(_line(entry, names) for entry in entries[:SIZE]),
        older=filters.address(before=entries[SIZE - 1].number) if len(entries) > SIZE else "",
        file=filters.address(FILE, before=None),
        total=total,
        is_checked=is_checked,
        checked=check.entries if check else 0,
        broken_at=check.broken_at if check else None,
        seal=_newest_seal(store, staff.organisation_id),
    )
    return render_page(
        "administer/log",
        page=page,
        filters=filters,
        kinds=[(key, str(name)) for key, name in KINDS.items()],
        accounts=sorted(
            ((id_, name) for id_, (name, _) in names.items()), key=lambda each: each[1].casefold()
        ),
    )


@rule(Permission.READ_AUDIT)
def log_file() -> Response:
    """All entries that the filters leave, as a file."""
    filters, staff = read_filters(request.args), current_staff()
    _write_down("administer.log_file", filters)
    names = names_of_accounts(store_session(), sealer(), staff.organisation_id)

    def rows() -> Iterator[str]:
        yield write_csv([COLUMNS])
        before = filters.before
        with Session(current_app.extensions["store_engine"]) as store:
            while entries := _entries(
                store,
                staff.organisation_id,
                filters.model_copy(update={"before": before}),
                limit=CHUNK,
            ):
                yield write_csv(_cells(entry, names) for entry in entries).removeprefix("\ufeff")
                before = entries[-1].number

    response = Response(stream_with_context(rows()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def read_filters(told: "MultiDict[str, str]") -> Filters:
    """Filters of an address; what cannot be read asks for all."""
    before = told.get("before", "")
    kind = told.get("kind", "")
    return Filters(
        account=_id(told.get("account", "")),
        person=_id(told.get("person", "")),
        kind=kind if kind in KINDS else "",
        since=_day(told.get("since", "")),
        until=_day(told.get("until", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )


def _id(text: str) -> str:
    text = text.strip().lower()
    return text if len(text) == ID_LENGTH and all(letter in "0123456789abcdef" for letter in text) else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _entries(store: Session, organisation_id: str, filters: Filters, *, limit: int) -> list[AuditEntry]:
    zone = ZoneInfo(site_settings().time_zone)

    def start(day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=zone)

    return list_entries(
        store,
        organisation_id,
        person_id=filters.person or None,
        account_id=filters.account or None,
        kind=filters.kind or None,
        since=start(filters.since) if filters.since else None,
        until=start(filters.until + timedelta(days=1)) if filters.until else None,
        before_number=filters.before,
        limit=limit,
    )


def _write_down(action: str, filters: Filters) -> None:
    """Reading the log stands in the log. Who asks for one person's entries has looked at that person."""
    store, staff = store_session(), current_staff()
    about = (filters.person,) if filters.person and _is_ours(store, filters.person) else ()
    add_entry(store, staff, kind="look", action=action, about=about)
    store.commit()


def _is_ours(store: Session, person_id: str) -> bool:
    return bool(list_entries(store, current_staff().organisation_id, person_id=person_id, limit=1))


def _line(entry: AuditEntry, names: Mapping[str, tuple[str, str]]) -> LogLine:
    return LogLine(
        number=entry.number,
        when=moment(entry.at),
        who=say_who(entry, names),
        what=say_action(entry.action),
        people=entry.about[:SHOWN_PEOPLE],
        more_people=max(0, len(entry.about) - SHOWN_PEOPLE),
    )


def say_who(entry: AuditEntry, names: Mapping[str, tuple[str, str]]) -> str:
    """Name and role of who did it, as they were then."""
    if entry.actor == "person":
        said = gettext("The person, or who has their code")
        return ", ".join(filter(None, (said, say_of_card(entry.detail, names))))
    if entry.actor not in set(Role):
        return gettext("The site itself")
    name = names.get(entry.account_id or "", ("", ""))[0]
    role = role_name(Role(entry.actor))
    return f"{name}, {role}" if name else role


def _cells(entry: AuditEntry, names: Mapping[str, tuple[str, str]]) -> tuple[str | int, ...]:
    return (
        entry.number,
        entry.at.isoformat(),
        names.get(entry.account_id or "", ("", ""))[0],
        entry.actor,
        entry.kind,
        entry.action,
        say_action(entry.action),
        " ".join(entry.about),
        " ".join(f"{key}={value}" for key, value in sorted(entry.detail.items())),
    )


def _newest_seal(store: Session, organisation_id: str) -> str:
    """The hash of the newest entry: noted elsewhere, it shows later that nothing was cut off the end."""
    found = store.exec(
        select(AuditEntryRow.chain_hash)
        .where(AuditEntryRow.organisation_id == organisation_id)
        .order_by(col(AuditEntryRow.number).desc())
        .limit(1)
    ).first()
    return found[:16] if found else ""
