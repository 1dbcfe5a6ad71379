"""The one form of a learner's plan: what they hold, want, saved and noted. No name, no account, no place of living.

`docs/plan.md` shows its JSON form. A plan is small on purpose: it must fit into a link (`portal.web.plan.link`).
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationError, model_validator

from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.domain.person import HeldUntil
from portal.domain.region import Goal, Region

VERSION: Literal[1] = 1
MAX_BYTES = 16_384
"""Of the JSON form, before anything is read of it."""
MAX_HELD = 60
MAX_WANTED = 5
MAX_LADDERS = 8
MAX_POSTINGS = 20
MAX_ADDRESS = 900
"""Letters of the address of a ladder."""
MAX_NOTES = 1000
"""Letters of the notes."""
HIGHEST_POSTING_ID = 2**31 - 1

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""What no note needs: control letters, and those that turn the direction of the text around them."""


class InvalidPlan(PortalError):
    """A plan that cannot be read: not JSON of a plan, too large, or of a version that this code does not know."""


class PlanFull(PortalError):
    """One more would be too many. `part` names what is full: held, wanted, ladders, postings, or link."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(f"The plan has no room for more ({part}). Take something out first.")


def plain_notes(text: str) -> str:
    """Notes as they are kept: plain text, with line ends of one kind. What looks like markup stays text."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _plain(text: str) -> str:
    if text != plain_notes(text):
        raise ValueError("has letters that plain text does not need")
    return text


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
PlainText = Annotated[str, AfterValidator(_plain)]
RegionText = Annotated[
    Region, BeforeValidator(lambda v: Region.parse(v) if isinstance(v, str) else v), PlainSerializer(str)
]
GoalText = Annotated[
    Goal, BeforeValidator(lambda v: Goal.parse(v) if isinstance(v, str) else v), PlainSerializer(str)
]


class SeenWage(DataModel):
    """The median pay of a goal as it was shown last. Units: US dollars a year. Source: OEWS, `vintage` 2025-05."""

    annual_median_usd: float = Field(gt=0, lt=10_000_000)
    soc_code: str = Field(pattern=r"^\d{2}-\d{4}$")
    area_code: str = Field(pattern=r"^\d{7}$")
    vintage: str = Field(pattern=r"^\d{4}-\d{2}$")


class Wanted(DataModel):
    """Where somebody wants to go."""

    goal: GoalText
    wage: SeenWage | None = None


class SavedLadder(DataModel):
    """A ladder: the address of its choices, and the steps that it showed when it was looked at last.

    `weeks` and `cost_usd` are their sums then; None where one of them was not known. Units: weeks, US dollars.
    """

    address: str = Field(pattern=r"^/ladder\?[A-Za-z0-9_.~%:,=&+|-]+$", max_length=MAX_ADDRESS)
    goal: GoalText
    steps: tuple[Slug, ...] = Field(default=(), max_length=30)
    weeks: float | None = Field(default=None, ge=0, lt=10_000)
    cost_usd: float | None = Field(default=None, ge=0, lt=10_000_000)
    saved_on: date


class SavedPosting(DataModel):
    """A job: its number here, what it was called, and how it stood when it was looked at last."""

    posting_id: int = Field(ge=1, le=HIGHEST_POSTING_ID)
    title: PlainText = Field(min_length=1, max_length=120)
    employer_name: PlainText = Field(default="", max_length=80)
    was_open: bool = True
    apply_until: date | None = None
    saved_on: date


class PlanDocument(DataModel):
    """A plan. Every list is bounded, and nothing stands in one twice."""

    version: Literal[1] = VERSION
    created_on: date
    changed_on: date
    looked_on: date | None = Field(
        default=None, description="the day on which its owner last saw what changed"
    )
    region: RegionText | None = None
    held: tuple[Slug, ...] = Field(default=(), max_length=MAX_HELD)
    held_until: tuple[HeldUntil, ...] = Field(default=(), max_length=MAX_HELD)
    wanted: tuple[Wanted, ...] = Field(default=(), max_length=MAX_WANTED)
    ladders: tuple[SavedLadder, ...] = Field(default=(), max_length=MAX_LADDERS)
    postings: tuple[SavedPosting, ...] = Field(default=(), max_length=MAX_POSTINGS)
    notes: PlainText = Field(default="", max_length=MAX_NOTES)

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        keys: dict[str, list[object]] = {
            "held": list(self.held),
            "held_until": [each.credential_id for each in self.held_until],
            "wanted": [str(each.goal) for each in self.wanted],
            "ladders": [each.address for each in self.ladders],
            "postings": [each.posting_id for each in self.postings],
        }
        for name, found in keys.items():
            if len(found) != len(set(found)):
                raise ValueError(f"{name}: the same stands there twice")
        if not {each.credential_id for each in self.held_until} <= set(self.held):
            raise ValueError("held_until: names a credential that is not held")
        if self.changed_on < self.created_on:
            raise ValueError("changed_on is before created_on")
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put in yet."""
        return not (self.held or self.wanted or self.ladders or self.postings or self.notes or self.region)


Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Mapping[int, Upgrade] = {}
"""From the version to the next one. Version 1 is the first, so there is none yet; each new version adds one."""


def new_plan(today: date) -> PlanDocument:
    """An empty plan."""
    return PlanDocument(created_on=today, changed_on=today)


def write_plan(plan: PlanDocument) -> str:
    """The JSON form: what is not told is left out.

    Raises: PlanFull when it is larger than a plan may be.
    """
    told = plan.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps({"version": plan.version, **told}, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MAX_BYTES:
        raise PlanFull("link")
    return text


def read_plan(text: str | bytes) -> PlanDocument:
    """Read the JSON form of any version up to this one.

    Raises: InvalidPlan saying what is wrong.
    """
    if len(text) > MAX_BYTES:
        raise InvalidPlan(f"A plan has at most {MAX_BYTES} bytes; this has {len(text)}.")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidPlan("This is not the JSON form of a plan (docs/plan.md shows it).") from error
    if not isinstance(raw, dict):
        raise InvalidPlan("A plan is a JSON object (docs/plan.md shows it).")
    try:
        return PlanDocument.model_validate_json(json.dumps(upgrade(raw)), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "plan"
        raise InvalidPlan(f"{place}: {first['msg']}.") from error
    except PortalError as error:  # a region or goal within it
        raise InvalidPlan(str(error)) from error


def upgrade(
    raw: dict[str, Any], *, to: int = VERSION, upgrades: Mapping[int, Upgrade] = UPGRADES
) -> dict[str, Any]:
    """The same plan in the form of version `to`, one version after the other.

    Raises: InvalidPlan when the version is missing, newer, or too old for us to read.
    """
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InvalidPlan("version: a plan says of which version it is.")
    if version > to:
        raise InvalidPlan(f"version: this plan is of version {version}; this site reads up to {to}.")
    while version < to:
        if version not in upgrades:
            raise InvalidPlan(f"version: plans of version {version} can no longer be read.")
        version, raw = version + 1, {**upgrades[version](raw), "version": version + 1}
    return raw
