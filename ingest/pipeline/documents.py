"""The documents of a run: from the network or a mirror folder, archived before they are parsed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ingest.errors import FetchFailed, SourceWaits
from ingest.kit.archive import archive_document, sweep_archive
from ingest.kit.document import Adapter, Document, Fetcher
from ingest.kit.envelopes import EnvelopeAdapter
from ingest.kit.mirror import read_mirror
from ingest.kit.reference import ReferenceAdapter
from ingest.pipeline.report import RunReport
from ingest.pipeline.workshop import RunRequest, Workshop
from portal.domain.source import SourceConfig


def is_mirrored(
    source: SourceConfig, adapter: Adapter | ReferenceAdapter | EnvelopeAdapter, request: RunRequest
) -> bool:
    """Does this run read the mirror folder, not the network?"""
    return request.mirror is not None and (bool(source.mirror.files) or not adapter.is_local)


def fetch_documents(
    source: SourceConfig,
    adapter: Adapter | ReferenceAdapter | EnvelopeAdapter,
    fetcher: Fetcher,
    *,
    request: RunRequest,
    since: datetime | None = None,
) -> Iterable[Document]:
    """All documents of one complete fetch; of a registry that tells its changes, those `since` then.

    Raises: FetchFailed, SourceChanged, also while they are read; SourceWaits when a person must give something first.
    """
    if request.mirror is not None and is_mirrored(source, adapter, request):
        return read_mirror(request.mirror, source.mirror.files, max_bytes=source.max_bytes)
    if waits := adapter.waits_for():
        raise SourceWaits(f"{source.key} waits for {waits}.")
    if isinstance(adapter, EnvelopeAdapter):
        return adapter.fetch_envelopes(fetcher, since=since)
    return adapter.fetch(fetcher)


def archived(
    documents: Iterable[Document], workshop: Workshop, source_key: str, *, report: RunReport
) -> Iterator[Document]:
    """The same documents, each kept in the archive and named in the report before it is handed on.

    Raises: FetchFailed when there is none.
    """
    archive = workshop.data_dir / "archive" / source_key
    if not report.dry_run:
        sweep_archive(archive)  # we hold the source's lock
    for document in documents:
        kept = document if report.dry_run else archive_document(document, folder=archive)
        report.documents.append(
            {
                "name": document.name,
                # a path of this machine tells nobody anything and stays out of records that pages show
                "url": "" if document.url.startswith("file:") else document.url,
                "sha256": document.sha256,
                "bytes": document.size,
                **({"not_modified": True} if document.is_not_modified else {}),
            }
        )
        yield kept
    if not report.documents:
        raise FetchFailed(f"{source_key}: the source gave no document.", retryable=True)
