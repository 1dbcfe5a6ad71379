"""What several people do to one plan: each change is put onto the plan as it stands now, never onto an old copy.

Changes of different parts go together. Where somebody else changed the very thing meanwhile, nothing is written:
`PlanClash` has both versions, so that a person can choose.
"""

import hashlib
from datetime import date
from enum import StrEnum

from portal.domain.model import DataModel
from portal.domain.plan_changes import hold, hold_until, live_in, note, put_back, save_ladder, take_out, want
from portal.domain.plan_document import PlanDocument, SavedLadder, Wanted, plain_notes
from portal.domain.region import Region
from portal.domain.staff import EditConflict


class Clash(StrEnum):
    """What two people changed at once."""

    NOTES = "notes"
    PLACE = "place"
    DAY = "day"
    """The last day of something that is held."""
    GONE = "gone"
    """One changed what the other took out."""
    STEPS = "steps"
    """The way to a goal has other steps now than those that were shown."""


class PlanClash(EditConflict):
    """Two people changed the same thing. `theirs` stands in the plan now, `mine` was to be written; both as texts.

    `part` and `key` name the thing where it is one of a list.
    """

    def __init__(self, clash: Clash, *, mine: str, theirs: str, part: str = "", key: str = "") -> None:
        self.clash, self.mine, self.theirs, self.part, self.key = clash, mine, theirs, part, key
        super().__init__(f"Somebody else changed the {clash.value} of this plan meanwhile. Choose one.")


class SnapshotChoice(DataModel):
    """What to take over of another plan, and what to take out of ours: keys by part, as `take_out` has them."""

    take: frozenset[tuple[str, str]] = frozenset()
    drop: frozenset[tuple[str, str]] = frozenset()
    region: bool = False
    notes: str | None = None


def mark(text: str) -> str:
    """What a form carries of a text that it showed, to tell whether it is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def day_of(plan: PlanDocument, credential_id: str) -> str:
    """The last day of what is held as forms have it; empty where none is told."""
    return next((str(each.last_day) for each in plan.held_until if each.credential_id == credential_id), "")


def edit_notes(plan: PlanDocument, text: str, *, seen: str, today: date) -> PlanDocument:
    """The plan with other notes. `seen`: the mark of those that the form showed.

    Raises: PlanClash, PlanFull.
    """
    text = plain_notes(text)
    if mark(plan.notes) != seen and plan.notes != text:
        raise PlanClash(Clash.NOTES, mine=text, theirs=plan.notes)
    return note(plan, text, today=today)


def edit_place(plan: PlanDocument, region: Region | None, *, seen: str, today: date) -> PlanDocument:
    """The plan for another place. `seen`: the place that the form showed, empty for none.

    Raises: PlanClash.
    """
    now, wanted = str(plan.region or ""), str(region or "")
    if seen not in (now, wanted) and now != wanted:
        raise PlanClash(Clash.PLACE, mine=wanted, theirs=now)
    return live_in(plan, region, today=today)


def edit_last_day(
    plan: PlanDocument, credential_id: str, last_day: date | None, *, seen: str, today: date
) -> PlanDocument:
    """The plan with the last day of what is held. `seen`: the day that the form showed, empty for none.

    Raises: PlanClash where it was taken out, or has another day now.
    """
    wanted = str(last_day or "")
    if credential_id not in plan.held:
        raise PlanClash(Clash.GONE, mine=wanted, theirs="", part="held", key=credential_id)
    now = day_of(plan, credential_id)
    if now not in (seen, wanted):
        raise PlanClash(Clash.DAY, mine=wanted, theirs=now, part="held", key=credential_id)
    return hold_until(plan, credential_id, last_day, today=today)


def hold_again(plan: PlanDocument, credential_id: str, last_day: date | None, *, today: date) -> PlanDocument:
    """The plan with what was taken out meanwhile, and its last day.

    Raises: PlanFull.
    """
    return hold_until(hold(plan, (credential_id,), today=today), credential_id, last_day, today=today)


def keep_ladder(
    plan: PlanDocument, ladder: SavedLadder, wanted: Wanted, *, was_wanted: bool, today: date
) -> PlanDocument:
    """The plan with a ladder and its goal. `was_wanted`: the goal stood in the plan that the form showed.

    Raises: PlanClash where the goal was taken out meanwhile; PlanFull.
    """
    key = str(wanted.goal)
    if was_wanted and key not in {str(each.goal) for each in plan.wanted}:
        raise PlanClash(Clash.GONE, mine=ladder.address, theirs="", part="wanted", key=key)
    return want(save_ladder(plan, ladder, today=today), wanted, today=today)


def get_ladder(plan: PlanDocument, address: str) -> SavedLadder:
    """A saved ladder by its address.

    Raises: PlanClash where it was taken out meanwhile.
    """
    for ladder in plan.ladders:
        if ladder.address == address:
            return ladder
    raise PlanClash(Clash.GONE, mine=address, theirs="", part="ladders", key=address)


def take_over(
    plan: PlanDocument, other: PlanDocument, choice: SnapshotChoice, *, seen_notes: str, today: date
) -> PlanDocument:
    """The plan with what was chosen of another one. `seen_notes`: the mark of our notes that the form showed.

    Raises: PlanClash where our notes changed meanwhile; PlanFull.
    """
    for part, key in sorted(choice.drop):
        plan = take_out(plan, part, key, today=today)
    wanted = other
    for part, keys in keys_of(other).items():
        for key in keys:
            if (part, key) not in choice.take:
                wanted = take_out(wanted, part, key, today=other.changed_on)
    plan = put_back(plan, wanted, today=today)
    until = {each.credential_id: each.last_day for each in other.held_until}
    for id_ in wanted.held:
        plan = hold_until(plan, id_, until.get(id_), today=today)
    for ladder in wanted.ladders:
        plan = save_ladder(plan, ladder, today=today)
    if choice.region:
        plan = live_in(plan, other.region, today=today)
    if choice.notes is not None:
        plan = edit_notes(plan, choice.notes, seen=seen_notes, today=today)
    return plan


def keys_of(plan: PlanDocument) -> dict[str, tuple[str, ...]]:
    """By part, the key of each thing in it."""
    return {
        "held": plan.held,
        "wanted": tuple(str(each.goal) for each in plan.wanted),
        "ladders": tuple(each.address for each in plan.ladders),
        "postings": tuple(str(each.posting_id) for each in plan.postings),
    }
