"""From CTDL documents to imported records. Nothing is guessed and no reference is followed over the network."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from portal.ctdl.absolute import absolute_nodes
from portal.ctdl.document import CtdlDocument, Form
from portal.ctdl.export_terms import STATUS_CONCEPTS, find_months, find_weeks
from portal.ctdl.import_edges import read_edges
from portal.ctdl.import_parts import (
    best_text,
    list_codes,
    list_costs,
    list_keys,
    list_names,
    list_regions,
    of_class,
    record_key,
)
from portal.ctdl.imported import (
    Assertion,
    ImportedAgent,
    ImportedBatch,
    ImportedCredential,
    ImportedLearning,
    ImportedOther,
    ImportedTransferValue,
    ImportRemark,
    RemarkKind,
    RequirementGroup,
    resource_key,
)
from portal.ctdl.profiles import (
    AlignmentObject,
    ConditionProfile,
    DurationProfile,
    ValueProfile,
)
from portal.ctdl.records import Record, Ref, read_record
from portal.ctdl.resources import (
    AssessmentResource,
    ConditionManifestResource,
    CostManifestResource,
    CredentialResource,
    LearningResource,
    OrganizationResource,
    PathwayComponentResource,
    PathwayResource,
    Resource,
    TransferValueResource,
)
from portal.domain.credential import CredentialKind
from portal.domain.evidence import Evidence, EvidenceMethod

_STATUSES = {concept: status for status, concept in STATUS_CONCEPTS.items()}
_KINDS = {f"ceterms:{kind.value}": kind for kind in CredentialKind}
_OTHERS = (
    OrganizationResource,
    AssessmentResource,
    PathwayResource,
    PathwayComponentResource,
    ConditionManifestResource,
    CostManifestResource,
)


class Importer:
    """Reads the documents of one import together, so that one may name what another holds."""

    def __init__(
        self,
        documents: Iterable[CtdlDocument],
        *,
        source: str,
        imported_on: date,
        known_names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`known_names`: of organisations that earlier imports brought, by key."""
        self._source = source
        self._imported_on = imported_on
        self._remarks: list[ImportRemark] = []
        self._not_taken: Counter[str] = Counter()
        self._deleted: dict[str, str] = {}
        self._records: dict[str, Resource] = {}
        self._repeated: dict[str, list[Resource]] = {}
        for number, document in enumerate(documents, start=1):
            if document.form in (Form.ASSISTANT, Form.OTHER):
                self._remark(RemarkKind.DOCUMENT, document.name, f"{document.form.value}: nothing was taken")
            for remark in document.remarks:
                self._remark(RemarkKind.DOCUMENT, document.name, remark)
            deleted = {
                facts.ctid.lower(): facts.deleted_at for facts in document.envelopes if facts.deleted_at
            }
            for key, day in deleted.items():
                self._remark(RemarkKind.DELETED, key, f"{self._source} deleted {key} at {day}; left out")
            self._deleted.update(deleted)
            for node in absolute_nodes(document, _label_of(document, number)):
                record = read_record(node)
                if not (isinstance(record, Resource) and record_key(record) in deleted):
                    self._take(record)
        self._known_names = known_names
        self._names = {
            key: best_text(record.name)
            for key, record in self._records.items()
            if isinstance(record, OrganizationResource)
        }

    def read(self) -> ImportedBatch:
        """All records of the import."""
        edges, circles = read_edges(self._records, evidence_of=self._evidence)
        self._remarks += circles
        found: dict[type[Any], list[Any]] = {}
        for key, record in self._records.items():
            imported = self._record(key, record)
            found.setdefault(type(imported), []).append(imported)
            if not imported.names:
                self._remark(RemarkKind.NO_NAME, key, f"{imported.ctdl_class} {key} has no name")
        return ImportedBatch(
            source=self._source,
            imported_on=self._imported_on,
            credentials=tuple(found.get(ImportedCredential, ())),
            learning=tuple(found.get(ImportedLearning, ())),
            transfer_values=tuple(found.get(ImportedTransferValue, ())),
            others=tuple(found.get(ImportedOther, ())),
            edges=edges,
            deleted_keys=tuple(sorted(self._deleted)),
            not_taken=dict(self._not_taken),
            remarks=tuple(self._remarks),
        )

    def _take(self, record: Record) -> None:
        if not isinstance(record, (CredentialResource, LearningResource, TransferValueResource, *_OTHERS)):
            self._not_taken[record.types[0] if record.types else "no class"] += 1
            return
        key = record_key(record)
        if record in (self._records.get(key), *self._repeated.get(key, ())):
            return
        if key in self._records:
            self._repeated.setdefault(key, []).append(record)
            count = len(self._repeated[key]) + 1
            self._remark(
                RemarkKind.DUPLICATE, key, f"{key} stands {count} times with different content; all are kept"
            )
            key = f"{key}#{count}"
        self._records[key] = record
        if "sandbox." in (record.id or ""):
            self._remark(RemarkKind.TEST_DATA, key, f"{key} is from the Registry's sandbox: test data")

    def _remark(self, kind: RemarkKind, key: str, message: str) -> None:
        self._remarks.append(ImportRemark(kind=kind, key=key, message=message))

    def _evidence(self, record: Resource) -> Evidence:
        url = record.id if record.id and record.id.startswith(("http://", "https://")) else ""
        return Evidence(
            method=EvidenceMethod.PUBLISHED,
            source=f"{self._source} (sandbox: test data)" if "sandbox." in url else self._source,
            document=best_text(record.name) or record.ctid or record.id or "a record without a name",
            url=url if " " not in url else "",
            note=f"imported on {self._imported_on.isoformat()}",
        )

    def _record(
        self, key: str, record: Resource
    ) -> ImportedCredential | ImportedLearning | ImportedTransferValue | ImportedOther:
        base: dict[str, Any] = {
            "key": key,
            "ctid": record.ctid,
            "ctdl_class": record.types[0] if record.types else "",
            "names": {t.language: t.text for t in reversed(record.name)},
            "evidence": self._evidence(record),
        }
        if isinstance(record, CredentialResource):
            return self._credential(base, record)
        if isinstance(record, LearningResource):
            return ImportedLearning(
                **base,
                providers=self._agents((*record.offered_by, *record.owned_by)),
                homepage=record.subject_webpage or "",
                programs=list_codes(record.instructional_program_type),
                occupations=list_codes(record.occupation_type),
                teaches=list_names(record.teaches),
                weeks_exact=next(
                    (find_weeks(d.exact) for d in of_class(DurationProfile, record.estimated_duration)), None
                ),
                costs=list_costs(record.estimated_cost),
            )
        if isinstance(record, TransferValueResource):
            value = next(of_class(ValueProfile, record.transfer_value), None)
            units = list_names(value.credit_unit_type) if value else ()
            return ImportedTransferValue(
                **base,
                credits=value.value if value else None,
                unit=units[0] if units else "",
                from_keys=list_keys(record.transfer_value_from),
                for_keys=list_keys(record.transfer_value_for),
                start_date=record.start_date or "",
                end_date=record.end_date or "",
            )
        return ImportedOther(
            **base, owners=self._agents(record.owned_by), homepage=record.subject_webpage or ""
        )

    def _credential(self, base: dict[str, Any], record: CredentialResource) -> ImportedCredential:
        duration = next(of_class(DurationProfile, record.estimated_duration), DurationProfile())
        conditions = [
            c for part in (record.requires, record.entry_condition) for c in of_class(ConditionProfile, part)
        ]
        target = next((a.target_node for a in of_class(AlignmentObject, record.status) if a.target_node), "")
        stated = {
            "accredited": record.accredited_by,
            "approved": record.approved_by,
            "recognized": record.recognized_by,
            "regulated": record.regulated_by,
            "offered": record.offered_by,
        }
        return ImportedCredential(
            **base,
            kind=_KINDS.get(base["ctdl_class"]),
            owners=self._agents(record.owned_by),
            descriptions={t.language: t.text for t in reversed(record.description)},
            alternate_names=tuple(t.text for t in record.alternate_name),
            homepage=record.subject_webpage or "",
            status=_STATUSES.get(target),
            occupations=list_codes(record.occupation_type),
            programs=list_codes(record.instructional_program_type),
            subjects=list_names(record.subject),
            competencies=tuple(name for c in conditions for name in list_names(c.target_competency)),
            weeks_low=find_weeks(duration.minimum),
            weeks_exact=find_weeks(duration.exact),
            weeks_high=find_weeks(duration.maximum),
            costs=list_costs(record.estimated_cost),
            renewal_months=find_months(record.renewal_frequency),
            jurisdictions=list_regions((*record.jurisdiction, *record.offered_in)),
            requirement_groups=tuple(self._groups(record)),
            learning_keys=tuple(
                dict.fromkeys(key for c in conditions for key in list_keys(c.target_learning_opportunity))
            ),
            conditions=tuple(t.text for c in conditions for t in (*c.description, *c.condition)),
            assertions=tuple(
                Assertion(kind=kind, agent=agent)
                for kind, refs in stated.items()
                for agent in self._agents(refs)
            ),
        )

    def _agents(self, refs: tuple[Ref, ...]) -> tuple[ImportedAgent, ...]:
        agents = []
        for ref in refs:
            if isinstance(ref, str):
                key = resource_key(ref)
                name = self._names.get(key) or self._known_names.get(key, "")
                agents.append(ImportedAgent(key=key, name=name))
            else:
                name = best_text(ref.name) if isinstance(ref, OrganizationResource) else ""
                agents.append(ImportedAgent(key=resource_key(ref.id or ""), name=name))
        return tuple(dict.fromkeys(agents))

    def _groups(self, record: CredentialResource) -> Iterator[RequirementGroup]:
        """What must be held: all targets of a profile together, its alternative conditions one of them."""
        for condition in of_class(ConditionProfile, record.requires):
            note = best_text(condition.description)
            for key in list_keys(condition.target_credential):
                yield RequirementGroup(any_of=(key,), note=note)
            ways = of_class(ConditionProfile, condition.alternative_condition)
            either = tuple(key for way in ways for key in list_keys(way.target_credential))
            if either:
                yield RequirementGroup(any_of=either, note=note)


def _label_of(document: CtdlDocument, number: int) -> str:
    """The CTID of what it is about, so that a later import of it means the same nodes; else its place in the import."""
    nodes = [str(node.get("ceterms:ctid") or "") for node in document.nodes[:1]]
    return next(
        (ctid.lower() for ctid in (*(e.ctid for e in document.envelopes[:1]), *nodes) if ctid), str(number)
    )


def import_documents(
    documents: Iterable[CtdlDocument],
    *,
    source: str,
    imported_on: date,
    known_names: Mapping[str, str] = MappingProxyType({}),
) -> ImportedBatch:
    """All records that these documents hold, with evidence `published` by `source`."""
    return Importer(documents, source=source, imported_on=imported_on, known_names=known_names).read()
