"""Delete all that is kept about a person, or within an organisation. What belongs to them is told by column names.

Every table with `person_id` is about a person; every one with `organisation_id` is an organisation's; every one with
`account_id` alone is an account's. The log stays: it holds ids and words of ours, and nobody can delete from it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from portal.domain.errors import NotFound
from portal.store.caseload_tables import PersonRow
from portal.store.every_table import every_table
from portal.store.staff_tables import OrganisationRow

LOG_TABLES = frozenset({"audit_entry", "audit_about"})
PERSON = "person"
ORGANISATION = "organisation"


def tables_about_people() -> tuple[Table, ...]:
    """Tables with a row about one person, but `person` itself; those that point to others come first."""
    return tuple(table for table in _tables() if "person_id" in table.c)


def tables_of_organisations() -> tuple[Table, ...]:
    """Tables with rows of one organisation, but `organisation` itself; those that point to others come first."""
    return tuple(table for table in _tables() if "organisation_id" in table.c)


def erase_person(session: Session, person_id: str, *, organisation_id: str) -> Mapping[str, int]:
    """Delete everything kept about one person; return the rows by table. The caller writes the log and commits.

    Raises: NotFound when the organisation has no such person.
    """
    found = session.exec(
        select_rows(PersonRow).where(PersonRow.id == person_id, PersonRow.organisation_id == organisation_id)
    ).first()
    if found is None:
        raise NotFound("There is no such person in this organisation.")
    session.flush()
    session.expunge_all()  # what was read of the person must not be written again
    counts = {
        table.name: _delete(session, table, table.c.person_id == person_id) for table in tables_about_people()
    }
    person = every_table().tables[PERSON]
    counts[PERSON] = _delete(session, person, person.c.id == person_id)
    return {name: count for name, count in counts.items() if count}


def erase_organisation(session: Session, organisation_id: str, *, now: datetime) -> Mapping[str, int]:
    """Delete all that an organisation has, and close it. Its name and its log stay. The caller commits.

    Raises: NotFound.
    """
    row = session.exec(select_rows(OrganisationRow).where(col(OrganisationRow.id) == organisation_id)).first()
    if row is None:
        raise NotFound("There is no such organisation.")
    row.closed_at = now
    session.add(row)
    session.flush()
    session.expunge_all()
    tables = every_table().tables
    accounts = select(tables["account"].c.id).where(tables["account"].c.organisation_id == organisation_id)
    counts = {}
    for table in _tables():
        if "organisation_id" in table.c:
            counts[table.name] = _delete(session, table, table.c.organisation_id == organisation_id)
        elif "account_id" in table.c:
            counts[table.name] = _delete(session, table, table.c.account_id.in_(accounts))
    return {name: count for name, count in counts.items() if count}


def _tables() -> list[Table]:
    return [table for table in reversed(every_table().sorted_tables) if table.name not in LOG_TABLES]


def _delete(session: Session, table: Table, where: ColumnElement[bool]) -> int:
    return session.connection().execute(delete(table).where(where)).rowcount
