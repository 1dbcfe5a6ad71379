"""What a posting requires, without its sentences: postings that ask the same share one signature."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import Part, condition_parts, credential_part


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """One required OR-group: credential ids, and whether it also takes something that could not be resolved."""

    any_of: frozenset[str]
    is_unresolved: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The required parts of postings. Units: months, years.

    Silent: no required part was found, and the posting does not say that there is none. `states` are the
    posting's states where they can change the answer (a licence is asked, or it is silent and the usual entry
    of its occupation counts), else empty, so that equal requirements fold into one.
    """

    is_silent: bool
    groups: frozenset[AskedGroup]
    education: EducationLevel | None
    experience_months: int
    min_age: int
    states: frozenset[str]

    def parts(self, graph: CredentialGraph) -> tuple[Part, ...]:
        """The same parts as `required_parts` reads from the posting, each once."""
        groups = sorted(self.groups, key=lambda g: (sorted(g.any_of), g.is_unresolved))
        asked = [
            credential_part(g.any_of, graph, posting_states=self.states, is_unresolved=g.is_unresolved)
            for g in groups
        ]
        asked += condition_parts(
            graph,
            education=self.education,
            experience_months=self.experience_months,
            min_age=self.min_age,
        )
        return tuple(dict.fromkeys(asked))


def sign(
    requirements: Requirements, *, states: frozenset[str], jurisdictions: Mapping[str, str | None]
) -> Signature:
    """The signature of one posting. `jurisdictions` has every credential of the catalog and its state, if any."""
    nothing = requirements.state is RequirementsState.NOTHING_FOUND
    required = RequirementKind.REQUIRED
    groups = frozenset(
        AskedGroup(frozenset(g.any_of), bool(g.unresolved))
        for g in requirements.groups
        if g.kind is required and not nothing
    )
    conditions = [c for c in requirements.conditions if c.kind is required and not nothing]
    levels = [c.education for c in conditions if c.education not in (None, EducationLevel.NONE)]
    education = max((level for level in levels if level), key=lambda level: level.rank, default=None)
    experience = max((c.experience_months or 0 for c in conditions), default=0)
    age = max((c.min_age or 0 for c in conditions), default=0)
    is_empty = not (groups or education or experience or age)
    is_silent = is_empty and requirements.state is not RequirementsState.STATES_NONE
    # An id that the mapping lacks may be a licence of a newer catalog: keep the states, to be safe.
    is_bound = any(jurisdictions.get(id_, "?") is not None for group in groups for id_ in group.any_of)
    return Signature(
        is_silent=is_silent,
        groups=groups,
        education=education,
        experience_months=experience,
        min_age=age,
        states=states if is_bound or is_silent else frozenset(),
    )
