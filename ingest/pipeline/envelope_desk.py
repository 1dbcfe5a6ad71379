"""The desk at which envelopes are opened, one alone, and what they hold is saved beside the catalog."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError
from sqlmodel import Session

from ingest.kit.document import Alarm, Rejection
from ingest.kit.envelopes import Envelope, EnvelopeOutcome, Gone
from ingest.pipeline.gather import DUPLICATE
from portal.ctdl.compare import compare
from portal.ctdl.document import Form, read_document
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.imported import Imported, ImportedBatch, RemarkKind
from portal.ctdl.importing import import_documents
from portal.domain.source import SourceConfig
from portal.store.catalog import read_catalog
from portal.store.ctdl import ImportSaved, ask_questions, save_records
from portal.store.ctdl_standing import read_comparable, read_organisation_names
from portal.store.ctdl_tables import ImportedRecordRow

SAVED_AT_ONCE = 200
_PARTS = ("credentials", "learning", "transfer_values", "others")


@dataclass
class Feed:
    """What one pass over a feed found: of each reference the newest word, and whom addresses mean."""

    newest: dict[str, tuple[str, int]] = field(default_factory=dict)
    """CTID to when it was said and its place in the feed."""
    names: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    rejected: list[Rejection] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    fetched: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[EnvelopeOutcome]) -> "Feed":
        """Of two statements about one resource the later counts, of equally late ones the first."""
        feed = cls()
        for place, outcome in enumerate(outcomes):
            if isinstance(outcome, Alarm):
                feed.alarms.append(outcome.message)
                continue
            feed.fetched += 1
            if isinstance(outcome, Rejection):
                feed.rejected.append(outcome)
                continue
            at = outcome.at if isinstance(outcome, Gone) else outcome.updated_at
            known = feed.newest.get(outcome.ref)
            if known is not None:
                feed.rejected.append(Rejection(DUPLICATE, "an older or equal one", source_ref=outcome.ref))
                if at <= known[0]:
                    continue
            feed.newest[outcome.ref] = (at, place)
            if isinstance(outcome, Gone):
                feed.gone.add(outcome.ref)
                continue
            feed.gone.discard(outcome.ref)
            if outcome.is_organisation and outcome.title:
                feed.names[outcome.ref] = outcome.title
        return feed


class EnvelopeDesk:
    """Opens envelopes, one alone, and saves what they hold some at once. `finish` before the results are read."""

    def __init__(self, session: Session, source: SourceConfig, *, today: date, feed: Feed) -> None:
        self._session, self._source, self._today, self._feed = session, source, today, feed
        self._names = read_organisation_names(session, source.title) | feed.names
        self._batch: list[ImportedBatch] = []
        self._said: Counter[str] = Counter()
        self.saved = ImportSaved()
        self.rejected: list[Rejection] = []

    def take(self, envelope: Envelope) -> bool:
        """Open one; False where it had to be rejected."""
        opened = self._open(envelope)
        if isinstance(opened, Rejection):
            self.rejected.append(opened)
            return False
        self._batch.append(opened)
        if len(self._batch) >= SAVED_AT_ONCE:
            self._save()
        return True

    def finish(self) -> None:
        """Save the rest, mark what the registry deleted, and ask what the standing records make a question."""
        self._batch.append(
            ImportedBatch(
                source=self._source.title,
                imported_on=self._today,
                deleted_keys=tuple(sorted(self._feed.gone)),
            )
        )
        self._save()
        catalog = read_catalog(self._session)
        standing = read_comparable(self._session, self._source.title, catalog=catalog, today=self._today)
        asked = ask_questions(
            self._session, compare(catalog, standing), source=standing.source, asked_on=self._today
        )
        self._add(asked)

    def remarks(self) -> list[str]:
        """What a person should know of this run, a sentence a kind."""
        asked = self.saved.asked + self.saved.asked_again
        questions = [f"{asked} questions for a curator (portal curate list --kind catalog)"] if asked else []
        return [*(f"{count} times: {what}" for what, count in sorted(self._said.items())), *questions]

    def _open(self, envelope: Envelope) -> ImportedBatch | Rejection:
        record = {"name": envelope.name, "envelope": dict(envelope.content)}

        def reject(reason: str, detail: str) -> Rejection:
            return Rejection(reason, detail[:200], source_ref=envelope.ref, record=record)

        try:
            document = read_document(json.dumps(envelope.content).encode(), name=envelope.name)
        except UnreadableCtdl as error:
            return reject("no readable resource", str(error))
        if document.form in (Form.ASSISTANT, Form.OTHER) or not any(
            "@type" in node for node in document.nodes
        ):
            return reject("no CTDL", f"{envelope.name}: {document.form.value}")
        try:
            batch = import_documents(
                [document],
                source=self._source.title,
                imported_on=self._today,
                known_names=self._names,
            )
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            return reject("a value that cannot be kept", f"{envelope.name}: {place}: {first['msg']}")
        self._said.update(_kind_of(one.message) for one in batch.remarks if one.kind is RemarkKind.DOCUMENT)
        self._said.update(
            f"CTDL says {one.kind.value}" for one in batch.remarks if one.kind is not RemarkKind.DOCUMENT
        )
        return self._own(batch, envelope.ref)

    def _own(self, batch: ImportedBatch, ref: str) -> ImportedBatch:
        """Only the resource's own records: nobody speaks for a resource that has an envelope of its own."""

        def is_own(record: Imported) -> bool:
            key = record.key.partition("#")[0]
            if key == ref:
                return True
            if key in self._feed.newest:
                return False
            row = self._session.get(ImportedRecordRow, (self._source.title, key))
            return row is None or str(row.document["evidence"]["note"]).endswith(ref)

        kept: dict[str, tuple[Imported, ...]] = {}
        for part in _PARTS:
            records: tuple[Imported, ...] = getattr(batch, part)
            own = [record for record in records if is_own(record)]
            self._said["a node of another resource in an envelope; its own envelope speaks for it"] += len(
                records
            ) - len(own)
            kept[part] = tuple(_with_envelope(one, ref) for one in own)
        self._said = +self._said
        return batch.model_copy(update=kept)

    def _save(self) -> None:
        merged = {
            name: tuple(item for one in self._batch for item in getattr(one, name))
            for name in (*_PARTS, "edges", "deleted_keys")
        }
        batch = ImportedBatch(source=self._source.title, imported_on=self._today)
        self._add(save_records(self._session, batch.model_copy(update=merged)))
        self._batch.clear()

    def _add(self, more: ImportSaved) -> None:
        self.saved = ImportSaved(
            **{name: getattr(self.saved, name) + getattr(more, name) for name in ImportSaved.model_fields}
        )


def _with_envelope(record: Imported, ref: str) -> Imported:
    """A record that came within another's envelope says so: only that envelope may change it."""
    if record.key == ref:
        return record
    note = f"{record.evidence.note}, in the envelope {ref}"
    return record.model_copy(update={"evidence": record.evidence.model_copy(update={"note": note})})


def _kind_of(remark: str) -> str:
    """A remark without what is particular to one record."""
    return remark.partition(" (")[0] if remark.startswith("the token") else remark
