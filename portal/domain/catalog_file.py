"""Read the catalog's TOML text into validated records, and check the laws that hold between them."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError

from portal.domain.credential import CareerCluster, Catalog, Credential, CredentialStatus, Edge, EdgeKind
from portal.domain.errors import InvalidCatalog


def parse_clusters(text: str) -> tuple[CareerCluster, ...]:
    """Read `config/clusters.toml`.

    Raises: InvalidCatalog when the file breaks the form.
    """
    try:
        return tuple(CareerCluster(**table) for table in tomllib.loads(text)["cluster"])
    except (tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise InvalidCatalog((f"clusters.toml: {error}",)) from error


def parse_catalog(
    files: Mapping[str, str], *, cluster_slugs: frozenset[str], soc_codes: frozenset[str], today: date
) -> Catalog:
    """Read all catalog files (`name -> text`) into one catalog.

    Collects every problem before it raises, so that a curator mends a file in one go.

    Raises: InvalidCatalog with one line a problem: file, id, what is wrong, how to mend it.
    """
    problems: list[str] = []
    credentials: dict[str, tuple[str, Credential]] = {}
    edges: list[tuple[str, Edge]] = []
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
        tables = _tables(name, files[name], problems)
        for table in tables.get("credential", ()):
            credential = _credential(name, table, problems)
            if credential is None:
                continue
            if credential.id in credentials:
                first = credentials[credential.id][0]
                problems.append(f"{name}: {credential.id}: the id stands in {first} too; keep one of them")
            credentials[credential.id] = (name, credential)
        for table in tables.get("edge", ()):
            edge = _edge(name, table, problems)
            if edge is not None:
                edges.append((name, edge))
    for name, credential in credentials.values():
        for group in credential.requires:
            for other in group.any_of:
                if other == credential.id:
                    problems.append(f"{name}: {credential.id}: requires itself; take it out of any_of")
                    continue
                required = Edge(
                    kind=EdgeKind.REQUIRES, from_id=credential.id, to_id=other, evidence=group.evidence
                )
                edges.append((name, required))
    problems += _law_problems(
        credentials, edges, cluster_slugs=cluster_slugs, soc_codes=soc_codes, today=today
    )
    if problems:
        raise InvalidCatalog(tuple(problems))
    return Catalog(
        credentials=tuple(c for _, c in sorted(credentials.values(), key=lambda item: item[1].id)),
        edges=tuple(e for _, e in edges),
        version=digest.hexdigest(),
        read_on=today,
    )


def _tables(name: str, text: str, problems: list[str]) -> dict[str, Any]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{name}: is not valid TOML: {error}")
        return {}
    for key in tables.keys() - {"cluster", "credential", "edge"}:
        problems.append(f"{name}: unknown table “{key}”; use [[credential]] or [[edge]]")
    return tables


def _credential(name: str, table: dict[str, Any], problems: list[str]) -> Credential | None:
    try:
        return Credential.model_validate(table)
    except ValidationError as error:
        problems.extend(_explain(name, str(table.get("id", "a credential without id")), error))
        return None


def _edge(name: str, table: dict[str, Any], problems: list[str]) -> Edge | None:
    label = f"{table.get('from_id', '?')} {table.get('kind', '?')} {table.get('to_id', '?')}"
    if table.get("kind") == EdgeKind.REQUIRES.value:
        problems.append(f"{name}: {label}: write requires as [[credential.requires]] with any_of")
        return None
    try:
        return Edge.model_validate(table)
    except ValidationError as error:
        problems.extend(_explain(name, label, error))
        return None


def _explain(name: str, label: str, error: ValidationError) -> Iterable[str]:
    for detail in error.errors():
        place = ".".join(str(part) for part in detail["loc"])
        fix = {
            "extra_forbidden": "unknown key; take it out or correct its spelling",
            "missing": "is missing; add it",
        }.get(detail["type"], detail["msg"])
        yield f"{name}: {label}: {place}: {fix}" if place else f"{name}: {label}: {fix}"


def _law_problems(
    credentials: Mapping[str, tuple[str, Credential]],
    edges: Iterable[tuple[str, Edge]],
    *,
    cluster_slugs: frozenset[str],
    soc_codes: frozenset[str],
    today: date,
) -> Iterable[str]:
    for name, credential in credentials.values():
        for cluster in credential.clusters:
            if cluster not in cluster_slugs:
                yield f"{name}: {credential.id}: cluster “{cluster}” is not in clusters.toml"
        for code in credential.soc_codes:
            if soc_codes and code not in soc_codes:
                yield f"{name}: {credential.id}: {code} is not a detailed SOC 2018 code"
        for evidence in credential.evidence:
            if evidence.checked_on is not None and evidence.checked_on > today:
                yield f"{name}: {credential.id}: checked_on {evidence.checked_on} lies in the future"
        if credential.status is CredentialStatus.ACTIVE and not credential.name_es:
            yield f"{name}: {credential.id}: has no Spanish name"
    seen = Counter((e.kind, e.from_id, e.to_id) for _, e in edges if e.kind is not EdgeKind.REQUIRES)
    for (kind, from_id, to_id), times in seen.items():
        if times > 1:
            yield f"the edge {from_id} {kind.value} {to_id} stands {times} times; keep one"
    for name, edge in edges:
        for end in (edge.from_id, edge.to_id):
            if end not in credentials:
                label = f"{edge.from_id} {edge.kind.value} {edge.to_id}"
                yield f"{name}: {label}: there is no credential “{end}”; add it or mend the id"
    yield from _cycle_problems(edges)


def _cycle_problems(edges: Iterable[tuple[str, Edge]]) -> Iterable[str]:
    """Cycles of part_of, satisfies (mutual substitutes excepted) and of requires without a way out."""
    for kind in (EdgeKind.PART_OF, EdgeKind.REQUIRES):
        graph: dict[str, set[str]] = {}
        for _, edge in edges:
            if edge.kind is kind:
                graph.setdefault(edge.from_id, set()).add(edge.to_id)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            path = " → ".join(reversed(error.args[1]))
            yield f"{kind.value} runs in a circle: {path}; take one of these edges out"
