"""The search index as the loop sees it: rows that changed are brought up to date, and their version is noted."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.search.port import SearchEngine
from portal.search.reindex import confirm_version, index_postings, reindex
from portal.store.runs import data_version


class SearchIndex:
    """Keeps one search engine in step with the store."""

    def __init__(self, engine: SearchEngine, *, version_before: str | None) -> None:
        self._engine = engine
        self._version_before = version_before

    def update(self, session: Session, posting_ids: Sequence[int]) -> None:
        """Index these postings. An index that was behind already is built anew.

        It is behind when a process was killed between its commit and its index, or when another source ran meanwhile.

        Raises: SearchUnavailable.
        """
        if posting_ids:
            index_postings(session, self._engine, posting_ids)
            confirm_version(session, self._engine, before=self._version_before)
        if self._engine.version() != data_version(session):
            reindex(session, self._engine)
