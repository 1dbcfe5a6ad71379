"""How a document speaks its language: the pure room writes in English, whoever prints it hands in the translator."""

from datetime import date
from typing import Protocol


class Wording(Protocol):
    """Says messages, days, money and time in one language. Messages are in English, `%(name)s` stands for a value."""

    def gettext(self, message: str, **values: object) -> str:
        """The message in the language."""

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """The message for this number; `%(num)s` is the number."""

    def day(self, value: date) -> str:
        """A day in full: June 20, 2026."""

    def money(self, value: float) -> str:
        """Whole US dollars: $1,200."""

    def weeks(self, value: float) -> str:
        """A time in the unit that people feel: 3 weeks, 4 months."""
