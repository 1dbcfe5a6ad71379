"""Read the catalog's TOML text into validated records, and check the laws that hold between them."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from portal.domain.catalog_for_each import merge_for_each
from portal.domain.catalog_laws import list_law_problems
from portal.domain.credential import CareerCluster, Catalog, Credential, Edge, EdgeKind
from portal.domain.errors import InvalidCatalog


def parse_clusters(text: str, *, name: str = "clusters.toml") -> tuple[CareerCluster, ...]:
    """Read `config/clusters.toml` or `config/clusters-2024.toml`.

    Raises: InvalidCatalog when the file breaks the form.
    """
    try:
        return tuple(CareerCluster(**table) for table in tomllib.loads(text)["cluster"])
    except (tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise InvalidCatalog((f"{name}: {error}",)) from error


def catalog_version(files: Mapping[str, str]) -> str:
    """The version of a catalog made from these files: a sha256 over their names and texts."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()


def parse_catalog(
    files: Mapping[str, str],
    *,
    cluster_slugs: frozenset[str],
    soc_codes: frozenset[str],
    today: date | None,
    cluster_2024_slugs: frozenset[str] = frozenset(),
    cip_codes: frozenset[str] = frozenset(),
) -> Catalog:
    """Read all catalog files (`name -> text`) into one catalog.

    Collects every problem before it raises, so that a curator mends a file in one go. `today` is the real day: nobody
    can have read a page later than that. Where the clock may be fixed to the past or wrong, None leaves that out.
    An empty list of codes or of 2024 clusters is not compared with.

    Raises: InvalidCatalog with one line a problem: file, id, what is wrong, how to mend it.
    """
    problems: list[str] = []
    credentials: dict[str, tuple[str, Credential]] = {}
    edges: list[tuple[str, Edge]] = []
    declared: set[str] = set()
    read = {name: _tables(name, files[name], problems, cluster_slugs=cluster_slugs) for name in sorted(files)}
    problems += merge_for_each(read)
    for name, tables in read.items():
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
    problems += list_law_problems(
        credentials,
        edges,
        declared=declared,
        cluster_slugs=cluster_slugs,
        cluster_2024_slugs=cluster_2024_slugs,
        soc_codes=soc_codes,
        cip_codes=cip_codes,
        today=today,
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
    """The `[[credential]]`, `[[edge]]` and `[[for_each]]` tables of one file."""
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
        elif key not in ("credential", "edge", "for_each"):
            problems.append(f"{name}: unknown table “{key}”; use [[credential]], [[edge]] or [[for_each]]")
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
            "too_short": f"has too few entries; give at least {detail.get('ctx', {}).get('min_length', 1)}",
        }.get(kind, detail["msg"].removeprefix("Value error, "))
        place = ".".join(str(part) for part in where)
        yield f"{name}: {label}: {place}: {fix}" if place else f"{name}: {label}: {fix}"
