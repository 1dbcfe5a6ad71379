"""Training near a place: programs that lead to credentials, the nearest first, and where to look for more."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from flask import current_app
from sqlmodel import Session

from portal.ctdl.programs import MatchBasis, name_index
from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.program import OutcomeKind, Program, ProgramFormat
from portal.domain.region import ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.domain.training_list import FILE, TrainingList, lists_for, parse_training_lists
from portal.search.distance import miles_from
from portal.settings import Settings, read_config_toml
from portal.stacks.graph import CredentialGraph
from portal.store.places import find_county
from portal.store.programs import FoundProgram, find_programs, list_program_states
from portal.web.formats import joined, money, number, weeks
from portal.web.knowledge import Knowledge
from portal.web.proof import Proof, build_proof
from portal.web.translate import gettext, ngettext
from portal.web.words import credential_name, in_language, region_label

NEAR_MILES = 100
MOST_NEAR = 6
MOST_FAR = 6


class ProgramLine(DataModel):
    """One program in words. `leads` False: it has the same field of study only."""

    name: str
    provider: str
    place: str
    leads: bool
    homepage: str
    cost: str
    cost_parts: str
    length: str
    offers: tuple[str, ...]
    lacks: str
    languages: str
    prerequisites: str
    outcomes: tuple[str, ...]
    outcome_note: str
    proof: Proof


class ListLink(DataModel):
    """A public list in which a person can look."""

    title: str
    url: str
    proof: Proof


class TrainingView(DataModel):
    """The programs of a page. `known` counts all that lead to the credential, wherever they are."""

    near: tuple[ProgramLine, ...]
    far: tuple[ProgramLine, ...]
    unshown: int
    place: str
    gap: str
    lists: tuple[ListLink, ...]


def build_training(
    session: Session, known: Knowledge, credentials: Sequence[Credential], *, resolved: ResolvedRegion
) -> TrainingView:
    """Programs that lead to any of some credentials, each once.

    Those that name one come before those of its field, each group nearest first.
    """
    settings: Settings = current_app.extensions["settings"]
    leads_to: dict[tuple[str, str], tuple[Credential, FoundProgram]] = {}
    for credential in credentials:
        for one in find_programs(session, credential, index=_names(known.graph)):
            key = (one.program.list_key, one.program.ref)
            if key not in leads_to or leads_to[key][1].basis is MatchBasis.FIELD_OF_STUDY:
                leads_to[key] = (credential, one)
    found = list(leads_to.values())
    miles = _miles(session, [one for _, one in found], resolved)
    ordered = sorted(
        ((credential, one, distance) for (credential, one), distance in zip(found, miles, strict=True)),
        key=lambda each: (
            each[1].basis is MatchBasis.FIELD_OF_STUDY,
            float("inf") if each[2] is None else each[2],
            each[1].program.state,
            each[1].program.name,
            each[1].program.ref,
        ),
    )
    near: list[tuple[Credential, FoundProgram, float | None]] = []
    far: list[tuple[Credential, FoundProgram, float | None]] = []
    for each in ordered:
        (near if _is_near(each[1].program, each[2], resolved) else far).append(each)
    shown_near, shown_far = near[:MOST_NEAR], far[:MOST_FAR]
    state = resolved.home_state
    return TrainingView(
        near=tuple(_line(*each) for each in shown_near),
        far=tuple(_line(*each) for each in shown_far),
        unshown=len(found) - len(shown_near) - len(shown_far),
        place=region_label(resolved),
        gap=gettext(
            "We hold no list of training programs for %(state)s yet.", state=STATE_NAMES.get(state, state)
        )
        if state and state not in list_program_states(session)
        else "",
        lists=tuple(
            ListLink(title=in_language(one.title), url=one.url, proof=build_proof(one.evidence))
            for one in lists_for(_lists(settings.config_dir), state)
        ),
    )


@lru_cache(maxsize=2)  # a graph is itself alone, and one is built for each catalog
def _names(graph: CredentialGraph) -> Mapping[str, frozenset[str]]:
    return name_index(graph.credentials.values())


@lru_cache(maxsize=4)
def _lists(config_dir: Path) -> tuple[TrainingList, ...]:
    return parse_training_lists(read_config_toml(config_dir / FILE))


def _miles(session: Session, found: list[FoundProgram], resolved: ResolvedRegion) -> list[float | None]:
    latitude, longitude = resolved.latitude, resolved.longitude
    if latitude is None and resolved.home_county_fips:
        county = find_county(session, resolved.home_county_fips)
        latitude, longitude = (county.latitude, county.longitude) if county else (None, None)
    if latitude is None or longitude is None or not found:
        return [None] * len(found)
    measured = miles_from(
        latitude,
        longitude,
        latitudes=np.array([np.nan if one.latitude is None else one.latitude for one in found]),
        longitudes=np.array([np.nan if one.longitude is None else one.longitude for one in found]),
    )
    return [None if np.isnan(each) else float(each) for each in measured]


def _is_near(program: Program, distance: float | None, resolved: ResolvedRegion) -> bool:
    if program.format is ProgramFormat.ONLINE:
        return True
    if distance is not None:
        return distance <= NEAR_MILES
    return resolved.home_state is not None and program.state == resolved.home_state


def _line(credential: Credential, found: FoundProgram, distance: float | None) -> ProgramLine:
    program = found.program
    offers, lacks = _offers(program)
    return ProgramLine(
        name=program.name,
        provider=program.provider,
        place=_place(program, distance),
        leads=found.basis is not MatchBasis.FIELD_OF_STUDY,
        homepage=program.homepage if program.homepage.startswith(("http://", "https://")) else "",
        cost=_cost(program),
        cost_parts=_cost_parts(program),
        length=_length(program),
        offers=offers,
        lacks=lacks,
        languages=program.languages,
        prerequisites=program.prerequisites,
        outcomes=tuple(
            f"{_figure(one.kind, one.value)}: {in_language(one.definition)}" for one in program.outcomes
        ),
        outcome_note=_outcome_note(program),
        proof=build_proof(program.evidence, _claim(credential, found)),
    )


def _claim(credential: Credential, found: FoundProgram) -> str:
    name = credential_name(credential)
    if found.basis is MatchBasis.STATED_CREDENTIAL:
        return gettext("The list says that this program leads to %(name)s.", name=name)
    if found.basis is MatchBasis.PROGRAM_NAME:
        return gettext("The program has the same name as %(name)s.", name=name)
    return gettext(
        "The program and %(name)s have the same field of study (CIP %(code)s). Ask the school what it leads to.",
        name=name,
        code=found.program.cip_code or "",
    )


def _place(program: Program, distance: float | None) -> str:
    parts = [", ".join(part for part in (program.city, program.state) if part)]
    if program.format is ProgramFormat.ONLINE:
        parts.append(gettext("online only"))
    elif program.format is ProgramFormat.BLENDED:
        parts.append(gettext("partly online"))
    if distance is not None and program.format is not ProgramFormat.ONLINE:
        parts.append(ngettext("about %(num)s mile away", "about %(num)s miles away", max(1, round(distance))))
    return " · ".join(part for part in parts if part)


def _cost(program: Program) -> str:
    total = program.cost.total_usd
    if total is None:
        return gettext("cost not stated")
    return gettext("free") if total == 0 else money(total)


def _cost_parts(program: Program) -> str:
    names = {
        "tuition_usd": gettext("tuition"),
        "fees_usd": gettext("fees"),
        "books_usd": gettext("books"),
        "supplies_usd": gettext("supplies"),
        "other_usd": gettext("other costs"),
    }
    parts = [f"{names[name]} {money(value)}" for name, value in program.cost.parts]
    if len(parts) < 2 and program.cost.parts_make_total is not False:
        return ""
    text = joined(parts)
    if program.cost.parts_make_total is False:
        text += ". " + gettext("These parts do not add up to the total of the list. Ask the school.")
    return text


def _length(program: Program) -> str:
    low, high = program.weeks_low, program.weeks_high
    texts = []
    if low is not None and high is not None:
        same = weeks(low) == weeks(high)
        texts.append(
            weeks(high)
            if same
            else gettext("%(low)s to %(high)s", low=weeks(max(low, 1 / 7)), high=weeks(high))
        )
    if program.clock_hours:
        texts.append(gettext("%(hours)s class hours", hours=number(program.clock_hours)))
    if program.hours_per_week:
        texts.append(gettext("%(hours)s hours a week", hours=number(program.hours_per_week)))
    return ", ".join(texts)


def _offers(program: Program) -> tuple[tuple[str, ...], str]:
    words = {
        "is_evening": (gettext("evening classes"), gettext("The school has evening classes")),
        "has_online": (gettext("online classes"), gettext("The school has online classes")),
        "is_wheelchair_accessible": (
            gettext("wheelchair access"),
            gettext("The school has wheelchair access"),
        ),
        "has_childcare": (gettext("child care"), gettext("The school has child care")),
    }
    yes = [words[name][name in program.of_school] for name in words if getattr(program, name) is True]
    no = [words[name][0] for name in words if getattr(program, name) is False]
    return tuple(yes), joined(no)


def _figure(kind: OutcomeKind, value: float) -> str:
    return money(value) if kind is OutcomeKind.MEDIAN_EARNINGS else f"{round(100 * value)} %"


def _outcome_note(program: Program) -> str:
    if not program.outcomes:
        return ""
    texts = []
    if program.outcome_people is not None:
        texts.append(
            ngettext("That is of %(num)s person.", "That is of %(num)s people.", program.outcome_people)
        )
    if program.outcomes_add_up is False:
        texts.append(gettext("The numbers of the list do not add up. Ask the school."))
    return " ".join(texts)
