"""Our own export read back into the same catalog: the proof that it says all that the catalog says."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from portal.ctdl.codecs import Texts
from portal.ctdl.document import CtdlDocument
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.export_terms import (
    CLUSTER_FRAMEWORK,
    CLUSTER_FRAMEWORK_2024,
    DELIVERY_CONCEPTS,
    STATUS_CONCEPTS,
    find_state_code,
    find_weeks,
)
from portal.ctdl.profiles import (
    AlignmentObject,
    ConditionProfile,
    CostProfile,
    DurationProfile,
    JurisdictionProfile,
    Place,
    ValueProfile,
)
from portal.ctdl.records import Record, Ref, read_record
from portal.ctdl.resources import AssessmentResource, CredentialResource, OrganizationResource
from portal.domain.credential import Catalog, Credential, Edge, EdgeKind

_DELIVERIES = {concept: way for way, (concept, _) in DELIVERY_CONCEPTS.items()}
R = TypeVar("R", bound=Record)
_STATUSES = {concept: status for status, concept in STATUS_CONCEPTS.items()}


def is_own_export(document: CtdlDocument) -> bool:
    """True for a graph that `portal ctdl export` wrote."""
    return any("rungs:version" in section.wrapper for section in document.sections)


def read_export(document: CtdlDocument) -> Catalog:
    """The catalog that an export was written from. Edges come back in a fixed order, not in that of the files.

    Raises: UnreadableCtdl when a credential lacks what the export always writes; it names the credential.
    """
    wrapper = document.sections[0].wrapper if document.sections else {}
    records = {r.id: r for r in map(read_record, document.nodes) if r.id is not None}
    names = {iri: _said(r.name, "en") for iri, r in records.items() if isinstance(r, OrganizationResource)}
    exams = {iri: _said(r.name, "en") for iri, r in records.items() if isinstance(r, AssessmentResource)}
    held = {iri: r for iri, r in records.items() if isinstance(r, CredentialResource)}
    slugs = {iri: str(r.rest.get("rungs:slug", "")) for iri, r in held.items()}
    credentials: list[Credential] = []
    edges: list[Edge] = []
    for iri, record in held.items():
        try:
            credential = _credential(record, names=names, exams=exams, slugs=slugs)
            credentials.append(credential)
            edges.extend(_edges(record, credential, slugs))
        except (ValidationError, KeyError, IndexError, TypeError) as error:
            raise UnreadableCtdl(
                f"{document.name}: {iri} is not in the form of our export: {error}. Export the catalog again."
            ) from error
    return Catalog(
        credentials=tuple(sorted(credentials, key=lambda c: c.id)),
        edges=sorted_edges(edges),
        version=str(wrapper.get("rungs:version", "")),
        read_on=wrapper.get("rungs:readOn"),
    )


def sorted_edges(edges: list[Edge] | tuple[Edge, ...]) -> tuple[Edge, ...]:
    """Edges in one fixed order, so that two catalogs can be compared."""
    return tuple(sorted(edges, key=lambda e: (e.kind.value, e.from_id, e.to_id, e.model_dump_json())))


def _credential(
    record: CredentialResource,
    *,
    names: Mapping[str, str],
    exams: Mapping[str, str],
    slugs: Mapping[str, str],
) -> Credential:
    fields: dict[str, Any] = {
        "id": slugs[cast(str, record.id)],
        "name": _said(record.name, "en"),
        "name_es": _said(record.name, "es"),
        "kind": record.types[0].removeprefix("ceterms:"),
        "issuer": names[_iri(record.owned_by[0])],
        "summary": _localized(record.description),
        "clusters": [c for c, name in _codes(record.subject) if name == CLUSTER_FRAMEWORK],
        "clusters_2024": [c for c, name in _codes(record.subject) if name == CLUSTER_FRAMEWORK_2024],
        "soc_codes": [c for c, _ in _codes(record.occupation_type)],
        "cip_codes": [c for c, _ in _codes(record.instructional_program_type)],
        "education_level": record.rest.get("rungs:educationLevel"),
        "delivery": [_DELIVERIES[target] for target in _targets(record.learning_delivery_type)],
        "status": _STATUSES[next(_targets(record.status))],
        "aliases": [t.text for t in record.alternate_name if t.language == "en"],
        "aliases_es": [t.text for t in record.alternate_name if t.language == "es"],
        "offered_in": _states(record.offered_in),
        "jurisdiction": next(iter(_states(record.jurisdiction)), None),
        "ctid": record.ctid,
        "homepage": record.subject_webpage or "",
        "evidence": _evidences(record),
        "requires": [],
    }
    for duration in _of(DurationProfile, record.estimated_duration):
        fields["weeks"] = {
            "low": find_weeks(duration.minimum),
            "typical": find_weeks(duration.rest["rungs:typicalDuration"]),
            "high": find_weeks(duration.maximum),
            "evidence": _evidences(duration)[0],
        }
    for cost in _of(CostProfile, record.estimated_cost):
        fields["cost"] = {
            "low": cost.rest.get("rungs:lowPrice"),
            "typical": cost.price,
            "high": cost.rest.get("rungs:highPrice"),
            "year": cost.rest["rungs:year"],
            "evidence": _evidences(cost)[0],
        }
    for renewal in _of(ConditionProfile, record.renewal):
        price = next(_of(CostProfile, renewal.estimated_cost), None)
        fields["renewal"] = {
            "months": (record.renewal_frequency or "").strip("PM"),
            "cost_usd": price.price if price else None,
            "cost_year": price.rest["rungs:year"] if price else None,
            "evidence": _evidences(renewal)[0],
        }
    for entry in _of(ConditionProfile, record.entry_condition):
        years = entry.years_of_experience
        fields["entry"] = {
            "min_age": entry.minimum_age,
            "education": entry.rest.get("rungs:minimumEducation"),
            "experience_months": None if years is None else round(years * 12),
            "note": _localized(entry.description) if entry.description else None,
            "evidence": _evidences(entry)[0],
        }
    for condition in _of(ConditionProfile, record.requires):
        if condition.target_competency:
            found = _of(AlignmentObject, condition.target_competency)
            fields["competencies"] = [_said(a.target_node_name, "en") for a in found]
        elif condition.target_assessment:
            fields["exam"] = exams[_iri(condition.target_assessment[0])]
        else:
            fields["requires"].append(_group(condition, slugs))
    for other in _listed(record.rest.get("rungs:fields")):
        fields |= other["@value"]
    return Credential.model_validate(fields)


def _group(condition: ConditionProfile, slugs: Mapping[str, str]) -> dict[str, Any]:
    ways = [condition, *_of(ConditionProfile, condition.alternative_condition)]
    targets = [_iri(target) for way in ways for target in way.target_credential]
    return {"any_of": [slugs[target] for target in targets], "evidence": _evidences(condition)[0]}


def _edges(record: CredentialResource, credential: Credential, slugs: Mapping[str, str]) -> Iterator[Edge]:
    for group in credential.requires:
        for other in dict.fromkeys(group.any_of):
            yield Edge(kind=EdgeKind.REQUIRES, from_id=credential.id, to_id=other, evidence=group.evidence)
    for condition in _of(ConditionProfile, record.is_preparation_for):
        yield _edge(
            condition,
            kind=EdgeKind.PREPARES_FOR,
            from_id=credential.id,
            to_id=slugs[_iri(condition.target_credential[0])],
        )
    for condition in _of(ConditionProfile, record.advanced_standing_from):
        credit = next(_of(ValueProfile, condition.credit_value), None)
        yield _edge(
            condition,
            kind=EdgeKind.ADVANCED_STANDING,
            from_id=slugs[_iri(condition.target_credential[0])],
            to_id=credential.id,
            credits=credit.value if credit else None,
            weeks_saved=find_weeks(condition.rest.get("rungs:timeSaved")),
            cost_saved_usd=condition.rest.get("rungs:costSavedUsd"),
            cost_year=condition.rest.get("rungs:year"),
        )
    for node in map(read_record, _listed(record.rest.get("rungs:partOf"))):
        yield _edge(
            node,
            kind=EdgeKind.PART_OF,
            from_id=credential.id,
            to_id=slugs[node.rest["rungs:whole"]],
            completes=node.rest["rungs:completes"],
        )
    for node in map(read_record, _listed(record.rest.get("rungs:satisfies"))):
        yield _edge(
            node,
            kind=EdgeKind.SATISFIES,
            from_id=credential.id,
            to_id=slugs[node.rest["rungs:countsAs"]],
        )


def _edge(record: Record, **fields: Any) -> Edge:
    note: Any = None
    if isinstance(record, ConditionProfile):
        note = _localized(record.description) if record.description else None
    else:
        note = record.rest.get("ceterms:description")
    return Edge.model_validate({**fields, "note": note, "evidence": _evidences(record)[0]})


def _evidences(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "method": node["rungs:method"],
            "source": node.get("rungs:source", ""),
            "document": node.get("rungs:document", ""),
            "url": node.get("rungs:url", ""),
            "checked_on": node.get("rungs:checkedOn"),
            "note": node.get("rungs:note", ""),
        }
        for node in _listed(record.rest.get("rungs:evidence"))
    ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _of(cls: type[R], refs: tuple[Ref, ...]) -> Iterator[R]:
    return (ref for ref in refs if isinstance(ref, cls))


def _iri(ref: Ref) -> str:
    return ref if isinstance(ref, str) else ref.id or ""


def _codes(refs: tuple[Ref, ...]) -> list[tuple[str, str]]:
    return [
        (a.coded_notation, _said(a.framework_name, "en"))
        for a in _of(AlignmentObject, refs)
        if a.coded_notation
    ]


def _targets(refs: tuple[Ref, ...]) -> Iterator[str]:
    return (a.target_node for a in _of(AlignmentObject, refs) if a.target_node)


def _states(refs: tuple[Ref, ...]) -> list[str]:
    return [
        find_state_code(region.text) or region.text
        for profile in _of(JurisdictionProfile, refs)
        for place in _of(Place, profile.main)
        for region in place.region
    ]


def _said(texts: Texts, language: str) -> str:
    return next((t.text for t in texts if t.language == language), "")


def _localized(texts: Texts) -> dict[str, str]:
    return {"en": _said(texts, "en"), "es": _said(texts, "es")}
