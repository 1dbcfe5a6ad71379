"""The unlock index: for a person and a set of postings, where they stand and what each credential would open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from portal.domain.person import Person
from portal.stacks.asked_wholes import AskedWholes
from portal.stacks.assess import PostingState
from portal.stacks.bands import BAND_CODE, DeskBand, band_codes
from portal.stacks.changed_columns import change_columns
from portal.stacks.graph import CredentialGraph
from portal.stacks.likely import LikelyTable, UsualEntry
from portal.stacks.part_index import PartIndex
from portal.stacks.part_table import PartTable
from portal.stacks.postings import PostingColumns
from portal.stacks.reach import Reach, fold
from portal.stacks.standing import (
    CODE,
    Judged,
    Standing,
    count_states,
    gains,
    judge_parts,
    stand,
    state_codes,
)

__all__ = ["UnlockAnswer", "UnlockIndex", "UsualEntry"]


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


class UnlockIndex:
    """Every distinct requirement of the postings, with what can meet it. Built once for a version of the data.

    A signature is a set of parts. What opens a part, whoever the person is, stands in sparse tables (`PartIndex`);
    what only completes a whole together with what a person holds is added for that person. Counting reads the
    folded postings of a region and day (`Reach`), which can be kept and asked for one person after another.
    """

    def __init__(
        self,
        columns: PostingColumns,
        graph: CredentialGraph,
        usual_entry: Mapping[str, UsualEntry],
        *,
        former: "UnlockIndex | None" = None,
    ) -> None:
        self.columns = columns
        self.graph = graph
        self.usual_entry = usual_entry
        self.parts: PartIndex = PartIndex(columns.signatures, graph, former=former.parts if former else None)
        self._id_of_row = np.array(graph.ids, dtype=object)
        self.table: PartTable = PartTable(self.parts.parts, former=former.table if former else None)
        self._is_openable = self.parts.opens.sizes() > 0
        self._likely_table = LikelyTable(columns, self.parts, graph, usual_entry)
        self.everywhere = fold(columns, self.parts)
        """All postings, whatever the day: for lists, which need every signature."""

    @cached_property
    def asked_wholes(self) -> AskedWholes:
        """Wholes that postings ask for and that several parts complete together. Made when first asked for."""
        return AskedWholes(self.graph, self.parts, self.table)

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

    def changed(self, changed: PostingColumns, gone: Iterable[int] = ()) -> "UnlockIndex":
        """The index with some postings new or as they are now, and some gone (ids): what did not change is not read.

        It answers as an index built anew from all postings would. This one stays as it is, for who still reads it.
        """
        columns = change_columns(self.columns, changed, gone)
        return UnlockIndex(columns, self.graph, self.usual_entry, former=self)

    def reach(self, mask: npt.NDArray[np.bool_]) -> Reach:
        """Fold the masked postings, to be asked several times.

        Shape: `mask` has one boolean a posting, as `region_mask` gives it.
        """
        return fold(self.columns, self.parts, mask)

    def judge(self, person: Person) -> Judged:
        """A person before every part that any posting asks for.

        Raises: NotFound when the person holds a credential that the catalog does not have.
        """
        return judge_parts(person, self.graph, index=self.parts, table=self.table)

    def judge_with(self, judged: Judged, credential_id: str) -> Judged:
        """The same person with one more credential."""
        closure = self.graph.extend(judged.closure, credential_id)
        return judge_parts(judged.person, self.graph, index=self.parts, table=self.table, closure=closure)

    def answer(self, person: Person, within: npt.NDArray[np.bool_] | Reach) -> UnlockAnswer:
        """Where a person stands before the postings of a mask or reach, and the gain of every credential.

        Raises: NotFound when the person holds a credential that the catalog does not have.
        """
        reach = within if isinstance(within, Reach) else self.reach(within)
        judged = self.judge(person)
        standing = stand(judged, self.parts, reach)
        qualifies, one_away, asks = count_states(standing, is_openable=self._is_openable)
        silent = int(reach.silent_counts.sum())
        gained = gains(standing, self.parts.opens, total=len(self.graph.ids))
        fits = self._likely_table.fits(judged)
        return UnlockAnswer(
            total=reach.total,
            qualifies=reach.free + qualifies,
            one_away=one_away,
            further=reach.total - reach.free - silent - qualifies - one_away - asks,
            unknown=silent + asks,
            likely=self._likely_table.count(fits, reach),
            gains=self._by_id(gained),
        )

    def posting_states(self, person: Person) -> npt.NDArray[np.int8]:
        """State of every posting for a person, as the place of its `PostingState` in the order of the enum."""
        return self._codes(self._stand(person))[self.columns.signature_rows]

    def bands(self, person: Person) -> npt.NDArray[np.int8]:
        """Band of every posting for a person, as the place of its `DeskBand`. Shape: one code a posting.

        Raises: NotFound when the person holds a credential that the catalog does not have.
        """
        standing = self._stand(person)
        codes = band_codes(standing, self.parts, is_openable=self._is_openable)
        found: npt.NDArray[np.int8] = codes[self.columns.signature_rows]
        is_likely = self._likely_table.mark(self._likely_table.fits(standing.judged))
        found[is_likely & (found == BAND_CODE[DeskBand.ASK])] = BAND_CODE[DeskBand.LIKELY]
        return found

    def in_state(self, person: Person, state: PostingState, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings in one state, rising."""
        return self._ids(mask & (self.posting_states(person) == CODE[state]))

    def qualifying(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings for which a person qualifies, rising."""
        return self.in_state(person, PostingState.QUALIFIES, mask)

    def asking(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of masked unknown postings in which nothing is missing: only answers, not steps, are wanting."""
        standing = self._stand(person)
        places = np.flatnonzero(standing.has_unknown & standing.is_all_unknown)
        asks = np.zeros(len(self.columns.signatures), dtype=np.bool_)
        asks[standing.reach.rows[places]] = True
        return self._ids(mask & asks[self.columns.signature_rows])

    def count_by_occupation(self, soc_codes: Iterable[str], mask: npt.NDArray[np.bool_]) -> dict[str, int]:
        """Masked postings of each occupation, whatever they ask and whoever holds what."""
        rows = {code: row for row, code in enumerate(self.columns.soc_codes)}
        coded = self.columns.soc_rows[mask]
        counts = np.bincount(coded[coded >= 0], minlength=len(rows))
        return {code: int(counts[rows[code]]) if code in rows else 0 for code in soc_codes}

    def likely(self, person: Person, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings that carry the mark *likely*, rising."""
        fits = self._likely_table.fits(self.judge(person))
        return self._ids(mask & self._likely_table.mark(fits))

    def opened_by(self, person: Person, credential_id: str, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Ids of the masked postings that would become *qualifies* by adding one credential, rising.

        Raises: NotFound when the catalog does not have the credential.
        """
        (opened,) = self.opened_by_each(person, (credential_id,))
        return self._ids(mask & opened)

    def opened_by_each(
        self, person: Person, credential_ids: Iterable[str]
    ) -> tuple[npt.NDArray[np.bool_], ...]:
        """Which postings would become *qualifies* by adding each of these alone.

        Shape: for each credential, one boolean a posting of the index.
        Raises: NotFound when the catalog does not have a credential.
        """
        rows = [self.parts.row[self.graph.get(id_).id] for id_ in credential_ids]
        standing = self._stand(person)
        reach = standing.reach
        single = np.flatnonzero(standing.is_single)
        only = reach.parts[standing.only_part(single)]
        found = []
        for row in rows:
            opened = np.zeros(len(self.columns.signatures), dtype=np.bool_)
            opened[reach.rows[standing.steps[0][standing.steps[1] == row]]] = True
            is_opened = np.zeros(len(self.parts.parts), dtype=np.bool_)
            is_opened[self.parts.opened[row]] = True
            opened[reach.rows[single]] |= is_opened[only]
            found.append(opened[self.columns.signature_rows])
        return tuple(found)

    def _by_id(self, counts: npt.NDArray[np.int64]) -> Mapping[str, int]:
        rows = np.flatnonzero(counts)
        found = zip(self._id_of_row[rows].tolist(), counts[rows].tolist(), strict=True)
        return MappingProxyType(dict(found))

    def _ids(self, mask: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        return tuple(self.columns.posting_ids[mask].tolist())

    def _stand(self, person: Person) -> Standing:
        return stand(self.judge(person), self.parts, self.everywhere)

    def _codes(self, standing: Standing) -> npt.NDArray[np.int8]:
        return state_codes(standing, self.parts, is_openable=self._is_openable)
