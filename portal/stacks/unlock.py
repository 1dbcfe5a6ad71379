"""The unlock index: for a person and a set of postings, where they stand and what each credential would open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from portal.domain.credential import EducationLevel
from portal.domain.person import Person
from portal.stacks.assess import PostingState
from portal.stacks.graph import CredentialGraph
from portal.stacks.openers import Openers
from portal.stacks.part_table import PartTable
from portal.stacks.parts import Part
from portal.stacks.postings import PostingColumns

_STATES = tuple(PostingState)
_CODE = {state: code for code, state in enumerate(_STATES)}


@dataclass(frozen=True, slots=True)
class UsualEntry:
    """How people usually enter an occupation: typical schooling, and licences that a state's law demands.

    `license_ids` are licences of several states; in a posting's state any one of that state (or of none) will
    do, and a posting in a state of which no licence is listed is never *likely*.
    """

    education: EducationLevel = EducationLevel.NONE
    license_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnlockAnswer:
    """Counts of open postings. `gains[c]` are those that would become *qualifies* by adding `c` alone.

    Credentials without gain are left out of `gains`. `likely` postings are among the unknown ones; show them
    apart and never add them in.
    """

    total: int
    qualifies: int
    one_away: int
    further: int
    unknown: int
    likely: int
    gains: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A person before every signature: state code, open parts, and what opens each part for them."""

    closure: frozenset[str]
    level: EducationLevel | None
    codes: npt.NDArray[np.int8]
    has_missing: npt.NDArray[np.bool_]
    """Shape: one boolean a signature: some part is known to be missing."""
    steps: npt.NDArray[np.int32]
    """Shape: (2, n): signature row, credential row: adding the credential makes the signature qualify."""


