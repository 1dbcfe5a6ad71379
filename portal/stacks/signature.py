"""What a posting requires, without its sentences: postings that ask the same share one signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import Part, condition_parts, credential_part

_NO_STATES: frozenset[str] = frozenset()
"""One for all signatures: each empty set that is made takes 200 bytes."""


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
    of its occupation counts), else empty, so that equal requirements fold into one. `groups` are each once, by their
    ids, for the same reason.
    """

    is_silent: bool
    groups: tuple[AskedGroup, ...]
    education: EducationLevel | None
    experience_months: int
    min_age: int
    states: frozenset[str]

    def parts(self, graph: CredentialGraph) -> tuple[Part, ...]:
        """The same parts as `required_parts` reads from the posting, each once."""
        asked = [
            credential_part(g.any_of, graph, posting_states=self.states, is_unresolved=g.is_unresolved)
            for g in self.groups
        ]
        asked += condition_parts(
            graph,
            education=self.education,
            experience_months=self.experience_months,
            min_age=self.min_age,
        )
        return tuple(dict.fromkeys(asked))


def in_order(groups: Iterable[AskedGroup]) -> tuple[AskedGroup, ...]:
    """Groups in the order in which signatures have them."""
    found = tuple(groups)
    if len(found) < 2:
        return found
    return tuple(sorted(found, key=lambda group: (sorted(group.any_of), group.is_unresolved)))


class Signer:
    """Makes signatures. `jurisdictions` has every credential of the catalog and the state of a licence, if any.

    Signatures of one signer share the groups that they have in common, and their ids are those of the mapping.
    """

    def __init__(self, jurisdictions: Mapping[str, str | None]) -> None:
        # An id that the mapping lacks may be a licence of a newer catalog: it is not among these, to be safe.
        self._anywhere = frozenset(id_ for id_, state in jurisdictions.items() if state is None)
        self._ids = {id_: id_ for id_ in jurisdictions}
        self._groups: dict[tuple[tuple[str, ...], bool], AskedGroup] = {}
        self._shared: dict[AskedGroup, AskedGroup] = {}

    def sign(
        self,
        state: RequirementsState,
        groups: Iterable[tuple[tuple[str, ...], bool]],
        conditions: Iterable[tuple[EducationLevel | None, int | None, int | None]],
        *,
        states: frozenset[str],
    ) -> Signature:
        """The signature of what is required: groups (ids, and whether a name in them is not resolved), and conditions.

        Shape: conditions are (schooling, months of experience, years of age).
        """
        asked: dict[AskedGroup, None] = {}
        education: EducationLevel | None = None
        experience = age = 0
        if state is not RequirementsState.NOTHING_FOUND:
            asked = dict.fromkeys(self._group(group) for group in groups)
            for level, months, years in conditions:
                if level is not None and level.rank > (education.rank if education else 0):
                    education = level
                experience, age = max(experience, months or 0), max(age, years or 0)
        is_empty = not (asked or education or experience or age)
        signature = Signature(
            is_silent=is_empty and state is not RequirementsState.STATES_NONE,
            groups=in_order(asked),
            education=education,
            experience_months=experience,
            min_age=age,
            states=_NO_STATES,
        )
        return replace(signature, states=states) if states and self.is_bound(signature) else signature

    def is_bound(self, signature: Signature) -> bool:
        """Whether the state of a posting can change the answer."""
        return signature.is_silent or any(not group.any_of <= self._anywhere for group in signature.groups)

    def _group(self, told: tuple[tuple[str, ...], bool]) -> AskedGroup:
        group = self._groups.get(told)
        if group is None:
            made = AskedGroup(frozenset(self._ids.get(id_, id_) for id_ in told[0]), told[1])
            group = self._groups[told] = self._shared.setdefault(made, made)
        return group


def sign(
    requirements: Requirements, *, states: frozenset[str], jurisdictions: Mapping[str, str | None]
) -> Signature:
    """The signature of one posting, of its required parts only. `jurisdictions` as for `Signer`."""
    required = RequirementKind.REQUIRED
    return Signer(jurisdictions).sign(
        requirements.state,
        [(g.any_of, bool(g.unresolved)) for g in requirements.groups if g.kind is required],
        [
            (c.education, c.experience_months, c.min_age)
            for c in requirements.conditions
            if c.kind is required
        ],
        states=states,
    )
