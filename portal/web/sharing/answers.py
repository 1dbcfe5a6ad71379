"""The form with which somebody says yes: read whole, or refused with what is missing."""

from collections.abc import Mapping
from datetime import date

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.staff import Purpose
from portal.web.sharing.ends import parse_end
from portal.web.translate import gettext

GIVERS = ("person", "guardian")


class Answers(DataModel):
    """What somebody says yes to. `given_by`: person or guardian."""

    purposes: tuple[Purpose, ...]
    until: date
    given_by: str


class IncompleteAnswers(Exception):
    """Something is missing or cannot be; the message is for whoever filled in the form."""


def read_answers(
    purposes: list[str], fields: Mapping[str, str], *, is_guardian_asked: bool, today: date
) -> Answers:
    """The answers of a form; of one on paper too.

    Raises: IncompleteAnswers.
    """
    known = {purpose.value: purpose for purpose in Purpose}
    if not purposes or not set(purposes) <= set(known):
        raise IncompleteAnswers(gettext("Mark at least one thing to say yes to."))
    given_by = fields.get("given_by", "")
    if given_by not in GIVERS:
        raise IncompleteAnswers(gettext("Mark who says yes."))
    if is_guardian_asked and given_by != "guardian":
        raise IncompleteAnswers(
            gettext("Here a parent or guardian says yes. Give them the card with the code, and ask them.")
        )
    try:
        until = parse_end(fields.get("until", ""), today=today)
    except InvalidCode as error:
        raise IncompleteAnswers(gettext("Choose how long. A year is the most.")) from error
    return Answers(
        purposes=tuple(known[each] for each in dict.fromkeys(purposes)), until=until, given_by=given_by
    )
