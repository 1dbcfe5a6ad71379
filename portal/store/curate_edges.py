"""Suggested edges as entries of the curator's list: two credentials that assess much the same and have no edge.

Ids are the two credentials with a plus between (`first-aid+cpr-aed`). Accepting one needs a proof and writes a decision
below the data folder; the catalog in the store follows at once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from portal.domain.catalog_overlay import EdgeDecision
from portal.domain.credential import Catalog, EdgeKind
from portal.domain.errors import InvalidCode, NotFound
from portal.domain.model import DataModel
from portal.domain.review import ReviewAction
from portal.labor.skills import SuggestedEdge, suggest_edges
from portal.store.catalog import CATALOG_LOAD, read_catalog
from portal.store.catalog_overlay import Decisions, change_overlay, read_overlay
from portal.store.curate import CurateDecision, CurateDetail, CurateEntry, Proposal
from portal.store.tables import EmbeddedLoad

EDGE = "edge"
BETWEEN = "+"


_KEPT: "dict[str, Suggested]" = {}
"""By the version of the catalog; only the newest is kept, for computing it takes a second."""


class Suggested(DataModel):
    """Edges that a catalog suggests, and the names of its credentials by id."""

    edges: tuple[SuggestedEdge, ...]
    names: Mapping[str, str]


def suggested_here(session: Session) -> Suggested:
    """What the store's catalog suggests, computed once for each version of it."""
    load = session.get(EmbeddedLoad, CATALOG_LOAD)
    if load is not None and load.sha256 in _KEPT:
        return _KEPT[load.sha256]
    found = _suggested(read_catalog(session))
    if load is not None:
        _KEPT.clear()
        _KEPT[load.sha256] = found
    return found


def _suggested(catalog: Catalog) -> Suggested:
    return Suggested(
        edges=tuple(suggest_edges(catalog)), names={one.id: one.name for one in catalog.credentials}
    )


def is_edge_id(entry_id: str) -> bool:
    """Is it the id of a suggested edge?"""
    return BETWEEN in entry_id


def is_edge_value(value: str) -> bool:
    """Does it say an edge, as proposals and decisions do: `prepares_for:first-aid:cpr-aed`?"""
    kind, _, pair = value.partition(":")
    return kind in (EdgeKind.PREPARES_FOR, EdgeKind.SATISFIES) and pair.count(":") == 1


def list_edge_entries(catalog: Catalog, data_dir: Path, *, open_only: bool = True) -> tuple[CurateEntry, ...]:
    """What waits, strongest first; else also what was decided. `catalog`: as it stands in the store."""
    return list_suggested(suggest_edges(catalog), data_dir, open_only=open_only)


def list_suggested(
    suggested: Iterable[SuggestedEdge], data_dir: Path, *, open_only: bool = True
) -> tuple[CurateEntry, ...]:
    """The same over suggestions that were computed before."""
    decided = _standing(read_overlay(data_dir))
    open_ = [one for one in suggested if (one.from_id, one.to_id) not in decided]
    entries = [_open_entry(one) for one in open_]
    if not open_only:
        entries += [_decided_entry(one) for one in decided.values()]
    return tuple(entries)


def get_edge_detail(catalog: Catalog, data_dir: Path, entry_id: str) -> CurateDetail:
    """One suggestion with what it could mean. Raises: NotFound."""
    return get_suggested_detail(_suggested(catalog), data_dir, entry_id)


def get_suggested_detail(suggested: Suggested, data_dir: Path, entry_id: str) -> CurateDetail:
    """The same over suggestions that were computed before. Raises: NotFound."""
    entry = _find(list_suggested(suggested.edges, data_dir, open_only=False), entry_id)
    one, other = entry.id.split(BETWEEN)
    names = suggested.names
    first, second = names.get(one, one), names.get(other, other)
    proposals = (
        Proposal(value=f"prepares_for:{one}:{other}", name=f"{first} is a help before {second}"),
        Proposal(value=f"prepares_for:{other}:{one}", name=f"{second} is a help before {first}"),
        Proposal(value=f"satisfies:{one}:{other}", name=f"who holds {first} counts as holding {second}"),
        Proposal(value=f"satisfies:{other}:{one}", name=f"who holds {second} counts as holding {first}"),
    )
    return CurateDetail(entry=entry, proposals=proposals, examples=())


