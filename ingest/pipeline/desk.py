"""Where gathered records are put: into the staging, with what changed sent on to be understood; or nowhere."""

from collections.abc import Mapping

from ingest.kit.document import Rejection
from ingest.pipeline.diff import Entry, MaximumAge, Standing, change_of
from ingest.pipeline.reading import Read, Readers, ToRead
from ingest.pipeline.staging import Staging
from ingest.pipeline.workshop import Progress
from portal.domain.job_posting import PostingRecord


class StagingDesk:
    """Puts what is gathered into the staging, and hands on what must be understood."""

    def __init__(
        self,
        staging: Staging,
        standing: Mapping[str, Standing],
        age: MaximumAge | None,
        *,
        progress: Progress,
    ) -> None:
        self._staging, self._standing, self._age, self._progress = staging, standing, age, progress
        self._given_back: list[int] = []
        self.readers: Readers | None = None

    def put_away(self, record_json: bytes) -> int:
        return self._staging.put_away(record_json)

    def recall(self, offset: int) -> PostingRecord:
        return self._staging.recall(offset)

    def reject(self, rejection: Rejection) -> None:
        self._staging.reject(rejection)

    def take(self, ref: str, record_json: bytes, entry: Entry) -> None:
        known = self._standing.get(ref)
        if change_of(entry, known, self._age).is_written:
            assert self.readers is not None
            key = known.id if known else None
            self.readers.take(ToRead(entry.offset, key, record_json, entry.content_hash.hex()))

    def give_back(self, entry: Entry) -> None:
        self._given_back.append(entry.offset)

    def deliver(self, read: Read) -> None:
        """Rows that were read."""
        self._staging.add(read.postings, read.places, read.offers)
        self._progress(len(read.postings))

    def settle(self) -> int:
        """Take out what was read in vain, write what waits. Shape: how many of the rest have an occupation."""
        self._staging.drop(self._given_back)
        self._staging.flush()
        return self._staging.count_coded()


class BlankDesk:
    """A desk for a dry run: it keeps nothing."""

    def put_away(self, _record_json: bytes) -> int:
        return 0

    def recall(self, _offset: int) -> None:
        return None

    def reject(self, _rejection: Rejection) -> None:
        return None

    def take(self, _ref: str, _record_json: bytes, _entry: Entry) -> None:
        return None

    def give_back(self, _entry: Entry) -> None:
        return None
