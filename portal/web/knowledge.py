"""What every page reads again and again, built once for each version of the data and kept in the process."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
from flask import current_app
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from portal.domain.credential import Catalog
from portal.domain.region import ResolvedRegion
from portal.labor.oews_occupation import OEWS_GROUP_TITLES
from portal.stacks.changed_columns import dead_signatures
from portal.stacks.graph import CredentialGraph
from portal.stacks.kept_reaches import KeptReaches, Within
from portal.stacks.signature import Signature
from portal.stacks.unlock import UnlockIndex
from portal.store.catalog import read_catalog
from portal.store.posting_changes import PostingsStamp, Waiting, list_changed, read_stamp, read_waiting
from portal.store.posting_columns import read_columns_of, read_posting_columns
from portal.store.postings import list_sample_ids
from portal.store.runs import data_version, list_embedded_loads
from portal.store.tables import OccupationRow, WageEstimateRow
from portal.store.usual_entry import usual_entry
from portal.store.wages import NATION_AREA_CODE, latest_vintage
from portal.web.store_session import store_session

PATIENCE_SECONDS = 0.25
MOST_CHANGED = 0.25
"""Above this share of changed postings, or of signatures that no posting has any more, all is built anew."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the store stands: equal moments, equal knowledge. `loads` are hashes of the data that is not postings."""

    version: str
    loads: tuple[str, ...]
    stamp: PostingsStamp


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalog as a graph, the open postings as an index, the names of occupations: of one version of the data."""

    version: str
    moment: Moment
    waiting: Waiting
    catalog: Catalog
    graph: CredentialGraph
    index: UnlockIndex
    is_sample: npt.NDArray[np.bool_]
    """For each posting of the index, whether it is made up."""
    asked_by_jobs: dict[str, int]
    """How many open postings name a credential among what they require."""
    occupation_titles: dict[str, str]
    group_titles: dict[str, str]
    """Titles of broader groups of occupations, of which OEWS prints some as one."""
    printed_codes: frozenset[str]
    """Codes under which the newest OEWS prints figures."""
    reaches: KeptReaches
    """The regions asked for last, folded."""

    def within(self, resolved: ResolvedRegion, *, today: date) -> Within:
        """The postings of a region and day, as a mask and folded; kept, so that the next page does not fold again."""
        return self.reaches.within(resolved, today=today)

    def has_samples(self, mask: npt.NDArray[np.bool_]) -> bool:
        """Whether any of these postings of the index is made up."""
        return bool(np.any(self.is_sample & mask))

    def occupation_title(self, soc_code: str) -> str:
        """Title of an occupation; its code where we do not know it."""
        return self.occupation_titles.get(soc_code) or self.group_titles.get(soc_code, soc_code)


class KnowledgeHolder:
    """Keeps the newest knowledge. When the store has moved on, it is brought up to date beside the pages, not in one.

    A page waits for that at most `patience_seconds`: a few changes are in by then. After more of them it shows the
    former knowledge, of which every posting is still checked against the store and the clock when it is filled in.
    Only the first page of a process waits until there is any.
    """

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._lock = threading.Lock()
        self._held: Knowledge | None = None
        self._work: threading.Thread | None = None
        self._patience_seconds = patience_seconds
        self._first_built: Callable[[], object] = _nothing_to_do

    def when_first_built(self, call: Callable[[], object]) -> None:
        """Have something called once, when the first knowledge of this process stands."""
        self._first_built = call

    def get(self, session: Session) -> Knowledge:
        """The newest knowledge that stands."""
        moment = read_moment(session)
        held = self._held
        if held is not None and held.moment == moment:
            return held
        if held is None:
            with self._lock:
                if self._held is None:
                    self._held = build_knowledge(session, moment)
                    self._first_built()
                return self._held
        work = self._refresh(session.get_bind())
        work.join(self._patience_seconds)
        return self._held or held

    def _refresh(self, store: Engine | Connection) -> threading.Thread:
        """The thread that brings the knowledge up to date: the one at work, or a new one."""
        with self._lock:
            if self._work is None or not self._work.is_alive():
                self._work = threading.Thread(target=self._bring_up_to_date, args=(store,), daemon=True)
                self._work.start()
            return self._work

    def _bring_up_to_date(self, store: Engine | Connection) -> None:
        held = self._held
        assert held is not None
        with Session(store) as session:
            moment = read_moment(session)
            if moment != held.moment:
                self._held = change_knowledge(session, held, moment)


def _nothing_to_do() -> None:
    """What is called when nobody asked for anything."""


def knowledge() -> Knowledge:
    """Knowledge for this request."""
    holder: KnowledgeHolder = current_app.extensions["knowledge"]
    return holder.get(store_session())


def read_moment(session: Session) -> Moment:
    """Where the store stands now."""
    loads = tuple(load.sha256 for load in list_embedded_loads(session))
    return Moment(data_version(session), loads, read_stamp(session))


def build_knowledge(session: Session, moment: Moment) -> Knowledge:
    """Build everything from the store."""
    catalog = read_catalog(session)
    waiting = read_waiting(session)
    columns = read_posting_columns(session)
    index = UnlockIndex.build(columns, CredentialGraph(catalog), usual_entry=usual_entry(session, catalog))
    occupations = session.exec(select(OccupationRow)).all()
    printed = session.exec(
        select(WageEstimateRow.soc_code).where(
            WageEstimateRow.area_code == NATION_AREA_CODE, WageEstimateRow.vintage == latest_vintage(session)
        )
    )
    return Knowledge(
        version=moment.version,
        moment=moment,
        waiting=waiting,
        catalog=catalog,
        graph=index.graph,
        index=index,
        reaches=KeptReaches(index),
        is_sample=np.isin(columns.posting_ids, list_sample_ids(session)),
        asked_by_jobs=_count_asked({}, columns.signatures, np.bincount(columns.signature_rows)),
        occupation_titles={row.soc_code: row.soc_title for row in occupations if row.level == "detailed"},
        group_titles=OEWS_GROUP_TITLES
        | {row.soc_code: row.soc_title for row in occupations if row.level != "detailed"},
        printed_codes=frozenset(printed),
    )


def change_knowledge(session: Session, held: Knowledge, moment: Moment) -> Knowledge:
    """The knowledge of a later moment: only what changed is read, where that is all the same to the catalog."""
    if moment.loads != held.moment.loads:
        return build_knowledge(session, moment)
    ids, waiting = list_changed(session, held.moment.stamp, held.waiting)
    if not ids:
        return replace(held, version=moment.version, moment=moment, waiting=waiting)
    former = held.index.columns
    most = MOST_CHANGED * max(len(former), 1)
    if len(ids) > most or dead_signatures(former) > MOST_CHANGED * len(former.signatures):
        return build_knowledge(session, moment)
    changed = read_columns_of(session, ids)
    index = held.index.changed(changed, ids.difference(changed.posting_ids.tolist()))
    columns = index.columns
    total = len(columns.signatures)
    more = np.bincount(columns.signature_rows, minlength=total)
    more -= np.bincount(former.signature_rows, minlength=total)
    return replace(
        held,
        version=moment.version,
        moment=moment,
        waiting=waiting,
        index=index,
        reaches=KeptReaches(index),
        is_sample=np.isin(columns.posting_ids, list_sample_ids(session)),
        asked_by_jobs=_count_asked(held.asked_by_jobs, columns.signatures, more),
    )


def _count_asked(
    known: Mapping[str, int], signatures: Sequence[Signature], more: npt.NDArray[np.int64]
) -> dict[str, int]:
    """How many postings name a credential, when of each signature there are so many more than were counted."""
    asked = Counter(known)
    for row in np.flatnonzero(more).tolist():
        for credential_id in {id_ for group in signatures[row].groups for id_ in group.any_of}:
            asked[credential_id] += int(more[row])
    return {id_: count for id_, count in asked.items() if count}
