"""What could not be read in the address of a ladder, in the words of the page."""

from werkzeug.datastructures import MultiDict

from portal.domain.errors import InvalidCode
from portal.domain.region import parse_held
from portal.web.choices import MAX_HELD
from portal.web.translate import gettext


def explain_error(field: str, args: "MultiDict[str, str]") -> str:
    """What to write instead, for one part of the address."""
    if field == "held":
        return _held(args)
    sentences = {
        "budget": gettext("Money must be a whole number of dollars, like 500. We left it out."),
        "weeks": gettext("Time must be a number of weeks from 1 to 1040. We left it out."),
        "start": gettext("Write a day like 2027-06-01. We left it out."),
        "until": gettext("Write a day like 2027-06-01. We left it out."),
        "education": gettext("Choose your school level from the list. We left it out."),
        "experience": gettext("Months of work must be a number from 0 to 720. We left it out."),
        "age": gettext("Your age must be a number from 5 to 120. We left it out."),
    }
    return sentences.get(field) or gettext("We could not read a part of this address. We left it out.")


def _held(args: "MultiDict[str, str]") -> str:
    try:
        count = len(parse_held(",".join((*args.getlist("held"), *args.getlist("lapsed")))))
    except InvalidCode:
        return gettext("We could not read what you hold. Choose it from the list.")
    return gettext(
        "You chose %(count)s. We can count at most %(most)s: keep the ones that fit your goal.",
        count=count,
        most=MAX_HELD,
    )
