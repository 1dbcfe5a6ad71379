"""Understands records: a few in this process, many in processes beside it, always in the order of the feed.

The processes are forked, so that they share the lexicons and the catalog; they touch neither store nor index, and they
end with the process that made them.
"""

import gc
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import Any

from ingest.dedupe.offers import Offer, offer_of
from ingest.enrich.understand import Reader
from ingest.errors import ReadingBroke
from ingest.pipeline.rows import place_values, posting_values
from portal.domain.job_posting import PostingRecord

BATCH = 100
FORK_FROM = 1_000
"""So many records are worth the start of processes."""
_AHEAD = 6
"""Batches under way for each process: enough to keep it busy, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """One record to understand. `key` is its row in the store, None for a new one."""

    position: int
    key: int | None
    record_json: bytes
    content_hash: str


@dataclass(frozen=True, slots=True)
class Read:
    """Rows for the staging."""

    postings: list[tuple[Any, ...]]
    places: list[tuple[Any, ...]]
    offers: list[Offer]


@dataclass(frozen=True, slots=True)
class HowToRead:
    """`dates_as_text`: days as the driver of SQLite takes them; `with_offers`: copies of offers are looked for."""

    dates_as_text: bool
    with_offers: bool = True


def read_batch(reader: Reader, batch: list[ToRead], how: HowToRead) -> Read:
    """Understand records, one row each."""
    postings: list[tuple[Any, ...]] = []
    places: list[tuple[Any, ...]] = []
    offers: list[Offer] = []
    for one in batch:
        record = PostingRecord.model_validate_json(one.record_json)
        understood = reader.understand(record)
        values = posting_values(record, understood, content_hash=one.content_hash)
        if how.dates_as_text:
            values = tuple(v.isoformat() if isinstance(v, date) else v for v in values)
        offer = offer_of(record, understood) if how.with_offers else None
        if offer is not None:
            offers.append(offer)
        postings.append((one.position, one.key, record.source_ref, *values, offer.key if offer else None))
        places += [(one.position, *place) for place in place_values(understood)]
    return Read(postings, places, offers)


class Readers:
    """Takes records in, hands rows on. `deliver` is called in the order in which the records came."""

    def __init__(
        self, reader: Reader, deliver: Callable[[Read], None], *, processes: int, how: HowToRead
    ) -> None:
        self._reader, self._deliver = reader, deliver
        self._processes, self._how = processes, how
        self._waiting: list[ToRead] = []
        self._under_way: deque[Future[Read]] = deque()
        self._pool: ProcessPoolExecutor | None = None

    def take(self, one: ToRead) -> None:
        """Take one record in. Raises: ReadingBroke."""
        self._waiting.append(one)
        if self._pool is None:
            if len(self._waiting) < FORK_FROM or self._processes < 2:
                if self._processes < 2 and len(self._waiting) >= BATCH:
                    self._read_here()
                return
            self._start()
        elif len(self._waiting) >= BATCH:
            self._submit()

    def finish(self) -> None:
        """Read and deliver whatever is left. Raises: ReadingBroke."""
        if self._pool is None:
            self._read_here()
            return
        self._submit()
        while self._under_way:
            self._deliver_first()

    def close(self) -> None:
        """End the processes; what is under way is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _read_here(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            self._deliver(read_batch(self._reader, batch, self._how))

    def _start(self) -> None:
        with _forking:
            _shared["reader"] = self._reader
            gc.collect()
            gc.freeze()  # else the children's collector copies every page that it looks at
            try:
                self._pool = ProcessPoolExecutor(
                    self._processes,
                    mp_context=get_context("fork"),
                    initializer=_begin,
                    initargs=(os.getpid(),),
                )
                self._submit()  # the pool forks with its first task
            finally:
                gc.unfreeze()

    def _submit(self) -> None:
        assert self._pool is not None
        for start in range(0, len(self._waiting), BATCH):
            while len(self._under_way) >= _AHEAD * self._processes:
                self._deliver_first()
            batch = self._waiting[start : start + BATCH]
            try:
                self._under_way.append(self._pool.submit(_read_there, batch, self._how))
            except BrokenProcessPool as error:
                raise _broke() from error
        self._waiting = []

    def _deliver_first(self) -> None:
        try:
            read = self._under_way.popleft().result()
        except BrokenProcessPool as error:
            raise _broke() from error
        self._deliver(read)


@contextmanager
def open_readers(
    reader: Reader, deliver: Callable[[Read], None], *, processes: int, how: HowToRead
) -> Iterator[Readers]:
    """Readers whose processes end with the block."""
    readers = Readers(reader, deliver, processes=processes, how=how)
    try:
        yield readers
    finally:
        readers.close()


_shared: dict[str, Reader] = {}
"""What the forked processes find: handed over by the fork itself, for it is too large to send."""
_forking = threading.Lock()


def _begin(parent: int) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read_there(batch: list[ToRead], how: HowToRead) -> Read:
    return read_batch(_shared["reader"], batch, how)


def _broke() -> ReadingBroke:
    return ReadingBroke(
        "A process that reads postings ended without an answer: it was killed, or the memory was full. "
        "Nothing was changed. Run the source again."
    )
