"""The two credentials that together open the most postings: exact, without trying every two."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.person import Person
from portal.stacks.completing import Completing
from portal.stacks.reach import Reach
from portal.stacks.standing import (
    Standing,
    Sums,
    count_parts,
    double_steps,
    gains,
    has_one_open,
    opened,
    part_values,
    place_of_one,
    stand,
)
from portal.stacks.unlock import UnlockIndex


@dataclass(frozen=True, slots=True)
class Pair:
    """Two credentials, ids in order. `opens` is what both together open, `alone` what each opens by itself."""

    credential_ids: tuple[str, str]
    opens: int
    alone: tuple[int, int]

    @property
    def together(self) -> int:
        """Postings that neither opens alone, taken off what both open at once."""
        return self.opens - sum(self.alone)


def best_pairs(index: UnlockIndex, person: Person, reach: Reach, *, most: int = 10) -> tuple[Pair, ...]:
    """The pairs that open the most postings, best first; each opens more than either of its two alone.

    What two open is what the first opens, and then what the second opens for who holds the first. That is worked out
    for one first after another, those first that could be in the best pair; it stops when no pair of two that are left
    can beat the last one kept. Which of several pairs with equally many is kept last is not promised.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    standing = stand(index.judge(person), index.parts, reach)
    alone = gains(standing, index.parts.opens, total=len(index.graph.ids))
    reachable = alone + _most_beside(index, standing) + _most_by_completing(index, standing)
    order = np.lexsort((np.arange(len(alone)), -reachable))[: np.count_nonzero(reachable)].tolist()
    values = part_values(standing.judged, reach)
    kept: list[Pair] = []
    seen: set[int] = set()
    for place, first in enumerate(order):
        if len(kept) == most and int(reachable[first]) + int(alone[order[place:]].max()) <= kept[-1].opens:
            break
        both = alone[first] + alone + _change(index, standing, first, values=values)
        kept = _keep(index, kept, first=first, both=both, alone=alone, seen=seen, most=most)
        seen.add(first)
    return tuple(kept)


def _most_beside(index: UnlockIndex, standing: Standing) -> npt.NDArray[np.int64]:
    """At most so many postings could each credential open together with another one and not alone.

    Those of which two parts are open, or more where some credential opens two of them, and one of them by this
    credential; none of which a part is open that no credential opens.
    """
    reach, opens = standing.reach, index.parts.opens
    could = standing.open_parts == 2
    could[reach.double_rows[standing.open_parts[reach.double_rows] > 2]] = True
    counts = np.where(could, reach.counts, 0.0)
    is_open = standing.judged.is_open[reach.parts]
    is_dead = is_open & (opens.sizes_of(reach.parts) == 0)
    for block in reach.blocks if is_dead.any() else ():
        for asked in block.asked:
            counts[block.rows][is_dead[asked]] = 0
    found = opened(reach.count_by_part(counts, is_open), opens, reach=reach, total=len(index.graph.ids))
    return _whole(found)


def _most_by_completing(index: UnlockIndex, standing: Standing) -> npt.NDArray[np.int64]:
    """At most so many more postings could each credential open by completing a whole, with what is held or another.

    Two that complete a whole together bring each of its missing parts; so it is enough to count it for those that bring
    the part that fewest bring.
    """
    reach, judged = standing.reach, standing.judged
    touched = np.zeros(len(index.parts.parts))
    touched[reach.parts] = reach.count_by_part(reach.counts, judged.is_open[reach.parts])
    found = index.asked_wholes.most_by_credential(touched, judged.closure)
    found += np.bincount(
        judged.completing.credentials, weights=touched[judged.completing.parts], minlength=len(found)
    )
    return _whole(found)


def _change(index: UnlockIndex, standing: Standing, first: int, *, values: Sums) -> npt.NDArray[np.int64]:
    """How much more, or less, each credential opens for who also holds the first.

    Only signatures that ask for what the first gives can change, and those that what completes a whole opens
    before or after and not both times. `values` are the `part_values` of the standing.
    """
    reach, judged = standing.reach, standing.judged
    later = index.judge_with(judged, index.graph.ids[first])
    met = np.flatnonzero(later.is_met & judged.is_open)
    rows = reach.rows_asking(np.concatenate([met, _differing(judged.completing, later.completing, index)]))
    is_touched = np.zeros(len(reach.rows), dtype=np.bool_)
    is_touched[rows] = True
    before, counts = standing.sums[rows], reach.counts[rows]
    after = before - _met_sums(reach, reach.place_of_part[met], rows, values=values)
    was, is_ = np.flatnonzero(has_one_open(before)), np.flatnonzero(has_one_open(after))
    changed = count_parts(
        np.concatenate([place_of_one(before[was]), place_of_one(after[is_])]),
        np.concatenate([-counts[was], counts[is_]]),
        reach,
    )
    sums = standing.sums.copy()
    sums[rows] = after
    richer = Standing(later, reach, sums, np.zeros((2, 0), dtype=np.int64))
    total = len(index.graph.ids)
    found = opened(changed, index.parts.opens, reach=reach, total=total)
    gone = standing.steps[:, is_touched[standing.steps[0]]]
    new = np.concatenate(
        [
            double_steps(richer, np.flatnonzero(is_touched[reach.double_rows])),
            later.completing.steps(richer, index.parts, among=is_touched),
        ],
        axis=1,
    )
    found += np.bincount(new[1], weights=reach.counts[new[0]], minlength=total)
    found -= np.bincount(gone[1], weights=reach.counts[gone[0]], minlength=total)
    return _whole(found)


def _met_sums(
    reach: Reach, places: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], *, values: Sums
) -> Sums:
    """What newly met parts (places in the parts of the reach, or -1) added to the sums of some signatures.

    It wraps around as the sums do.
    """
    places = places[places >= 0]
    entries = reach.by_part.places(places)
    place_of_row = np.empty(len(reach.rows), dtype=np.int32)
    place_of_row[rows] = np.arange(len(rows), dtype=np.int32)
    weights = np.repeat(values[places], reach.by_part.sizes_of(places))
    less = np.bincount(place_of_row[reach.by_part.values[entries]], weights=weights, minlength=len(rows))
    return less.astype(np.int64).astype(values.dtype)


def _differing(one: Completing, other: Completing, index: UnlockIndex) -> npt.NDArray[np.int64]:
    """Parts that something completes a whole for before or after, and not both times."""
    width = len(index.graph.ids)
    keys = [each.parts * width + each.credentials for each in (one, other)]
    parts: npt.NDArray[np.int64] = np.unique(np.setxor1d(keys[0], keys[1], assume_unique=True) // width)
    return parts


def _whole(found: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    result: npt.NDArray[np.int64] = np.rint(found).astype(np.int64)
    return result


def _keep(
    index: UnlockIndex,
    kept: list[Pair],
    *,
    first: int,
    both: npt.NDArray[np.int64],
    alone: npt.NDArray[np.int64],
    seen: set[int],
    most: int,
) -> list[Pair]:
    floor = kept[-1].opens if len(kept) == most else 0
    better = (both > floor) & (both > np.maximum(alone, alone[first]))
    better[[first, *seen]] = False
    rows = np.flatnonzero(better)
    best = rows[np.argsort(-both[rows], kind="stable")][:most]
    ids = index.graph.ids
    found = []
    for row in best.tolist():
        one, two = sorted((first, row))
        found.append(Pair((ids[one], ids[two]), int(both[row]), (int(alone[one]), int(alone[two]))))
    return sorted((*kept, *found), key=lambda pair: (-pair.opens, pair.credential_ids))[:most]
