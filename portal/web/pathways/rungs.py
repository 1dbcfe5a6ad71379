"""The rungs of a ladder: what each step takes, what it saves, and the jobs and pay that stand on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.web.choices import Choices
from portal.web.credentials.takes import Fact, build_takes
from portal.web.credentials.ties import edge_sentence, saving_text
from portal.web.formats import cost_text, either, joined, money, weeks
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.proof import Proof, build_proof, distinct, is_estimate
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import credential_name


class Rung(DataModel):
    """One rung as it is drawn.

    `open_jobs` on the first rung are those open to the person now; on every other rung those that it newly
    opens. `likely` stand apart and are never added in.
    """

    place: str
    """here, next or later"""
    name: str
    url: str = ""
    time: str = ""
    time_is_estimate: bool = False
    cost: str = ""
    cost_is_estimate: bool = False
    saves: str = ""
    conditions: tuple[Fact, ...] = ()
    open_jobs: int
    open_url: str
    likely: int = 0
    likely_url: str = ""
    wage: WageLine | None = None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Climb:
    """What the rungs are built from: the knowledge, the person and their place."""

    known: Knowledge
    choices: Choices
    person: Person
    mask: npt.NDArray[np.bool_]
    wages: LocalWages
    goal_soc: str


def wanted_occupations(known: Knowledge, credential_ids: Iterable[str]) -> tuple[str, ...]:
    """Occupations whose wages a ladder over these credentials can show."""
    return tuple(
        dict.fromkeys(
            code
            for id_ in credential_ids
            if id_ in known.graph.credentials
            for code in known.graph.get(id_).soc_codes
        )
    )


def build_rungs(climb: Climb, steps: Sequence[str]) -> tuple[Rung, ...]:
    """The rung on which the person stands, and one for each step."""
    rungs = [_here(climb)]
    held = climb.person.held
    before = rungs[0].open_jobs
    for place, step in enumerate(steps):
        after = _qualifying(climb, (*held, step))
        rungs.append(
            _step(
                climb, step, held=held, opened=max(0, after - before), place="next" if place == 0 else "later"
            )
        )
        held, before = (*held, step), after
    return tuple(rungs)


def _qualifying(climb: Climb, held: tuple[str, ...]) -> int:
    person = climb.person.model_copy(update={"held": held})
    return climb.known.index.answer(person, climb.mask).qualifies


def _here(climb: Climb) -> Rung:
    known, choices = climb.known, climb.choices
    answer = known.index.answer(climb.person, climb.mask)
    names = [credential_name(known.graph.get(id_)) for id_ in climb.person.held]
    shown = names if len(names) <= 4 else [*names[:3], gettext("%(num)s more", num=len(names) - 3)]
    return Rung(
        place="here",
        name=joined(shown) if shown else gettext("Starting out"),
        open_jobs=answer.qualifies,
        open_url=JobFilters(choices=choices, state="qualifies").url(),
        likely=answer.likely,
        likely_url=JobFilters(choices=choices, state="likely").url(),
        wage=_best_wage(climb, climb.person.held),
    )


def _step(climb: Climb, step: str, *, held: tuple[str, ...], opened: int, place: str) -> Rung:
    graph = climb.known.graph
    credential = graph.get(step)
    standing = graph.standing(step, graph.closure(held))
    saved_weeks, saved_cost = standing.weeks_saved, standing.cost_saved_usd
    time, cost = credential.weeks, credential.cost
    facts = build_takes(credential).facts
    keep = {gettext("Age"), gettext("School"), gettext("Work")}
    return Rung(
        place=place,
        name=credential_name(credential),
        url=f"/credentials/{step}" + (f"?region={climb.choices.region}" if climb.choices.region else ""),
        time=weeks(max(0.0, time.typical - saved_weeks)) if time else "",
        time_is_estimate=time is not None and is_estimate(time.evidence),
        cost=_cost(credential, saved_cost),
        cost_is_estimate=cost is not None and is_estimate(cost.evidence),
        saves=_saves(climb, credential, held),
        conditions=tuple(fact for fact in facts if fact.label in keep),
        open_jobs=opened,
        open_url=JobFilters(choices=climb.choices.with_(held=held), opened_by=step).url(),
        wage=_best_wage(climb, (step,)),
        proofs=_proofs(climb, credential, held),
    )


def _cost(credential: Credential, saved_usd: float) -> str:
    if credential.cost is None:
        return ""
    if not saved_usd:
        return cost_text(credential.cost)
    left = max(0.0, credential.cost.typical - saved_usd)
    return gettext("about %(cost)s", cost=money(left)) if left else gettext("free")


def _saves(climb: Climb, credential: Credential, held: tuple[str, ...]) -> str:
    """`5 weeks, because you hold CNA`; the largest saving counts, savings are not added up."""
    graph = climb.known.graph
    standing = graph.standing(credential.id, graph.closure(held))
    best = max(
        standing.edges, key=lambda edge: (edge.weeks_saved or 0, edge.cost_saved_usd or 0), default=None
    )
    if best is None or not saving_text(best):
        return ""
    return gettext(
        "%(what)s, because you hold %(name)s",
        what=saving_text(best),
        name=credential_name(graph.get(best.from_id)),
    )


def _best_wage(climb: Climb, ids: Iterable[str]) -> WageLine | None:
    """The wage of the goal's occupation where the credential reaches it, else the best paid that it reaches."""
    codes = wanted_occupations(climb.known, ids)
    if climb.goal_soc in codes:
        codes = (climb.goal_soc,)
    lines = [line for code in codes if (line := climb.wages.line(code)) is not None and line.amount]
    return max(lines, key=lambda line: line.annual_median_usd or 0.0, default=None)


def _proofs(climb: Climb, credential: Credential, held: tuple[str, ...]) -> tuple[Proof, ...]:
    known, graph = climb.known, climb.known.graph
    closure = graph.closure(held)
    proofs = []
    for group in credential.requires:
        names = either([credential_name(graph.get(id_)) for id_ in group.any_of])
        proofs.append(build_proof(group.evidence, gettext("You need %(name)s before you start.", name=names)))
    for edge in graph.standing(credential.id, closure).edges:
        proofs.append(build_proof(edge.evidence, edge_sentence(known, edge)))
    proofs += build_takes(credential).proofs
    proofs += [build_proof(each, gettext("What it is")) for each in credential.evidence]
    return distinct(proofs)
