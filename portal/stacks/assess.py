"""One posting against one person: qualifies, one away, further or unknown, and why (DESIGN.md §4)."""

from enum import StrEnum

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import Requirements, RequirementsState
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import Part, PartKind, StatedPart, required_parts


class PostingState(StrEnum):
    """Where a person stands before a posting; every posting is in exactly one of these."""

    QUALIFIES = "qualifies"
    ONE_AWAY = "one_away"
    FURTHER = "further"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Whether one part is met, and where it is unknown, what would settle it."""

    MET = "met"
    MISSING = "missing"
    UNRESOLVED = "unresolved"
    """Unknown: it asks for something that the catalog does not know."""
    TRANSFER_NEEDED = "transfer_needed"
    """Unknown: the licence is of another state, or the posting's state is not known."""
    NOT_TOLD = "not_told"
    """Unknown: the person has not told their schooling, experience or age."""

    @property
    def is_unknown(self) -> bool:
        """Neither met nor failed."""
        return self not in (Verdict.MET, Verdict.MISSING)


class Finding(DataModel):
    """What was found for one required part. Units: months (experience), years (age).

    `credential_ids` are the held ones that meet the part, or else those any one of which would do.
    """

    kind: PartKind
    verdict: Verdict
    sentence: str
    credential_ids: tuple[str, ...] = ()
    other_state_ids: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    level: EducationLevel | None = None
    at_least: int | None = None


class Assessment(DataModel):
    """Where a person stands before one posting, part by part.

    `one_step` are the credentials that can be earned and any one of which, alone, would make the posting
    qualify (their own prerequisites aside). It can be filled for an unknown posting too: earning one of
    them would settle what is unknown.
    """

    state: PostingState
    met: tuple[Finding, ...] = ()
    missing: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    one_step: tuple[str, ...] = ()
    is_silent: bool = False
    """Unknown because no requirement was found: the mark *likely* is for these."""
    none_sentence: str = ""
    """The posting's sentence that says that nothing is required."""


def judge(part: Part, person: Person, closure: frozenset[str], *, level: EducationLevel | None) -> Verdict:
    """Judge one part. `level` is the person's schooling as told or shown by what they hold."""
    if part.kind is PartKind.CREDENTIAL:
        if not closure.isdisjoint(part.any_of):
            return Verdict.MET
        if part.is_unresolved:
            return Verdict.UNRESOLVED
        if not part.any_of or not closure.isdisjoint(part.elsewhere):
            return Verdict.TRANSFER_NEEDED
        return Verdict.MISSING
    if part.kind is PartKind.EDUCATION:
        wanted = part.level.rank if part.level is not None else 0
        return _compare(level.rank if level is not None else None, wanted)
    told = person.experience_months if part.kind is PartKind.EXPERIENCE else person.age
    return _compare(told, part.at_least)


def assess(
    requirements: Requirements,
    person: Person,
    graph: CredentialGraph,
    *,
    posting_states: frozenset[str],
) -> Assessment:
    """Say where a person stands before a posting, and why.

    Anything unknown makes the whole posting *unknown*, even beside a part that is known to be missing: an
    unknown is never taken for a failure. What is missing is told all the same. A posting of which no required
    part was found is unknown too, unless it says that nothing is required.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    closure = graph.standing_of(person)
    level = graph.education_level(closure, person.education)
    stated = required_parts(requirements, graph, posting_states=posting_states)
    if not stated:
        says_none = requirements.state is RequirementsState.STATES_NONE
        return Assessment(
            state=PostingState.QUALIFIES if says_none else PostingState.UNKNOWN,
            is_silent=not says_none,
            none_sentence=requirements.none_sentence,
        )
    findings = [_find(item, judge(item.part, person, closure, level=level), closure) for item in stated]
    open_parts = [
        item.part for item, found in zip(stated, findings, strict=True) if found.verdict is not Verdict.MET
    ]
    steps = graph.earnable if open_parts else frozenset()
    for part in open_parts:
        steps &= graph.openers(part.any_of, closure) if part.any_of else frozenset()
    unknown = tuple(f for f in findings if f.verdict.is_unknown)
    if not open_parts:
        state = PostingState.QUALIFIES
    elif unknown:
        state = PostingState.UNKNOWN
    else:
        state = PostingState.ONE_AWAY if steps else PostingState.FURTHER
    return Assessment(
        state=state,
        met=tuple(f for f in findings if f.verdict is Verdict.MET),
        missing=tuple(f for f in findings if f.verdict is Verdict.MISSING),
        unknown=unknown,
        one_step=tuple(sorted(steps)),
        none_sentence=requirements.none_sentence,
    )


def _compare(told: int | None, wanted: int) -> Verdict:
    if told is None:
        return Verdict.NOT_TOLD
    return Verdict.MET if told >= wanted else Verdict.MISSING


def _find(item: StatedPart, verdict: Verdict, closure: frozenset[str]) -> Finding:
    part = item.part
    ids = part.any_of & closure if verdict is Verdict.MET else part.any_of
    return Finding(
        kind=part.kind,
        verdict=verdict,
        sentence=item.sentence,
        credential_ids=tuple(sorted(ids)),
        other_state_ids=tuple(sorted(part.elsewhere)),
        unresolved=item.unresolved,
        level=part.level,
        at_least=part.at_least or None,
    )
