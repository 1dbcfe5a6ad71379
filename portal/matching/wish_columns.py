"""What many postings are to a person's wishes, as columns: each need is judged once a posting, whoever the person is.

The criteria of this room judge; here stands only what they said. Pay and hours are kept as figures, because every
person asks for others of them, and are compared as `pay.py` and `hours.py` compare them (a test holds both together).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from portal.domain.occupation_profile import RatedElement
from portal.domain.posting_text import Signal, SignalKind, SignalValue
from portal.matching.config import MatchingConfig
from portal.matching.facts import PostingFacts
from portal.matching.hours import FULL_TIME_HOURS
from portal.matching.lifting import lifting
from portal.matching.model import CriterionKey, CriterionState, Line
from portal.matching.noise import noise
from portal.matching.pace import pace
from portal.matching.remote import remote
from portal.matching.shift import shift
from portal.matching.standing import standing
from portal.matching.training import training
from portal.matching.transport import transport
from portal.matching.weekends import weekends
from portal.matching.wishes import Need, Wishes

MET, MISSING, UNKNOWN = 0, 1, 2
_CODES = {CriterionState.MET: MET, CriterionState.MISSING: MISSING, CriterionState.UNKNOWN: UNKNOWN}
SHIFTS = (Need.SHIFT_DAY, Need.SHIFT_EVENING, Need.SHIFT_NIGHT)
_SHIFT_SETS = tuple(each for size in (1, 2, 3) for each in combinations(SHIFTS, size))
_FULL, _PART, _OTHER = 1, 2, 0

Codes = npt.NDArray[np.uint8]


class RawSignal(NamedTuple):
    """A signal of a posting's text without its sentence: what the criteria judge by."""

    kind: str
    value: str
    is_denied: bool
    low: float | None
    high: float | None


class RawPosting(NamedTuple):
    """What is read of one posting. Units: US dollars a year, hours a week."""

    posting_id: int
    employer: str
    signals: tuple[RawSignal, ...]
    soc_code: str | None
    annual_pay_min_usd: float | None
    annual_pay_max_usd: float | None
    is_pay_doubted: bool
    hours_per_week: float | None
    employment_types: tuple[str, ...]
    is_remote: bool


class _Judge(NamedTuple):
    key: CriterionKey
    needs: tuple[Need, ...]
    kinds: frozenset[str]
    rates_occupation: bool
    lines: Callable[[PostingFacts, Wishes, MatchingConfig], tuple[Line, ...]]


def _plain(
    judge: Callable[[PostingFacts, Wishes], tuple[Line, ...]],
) -> Callable[[PostingFacts, Wishes, MatchingConfig], tuple[Line, ...]]:
    """A criterion that needs no settings."""
    return lambda facts, wishes, _: judge(facts, wishes)


def _judges() -> tuple[_Judge, ...]:
    key, none = CriterionKey, frozenset[str]()
    physical, way = frozenset({SignalKind.PHYSICAL.value}), frozenset({SignalKind.TRANSPORT.value})
    shifts, taught = frozenset({SignalKind.SHIFT.value}), frozenset({SignalKind.TRAINING.value})
    home = frozenset({SignalKind.REMOTE.value, SignalKind.HYBRID.value})
    return (
        _Judge(key.STANDING, (Need.STANDING,), physical, True, standing),
        _Judge(key.LIFTING, (Need.LIFTING,), physical, True, lifting),
        _Judge(key.NOISE, (Need.NOISE,), none, True, noise),
        _Judge(key.PACE, (Need.PACE,), none, True, pace),
        _Judge(key.WEEKENDS, (Need.WEEKENDS_OFF,), shifts, False, _plain(weekends)),
        _Judge(key.TRANSPORT, (Need.TRANSPORT,), way, False, _plain(transport)),
        _Judge(key.REMOTE, (Need.REMOTE,), home, False, _plain(remote)),
        _Judge(key.TRAINING, (Need.TRAINING,), taught, False, _plain(training)),
        *(_Judge(key.SHIFT, needs, shifts, False, _plain(shift)) for needs in _SHIFT_SETS),
    )


JUDGES = _judges()
_PLACE = {judge.needs: place for place, judge in enumerate(JUDGES)}


