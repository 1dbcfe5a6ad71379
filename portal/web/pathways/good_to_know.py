"""What is good to know before a step: how it is taught, what would make it cheaper, what nobody told us."""

from portal.domain.credential import Credential, Edge, EdgeKind
from portal.domain.model import DataModel
from portal.stacks.graph import CredentialGraph
from portal.stacks.plan_model import Step
from portal.web.credentials.ties import saving_text
from portal.web.formats import either, money
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext
from portal.web.words import DELIVERY_NAMES, credential_name

MOST_SAVINGS = 3


class GoodToKnow(DataModel):
    """Short sentences, each for itself. Empty parts are not shown."""

    taught: str = ""
    cheaper: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def build_good_to_know(known: Knowledge, step: Step, closure: frozenset[str]) -> GoodToKnow:
    """What to know about a step for who then holds the closure. A renewal has little to say but its fee."""
    credential = known.graph.get(step.credential_id)
    if step.is_renewal:
        unknown = (gettext("We don't know the fee."),) if step.cost_usd is None else ()
        return GoodToKnow(unknown=unknown)
    return GoodToKnow(
        taught=_taught(credential),
        cheaper=(*_savings(known, step, closure), *_price_span(credential)),
        unknown=tuple(_unknown(credential, step)),
    )


def _taught(credential: Credential) -> str:
    names = [str(DELIVERY_NAMES[each]) for each in credential.delivery]
    return gettext("Taught %(how)s.", how=either(names)) if names else ""


def _savings(known: Knowledge, step: Step, closure: frozenset[str]) -> list[str]:
    """What the person does not hold and what would save more than anything that they do."""
    graph: CredentialGraph = known.graph
    edges = [
        edge
        for edge in graph.edges_to(step.credential_id, EdgeKind.ADVANCED_STANDING)
        if edge.from_id not in closure and edge.from_id in graph.credentials and _saves_more(edge, step)
    ]
    edges.sort(key=lambda edge: (-(edge.cost_saved_usd or 0), -(edge.weeks_saved or 0), edge.from_id))
    return [
        gettext(
            "With %(name)s first, you save %(what)s.",
            name=credential_name(graph.get(edge.from_id)),
            what=saving_text(edge),
        )
        for edge in edges[:MOST_SAVINGS]
        if saving_text(edge)
    ]


def _saves_more(edge: Edge, step: Step) -> bool:
    return (edge.cost_saved_usd or 0) > step.cost_saved_usd or (edge.weeks_saved or 0) > step.weeks_saved


def _price_span(credential: Credential) -> list[str]:
    cost = credential.cost
    if cost is None or cost.low is None or cost.high is None or cost.low == cost.high:
        return []
    return [
        gettext(
            "Prices run from %(low)s to %(high)s. Ask more than one school.",
            low=money(cost.low),
            high=money(cost.high),
        )
    ]


def _unknown(credential: Credential, step: Step) -> list[str]:
    found = []
    if step.weeks is None:
        found.append(gettext("We don't know how long it takes."))
    if step.cost_usd is None:
        found.append(gettext("We don't know what it costs."))
    if step.has_wait:
        found.append(gettext("You may have to wait or work first. We can't say how long."))
    if not credential.delivery:
        found.append(gettext("We don't know if it is taught online or in person."))
    if credential.entry is None:
        found.append(gettext("We know of no age or school rule. Ask before you sign up."))
    if credential.renewal is not None and credential.renewal.cost_usd is None:
        found.append(gettext("It must be renewed. We don't know that fee."))
    return found
