"""The search index as the loop sees it: rows that changed are brought up to date, and their version is noted."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.search.port import SearchEngine
from portal.search.reindex import confirm_version, index_postings, reindex
from portal.store.runs import data_version


class SearchIndex:
    """Keeps one search engine in step with the store. One run at a time: the loop holds a lock."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def update(self, session: Session, posting_ids: Sequence[int], *, before: str) -> None:
        """Index these postings. An index that was behind `before` already is built anew.

        It is behind when a process was killed between its commit and its index.

        Raises: SearchUnavailable.
        """
        if posting_ids and self._engine.version() == before:
            index_postings(session, self._engine, posting_ids)
            confirm_version(session, self._engine, before=before)
        if self._engine.version() != data_version(session):
            reindex(session, self._engine)
