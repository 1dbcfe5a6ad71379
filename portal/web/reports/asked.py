"""What a report's address asks for: months, and what its rows are."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.staff import Permission, Staff
from portal.reports.periods import Period, Quick, parse_period, period_of
from portal.store.report_figures import RowsBy, list_lead_accounts, list_own_groups
from portal.store.sealing import Sealer, place
from portal.store.staff import list_accounts, name_of
from portal.web.gate.access import today
from portal.web.translate import gettext

OWN = "own"
MOST_ROWS = 60


class Choice(DataModel):
    """One group that can be a row."""

    key: str
    name: str
    is_chosen: bool


class Asked(DataModel):
    """A report that can be made. `names` of the chosen rows, by key."""

    period: Period
    period_choice: str
    rows_by: RowsBy
    row_keys: tuple[str, ...]
    names: Mapping[str, str]
    groups: tuple[Choice, ...]

    def url(self, path: str) -> str:
        """The address of the same report."""
        said = [
            ("period", OWN),
            ("from", f"{self.period.starts_on:%Y-%m}"),
            ("to", f"{self.period.ends_on:%Y-%m}"),
        ]
        if self.rows_by is RowsBy.PROFESSIONAL:
            said.append(("by", self.rows_by.value))
        elif self.rows_by is RowsBy.GROUP:
            said += [("group", key) for key in self.row_keys]
        return f"{path}?{urlencode(said)}"


def read_asked(
    session: Session, staff: Staff, sealer: Sealer, *, arguments: Mapping[str, str], groups: Sequence[str]
) -> Asked:
    """What the address asks for; unknown rows are left out, so that nobody learns of another's group.

    Raises: BadMonths.
    """
    choice = arguments.get("period", Quick.QUARTER.value)
    period = _period(choice, arguments)
    if may_see_professionals(staff):
        if arguments.get("by") != RowsBy.PROFESSIONAL.value:
            return Asked(
                period=period, period_choice=choice, rows_by=RowsBy.NOTHING, row_keys=(), names={}, groups=()
            )
        leads = list_lead_accounts(session, staff.organisation_id, period)[:MOST_ROWS]
        names = {
            account.id: name_of(sealer, account) or gettext("Somebody who has not joined yet")
            for account in list_accounts(session, staff.organisation_id)
            if account.id in leads
        }
        return Asked(
            period=period,
            period_choice=choice,
            rows_by=RowsBy.PROFESSIONAL,
            row_keys=tuple(sorted(names, key=lambda key: (names[key].casefold(), key))),
            names=names,
            groups=(),
        )
    own = list_own_groups(session, staff.organisation_id, staff.account_id)[:MOST_ROWS]
    names = {row.id: sealer.open(row.name_sealed, about=place("person_group", "name", row.id)) for row in own}
    chosen = tuple(key for key in names if key in groups)
    return Asked(
        period=period,
        period_choice=choice,
        rows_by=RowsBy.GROUP if chosen else RowsBy.NOTHING,
        row_keys=chosen,
        names=names,
        groups=tuple(Choice(key=key, name=name, is_chosen=key in chosen) for key, name in names.items()),
    )


def may_see_professionals(staff: Staff) -> bool:
    """Whether rows by professional are offered: to administrators alone."""
    return staff.may(Permission.ADMINISTER)


def _period(choice: str, arguments: Mapping[str, str]) -> Period:
    if choice != OWN:
        known = {quick.value: quick for quick in Quick}
        return period_of(known.get(choice, Quick.QUARTER), today=today())
    first, last = arguments.get("from", ""), arguments.get("to", "")
    return parse_period(first, last or first, today=today())
