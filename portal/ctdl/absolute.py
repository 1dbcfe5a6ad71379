"""Ids that mean the same in every document: prefixes spelt out, labels of blank nodes kept apart."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.ctdl.document import CtdlDocument, Node
from portal.ctdl.names import STANDARD_SCOPE, NameScope


def absolute_nodes(document: CtdlDocument, label: str) -> Iterator[Node]:
    """The nodes of a document with ids for use beside other documents.

    `label` tells the document from the others: a blank node's label (`_:x`) means nothing outside its own. A prefix of
    the document's own (`res:x`) is spelt out where it is the id of one of its nodes.
    """
    scopes = [
        STANDARD_SCOPE if section.context is None else STANDARD_SCOPE.below(section.context)
        for section in document.sections
    ]
    ids = {
        scope.expand(node["@id"])
        for scope, section in zip(scopes, document.sections, strict=True)
        for node in section.nodes
        if isinstance(node.get("@id"), str)
    }
    for scope, section in zip(scopes, document.sections, strict=True):
        for node in section.nodes:
            yield _absolute(node, scope, ids=ids, label=label)


def _absolute(value: Any, scope: NameScope, *, ids: set[str], label: str) -> Any:
    if isinstance(value, Mapping):
        return {
            key: inner
            if key in ("@type", "@context", "@value")
            else _absolute(inner, scope, ids=ids, label=label)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_absolute(inner, scope, ids=ids, label=label) for inner in value]
    if isinstance(value, str):
        if value.startswith("_:"):
            return f"_:{label}.{value[2:]}"
        spelt = scope.expand(value)
        return spelt if spelt in ids else value
    return value
