"""Read the catalog's TOML text into validated records, and check the laws that hold between them."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from portal.domain.credential import CareerCluster, Catalog, Credential, Edge, EdgeKind
from portal.domain.errors import InvalidCatalog
from portal.domain.evidence import Evidence


def parse_clusters(text: str) -> tuple[CareerCluster, ...]:
    """Read `config/clusters.toml`.

    Raises: InvalidCatalog when the file breaks the form.
    """
    try:
        return tuple(CareerCluster(**table) for table in tomllib.loads(text)["cluster"])
    except (tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise InvalidCatalog((f"clusters.toml: {error}",)) from error


def catalog_version(files: Mapping[str, str]) -> str:
    """The version of a catalog made from these files: a sha256 over their names and texts."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()


def parse_catalog(
    files: Mapping[str, str], *, cluster_slugs: frozenset[str], soc_codes: frozenset[str], today: date | None
) -> Catalog:
    """Read all catalog files (`name -> text`) into one catalog.

    Collects every problem before it raises, so that a curator mends a file in one go. `today` is the real day: nobody
    can have read a page later than that. Where the clock may be fixed to the past or wrong, None leaves that out.

    Raises: InvalidCatalog with one line a problem: file, id, what is wrong, how to mend it.
    """
    problems: list[str] = []
    credentials: dict[str, tuple[str, Credential]] = {}
    edges: list[tuple[str, Edge]] = []
    declared: set[str] = set()
    for name in sorted(files):
        tables = _tables(name, files[name], problems, cluster_slugs=cluster_slugs)
        for table in tables.get("credential", ()):
            declared.add(str(table.get("id")))
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
            for other in dict.fromkeys(group.any_of):
                if group.any_of.count(other) > 1:
                    problems.append(f"{name}: {credential.id}: any_of names {other} twice; keep one")
                if other == credential.id:
                    problems.append(f"{name}: {credential.id}: requires itself; take it out of any_of")
                    continue
                required = Edge(
                    kind=EdgeKind.REQUIRES, from_id=credential.id, to_id=other, evidence=group.evidence
                )
                edges.append((name, required))
    problems += _law_problems(
        credentials, edges, declared=declared, cluster_slugs=cluster_slugs, soc_codes=soc_codes, today=today
    )
    if problems:
        raise InvalidCatalog(tuple(problems))
    return Catalog(
        credentials=tuple(c for _, c in sorted(credentials.values(), key=lambda item: item[1].id)),
        edges=tuple(e for _, e in edges),
        version=catalog_version(files),
        read_on=today,
    )


def _tables(
    name: str, text: str, problems: list[str], *, cluster_slugs: frozenset[str]
) -> dict[str, list[dict[str, Any]]]:
    """The `[[credential]]` and `[[edge]]` tables of one file."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{name}: is not valid TOML: {error}; correct that line")
        return {}
    tables: dict[str, list[dict[str, Any]]] = {}
    for key, value in document.items():
        if key == "cluster":
            if value not in cluster_slugs:
                problems.append(f"{name}: cluster “{value}” is not in clusters.toml; correct its spelling")
        elif key not in ("credential", "edge"):
            problems.append(f"{name}: unknown table “{key}”; use [[credential]] or [[edge]]")
        elif not (isinstance(value, list) and all(isinstance(table, dict) for table in value)):
            problems.append(f"{name}: “{key}” is not a list of tables; write [[{key}]] with two brackets")
        else:
            tables[key] = value
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


def _explain(name: str, label: str, error: ValidationError) -> Iterator[str]:
    """One line an error of the form, in our words where pydantic's do not say what to do."""
    details = error.errors()
    for detail in details:
        where = detail["loc"]
        kind = detail["type"]
        # A list whose only entry is broken also counts as empty; the broken entry was named already.
        if kind == "too_short" and any(d["loc"][: len(where)] == where and d is not detail for d in details):
            continue
        fix = {
            "extra_forbidden": "unknown key; take it out or correct its spelling",
            "missing": "is missing; add it",
            "too_short": "is empty; add at least one",
        }.get(kind, detail["msg"].removeprefix("Value error, "))
        place = ".".join(str(part) for part in where)
        yield f"{name}: {label}: {place}: {fix}" if place else f"{name}: {label}: {fix}"


def _law_problems(
    credentials: Mapping[str, tuple[str, Credential]],
    edges: Iterable[tuple[str, Edge]],
    *,
    declared: Set[str],
    cluster_slugs: frozenset[str],
    soc_codes: frozenset[str],
    today: date | None,
) -> Iterable[str]:
    for name, credential in credentials.values():
        label = f"{name}: {credential.id}"
        for cluster in credential.clusters:
            if cluster not in cluster_slugs:
                yield f"{label}: cluster “{cluster}” is not in clusters.toml; correct its spelling"
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


def _evidence_of(credential: Credential) -> Iterator[Evidence]:
    """Every piece of evidence within one credential."""
    yield from credential.evidence
    for part in (credential.weeks, credential.cost, credential.renewal, credential.entry):
        if part is not None:
            yield part.evidence
    for group in credential.requires:
        yield group.evidence


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
