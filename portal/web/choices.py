"""What a person chose, as it stands in the address of a page: nothing of it is kept anywhere else."""

import re
from typing import Any, Self
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.credential import EducationLevel
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, Region, parse_held

WAYS = ("fastest", "cheapest", "soonest", "return")
MAX_HELD = 60


class Choices(DataModel):
    """Where, what is held, where to, by which way, and what was told about oneself. None: not told."""

    region: Region | None = None
    held: tuple[str, ...] = ()
    goal: Goal | None = None
    way: str = WAYS[0]
    education: EducationLevel | None = None
    experience_months: int | None = None
    age: int | None = None

    @classmethod
    def parse(cls, args: "MultiDict[str, str]", region: Region | None = None) -> Self:
        """Read the query of a page. `held` may stand several times (checkboxes) or joined by commas.

        `region` is given where a page has already read the place that somebody typed.

        Raises: InvalidCode with what to write instead.
        """
        held = parse_held(",".join(args.getlist("held")))
        if len(held) > MAX_HELD:
            raise InvalidCode(f"Choose at most {MAX_HELD} credentials that you hold.")
        way = args.get("way", "") or WAYS[0]
        if way not in WAYS:
            raise InvalidCode(f"“{way[:20]}” is not a way up. Use one of: {', '.join(WAYS)}.")
        return cls(
            region=region or (Region.parse(args["region"]) if args.get("region", "").strip() else None),
            held=held,
            goal=Goal.parse(args["goal"]) if args.get("goal", "").strip() else None,
            way=way,
            education=_education(args.get("education", "")),
            experience_months=_whole_number(args.get("experience", ""), "experience", highest=720),
            age=_whole_number(args.get("age", ""), "age", highest=120, lowest=5),
        )

    def with_(self, **changes: Any) -> Self:
        """The same with some of it changed."""
        return self.model_copy(update=changes)

    def toggled(self, credential_id: str) -> Self:
        """The same with one credential put on or taken off."""
        if credential_id in self.held:
            return self.with_(held=tuple(other for other in self.held if other != credential_id))
        return self.with_(held=(*self.held, credential_id))

    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the query, in one order, without what is not told."""
        parts = [
            ("goal", str(self.goal) if self.goal else ""),
            ("region", str(self.region) if self.region else ""),
            ("held", ",".join(self.held)),
            ("way", "" if self.way == WAYS[0] else self.way),
            ("education", self.education.value if self.education else ""),
            ("experience", "" if self.experience_months is None else str(self.experience_months)),
            ("age", "" if self.age is None else str(self.age)),
        ]
        return [(key, value) for key, value in parts if value]

    def url(self, path: str = "/ladder") -> str:
        """The one address of these choices."""
        query = urlencode(self.pairs(), safe=":,")
        return f"{path}?{query}" if query else path

    def person(self, *, state: str | None) -> Person:
        """The person that these choices describe, for one request."""
        return Person(
            held=self.held,
            education=self.education,
            experience_months=self.experience_months,
            age=self.age,
            state=state,
        )


def _education(text: str) -> EducationLevel | None:
    if not text:
        return None
    try:
        return EducationLevel(text)
    except ValueError:
        raise InvalidCode(f"“{text[:30]}” is not a level of schooling. Choose it from the list.") from None


def _whole_number(text: str, name: str, *, highest: int, lowest: int = 0) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or not lowest <= int(text) <= highest:
        raise InvalidCode(f"{name} must be a whole number from {lowest} to {highest}, not “{text[:10]}”.")
    return int(text)
