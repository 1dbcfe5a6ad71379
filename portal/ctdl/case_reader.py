"""CASE 1.0 packages (1EdTech) to competencies: `CFDocument`, `CFItems`, `CFAssociations`.

Source: 1EdTech, Competencies and Academic Standards Exchange 1.0, CFPackage.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from portal.ctdl.competency import Competency, CompetencyFramework, remarks_on
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.json_source import parse_json_bytes

_TAKEN = {
    "identifier", "uri", "fullStatement", "abbreviatedStatement", "humanCodingScheme", "CFItemType", "language",
    "conceptKeywords",
}  # fmt: skip


def is_case_package(value: Any) -> bool:
    """True for JSON in the form of a CASE package."""
    return isinstance(value, Mapping) and isinstance(value.get("CFDocument"), Mapping)


def read_case(raw: bytes, *, name: str) -> CompetencyFramework:
    """The framework in one CASE package.

    Raises: UnreadableCtdl when it is no JSON, no CASE package, or an item has no identifier or statement.
    """
    value, _ = parse_json_bytes(raw, name=name)
    if not is_case_package(value):
        raise UnreadableCtdl(
            f"{name}: is no CASE package: it has no CFDocument. Export the framework as CASE JSON."
        )
    document = value["CFDocument"]
    items = _list(value, "CFItems", name)
    associations = _list(value, "CFAssociations", name)
    parents: dict[str, list[str]] = {}
    aligned: dict[str, list[tuple[str, str]]] = {}
    unclear = 0
    for association in associations:
        kind = association.get("associationType")
        origin = _end(association, "originNodeURI", "originNodeIdentifier")
        target = _end(association, "destinationNodeURI", "destinationNodeIdentifier")
        if not (origin and target and isinstance(kind, str)):
            unclear += 1
        elif kind == "isChildOf":
            parents.setdefault(origin, []).append(target)
        else:
            aligned.setdefault(origin, []).append((kind, target))
    left_out: Counter[str] = Counter()
    competencies = []
    for number, item in enumerate(items):
        item_id, statement = item.get("identifier"), item.get("fullStatement")
        if not isinstance(item_id, str) or not isinstance(statement, str) or not statement.strip():
            raise UnreadableCtdl(
                f"{name}: item {number + 1} has no identifier or no fullStatement. Mend it there."
            )
        left_out.update(key for key, said in item.items() if key not in _TAKEN and said not in (None, "", []))
        keywords = item.get("conceptKeywords")
        competencies.append(
            Competency(
                id=item_id,
                statement=statement,
                label=_text(item, "abbreviatedStatement"),
                code=_text(item, "humanCodingScheme"),
                category=_text(item, "CFItemType"),
                language=_text(item, "language"),
                parent_ids=tuple(parents.get(item_id, ())),
                keywords=tuple(keywords) if isinstance(keywords, list) else (),
                alignments=tuple(aligned.get(item_id, ())),
            )
        )
    found = tuple(competencies)
    framework_id = _text(document, "identifier")
    odd = remarks_on(found, outside=frozenset({framework_id}))
    if unclear:
        odd = (*odd, f"{unclear} associations name no origin, target or kind")
    return CompetencyFramework(
        id=framework_id,
        name=_text(document, "title") or name,
        publisher=_text(document, "publisher") or _text(document, "creator"),
        url=_text(document, "officialSourceURL") or _text(document, "uri"),
        version=_text(document, "version"),
        status=_text(document, "adoptionStatus"),
        competencies=found,
        left_out=dict(left_out),
        remarks=odd,
    )


def _list(value: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    found = value.get(key) or []
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise UnreadableCtdl(
            f"{name}: {key} is not a list of objects. Export the framework as CASE JSON again."
        )
    return found


def _end(association: Mapping[str, Any], link: str, bare: str) -> str:
    node = association.get(link)
    found = node.get("identifier") if isinstance(node, Mapping) else association.get(bare)
    return found if isinstance(found, str) else ""


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""