def decide_edge(
    catalog: Catalog,
    data_dir: Path,
    entry_id: str,
    *,
    action: ReviewAction,
    value: str = "",
    note: str = "",
    decided_by: str,
    decided_at: datetime,
) -> CurateEntry:
    """Confirm the first proposal (accept), one of them (assign), or none (reject). `note`: where it was read.

    Raises: NotFound; InvalidCode where a decision stands, no proof is given or the value is none of the proposals.
    """
    detail = get_edge_detail(catalog, data_dir, entry_id)
    _check_open(entry_id, read_overlay(data_dir))
    one, other = entry_id.split(BETWEEN)
    said: dict[str, object] = {}
    if action is not ReviewAction.REJECT:
        value = value or detail.proposals[0].value
        if value not in {proposal.value for proposal in detail.proposals}:
            allowed = ", ".join(proposal.value for proposal in detail.proposals)
            raise InvalidCode(f"“{value[:80]}” is none of what {entry_id} could mean: {allowed}.")
        if not note.strip():
            raise InvalidCode(
                "An edge needs a proof. Say where you read it: --note “title of the page, address”."
            )
        kind, from_id, to_id = value.split(":")
        said = {"kind": EdgeKind(kind), "from_id": from_id, "to_id": to_id}
    decision = EdgeDecision.model_validate(
        {
            "pair": (one, other), "proof": note.strip(), "decided_by": decided_by,
            "decided_on": decided_at.date(), **said,
        }
    )  # fmt: skip

    def add(held: Decisions) -> Decisions:
        _check_open(entry_id, held)  # again, under the lock: somebody else may have decided meanwhile
        return (*held, decision)

    change_overlay(data_dir, add)
    return _decided_entry(decision)


def undo_edge(data_dir: Path, entry_id: str, *, undone_by: str) -> CurateEntry:
    """Take a decision back; it stays in the file with who undid it. Raises: NotFound where none stands."""
    pair = tuple(entry_id.split(BETWEEN))

    def undo(held: Decisions) -> Decisions:
        if pair not in _standing(held):
            raise NotFound(f"{entry_id} has no decision that could be undone.")
        return tuple(
            one.model_copy(update={"undone_by": undone_by}) if one.pair == pair and one.stands else one
            for one in held
        )

    undone = change_overlay(data_dir, undo)
    last = [one for one in undone if one.pair == pair][-1]
    return _decided_entry(last).model_copy(update={"is_open": True, "decision": None})


def _check_open(entry_id: str, held: Decisions) -> None:
    if tuple(entry_id.split(BETWEEN)) in _standing(held):
        raise InvalidCode(f"{entry_id} is decided. To change it, first: portal curate undo {entry_id}")


def _standing(decisions: Iterable[EdgeDecision]) -> dict[tuple[str, str], EdgeDecision]:
    return {one.pair: one for one in decisions if one.stands}


def _find(entries: Iterable[CurateEntry], entry_id: str) -> CurateEntry:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise NotFound(f"There is no suggested edge {entry_id[:80]}. See: portal curate list --kind edge --all")


def _open_entry(one: SuggestedEdge) -> CurateEntry:
    return CurateEntry(
        id=f"{one.from_id}{BETWEEN}{one.to_id}",
        kind=EDGE,
        label=f"{one.from_id} and {one.to_id}",
        detail=f"inferred: {one.score:.0%} of the smaller one's skills are the same: {', '.join(one.shared)}",
        postings=0,
        is_open=True,
        decision=None,
    )


def _decided_entry(one: EdgeDecision) -> CurateEntry:
    value = f"{one.kind.value}:{one.from_id}:{one.to_id}" if one.kind else ""
    return CurateEntry(
        id=BETWEEN.join(one.pair),
        kind=EDGE,
        label=" and ".join(one.pair),
        detail=one.proof,
        postings=0,
        is_open=False,
        decision=CurateDecision(
            action="assign" if one.kind else "reject",
            value=value,
            note=one.proof,
            decided_by=one.decided_by,
            decided_on=one.decided_on.isoformat(),
        ),
    )
