"""What a person chose, as it stands in the address of a page: nothing of it is kept anywhere else."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.credential import EducationLevel
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.person import HeldUntil, Person
from portal.domain.region import Goal, Region, parse_held
from portal.matching.wishes import Wishes

WAYS = ("fastest", "cheapest", "soonest", "return")
T = TypeVar("T")
DELIVERIES = ("online", "in_person")
MAX_HELD = 60
UNTIL = "until-"
"""A form asks for the last day of each credential by itself: `until-cna-in=2026-12-31`."""
_UNPINS = frozenset({"goal", "held", "lapsed", "way", "budget_usd", "weeks", "delivery"})
"""Who changes one of these asks for the best steps anew; steps that were chosen by hand no longer stand."""


class ChoiceError(InvalidCode):
    """A choice that cannot be read. `field` names the part of the address."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class Choices(DataModel):
    """Where, what is held, where to, by which way and within which limits, and what was told about oneself.

    None: not told, or no limit. `lapsed` were held and have run out; `until` are last days of what is held.
    `steps` are a way that was chosen by hand; `needs` are what matters of a job.
    Units: US dollars, weeks, months, years.
    """

    region: Region | None = None
    held: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    until: tuple[HeldUntil, ...] = ()
    goal: Goal | None = None
    way: str = WAYS[0]
    steps: tuple[str, ...] = ()
    budget_usd: int | None = None
    weeks: int | None = None
    delivery: str = ""
    side_by_side: bool = False
    starts_on: date | None = None
    education: EducationLevel | None = None
    experience_months: int | None = None
    age: int | None = None
    needs: Wishes = Wishes()

    @classmethod
    def parse(cls, args: "MultiDict[str, str]", region: Region | None = None) -> Self:
        """Read the query of a page. `held` may stand several times (checkboxes) or joined by commas.

        `region` is given where a page has already read the place that somebody typed.

        Raises: ChoiceError with what to write instead.
        """
        lapsed = _ids(args, "lapsed")
        held = tuple(id_ for id_ in _ids(args, "held") if id_ not in lapsed)
        if len(held) + len(lapsed) > MAX_HELD:
            raise ChoiceError(
                f"You chose {len(held) + len(lapsed)} credentials that you hold. "
                f"Choose at most {MAX_HELD}: the ones that matter for your goal.",
                "held",
            )
        return cls(
            region=region or _parsed(args, "region", Region.parse),
            held=held,
            lapsed=lapsed,
            until=tuple(each for each in _until(args) if each.credential_id in held),
            goal=_parsed(args, "goal", Goal.parse),
            way=_one_of(args, "way", WAYS) or WAYS[0],
            steps=_ids(args, "steps")[:MAX_HELD],
            budget_usd=_whole_number(args, "budget", highest=999_999),
            weeks=_whole_number(args, "weeks", highest=1040, lowest=1),
            delivery=_one_of(args, "delivery", DELIVERIES),
            side_by_side=bool(_one_of(args, "parallel", ("1",))),
            starts_on=_day(args.get("start", ""), "start"),
            education=_education(args.get("education", "")),
            experience_months=_whole_number(args, "experience", highest=720),
            age=_whole_number(args, "age", highest=120, lowest=5),
            needs=_wishes(args),
        )

    def with_(self, **changes: Any) -> Self:
        """The same with some of it changed."""
        if "steps" not in changes and _UNPINS & changes.keys():
            changes["steps"] = ()
        return self.model_copy(update=changes)

    def toggled(self, credential_id: str) -> Self:
        """The same with one credential put on or taken off; one that has run out is taken off."""
        if credential_id in self.lapsed:
            return self.with_(lapsed=tuple(other for other in self.lapsed if other != credential_id))
        if credential_id in self.held:
            held = tuple(other for other in self.held if other != credential_id)
            return self.with_(
                held=held, until=tuple(each for each in self.until if each.credential_id in held)
            )
        return self.with_(held=(*self.held, credential_id))

    def known(self, ids: frozenset[str]) -> Self:
        """The same without what the catalog no longer has among what is held."""
        return self.with_(
            held=tuple(id_ for id_ in self.held if id_ in ids),
            lapsed=tuple(id_ for id_ in self.lapsed if id_ in ids),
            until=tuple(each for each in self.until if each.credential_id in ids),
            steps=self.steps,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the query, in one order, without what is not told."""
        parts = [
            ("goal", str(self.goal) if self.goal else ""),
            ("region", str(self.region) if self.region else ""),
            ("held", ",".join(self.held)),
            ("lapsed", ",".join(self.lapsed)),
            ("until", ",".join(f"{each.credential_id}:{each.last_day}" for each in self.until)),
            ("way", "" if self.way == WAYS[0] else self.way),
            ("steps", ",".join(self.steps)),
            ("budget", "" if self.budget_usd is None else str(self.budget_usd)),
            ("weeks", "" if self.weeks is None else str(self.weeks)),
            ("delivery", self.delivery),
            ("parallel", "1" if self.side_by_side else ""),
            ("start", str(self.starts_on) if self.starts_on else ""),
            ("education", self.education.value if self.education else ""),
            ("experience", "" if self.experience_months is None else str(self.experience_months)),
            ("age", "" if self.age is None else str(self.age)),
            ("needs", str(self.needs)),
        ]
        return [(key, value) for key, value in parts if value]

    def url(self, path: str = "/ladder") -> str:
        """The one address of these choices."""
        query = urlencode(self.pairs(), safe=":,")
        return f"{path}?{query}" if query else path

    def person(self, *, state: str | None, today: date | None = None) -> Person:
        """The person that these choices describe, for one request; with a day, as they stand on it."""
        person = Person(
            held=self.held,
            held_until=self.until,
            lapsed=self.lapsed,
            education=self.education,
            experience_months=self.experience_months,
            age=self.age,
            state=state,
        )
        return person.on(today) if today else person


def _ids(args: "MultiDict[str, str]", name: str) -> tuple[str, ...]:
    try:
        return parse_held(",".join(args.getlist(name)))
    except InvalidCode as error:
        raise ChoiceError(str(error), name) from error


def _wishes(args: "MultiDict[str, str]") -> Wishes:
    try:
        return Wishes.parse(",".join(args.getlist("needs")))
    except InvalidCode as error:
        raise ChoiceError(str(error), "needs") from error


def _parsed(args: "MultiDict[str, str]", name: str, parse: Callable[[str], T]) -> T | None:
    text = args.get(name, "")
    try:
        return parse(text) if text.strip() else None
    except InvalidCode as error:
        raise ChoiceError(str(error), name) from error


def _one_of(args: "MultiDict[str, str]", name: str, known: tuple[str, ...]) -> str:
    text = args.get(name, "")
    if text and text not in known:
        raise ChoiceError(f"“{text[:20]}” is no choice of {name}. Use one of: {', '.join(known)}.", name)
    return text


def _until(args: "MultiDict[str, str]") -> tuple[HeldUntil, ...]:
    told = [part.strip().partition(":") for part in args.get("until", "").split(",") if part.strip()]
    pairs = [(id_, text) for id_, _, text in told]
    pairs += [(name.removeprefix(UNTIL), text) for name, text in args.items() if name.startswith(UNTIL)]
    days = {id_: day for id_, text in pairs[: 2 * MAX_HELD] if (day := _day(text, "until")) is not None}
    return tuple(HeldUntil(credential_id=id_, last_day=day) for id_, day in days.items())


def _day(text: str, name: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise ChoiceError(f"{name}: “{text[:20]}” is not a day. Write it like 2027-06-01.", name)
    return found


def _education(text: str) -> EducationLevel | None:
    if not text:
        return None
    try:
        return EducationLevel(text)
    except ValueError:
        raise ChoiceError(
            f"“{text[:30]}” is not a level of schooling. Choose it from the list.", "education"
        ) from None


def _whole_number(args: "MultiDict[str, str]", name: str, *, highest: int, lowest: int = 0) -> int | None:
    text = args.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or not lowest <= int(text) <= highest:
        raise ChoiceError(
            f"{name} must be a whole number from {lowest} to {highest}, not “{text[:10]}”.", name
        )
    return int(text)
