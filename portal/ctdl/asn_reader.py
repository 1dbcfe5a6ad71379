"""Competency frameworks in CTDL-ASN to competencies."""

from collections.abc import Iterable, Iterator

from portal.ctdl.absolute import absolute_nodes
from portal.ctdl.competency import Competency, CompetencyFramework, remarks_on
from portal.ctdl.document import CtdlDocument
from portal.ctdl.import_parts import best_text, list_keys
from portal.ctdl.imported import resource_key
from portal.ctdl.records import Record, read_record
from portal.ctdl.resources import CompetencyFrameworkResource, CompetencyResource


def read_asn(documents: Iterable[CtdlDocument]) -> tuple[CompetencyFramework, ...]:
    """Every framework of these documents. Competencies that name none stand under the document's name."""
    return tuple(
        framework for number, document in enumerate(documents, 1) for framework in _read(document, number)
    )


def _read(document: CtdlDocument, number: int) -> Iterator[CompetencyFramework]:
    records = [read_record(node) for node in absolute_nodes(document, str(number))]
    heads = {_key(r): r for r in records if isinstance(r, CompetencyFrameworkResource)}
    members: dict[str, list[Competency]] = {key: [] for key in heads}
    skipped = 0
    for record in records:
        if not isinstance(record, CompetencyResource):
            continue
        statement = best_text(record.text) or best_text(record.label)
        if not statement.strip():
            skipped += 1
            continue
        # isPartOf names the framework; a document with one framework needs no such word
        homes = (
            [key for key in list_keys(record.is_part_of) if key in heads]
            or list(heads)[:1]
            or [document.name]
        )
        competency = Competency(
            id=_key(record),
            statement=statement,
            label=best_text(record.label) if record.text else "",
            code=record.coded_notation or "",
            category=best_text(record.category),
            language=next((t.language for t in record.text), ""),
            parent_ids=tuple(key for key in list_keys(record.is_child_of) if key not in heads),
            alignments=tuple(("exactAlignment", key) for key in list_keys(record.exact_alignment)),
        )
        for home in homes:
            members.setdefault(home, []).append(competency)
    for key, found in members.items():
        head = heads.get(key)
        competencies = tuple(found)
        odd = remarks_on(competencies)
        if skipped:
            odd = (*odd, f"{skipped} competencies without a text are left out")
        yield CompetencyFramework(
            id=key,
            name=best_text(head.name) if head else document.name,
            publisher=best_text(head.publisher_name) if head else "",
            url=next(iter(head.source), "") if head else "",
            licence=(head.license or "") if head else "",
            status=(head.publication_status or "") if head else "",
            competencies=competencies,
            remarks=odd,
        )


def _key(record: Record) -> str:
    ctid = getattr(record, "ctid", None)
    return ctid.lower() if isinstance(ctid, str) else resource_key(record.id or "no id")
