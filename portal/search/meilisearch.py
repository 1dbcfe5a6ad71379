"""The engine on a Meilisearch server, through its official client: for more than one machine."""

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchError
from meilisearch.models.task import TaskInfo

from portal.domain.errors import SearchUnavailable
from portal.search.config import SearchConfig
from portal.search.documents import SearchDocument
from portal.search.meilisearch_answers import (
    hits_question,
    read_result,
    read_suggestion,
    suggestion_question,
)
from portal.search.meilisearch_documents import index_settings, to_meilisearch
from portal.search.meilisearch_keys import KeyUse, key_request, search_rules
from portal.search.meilisearch_query import count_queries, filters, one_of, query_string
from portal.search.port import (
    ALL_KINDS,
    Hit,
    IndexState,
    Progress,
    SearchKind,
    SearchQuery,
    SearchResult,
    Suggestion,
)
from portal.search.query_text import QueryText, parse_query_text

BATCH = 1_000
TASK_SECONDS = 600
"""So long a task may wait and run: the server works its queue off in order."""
REQUEST_SECONDS = 5


class MeilisearchEngine:
    """`SearchEngine` on a server. Asks nothing before it is asked. `prefix` parts deployments on one server."""

    def __init__(
        self,
        url: str,
        key: str,
        config: SearchConfig,
        *,
        clock: Callable[[], datetime],
        prefix: str = "rungs",
    ) -> None:
        self._client = Client(url, key or None, timeout=REQUEST_SECONDS)
        self._config = config
        self._clock = clock
        self._prefix = prefix

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query; facets that leave their own filter out go along in the same multi-search."""
        started = time.perf_counter()
        typed = parse_query_text(query.text)
        result = self._ask(query, typed, strategy="all")
        if not result.total and len(typed.words) > 1:
            relaxed = self._ask(query, typed, strategy="frequency")
            if relaxed.total:
                result = relaxed.model_copy(update={"is_relaxed": True})
        return result.model_copy(update={"took_ms": (time.perf_counter() - started) * 1000})

    def suggest(
        self, prefix: str, *, today: date, limit: int = 5, kinds: Sequence[SearchKind] = ALL_KINDS
    ) -> tuple[Suggestion, ...]:
        """Names that have all words: at most `limit` of each kind, best first, kinds in the order asked."""
        typed = parse_query_text(prefix)
        if limit < 1 or not typed.words:
            return ()
        queries = [
            {
                "indexUid": self._uid(kind.value),
                **suggestion_question(kind, query_string(typed), today=today, limit=limit),
            }
            for kind in kinds
        ]
        with _told():
            answers = self._client.multi_search(queries)["results"]
        return tuple(
            read_suggestion(kind, hit)
            for kind, answer in zip(kinds, answers, strict=True)
            for hit in answer["hits"]
        )

    def state(self, kind: SearchKind) -> IndexState:
        """What stands in one index now."""
        with _told():
            found = self._client.index(self._uid("state")).get_document(kind.value)
        return IndexState(**{name: getattr(found, name) for name in IndexState.model_fields})

    def version(self) -> str | None:
        """The data version on which all indexes stand; None when one is missing or they differ."""
        try:
            versions = {self.state(kind).data_version for kind in SearchKind}
        except SearchUnavailable:
            return None
        return versions.pop() if len(versions) == 1 else None

    def apply_changes(
        self,
        kind: SearchKind,
        upserts: Iterable[SearchDocument],
        *,
        deletes: Collection[str] = (),
        data_version: str | None = None,
    ) -> IndexState:
        """Put in, replace and take out documents by id. What fails while documents are read changes nothing.

        The server takes thousands at once, but not all: a change larger than a batch that the server refuses
        half way stays half done until it is repeated.
        """
        before = self.state(kind)
        documents = [to_meilisearch(document) for document in upserts]
        index = self._client.index(self._uid(kind.value))
        with _told():
            if deletes:
                self._wait(index.delete_documents(filter=one_of("key", deletes)))
            for at in range(0, len(documents), BATCH):
                self._wait(index.add_documents(documents[at : at + BATCH], "id"))
        return self._note(kind, before.data_version if data_version is None else data_version)

    def rebuild(
        self,
        kind: SearchKind,
        documents: Iterable[SearchDocument],
        *,
        expected: Callable[[], int],
        data_version: str,
        progress: Progress | None = None,
    ) -> IndexState:
        """Build anew beside the live index, check the count, swap."""
        live, beside = self._uid(kind.value), self._uid(f"{kind.value}_{secrets.token_hex(4)}")
        with _told():
            self._wait(self._client.create_index(beside, {"primaryKey": "id"}))
            try:
                index = self._client.index(beside)
                self._wait(index.update_settings(index_settings(kind, self._config)))
                done, source = 0, iter(documents)
                while batch := [to_meilisearch(document) for document in islice(source, BATCH)]:
                    self._wait(index.add_documents(batch, "id"))
                    done += len(batch)
                    if progress:
                        progress(kind.value, done)
                stands = index.get_stats().number_of_documents
                if stands != (wanted := expected()):
                    raise SearchUnavailable(
                        f"The new search index of {kind.value} has {stands} documents, the store {wanted}. "
                        "The old index stays. Run portal reindex again; if it repeats, run portal doctor."
                    )
                self._make_live(live, beside)
            finally:
                self._wait(self._client.delete_index(beside), may_be_missing=True)
        return self._note(kind, data_version)

    def note_version(self, data_version: str) -> None:
        """Note that all indexes stand on this data version."""
        for kind in SearchKind:
            self._save(self.state(kind).model_copy(update={"data_version": data_version}))

    def close(self) -> None:
        """Nothing is held open."""

    def search_federated(self, text: str, *, today: date, limit: int = 20) -> tuple[Hit, ...]:
        """One list over all kinds, best first: a federated multi-search, for front ends that show no groups."""
        typed = parse_query_text(text)
        questions = [
            {
                "indexUid": self._uid(kind.value),
                "q": query_string(typed),
                "filter": list(filters(_everything(kind, text, today), typed).values()),
                "attributesToRetrieve": ["key"],
            }
            for kind in ALL_KINDS
        ]
        with _told():
            answer: dict[str, Any] = self._client.multi_search(questions, {"limit": limit, "offset": 0})
        kinds = {self._uid(kind.value): kind for kind in ALL_KINDS}
        return tuple(
            Hit(
                kind=kinds[hit["_federation"]["indexUid"]],
                id=str(hit["key"]),
                score=float(hit["_federation"]["weightedRankingScore"]),
                matched_words=tuple(word.text for word in typed.words),
            )
            for hit in answer["hits"]
        )

    def make_key(self, use: KeyUse, *, expires_at: datetime | None = None) -> tuple[str, str]:
        """A key of this deployment for one use, as (uid, key). Needs a key that may `keys.create`."""
        with _told():
            key = self._client.create_key(key_request(use, prefix=self._prefix, expires_at=expires_at))
        return key.uid, key.key

    def tenant_token(
        self, key_uid: str, key: str, *, only: Mapping[SearchKind, SearchQuery], expires_at: datetime
    ) -> str:
        """A token that may only search, and only what the filters of these queries leave; nobody can widen it."""
        expressions = {
            kind: " AND ".join(filters(query, parse_query_text("")).values()) for kind, query in only.items()
        }
        return self._client.generate_tenant_token(
            key_uid, search_rules(expressions, prefix=self._prefix), api_key=key, expires_at=expires_at
        )

    def _ask(self, query: SearchQuery, typed: QueryText, *, strategy: str) -> SearchResult:
        expressions = filters(query, typed)
        base = {
            "indexUid": self._uid(query.kind.value),
            "q": query_string(typed),
            "matchingStrategy": strategy,
        }
        main = hits_question(query, typed, expressions=expressions, base=base)
        counts = count_queries(query, expressions, base)
        with _told():
            answers = self._client.multi_search([main, *(question for _, _, question in counts)])["results"]
        steps = [(facet, step) for facet, step, _ in counts]
        return read_result(query, typed, answers=answers, steps=steps)

    def _make_live(self, live: str, beside: str) -> None:
        names = {index.uid for index in self._client.get_indexes({"limit": 1_000})["results"]}
        if live not in names:
            self._wait(self._client.create_index(live, {"primaryKey": "id"}))
        self._wait(self._client.swap_indexes([{"indexes": [live, beside]}]))

    def _note(self, kind: SearchKind, data_version: str) -> IndexState:
        with _told():
            documents = self._client.index(self._uid(kind.value)).get_stats().number_of_documents
        state = IndexState(
            kind=kind, documents=documents, committed_at=self._clock(), data_version=data_version
        )
        self._save(state)
        return state

    def _save(self, state: IndexState) -> None:
        row = {**state.model_dump(mode="json"), "id": state.kind.value}
        with _told():
            self._wait(self._client.index(self._uid("state")).add_documents([row], "id"))

    def _wait(self, asked: TaskInfo, *, may_be_missing: bool = False) -> None:
        """A task that was not worked off as asked is an error: the client itself only waits."""
        task = self._client.wait_for_task(asked.task_uid, timeout_in_ms=TASK_SECONDS * 1000)
        if task.status == "succeeded":
            return
        error = task.error or {}
        if may_be_missing and error.get("code") == "index_not_found":
            return
        raise SearchUnavailable(
            f"The search server did not do {task.type} ({task.status}: {error.get('code', 'no code')}, "
            f"{error.get('message', 'no message')}). Run portal reindex again; if it repeats, see its log."
        )

    def _uid(self, name: str) -> str:
        return f"{self._prefix}_{name}"


def _everything(kind: SearchKind, text: str, today: date) -> SearchQuery:
    return SearchQuery(kind=kind, text=text, today=today if kind is SearchKind.POSTINGS else None)


@contextmanager
def _told() -> Iterator[None]:
    """What the client raises, as the one error that pages know."""
    try:
        yield
    except MeilisearchError as error:
        raise SearchUnavailable(
            f"The search server does not answer as it should ({error}). Check PORTAL_MEILISEARCH_URL and the key; "
            "run portal reindex when an index is missing."
        ) from error