@dataclass(frozen=True, slots=True, eq=False)
class WishColumns:
    """Postings in parallel arrays.

    Shape: one entry a posting; `states` one row a posting and a column a judge (`JUDGES`). `employers` are numbers, the
    same for the same name, and a number of its own where no name stands. NaN: not stated.
    """

    posting_ids: npt.NDArray[np.int64]
    employers: npt.NDArray[np.int64]
    states: Codes
    pay_low: npt.NDArray[np.float64]
    pay_high: npt.NDArray[np.float64]
    is_pay_doubted: npt.NDArray[np.bool_]
    hours_low: npt.NDArray[np.float64]
    hours_high: npt.NDArray[np.float64]
    hours_type: Codes

    def __len__(self) -> int:
        return len(self.posting_ids)

    def take(self, rows: npt.NDArray[np.integer]) -> "WishColumns":
        """Some of the postings, in the order of `rows`."""
        return WishColumns(*(getattr(self, name)[rows] for name in self.__slots__))

    def followed_by(self, more: "WishColumns") -> "WishColumns":
        """These postings, and others after them."""
        return WishColumns(
            *(np.concatenate([getattr(self, name), getattr(more, name)]) for name in self.__slots__)
        )

    def judged(self, wishes: Wishes) -> dict[CriterionKey, Codes]:
        """How each thing that was asked of a job stands: MET, MISSING or UNKNOWN. Shape: one code a posting."""
        found: dict[CriterionKey, Codes] = {
            judge.key: self.states[:, _PLACE[judge.needs]]
            for judge in JUDGES
            if len(judge.needs) == 1
            and judge.needs[0] in wishes.needs
            and judge.key is not CriterionKey.SHIFT
        }
        chosen = tuple(need for need in SHIFTS if need in wishes.needs)
        if chosen:
            found[CriterionKey.SHIFT] = self.states[:, _PLACE[chosen]]
        if wishes.least_pay_usd is not None:
            found[CriterionKey.PAY] = self._pay(wishes.least_pay_usd)
        if wishes.most_hours is not None or wishes.least_hours is not None:
            found[CriterionKey.HOURS] = self._hours(wishes.most_hours, wishes.least_hours)
        return found

    def _pay(self, floor: int) -> Codes:
        # A comparison with NaN is false, as one with what is not stated is.
        reaches, below = self.pay_low >= floor, self.pay_high < floor
        return np.select([self.is_pay_doubted, reaches, below], [UNKNOWN, MET, MISSING], UNKNOWN).astype(
            np.uint8
        )

    def _hours(self, most: int | None, least: int | None) -> Codes:
        low, high = self.hours_low, self.hours_high
        top, bottom = (np.inf if most is None else most), (-np.inf if least is None else least)
        stated = ~(np.isnan(low) | np.isnan(high))
        outside, within = (low > top) | (high < bottom), (high <= top) & (low >= bottom)
        full, part = self.hours_type == _FULL, self.hours_type == _PART
        is_too_much = full & (top < FULL_TIME_HOURS)
        is_enough = full & (most is None and bottom <= FULL_TIME_HOURS)
        is_too_few = part & (bottom >= FULL_TIME_HOURS)
        return np.select(
            [stated & outside, stated & within, stated, is_too_much | is_too_few, is_enough],
            [MISSING, MET, UNKNOWN, MISSING, MET],
            UNKNOWN,
        ).astype(np.uint8)


class WishReader:
    """Reads postings into columns. What was judged once is not judged again: most postings say the same few things."""

    def __init__(self, config: MatchingConfig) -> None:
        self._config = config
        self._known: tuple[dict[object, int], ...] = tuple({} for _ in JUDGES)
        self._employers: dict[str, int] = {}

    def read(
        self, postings: Sequence[RawPosting], elements: Mapping[str, tuple[RatedElement, ...]]
    ) -> WishColumns:
        """The columns of these postings, in their order. `elements` are O*NET's ratings by SOC code."""
        nan = float("nan")
        hours = [_hours_of(each) for each in postings]
        return WishColumns(
            posting_ids=np.array([each.posting_id for each in postings], dtype=np.int64),
            employers=np.array([self._employer(each) for each in postings], dtype=np.int64),
            states=np.array([self._states(each, elements) for each in postings], dtype=np.uint8).reshape(
                len(postings), len(JUDGES)
            ),
            pay_low=_floats([each.annual_pay_min_usd for each in postings]),
            pay_high=_floats([each.annual_pay_max_usd for each in postings]),
            is_pay_doubted=np.array([each.is_pay_doubted for each in postings], dtype=np.bool_),
            hours_low=_floats([low if high is not None else nan for low, high in hours]),
            hours_high=_floats([high if low is not None else nan for low, high in hours]),
            hours_type=np.array([_type_of(each) for each in postings], dtype=np.uint8),
        )

    def _employer(self, posting: RawPosting) -> int:
        name = posting.employer.strip().casefold()
        # An employer without a name is one of its own; numbers below 0 are no names' numbers.
        return self._employers.setdefault(name, len(self._employers)) if name else -posting.posting_id - 1

    def _states(self, posting: RawPosting, elements: Mapping[str, tuple[RatedElement, ...]]) -> list[int]:
        found = []
        for judge, known in zip(JUDGES, self._known, strict=True):
            signals = tuple(each for each in posting.signals if each.kind in judge.kinds)
            rated = posting.soc_code if judge.rates_occupation else None
            key = (signals, rated, posting.is_remote)
            state = known.get(key)
            if state is None:
                facts = PostingFacts(
                    signals=tuple(_signal(each) for each in signals),
                    is_remote=posting.is_remote,
                    elements=elements.get(rated, ()) if rated else (),
                )
                (line,) = judge.lines(facts, Wishes(needs=judge.needs), self._config)
                state = known[key] = _CODES[line.state]
            found.append(state)
        return found


def _signal(raw: RawSignal) -> Signal:
    return Signal(
        kind=SignalKind(raw.kind),
        value=SignalValue(raw.value),
        is_denied=raw.is_denied,
        low=raw.low,
        high=raw.high,
        sentence="-",
    )


def _hours_of(posting: RawPosting) -> tuple[float | None, float | None]:
    for each in posting.signals:
        if each.kind == SignalKind.HOURS.value and not each.is_denied:
            return each.low, each.high
    return posting.hours_per_week, posting.hours_per_week


def _type_of(posting: RawPosting) -> int:
    if posting.employment_types == ("FULL_TIME",):
        return _FULL
    return _PART if posting.employment_types == ("PART_TIME",) else _OTHER


def _floats(values: Sequence[float | None]) -> npt.NDArray[np.float64]:
    return np.array([float("nan") if value is None else value for value in values], dtype=np.float64)
