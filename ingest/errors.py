"""Errors of ingestion. A message says what happened, to which source or record, and what to do."""


class IngestError(Exception):
    """Anything that stops one run of one source; the last good state stays."""


class FetchFailed(IngestError):
    """A document could not be had. `retryable`: asking again later may help. `status`: the HTTP status, if one came."""

    def __init__(self, message: str, *, retryable: bool, status: int | None = None) -> None:
        self.retryable = retryable
        self.status = status
        super().__init__(message)


class SourceChanged(IngestError):
    """A document is not in the form that the adapter knows."""


class RecordRejected(IngestError):
    """One record cannot be taken; the run goes on. `reason` is a short fixed phrase, `detail` names the value."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


class AssertionFailed(IngestError):
    """A whole feed is not believed (too few records); it is quarantined."""


class SourceBusy(IngestError):
    """Another process is running the same source."""


class SourceWaits(IngestError):
    """The source lacks something that a person must give (a key, a file)."""


class ReadingBroke(IngestError):
    """A process that understands records ended without an answer."""
