"""Every order of every set of steps, priced by the letter of the catalog. Imports nothing of `portal.stacks`."""

from collections.abc import Iterator

from portal.domain.credential import Catalog, Credential, EdgeKind
from portal.domain.person import Person
from tests.portal.stacks import oracle


class World:
    """Prices and prerequisites by the letter of the catalog."""

    def __init__(self, catalog: Catalog, person: Person) -> None:
        self.catalog, self.person = catalog, person
        self.by_id = {c.id: c for c in catalog.credentials}
        self.steps = [i for i in oracle.earnable(catalog) if not self.is_only_awarded(self.by_id[i])]
        self.known: dict[frozenset[str], frozenset[str]] = {}
        self.start = self.closure(frozenset(person.held))
        self.level = oracle.schooling(catalog, set(self.start), person.education)

    def is_only_awarded(self, c: Credential) -> bool:
        into = [e for e in self.catalog.edges if e.kind is EdgeKind.PART_OF and e.to_id == c.id]
        takes_time = c.weeks is None or c.weeks.typical > 0
        return bool(into) and all(e.completes for e in into) and not takes_time

    def closure(self, held: frozenset[str]) -> frozenset[str]:
        if held not in self.known:
            person = self.person.model_copy(update={"held": tuple(held)})
            self.known[held] = frozenset(oracle.standing(self.catalog, person))
        return self.known[held]

    def can_start(self, c: Credential, have: frozenset[str]) -> bool:
        if any(not have.intersection(group.any_of) for group in c.requires):
            return False
        if c.entry is None or c.entry.education is None or self.level is None:
            return True
        level = oracle.schooling(self.catalog, set(have), self.person.education)
        return level is not None and level >= oracle.LEVELS.index(c.entry.education)

    def price(self, c: Credential, have: frozenset[str]) -> tuple[float, float, float, float]:
        saving = [
            e
            for e in self.catalog.edges
            if e.kind is EdgeKind.ADVANCED_STANDING and e.to_id == c.id and e.from_id in have
        ]
        weeks_saved = max([e.weeks_saved or 0 for e in saving], default=0)
        cost_saved = max([e.cost_saved_usd or 0 for e in saving], default=0)
        too_young = bool(
            c.entry and c.entry.min_age and self.person.age is not None and self.person.age < c.entry.min_age
        )
        worked = self.person.experience_months or 0
        too_green = bool(c.entry and (c.entry.experience_months or 0) > worked)
        return (
            (c.weeks is None) + (too_young or too_green),
            max(0, c.weeks.typical - weeks_saved) if c.weeks else 0,
            c.cost is None,
            max(0, c.cost.typical - cost_saved) if c.cost else 0,
        )

    def every_plan(
        self,
        target: list[frozenset[str]],
        steps: tuple[str, ...] = (),
        paid: tuple[float, ...] = (0, 0, 0, 0),
    ) -> Iterator[tuple[tuple[float, ...], tuple[str, ...]]]:
        have = self.closure(frozenset((*self.person.held, *steps)))
        if all(have & group for group in target):
            yield paid, steps
        for id_ in self.steps:
            if id_ not in steps and self.can_start(self.by_id[id_], have):
                price = self.price(self.by_id[id_], have)
                yield from self.every_plan(
                    target, (*steps, id_), tuple(a + b for a, b in zip(paid, price, strict=True))
                )
