"""The credential graph: what holding a credential gives, what it asks first, and what it saves later."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.domain.credential import (
    Catalog,
    Credential,
    CredentialKind,
    CredentialStatus,
    Edge,
    EdgeKind,
    EducationLevel,
    RequiredGroup,
)
from portal.domain.errors import NotFound
from portal.domain.person import Person

EARNABLE = frozenset({CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY})
"""A deprecated or suspended credential still counts for who holds it, but nobody is sent to earn it."""

SCHOOL_DIPLOMAS = frozenset(
    {CredentialKind.SECONDARY_SCHOOL_DIPLOMA, CredentialKind.GENERAL_EDUCATION_DEVELOPMENT}
)
"""Kinds that show that somebody finished school. Whoever finished it one way is never sent to do it again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What already held credentials save of another one. Units: weeks, US dollars.

    Several savings on one credential are not added up, for no source says that they add: the largest
    counts, weeks and dollars each for itself.
    """

    weeks_saved: float = 0.0
    cost_saved_usd: float = 0.0
    edges: tuple[Edge, ...] = ()


class CredentialGraph:
    """The catalog as a graph, read once and never changed.

    Edges that nobody stated (inferred, extracted) stand in `unstated`, for pages, which mark them. Plans, counts and
    ladders rest on `edges_to` and `edges_from`, which never give them.

    `gives[a]` is what holding `a` alone counts as, itself included: `satisfies`, a whole gives its parts, and a
    diploma or degree counts as any school diploma, for it shows that school was finished;
    `givers` is the same relation from the other end. `completions[b]` are the parts that together give `b`;
    only wholes all of whose `part_of` edges say `completes` stand there.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.version = catalog.version
        self.credentials: Mapping[str, Credential] = MappingProxyType({c.id: c for c in catalog.credentials})
        self.ids: tuple[str, ...] = tuple(sorted(self.credentials))
        self.earnable: frozenset[str] = frozenset(c.id for c in catalog.credentials if c.status in EARNABLE)
        self._edges_to: dict[tuple[str, EdgeKind], tuple[Edge, ...]] = {}
        self._edges_from: dict[tuple[str, EdgeKind], tuple[Edge, ...]] = {}
        self.unstated = tuple(edge for edge in catalog.edges if not edge.evidence.is_stated)
        stated = (edge for edge in catalog.edges if edge.evidence.is_stated)
        for edge in sorted(stated, key=lambda e: (e.kind, e.from_id, e.to_id)):
            into, out = (edge.to_id, edge.kind), (edge.from_id, edge.kind)
            self._edges_to[into] = (*self._edges_to.get(into, ()), edge)
            self._edges_from[out] = (*self._edges_from.get(out, ()), edge)
        self.school_diplomas: frozenset[str] = frozenset(
            c.id
            for c in catalog.credentials
            if c.kind in SCHOOL_DIPLOMAS and _is_past_school(c.education_level)
        )
        self.gives: Mapping[str, frozenset[str]] = {id_: self._reach(id_) for id_ in self.ids}
        givers: dict[str, set[str]] = {id_: set() for id_ in self.ids}
        for giver, given in self.gives.items():
            for id_ in given:
                givers[id_].add(giver)
        self.givers: Mapping[str, frozenset[str]] = {id_: frozenset(by) for id_, by in givers.items()}
        self.completions: Mapping[str, frozenset[str]] = {
            whole: frozenset(e.from_id for e in parts)
            for whole in self.ids
            if (parts := self.edges_to(whole, EdgeKind.PART_OF)) and all(e.completes for e in parts)
        }
        self._wholes_of: dict[str, list[str]] = defaultdict(list)
        for whole, needed in self.completions.items():
            for part in needed:
                self._wholes_of[part].append(whole)
        self.awarded: frozenset[str] = frozenset(
            whole
            for whole in self.completions
            if (weeks := self.credentials[whole].weeks) is not None and weeks.typical == 0
        )
        """Wholes that are given for their parts and take no time of their own: nobody can earn one directly."""
        self.steps: frozenset[str] = self.earnable - self.awarded
        """What a plan can send somebody to earn."""
        of_a_whole = frozenset().union(*self.completions.values())
        self.completers: frozenset[str] = frozenset(c for c in self.ids if self.gives[c] & of_a_whole)
        """Credentials that can be the last missing part of a whole."""
        self.alone: Mapping[str, frozenset[str]] = {
            id_: self._complete(set(gives)) if id_ in self.completers else gives
            for id_, gives in self.gives.items()
        }
        """What each credential counts as for who holds nothing else: a whole of one part is given with it."""
        bringers: dict[str, set[str]] = {id_: set() for id_ in self.ids}
        for bringer, brought in self.alone.items():
            for id_ in brought:
                bringers[id_].add(bringer)
        self.bringers: Mapping[str, frozenset[str]] = {id_: frozenset(by) for id_, by in bringers.items()}
        degrees = [c for c in catalog.credentials if c.education_level is not None]
        general = {c.education_level for c in degrees if _is_any_field(c) and c.id in self.earnable}
        self._in_one_field = frozenset(
            c.id for c in degrees if not _is_any_field(c) and c.education_level in general
        )
        self._at_least = {
            level: frozenset(
                c.id
                for c in catalog.credentials
                if c.education_level is not None and c.education_level.rank >= level.rank
            )
            for level in EducationLevel
        }

    def get(self, credential_id: str) -> Credential:
        """One credential.

        Raises: NotFound when the catalog has no such id.
        """
        try:
            return self.credentials[credential_id]
        except KeyError:
            raise NotFound(
                f"There is no credential “{credential_id[:80]}” in the catalog. Choose it from the list."
            ) from None

    def unknown_ids(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids that the catalog does not have, in the order given; a page names them before it goes on without."""
        return tuple(id_ for id_ in ids if id_ not in self.credentials)

    def edges_to(self, credential_id: str, kind: EdgeKind) -> tuple[Edge, ...]:
        """Edges of one kind that end at a credential."""
        return self._edges_to.get((credential_id, kind), ())

    def edges_from(self, credential_id: str, kind: EdgeKind) -> tuple[Edge, ...]:
        """Edges of one kind that start at a credential."""
        return self._edges_from.get((credential_id, kind), ())

    def closure(self, held: Iterable[str]) -> frozenset[str]:
        """Everything that the held credentials count as (DESIGN.md §4, held*).

        Raises: NotFound when the catalog lacks one of them.
        """
        result: set[str] = set()
        for id_ in held:
            self.get(id_)
            result |= self.gives[id_]
        return self._complete(result)

    def standing_of(self, person: Person) -> frozenset[str]:
        """What a person counts as holding: what they hold, and any school diploma where they told that much.

        Raises: NotFound when the catalog lacks a held credential.
        """
        closure = self.closure(person.held)
        if not _is_past_school(person.education):
            return closure
        return self._complete({*closure, *(id_ for d in self.school_diplomas for id_ in self.gives[d])})

    def extend(self, closure: frozenset[str], credential_id: str) -> frozenset[str]:
        """The closure after one more credential."""
        added = self.gives[self.get(credential_id).id]
        if added <= closure:
            return closure
        if credential_id not in self.completers:
            return closure | added
        return self._complete(set(closure | added), added - closure)

    def extend_all(self, closure: frozenset[str], ids: Iterable[str]) -> frozenset[str]:
        """The closure after several more credentials."""
        return self._complete(set(closure.union(*(self.gives[id_] for id_ in ids))))

    def completing(self, closure: frozenset[str]) -> dict[str, frozenset[str]]:
        """Credentials that can be earned and complete a whole of which the closure has the other parts.

        Shape: credential → what it brings with this closure and not by itself.
        """
        touched = {whole for id_ in closure for whole in self._wholes_of.get(id_, ())} - closure
        found: set[str] = set()
        for whole in touched:
            # The first whole that it completes: the closure and what it counts as alone have every part.
            missing = [self.bringers[part] for part in self.completions[whole] - closure]
            found |= missing[0].intersection(*missing[1:])
        brought = {
            id_: self.extend(closure, id_) - closure - self.alone[id_] for id_ in found & self.earnable
        }
        return {id_: ids for id_, ids in brought.items() if ids}

    def education_level(
        self, closure: Iterable[str], told: EducationLevel | None = None
    ) -> EducationLevel | None:
        """The highest schooling that is told or shown by a diploma or degree; None when neither says anything."""
        levels = [told] if told is not None else []
        for id_ in closure:
            level = self.credentials[id_].education_level
            if level is not None:
                levels.append(level)
        return max(levels, key=lambda level: level.rank, default=None)

    def at_least(self, level: EducationLevel) -> frozenset[str]:
        """Diplomas and degrees of this level or a higher one."""
        return self._at_least[level]

    def off_field(self, wanted: Iterable[frozenset[str]]) -> frozenset[str]:
        """Degrees in some field that a way to the wanted sets asks for by nothing but their level.

        A nursing degree shows a bachelor's level to everybody who asks for any, but nobody is sent through nursing
        to become a counselor. Only where a degree in any field can be earned at the same level.
        """
        asked = set().union(*(group for group in wanted if group not in self._at_least.values()))
        seen: set[str] = set()
        while asked:
            id_ = asked.pop()
            seen.add(id_)
            # What counts as a degree in any field, or as a school diploma, is no way to it.
            is_general = (
                _is_any_field(self.credentials[id_]) and self.credentials[id_].education_level is not None
            )
            lower = {*(() if is_general else self.givers[id_]), *self.completions.get(id_, ())}
            lower |= {edge.from_id for edge in self.edges_to(id_, EdgeKind.ADVANCED_STANDING)}
            lower |= {other for group in self.credentials[id_].requires for other in group.any_of}
            asked |= lower - seen
        return self._in_one_field - seen

    def wholes_of(self, parts: Iterable[str]) -> tuple[str, ...]:
        """Wholes that any of these parts helps to complete."""
        return tuple(sorted({whole for part in parts for whole in self._wholes_of.get(part, ())}))

    def is_first_step(self, credential_id: str) -> bool:
        """Whether who holds nothing can set out for it: no credential, no college and no work come before it."""
        one = self.get(credential_id)
        asks = one.entry and (one.entry.experience_months or _is_college(one.entry.education))
        is_whole = bool(self.edges_to(credential_id, EdgeKind.PART_OF))
        return credential_id in self.earnable and not (one.requires or asks or is_whole)

    def wholes_giving(self, credential_id: str) -> tuple[str, ...]:
        """Wholes that their parts complete and that count as this credential."""
        return tuple(sorted(self.givers[credential_id] & self.completions.keys()))

    def unmet_groups(self, credential_id: str, closure: frozenset[str]) -> tuple[RequiredGroup, ...]:
        """Groups of prerequisites of which nothing is held."""
        groups = self.get(credential_id).requires
        return tuple(group for group in groups if closure.isdisjoint(group.any_of))

    def standing(self, credential_id: str, closure: frozenset[str]) -> Standing:
        """What is saved of a credential by what is held."""
        edges = tuple(
            e for e in self.edges_to(credential_id, EdgeKind.ADVANCED_STANDING) if e.from_id in closure
        )
        return Standing(
            weeks_saved=max((e.weeks_saved or 0.0 for e in edges), default=0.0),
            cost_saved_usd=max((e.cost_saved_usd or 0.0 for e in edges), default=0.0),
            edges=edges,
        )

    def openers(self, wanted: frozenset[str], closure: frozenset[str]) -> frozenset[str]:
        """Credentials that can be earned and any one of which brings one of the wanted into the closure."""
        found = set().union(*(self.givers[id_] for id_ in wanted))
        for id_ in self.completers - found:
            if not wanted.isdisjoint(self.extend(closure, id_)):
                found.add(id_)
        return frozenset(found) & self.earnable

    def _reach(self, start: str) -> frozenset[str]:
        seen = {start}
        stack = [start]
        while stack:
            id_ = stack.pop()
            given = [e.to_id for e in self.edges_from(id_, EdgeKind.SATISFIES)]
            given += [e.from_id for e in self.edges_to(id_, EdgeKind.PART_OF)]
            if _is_past_school(self.credentials[id_].education_level):
                given += self.school_diplomas
            stack += [other for other in given if other not in seen]
            seen.update(given)
        return frozenset(seen)

    def _complete(self, result: set[str], added: Iterable[str] | None = None) -> frozenset[str]:
        """Add every whole whose parts are all there, until nothing more is added.

        `added` are those of `result` that are new since it was last complete; left out: all of them.
        """
        waiting = list(result if added is None else added)
        while waiting:
            for whole in self._wholes_of.get(waiting.pop(), ()):
                if whole not in result and self.completions[whole] <= result:
                    new = self.gives[whole] - result
                    result |= new
                    waiting += new
        return frozenset(result)


def _is_past_school(level: EducationLevel | None) -> bool:
    return level is not None and level.rank >= EducationLevel.HIGH_SCHOOL.rank


def _is_college(level: EducationLevel | None) -> bool:
    return level is not None and level.rank > EducationLevel.HIGH_SCHOOL.rank


def _is_any_field(credential: Credential) -> bool:
    return not credential.soc_codes and (credential.kind in SCHOOL_DIPLOMAS or not credential.cip_codes)