class UnlockIndex:
    """Every distinct requirement of the postings, with what can meet it. Built once for a version of the data.

    A signature is a set of parts; `_opens` says which credentials, earned alone, meet a part,
    whoever the person is. What only completes a whole together with what a person holds is added for
    that person. Memory: parts x credentials bytes for that table.
    """

    def __init__(
        self, columns: PostingColumns, graph: CredentialGraph, usual_entry: Mapping[str, UsualEntry]
    ) -> None:
        self.columns = columns
        self.graph = graph
        self.usual_entry = usual_entry
        self._row = {id_: row for row, id_ in enumerate(graph.ids)}
        parts: dict[Part, int] = {}
        owners: list[int] = []
        asked: list[int] = []
        for row, signature in enumerate(columns.signatures):
            for part in signature.parts(graph):
                owners.append(row)
                asked.append(parts.setdefault(part, len(parts)))
        self._parts = tuple(parts)
        self._table = PartTable(self._parts)
        self._owners = np.array(owners, dtype=np.int32)
        self._asked = np.array(asked, dtype=np.int32)
        self._silent = np.flatnonzero([s.is_silent for s in columns.signatures])
        opens = np.zeros((len(parts), len(graph.ids)), dtype=np.bool_)
        for row, part in enumerate(self._parts):
            givers = frozenset().union(*(graph.givers[id_] for id_ in part.any_of)) & graph.earnable
            opens[row, [self._row[id_] for id_ in givers]] = True
        self._opens = Openers(opens)

    @classmethod
    def build(
        cls,
        columns: PostingColumns,
        graph: CredentialGraph,
        *,
        usual_entry: Mapping[str, UsualEntry] | None = None,
    ) -> "UnlockIndex":
        """Build the index over posting columns."""
        return cls(columns, graph, usual_entry or {})

    def answer(self, person: Person, mask: npt.NDArray[np.bool_]) -> UnlockAnswer:
        """Where a person stands before the masked postings, and the gain of every credential.

        Shape: `mask` has one boolean a posting, as `region_mask` gives it.
        Raises: NotFound when the person holds a credential that the catalog does not have.
        """
        standing = self._stand(person)
        rows = self.columns.signature_rows[mask]
        counts = np.bincount(rows, minlength=len(self.columns.signatures))
        by_state = np.bincount(standing.codes, weights=counts, minlength=len(_STATES))
        owners, steps = standing.steps
        gains = np.bincount(steps, weights=counts[owners], minlength=len(self.graph.ids))
        return UnlockAnswer(
            total=len(rows),
            qualifies=int(by_state[_CODE[PostingState.QUALIFIES]]),
            one_away=int(by_state[_CODE[PostingState.ONE_AWAY]]),
            further=int(by_state[_CODE[PostingState.FURTHER]]),
            unknown=int(by_state[_CODE[PostingState.UNKNOWN]]),
            likely=int(np.count_nonzero(self._likely(standing) & mask)),
            gains=MappingProxyType({self.graph.ids[row]: int(gains[row]) for row in np.flatnonzero(gains)}),
        )

    def posting_states(self, person: Person) -> npt.NDArray[np.int8]:
        """State of every posting for a person, as the place of its `PostingState` in the order of the enum."""
        return self._stand(person).codes[self.columns.signature_rows]

    def in_state(self, person: Person, state: PostingState, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings in one state, rising."""
        return self._ids(mask & (self.posting_states(person) == _CODE[state]))

    def qualifying(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings for which a person qualifies, rising."""
        return self.in_state(person, PostingState.QUALIFIES, mask)

    def asking(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of masked unknown postings in which nothing is missing: only answers, not steps, are wanting."""
        standing = self._stand(person)
        asks = (standing.codes == _CODE[PostingState.UNKNOWN]) & ~standing.has_missing
        asks[self._silent] = False
        return self._ids(mask & asks[self.columns.signature_rows])

    def count_by_occupation(self, soc_codes: Iterable[str], mask: npt.NDArray[np.bool_]) -> dict[str, int]:
        """Masked postings of each occupation, whatever they ask and whoever holds what."""
        rows = {code: row for row, code in enumerate(self.columns.soc_codes)}
        coded = self.columns.soc_rows[mask]
        counts = np.bincount(coded[coded >= 0], minlength=len(rows))
        return {code: int(counts[rows[code]]) if code in rows else 0 for code in soc_codes}

    def likely(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings that carry the mark *likely*, rising."""
        return self._ids(mask & self._likely(self._stand(person)))

    def opened_by(self, person: Person, credential_id: str, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings that would become *qualifies* by adding one credential, rising.

        Raises: NotFound when the catalog does not have the credential.
        """
        row = self._row[self.graph.get(credential_id).id]
        owners, steps = self._stand(person).steps
        opened = np.zeros(len(self.columns.signatures), dtype=np.bool_)
        opened[owners[steps == row]] = True
        return self._ids(mask & opened[self.columns.signature_rows])

    def _ids(self, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        return tuple(self.columns.posting_ids[mask].tolist())

    def _stand(self, person: Person) -> _Standing:
        """Judge every part once, then read the state and the single steps of every signature from its parts."""
        closure = self.graph.standing_of(person)
        level = self.graph.education_level(closure, person.education)
        is_met, is_unknown = self._table.judge(person, closure, level=level)
        is_open = ~is_met
        opens = self._opens_for(closure, is_open)
        total = len(self.columns.signatures)
        open_owners = self._owners[is_open[self._asked]]
        open_parts = self._asked[is_open[self._asked]]
        steps = opens.single_steps(open_owners, open_parts, total=total)
        codes = np.full(total, _CODE[PostingState.FURTHER], dtype=np.int8)
        codes[steps[0]] = _CODE[PostingState.ONE_AWAY]
        codes[self._owners[is_unknown[self._asked]]] = _CODE[PostingState.UNKNOWN]
        codes[np.bincount(open_owners, minlength=total) == 0] = _CODE[PostingState.QUALIFIES]
        codes[self._silent] = _CODE[PostingState.UNKNOWN]
        is_missing = is_open & ~is_unknown
        has_missing = np.zeros(total, dtype=np.bool_)
        has_missing[self._owners[is_missing[self._asked]]] = True
        return _Standing(closure, level, codes, has_missing, steps)

    def _opens_for(self, closure: frozenset[str], is_open: npt.NDArray[np.bool_]) -> Openers:
        """What opens each part for this person: as for everybody, and wholes that one more part completes."""
        extra: list[tuple[int, int]] = []
        for id_ in self.graph.completers & self.graph.earnable:
            for other in self.graph.extend(closure, id_) - closure - self.graph.gives[id_]:
                rows = self._table.rows_asking.get(other, ())
                extra += [(int(row), self._row[id_]) for row in rows if is_open[row]]
        return self._opens.also(extra) if extra else self._opens

    def _likely(self, standing: _Standing) -> npt.NDArray[np.bool_]:
        """Silent postings whose coded occupation the person usually could enter.

        Shape: one boolean a posting.
        """
        # One more row and column than needed: what is not silent or not coded reads those, never set.
        fits = np.zeros((len(self._silent) + 1, len(self.columns.soc_codes) + 1), dtype=np.bool_)
        for soc_row, soc_code in enumerate(self.columns.soc_codes):
            entry = self.usual_entry.get(soc_code)
            if entry is None or not _has_schooling(standing.level, entry.education):
                continue
            if not entry.license_ids:
                fits[:-1, soc_row] = True
                continue
            held = standing.closure.intersection(entry.license_ids)
            where = {self.graph.credentials[id_].jurisdiction for id_ in held}
            for row, signature in enumerate(self._silent.tolist()):
                states = self.columns.signatures[signature].states
                fits[row, soc_row] = None in where or not where.isdisjoint(states)
        silent_rows = np.full(len(self.columns.signatures), -1)
        silent_rows[self._silent] = np.arange(len(self._silent))
        marked: npt.NDArray[np.bool_] = fits[silent_rows[self.columns.signature_rows], self.columns.soc_rows]
        return marked


def _has_schooling(level: EducationLevel | None, wanted: EducationLevel) -> bool:
    return wanted is EducationLevel.NONE or (level is not None and level.rank >= wanted.rank)
