"""What every page reads again and again, built once for each version of the data and kept in the process."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from flask import current_app
from sqlmodel import Session, col, select

from portal.domain.credential import Catalog
from portal.domain.region import ResolvedRegion
from portal.stacks.graph import CredentialGraph
from portal.stacks.kept_reaches import KeptReaches, Within
from portal.stacks.postings import PostingColumns
from portal.stacks.unlock import UnlockIndex
from portal.store.catalog import read_catalog
from portal.store.posting_columns import read_posting_columns
from portal.store.postings import list_sample_ids
from portal.store.runs import data_version
from portal.store.tables import OccupationRow, WageEstimateRow
from portal.store.usual_entry import usual_entry
from portal.store.wages import NATION_AREA_CODE
from portal.web.store_session import store_session


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalog as a graph, the open postings as an index, the names of occupations: of one version of the data."""

    version: str
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
    """Codes under which OEWS prints figures."""
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
    """Keeps the newest knowledge; rebuilds it when the store has moved on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Knowledge | None = None

    def get(self, session: Session) -> Knowledge:
        """Knowledge of the data as it stands in the store now."""
        version = data_version(session)
        held = self._held
        if held is not None and held.version == version:
            return held
        with self._lock:
            if self._held is None or self._held.version != version:
                self._held = _build(session, version)
            return self._held


def knowledge() -> Knowledge:
    """Knowledge for this request."""
    holder: KnowledgeHolder = current_app.extensions["knowledge"]
    return holder.get(store_session())


def _count_asked(columns: PostingColumns) -> dict[str, int]:
    postings = np.bincount(columns.signature_rows, minlength=len(columns.signatures))
    asked: Counter[str] = Counter()
    for signature, count in zip(columns.signatures, postings.tolist(), strict=True):
        for credential_id in {id_ for group in signature.groups for id_ in group.any_of}:
            asked[credential_id] += count
    return dict(asked)


def _build(session: Session, version: str) -> Knowledge:
    catalog = read_catalog(session)
    graph = CredentialGraph(catalog)
    columns = read_posting_columns(session)
    occupations = session.exec(select(OccupationRow)).all()
    printed = session.exec(
        select(WageEstimateRow.soc_code).where(col(WageEstimateRow.area_code) == NATION_AREA_CODE).distinct()
    )
    index = UnlockIndex.build(columns, graph, usual_entry=usual_entry(session, catalog))
    return Knowledge(
        version=version,
        catalog=catalog,
        graph=graph,
        index=index,
        reaches=KeptReaches(index),
        is_sample=np.isin(columns.posting_ids, list_sample_ids(session)),
        asked_by_jobs=_count_asked(columns),
        occupation_titles={row.soc_code: row.soc_title for row in occupations if row.level == "detailed"},
        group_titles={row.soc_code: row.soc_title for row in occupations if row.level != "detailed"},
        printed_codes=frozenset(printed),
    )
