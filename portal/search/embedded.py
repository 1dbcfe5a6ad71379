"""The embedded engine: in-process indexes below `data_dir/search`, one writer, any number of readers."""

import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from zlib import crc32

import tantivy

from portal.domain.errors import SearchUnavailable
from portal.search.config import SearchConfig
from portal.search.documents import SearchDocument
from portal.search.embedded_answer import answer
from portal.search.embedded_damage import explaining_damage, refuse_bad_bytes
from portal.search.embedded_documents import to_tantivy
from portal.search.embedded_schema import (
    SCHEMA_VERSION,
    build_schema,
    check_weights,
    register_analyzers,
)
from portal.search.embedded_starts import keep_title_starts
from portal.search.embedded_suggest import suggest_meant, suggest_names
from portal.search.embedded_view import Reader
from portal.search.index_files import IndexFiles, read_state, write_state
from portal.search.port import (
    ALL_KINDS,
    IndexState,
    Progress,
    SearchKind,
    SearchQuery,
    SearchResult,
    Suggestion,
)
from portal.search.query_text import MAX_TEXT_LENGTH
from portal.search.sought import Concepts

PROGRESS_EVERY = 1_000
_MARKS = 1 << 22


class EmbeddedEngine:
    """`SearchEngine` on the tantivy package. Opens nothing before it is asked.

    `clock` gives the time that is noted with a commit.
    """

    def __init__(self, root: Path, config: SearchConfig, *, clock: Callable[[], datetime]) -> None:
        check_weights(config.weights)
        self._config = config
        self._clock = clock
        self._concepts = Concepts(config.synonyms)
        self._files = {kind: IndexFiles(root, kind, schema_version=SCHEMA_VERSION) for kind in SearchKind}
        self._readers = {kind: Reader(files) for kind, files in self._files.items()}
        self._write_lock = threading.Lock()
        self._sound_files: set[tuple[str, int, int]] = set()

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query."""
        started = time.perf_counter()
        with explaining_damage(query.kind):
            view = self._readers[query.kind].view()
            result = answer(
                view, query, config=self._config, concepts=self._concepts, acronyms=self._acronyms()
            )
        return result.model_copy(update={"took_ms": (time.perf_counter() - started) * 1000})

    def suggest(
        self, prefix: str, *, today: date, limit: int = 5, kinds: Sequence[SearchKind] = ALL_KINDS
    ) -> tuple[Suggestion, ...]:
        """Names that have all words: at most `limit` of each kind, best first, kinds in the order asked."""
        with explaining_damage():
            return self._suggest(prefix[:MAX_TEXT_LENGTH], today=today, limit=limit, kinds=kinds)

    def _suggest(
        self, prefix: str, *, today: date, limit: int, kinds: Sequence[SearchKind]
    ) -> tuple[Suggestion, ...]:
        views = {kind: self._readers[kind].view() for kind in kinds}
        offers = {
            kind: suggest_names(view, prefix, config=self._config, limit=limit, today=today)
            for kind, view in views.items()
        }
        # A typing error is only looked for when no kind knows the words as they stand.
        corrects = not any(offers.values())
        if limit > 0 and not all(offers.values()):
            acronyms = self._acronyms()
            for kind, view in views.items():
                if not offers[kind] and (corrects or kind is not SearchKind.PLACES):
                    offers[kind] = suggest_meant(
                        view,
                        prefix,
                        config=self._config,
                        concepts=self._concepts,
                        acronyms=acronyms,
                        limit=limit,
                        today=today,
                        corrects=corrects,
                    )
        return tuple(offer for kind in kinds for offer in offers[kind])

    def state(self, kind: SearchKind) -> IndexState:
        """What stands in one index now."""
        return read_state(self._files[kind].current())

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
        """Put in, replace and take out documents by id: all of them or, on an error, none."""
        files = self._files[kind]
        with (
            explaining_damage(kind),
            _explaining_the_disk(),
            self._write_lock,
            files.writing(wait_seconds=self._config.writer.lock_seconds),
        ):
            folder = files.current()
            before = read_state(folder)
            refuse_bad_bytes(folder, sound=self._sound_files)
            index = _open(folder)
            with _writer(index, heap_mb=self._config.writer.change_mb, threads=1) as writer:
                for key in deletes:
                    writer.delete_documents_by_term("key", key)
                changes = len(deletes)
                held = _Held(index)
                for document in upserts:
                    changes += 1
                    if held.put(document.id):
                        writer.delete_documents_by_term("key", document.id)
                    writer.add_document(to_tantivy(document))
                writer.commit()
            version = before.data_version if data_version is None else data_version
            return self._note(folder, index, kind=kind, data_version=version, changes=changes)

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
        files = self._files[kind]
        settings = self._config.writer
        with _explaining_the_disk(), self._write_lock, files.writing(wait_seconds=settings.lock_seconds):
            files.drop_unused()
            folder = files.make_folder()
            try:
                index = tantivy.Index(build_schema(kind), path=str(folder), reuse=False)
                register_analyzers(index)
                with _writer(index, heap_mb=settings.rebuild_mb, threads=settings.rebuild_threads) as writer:
                    done = 0
                    for done, document in enumerate(documents, start=1):
                        writer.add_document(to_tantivy(document))
                        if progress and done % PROGRESS_EVERY == 0:
                            progress(kind.value, done)
                    writer.commit()
                    if progress:
                        progress(kind.value, done)
                state = self._note(folder, index, kind=kind, data_version=data_version)
                if state.documents != (wanted := expected()):
                    raise SearchUnavailable(
                        f"The new search index of {kind.value} has {state.documents} documents, the store {wanted}. "
                        "The old index stays. Run portal reindex again; if it repeats, run portal doctor."
                    )
                files.make_current(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            # Threads that still answer from the old one keep its mapped files; only our hold on it ends.
            self._readers[kind].close()
            files.drop_unused()
            return state

    def note_version(self, data_version: str) -> None:
        """Note that all indexes stand on this data version."""
        for kind, files in self._files.items():
            with self._write_lock, files.writing(wait_seconds=self._config.writer.lock_seconds):
                state = self.state(kind)
                write_state(files.current(), state.model_copy(update={"data_version": data_version}))

    def close(self) -> None:
        """Let go of files."""
        for reader in self._readers.values():
            reader.close()

    def _note(
        self,
        folder: Path,
        index: tantivy.Index,
        *,
        kind: SearchKind,
        data_version: str,
        changes: int | None = None,
    ) -> IndexState:
        index.reload()
        if kind is SearchKind.POSTINGS:
            keep_title_starts(folder, index.searcher(), changes=changes)
        state = IndexState(
            kind=kind,
            documents=index.searcher().num_docs,
            committed_at=self._clock(),
            data_version=data_version,
        )
        write_state(folder, state)
        return state

    def _acronyms(self) -> frozenset[str]:
        try:
            return self._readers[SearchKind.CREDENTIALS].view().acronyms
        except SearchUnavailable:
            return frozenset()


def _open(folder: Path) -> tantivy.Index:
    try:
        index = tantivy.Index.open(str(folder))
    except (OSError, ValueError) as error:
        raise SearchUnavailable(
            f"The search index {folder.name} is damaged ({error}). Run: portal reindex"
        ) from error
    register_analyzers(index)
    return index


@contextmanager
def _explaining_the_disk() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, ValueError) and "IO error" not in str(
            error
        ):  # the engine's word for the disk's refusal
            raise
        raise SearchUnavailable(
            f"The search index cannot be written ({error}). Free some space, then run: portal reindex"
        ) from error


class _Held:
    """Which documents an index holds, with those put in since its last commit: only these must be taken out first.

    A removal is kept in memory until the commit and looked for in every segment, so a new document is spared it. Two
    keys may share a mark: that asks for a removal which takes nothing out, and memory does not grow with the feed.
    """

    def __init__(self, index: tantivy.Index) -> None:
        self._searcher = index.searcher()
        self._marks = bytearray(_MARKS)

    def put(self, key: str) -> bool:
        """Note that a document is put in. Shape: whether it may stand there already."""
        place = crc32(key.encode()) % _MARKS
        was_put, self._marks[place] = self._marks[place], 1
        return bool(was_put) or self._searcher.doc_freq("key", key) > 0


@contextmanager
def _writer(index: tantivy.Index, *, heap_mb: int, threads: int) -> Iterator[tantivy.IndexWriter]:
    """A writer that is always let go; what was not committed is dropped."""
    try:
        writer = index.writer(heap_mb * 1_000_000, threads)
    except (OSError, ValueError) as error:
        raise SearchUnavailable(f"The search index cannot be written ({error}). Try again later.") from error
    try:
        yield writer
    except BaseException:
        with suppress(
            OSError, ValueError
        ):  # on a full disk nothing can be taken back; it was never committed
            writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
