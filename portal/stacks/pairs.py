"""The two credentials that together open the most postings: exact, without trying every two."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.person import Person
from portal.stacks.reach import Reach
from portal.stacks.standing import Judged, Standing, gains, stand
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
    judged = index.judge(person)
    standing = stand(judged, index.parts, reach)
    alone = gains(standing, index.parts.opens, reach=reach, total=len(index.graph.ids))
    beside = _most_beside(index, standing, reach)
    beside = _most_beside(index, standing, reach) + _most_by_completing(index, standing, reach)
    reachable = alone + beside
    order = np.lexsort((np.arange(len(alone)), -reachable))[: np.count_nonzero(reachable)].tolist()
    kept: list[Pair] = []
    seen: set[int] = set()
    for place, first in enumerate(order):
        if len(kept) == most and int(reachable[first]) + int(alone[order[place:]].max()) <= kept[-1].opens:
            break
        both = alone[first] + _after(index, person, judged, reach, first=first, alone=alone)
        kept = _keep(index, kept, first=first, both=both, alone=alone, seen=seen, most=most)
        seen.add(first)
    return tuple(kept)


def _most_beside(index: UnlockIndex, standing: Standing, reach: Reach) -> npt.NDArray[np.int64]:
    """At most so many postings could each credential open together with another one and not alone.

    Those of which two parts are open, or more where some credential opens two of them, and one of them by this
    credential; none of which a part is open that no credential opens.
    """
    parts, is_open = index.parts, standing.judged.is_open
    could = standing.open_parts == 2
    could[reach.double_rows[standing.open_parts[reach.double_rows] > 2]] = True
    is_dead = is_open & (parts.opens.sizes() == 0)
    if len(reach.starts):
        could[reach.having] &= ~np.logical_or.reduceat(is_dead[reach.asked], reach.starts)
    weights = _touched(index, standing, reach, np.where(could, reach.counts, 0))
    asked = np.flatnonzero(weights)
    of, places = parts.opens.spread(asked)
    found = np.zeros(len(index.graph.ids))
    found += np.bincount(parts.opens.values[places], weights=weights[asked][of], minlength=len(found))
    result: npt.NDArray[np.int64] = np.rint(found).astype(np.int64)
    return result


def _touched(
    index: UnlockIndex, standing: Standing, reach: Reach, counts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Postings, counted as told, of which each part is open. Shape: one count a part."""
    each = np.repeat(counts[reach.having], np.diff(np.append(reach.starts, len(reach.asked))))
    each[~standing.judged.is_open[reach.asked]] = 0
    found = np.bincount(reach.asked, weights=each, minlength=len(index.parts.parts))
    touched: npt.NDArray[np.int64] = np.rint(found).astype(np.int64)
    return touched


def _most_by_completing(index: UnlockIndex, standing: Standing, reach: Reach) -> npt.NDArray[np.int64]:
    """At most so many more postings could each credential open by completing a whole, with what is held or another.

    Two that complete a whole together bring each of its missing parts; so it is enough to count it for those that bring
    the part that fewest bring.
    """
    graph, judged = index.graph, standing.judged
    found = np.zeros(len(graph.ids), dtype=np.int64)
    if not (judged.completing or index.asked_wholes):
        return found
    touched = _touched(index, standing, reach, reach.counts)
    for part, row in judged.completing:
        found[row] += touched[part]
    for whole, asking in index.asked_wholes:
        missing = graph.completions[whole] - judged.closure
        most = int(touched[asking].sum()) if whole not in judged.closure and len(missing) > 1 else 0
        if most:
            least = min(missing, key=lambda id_: (len(graph.bringers[id_]), id_))
            for id_ in graph.bringers[least] & graph.earnable:
                found[index.parts.row[id_]] += most
    return found


def _after(
    index: UnlockIndex,
    person: Person,
    judged: Judged,
    reach: Reach,
    *,
    first: int,
    alone: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """What each credential opens for who also holds the first: only signatures that the first touches can change."""
    richer = person.model_copy(update={"held": (*person.held, index.graph.ids[first])})
    later = index.judge(richer)
    met = np.flatnonzero(judged.values != later.values)
    touched = np.zeros(len(reach.rows), dtype=np.bool_)
    for part, _ in (*judged.completing, *later.completing):
        met = np.append(met, part)
    _, places = reach.by_part.spread(np.unique(met))
    touched[reach.by_part.values[places]] = True
    some = reach.only(np.flatnonzero(touched))
    total = len(index.graph.ids)
    before = gains(stand(judged, index.parts, some), index.parts.opens, reach=some, total=total)
    after = gains(stand(later, index.parts, some), index.parts.opens, reach=some, total=total)
    return alone - before + after


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
