"""What one person can earn from where they stand: what each step needs first, and what it then takes."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from typing import NamedTuple

from portal.domain.credential import CredentialKind, Delivery, EdgeKind, EducationLevel
from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph

PREPARING_HOPS = 2
"""So many `prepares_for` edges in a row still lead along one ladder."""


class Amount(NamedTuple):
    """What steps take. Unknown weeks or dollars are counted, never taken for 0.

    Units: weeks, US dollars. `unknown_weeks` and `unknown_costs` are numbers of steps. A step whose entry asks for
    an age that the person has not reached, or for experience that they lack or did not tell, adds one to
    `unknown_weeks`, for nobody told us how long that wait is. `unpaid_weeks` leaves out apprenticeships and what is
    learnt only on the job.
    """

    unknown_weeks: int = 0
    weeks: float = 0.0
    unknown_costs: int = 0
    cost_usd: float = 0.0
    unpaid_weeks: float = 0.0

    def plus(self, other: "Amount") -> "Amount":
        """Both together."""
        return Amount(
            self.unknown_weeks + other.unknown_weeks,
            self.weeks + other.weeks,
            self.unknown_costs + other.unknown_costs,
            self.cost_usd + other.cost_usd,
            self.unpaid_weeks + other.unpaid_weeks,
        )


class Terrain:
    """The credential graph as one person meets it. Keeps what it worked out, so make one for each question."""

    def __init__(
        self,
        graph: CredentialGraph,
        person: Person,
        *,
        home_state: str | None = None,
        delivery: frozenset[Delivery] | None = None,
    ) -> None:
        self.graph = graph
        self.person = person
        self.closure = graph.standing_of(person)
        self.level = graph.education_level(self.closure, person.education)
        self.home_state = home_state
        self.delivery = delivery
        self._can_earn: frozenset[str] | None = None
        self._needs: dict[str, tuple[frozenset[str], ...]] = {}
        self._least: dict[str, Amount] = {}
        self._reachable: frozenset[str] | None = None

    @property
    def can_earn(self) -> frozenset[str]:
        """Every step that could be taken here, its own prerequisites aside."""
        if self._can_earn is None:
            self._can_earn = frozenset(self._earnable(self.graph.ids))
        return self._can_earn

    def needs(self, credential_id: str) -> tuple[frozenset[str], ...]:
        """Sets of credentials of each of which one must be held before starting.

        Schooling is such a set only where the person's schooling is known and too low. Where it is not known
        the step stays open and carries the question.
        """
        if credential_id not in self._needs:
            if self.is_renewal(credential_id):
                self._needs[credential_id] = ()
                return ()
            credential = self.graph.credentials[credential_id]
            found = [frozenset(group.any_of) for group in credential.requires]
            asked = credential.entry.education if credential.entry else None
            told = self.person.education
            if asked is not None and self.level is not None and (told is None or told.rank < asked.rank):
                # "No schooling" is met by everybody; its set of all diplomas would ask for one.
                found += [self.graph.at_least(asked)] if asked.rank else []
            self._needs[credential_id] = tuple(found)
        return self._needs[credential_id]

    def is_open(self, credential_id: str, closure: frozenset[str]) -> bool:
        """Whether the step can be started by who holds the closure."""
        return not any(closure.isdisjoint(need) for need in self.needs(credential_id))

    def amount(self, credential_id: str, closure: frozenset[str]) -> Amount:
        """What the step takes from who holds the closure, advanced standing taken off."""
        if self.is_renewal(credential_id):
            return self._renewal(credential_id)
        standing = self.graph.standing(credential_id, closure)
        return self._net(credential_id, standing.weeks_saved, standing.cost_saved_usd)

    def least(self, credential_id: str) -> Amount:
        """What the step takes at the least, with every saving that exists."""
        if self.is_renewal(credential_id):
            return self._renewal(credential_id)
        if credential_id not in self._least:
            edges = self.graph.edges_to(credential_id, EdgeKind.ADVANCED_STANDING)
            weeks = max((e.weeks_saved or 0.0 for e in edges), default=0.0)
            cost = max((e.cost_saved_usd or 0.0 for e in edges), default=0.0)
            self._least[credential_id] = self._net(credential_id, weeks, cost)
        return self._least[credential_id]

    def is_renewal(self, credential_id: str) -> bool:
        """Whether the step is to renew what the person once held, and not to earn it again."""
        return (
            credential_id in self.person.lapsed and self.graph.credentials[credential_id].renewal is not None
        )

    def _renewal(self, credential_id: str) -> Amount:
        """A renewal takes its fee and no weeks of its own; what must be learnt for it is learnt beside work."""
        renewal = self.graph.credentials[credential_id].renewal
        cost = renewal.cost_usd if renewal else None
        return Amount(unknown_costs=int(cost is None), cost_usd=cost or 0.0)

    def has_wait(self, credential_id: str) -> bool:
        """Whether the entry asks for an age that the person is known not to have reached, or for experience that
        they are not known to have: most have none, and years of work are never taken for 0 weeks."""
        entry = self.graph.credentials[credential_id].entry
        if entry is None or self.is_renewal(credential_id):
            return False
        is_too_young = bool(entry.min_age and self.person.age is not None and self.person.age < entry.min_age)
        return is_too_young or (entry.experience_months or 0) > (self.person.experience_months or 0)

    def run(self, chosen: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Take every chosen step that can be reached, smallest id first; the steps taken and what is then held."""
        ready: list[str] = []
        waiting: dict[str, list[tuple[str, int]]] = defaultdict(list)
        lacking: dict[str, set[int]] = {}
        for step in chosen:
            needs = self.needs(step)
            lacking[step] = {i for i, need in enumerate(needs) if self.closure.isdisjoint(need)}
            for i in lacking[step]:
                for id_ in needs[i]:
                    waiting[id_].append((step, i))
            if not lacking[step]:
                ready.append(step)
        heapq.heapify(ready)
        taken: list[str] = []
        closure = self.closure
        while ready:
            step = heapq.heappop(ready)
            taken.append(step)
            larger = self.graph.extend(closure, step)
            for id_ in larger - closure:
                for other, i in waiting.get(id_, ()):
                    if i in lacking[other]:
                        lacking[other].remove(i)
                        if not lacking[other]:
                            heapq.heappush(ready, other)
            closure = larger
        return tuple(taken), closure

    def helpers(
        self, wanted: frozenset[str], closure: frozenset[str], *, every_part: bool = False
    ) -> frozenset[str]:
        """Steps of which any plan that brings one of the wanted must take at least one.

        A wanted credential comes from a step that gives it, or from completing a whole: then the plan must
        bring that whole's first missing part (with `every_part`: any of its missing parts).
        """
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [wanted]
        while waiting:
            target = waiting.pop()
            for id_ in target:
                found |= self.graph.givers[id_]
            for whole in {whole for id_ in target for whole in self.graph.wholes_giving(id_)}:
                if whole in seen or whole in closure:
                    continue
                seen.add(whole)
                missing = sorted(self.graph.completions[whole] - closure)
                waiting += [frozenset({part}) for part in (missing if every_part else missing[:1])]
        return frozenset(found) & self.can_earn

    def reachable(self) -> frozenset[str]:
        """Everything that can be held in the end."""
        if self._reachable is None:
            self._reachable = self.run(self.can_earn)[1]
        return self._reachable

    def after(self, steps: Iterable[str]) -> "Terrain":
        """The terrain once these steps are taken. Schooling that was not told stays a question."""
        held = dict.fromkeys((*self.person.held, *steps))
        later = copy(self)
        later.person = self.person.model_copy(update={"held": tuple(held)})
        later.closure = self.graph.extend_all(self.closure, steps)
        if self.level is not None:
            later.level = self.graph.education_level(later.closure, self.person.education)
        later.forget()
        return later

    def ladder(self, wanted: Iterable[str]) -> frozenset[str]:
        """Every credential on the way to the wanted that is not held: what those ask, what saves or prepares.

        What gives one of them belongs to it, but the way to it does not: a nurse counts as an aide, yet a
        college is no rung toward the aide's job. Of schooling of no field (a diploma, any degree) only its like
        stands for it, and what merely prepares for school is left out. What prepares for what prepares for the
        goal still belongs to it; farther off, nearly everything is joined to everything.
        """
        graph = self.graph
        hops: dict[str, int] = {}
        given: set[str] = set()
        waiting = [(id_, 0) for id_ in sorted(wanted)]
        while waiting:
            id_, hop = waiting.pop(0)
            if id_ in self.closure or hops.get(id_, PREPARING_HOPS + 1) <= hop:
                continue
            hops[id_] = hop
            level = graph.credentials[id_].education_level
            is_general = level is EducationLevel.HIGH_SCHOOL or (
                level is not None and not graph.credentials[id_].cip_codes
            )
            given |= {
                giver
                for giver in graph.givers[id_]
                if not is_general or graph.credentials[giver].education_level is level
            }
            needed = {other for need in self.needs(id_) for other in need if need.isdisjoint(self.closure)}
            needed |= graph.completions.get(id_, frozenset())
            waiting += [(other, hop) for other in sorted(needed)]
            if not is_general:
                waiting += [(e.from_id, hop) for e in graph.edges_to(id_, EdgeKind.ADVANCED_STANDING)]
                waiting += [(e.from_id, hop + 1) for e in graph.edges_to(id_, EdgeKind.PREPARES_FOR)]
        return frozenset(hops) | given

    def all_below(self, wanted: Iterable[str]) -> frozenset[str]:
        """Everything through which any plan to the wanted can lead; wider than the ladder, so that no way is missed."""
        graph = self.graph
        seen: set[str] = set()
        waiting = set(wanted)
        while waiting:
            id_ = waiting.pop()
            seen.add(id_)
            lower = set(graph.givers[id_]) | graph.completions.get(id_, frozenset())
            lower |= {other for need in self.needs(id_) for other in need}
            for kind in (EdgeKind.ADVANCED_STANDING, EdgeKind.PREPARES_FOR):
                lower |= {edge.from_id for edge in graph.edges_to(id_, kind)}
            waiting |= lower - seen
        return frozenset(seen)

    def toward(self, groups: Iterable[frozenset[str]]) -> "Terrain":
        """The terrain cut down to what is on the way to these sets, without degrees in other fields."""
        wanted = tuple(groups)
        later = copy(self)
        below = self.all_below({id_ for group in wanted for id_ in group})
        later._can_earn = frozenset(self._earnable(below - self.graph.off_field(wanted)))
        later.forget()
        return later

    def forget(self) -> None:
        """Drop what was worked out for another person or another way."""
        self._needs, self._least, self._reachable = {}, {}, None

    def _earnable(self, ids: Iterable[str]) -> Iterator[str]:
        return (id_ for id_ in ids if id_ in self.graph.steps and self._is_offered(id_))

    def _is_offered(self, credential_id: str) -> bool:
        credential = self.graph.credentials[credential_id]
        if (
            self.delivery is not None
            and credential.delivery
            and self.delivery.isdisjoint(credential.delivery)
        ):
            return False
        if not credential.offered_in or self.home_state is None:
            return True
        return self.home_state in credential.offered_in or Delivery.ONLINE in credential.delivery

    def _net(self, credential_id: str, weeks_saved: float, cost_saved_usd: float) -> Amount:
        credential = self.graph.credentials[credential_id]
        weeks = credential.weeks and max(0.0, credential.weeks.typical - weeks_saved)
        cost = credential.cost and max(0.0, credential.cost.typical - cost_saved_usd)
        is_paid = credential.kind is CredentialKind.APPRENTICESHIP_CERTIFICATE or credential.delivery == (
            Delivery.ON_THE_JOB,
        )
        return Amount(
            unknown_weeks=int(weeks is None) + int(self.has_wait(credential_id)),
            weeks=weeks or 0.0,
            unknown_costs=int(cost is None),
            cost_usd=cost or 0.0,
            unpaid_weeks=0.0 if is_paid else weeks or 0.0,
        )
