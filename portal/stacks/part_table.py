"""Parts in columns: judges all of them for one person at once, as `assess.judge` does one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from portal.domain.credential import EducationLevel
from portal.domain.person import Person
from portal.stacks.parts import Part, PartKind


class PartTable:
    """Parts as columns, and for each credential the rows that ask for it and those for which it needs a transfer."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._size = len(parts)
        told = (PartKind.EDUCATION, PartKind.EXPERIENCE, PartKind.AGE)
        self._rows = {kind: _rows(part.kind is kind for part in parts) for kind in told}
        self._wanted = np.array(
            [part.level.rank if part.level else part.at_least for part in parts], dtype=np.int32
        )
        # A group that no licence of the place can meet, or that also takes what we cannot resolve.
        self._is_vague = np.array(
            [part.kind is PartKind.CREDENTIAL and (part.is_unresolved or not part.any_of) for part in parts],
            dtype=np.bool_,
        )
        self.rows_asking = _by_credential(part.any_of for part in parts)
        self._elsewhere = _by_credential(part.elsewhere for part in parts)

    def judge(
        self, person: Person, closure: frozenset[str], *, level: EducationLevel | None
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Which parts are met and which are unknown, never both; the others are missing.

        Shape: two arrays of one boolean a part.
        """
        is_met = np.zeros(self._size, dtype=np.bool_)
        is_unknown = self._is_vague.copy()
        for id_ in closure:
            if id_ in self.rows_asking:
                is_met[self.rows_asking[id_]] = True
            if id_ in self._elsewhere:
                is_unknown[self._elsewhere[id_]] = True
        is_unknown &= ~is_met
        for kind, has in (
            (PartKind.EDUCATION, level.rank if level is not None else None),
            (PartKind.EXPERIENCE, person.experience_months),
            (PartKind.AGE, person.age),
        ):
            rows = self._rows[kind]
            if has is None:
                is_unknown[rows] = True
            else:
                is_met[rows] = self._wanted[rows] <= has
        return is_met, is_unknown


def _rows(chosen: Iterable[bool]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.fromiter(chosen, dtype=np.bool_))


def _by_credential(ids_of_parts: Iterable[Iterable[str]]) -> Mapping[str, npt.NDArray[np.intp]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, ids in enumerate(ids_of_parts):
        for id_ in ids:
            rows[id_].append(row)
    return {id_: np.array(found, dtype=np.intp) for id_, found in rows.items()}
