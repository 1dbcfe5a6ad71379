"""A CTDL document: its form, its nodes under their compact names, and how it is written back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.ctdl.canonical import is_json_literal, is_language_map
from portal.ctdl.envelope import EnvelopeFacts, is_envelope, open_envelope
from portal.ctdl.json_source import MAX_BYTES, parse_json_bytes
from portal.ctdl.names import CTDL_CONTEXT, NAMESPACES, STANDARD_SCOPE, NameScope
from portal.ctdl.vocabulary import CTDL_CLASSES, CTDL_TERMS

Node = Mapping[str, Any]
"""A JSON-LD node whose terms have their compact names."""


class Form(StrEnum):
    """In which form a document holds CTDL."""

    GRAPH = "graph"
    RESOURCE = "resource"
    LIST = "list"
    ENVELOPE = "envelope"
    ASSISTANT_GRAPH = "registry assistant request with a graph"
    ASSISTANT = "registry assistant request"
    OTHER = "no CTDL"


@dataclass(frozen=True)
class Section:
    """One `@graph` with its context, or one resource that stands alone."""

    nodes: tuple[Node, ...]
    context: Any = None
    wrapper: Node = field(default_factory=dict)
    """What is said about the graph itself: its `@id`, its status."""
    is_graph: bool = True


@dataclass(frozen=True)
class Dropped:
    """A statement that was not taken over, and why."""

    term: str
    reason: str


@dataclass(frozen=True)
class CtdlDocument:
    """A document as it was read. `remarks` are sentences on what is odd about it."""

    name: str
    form: Form
    sections: tuple[Section, ...]
    source: Any
    """The JSON-LD that the sections were read from: inside an envelope, its resource."""
    envelopes: tuple[EnvelopeFacts, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of all sections."""
        return tuple(node for section in self.sections for node in section.nodes)


EMPTY = "null or an empty list: says nothing in JSON-LD"
DELIVERY = "about the delivery in an envelope, not about the resource"
ASSISTANT_REQUEST = (
    "a request to the Registry Assistant is no CTDL: its names and values are of another form. "
    "Import what the Registry published from it"
)
NO_CTDL = "not in the form of JSON-LD with terms of CTDL"
_ASSISTANT_KEYS = frozenset(
    {
        "PublishForOrganizationIdentifier",
        "PublishByOrganizationIdentifier",
        "OwningOrganizationIdentifier",
        "OwningOrganization",
        "OwnedBy",
        "OfferedBy",
        "CTID",
        "Ctid",
        "LearningOpportunity",
        "SubjectWebpage",
    }
)


def read_document(raw: bytes, *, name: str, max_bytes: int = MAX_BYTES) -> CtdlDocument:
    """Read one file.

    Raises: UnreadableCtdl when it is not JSON, cut off, too large or too deep.
    """
    value, repeated = parse_json_bytes(raw, name=name, max_bytes=max_bytes)
    remarks = [f"“{key}” stands twice in one object; both values are kept" for key in repeated]
    dropped: list[Dropped] = []
    envelopes: list[EnvelopeFacts] = []
    form = _form(value)
    source = value
    if form is Form.ENVELOPE:
        source, parts = [], value if isinstance(value, list) else [value]
        for part in parts:
            resource, facts, odd = open_envelope(part, name=name)
            source.append(resource)
            envelopes.append(facts)
            remarks.extend(odd)
            dropped += [Dropped(key, DELIVERY) for key in part if key not in ("resource", "decoded_resource")]
        source = source if isinstance(value, list) else source[0]
    elif form is Form.ASSISTANT_GRAPH:
        source = value["GraphInput"]
        dropped += [Dropped(key, ASSISTANT_REQUEST) for key in value if key != "GraphInput"]
    elif form is Form.ASSISTANT or form is Form.OTHER:
        reason = ASSISTANT_REQUEST if form is Form.ASSISTANT else NO_CTDL
        dropped += [Dropped(key, reason) for part in _parts(value) if isinstance(part, dict) for key in part]
        return CtdlDocument(name, form, (), None, dropped=tuple(dropped), remarks=tuple(remarks))
    sections = tuple(_section(part, dropped, remarks) for part in _parts(source))
    remarks.extend(_repeated_ids(sections))
    return CtdlDocument(
        name, form, sections, source, tuple(envelopes), tuple(dropped), tuple(dict.fromkeys(remarks))
    )


def write_document(sections: tuple[Section, ...], *, as_list: bool = False) -> Any:
    """JSON-LD of sections, in the form in which they stood."""
    written = [_write_section(section) for section in sections]
    return written if as_list or len(written) != 1 else written[0]


def _write_section(section: Section) -> dict[str, Any]:
    context = _context_to_write(section)
    if section.is_graph:
        head = {"@context": context} if context is not None else {}
        return {**head, **section.wrapper, "@graph": [dict(node) for node in section.nodes]}
    (node,) = section.nodes
    return {**({"@context": context} if context is not None else {}), **node}


def _context_to_write(section: Section) -> Any:
    """The section's own context, with the Registry's where compact names would not be understood without it."""
    if section.context is None:
        return CTDL_CONTEXT
    scope = STANDARD_SCOPE.below(section.context)
    used = {name.partition(":")[0] for node in section.nodes for name in _names(node)} & NAMESPACES.keys()
    missing = {
        p: NAMESPACES[p]
        for p in sorted(used)
        if _differs(scope.prefixes.get(p), NAMESPACES[p]) or p == "rungs"
    }
    if not missing or (scope.names_ctdl and missing.keys() <= {"rungs"} and scope.prefixes.get("rungs")):
        return section.context
    entries = section.context if isinstance(section.context, list) else [section.context]
    return [*entries, missing]


