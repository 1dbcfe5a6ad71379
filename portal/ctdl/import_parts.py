"""Readers of the small parts of CTDL resources: texts, keys, codes, costs, regions, targets of conditions."""

from collections.abc import Iterator
from typing import TypeVar

from portal.ctdl.codecs import LanguageText
from portal.ctdl.imported import ImportedCode, ImportedCost, resource_key
from portal.ctdl.profiles import AlignmentObject, ConditionProfile, CostProfile, JurisdictionProfile, Place
from portal.ctdl.records import Record, Ref
from portal.ctdl.resources import Resource

R = TypeVar("R", bound=Record)


def record_key(record: Resource) -> str:
    """The key of a resource: its CTID, else its address."""
    return (record.ctid or "").lower() or resource_key(record.id or "no id")


def list_targets(refs: tuple[Ref, ...], *, with_learning: bool) -> Iterator[tuple[str, str]]:
    """The credentials and courses that references or condition profiles point to, with what is said there."""
    for ref in refs:
        if isinstance(ref, str):
            yield resource_key(ref), ""
        elif isinstance(ref, ConditionProfile):
            ways = (ref, *of_class(ConditionProfile, ref.alternative_condition))
            for way in ways:
                learning = way.target_learning_opportunity if with_learning else ()
                for key in list_keys((*way.target_credential, *learning)):
                    yield key, best_text(way.description) or best_text(ref.description)
        elif isinstance(ref, Resource) and ref.id:
            yield record_key(ref), ""


def of_class(cls: type[R], refs: tuple[Ref, ...]) -> Iterator[R]:
    """Those of a class among what a term points to."""
    return (ref for ref in refs if isinstance(ref, cls))


def list_keys(refs: tuple[Ref, ...]) -> tuple[str, ...]:
    """The keys of what a term points to."""
    return tuple(resource_key(ref if isinstance(ref, str) else ref.id or "") for ref in refs)


def best_text(texts: tuple[LanguageText, ...]) -> str:
    """The English text, else the first, else nothing."""
    english = [t.text for t in texts if t.language.lower().startswith("en")]
    return (english or [t.text for t in texts] or [""])[0]


def list_names(refs: tuple[Ref, ...]) -> tuple[str, ...]:
    """The names of alignments."""
    found = (
        best_text(a.target_node_name) or best_text(a.target_node_description)
        for a in of_class(AlignmentObject, refs)
    )
    return tuple(name for name in found if name)


def list_codes(refs: tuple[Ref, ...]) -> tuple[ImportedCode, ...]:
    """The codes of alignments, as they are written."""
    return tuple(
        ImportedCode(
            code=a.coded_notation or "",
            name=best_text(a.target_node_name),
            framework=best_text(a.framework_name) or a.framework or "",
        )
        for a in of_class(AlignmentObject, refs)
    )


def list_costs(refs: tuple[Ref, ...]) -> tuple[ImportedCost, ...]:
    """Costs as they are written."""
    return tuple(
        ImportedCost(
            price=c.price,
            currency=c.currency or "",
            kind=next(
                (a.target_node for a in of_class(AlignmentObject, c.direct_cost_type) if a.target_node), ""
            ),
            description=best_text(c.description),
            url=c.cost_details or "",
            start_date=c.start_date or "",
        )
        for c in of_class(CostProfile, refs)
    )


def list_regions(refs: tuple[Ref, ...]) -> tuple[str, ...]:
    """The names of regions."""
    places = (
        place for profile in of_class(JurisdictionProfile, refs) for place in of_class(Place, profile.main)
    )
    found = (best_text(p.region) or best_text(p.name) or best_text(p.country) for p in places)
    return tuple(dict.fromkeys(name for name in found if name))
