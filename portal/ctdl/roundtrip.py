"""The round trip: read a file, write it, and say term by term what was mapped, kept and dropped."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field

import portal.ctdl.profiles
import portal.ctdl.resources  # noqa: F401 registers the typed classes
from portal.ctdl.canonical import canonical_statements
from portal.ctdl.document import CtdlDocument, Form, Section, read_document, write_document
from portal.ctdl.json_source import MAX_BYTES
from portal.ctdl.records import Record, count_terms, read_record, walk_records, write_record
from portal.ctdl.vocabulary import CTDL_CLASSES, find_intended_term, is_known_term
from portal.domain.model import DataModel


class DroppedTerms(DataModel):
    """Terms that were not taken over for one reason."""

    model_config = ConfigDict(str_strip_whitespace=False)

    reason: str
    terms: dict[str, int]


class RoundTrip(DataModel):
    """What became of one file. Counts are occurrences of terms.

    `equal`: what was written says the same as what was read; None where nothing was read.
    """

    # a misspelt term may differ from the right one by a blank only
    model_config = ConfigDict(str_strip_whitespace=False)

    file: str
    form: Form
    nodes: int
    classes: dict[str, int]
    mapped: dict[str, int] = Field(description="taken into a typed field of ours")
    kept: dict[str, int] = Field(description="known terms kept as they are written")
    kept_unknown: dict[str, int] = Field(
        description="terms that are no terms of CTDL, kept as they are written"
    )
    intended: dict[str, str] = Field(
        default={}, description="unknown term: the one it was probably meant to be"
    )
    misfits: dict[str, int] = Field(
        description="terms whose value has another form than the term asks for; kept"
    )
    dropped: tuple[DroppedTerms, ...]
    remarks: tuple[str, ...]
    equal: bool | None


def roundtrip(raw: bytes, *, name: str, max_bytes: int = MAX_BYTES) -> RoundTrip:
    """Read a file, write it and compare.

    Raises: UnreadableCtdl.
    """
    document = read_document(raw, name=name, max_bytes=max_bytes)
    records = tuple(tuple(read_record(node) for node in section.nodes) for section in document.sections)
    written = rewrite(document, records)
    return _report(document, [record for part in records for record in part], written)


def rewrite(document: CtdlDocument, records: tuple[tuple[Record, ...], ...]) -> Any:
    """The document made anew from its records."""
    sections = tuple(
        Section(
            tuple(write_record(record) for record in part),
            section.context,
            section.wrapper,
            is_graph=section.is_graph,
        )
        for section, part in zip(document.sections, records, strict=True)
    )
    return write_document(sections, as_list=isinstance(document.source, list))


def _report(document: CtdlDocument, records: list[Record], written: Any) -> RoundTrip:
    mapped: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    misfits: Counter[str] = Counter()
    for record in records:
        of_record = count_terms(record)
        mapped += of_record[0]
        kept += of_record[1]
        for inner in walk_records(record):
            classes.update(inner.types)
            misfits.update(inner.misfits)
    for section in document.sections:
        kept.update(key for key in section.wrapper if not key.startswith("@"))
    unknown = {name: count for name, count in kept.items() if not is_known_term(name)}
    intended = {name: near for name in unknown if (near := find_intended_term(name)) is not None}
    reasons: dict[str, Counter[str]] = {}
    for drop in document.dropped:
        reasons.setdefault(drop.reason, Counter())[drop.term] += 1
    remarks = [
        *document.remarks,
        *(f"class {name} is not one of CTDL's; kept" for name in classes if name not in CTDL_CLASSES),
    ]
    read_any = document.form not in (Form.ASSISTANT, Form.OTHER)
    return RoundTrip(
        file=document.name,
        form=document.form,
        nodes=len(records),
        classes=_sorted(classes),
        mapped=_sorted(mapped),
        kept=_sorted({name: count for name, count in kept.items() if name not in unknown}),
        kept_unknown=_sorted(unknown),
        intended=intended,
        misfits=_sorted(misfits),
        dropped=tuple(DroppedTerms(reason=r, terms=_sorted(terms)) for r, terms in reasons.items()),
        remarks=tuple(remarks),
        equal=canonical_statements(document.source) == canonical_statements(written) if read_any else None,
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
