"""The relations that imported records state; circles among them are told, never mended."""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from portal.ctdl.import_parts import list_targets
from portal.ctdl.imported import ImportedEdge, ImportRemark, RemarkKind
from portal.ctdl.resources import CredentialResource, LearningResource, Resource
from portal.domain.credential import EdgeKind
from portal.domain.evidence import Evidence


def read_edges(
    records: Mapping[str, Resource], *, evidence_of: Callable[[Resource], Evidence]
) -> tuple[tuple[ImportedEdge, ...], tuple[ImportRemark, ...]]:
    """Every stated relation between credentials and learning, each once, and a remark on every circle.

    Both directions of CTDL become one. What names itself is left out.
    """
    sound, remarks = [], []
    for edge in dict.fromkeys(_edges(records, evidence_of)):
        if edge.from_key == edge.to_key:
            message = f"{edge.from_key} {edge.kind.value} itself; left out"
            remarks.append(ImportRemark(kind=RemarkKind.CIRCLE, key=edge.from_key, message=message))
        else:
            sound.append(edge)
    for kind in (EdgeKind.REQUIRES, EdgeKind.PART_OF):
        circle = _find_circle([edge for edge in sound if edge.kind is kind])
        if circle:
            message = f"a circle of {kind.value}: {' → '.join(circle)}"
            remarks.append(ImportRemark(kind=RemarkKind.CIRCLE, key=circle[0], message=message))
    return tuple(sound), tuple(remarks)


def _edges(
    records: Mapping[str, Resource], evidence_of: Callable[[Resource], Evidence]
) -> Iterator[ImportedEdge]:
    for key, record in records.items():
        if not isinstance(record, CredentialResource | LearningResource):
            continue
        evidence = evidence_of(record)
        forward = (
            (EdgeKind.REQUIRES, record.requires),
            (EdgeKind.PREPARES_FOR, record.is_preparation_for),
            (EdgeKind.PREPARES_FOR, record.is_recommended_for),
            (EdgeKind.ADVANCED_STANDING, record.is_advanced_standing_for),
            (EdgeKind.PART_OF, record.is_part_of),
        )
        backward = (
            (EdgeKind.REQUIRES, record.is_required_for),
            (EdgeKind.PREPARES_FOR, record.preparation_from),
            (EdgeKind.ADVANCED_STANDING, record.advanced_standing_from),
            (EdgeKind.PART_OF, record.has_part),
        )
        for kind, refs in forward:
            for other, note in list_targets(refs, with_learning=kind is not EdgeKind.REQUIRES):
                yield ImportedEdge(kind=kind, from_key=key, to_key=other, note=note, evidence=evidence)
        for kind, refs in backward:
            for other, note in list_targets(refs, with_learning=kind is not EdgeKind.REQUIRES):
                yield ImportedEdge(kind=kind, from_key=other, to_key=key, note=note, evidence=evidence)


def _find_circle(edges: list[ImportedEdge]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for edge in edges:
        graph.setdefault(edge.from_key, set()).add(edge.to_key)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []
