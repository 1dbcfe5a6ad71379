"""A person before the folded postings of a reach: how many parts of each signature are open, and what opens them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.domain.credential import EducationLevel
from portal.domain.person import Person
from portal.stacks.assess import PostingState
from portal.stacks.completing import Completing, find_completing
from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import Entries, PartIndex
from portal.stacks.part_table import PartTable
from portal.stacks.reach import Reach

CODE = {state: code for code, state in enumerate(PostingState)}
Sums = npt.NDArray[Any]
"""Unsigned integers of 32 bits, or of 64 where more parts occur than fit."""

# One sum over the parts of a signature tells three things: open parts and unknown parts, six bits each for at most
# MOST_PARTS, and above them the place of the open part where only one is open (of several, nothing).
_COUNT_BITS = 6
_COUNT = (1 << _COUNT_BITS) - 1
_UNKNOWN = 1 << _COUNT_BITS
_UNKNOWNS = _COUNT << _COUNT_BITS
_PART_BIT = 2 * _COUNT_BITS


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A person before every part, whatever the region. `completing` are the openers that only this person has.

    Shape: `is_met`, `is_unknown` one boolean a part, never both.
    """

    person: Person
    closure: frozenset[str]
    level: EducationLevel | None
    is_met: npt.NDArray[np.bool_]
    is_unknown: npt.NDArray[np.bool_]
    completing: Completing

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Parts that are not met, missing or unknown. Shape: one boolean a part."""
        return ~self.is_met


@dataclass(frozen=True, eq=False)
class Standing:
    """A person before the signatures of a reach.

    Shape: `sums` one entry a signature of the reach. `steps` lists what opens a signature alone where more than one
    part is open, or through completing a whole: (place of the signature in the reach, credential row), each pair once.
    """

    judged: Judged
    reach: Reach
    sums: Sums
    steps: npt.NDArray[np.int64]

    @property
    def open_parts(self) -> Sums:
        """Parts of each signature that are not met."""
        return self.sums & _COUNT

    @property
    def has_unknown(self) -> npt.NDArray[np.bool_]:
        """Signatures of which a part is unknown."""
        found: npt.NDArray[np.bool_] = (self.sums & _UNKNOWNS) != 0
        return found

    @property
    def is_all_unknown(self) -> npt.NDArray[np.bool_]:
        """Signatures of which every open part is unknown, or none is open."""
        unknown = (self.sums >> _COUNT_BITS) & _COUNT
        found: npt.NDArray[np.bool_] = unknown == self.open_parts
        return found

    @property
    def is_single(self) -> npt.NDArray[np.bool_]:
        """Signatures of which exactly one part is open."""
        return has_one_open(self.sums)

    def only_part(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The one open part of some signatures of which one is open, as places in the parts of the reach."""
        return place_of_one(self.sums[places])

    @cached_property
    def single_counts(self) -> npt.NDArray[np.float64]:
        """Postings of which a part is the only open one. Shape: one count a part of the reach."""
        single = np.flatnonzero(self.is_single)
        return count_parts(self.only_part(single), self.reach.counts[single], self.reach)


def has_one_open(sums: Sums) -> npt.NDArray[np.bool_]:
    """Sums of signatures of which exactly one part is open."""
    found: npt.NDArray[np.bool_] = (sums & _COUNT) == 1
    return found


def place_of_one(sums: Sums) -> npt.NDArray[np.int64]:
    """The one open part of signatures of which one is open, as places in the parts of the reach."""
    return (sums >> _PART_BIT).astype(np.int64)


def count_parts(
    parts: npt.NDArray[np.int64], counts: npt.NDArray[np.float64], reach: Reach
) -> npt.NDArray[np.float64]:
    """Postings by part. Shape: one count a part of the reach."""
    found = np.zeros(len(reach.parts))
    found += np.bincount(parts, weights=counts, minlength=len(found))
    return found


