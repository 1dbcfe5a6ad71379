"""The laws that hold between the records of the catalog: ids, codes, clusters, dates, duplicates and circles."""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from portal.domain.credential import Credential, Edge, EdgeKind
from portal.domain.evidence import Evidence
from portal.domain.model import DataModel


def list_law_problems(
    credentials: Mapping[str, tuple[str, Credential]],
    edges: Iterable[tuple[str, Edge]],
    *,
    declared: Set[str],
    cluster_slugs: frozenset[str],
    soc_codes: frozenset[str],
    cluster_2024_slugs: frozenset[str],
    cip_codes: frozenset[str],
    today: date | None,
) -> Iterator[str]:
    """Every broken law, one line each: file, id, what is wrong, how to mend it. Empty code lists are not compared."""
    for name, credential in credentials.values():
        label = f"{name}: {credential.id}"
        for cluster in credential.clusters:
            if cluster not in cluster_slugs:
                yield f"{label}: cluster “{cluster}” is not in clusters.toml; correct its spelling"
        for cluster in credential.clusters_2024:
            if cluster_2024_slugs and cluster not in cluster_2024_slugs:
                yield f"{label}: cluster “{cluster}” is not in clusters-2024.toml; correct its spelling"
        for code in credential.cip_codes:
            if cip_codes and code not in cip_codes:
                yield f"{label}: {code} is not a CIP 2020 code; look it up in the list of CIP codes"
        for articulation in credential.articulations:
            if articulation.toward_id is not None and articulation.toward_id not in declared:
                yield f"{label}: articulation: there is no credential “{articulation.toward_id}”; add it or mend the id"
        for code in credential.soc_codes:
            if soc_codes and code not in soc_codes:
                yield f"{label}: {code} is not a detailed SOC 2018 code; look it up in the SOC structure"
        for evidence in _evidence_of(credential):
            yield from _date_problems(label, evidence, today)
    for name, edge in edges:
        label = f"{name}: {edge.from_id} {edge.kind.value} {edge.to_id}"
        # The evidence of requires stands in the credential and is checked there.
        if edge.kind is not EdgeKind.REQUIRES:
            yield from _date_problems(label, edge.evidence, today)
        for end in (edge.from_id, edge.to_id):
            if end not in declared:
                yield f"{label}: there is no credential “{end}”; add it or mend the id"
    yield from _duplicate_problems(edges)
    yield from _cycle_problems(edges)


def _evidence_of(record: DataModel) -> Iterator[Evidence]:
    """Every piece of evidence within one record, however deep."""
    for value in record.__dict__.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Evidence):
                yield part
            elif isinstance(part, DataModel):
                yield from _evidence_of(part)


def _date_problems(label: str, evidence: Evidence, today: date | None) -> Iterator[str]:
    if today is not None and evidence.checked_on is not None and evidence.checked_on > today:
        yield f"{label}: checked_on {evidence.checked_on} lies in the future; write the day on which it was read"


def _duplicate_problems(edges: Iterable[tuple[str, Edge]]) -> Iterator[str]:
    """The same edge twice. `requires` may repeat: a credential can stand in two groups."""
    files_of: dict[tuple[EdgeKind, str, str], list[str]] = {}
    for name, edge in edges:
        if edge.kind is not EdgeKind.REQUIRES:
            files_of.setdefault((edge.kind, edge.from_id, edge.to_id), []).append(name)
    for (kind, from_id, to_id), names in files_of.items():
        if len(names) > 1:
            where = ", ".join(sorted(set(names)))
            yield f"{where}: {from_id} {kind.value} {to_id}: the edge stands {len(names)} times; keep one"


def _cycle_problems(edges: Iterable[tuple[str, Edge]]) -> Iterator[str]:
    """Circles of `requires` and of `part_of`.

    A circle of `satisfies` is allowed: two credentials can stand in for each other. A circle of `requires` is refused
    even where another member of its OR-group leads out: nothing can be asked before itself.
    """
    for kind in (EdgeKind.PART_OF, EdgeKind.REQUIRES):
        graph: dict[str, set[str]] = {}
        file_of: dict[tuple[str, str], str] = {}
        for name, edge in edges:
            if edge.kind is kind:
                graph.setdefault(edge.from_id, set()).add(edge.to_id)
                file_of[edge.from_id, edge.to_id] = name
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            path = list(reversed(error.args[1]))
            where = ", ".join(sorted({file_of[pair] for pair in pairwise(path)}))
            circle = " → ".join(path)
            yield f"{where}: {kind.value} runs in a circle: {circle}; take one of these edges out"
