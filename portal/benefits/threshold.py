"""Dated thresholds as sourced data: `config/benefits/*.toml`."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pydantic import Field

from portal.benefits.lines import LineKey, Unit
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel

NATION = "US"


class ShareOf(DataModel):
    """A figure that is a share of another: 350 % of the poverty line. `amount_usd`, `evidence`: of that other."""

    key: LineKey
    percent: Decimal
    amount_usd: Decimal
    evidence: Evidence


class Threshold(DataModel):
    """One figure for the days from `starts_on` to `ends_on`; None: until it is changed. Units: US dollars per `unit`.

    `jurisdiction` is `US` or a state. `is_copy`: what was read on `evidence.checked_on` was a stored copy.
    """

    key: LineKey
    program: str
    amount_usd: Decimal
    unit: Unit
    starts_on: date
    ends_on: date | None
    jurisdiction: str
    evidence: Evidence
    is_copy: bool = False
    share_of: ShareOf | None = None
    note: LocalizedText | None = None

    @property
    def is_checked(self) -> bool:
        """True where somebody read the figure, and what it was worked out from, at the source or a copy of it."""
        return self.evidence.is_checked and (self.share_of is None or self.share_of.evidence.is_checked)

    def applies(self, on: date) -> bool:
        """True on the days that it is made for."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class NotLoaded(DataModel):
    """A line that we know of and have no sure figure for, with where to look it up. `US` stands for every state."""

    key: LineKey
    program: str = Field(min_length=1)
    jurisdiction: str = Field(pattern=r"^[A-Z]{2}$")
    evidence: Evidence
    note: LocalizedText


class HelpLine(DataModel):
    """Who gives advice on benefits and work, free of charge."""

    name: str = Field(min_length=1)
    about: LocalizedText
    phone: str = ""
    tty: str = ""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    jurisdiction: str = Field(pattern=r"^[A-Z]{2}$")
    evidence: Evidence
    is_copy: bool = False


class Found(DataModel):
    """The figure for a day. `is_older`: none is loaded for that day; this is the last one before it."""

    threshold: Threshold
    is_older: bool


class Thresholds(DataModel):
    """Everything that is loaded, newest first within a line."""

    records: tuple[Threshold, ...] = ()
    not_loaded: tuple[NotLoaded, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()

    def find(self, key: LineKey, on: date, *, jurisdiction: str = NATION) -> Found | None:
        """The figure of that day, else the last older one, which says so; never one of a later year."""
        known = [each for each in self.records if each.key is key and each.jurisdiction == jurisdiction]
        started = [each for each in known if each.starts_on <= on]
        if not started:
            return None
        newest = max(started, key=lambda each: each.starts_on)
        return Found(threshold=newest, is_older=not newest.applies(on))

    def outdated(self, on: date) -> tuple[Threshold, ...]:
        """The last figure of each line of which none is loaded for that day."""
        lines = dict.fromkeys((each.key, each.jurisdiction) for each in self.records)
        found = (self.find(key, on, jurisdiction=where) for key, where in lines)
        return tuple(each.threshold for each in found if each is not None and each.is_older)

    def look_up(self, key: LineKey, *, jurisdiction: str = NATION) -> NotLoaded | None:
        """Where to look up a line that is not loaded: the state's own entry, else the one for every state."""
        entries = {each.jurisdiction: each for each in self.not_loaded if each.key is key}
        return entries.get(jurisdiction) or entries.get(NATION)

    def help_for(self, jurisdiction: str) -> tuple[HelpLine, ...]:
        """Help of the state first, then of the nation."""
        return tuple(_of(self.help_lines, jurisdiction)) + (
            tuple(_of(self.help_lines, NATION)) if jurisdiction != NATION else ()
        )


def _of(lines: Iterable[HelpLine], jurisdiction: str) -> Iterable[HelpLine]:
    return (each for each in lines if each.jurisdiction == jurisdiction)
