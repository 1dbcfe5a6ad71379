"""Typed doors to the translations: Flask-Babel says nothing about its types."""

from flask_babel import gettext as _gettext
from flask_babel import lazy_gettext as _lazy_gettext
from flask_babel import ngettext as _ngettext


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its `%(name)s` filled in."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The message for this number; `%(num)s` is the number."""
    return str(_ngettext(one, many, num, **values))


def lazy_gettext(message: str) -> object:
    """A message that is translated when it is made into text."""
    return _lazy_gettext(message)
