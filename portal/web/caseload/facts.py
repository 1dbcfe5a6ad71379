"""What is known of many people at once, in a few questions to the store, each only as far as its person said yes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from portal.caseload.reasons import LIMITS, ConsentDay, Dated, Facts
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.person import HeldUntil
from portal.domain.region import Region
from portal.domain.staff import Purpose
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.consent import purposes_of_people
from portal.store.consent_tables import ConsentGrantRow
from portal.store.desk_tables import ShortlistRow
from portal.store.live import live_conditions
from portal.store.own_codes import newest_cards
from portal.store.sealing import Sealer, place
from portal.store.tables import JobPostingRow
from portal.store.tasks import list_due_rows
from portal.web.caseload.new_jobs import Asked, count_new_jobs, first_day
from portal.web.knowledge import Knowledge

SHORTLIST_OPEN = ("suggested", "discussed")
"""Statuses in which the day to apply still matters."""
_HELD_UNTIL = TypeAdapter(tuple[HeldUntil, ...])


class PlanMarks(DataModel):
    """What the dashboard reads of a plan: no notes, no goals."""

    region: Region | None = None
    held: tuple[str, ...] = ()
    held_until: tuple[HeldUntil, ...] = ()
    posting_ids: tuple[int, ...] = ()


class Gathered(DataModel):
    """Facts of people, with what a page needs to name things later: titles of jobs, and accounts that made cards."""

    facts: tuple[Facts, ...]
    job_titles: Mapping[int, str]
    shortlisted: frozenset[tuple[str, int]]
    card_makers: Mapping[str, str]


def gather_facts(
    session: Session,
    known: Knowledge,
    people: Sequence[PersonRow],
    *,
    sealer: Sealer,
    asker: str,
    now: datetime,
) -> Gathered:
    """Facts of open cases. Labels and words of tasks stay sealed: only those that are shown are opened.

    A new card is a fact for everybody but `asker`, the account that asks: who made it need not be told.
    """
    today = now.date()
    ids = [person.id for person in people]
    consents = _consents(session, ids, today=today)
    agreed = purposes_of_people(session, ids, on=today)

    def those(*purposes: Purpose) -> list[str]:
        return [id_ for id_ in ids if agreed.get(id_, frozenset()) & set(purposes)]

    tasks = _by_person(list_due_rows(session, those(Purpose.NOTES), until=today + timedelta(days=LIMITS.due)))
    # The yes to jobs opens no plan: what somebody holds stands there, and the desk does not read it either.
    marks = {
        person.id: read_marks(sealer.open(person.plan_sealed, about=place("person", "plan", person.id)))
        for person in people
        if person.plan_sealed and Purpose.PLAN in agreed.get(person.id, frozenset())
    }
    listed = _shortlists(session, those(Purpose.JOBS))
    saved = {id_: marks[id_].posting_ids for id_ in those(Purpose.PLAN) if id_ in marks}
    wanted = {each for found in (*listed.values(), *saved.values()) for each in found}
    closing = _closing(session, wanted, now=now)
    asked = [
        _asked(person, marks.get(person.id), today=today)
        if Purpose.JOBS in agreed.get(person.id, frozenset())
        else None
        for person in people
    ]
    cards = {id_: card for id_, card in newest_cards(session, ids).items() if card.account_id != asker}
    new_jobs = count_new_jobs(session, known, asked, now=now)
    facts = []
    for person, each, count in zip(people, asked, new_jobs, strict=True):
        yes = agreed.get(person.id, frozenset())
        plan = marks.get(person.id)
        jobs = dict.fromkeys((*listed.get(person.id, ()), *saved.get(person.id, ())))
        days = consents.get(person.id)
        facts.append(
            Facts(
                person_id=person.id,
                added_on=person.added_at.date(),
                was_asked=days is not None,
                consents=tuple(days or ()),
                tasks=tuple(
                    Dated(key=row.id, on=row.due_on) for row in tasks.get(person.id, ()) if row.due_on
                ),
                closing=tuple(Dated(key=str(id_), on=closing[id_][1]) for id_ in jobs if id_ in closing),
                ending=tuple(
                    Dated(key=held.credential_id, on=held.last_day)
                    for held in (plan.held_until if plan else ())
                ),
                new_jobs=count,
                new_since=each.since if each else None,
                in_contact_since=(person.contacted_on or person.added_at.date())
                if Purpose.NOTES in yes
                else None,
                has_contact=person.contacted_on is not None,
                plan_seen_on=_seen(person) if plan is not None else None,
                was_plan_opened=person.plan_opened_at is not None,
                card_on=cards[person.id].made_at.date() if person.id in cards else None,
            )
        )
    return Gathered(
        facts=tuple(facts),
        job_titles={id_: title for id_, (title, _) in closing.items()},
        shortlisted=frozenset((person_id, id_) for person_id, found in listed.items() for id_ in found),
        card_makers={person_id: card.account_id for person_id, card in cards.items()},
    )


def read_marks(text: str) -> PlanMarks:
    """Read of a stored plan what dates and jobs hang on. It was checked as a whole when it was written."""
    told = json.loads(text) if text else {}
    try:
        region = Region.parse(told["region"]) if told.get("region") else None
    except InvalidCode:
        region = None
    return PlanMarks(
        region=region,
        held=tuple(told.get("held", ())),
        held_until=_HELD_UNTIL.validate_python(told.get("held_until", ())),
        posting_ids=tuple(each["posting_id"] for each in told.get("postings", ())),
    )


def _asked(person: PersonRow, marks: PlanMarks | None, *, today: date) -> Asked | None:
    if marks is None:
        return None
    seen = person.matches_seen_at.date() if person.matches_seen_at else None
    return Asked(
        region=marks.region, held=marks.held, held_until=marks.held_until, since=first_day(seen, today=today)
    )


def _seen(person: PersonRow) -> date | None:
    moment = person.plan_opened_at or person.plan_made_at
    return moment.date() if moment else None


def _consents(session: Session, person_ids: Sequence[str], *, today: date) -> dict[str, list[ConsentDay]]:
    """For each who was ever asked: until when each purpose holds, or when it ran out. What was taken back is a no."""
    rows = session.exec(
        select(
            ConsentGrantRow.person_id,
            ConsentGrantRow.purpose,
            col(ConsentGrantRow.until),
            col(ConsentGrantRow.revoked_at),
        )
        .where(col(ConsentGrantRow.person_id).in_(person_ids))
        .order_by(col(ConsentGrantRow.given_at), col(ConsentGrantRow.revoked_at).is_(None))
    ).all()
    # The newest answer counts; of two of one moment the one that was not taken back.
    newest = {(person_id, purpose): (until, revoked_at) for person_id, purpose, until, revoked_at in rows}
    found: dict[str, list[ConsentDay]] = {}
    for (person_id, purpose), (until, revoked_at) in newest.items():
        days = found.setdefault(person_id, [])
        if revoked_at is None:
            days.append(ConsentDay(purpose=Purpose(purpose), until=until, is_over=until < today))
    return found


def _shortlists(session: Session, person_ids: Sequence[str]) -> dict[str, list[int]]:
    rows = session.exec(
        select(ShortlistRow.person_id, ShortlistRow.posting_id).where(
            col(ShortlistRow.person_id).in_(person_ids), col(ShortlistRow.status).in_(SHORTLIST_OPEN)
        )
    )
    found: dict[str, list[int]] = {}
    for person_id, posting_id in rows:
        found.setdefault(person_id, []).append(posting_id)
    return found


def _closing(session: Session, posting_ids: Iterable[int], *, now: datetime) -> dict[int, tuple[str, date]]:
    """Title and last day of those that are open and close soon, as the store has them today."""
    rows = session.exec(
        select(col(JobPostingRow.id), JobPostingRow.title, col(JobPostingRow.valid_through_on)).where(
            col(JobPostingRow.id).in_(sorted(posting_ids)),
            col(JobPostingRow.valid_through_on) <= now.date() + timedelta(days=LIMITS.closing),
            *live_conditions(now),
        )
    )
    return {id_: (title, until) for id_, title, until in rows if id_ is not None and until is not None}


def _by_person(rows: Iterable[TaskRow]) -> dict[str, list[TaskRow]]:
    found: dict[str, list[TaskRow]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found
