"""What became of the jobs on shortlists: of one's own people in exact counts, of the organisation's in safe ones."""

from datetime import date

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.csv_cells import Cell
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.shortlist import DeclineKind, Outcomes, ShortlistStatus, count_outcomes, job_histories
from portal.domain.staff import NotAllowed, Permission, Purpose, Staff
from portal.reports.periods import Period, parse_period
from portal.reports.report import half_dollar
from portal.reports.suppression import THRESHOLD, CountColumn, CountTable, Shown, round_count, suppress_small
from portal.store.consent import purposes_of_people
from portal.store.people import list_tied_people
from portal.store.shortlist import list_events
from portal.web.formats import day, hourly, number
from portal.web.matchdesk.words import DECLINE_NAMES, STATUS_NAMES
from portal.web.translate import gettext

MINE, ALL = "mine", "organization"


class OutcomeAddress(DataModel):
    """Whose jobs, and in which whole months they were suggested."""

    whose: str
    period: Period


class OutcomeRow(DataModel):
    """One figure. `shown` says “fewer than 10” where it is hidden; `value` is for the file, None where it is hidden."""

    key: str
    name: str
    shown: str
    value: int | float | None


class OutcomePage(DataModel):
    """The page. `person_ids` are whom it counts exactly; for the log."""

    address: OutcomeAddress
    can_choose: bool
    is_mine: bool
    period: str
    funnel: tuple[OutcomeRow, ...]
    standing: tuple[OutcomeRow, ...]
    declined: tuple[OutcomeRow, ...]
    figures: tuple[OutcomeRow, ...]
    threshold: int = THRESHOLD
    person_ids: tuple[str, ...] = ()


def parse_outcome_address(args: "MultiDict[str, str]", staff: Staff, *, today: date) -> OutcomeAddress:
    """Read the query. Whoever has no match desk sees the organisation's, in safe figures alone.

    Raises: InvalidCode with what to write instead; NotAllowed for exact figures without a match desk.
    """
    whose = args.get("of", "") or (MINE if staff.may(Permission.MATCH_DESK) else ALL)
    if whose not in (MINE, ALL):
        raise InvalidCode(f"of is {MINE} or {ALL}.")
    if whose == MINE and not staff.may(Permission.MATCH_DESK):
        raise NotAllowed("Exact figures are for whoever works at the match desk.")
    first = args.get("from", "") or f"{today.year - 1}-{today.month:02d}"
    period = parse_period(first, args.get("to", "") or f"{today:%Y-%m}", today=today)
    return OutcomeAddress(whose=whose, period=period)


def build_outcome_page(
    session: Session, staff: Staff, address: OutcomeAddress, *, today: date
) -> OutcomePage:
    """Count what may be counted: one's own people who agreed to the search, or all who agreed to be counted."""
    is_mine = address.whose == MINE
    events = list_events(
        session,
        staff.organisation_id,
        since=address.period.starts_on,
        until=address.period.ends_on,
        person_ids=[person.id for person in list_tied_people(session, staff, today=today)]
        if is_mine
        else None,
    )
    agreed = purposes_of_people(session, {event.person_id for event in events}, on=today)
    purpose = Purpose.JOBS if is_mine else Purpose.REPORT
    counted = [event for event in events if purpose in agreed.get(event.person_id, frozenset())]
    outcomes = count_outcomes(job_histories(counted))
    rows = _exact(outcomes) if is_mine else _safe(outcomes)
    return OutcomePage(
        address=address,
        can_choose=staff.may(Permission.MATCH_DESK),
        is_mine=is_mine,
        period=gettext(
            "%(since)s to %(until)s", since=day(address.period.starts_on), until=day(address.period.ends_on)
        ),
        funnel=rows["funnel"],
        standing=rows["standing"],
        declined=rows["declined"],
        figures=rows["figures"],
        person_ids=tuple(sorted({event.person_id for event in counted})) if is_mine else (),
    )


