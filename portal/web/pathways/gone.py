"""Saved addresses that name what the catalog no longer has: what comes nearest to it now."""

from difflib import SequenceMatcher

from portal.domain.model import DataModel
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.words import credential_name

NEAR = 0.6
"""An id less like the old one than this is no guess worth showing."""
MOST = 3


class NearOne(DataModel):
    """A credential whose id is like one that is gone."""

    id: str
    name: str
    url: str


class GoneHeld(DataModel):
    """Something held that is no longer in the catalog, with what may be meant; one tap puts it on instead."""

    id: str
    near: tuple[NearOne, ...]


def near_ids(known: Knowledge, gone: str) -> tuple[str, ...]:
    """Ids of the catalog that are most like one that is gone, best first; none where nothing is like it.

    Words of an id count as well as its letters, so that `cna-indiana` finds `cna-in`.
    """
    words = set(gone.split("-"))
    scored = []
    for id_ in known.graph.ids:
        shared = len(words & set(id_.split("-"))) / max(len(words), 1)
        matcher = SequenceMatcher(a=gone, b=id_, autojunk=False)
        if not shared and matcher.quick_ratio() < NEAR:
            continue
        likeness = max(matcher.ratio(), shared * 0.9)
        if likeness >= NEAR:
            scored.append((-likeness, id_))
    return tuple(id_ for _, id_ in sorted(scored)[:MOST])


def read_gone(known: Knowledge, choices: Choices) -> tuple[GoneHeld, ...]:
    """What the choices hold and the catalog no longer has."""
    gone = known.graph.unknown_ids((*choices.held, *choices.lapsed))
    kept = choices.known(frozenset(known.graph.ids))
    return tuple(
        GoneHeld(
            id=id_,
            near=tuple(
                NearOne(
                    id=near,
                    name=credential_name(known.graph.get(near)),
                    url=kept.with_(held=(*kept.held, near)).url(),
                )
                for near in near_ids(known, id_)
                if near not in kept.held
            ),
        )
        for id_ in gone
    )
