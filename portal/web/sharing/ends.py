"""Until when a yes may hold: a few days to choose from, never more than a year."""

from datetime import date, timedelta

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

MOST_DAYS = 366
SCHOOL_YEAR_ENDS = (6, 30)
"""Month and day. The school years of most states are over by then."""
SHORT, HALF, YEAR, SOON = 91, 183, 365, 30


class EndChoice(DataModel):
    """A last day to choose. `kind`: short, half, school_year, or year."""

    kind: str
    on: date


def offered_ends(today: date, *, is_school: bool) -> tuple[EndChoice, ...]:
    """The days to choose from, the usual one first: at a school the end of the school year, else a year."""
    choices = [
        EndChoice(kind="short", on=today + timedelta(days=SHORT)),
        EndChoice(kind="half", on=today + timedelta(days=HALF)),
        EndChoice(kind="year", on=today + timedelta(days=YEAR)),
    ]
    school = date(today.year, *SCHOOL_YEAR_ENDS)
    if school < today:
        school = date(today.year + 1, *SCHOOL_YEAR_ENDS)
    if is_school and (school - today).days >= SOON:
        return (EndChoice(kind="school_year", on=school), *choices)
    return (choices[-1], *choices[:-1])


def parse_end(text: str, *, today: date) -> date:
    """A last day as a form sends it.

    Raises: InvalidCode when it is no day, is over, or more than a year away.
    """
    try:
        on = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidCode("The last day is not a day, like 2027-06-30.") from error
    if not today <= on <= today + timedelta(days=MOST_DAYS):
        raise InvalidCode("The last day must lie within a year from today.")
    return on
