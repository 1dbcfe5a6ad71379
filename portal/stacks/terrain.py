"""What one person can earn from where they stand: what each step needs first, and what it then takes."""

from collections.abc import Iterable
from typing import NamedTuple

from portal.domain.credential import CredentialKind, Delivery, EdgeKind
from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph


class Amount(NamedTuple):
    """What steps take. Unknown weeks or dollars are counted, never taken for 0.

    Units: weeks, US dollars. `unknown_weeks` and `unknown_costs` are numbers of steps; a step whose entry asks
    for an age or experience that the person has not reached adds one to `unknown_weeks`, for nobody told us
    how long that wait is. `unpaid_weeks` leaves out apprenticeships and what is learnt only on the job.
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

    def __init__(self, graph: CredentialGraph, person: Person, *, home_state: str | None = None) -> None:
        self.graph = graph
        self.person = person
        self.closure = graph.closure(person.held)
        self.level = graph.education_level(self.closure, person.education)
        self.home_state = home_state
        self.can_earn = frozenset(id_ for id_ in graph.earnable - graph.awarded if self._is_offered(id_))
        self._needs: dict[str, tuple[frozenset[str], ...]] = {}
        self._least: dict[str, Amount] = {}

    def needs(self, credential_id: str) -> tuple[frozenset[str], ...]:
        """Sets of credentials of each of which one must be held before starting.

        Schooling is such a set only where the person's schooling is known and too low. Where it is not known
        the step stays open and carries the question.
        """
        if credential_id not in self._needs:
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
        standing = self.graph.standing(credential_id, closure)
        return self._net(credential_id, standing.weeks_saved, standing.cost_saved_usd)

    def least(self, credential_id: str) -> Amount:
        """What the step takes at the least, with every saving that exists."""
        if credential_id not in self._least:
            edges = self.graph.edges_to(credential_id, EdgeKind.ADVANCED_STANDING)
            weeks = max((e.weeks_saved or 0.0 for e in edges), default=0.0)
            cost = max((e.cost_saved_usd or 0.0 for e in edges), default=0.0)
            self._least[credential_id] = self._net(credential_id, weeks, cost)
        return self._least[credential_id]

    def has_wait(self, credential_id: str) -> bool:
        """Whether the entry asks for an age or experience that the person is known not to have yet."""
        entry = self.graph.credentials[credential_id].entry
        if entry is None:
            return False
        asked = ((entry.min_age, self.person.age), (entry.experience_months, self.person.experience_months))
        return any(want is not None and has is not None and has < want for want, has in asked)

    def run(self, chosen: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Take every chosen step that can be reached, smallest id first; the steps taken and what is then held."""
        left = sorted(chosen)
        taken: list[str] = []
        closure = self.closure
        while step := next((id_ for id_ in left if self.is_open(id_, closure)), None):
            closure = self.graph.extend(closure, step)
            taken.append(step)
            left.remove(step)
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
            for whole, parts in self.graph.completions.items():
                if whole in seen or whole in closure or target.isdisjoint(self.graph.gives[whole]):
                    continue
                seen.add(whole)
                missing = sorted(parts - closure)
                waiting += [frozenset({part}) for part in (missing if every_part else missing[:1])]
        return frozenset(found) & self.can_earn

    def reachable(self) -> frozenset[str]:
        """Everything that can be held in the end."""
        return self.run(self.can_earn)[1]

    def after(self, steps: Iterable[str]) -> "Terrain":
        """The terrain once these steps are taken. Schooling that was not told stays a question."""
        held = dict.fromkeys((*self.person.held, *steps))
        later = Terrain(
            self.graph, self.person.model_copy(update={"held": tuple(held)}), home_state=self.home_state
        )
        if self.level is None:
            later.level = None
        return later

    def _is_offered(self, credential_id: str) -> bool:
        credential = self.graph.credentials[credential_id]
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
