"""The search index as the loop sees it: rows that changed are brought up to date, and their version is noted."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.search.port import SearchEngine
from portal.search.reindex import confirm_version, index_postings


class SearchIndex:
    """Keeps one search engine in step with the store."""

    def __init__(self, engine: SearchEngine, *, version_before: str | None) -> None:
        self._engine = engine
        self._version_before = version_before

    def update(self, session: Session, posting_ids: Sequence[int]) -> None:
        """Index these postings. An index that was behind before stays behind and is rebuilt at the next start.

        Raises: SearchUnavailable.
        """
        index_postings(session, self._engine, posting_ids)
        confirm_version(session, self._engine, before=self._version_before)