def outcome_cells(page: OutcomePage) -> list[list[Cell]]:
    """The same as rows of a file. A hidden figure is an empty cell with its reason beside it."""
    head: list[Cell] = ["part", "measure", "value", "note", "since", "until"]
    rows: list[list[Cell]] = [head]
    period = page.address.period
    for part in ("funnel", "standing", "declined", "figures"):
        found: tuple[OutcomeRow, ...] = getattr(page, part)
        for row in found:
            note = "" if row.value is not None else row.shown
            rows.append([part, row.key, row.value, note, period.starts_on, period.ends_on])
    return rows


def _exact(found: Outcomes) -> dict[str, tuple[OutcomeRow, ...]]:
    return {
        "funnel": (
            _row("people", gettext("People"), found.people),
            *(_row(each.value, str(STATUS_NAMES[each]), found.reached[each]) for each in ShortlistStatus),
        ),
        "standing": tuple(
            _row(each.value, str(STATUS_NAMES[each]), found.by_status[each]) for each in ShortlistStatus
        ),
        "declined": tuple(_row(kind, _reason(kind), count) for kind, count in found.declined.items()),
        "figures": _figures(found, days_shown=True, wage_shown=True),
    }


def _safe(found: Outcomes) -> dict[str, tuple[OutcomeRow, ...]]:
    """Only people are counted, rounded, and nothing of fewer than ten of them is shown or can be worked out.

    Medians are rounded too, pay as reports round it: the difference of two periods, or to a report, tells of nobody.
    """
    columns = [CountColumn(name="people", people=(found.people,))]
    columns += [
        CountColumn(name=each.value, within="people", people=(found.people_reached[each],))
        for each in ShortlistStatus
    ]
    columns += [
        CountColumn(name=f"declined:{kind}", within="people", people=(count,))
        for kind, count in found.people_declined.items()
    ]
    shown = suppress_small(CountTable(columns=tuple(columns)))
    return {
        "funnel": (
            _safe_row("people", gettext("People"), shown["people"]),
            *(_safe_row(each.value, str(STATUS_NAMES[each]), shown[each.value]) for each in ShortlistStatus),
        ),
        "standing": (),
        "declined": tuple(
            _safe_row(kind, _reason(kind), shown[f"declined:{kind}"]) for kind in found.people_declined
        ),
        "figures": _figures(
            _rounded(found),
            days_shown=shown[ShortlistStatus.PLACED.value].total is not None,
            wage_shown=found.people_with_wage >= THRESHOLD,
        ),
    }


def _rounded(found: Outcomes) -> Outcomes:
    days, wage = found.days_to_placed, found.hourly_wage_usd
    return found.model_copy(
        update={
            "days_to_placed": None if days is None else float(round_count(round(days))),
            "hourly_wage_usd": None if wage is None else half_dollar(wage),
        }
    )


def _figures(found: Outcomes, *, days_shown: bool, wage_shown: bool) -> tuple[OutcomeRow, ...]:
    days, wage = found.days_to_placed, found.hourly_wage_usd
    wage_text = hourly(wage) if wage is not None else ""
    return (
        _figure(
            "median_days_to_placed",
            gettext("Days from suggested to placed, median"),
            days,
            text=f"{days:g}" if days is not None else "",
            is_shown=days_shown,
        ),
        _figure(
            "median_hourly_wage_usd",
            gettext("Pay an hour at placement, median of those known"),
            wage,
            text=wage_text,
            is_shown=wage_shown,
        ),
    )


def _figure(key: str, name: str, value: float | None, *, text: str, is_shown: bool) -> OutcomeRow:
    if not is_shown:
        return _hidden(key, name)
    return OutcomeRow(key=key, name=name, shown=text or gettext("not known"), value=value)


def _row(key: str, name: str, count: int) -> OutcomeRow:
    return OutcomeRow(key=key, name=name, shown=number(count), value=count)


def _safe_row(key: str, name: str, shown: Shown) -> OutcomeRow:
    if shown.total is None:
        return _hidden(key, name)
    rounded = round_count(shown.total)
    return OutcomeRow(key=key, name=name, shown=gettext("about %(num)s", num=number(rounded)), value=rounded)


def _hidden(key: str, name: str) -> OutcomeRow:
    return OutcomeRow(key=key, name=name, shown=gettext("not shown: too few people"), value=None)


def _reason(kind: str) -> str:
    return str(DECLINE_NAMES[DeclineKind(kind)]) if kind in set(DeclineKind) else gettext("No reason told")
