"""What a credential stacks from and into: its edges by kind, each with its proof."""

from portal.domain.credential import Credential, Edge, EdgeKind
from portal.domain.model import DataModel
from portal.web.formats import either, money, weeks
from portal.web.knowledge import Knowledge
from portal.web.proof import Proof, build_proof
from portal.web.translate import gettext
from portal.web.words import credential_name, in_language


class TieLink(DataModel):
    """Another credential at the end of an edge, with what the edge gives."""

    ids_and_names: tuple[tuple[str, str], ...]
    text: str
    proof: Proof


class Tie(DataModel):
    """All edges of one kind and direction. `is_up`: it leads on from here, else it leads here."""

    key: str
    heading: str
    is_up: bool
    links: tuple[TieLink, ...]


def build_ties(known: Knowledge, credential: Credential) -> tuple[Tie, ...]:
    """Edges of a credential in the order in which a person asks: what first, what helps, what it opens."""
    own = credential.id
    needed = [
        TieLink(
            ids_and_names=tuple((id_, _name(known, id_)) for id_ in group.any_of),
            text="" if len(group.any_of) == 1 else gettext("One of these is enough."),
            proof=build_proof(
                group.evidence,
                gettext(
                    "You need %(name)s before you start.",
                    name=either([_name(known, id_) for id_ in group.any_of]),
                ),
            ),
        )
        for group in credential.requires
    ]
    ties = [
        Tie(key="requires", heading=gettext("You need this first"), is_up=False, links=tuple(needed)),
        _tie(
            known,
            "prepared_by",
            gettext("This helps you get ready"),
            _into(known, own, EdgeKind.PREPARES_FOR),
        ),
        _tie(
            known,
            "saves_here",
            gettext("Holding this saves you time or money here"),
            _into(known, own, EdgeKind.ADVANCED_STANDING),
        ),
        _tie(known, "parts", gettext("It is made of these parts"), _into(known, own, EdgeKind.PART_OF)),
        _tie(
            known,
            "counts_for_here",
            gettext("These count in its place"),
            _into(known, own, EdgeKind.SATISFIES),
        ),
        _tie(known, "opens", gettext("You need it for these"), _into(known, own, EdgeKind.REQUIRES), up=True),
        _tie(
            known,
            "prepares",
            gettext("It gets you ready for these"),
            _out_of(known, own, EdgeKind.PREPARES_FOR),
            up=True,
        ),
        _tie(
            known,
            "saves",
            gettext("It saves you time or money on these"),
            _out_of(known, own, EdgeKind.ADVANCED_STANDING),
            up=True,
        ),
        _tie(
            known,
            "part_of",
            gettext("It is a part of these"),
            _out_of(known, own, EdgeKind.PART_OF),
            up=True,
        ),
        _tie(
            known,
            "counts_as",
            gettext("It counts as these too"),
            _out_of(known, own, EdgeKind.SATISFIES),
            up=True,
        ),
    ]
    return tuple(tie for tie in ties if tie.links)


def _into(known: Knowledge, own: str, kind: EdgeKind) -> tuple[Edge, ...]:
    """Edges that end here, last those that nobody stated: they are shown with their mark, and are in no plan."""
    unstated = tuple(e for e in known.graph.unstated if (e.to_id, e.kind) == (own, kind))
    return (*known.graph.edges_to(own, kind), *unstated)


def _out_of(known: Knowledge, own: str, kind: EdgeKind) -> tuple[Edge, ...]:
    """Edges that start here, last those that nobody stated."""
    unstated = tuple(e for e in known.graph.unstated if (e.from_id, e.kind) == (own, kind))
    return (*known.graph.edges_from(own, kind), *unstated)


def edge_sentence(known: Knowledge, edge: Edge) -> str:
    """What an edge says, as one sentence."""
    first, last = _name(known, edge.from_id), _name(known, edge.to_id)
    sentences = {
        EdgeKind.REQUIRES: lambda: gettext("You need %(last)s before %(first)s.", first=first, last=last),
        EdgeKind.PREPARES_FOR: lambda: gettext(
            "%(first)s gets you ready for %(last)s.", first=first, last=last
        ),
        EdgeKind.ADVANCED_STANDING: lambda: gettext(
            "Holding %(first)s saves you part of %(last)s.", first=first, last=last
        ),
        EdgeKind.PART_OF: lambda: gettext("%(first)s is a part of %(last)s.", first=first, last=last),
        EdgeKind.SATISFIES: lambda: gettext("%(first)s counts as %(last)s.", first=first, last=last),
    }
    return sentences[edge.kind]()


def saving_text(edge: Edge) -> str:
    """What holding the first end saves of the second; empty where no figure is known."""
    parts = []
    if edge.weeks_saved:
        parts.append(gettext("about %(time)s", time=weeks(edge.weeks_saved)))
    if edge.cost_saved_usd is not None and edge.cost_saved_usd > 0:
        parts.append(
            gettext("about %(cost)s (%(year)s)", cost=money(edge.cost_saved_usd), year=str(edge.cost_year))
        )
    if edge.credits:
        parts.append(gettext("%(credits)s credits", credits=f"{edge.credits:g}"))
    return ", ".join(parts)


def _name(known: Knowledge, credential_id: str) -> str:
    return credential_name(known.graph.get(credential_id))


def _tie(known: Knowledge, key: str, heading: str, edges: tuple[Edge, ...], *, up: bool = False) -> Tie:
    links = []
    for edge in edges:
        other = edge.to_id if up and edge.kind is not EdgeKind.REQUIRES else edge.from_id
        saved = saving_text(edge)
        texts = [gettext("Saves %(what)s.", what=saved)] if saved else []
        if edge.note is not None:
            texts.append(in_language(edge.note))
        links.append(
            TieLink(
                ids_and_names=((other, _name(known, other)),),
                text=" ".join(texts),
                proof=build_proof(edge.evidence, edge_sentence(known, edge)),
            )
        )
    return Tie(key=key, heading=heading, is_up=up, links=tuple(links))