def _differs(one: str | None, other: str) -> bool:
    return one is None or one.replace("http://", "https://") != other.replace("http://", "https://")


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key != "@context":
                yield key
                yield from _names(value)
    elif isinstance(node, list):
        for inner in node:
            yield from _names(inner)


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _form(value: Any) -> Form:
    if is_envelope(value) or (isinstance(value, list) and value and all(map(is_envelope, value))):
        return Form.ENVELOPE
    if isinstance(value, Mapping):
        graph = value.get("GraphInput")
        if isinstance(graph, Mapping) and "@graph" in graph:
            return Form.ASSISTANT_GRAPH
        if "@graph" in value:
            return Form.GRAPH
        if _is_node(value):
            return Form.RESOURCE
        return Form.ASSISTANT if value.keys() & _ASSISTANT_KEYS else Form.OTHER
    if isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
        if all("Name" in v and not v.keys() & {"@id", "@context"} for v in value):
            return Form.ASSISTANT
        if all("@graph" in v or _is_node(v) for v in value):
            return Form.LIST
        return Form.ASSISTANT if any(v.keys() & _ASSISTANT_KEYS for v in value) else Form.OTHER
    return Form.OTHER


def _is_node(value: Mapping[str, Any]) -> bool:
    """True for an object in the form of a JSON-LD node: it names itself or its class, or speaks of CTDL inside."""
    if value.keys() & {"@id", "@context"}:
        return True
    return any(name in CTDL_TERMS for name in _names(value)) or _class_of(value) in CTDL_CLASSES


def _class_of(value: Mapping[str, Any]) -> str:
    kind = value.get("@type")
    return kind if isinstance(kind, str) else ""


def _section(value: Any, dropped: list[Dropped], remarks: list[str]) -> Section:
    if not isinstance(value, Mapping):
        remarks.append(f"a list entry is no object but “{str(value)[:40]}”; kept as it is")
        return Section(({"@value": value},), is_graph=False)
    context = value.get("@context")
    scope = STANDARD_SCOPE.below(context) if context is not None else STANDARD_SCOPE
    remarks.extend(_context_remarks(context, scope))
    if "@graph" not in value:
        bare = {key: inner for key, inner in value.items() if key != "@context"}
        return Section((_clean(bare, scope, dropped),), context, is_graph=False)
    nodes = []
    for node in _parts(value["@graph"]):
        if isinstance(node, Mapping):
            nodes.append(_clean(node, scope, dropped))
        else:
            dropped.append(Dropped("@graph", f"an entry of the graph is no object but “{str(node)[:40]}”"))
    wrapper = {key: inner for key, inner in value.items() if key not in ("@context", "@graph")}
    return Section(tuple(nodes), context, _clean(wrapper, scope, dropped))


def _context_remarks(context: Any, scope: NameScope) -> Iterator[str]:
    if context is None:
        yield "has no @context; its terms were read with the Registry's own prefixes"
    elif not scope.names_ctdl:
        meaning = scope.prefixes.get("ceterms")
        if meaning is not None:
            yield f"its @context gives “ceterms” another meaning ({meaning}); those terms are not taken for CTDL"
        else:
            yield "its @context does not name CTDL; terms written with the Registry's prefixes were read as CTDL"
    if not scope.resolves:
        yield "its @context names other addresses, which are not fetched; bare terms are kept as they are"


def _clean(node: Mapping[str, Any], scope: NameScope, dropped: list[Dropped]) -> dict[str, Any]:
    """A node under compact names, without what says nothing. Values stay as they are written."""
    if "@context" in node:
        scope = scope.below(node["@context"])
    clean: dict[str, Any] = {}
    for key, value in node.items():
        name = scope.name(key)
        if name == "@context":
            clean[name] = value
            continue
        kept = _clean_value(value, scope, name, dropped)
        if name == "@type" and kept is not None:
            types = [scope.name(t) if isinstance(t, str) else t for t in _parts(kept)]
            kept = types if isinstance(kept, list) else types[0]
        if kept is None:
            dropped.append(Dropped(name, EMPTY))
        elif name in clean:
            clean[name] = [*_parts(clean[name]), *_parts(kept)]
        else:
            clean[name] = kept
    return clean


def _clean_value(value: Any, scope: NameScope, name: str, dropped: list[Dropped]) -> Any:
    if isinstance(value, list):
        kept = []
        for inner in value:
            clean = _clean_value(inner, scope, name, dropped)
            if clean is None:
                dropped.append(Dropped(name, EMPTY))
            else:
                kept.append(clean)
        return kept or None
    if isinstance(value, Mapping) and not is_language_map(value) and not is_json_literal(value):
        return _clean(value, scope, dropped)
    return value


def _repeated_ids(sections: tuple[Section, ...]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for section in sections:
        for node in section.nodes:
            node_id = node.get("@id")
            if isinstance(node_id, str):
                seen[node_id] = seen.get(node_id, 0) + 1
    for node_id, count in seen.items():
        if count > 1:
            yield f"{count} nodes have the id {node_id}; all are kept"
