"""What would have to change: which single change gives a person how many more jobs.

Every figure is a count of open postings, now and then. A posting *qualifies* by what it asks of the person; it *fits*
when it qualifies and nothing is known to speak against what the person asks of it. What is not known never counts
against a posting, so that some of those that fit leave something to ask.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from portal.domain.model import DataModel
from portal.matching.config import MatchingConfig
from portal.matching.model import CriterionKey
from portal.matching.wish_columns import MET, MISSING, SHIFTS, UNKNOWN, WishColumns
from portal.matching.wishes import Need, Wishes

PAY_STEP_USD = 5_000
HOURS_STEP = 5
Mask = npt.NDArray[np.bool_]


class ChangeKind(StrEnum):
    """What changes."""

    CREDENTIAL = "credential"
    SCHOOLING = "schooling"
    EXPERIENCE = "experience"
    MILES = "miles"
    SHIFT = "shift"
    MORE_HOURS = "more_hours"
    FEWER_HOURS = "fewer_hours"
    LOWER_PAY = "lower_pay"
    HIGHER_PAY = "higher_pay"
    NEED = "need"
    """The employer changes how the work is done, so that this need no longer speaks against the job."""


class Counted(DataModel):
    """Open postings. `to_ask` of those that fit leave something that was asked of them unknown."""

    qualifying: int
    fitting: int
    to_ask: int


class Change(DataModel):
    """One change, with what there is now and what there would be. `value`: the credential, level, miles, need…"""

    kind: ChangeKind
    value: str
    now: Counted
    then: Counted

    @property
    def more_qualifying(self) -> int:
        """May be below 0: a higher floor of pay leaves fewer."""
        return self.then.qualifying - self.now.qualifying

    @property
    def more_fitting(self) -> int:
        """The same of those that fit."""
        return self.then.fitting - self.now.fitting


class Instead(NamedTuple):
    """What a change makes of the person or the place: which postings would be in reach, and which would qualify."""

    kind: ChangeKind
    value: str
    is_here: Mask
    qualifies: Mask


def count_changes(
    columns: WishColumns,
    wishes: Wishes,
    *,
    is_here: Mask,
    qualifies: Mask,
    instead: Sequence[Instead] = (),
) -> tuple[Change, ...]:
    """Every single change of the wishes, and those of the person and the place that the caller worked out.

    Shape: masks have one boolean a posting of the columns, which hold every posting that is in reach now or then.
    """
    against, unknown = _lines(columns, wishes)
    now = _count(is_here & qualifies, against, unknown)
    changes = [
        Change(
            kind=each.kind,
            value=each.value,
            now=now,
            then=_count(each.is_here & each.qualifies, against, unknown),
        )
        for each in instead
    ]
    for kind, value, other in changed_wishes(wishes):
        then = _count(is_here & qualifies, *_lines(columns, other))
        changes.append(Change(kind=kind, value=value, now=now, then=then))
    return tuple(changes)


def count_now(columns: WishColumns, wishes: Wishes, within: Mask) -> Counted:
    """How many of some postings fit."""
    return _count(within, *_lines(columns, wishes))


def changed_wishes(wishes: Wishes) -> Iterable[tuple[ChangeKind, str, Wishes]]:
    """Each single change of what a person asks of a job, in the order in which it is told."""
    for need in wishes.needs:
        if need not in SHIFTS:
            yield ChangeKind.NEED, need.value, _with(wishes, needs=_without(wishes, need))
    if any(need in SHIFTS for need in wishes.needs):
        for need in SHIFTS:
            if need not in wishes.needs:
                yield ChangeKind.SHIFT, need.value, _with(wishes, needs=(*wishes.needs, need))
    if wishes.most_hours is not None:
        more = min(wishes.most_hours + HOURS_STEP, 84)
        yield ChangeKind.MORE_HOURS, str(more), _with(wishes, most_hours=more)
    if wishes.least_hours is not None:
        fewer = max(wishes.least_hours - HOURS_STEP, 1)
        yield ChangeKind.FEWER_HOURS, str(fewer), _with(wishes, least_hours=fewer)
    if wishes.least_pay_usd is not None:
        lower = max(wishes.least_pay_usd - PAY_STEP_USD, 1)
        higher = min(wishes.least_pay_usd + PAY_STEP_USD, 999_999)
        yield ChangeKind.LOWER_PAY, str(lower), _with(wishes, least_pay_usd=lower)
        yield ChangeKind.HIGHER_PAY, str(higher), _with(wishes, least_pay_usd=higher)


def is_against(columns: WishColumns, wishes: Wishes) -> Mask:
    """Postings against which something is known. Shape: one boolean a posting."""
    return _lines(columns, wishes)[0]


def weigh_wishes(columns: WishColumns, wishes: Wishes, config: MatchingConfig) -> npt.NDArray[np.float64]:
    """The weights of what is met less those of what is missing, as `order_matches` adds them. Shape: one a posting."""
    weights = np.zeros(len(columns))
    for key, codes in columns.judged(wishes).items():
        weights += config.weight(key) * ((codes == MET).astype(np.int8) - (codes == MISSING).astype(np.int8))
    return weights


def _lines(columns: WishColumns, wishes: Wishes) -> tuple[Mask, Mask]:
    against = np.zeros(len(columns), dtype=np.bool_)
    unknown = np.zeros(len(columns), dtype=np.bool_)
    judged: dict[CriterionKey, npt.NDArray[np.uint8]] = columns.judged(wishes)
    for codes in judged.values():
        against |= codes == MISSING
        unknown |= codes == UNKNOWN
    return against, unknown


def _count(within: Mask, against: Mask, unknown: Mask) -> Counted:
    fits = within & ~against
    return Counted(
        qualifying=int(np.count_nonzero(within)),
        fitting=int(np.count_nonzero(fits)),
        to_ask=int(np.count_nonzero(fits & unknown)),
    )


def _without(wishes: Wishes, need: Need) -> tuple[Need, ...]:
    return tuple(each for each in wishes.needs if each is not need)


def _with(wishes: Wishes, **changes: object) -> Wishes:
    return wishes.model_copy(update=changes)
