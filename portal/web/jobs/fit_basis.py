"""One person before jobs: from the store, the stack engine and O*NET to the facts that matching takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from sqlmodel import Session

from portal.domain.person import Person
from portal.domain.region import RegionKind, ResolvedRegion
from portal.matching.elements import ELEMENT_IDS
from portal.matching.facts import NamedSkill, PartKind, PartVerdict, PostingFacts, Required, RequiredPart
from portal.matching.match import match
from portal.matching.model import Match
from portal.search.distance import miles_from
from portal.stacks.assess import Assessment, Finding, Verdict, assess
from portal.store.onet_elements import list_elements
from portal.store.posting_bases import PostingBasis, list_posting_bases
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.matching_config import matching_config


def has_told(choices: Choices) -> bool:
    """Whether anything was told by which what a job asks can be judged."""
    told = (choices.education, choices.experience_months, choices.age)
    return bool(choices.held or choices.lapsed) or any(each is not None for each in told)


def match_jobs(
    session: Session,
    known: Knowledge,
    posting_ids: Sequence[int],
    *,
    choices: Choices,
    centre: ResolvedRegion | None,
    home_state: str | None,
    now: datetime,
    skills: Mapping[int, tuple[NamedSkill, ...]] | None = None,
) -> dict[int, Match]:
    """Matches by id. `centre` is where the person looks; distance counts where it is a ZIP code.

    `skills` are those that the texts name, where they were read for them.
    """
    bases = list_posting_bases(session, posting_ids)
    elements = (
        list_elements(session, {b.soc_code for b in bases.values() if b.soc_code}, ELEMENT_IDS)
        if choices.needs
        else {}
    )
    told = has_told(choices)
    held = choices.known(frozenset(known.graph.credentials))
    person = held.person(state=home_state, today=now.date())
    likely = _likely(known, person, posting_ids) if told else frozenset[int]()
    config = matching_config()
    found = {}
    for id_, basis in bases.items():
        assessment = assess(basis.requirements, person, known.graph, posting_states=basis.states)
        required = required_of(assessment, told=told, is_likely=id_ in likely)
        facts = PostingFacts(
            required=required,
            signals=basis.reading.signals,
            annual_pay_min_usd=basis.annual_pay_min_usd,
            annual_pay_max_usd=basis.annual_pay_max_usd,
            pay_flag=basis.pay_flag,
            pay_sentence=basis.reading.pay_sentence,
            hours_per_week=basis.hours_per_week,
            employment_types=basis.employment_types,
            is_remote=basis.is_remote,
            **_distance(basis, centre),
            elements=elements.get(basis.soc_code or "", ()),
            skills=(skills or {}).get(id_),
        )
        found[id_] = match(facts, choices.needs, config)
    return found


def required_of(assessment: Assessment, *, told: bool, is_likely: bool) -> Required:
    """The assessment as data. Of somebody who told nothing, nothing is known to be missing."""
    findings = (*assessment.missing, *assessment.unknown, *assessment.met)
    return Required(
        parts=tuple(_part(finding, told=told) for finding in findings),
        one_step=assessment.one_step if told else (),
        is_silent=assessment.is_silent,
        is_likely=is_likely and assessment.is_silent,
        none_sentence=assessment.none_sentence,
    )


def _part(finding: Finding, *, told: bool) -> RequiredPart:
    verdict = finding.verdict
    if verdict is Verdict.MISSING and not told:
        verdict = Verdict.NOT_TOLD
    return RequiredPart(
        kind=PartKind(finding.kind.value),
        verdict=PartVerdict(verdict.value),
        sentence=finding.sentence,
        credential_ids=finding.credential_ids or finding.other_state_ids,
        unresolved=finding.unresolved,
        level=finding.level,
        at_least=finding.at_least,
    )


def _likely(known: Knowledge, person: Person, posting_ids: Sequence[int]) -> frozenset[int]:
    mask = np.isin(known.index.columns.posting_ids, np.asarray(posting_ids))
    return frozenset(known.index.likely(person, mask))


def _distance(basis: PostingBasis, centre: ResolvedRegion | None) -> Mapping[str, float | None]:
    if centre is None or centre.region.kind is not RegionKind.ZIP:
        return {}
    if centre.latitude is None or centre.longitude is None:
        return {}
    miles = None
    if basis.points:
        latitudes, longitudes = np.asarray(basis.points).T
        nearest = miles_from(
            centre.latitude, centre.longitude, latitudes=latitudes, longitudes=longitudes
        ).min()
        miles = float(nearest)
    return {"miles": miles, "most_miles": centre.region.radius_miles}
