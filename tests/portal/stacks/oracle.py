"""The meaning of DESIGN.md §4 written a second time, by brute force and from the catalog alone.

Nothing here imports `portal.stacks`, so that a mistake there cannot hide here.
"""

from portal.domain.credential import Catalog, CredentialKind, CredentialStatus, EdgeKind, EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.domain.person import Person

LEVELS = list(EducationLevel)
FINISHED = LEVELS.index(EducationLevel.HIGH_SCHOOL)
DIPLOMAS = (CredentialKind.SECONDARY_SCHOOL_DIPLOMA, CredentialKind.GENERAL_EDUCATION_DEVELOPMENT)


def closure(catalog: Catalog, held: set[str]) -> set[str]:
    """Apply one rule at a time until none applies."""
    result = set(held)
    while True:
        before = len(result)
        for edge in catalog.edges:
            if edge.kind is EdgeKind.SATISFIES and edge.from_id in result:
                result.add(edge.to_id)
            if edge.kind is EdgeKind.PART_OF and edge.to_id in result:
                result.add(edge.from_id)
        for whole in catalog.credentials:
            into = [e for e in catalog.edges if e.kind is EdgeKind.PART_OF and e.to_id == whole.id]
            if into and all(e.completes and e.from_id in result for e in into):
                result.add(whole.id)
        if any(c.id in result and is_past_school(c.education_level) for c in catalog.credentials):
            result |= diplomas(catalog)
        if len(result) == before:
            return result


def is_past_school(level: EducationLevel | None) -> bool:
    return level is not None and LEVELS.index(level) >= FINISHED


def diplomas(catalog: Catalog) -> set[str]:
    return {c.id for c in catalog.credentials if c.kind in DIPLOMAS and is_past_school(c.education_level)}


def standing(catalog: Catalog, person: Person, extra: str | None = None) -> set[str]:
    """What a person counts as holding, any school diploma too where they told that they finished school."""
    told = diplomas(catalog) if is_past_school(person.education) else set()
    return closure(catalog, {*person.held, *told, *([extra] if extra else [])})


def schooling(catalog: Catalog, have: set[str], told: EducationLevel | None) -> int | None:
    levels = [
        LEVELS.index(c.education_level) for c in catalog.credentials if c.id in have and c.education_level
    ]
    if told is not None:
        levels.append(LEVELS.index(told))
    return max(levels) if levels else None


def truth(
    catalog: Catalog, needs: Requirements, person: Person, states: set[str], extra: str | None = None
) -> list[bool | None]:
    """Each required part as True, False or None (unknown), for a person who also holds `extra`."""
    have = standing(catalog, person, extra)
    by_id = {c.id: c for c in catalog.credentials}
    level = schooling(catalog, have, person.education)
    result: list[bool | None] = []
    for group in needs.groups:
        if group.kind is not RequirementKind.REQUIRED:
            continue
        usable = [i for i in group.any_of if i in by_id and by_id[i].jurisdiction in (None, *states)]
        foreign = [i for i in group.any_of if i in by_id and i not in usable]
        lost = [i for i in group.any_of if i not in by_id] + list(group.unresolved)
        if any(i in have for i in usable):
            result.append(True)
        elif lost or not usable or any(i in have for i in foreign):
            result.append(None)
        else:
            result.append(False)
    for condition in needs.conditions:
        if condition.kind is not RequirementKind.REQUIRED:
            continue
        asked = [
            (condition.education and LEVELS.index(condition.education), level),
            (condition.experience_months, person.experience_months),
            (condition.min_age, person.age),
        ]
        for wanted, has in asked:
            if wanted:
                result.append(None if has is None else has >= wanted)
    return result


def qualifies(
    catalog: Catalog, needs: Requirements, person: Person, states: set[str], extra: str | None = None
) -> bool:
    if needs.state is RequirementsState.NOTHING_FOUND:
        return False
    parts = truth(catalog, needs, person, states, extra)
    if not parts:
        return needs.state is RequirementsState.STATES_NONE
    return all(part is True for part in parts)


def earnable(catalog: Catalog) -> list[str]:
    awarded = (CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY)
    return sorted(c.id for c in catalog.credentials if c.status in awarded)


def single_steps(catalog: Catalog, needs: Requirements, person: Person, states: set[str]) -> list[str]:
    if qualifies(catalog, needs, person, states):
        return []
    return [c for c in earnable(catalog) if qualifies(catalog, needs, person, states, c)]


def state(catalog: Catalog, needs: Requirements, person: Person, states: set[str]) -> str:
    if qualifies(catalog, needs, person, states):
        return "qualifies"
    parts = truth(catalog, needs, person, states)
    if needs.state is RequirementsState.NOTHING_FOUND or not parts or None in parts:
        return "unknown"
    return "one_away" if single_steps(catalog, needs, person, states) else "further"


def together(catalog: Catalog, needs: Requirements, person: Person, states: set[str], *ids: str) -> bool:
    """Whether adding all of these makes the posting qualify, which it did not before."""
    richer = person.model_copy(update={"held": (*person.held, *ids)})
    return not qualifies(catalog, needs, person, states) and qualifies(catalog, needs, richer, states)