def judge_parts(
    person: Person,
    graph: CredentialGraph,
    *,
    index: PartIndex,
    table: PartTable,
    closure: frozenset[str] | None = None,
) -> Judged:
    """Judge every part once. `closure` is what the person counts as holding, where that is known already.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    closure = graph.standing_of(person) if closure is None else closure
    level = graph.education_level(closure, person.education)
    is_met, is_unknown = table.judge(person, closure, level=level)
    completing = find_completing(closure, graph, index=index, table=table, is_met=is_met)
    return Judged(person, closure, level, is_met, is_unknown, completing)


def part_values(judged: Judged, reach: Reach) -> Sums:
    """What each part adds to the sum of a signature that asks for it. Shape: one entry a part of the reach."""
    # Sums wrap around where several parts are open, and then nothing reads the place.
    is_short = len(reach.parts) < 1 << (32 - _PART_BIT)
    values: Sums = np.arange(len(reach.parts), dtype=np.uint32 if is_short else np.uint64)
    values <<= _PART_BIT
    values += 1
    values[judged.is_unknown[reach.parts]] += _UNKNOWN
    values[judged.is_met[reach.parts]] = 0
    return values


def stand(judged: Judged, index: PartIndex, reach: Reach) -> Standing:
    """Read the open parts of every signature of the reach, and what opens those with more than one open part."""
    values = part_values(judged, reach)
    sums = np.empty(len(reach.rows), dtype=values.dtype)
    for block in reach.blocks:
        here = values[block.asked[0]]
        for asked in block.asked[1:]:
            here += values[asked]
        sums[block.rows] = here
    standing = Standing(judged, reach, sums, np.zeros((2, 0), dtype=np.int64))
    steps = double_steps(standing, np.arange(len(reach.double_rows)))
    steps = np.concatenate([steps, judged.completing.steps(standing, index)], axis=1)
    return Standing(judged, reach, sums, steps)


def double_steps(standing: Standing, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """What opens several open parts of one signature at once, for some of its `double_rows` (places, rising).

    Shape: (place of the signature in the reach, credential row).
    """
    reach, judged = standing.reach, standing.judged
    chosen = chosen[(standing.sums[reach.double_rows[chosen]] & _COUNT) >= 2]
    if not len(chosen):
        return np.zeros((2, 0), dtype=np.int64)
    asked = reach.double_asked.places(chosen)
    is_met = judged.is_met[reach.parts[reach.double_asked.values[asked]]]
    bits = np.where(is_met, np.uint64(0), reach.asked_bits[asked])
    sizes = reach.double_asked.sizes_of(chosen)
    wanted = np.bitwise_or.reduceat(bits, np.cumsum(sizes) - sizes)
    of, at = reach.double_openers.spread(chosen)
    wanted_of = wanted[of]
    opens = np.flatnonzero(reach.double_bits[at] & wanted_of == wanted_of)
    rows = reach.double_rows[chosen[of[opens]]]
    return np.stack([rows, reach.double_openers.values[at[opens]].astype(np.int64)])


def count_states(standing: Standing, *, is_openable: npt.NDArray[np.bool_]) -> tuple[int, int, int]:
    """Postings that qualify, are one away and are unknown, of those that ask for something; the rest is further.

    `is_openable` says of each part of the index whether anything opens it.
    """
    reach, judged = standing.reach, standing.judged
    is_step = is_openable[reach.parts] & ~judged.is_unknown[reach.parts]
    one_away = standing.single_counts[is_step].sum()
    rows = np.unique(standing.steps[0])
    rows = rows[~standing.has_unknown[rows]]
    # One open part that can be earned is counted already, whatever completes a whole beside it.
    is_counted = standing.is_single[rows]
    is_counted[is_counted] = is_step[standing.only_part(rows[is_counted])]
    one_away += reach.counts[rows[~is_counted]].sum()
    return (
        int(reach.counts[standing.sums == 0].sum()),
        int(one_away),
        int(reach.counts[standing.has_unknown].sum()),
    )


def state_codes(
    standing: Standing, index: PartIndex, *, is_openable: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """State of every signature of the index, for a reach that has them all. `is_openable` as in `count_states`."""
    reach = standing.reach
    found = np.full(len(reach.rows), CODE[PostingState.FURTHER], dtype=np.int8)
    single = np.flatnonzero(standing.is_single)
    openable = single[is_openable[reach.parts[standing.only_part(single)]]]
    found[openable] = CODE[PostingState.ONE_AWAY]
    found[standing.steps[0]] = CODE[PostingState.ONE_AWAY]
    found[standing.has_unknown] = CODE[PostingState.UNKNOWN]
    found[standing.sums == 0] = CODE[PostingState.QUALIFIES]
    codes = np.full(len(index.is_silent), CODE[PostingState.QUALIFIES], dtype=np.int8)
    codes[index.is_silent] = CODE[PostingState.UNKNOWN]
    codes[reach.rows] = found
    return codes


def gains(standing: Standing, opens: Entries, *, total: int) -> npt.NDArray[np.int64]:
    """Postings that each credential alone would open. Shape: one count a credential."""
    found = opened(standing.single_counts, opens, reach=standing.reach, total=total)
    rows, credentials = standing.steps
    found += np.bincount(credentials, weights=standing.reach.counts[rows], minlength=total)
    result: npt.NDArray[np.int64] = np.rint(found).astype(np.int64)
    return result


def opened(
    counts: npt.NDArray[np.float64], opens: Entries, *, reach: Reach, total: int
) -> npt.NDArray[np.float64]:
    """What is counted of each part of the reach, added to all that opens it. Shape: one sum a credential."""
    parts = np.flatnonzero(counts != 0)  # of booleans it is several times as fast as of floats
    rows = reach.parts[parts]
    weights = np.repeat(counts[parts], opens.sizes_of(rows))
    found = np.zeros(total)
    found += np.bincount(opens.values[opens.places(rows)], weights=weights, minlength=total)
    return found
