"""Typed records of CTDL. A record takes the terms it knows out of a node; all others stay with it as written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, TypeAlias

from portal.ctdl.canonical import is_json_literal, is_language_map
from portal.ctdl.codecs import Codec, Misfit

_CLASSES: dict[str, type["Record"]] = {}
_FIELDS: dict[type["Record"], tuple[tuple["Field[Any]", str, Codec], ...]] = {}


@dataclass(frozen=True)
class Record:
    """A node of any class. `rest` holds what no typed field of its class took, under compact names.

    `misfits` names the terms that have a typed field but a value of another form; they are in `rest` as well.
    """

    classes: ClassVar[frozenset[str]] = frozenset()

    id: str | None = None
    types: tuple[str, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    misfits: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        for name in cls.classes:
            _CLASSES[name] = cls


Ref: TypeAlias = str | Record
"""What a term points to: an address, or a node that stands right there."""


def _decode_refs(value: Any) -> tuple[Ref, ...]:
    found: list[Ref] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, Mapping) and item.keys() == {"@id"} and isinstance(item["@id"], str):
            found.append(item["@id"])
        elif isinstance(item, Mapping) and not item.keys() & {"@value", "@list", "@set"}:
            found.append(read_record(item))
        else:
            raise Misfit("neither an address nor a node")
    return tuple(found)


def _encode_refs(refs: tuple[Ref, ...]) -> Any:
    return [ref if isinstance(ref, str) else write_record(ref) for ref in refs]


REFS = Codec(_decode_refs, _encode_refs, ())
"""`tuple[Ref, ...]`: addresses or nodes."""


def typed_fields(record: Record | type[Record]) -> tuple[tuple["Field[Any]", str, Codec], ...]:
    """The fields of a record that hold a term, with term and codec."""
    cls = record if isinstance(record, type) else type(record)
    if cls not in _FIELDS:
        _FIELDS[cls] = _find_fields(cls)
    return _FIELDS[cls]


def _find_fields(cls: type[Record]) -> tuple[tuple["Field[Any]", str, Codec], ...]:
    return tuple(
        (entry, entry.metadata["term"], entry.metadata["codec"])
        for entry in fields(cls)
        if "term" in entry.metadata
    )


def read_record(node: Mapping[str, Any]) -> Record:
    """The typed record of a node, by its class; a plain `Record` where the class is none of ours."""
    rest = dict(node)
    kind = rest.get("@type")
    types = tuple(t for t in (kind if isinstance(kind, list) else [kind]) if isinstance(t, str))
    if kind is not None and len(types) == len(kind if isinstance(kind, list) else [kind]):
        del rest["@type"]
    else:
        types = ()
    node_id = rest.pop("@id") if isinstance(rest.get("@id"), str) else None
    cls = next((_CLASSES[t] for t in types if t in _CLASSES), Record)
    values: dict[str, Any] = {}
    misfits: list[str] = []
    for entry, name, codec in typed_fields(cls):
        if name not in rest:
            continue
        try:
            values[entry.name] = codec.decode(rest[name])
        except Misfit:
            misfits.append(name)
        else:
            del rest[name]
    return cls(id=node_id, types=types, rest=rest, misfits=tuple(misfits), **values)


def write_record(record: Record) -> dict[str, Any]:
    """The node of a record, with its typed fields before the rest."""
    node: dict[str, Any] = {}
    if record.id is not None:
        node["@id"] = record.id
    if record.types:
        node["@type"] = record.types[0] if len(record.types) == 1 else list(record.types)
    for entry, name, codec in typed_fields(record):
        value = getattr(record, entry.name)
        if value is not None and value != ():
            node[name] = codec.encode(value)
    return {**node, **record.rest}


def walk_records(record: Record) -> Iterator[Record]:
    """A record and all records inside its typed fields."""
    yield record
    for entry, _, codec in typed_fields(record):
        if codec is REFS:
            for ref in getattr(record, entry.name):
                if isinstance(ref, Record):
                    yield from walk_records(ref)


def count_terms(record: Record) -> tuple[Counter[str], Counter[str]]:
    """How often each term was mapped to a typed field, and how often it was kept as it is written."""
    mapped: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for inner in walk_records(record):
        mapped.update(
            name for entry, name, _ in typed_fields(inner) if getattr(inner, entry.name) not in (None, ())
        )
        kept.update(_names(inner.rest))
    return mapped, kept


def _names(value: Any) -> Iterator[str]:
    if is_json_literal(value):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if ":" in key or not (key.startswith("@") or is_language_map(value)):
                yield key
            if key != "@context":
                yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)
