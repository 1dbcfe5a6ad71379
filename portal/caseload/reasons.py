"""Who needs somebody this week, and why. Every reason rests on a dated fact; what nobody may read is no reason."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.model import DataModel
from portal.domain.staff import Purpose


class Why(StrEnum):
    """Kinds of reasons, the most pressing first where their days are alike."""

    CONSENT_OVER = "consent_over"
    CONSENT_MISSING = "consent_missing"
    OVERDUE = "overdue"
    CLOSING = "closing"
    EXPIRED = "expired"
    DUE = "due"
    EXPIRING = "expiring"
    CONSENT_ENDING = "consent_ending"
    NEW_CARD = "new_card"
    NEW_JOBS = "new_jobs"
    NO_CONTACT = "no_contact"
    NOT_OPENED = "not_opened"


class Limits(DataModel):
    """From when on something is a reason. Units: days."""

    closing: int = 7
    due: int = 3
    expiring: int = 60
    consent_ending: int = 30
    no_contact: int = 45
    not_opened: int = 30
    new_card: int = 14


LIMITS = Limits()


class Dated(DataModel):
    """Something with its day: a task, a posting, a credential. `key` is its id."""

    key: str
    on: date


class ConsentDay(DataModel):
    """Until when a yes to a purpose holds; `is_over` where its days ran out. One that was taken back is not told."""

    purpose: Purpose
    until: date
    is_over: bool = False


class Facts(DataModel):
    """What is known of one person, as far as they agreed to it. None: not known, or not for us to know.

    `was_asked`: they said yes to something once; who took every yes back is not asked again by us.
    `in_contact_since`: last contact, else the day on which the person was added; None without a yes to notes.
    `plan_seen_on`: the day on which the person last opened the plan, else the day on which it came; None without one.
    `card_on`: the day on which a card for the person's own page was made; the newest one's.
    """

    person_id: str
    added_on: date
    was_asked: bool = False
    consents: tuple[ConsentDay, ...] = ()
    tasks: tuple[Dated, ...] = ()
    closing: tuple[Dated, ...] = ()
    ending: tuple[Dated, ...] = ()
    new_jobs: int = 0
    new_since: date | None = None
    in_contact_since: date | None = None
    has_contact: bool = False
    plan_seen_on: date | None = None
    was_plan_opened: bool = False
    card_on: date | None = None


class Reason(DataModel):
    """One reason. `on` is the day that it turns on; `days` how far off it is, below zero when it is past."""

    why: Why
    on: date | None
    days: int = 0
    key: str = ""
    count: int = 0
    purposes: tuple[Purpose, ...] = ()
    is_first: bool = True
    """False: it never happened so far; `on` is the day from which we count."""


class Card(DataModel):
    """One person with all reasons, the most pressing first."""

    person_id: str
    reasons: tuple[Reason, ...]


def find_cards(facts: Iterable[Facts], *, today: date, limits: Limits = LIMITS) -> tuple[Card, ...]:
    """One card for each person with a reason; the person with the most pressing one first, then with more of them."""
    found = ((each.person_id, find_reasons(each, today=today, limits=limits)) for each in facts)
    cards = [Card(person_id=person_id, reasons=reasons) for person_id, reasons in found if reasons]
    return tuple(
        sorted(cards, key=lambda card: (_pressing(card.reasons[0]), -len(card.reasons), card.person_id))
    )


def find_reasons(facts: Facts, *, today: date, limits: Limits = LIMITS) -> tuple[Reason, ...]:
    """All reasons of one person, the most pressing first."""
    reasons = [
        *_of_consent(facts, today, limits),
        *_of_tasks(facts.tasks, today, limits),
        *(
            Reason(why=Why.CLOSING, on=each.on, days=(each.on - today).days, key=each.key)
            for each in facts.closing
            if timedelta() <= each.on - today <= timedelta(days=limits.closing)
        ),
        *_of_credentials(facts.ending, today, limits),
    ]
    if facts.card_on is not None and (today - facts.card_on).days < limits.new_card:
        reasons.append(Reason(why=Why.NEW_CARD, on=facts.card_on, days=(facts.card_on - today).days))
    if facts.new_jobs:
        reasons.append(Reason(why=Why.NEW_JOBS, on=facts.new_since, count=facts.new_jobs))
    for since, most, why, happened in (
        (facts.in_contact_since, limits.no_contact, Why.NO_CONTACT, facts.has_contact),
        (facts.plan_seen_on, limits.not_opened, Why.NOT_OPENED, facts.was_plan_opened),
    ):
        if since is not None and (gone := (today - since).days) >= most:
            reasons.append(Reason(why=why, on=since, count=gone, is_first=happened))
    return tuple(sorted(reasons, key=_pressing))


def _of_consent(facts: Facts, today: date, limits: Limits) -> Iterable[Reason]:
    """One line where nothing was ever asked; one for all that ends, or has ended, on the same day."""
    if not facts.consents:
        if not facts.was_asked:
            yield Reason(why=Why.CONSENT_MISSING, on=facts.added_on)
        return
    ends: dict[tuple[Why, date], list[Purpose]] = {}
    for each in facts.consents:
        left = (each.until - today).days
        if each.is_over or left < 0:
            ends.setdefault((Why.CONSENT_OVER, each.until), []).append(each.purpose)
        elif left <= limits.consent_ending:
            ends.setdefault((Why.CONSENT_ENDING, each.until), []).append(each.purpose)
    for (why, until), purposes in ends.items():
        yield Reason(why=why, on=until, days=(until - today).days, purposes=tuple(purposes))


def _of_tasks(tasks: tuple[Dated, ...], today: date, limits: Limits) -> Iterable[Reason]:
    for each in tasks:
        left = (each.on - today).days
        if left <= limits.due:
            why = Why.OVERDUE if left < 0 else Why.DUE
            yield Reason(why=why, on=each.on, days=left, key=each.key)


def _of_credentials(ending: tuple[Dated, ...], today: date, limits: Limits) -> Iterable[Reason]:
    """What ended longer ago than the time in which an end is told is no news any more."""
    for each in ending:
        left = (each.on - today).days
        if -limits.expiring <= left <= limits.expiring:
            why = Why.EXPIRED if left < 0 else Why.EXPIRING
            yield Reason(why=why, on=each.on, days=left, key=each.key)


_ORDER = {why: place for place, why in enumerate(Why)}
_TIER = {
    Why.OVERDUE: 0,
    Why.CLOSING: 0,
    Why.CONSENT_OVER: 1,
    Why.DUE: 1,
    Why.CONSENT_MISSING: 2,
    Why.EXPIRED: 2,
    Why.EXPIRING: 2,
    Why.NEW_JOBS: 3,
    Why.CONSENT_ENDING: 3,
    Why.NEW_CARD: 3,
    Why.NO_CONTACT: 4,
    Why.NOT_OPENED: 5,
}
"""What cannot be made good later comes first: a day to apply that passes, a step that is late."""


def _pressing(reason: Reason) -> tuple[int, int, int]:
    return (_TIER[reason.why], reason.days, _ORDER[reason.why])
