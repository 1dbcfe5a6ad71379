"""Thresholds as pages show them: amount, time that they are made for, source, and whether somebody read it there."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from portal.benefits.lines import Unit
from portal.benefits.threshold import HelpLine, NotLoaded, Threshold, Thresholds
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES
from portal.web.benefits.words import LINES
from portal.web.formats import day, hourly, money
from portal.web.language import language_code
from portal.web.proof import Proof, build_proof
from portal.web.translate import gettext


class ThresholdLine(DataModel):
    """One figure, ready to be read. `applies`: for which time; `checked`: how sure we are of it."""

    name: str
    program: str
    where: str
    amount: str
    how: str
    applies: str
    is_current: bool
    checked: str
    is_checked: bool
    note: str
    proofs: tuple[Proof, ...]


class LookUp(DataModel):
    """A figure that is not loaded, and where it stands."""

    name: str
    program: str
    where: str
    note: str
    source: str
    document: str
    url: str


class Help(DataModel):
    """Who to talk to."""

    name: str
    about: str
    phone: str
    tty: str
    url: str


def dollars(amount: Decimal) -> str:
    """Whole dollars where it is whole, else with cents: a line is never met by rounding alone."""
    return money(float(amount)) if amount == amount.to_integral_value() else hourly(float(amount))


def per(amount: str, unit: Unit) -> str:
    """`$1,690 a month`."""
    if unit is Unit.MONTH:
        return gettext("%(pay)s a month", pay=amount)
    return gettext("%(pay)s a year", pay=amount)


def applies_text(threshold: Threshold) -> str:
    """The time that a figure is made for: `2026`, `since 1974`, or from a day to a day."""
    starts, ends = threshold.starts_on, threshold.ends_on
    if ends is None:
        return gettext("since %(year)s", year=starts.year)
    if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31) and starts.year == ends.year:
        return str(starts.year)
    return gettext("%(first)s to %(last)s", first=day(starts), last=day(ends))


def year_text(threshold: Threshold) -> str:
    """The year to name where a figure is older than the day asked for."""
    return str((threshold.ends_on or threshold.starts_on).year)


def told(text: LocalizedText | None) -> str:
    """In the language of the page."""
    if text is None:
        return ""
    return text.es if language_code() == "es" else text.en


def checked_text(evidence: Evidence, *, is_copy: bool) -> str:
    """Whether and when the figure was read at its source."""
    if not evidence.is_checked or evidence.checked_on is None:
        return gettext("not yet checked at its source")
    if is_copy:
        return gettext("read on %(day)s in a stored copy of the source", day=day(evidence.checked_on))
    return gettext("checked %(day)s", day=day(evidence.checked_on))


def build_proofs(threshold: Threshold) -> tuple[Proof, ...]:
    """Its own source, and that of the figure that it is a share of."""
    own = build_proof(threshold.evidence, str(LINES[threshold.key]))
    proofs = [own.model_copy(update={"checked": checked_text(threshold.evidence, is_copy=threshold.is_copy)})]
    if threshold.share_of is not None:
        proofs.append(build_proof(threshold.share_of.evidence, str(LINES[threshold.share_of.key])))
    return tuple(proofs)


def how_worked_out(threshold: Threshold) -> str:
    """`350 % of $15,960 (poverty line for one person)`; empty for a figure that is stated as it is."""
    share = threshold.share_of
    if share is None:
        return ""
    return gettext(
        "%(percent)s%% of %(amount)s (%(name)s)",
        percent=f"{share.percent:f}",
        amount=dollars(share.amount_usd),
        name=LINES[share.key],
    )


def build_threshold_line(threshold: Threshold, *, on: date) -> ThresholdLine:
    """One figure of the list."""
    checked = checked_text(threshold.evidence, is_copy=threshold.is_copy)
    if threshold.evidence.is_checked and not threshold.is_checked:
        checked = gettext("not yet checked at its source")
    return ThresholdLine(
        name=str(LINES[threshold.key]),
        program=threshold.program,
        where=STATE_NAMES.get(threshold.jurisdiction, ""),
        amount=per(dollars(threshold.amount_usd), threshold.unit),
        how=how_worked_out(threshold),
        applies=applies_text(threshold),
        is_current=threshold.applies(on),
        checked=checked,
        is_checked=threshold.is_checked,
        note=told(threshold.note),
        proofs=build_proofs(threshold),
    )


def build_look_up(entry: NotLoaded, *, jurisdiction: str) -> LookUp:
    """Where a figure stands that we do not have."""
    return LookUp(
        name=str(LINES[entry.key]),
        program=entry.program,
        where=STATE_NAMES.get(jurisdiction, ""),
        note=told(entry.note),
        source=entry.evidence.source,
        document=entry.evidence.document,
        url=entry.evidence.url,
    )


def build_help(thresholds: Thresholds, jurisdiction: str) -> tuple[Help, ...]:
    """Who to talk to in a state, and in the nation."""
    return tuple(_help(line) for line in thresholds.help_for(jurisdiction))


def list_threshold_lines(thresholds: Iterable[Threshold], *, on: date) -> tuple[ThresholdLine, ...]:
    """All figures in their order."""
    return tuple(build_threshold_line(each, on=on) for each in thresholds)


def _help(line: HelpLine) -> Help:
    return Help(name=line.name, about=told(line.about), phone=line.phone, tty=line.tty, url=line.url)
