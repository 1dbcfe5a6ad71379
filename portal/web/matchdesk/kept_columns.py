"""What very many postings are to anybody's wishes, read once and kept in the process until the postings change."""

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from flask import current_app
from sqlmodel import Session

from portal.matching.config import MatchingConfig
from portal.matching.elements import ELEMENT_IDS
from portal.matching.wish_columns import RawPosting, WishColumns, WishReader
from portal.store.desk_postings import read_raw_postings
from portal.store.onet_elements import list_elements
from portal.store.posting_changes import list_changed
from portal.web.knowledge import Knowledge, Moment
from portal.web.matching_config import matching_config

MOST_KEPT = 400_000
"""Postings, of some 70 bytes each. Above that, only those of the last question stay."""
Ids = npt.NDArray[np.int64]


class KeptColumns:
    """Columns by posting. Nothing of a person is in them. Threads may share it."""

    def __init__(self, config: MatchingConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._moment: Moment | None = None
        self._forget()

    def get(self, session: Session, known: Knowledge, ids: Ids) -> WishColumns:
        """The columns of some postings, in the order of `ids`; what is not kept yet is read."""
        with self._lock:
            self._move_on(session, known)
            missing = ids[~self._has(ids)]
            if len(missing):
                self._add(self._read(session, missing), only=ids)
            return self._kept.take(np.searchsorted(self._kept.posting_ids, ids))

    def _forget(self) -> None:
        self._reader = WishReader(self._config)
        self._kept = self._reader.read((), {})

    def _move_on(self, session: Session, known: Knowledge) -> None:
        """Forget what changed since the last question, and all where O*NET did: the criteria rest on it."""
        held, moment = self._moment, known.moment
        self._moment = moment
        if held is None or held == moment:
            return
        if held.loads != moment.loads:
            self._forget()
            return
        changed, _ = list_changed(session, held.stamp, known.waiting)
        stays = ~np.isin(self._kept.posting_ids, np.fromiter(changed, dtype=np.int64))
        self._kept = self._kept.take(np.flatnonzero(stays))

    def _has(self, ids: Ids) -> npt.NDArray[np.bool_]:
        return np.isin(ids, self._kept.posting_ids)

    def _read(self, session: Session, ids: Ids) -> WishColumns:
        found = {each.posting_id: each for each in read_raw_postings(session, ids.tolist())}
        # Of one that is gone from the store nothing is known; it keeps its place, so that no count changes.
        rows: Sequence[RawPosting] = [found.get(id_) or _nothing_known(id_) for id_ in ids.tolist()]
        codes = {each.soc_code for each in rows if each.soc_code}
        return self._reader.read(rows, list_elements(session, codes, ELEMENT_IDS))

    def _add(self, more: WishColumns, *, only: Ids) -> None:
        kept = self._kept
        if len(kept) + len(more) > MOST_KEPT:
            kept = kept.take(np.flatnonzero(np.isin(kept.posting_ids, only)))
        both = kept.followed_by(more)
        self._kept = both.take(np.argsort(both.posting_ids, kind="stable"))


def kept_columns() -> KeptColumns:
    """Those of this site."""
    found: KeptColumns = current_app.extensions.setdefault("desk_columns", KeptColumns(matching_config()))
    return found


def _nothing_known(posting_id: int) -> RawPosting:
    return RawPosting(posting_id, "", (), None, None, None, False, None, (), False)
