"""What a person does to their plan: each change gives a new plan and leaves the old one as it was."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.person import HeldUntil
from portal.domain.plan_document import (
    MAX_ADDRESS,
    MAX_HELD,
    MAX_LADDERS,
    MAX_NOTES,
    MAX_POSTINGS,
    MAX_WANTED,
    PlanDocument,
    PlanFull,
    SavedLadder,
    SavedPosting,
    Wanted,
    plain_notes,
)
from portal.domain.region import Goal, GoalKind, Region

_SLUG = re.compile(r"(?<=[=:,])[a-z0-9]+(?:-[a-z0-9]+)+(?=[,:&]|$)")
"""An id in an address: of several words, between marks. Ids of one word are not renamed in addresses."""


def hold(plan: PlanDocument, credential_ids: tuple[str, ...], *, today: date) -> PlanDocument:
    """The plan with more that is held.

    Raises: PlanFull.
    """
    held = tuple(dict.fromkeys((*plan.held, *credential_ids)))
    return _changed(plan, "held", held, MAX_HELD, today=today)


def hold_until(plan: PlanDocument, credential_id: str, last_day: date | None, *, today: date) -> PlanDocument:
    """The plan with the last day of something that is held; None: it has none, or it is not known.

    What is not held is left as it is.
    """
    if credential_id not in plan.held:
        return plan
    others = tuple(each for each in plan.held_until if each.credential_id != credential_id)
    told = (HeldUntil(credential_id=credential_id, last_day=last_day),) if last_day else ()
    return _with(plan, today=today, held_until=(*others, *told))


def want(plan: PlanDocument, wanted: Wanted, *, today: date) -> PlanDocument:
    """The plan with one more goal; one that it has keeps the pay that was seen first.

    Raises: PlanFull.
    """
    if any(each.goal == wanted.goal for each in plan.wanted):
        return plan
    return _changed(plan, "wanted", (*plan.wanted, wanted), MAX_WANTED, today=today)


def save_ladder(plan: PlanDocument, ladder: SavedLadder, *, today: date) -> PlanDocument:
    """The plan with one more ladder; one that it has is saved anew.

    Raises: PlanFull.
    """
    others = tuple(each for each in plan.ladders if each.address != ladder.address)
    return _changed(plan, "ladders", (*others, ladder), MAX_LADDERS, today=today)


def save_posting(plan: PlanDocument, posting: SavedPosting, *, today: date) -> PlanDocument:
    """The plan with one more job; one that it has is saved anew.

    Raises: PlanFull.
    """
    others = tuple(each for each in plan.postings if each.posting_id != posting.posting_id)
    return _changed(plan, "postings", (*others, posting), MAX_POSTINGS, today=today)


def live_in(plan: PlanDocument, region: Region | None, *, today: date) -> PlanDocument:
    """The plan for another place; None for no place."""
    return _with(plan, today=today, region=region)


def note(plan: PlanDocument, text: str, *, today: date) -> PlanDocument:
    """The plan with other notes.

    Raises: PlanFull when they are longer than notes may be.
    """
    text = plain_notes(text)
    if len(text) > MAX_NOTES:
        raise PlanFull("notes")
    return _with(plan, today=today, notes=text)


def take_out(plan: PlanDocument, part: str, key: str, *, today: date) -> PlanDocument:
    """The plan without one thing: `part` is held, wanted, ladders or postings. What is not there is left as it is."""
    if part == "held":
        held = tuple(each for each in plan.held if each != key)
        until = tuple(each for each in plan.held_until if each.credential_id != key)
        return _with(plan, today=today, held=held, held_until=until)
    if part == "wanted":
        return _with(plan, today=today, wanted=tuple(each for each in plan.wanted if str(each.goal) != key))
    if part == "ladders":
        return _with(plan, today=today, ladders=tuple(each for each in plan.ladders if each.address != key))
    if part == "postings":
        return _with(
            plan, today=today, postings=tuple(each for each in plan.postings if str(each.posting_id) != key)
        )
    raise ValueError(f"{part} is no part of a plan")


def put_back(plan: PlanDocument, other: PlanDocument, *, today: date) -> PlanDocument:
    """The plan with all of another one that it lacks; its own place and notes stay.

    Raises: PlanFull.
    """
    plan = hold(plan, other.held, today=today)
    known = {each.credential_id for each in plan.held_until}
    until = tuple(each for each in other.held_until if each.credential_id not in known)
    plan = _with(plan, today=today, held_until=(*plan.held_until, *until))
    for wanted in other.wanted:
        plan = want(plan, wanted, today=today)
    addresses = {each.address for each in plan.ladders}
    for ladder in other.ladders:
        if ladder.address not in addresses:
            plan = save_ladder(plan, ladder, today=today)
    ids = {each.posting_id for each in plan.postings}
    for posting in other.postings:
        if posting.posting_id not in ids:
            plan = save_posting(plan, posting, today=today)
    return plan


def only(plan: PlanDocument, part: str, key: str) -> PlanDocument:
    """A plan that has nothing but one thing of this one: what was taken out, so that it can be put back."""
    bare = PlanDocument(created_on=plan.created_on, changed_on=plan.changed_on)
    if part == "held":
        until = tuple(each for each in plan.held_until if each.credential_id == key)
        values: dict[str, Any] = {"held": (key,) if key in plan.held else (), "held_until": until}
    elif part == "wanted":
        values = {"wanted": tuple(each for each in plan.wanted if str(each.goal) == key)}
    elif part == "ladders":
        values = {"ladders": tuple(each for each in plan.ladders if each.address == key)}
    elif part == "postings":
        values = {"postings": tuple(each for each in plan.postings if str(each.posting_id) == key)}
    else:
        raise ValueError(f"{part} is no part of a plan")
    return _with(bare, today=plan.changed_on, **values)


def look(
    plan: PlanDocument,
    *,
    wanted: tuple[Wanted, ...],
    ladders: tuple[SavedLadder, ...],
    postings: tuple[SavedPosting, ...],
    today: date,
) -> PlanDocument:
    """The plan after its owner saw what changed: later changes are told from here."""
    return _with(plan, today=today, wanted=wanted, ladders=ladders, postings=postings, looked_on=today)


def ids_of(plan: PlanDocument) -> tuple[str, ...]:
    """Every credential that the plan names: held, wanted, and on its ladders."""
    goals = (*(each.goal for each in plan.wanted), *(each.goal for each in plan.ladders))
    return (
        *plan.held,
        *(goal.value for goal in goals if goal.kind is GoalKind.CREDENTIAL),
        *(id_ for ladder in plan.ladders for id_ in ladder.steps),
    )


def rename(plan: PlanDocument, renamed: Mapping[str, str]) -> PlanDocument:
    """The plan with the ids that credentials have today. `renamed`: old id to new one. No day of it changes.

    An address that would become too long stays as it was.
    """

    def new(id_: str) -> str:
        return renamed.get(id_, id_)

    def goal(old: Goal) -> Goal:
        return old.model_copy(update={"value": new(old.value)}) if old.kind is GoalKind.CREDENTIAL else old

    def ladder(old: SavedLadder) -> SavedLadder:
        address = _SLUG.sub(lambda found: new(found[0]), old.address)
        if len(address) > MAX_ADDRESS:
            return old
        steps = tuple(dict.fromkeys(map(new, old.steps)))
        return old.model_copy(update={"address": address, "goal": goal(old.goal), "steps": steps})

    wanted = [each.model_copy(update={"goal": goal(each.goal)}) for each in plan.wanted]
    until = [each.model_copy(update={"credential_id": new(each.credential_id)}) for each in plan.held_until]
    ladders = [ladder(each) for each in plan.ladders]
    told = {name: getattr(plan, name) for name in PlanDocument.model_fields}
    return PlanDocument(
        **{
            **told,
            "held": tuple(dict.fromkeys(map(new, plan.held))),
            "held_until": tuple({each.credential_id: each for each in until}.values()),
            "wanted": tuple({str(each.goal): each for each in wanted}.values()),
            "ladders": tuple({each.address: each for each in ladders}.values()),
        }
    )


def _changed(
    plan: PlanDocument, part: str, values: tuple[object, ...], most: int, *, today: date
) -> PlanDocument:
    if len(values) > most:
        raise PlanFull(part)
    return _with(plan, today=today, **{part: values})


def _with(plan: PlanDocument, *, today: date, **values: Any) -> PlanDocument:
    """Validated again: a copy alone would take anything."""
    told = {name: getattr(plan, name) for name in PlanDocument.model_fields}
    return PlanDocument(**{**told, **values, "changed_on": max(today, plan.created_on)})
