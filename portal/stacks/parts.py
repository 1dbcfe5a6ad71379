"""The parts of what a posting requires: one meaning, used for one posting and for a million alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.stacks.graph import CredentialGraph

_NOTHING: frozenset[str] = frozenset()
"""One for all parts: each empty set that is made takes 200 bytes."""


class PartKind(StrEnum):
    """What a part asks for."""

    CREDENTIAL = "credential"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Part:
    """One required thing. A posting qualifies a person who meets every part. Hashable, without its sentence.

    Units: `at_least` is months for experience and years for age; `level` is for education.
    """

    kind: PartKind
    any_of: frozenset[str] = frozenset()
    """Credentials any one of which will do at the posting's place."""
    elsewhere: frozenset[str] = frozenset()
    """Licences named that belong to another state: holding one means "transfer needed", so unknown."""
    is_unresolved: bool = False
    """It also takes something that the catalog does not know, so who lacks the rest may still have that."""
    level: EducationLevel | None = None
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class StatedPart:
    """A part with the posting's own sentence and the names that could not be resolved."""

    part: Part
    sentence: str
    unresolved: tuple[str, ...] = ()


def credential_part(
    ids: Iterable[str], graph: CredentialGraph, *, posting_states: frozenset[str], is_unresolved: bool = False
) -> Part:
    """The part of one OR-group at a place.

    A licence counts where it is of no state or of a state in which the posting is; an id that the catalog
    does not have (any more) is unresolved.
    """
    asked = frozenset(ids)
    # The same set where nothing is left out: there are many parts, and most need no set of their own.
    known = asked if asked <= graph.credentials.keys() else asked.intersection(graph.credentials)
    states = {None, *posting_states}
    away = frozenset(i for i in known if graph.credentials[i].jurisdiction not in states) or _NOTHING
    here = (known - away or _NOTHING) if away else known
    return Part(
        PartKind.CREDENTIAL,
        any_of=here,
        elsewhere=away,
        is_unresolved=is_unresolved or known != asked,
    )


def condition_parts(
    graph: CredentialGraph,
    *,
    education: EducationLevel | None,
    experience_months: int | None,
    min_age: int | None,
) -> tuple[Part, ...]:
    """The parts of stated conditions; one that asks for nothing (no schooling, 0 months) is no part."""
    parts = []
    if education is not None and education is not EducationLevel.NONE:
        parts.append(Part(PartKind.EDUCATION, any_of=graph.at_least(education), level=education))
    if experience_months:
        parts.append(Part(PartKind.EXPERIENCE, at_least=experience_months))
    if min_age:
        parts.append(Part(PartKind.AGE, at_least=min_age))
    return tuple(parts)


def required_parts(
    requirements: Requirements, graph: CredentialGraph, *, posting_states: frozenset[str]
) -> tuple[StatedPart, ...]:
    """Read the required parts; what is only preferred never counts.

    Where nothing was found there are no parts, and *that* is unknown, not met.
    """
    if requirements.state is RequirementsState.NOTHING_FOUND:
        return ()
    stated: list[StatedPart] = []
    for group in requirements.groups:
        if group.kind is RequirementKind.REQUIRED:
            unresolved = (*group.unresolved, *graph.unknown_ids(group.any_of))
            part = credential_part(
                group.any_of, graph, posting_states=posting_states, is_unresolved=bool(unresolved)
            )
            stated.append(StatedPart(part, group.sentence, unresolved))
    for condition in requirements.conditions:
        if condition.kind is RequirementKind.REQUIRED:
            parts = condition_parts(
                graph,
                education=condition.education,
                experience_months=condition.experience_months,
                min_age=condition.min_age,
            )
            stated += [StatedPart(part, condition.sentence) for part in parts]
    return tuple(stated)
