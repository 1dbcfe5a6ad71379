"""A person before the folded postings of a reach: how many parts of each signature are open, and what opens them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.credential import EducationLevel
from portal.domain.person import Person
from portal.stacks.assess import PostingState
from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import Entries, PartIndex
from portal.stacks.part_table import PartTable
from portal.stacks.reach import Reach

STATES = tuple(PostingState)
CODE = {state: code for code, state in enumerate(STATES)}

# One sum over the parts of a signature tells three things: open parts, unknown parts, and the row of the only open one.
_OPEN, _UNKNOWN, _PART = 1, 1 << 8, 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A person before every part, whatever the region.

    `completing` are the entries that only this person has: credentials that complete a whole together with what
    they hold. Shape: (part row, credential row).
    """

    closure: frozenset[str]
    level: EducationLevel | None
    is_open: npt.NDArray[np.bool_]
    values: npt.NDArray[np.int64]
    completing: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A person before the signatures of a reach.

    Shape: one entry a signature of the reach: `open_parts`, `unknown_parts`, and `only_part`, the row of the one open
    part where one is open (else -1). `steps` lists what opens a signature alone where more than one part is open, or
    through completing a whole: (place of the signature in the reach, credential row), each pair once.
    """

    open_parts: npt.NDArray[np.int64]
    unknown_parts: npt.NDArray[np.int64]
    only_part: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int64]
    judged: Judged


def judge_parts(person: Person, graph: CredentialGraph, *, index: PartIndex, table: PartTable) -> Judged:
    """Judge every part once.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    closure = graph.standing_of(person)
    level = graph.education_level(closure, person.education)
    is_met, is_unknown = table.judge(person, closure, level=level)
    values = np.arange(1, len(is_met) + 1, dtype=np.int64) * _PART + _OPEN
    values[is_unknown] += _UNKNOWN
    values[is_met] = 0
    return Judged(
        closure=closure,
        level=level,
        is_open=~is_met,
        values=values,
        completing=tuple(_completing(closure, graph, index, table, is_open=~is_met)),
    )


def _completing(
    closure: frozenset[str],
    graph: CredentialGraph,
    index: PartIndex,
    table: PartTable,
    *,
    is_open: npt.NDArray[np.bool_],
) -> Iterable[tuple[int, int]]:
    for id_ in graph.completers_beside(closure):
        for other in graph.extend(closure, id_) - closure - graph.alone[id_]:
            for part in table.rows_asking.get(other, ()):
                if is_open[part] and index.row[id_] not in index.opens[part]:
                    yield int(part), index.row[id_]


def stand(judged: Judged, index: PartIndex, reach: Reach) -> Standing:
    """Read the open parts of every signature of the reach, and what opens those with more than one open part."""
    sums = np.zeros(len(reach.rows), dtype=np.int64)
    if len(reach.starts):
        sums[reach.having] = np.add.reduceat(judged.values[reach.asked], reach.starts)
    open_parts = sums & 0xFF
    only_part = np.where(open_parts == 1, (sums >> 16) - 1, -1)
    steps = _double_steps(judged, reach, open_parts)
    if judged.completing:
        steps = _with_completing(judged, index, reach, steps=steps)
    return Standing(open_parts, (sums >> 8) & 0xFF, only_part, steps, judged)


def open_bits(judged: Judged, reach: Reach) -> npt.NDArray[np.uint64]:
    """The open parts of the signatures with double openers, a bit each. Shape: one entry a `double_rows`."""
    if not len(reach.double_rows):
        return np.zeros(0, dtype=np.uint64)
    bits = np.where(judged.is_open[reach.double_asked], reach.asked_bits, np.uint64(0))
    return np.bitwise_or.reduceat(bits, reach.double_starts)


def _double_steps(judged: Judged, reach: Reach, open_parts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    wanted = open_bits(judged, reach)
    wanted[open_parts[reach.double_rows] < 2] = 0
    wanted_of = wanted[reach.double_at]
    opens = np.flatnonzero((wanted_of != 0) & (reach.double_bits & wanted_of == wanted_of))
    rows = reach.double_rows[reach.double_at[opens]]
    return np.stack([rows, reach.double_credentials[opens].astype(np.int64)])


def _with_completing(
    judged: Judged,
    index: PartIndex,
    reach: Reach,
    *,
    steps: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """The steps, and those that credentials make by completing a whole, alone or beside what they open anyway."""
    found = [steps]
    parts_of: dict[int, set[int]] = {}
    for part, credential in judged.completing:
        parts_of.setdefault(credential, set()).add(part)
    opened = np.zeros(len(index.parts), dtype=np.bool_)
    for credential, parts in parts_of.items():
        through = np.array(sorted(parts), dtype=np.int64)
        # Only signatures that ask for what the whole gives; each of those parts is open.
        rows = np.unique(reach.by_part.values[reach.by_part.spread(through)[1]]).astype(np.int64)
        opened[:] = False
        opened[index.opened[credential]] = True
        opened[through] = True
        of, places = index.asked.spread(reach.rows[rows])
        asked = index.asked.values[places]
        left = np.bincount(of[judged.is_open[asked] & ~opened[asked]], minlength=len(rows))
        rows = rows[left == 0]
        found.append(np.stack([rows, np.full(len(rows), credential)]))
    return np.unique(np.concatenate(found, axis=1), axis=1)


def state_codes(
    standing: Standing, index: PartIndex, *, reach: Reach, is_openable: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """State of every signature of the reach. `is_openable` says of each part whether anything opens it; its last entry,
    for no part, is never set."""
    is_silent = index.is_silent[reach.rows]
    codes = np.full(len(reach.rows), CODE[PostingState.FURTHER], dtype=np.int8)
    codes[is_openable[standing.only_part]] = CODE[PostingState.ONE_AWAY]
    codes[standing.steps[0]] = CODE[PostingState.ONE_AWAY]
    codes[standing.unknown_parts > 0] = CODE[PostingState.UNKNOWN]
    codes[standing.open_parts == 0] = CODE[PostingState.QUALIFIES]
    codes[is_silent] = CODE[PostingState.UNKNOWN]
    return codes


def gains(standing: Standing, opens: Entries, *, reach: Reach, total: int) -> npt.NDArray[np.int64]:
    """Postings that each credential alone would open. Shape: one count a credential."""
    alone = np.flatnonzero(standing.only_part >= 0)
    weights = np.bincount(
        standing.only_part[alone], weights=reach.counts[alone], minlength=len(opens.starts) - 1
    )
    asked = np.flatnonzero(weights)
    of, places = opens.spread(asked)
    found = np.zeros(total)
    found += np.bincount(opens.values[places], weights=weights[asked][of], minlength=total)
    rows, credentials = standing.steps
    found += np.bincount(credentials, weights=reach.counts[rows], minlength=total)
    result: npt.NDArray[np.int64] = np.rint(found).astype(np.int64)
    return result
