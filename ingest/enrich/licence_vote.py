"""The occupations for which a required licence speaks: who must be a registered nurse does the work of one."""

from collections import defaultdict
from collections.abc import Iterable

from ingest.enrich.asked_items import AskedItem
from ingest.enrich.credential_patterns import LICENSE
from ingest.enrich.ways_to_qualify import OTHER_WAYS
from portal.domain.job_posting import RequirementKind, Requirements

MOST_OCCUPATIONS = 2
"""A licence, or a choice of licences, for more occupations than these says too little of which one it is."""


def licensed_occupations(requirements: Requirements, items: Iterable[AskedItem]) -> frozenset[str]:
    """SOC codes of the licences that are required. Driver's licences do not count: many kinds of work ask for them.

    Nothing speaks where there are several ways to qualify: a licence can be one of them.
    """
    if any(OTHER_WAYS in group.unresolved for group in requirements.groups):
        return frozenset()
    groups: dict[int, list[AskedItem]] = defaultdict(list)
    for item in items:
        if item.kind is RequirementKind.REQUIRED:
            groups[item.group].append(item)
    codes: set[str] = set()
    for group in groups.values():
        if all(item.credential_type == LICENSE and item.soc_codes for item in group):
            of_group = frozenset[str]().union(*(item.soc_codes for item in group))
            if len(of_group) <= MOST_OCCUPATIONS:
                codes |= of_group
    return frozenset(codes)
