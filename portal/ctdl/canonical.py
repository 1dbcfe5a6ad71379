"""When two JSON-LD documents say the same: order, prefixes, `@context` and single-or-list do not count."""

import json
import re
from collections.abc import Mapping
from typing import Any

from portal.ctdl.names import STANDARD_SCOPE, NameScope

_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$|^@none$")


def canonical_statements(document: Any, scope: NameScope = STANDARD_SCOPE) -> tuple[str, ...]:
    """Every node of a document as one text in a fixed form, sorted. Equal tuples: the documents say the same.

    Null and empty lists say nothing in JSON-LD and do not count. Values are compared as a bag, not as a set: a value
    that stands twice must stand twice again. Blank nodes keep their labels.
    """
    return tuple(sorted(json.dumps(node, sort_keys=True) for node in _top_nodes(document, scope)))


def is_json_literal(value: object) -> bool:
    """True for `{"@type": "@json", "@value": …}`: a value whose inside is JSON and no CTDL."""
    return isinstance(value, Mapping) and value.keys() == {"@type", "@value"} and value["@type"] == "@json"


def is_language_map(value: Any) -> bool:
    """True for `{"en": "…", "es": ["…"]}`: languages to text or texts."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(key, str) and _LANGUAGE.match(key) for key in value)
        and all(
            isinstance(text, str) or (isinstance(text, list) and all(isinstance(t, str) for t in text))
            for text in value.values()
        )
    )


def _sort_key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _top_nodes(document: Any, scope: NameScope) -> list[Any]:
    if isinstance(document, list):
        return [node for part in document for node in _top_nodes(part, scope)]
    if not isinstance(document, Mapping):
        return [_value(document, scope)]
    inner = scope.below(document["@context"]) if "@context" in document else scope
    if "@graph" not in document:
        return [_node(document, scope)]
    graph = document["@graph"]
    nodes = [_node(node, inner) for node in (graph if isinstance(graph, list) else [graph])]
    wrapper = {key: value for key, value in document.items() if key not in ("@context", "@graph")}
    return [*nodes, ["about the graph", _node(wrapper, inner)]] if wrapper else nodes


def _node(node: Any, scope: NameScope) -> Any:
    if not isinstance(node, Mapping):
        return _value(node, scope)
    if "@context" in node:
        scope = scope.below(node["@context"])
    statements: dict[str, list[Any]] = {}
    for key, value in node.items():
        if key == "@context":
            continue
        name = scope.name(key)
        values = value if isinstance(value, list) else [value]
        if name == "@id":
            found: list[Any] = [scope.expand(v) if isinstance(v, str) else v for v in values]
        elif name == "@type":
            found = [scope.name(v) if isinstance(v, str) else v for v in values]
        else:
            found = [said for v in values for said in _values(v, scope)]
        if found:
            statements.setdefault(name, []).extend(found)
    return {
        name: sorted(found, key=_sort_key) if len(found) > 1 else found for name, found in statements.items()
    }


def _values(value: Any, scope: NameScope) -> list[Any]:
    """One JSON value as zero or more statements: a language map says one thing a text."""
    if value is None:
        return []
    if is_language_map(value):
        return [
            ["text", text, language.lower()]
            for language, texts in value.items()
            for text in (texts if isinstance(texts, list) else [texts])
        ]
    return [_value(value, scope)]


def _value(value: Any, scope: NameScope) -> Any:
    if isinstance(value, bool):
        return ["truth", value]
    if isinstance(value, int | float):
        return ["number", float(value)]
    if isinstance(value, str):
        return ["text", scope.expand(value), ""]
    if isinstance(value, list):
        return ["list", [_value(inner, scope) for inner in value]]
    if not isinstance(value, Mapping):
        return ["nothing"]
    if is_json_literal(value):
        return ["json", json.dumps(value["@value"], sort_keys=True)]
    keys = {scope.name(key) for key in value}
    if keys == {"@id"}:
        # the Registry's context makes references of plain texts, so both forms say the same
        (target,) = value.values()
        return ["text", scope.expand(target), ""] if isinstance(target, str) else ["reference", target]
    if "@value" in keys and keys <= {"@value", "@language"}:
        said = value["@value"]
        if not isinstance(said, str):
            return _value(said, scope)
        language = value.get("@language") or ""
        return ["text", said if language else scope.expand(said), str(language).lower()]
    if keys == {"@list"} and isinstance(value["@list"], list):
        return ["ordered", [_value(inner, scope) for inner in value["@list"]]]
    return ["node", _node(value, scope)]
