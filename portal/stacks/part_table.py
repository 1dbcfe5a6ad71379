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

    def __init__(self, parts: Sequence[Part], *, former: "PartTable | None" = None) -> None:
        """`former` is a table of the first of the parts: only the rest is read."""
        first = former._size if former else 0
        more = parts[first:]
        self._size: int = len(parts)
        told = (PartKind.EDUCATION, PartKind.EXPERIENCE, PartKind.AGE)
        self._rows = {kind: first + _rows(part.kind is kind for part in more) for kind in told}
        self._wanted = np.array(
            [part.level.rank if part.level else part.at_least for part in more], dtype=np.int32
        )
        # A group that no licence of the place can meet, or that also takes what we cannot resolve.
        self._is_vague = np.array(
            [part.kind is PartKind.CREDENTIAL and (part.is_unresolved or not part.any_of) for part in more],
            dtype=np.bool_,
        )
        self.rows_asking = _by_credential((part.any_of for part in more), first)
        self._elsewhere = _by_credential((part.elsewhere for part in more), first)
        if former is not None:
            self._rows = {kind: np.concatenate([former._rows[kind], self._rows[kind]]) for kind in told}
            self._wanted = np.concatenate([former._wanted, self._wanted])
            self._is_vague = np.concatenate([former._is_vague, self._is_vague])
            self.rows_asking = _joined(former.rows_asking, self.rows_asking)
            self._elsewhere = _joined(former._elsewhere, self._elsewhere)

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


def _by_credential(ids_of_parts: Iterable[Iterable[str]], first: int) -> Mapping[str, npt.NDArray[np.intp]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, ids in enumerate(ids_of_parts, start=first):
        for id_ in ids:
            rows[id_].append(row)
    return {id_: np.array(found, dtype=np.intp) for id_, found in rows.items()}


def _joined(
    one: Mapping[str, npt.NDArray[np.intp]], more: Mapping[str, npt.NDArray[np.intp]]
) -> Mapping[str, npt.NDArray[np.intp]]:
    none = np.zeros(0, dtype=np.intp)
    return {**one, **{id_: np.concatenate([one.get(id_, none), rows]) for id_, rows in more.items()}}
