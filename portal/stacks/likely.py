"""The mark *likely*: silent postings whose occupation a person usually could enter. Counted apart, never added in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.credential import EducationLevel
from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import PartIndex
from portal.stacks.postings import PostingColumns
from portal.stacks.reach import Reach
from portal.stacks.standing import Judged


@dataclass(frozen=True, slots=True)
class UsualEntry:
    """How people usually enter an occupation: typical schooling, and licences that a state's law demands.

    `license_ids` are licences of several states; in a posting's state any one of that state (or of none) will
    do, and a posting in a state of which no licence is listed is never *likely*.
    """

    education: EducationLevel = EducationLevel.NONE
    license_ids: tuple[str, ...] = ()


class LikelyTable:
    """Usual entry of the occupations of the postings, and the states of silent ones, as small tables."""

    def __init__(
        self,
        columns: PostingColumns,
        index: PartIndex,
        graph: CredentialGraph,
        usual_entry: Mapping[str, UsualEntry],
    ) -> None:
        self._columns = columns
        self._graph = graph
        silent = np.flatnonzero(index.is_silent)
        # One more row than needed: what is not silent reads it, never set.
        self._place = np.full(len(columns.signatures), len(silent), dtype=np.int64)
        self._place[silent] = np.arange(len(silent))
        self._states = [columns.signatures[row].states for row in silent.tolist()]
        self._ranks = np.full(len(columns.soc_codes) + 1, -1, dtype=np.int64)
        self._socs_of: dict[str, list[int]] = {}
        self._needs_license = np.zeros(len(columns.soc_codes) + 1, dtype=np.bool_)
        for row, soc_code in enumerate(columns.soc_codes):
            entry = usual_entry.get(soc_code)
            if entry is not None:
                self._ranks[row] = entry.education.rank
                self._needs_license[row] = bool(entry.license_ids)
                for id_ in entry.license_ids:
                    self._socs_of.setdefault(id_, []).append(row)

    def fits(self, judged: Judged) -> npt.NDArray[np.bool_]:
        """Which silent signatures and occupations fit a person.

        Shape: silent signatures by occupations, one more each, never set.
        """
        level = judged.level.rank if judged.level is not None else 0
        schooled = (self._ranks >= 0) & (self._ranks <= level)
        fits = np.zeros((len(self._states) + 1, len(self._ranks)), dtype=np.bool_)
        fits[:-1] = schooled & ~self._needs_license
        for id_ in judged.closure & self._socs_of.keys():
            state = self._graph.credentials[id_].jurisdiction
            rows = [row for row, states in enumerate(self._states) if state is None or state in states]
            socs = [row for row in self._socs_of[id_] if schooled[row]]
            fits[np.ix_(rows, socs)] = True
        return fits

    def count(self, fits: npt.NDArray[np.bool_], reach: Reach) -> int:
        """Postings of a reach that carry the mark."""
        return int(reach.silent_counts[fits[self._place[reach.silent_rows], reach.silent_socs]].sum())

    def mark(self, fits: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Shape: one boolean a posting."""
        marked: npt.NDArray[np.bool_] = fits[
            self._place[self._columns.signature_rows], self._columns.soc_rows
        ]
        return marked
