"""The rungs of a ladder: what each step takes, what it saves, and the jobs and pay that stand on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.domain.credential import Credential, CredentialKind, Edge, EdgeKind
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.assess import Verdict
from portal.stacks.ladder import Rung as DrawnRung
from portal.stacks.ladder import draw_ladder
from portal.stacks.parts import PartKind
from portal.stacks.plan_model import EntryFinding, Step
from portal.web.choices import Choices
from portal.web.credentials.takes import build_takes
from portal.web.credentials.ties import edge_sentence, saving_text
from portal.web.formats import joined, money, weeks
from portal.web.jobs.asks import experience_text
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.pathways.good_to_know import GoodToKnow, build_good_to_know
from portal.web.proof import Proof, build_proof, distinct
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import EDUCATION_NAMES, credential_name


class Condition(DataModel):
    """A condition to start that is no credential. `is_open`: the person has not told, or has not reached it."""

    text: str
    answer: str
    is_open: bool


class Rung(DataModel):
    """One rung as it is drawn.

    `open_jobs` on the first rung are those open to the person now; on every other rung those that it newly
    opens. `asks` and `likely` stand apart and are never added in.
    """

    place: str
    """here, next or later"""
    name: str
    url: str = ""
    time: str = ""
    cost: str = ""
    is_time_estimate: bool = False
    is_cost_estimate: bool = False
    saves: str = ""
    good_to_know: GoodToKnow = GoodToKnow()
    conditions: tuple[Condition, ...] = ()
    open_jobs: int
    open_url: str
    asks: int = 0
    asks_url: str = ""
    likely: int = 0
    likely_url: str = ""
    wage: WageLine | None = None
    is_wage_as_before: bool = False
    """The very figure of the rung before: said once."""
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
    likely: int


def target_occupations(known: Knowledge, credential_ids: Iterable[str]) -> tuple[str, ...]:
    """Occupations that these credentials target, in order."""
    ids = (id_ for id_ in credential_ids if id_ in known.graph.credentials)
    return tuple(dict.fromkeys(code for id_ in ids for code in known.graph.get(id_).soc_codes))


def build_rungs(climb: Climb, steps: Sequence[Step]) -> tuple[Rung, ...]:
    """The rung on which the person stands, and one for each step."""
    drawn = draw_ladder(steps, climb.person, index=climb.known.index, mask=climb.mask)
    rungs = [_here(climb, len(drawn.opens_now), len(drawn.asks_now))]
    held = climb.person.held
    for place, rung in enumerate(drawn.rungs):
        later = [climb.known.graph.get(other.step.credential_id) for other in drawn.rungs[place + 1 :]]
        rungs.append(_step(climb, rung, held=held, later=later, place="later" if place else "next"))
        held = (*held, rung.step.credential_id)
    return tuple(
        rung.model_copy(update={"is_wage_as_before": rung.wage is not None and rung.wage == before.wage})
        for before, rung in zip([rungs[0].model_copy(update={"wage": None}), *rungs], rungs, strict=False)
    )


def _here(climb: Climb, open_jobs: int, asks: int) -> Rung:
    names = [credential_name(climb.known.graph.get(id_)) for id_ in climb.person.held]
    shown = names if len(names) <= 4 else [*names[:3], gettext("%(num)s more", num=len(names) - 3)]
    return Rung(
        place="here",
        name=joined(shown) if shown else gettext("Starting out"),
        open_jobs=open_jobs,
        open_url=JobFilters(choices=climb.choices, state="qualifies").url(),
        asks=asks,
        asks_url=JobFilters(choices=climb.choices, state="asks").url(),
        likely=climb.likely,
        likely_url=JobFilters(choices=climb.choices, state="likely").url(),
        wage=_wage(climb, target_occupations(climb.known, climb.person.held)),
    )


def _step(
    climb: Climb, rung: DrawnRung, *, held: tuple[str, ...], later: Sequence[Credential], place: str
) -> Rung:
    step = rung.step
    credential = climb.known.graph.get(step.credential_id)
    before = climb.choices.with_(held=held)
    region = f"?region={climb.choices.region}" if climb.choices.region else ""
    return Rung(
        place=place,
        name=gettext("Renew: %(name)s", name=credential_name(credential))
        if step.is_renewal
        else credential_name(credential),
        url=f"/credentials/{credential.id}{region}",
        time=_time(step),
        cost="" if step.cost_usd is None else _cost(step.cost_usd, step.cost_year),
        is_time_estimate=step.weeks is not None and not step.is_renewal and not step.weeks_checked,
        is_cost_estimate=step.cost_usd is not None and not step.cost_checked,
        saves=_saves(climb, step),
        good_to_know=build_good_to_know(climb.known, step, climb.known.graph.closure(held)),
        conditions=tuple(build_condition(found) for found in step.entry),
        open_jobs=len(rung.opens),
        open_url=JobFilters(choices=before, opened_by=credential.id).url(),
        asks=len(rung.asks),
        asks_url=JobFilters(choices=before, state="asks", opened_by=credential.id).url(),
        wage=_wage(climb, _own_occupations(credential, later)),
        proofs=_proofs(climb, credential, step),
    )


def _time(step: Step) -> str:
    if step.is_renewal:
        return gettext("beside your work")
    return "" if step.weeks is None else weeks(step.weeks)


def _cost(cost_usd: float, year: int | None) -> str:
    if cost_usd == 0:
        return gettext("free")
    cost = gettext("about %(cost)s", cost=money(cost_usd))
    return f"{cost} ({year})" if year else cost


def _saves(climb: Climb, step: Step) -> str:
    """`5 weeks, because you hold CNA`; the largest saving counts, savings are not added up."""
    best = max(
        step.standing, key=lambda edge: (edge.weeks_saved or 0, edge.cost_saved_usd or 0), default=None
    )
    if best is None or not saving_text(best):
        return ""
    name = credential_name(climb.known.graph.get(best.from_id))
    return gettext("%(what)s, because you hold %(name)s", what=saving_text(best), name=name)


def build_condition(found: EntryFinding) -> Condition:
    """A condition to start a step, and how the person stands before it."""
    answers = {
        Verdict.MET: gettext("you meet this"),
        Verdict.MISSING: gettext("you have to wait for this"),
        Verdict.NOT_TOLD: gettext("you have not told us"),
    }
    if found.kind is PartKind.EDUCATION and found.level is not None:
        text = str(EDUCATION_NAMES[found.level])
    elif found.kind is PartKind.EXPERIENCE:
        text = experience_text(found.at_least or 0)
    else:
        text = gettext("%(age)s or older", age=found.at_least)
    return Condition(
        text=text, answer=answers.get(found.verdict, gettext("ask")), is_open=found.verdict is not Verdict.MET
    )


def _own_occupations(credential: Credential, later: Sequence[Credential]) -> tuple[str, ...]:
    """Occupations that the credential opens by itself.

    Not those whose licence is still to come on this way; nor, for a course or degree, those whose certification is.
    """
    if credential.kind is CredentialKind.LICENSE:
        return credential.soc_codes
    stronger = {CredentialKind.LICENSE}
    if credential.kind is not CredentialKind.CERTIFICATION:
        stronger.add(CredentialKind.CERTIFICATION)
    waiting = {code for other in later if other.kind in stronger for code in other.soc_codes}
    return tuple(code for code in credential.soc_codes if code not in waiting)


def _wage(climb: Climb, soc_codes: tuple[str, ...]) -> WageLine | None:
    """The wage of the goal's occupation where it is among them, else the best paid of them."""
    codes = (climb.goal_soc,) if climb.goal_soc in soc_codes else soc_codes
    lines = [line for code in codes if (line := climb.wages.line(code)) is not None and line.amount]
    return max(lines, key=lambda line: line.annual_median_usd or 0.0, default=None)


def _proofs(climb: Climb, credential: Credential, step: Step) -> tuple[Proof, ...]:
    edges = (*_met_from_the_start(climb, credential), *step.why, *step.standing)
    proofs = [build_proof(edge.evidence, edge_sentence(climb.known, edge)) for edge in edges]
    proofs += build_takes(credential).proofs
    proofs += [build_proof(each, gettext("What it is")) for each in credential.evidence]
    return distinct(proofs)


def _met_from_the_start(climb: Climb, credential: Credential) -> list[Edge]:
    """What a step requires and the person holds already; what a step requires of another one stands there."""
    graph, held = climb.known.graph, climb.person.held
    closure = graph.standing_of(climb.person)
    edges = {edge.to_id: edge for edge in graph.edges_from(credential.id, EdgeKind.REQUIRES)}
    found = []
    for group in credential.requires:
        met = sorted((id_ for id_ in group.any_of if id_ in closure), key=lambda id_: id_ not in held)
        found += [edges[id_] for id_ in met[:1]]
    return found
