"""The parts of what a posting requires: one meaning, used for one posting and for a million alike."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.stacks.graph import CredentialGraph


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


def required_parts(
    requirements: Requirements, graph: CredentialGraph, *, posting_states: frozenset[str]
) -> tuple[StatedPart, ...]:
    """Read the required parts; what is only preferred never counts.

    A licence counts where it is of no state or of a state in which the posting is; an id that the catalog
    does not have (any more) is unresolved. A stated condition that asks for nothing (no schooling, 0 months)
    is no part. Where nothing was found there are no parts, and *that* is unknown, not met.
    """
    if requirements.state is RequirementsState.NOTHING_FOUND:
        return ()
    parts: list[StatedPart] = []
    for group in requirements.groups:
        if group.kind is not RequirementKind.REQUIRED:
            continue
        gone = graph.unknown_ids(group.any_of)
        known = frozenset(group.any_of) - frozenset(gone)
        here = frozenset(
            id_ for id_ in known if graph.credentials[id_].jurisdiction in {None, *posting_states}
        )
        unresolved = (*group.unresolved, *gone)
        part = Part(PartKind.CREDENTIAL, any_of=here, elsewhere=known - here, is_unresolved=bool(unresolved))
        parts.append(StatedPart(part, group.sentence, unresolved))
    for stated in requirements.conditions:
        if stated.kind is not RequirementKind.REQUIRED:
            continue
        if stated.education is not None and stated.education is not EducationLevel.NONE:
            part = Part(PartKind.EDUCATION, any_of=graph.at_least(stated.education), level=stated.education)
            parts.append(StatedPart(part, stated.sentence))
        if stated.experience_months:
            parts.append(
                StatedPart(Part(PartKind.EXPERIENCE, at_least=stated.experience_months), stated.sentence)
            )
        if stated.min_age:
            parts.append(StatedPart(Part(PartKind.AGE, at_least=stated.min_age), stated.sentence))
    return tuple(parts)
