"""The steps of a found path, each with what it takes, what it saves and why it is there."""

from collections.abc import Sequence

from portal.domain.credential import Credential, Edge, EdgeKind
from portal.stacks.assess import Verdict
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import PartKind
from portal.stacks.plan_model import EntryFinding, Step
from portal.stacks.terrain import Terrain


def describe_steps(terrain: Terrain, ids: Sequence[str], reached: Sequence[PlanTarget]) -> tuple[Step, ...]:
    """Each step as it stands when its turn comes."""
    steps = []
    graph, closure = terrain.graph, terrain.closure
    goals = frozenset().union(*(group for target in reached for group in target.groups))
    for place, id_ in enumerate(ids):
        credential = graph.credentials[id_]
        standing = graph.standing(id_, closure)
        amount = terrain.amount(id_, closure)
        why = _why(graph, id_, closure, later=ids[place + 1 :], goals=goals)
        entry = _entry(terrain, credential, closure)
        edges = (*why, *standing.edges)
        is_renewal = terrain.is_renewal(id_)
        steps.append(
            Step(
                credential_id=id_,
                weeks=None if credential.weeks is None and not is_renewal else amount.weeks,
                cost_usd=None if amount.unknown_costs else amount.cost_usd,
                is_renewal=is_renewal,
                cost_year=credential.cost.year if credential.cost else None,
                weeks_saved=standing.weeks_saved,
                cost_saved_usd=standing.cost_saved_usd,
                standing=standing.edges,
                why=why,
                schooling_for=_schooling_for(terrain, id_, closure, later=ids[place + 1 :]),
                is_goal=not goals.isdisjoint(graph.extend(closure, id_) - closure),
                entry=entry,
                has_wait=terrain.has_wait(id_),
                weeks_checked=credential.weeks is not None and credential.weeks.evidence.is_checked,
                cost_checked=credential.cost is not None and credential.cost.evidence.is_checked,
                edges_checked=all(edge.evidence.is_checked for edge in edges),
            )
        )
        closure = graph.extend(closure, id_)
    return tuple(steps)


def _entry(terrain: Terrain, credential: Credential, closure: frozenset[str]) -> tuple[EntryFinding, ...]:
    entry = credential.entry
    if entry is None:
        return ()
    found = []
    if entry.education is not None and entry.education.rank:
        level = terrain.graph.education_level(closure, terrain.person.education)
        is_met = level is not None and level.rank >= entry.education.rank
        # An open step with too little schooling is one whose person never told us any: it stays a question.
        verdict = Verdict.MET if is_met else Verdict.NOT_TOLD
        found.append(EntryFinding(kind=PartKind.EDUCATION, verdict=verdict, level=entry.education))
    for kind, wanted, told in (
        (PartKind.EXPERIENCE, entry.experience_months, terrain.person.experience_months),
        (PartKind.AGE, entry.min_age, terrain.person.age),
    ):
        if wanted:
            verdict = Verdict.NOT_TOLD if told is None else Verdict.MET if told >= wanted else Verdict.MISSING
            found.append(EntryFinding(kind=kind, verdict=verdict, at_least=wanted))
    return tuple(found)


def _why(
    graph: CredentialGraph, id_: str, closure: frozenset[str], *, later: Sequence[str], goals: frozenset[str]
) -> tuple[Edge, ...]:
    """The edges through which a step serves later ones or the goal, those that lead there in between included.

    Only what the step newly brings counts, and of several in one OR-group the nearest.
    """
    new = graph.gives[id_] - closure
    edges: list[Edge] = []
    for other in later:
        asked = {e.to_id: e for e in graph.edges_from(other, EdgeKind.REQUIRES)}
        for group in graph.unmet_groups(other, closure):
            ways = [(_way(graph, id_, met), asked[met]) for met in sorted(new.intersection(group.any_of))]
            for way, edge in sorted(ways, key=lambda found: len(found[0]))[:1]:
                edges += (*way, edge)
        for edge in graph.edges_to(other, EdgeKind.ADVANCED_STANDING):
            if edge.from_id in new:
                edges += (*_way(graph, id_, edge.from_id), edge)
    for goal in sorted(goals & new):
        edges += _way(graph, id_, goal)
    for whole in graph.wholes_of(new):
        for part in sorted(graph.completions[whole] & new if whole not in new | closure else ()):
            into = [e for e in graph.edges_to(whole, EdgeKind.PART_OF) if e.from_id == part]
            edges += (*_way(graph, id_, part), *into)
    return tuple(dict.fromkeys(edges))


def _schooling_for(
    terrain: Terrain, id_: str, closure: frozenset[str], *, later: Sequence[str]
) -> tuple[str, ...]:
    """Later steps whose entry asks for schooling that this step is the first to show."""
    new = terrain.graph.gives[id_] - closure
    found = []
    for other in later:
        entry = terrain.graph.credentials[other].entry
        if entry is None or entry.education is None or not entry.education.rank:
            continue
        shows = terrain.graph.at_least(entry.education)
        if shows in terrain.needs(other) and closure.isdisjoint(shows) and not new.isdisjoint(shows):
            found.append(other)
    return tuple(found)


def _way(graph: CredentialGraph, start: str, end: str) -> tuple[Edge, ...]:
    """The shortest chain of `satisfies` and `part_of` edges by which holding `start` counts as `end`.

    Empty too where a diploma or degree counts as a school diploma: no edge says that, its own schooling does.
    """
    ways: dict[str, tuple[Edge, ...]] = {start: ()}
    waiting = [start]
    while end not in ways and waiting:
        here = waiting.pop(0)
        steps = [(e, e.to_id) for e in graph.edges_from(here, EdgeKind.SATISFIES)]
        steps += [(e, e.from_id) for e in graph.edges_to(here, EdgeKind.PART_OF)]
        for edge, there in steps:
            if there not in ways:
                ways[there] = (*ways[here], edge)
                waiting.append(there)
    return ways.get(end, ())
