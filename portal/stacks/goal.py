"""A goal as sets of credentials: what must be held in the end to have reached it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.credential import Credential, CredentialKind
from portal.domain.errors import InvalidCode, NotFound
from portal.domain.job_posting import Requirements, RequirementsState
from portal.domain.person import Person
from portal.stacks.assess import Verdict, judge
from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import StatedPart, required_parts
from portal.stacks.unlock import UsualEntry

SMALL_KINDS = frozenset(
    {CredentialKind.MICRO_CREDENTIAL, CredentialKind.BADGE, CredentialKind.CERTIFICATE_OF_COMPLETION}
)
"""Kinds that are a stone on the way: they count toward an occupation only where nothing larger does."""

CARD_WEEKS = 1.0
"""What takes a week or less and asks for nothing first is a card, such as a food handler's: many jobs ask for it,
and it makes nobody a cook. What is awarded for its parts or after an apprenticeship is none."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """What must be held: of each group one credential. No group: no credential is asked that is not held.

    `soc_codes` are the occupations whose local pay the goal promises. `unsettled` are required parts of a
    posting that no credential can settle (experience, age, what could not be resolved): told, never planned.
    """

    groups: tuple[frozenset[str], ...]
    soc_codes: tuple[str, ...] = ()
    unsettled: tuple[StatedPart, ...] = ()


def occupation_target(
    graph: CredentialGraph,
    soc_code: str,
    *,
    home_state: str | None = None,
    usual_entry: Mapping[str, UsualEntry] | None = None,
) -> PlanTarget:
    """What leads to an occupation, the strictest that applies: the licences that its usual entry names, or every
    licence that targets it, or what a state's law asks for, or every credential but the small ones
    (micro-credential, badge, certificate of completion) and cards of a week or less, or those.

    With `home_state`, credentials of other states do not count. Where the law asks for a licence, a course
    alone does not reach the job, so a licence of another state is no reason to offer the course.
    Raises: NotFound when the catalog knows no credential for it there.
    """
    entry = (usual_entry or {}).get(soc_code)
    aiming = [c for c in graph.credentials.values() if soc_code in c.soc_codes]
    choices = (
        entry.license_ids if entry else (),
        [c.id for c in aiming if c.kind is CredentialKind.LICENSE],
        [c.id for c in aiming if c.is_asked_in_law and not _is_small(graph, c)],
        [c.id for c in aiming if not _is_small(graph, c)],
        [c.id for c in aiming],
    )
    here = _here(graph, next((ids for ids in choices if ids), ()), home_state)
    if not here:
        place = f" in {home_state}" if home_state else ""
        raise NotFound(
            f"We know no credential that leads to occupation {soc_code}{place}. "
            "Choose another job, or look at its postings."
        )
    return PlanTarget((here,), (soc_code,))


def credential_target(graph: CredentialGraph, credential_id: str) -> PlanTarget:
    """The credential itself, or what counts as it.

    Raises: NotFound when the catalog does not have it.
    """
    return PlanTarget((frozenset({credential_id}),), graph.get(credential_id).soc_codes)


def cluster_targets(
    graph: CredentialGraph,
    cluster: str,
    *,
    home_state: str | None = None,
    usual_entry: Mapping[str, UsualEntry] | None = None,
) -> tuple[PlanTarget, ...]:
    """Every occupation that the credentials of a career cluster target; reaching any one is enough.

    Raises: NotFound when the catalog has none.
    """
    inside = [c for c in graph.credentials.values() if cluster in c.clusters]
    codes = sorted({code for c in inside for code in c.soc_codes})
    return _any_occupation(
        graph, codes, home_state=home_state, usual_entry=usual_entry, what=f"career cluster “{cluster}”"
    )


def wage_targets(
    graph: CredentialGraph,
    annual_wage_usd: float,
    median_pay_usd: Mapping[str, float],
    *,
    home_state: str | None = None,
    usual_entry: Mapping[str, UsualEntry] | None = None,
) -> tuple[PlanTarget, ...]:
    """Every occupation whose local median pay is at least this much; reaching any one is enough.

    Units: US dollars a year. `median_pay_usd` holds published medians only, by SOC code.
    Raises: NotFound when no credential leads to such an occupation.
    """
    if annual_wage_usd <= 0:
        raise InvalidCode("The yearly pay must be more than 0 dollars. Write it like wage:45000.")
    codes = sorted(code for code, pay in median_pay_usd.items() if pay >= annual_wage_usd)
    what = f"pay of ${annual_wage_usd:,.0f} a year or more"
    return _any_occupation(graph, codes, home_state=home_state, usual_entry=usual_entry, what=what)


def posting_target(
    graph: CredentialGraph,
    requirements: Requirements,
    person: Person,
    *,
    posting_states: frozenset[str],
    soc_code: str | None = None,
) -> PlanTarget:
    """What a posting requires, as far as credentials can settle it for a person; the rest is in `unsettled`.

    Schooling that the person told is met or asked; schooling not told is unsettled: nobody is sent to earn a
    diploma that they may hold. `assess` says how each unsettled part stands.
    Raises: NotFound when nothing was found in the posting to plan for.
    """
    stated = required_parts(requirements, graph, posting_states=posting_states)
    if not stated and requirements.state is not RequirementsState.STATES_NONE:
        raise NotFound(
            "We could not read what this job asks for, so we cannot plan for it. Ask the employer."
        )
    closure = graph.standing_of(person)
    level = graph.education_level(closure, person.education)
    groups: dict[frozenset[str], None] = {}
    unsettled = []
    for item in stated:
        verdict = judge(item.part, person, closure, level=level)
        if not item.part.any_of or verdict is Verdict.NOT_TOLD:
            unsettled.append(item)
        elif verdict is not Verdict.MET:
            groups[item.part.any_of] = None
    return PlanTarget(tuple(groups), (soc_code,) if soc_code else (), tuple(unsettled))


def _is_small(graph: CredentialGraph, credential: Credential) -> bool:
    if credential.kind in SMALL_KINDS:
        return True
    is_short = credential.weeks is not None and credential.weeks.typical <= CARD_WEEKS
    return is_short and not credential.requires and credential.id not in graph.completions


def _here(graph: CredentialGraph, ids: Iterable[str], home_state: str | None) -> frozenset[str]:
    known = frozenset(ids) & frozenset(graph.ids)
    if home_state is None:
        return known
    return frozenset(id_ for id_ in known if graph.credentials[id_].jurisdiction in (None, home_state))


def _any_occupation(
    graph: CredentialGraph,
    soc_codes: Iterable[str],
    *,
    home_state: str | None,
    usual_entry: Mapping[str, UsualEntry] | None,
    what: str,
) -> tuple[PlanTarget, ...]:
    targets = []
    for code in soc_codes:
        try:
            targets.append(occupation_target(graph, code, home_state=home_state, usual_entry=usual_entry))
        except NotFound:
            continue
    if not targets:
        raise NotFound(f"We know no credential that leads to {what}. Choose another goal.")
    return tuple(targets)
