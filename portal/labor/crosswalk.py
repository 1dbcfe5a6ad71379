"""Between the code lists of occupations, programs and career clusters: the one place that converts codes.

Each official table is a set of pairs. Every conversion gives all targets and says how the codes meet; nothing picks
"the best" one. Tables that share a code list are joined along the shortest path (O*NET-SOC 2010 → O*NET-SOC 2019 → SOC
2018), so that a chain can be wider than any single table.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel


class Taxonomy(StrEnum):
    """The code lists, each with its year."""

    SOC_2000 = "soc-2000"
    SOC_2010 = "soc-2010"
    SOC_2018 = "soc-2018"
    ONET_SOC_2010 = "onet-soc-2010"
    ONET_SOC_2019 = "onet-soc-2019"
    CIP_2020 = "cip-2020"
    CLUSTER_2002 = "cluster-2002"
    CLUSTER_2024 = "cluster-2024"
    OEWS_2017 = "oews-2017"
    """What OEWS printed in May 2017 and 2018: SOC 2010 with aggregates of its own."""
    OEWS_2019 = "oews-2019"
    """What OEWS printed in May 2019 and 2020: a hybrid of SOC 2010 and SOC 2018."""
    OEWS_2021 = "oews-2021"
    """What OEWS prints since May 2021: SOC 2018 with aggregates of its own."""


class Meeting(StrEnum):
    """How a code meets the other list."""

    NONE = "none"
    """The official table names the code and says that nothing there fits."""
    ONE_TO_ONE = "one_to_one"
    SPLIT = "split"
    """One code became several; each of them comes from it alone."""
    MERGED = "merged"
    """Several codes went into one."""
    MANY_TO_MANY = "many_to_many"


class CodePair(NamedTuple):
    """A row of an official table."""

    source: Taxonomy
    source_code: str
    target: Taxonomy
    target_code: str


class Conversion(DataModel):
    """All targets of a code, rising, and how the two lists meet there.

    `sources` are all codes that share a target with this one, itself included. `path` are the lists on the way.
    `is_residual` is true where a target is an "all other" code, which holds more than what was asked.
    """

    code: str
    source: Taxonomy
    target: Taxonomy
    targets: tuple[str, ...]
    sources: tuple[str, ...]
    meeting: Meeting
    path: tuple[Taxonomy, ...]
    is_residual: bool = False

    @property
    def is_exact(self) -> bool:
        """The code and its target hold the same work."""
        return self.meeting is Meeting.ONE_TO_ONE


class Crosswalk:
    """Converts between all lists that the given tables join.

    `titles` name every code of a list, also those that meet nothing; a code in no list is an error, not an empty
    answer. `parents` gives the groups of SOC 2018 (broad, minor, major), which stand for all their members.
    """

    def __init__(
        self,
        pairs: Iterable[CodePair],
        *,
        titles: Mapping[tuple[Taxonomy, str], str] | None = None,
        parents: Mapping[str, str] | None = None,
    ) -> None:
        self._titles = dict(titles or {})
        tables: dict[tuple[Taxonomy, Taxonomy], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        codes: dict[Taxonomy, set[str]] = defaultdict(set)
        for pair in pairs:
            tables[pair.source, pair.target][pair.source_code].add(pair.target_code)
            tables[pair.target, pair.source][pair.target_code].add(pair.source_code)
            codes[pair.source].add(pair.source_code)
            codes[pair.target].add(pair.target_code)
        for taxonomy, code in self._titles:
            codes[taxonomy].add(code)
        self._tables = {ends: dict(table) for ends, table in tables.items()}
        self._codes = {taxonomy: frozenset(found) for taxonomy, found in codes.items()}
        self._paths: dict[tuple[Taxonomy, Taxonomy], tuple[Taxonomy, ...]] = {}
        self._children: dict[str, set[str]] = defaultdict(set)
        for child, parent in (parents or {}).items():
            self._children[parent].add(child)

    def codes(self, taxonomy: Taxonomy) -> frozenset[str]:
        """All codes of a list that are known here."""
        return self._codes.get(taxonomy, frozenset())

    def title(self, taxonomy: Taxonomy, code: str) -> str:
        """The title of a code; empty where no table gives one."""
        return self._titles.get((taxonomy, code), "")

    def members(self, soc_code: str) -> frozenset[str]:
        """The detailed SOC 2018 occupations of a group; of a detailed occupation, itself.

        Raises: InvalidCode when SOC 2018 has no such code.
        """
        if soc_code not in self._children:
            return frozenset({self._known(soc_code, Taxonomy.SOC_2018)})
        return frozenset().union(*(self.members(child) for child in self._children[soc_code]))

    def convert(self, code: str, source: Taxonomy, target: Taxonomy) -> Conversion:
        """All codes of `target` that share work with `code`. A SOC 2018 group stands for all its members.

        Raises: InvalidCode when the list has no such code, or no table joins the two lists.
        """
        path = self._paths.get((source, target)) or self._path(source, target)
        self._paths[source, target] = path
        asked = self.members(code) if source is Taxonomy.SOC_2018 else {self._known(code, source)}
        targets = self._follow(asked, path)
        sources = self._follow(targets, path[::-1])
        if not targets:
            meeting = Meeting.NONE
        elif sources <= asked:
            meeting = Meeting.ONE_TO_ONE if len(targets) == 1 else Meeting.SPLIT
        else:
            meeting = Meeting.MERGED if len(targets) == 1 else Meeting.MANY_TO_MANY
        return Conversion(
            code=code,
            source=source,
            target=target,
            targets=tuple(sorted(targets)),
            sources=tuple(sorted(sources | asked)),
            meeting=meeting,
            path=path,
            is_residual=any(self._is_residual(target, one) for one in targets),
        )

    def share_out(
        self,
        amounts: Mapping[str, float],
        source: Taxonomy,
        target: Taxonomy,
        *,
        weights: Mapping[str, float] | None = None,
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Share amounts (jobs) out over the codes of `target`, and what meets nothing. The total is kept.

        A split follows `weights` of the target codes where all of them have one, else it is even.
        Shape: (target code → amount, source code without target → amount).
        Raises: InvalidCode as `convert`.
        """
        shared: dict[str, float] = defaultdict(float)
        left: dict[str, float] = {}
        for code, amount in amounts.items():
            targets = self.convert(code, source, target).targets
            if not targets:
                left[code] = amount
                continue
            parts = [weights.get(one, 0.0) if weights else 0.0 for one in targets]
            if not weights or any(one not in weights for one in targets) or sum(parts) <= 0:
                parts = [1.0] * len(targets)
            for one, part in zip(targets, parts, strict=True):
                shared[one] += amount * part / sum(parts)
        return dict(shared), left

    def _known(self, code: str, taxonomy: Taxonomy) -> str:
        if code not in self.codes(taxonomy):
            raise InvalidCode(
                f"“{code[:40]}” is not a code of {taxonomy.value}. Check its form, and that the table is loaded."
            )
        return code

    def _follow(self, codes: Iterable[str], path: tuple[Taxonomy, ...]) -> frozenset[str]:
        found = frozenset(codes)
        for start, end in pairwise(path):
            table = self._tables[start, end]
            found = frozenset().union(*(table.get(code, frozenset()) for code in found))
        return found

    def _path(self, source: Taxonomy, target: Taxonomy) -> tuple[Taxonomy, ...]:
        came_from: dict[Taxonomy, Taxonomy | None] = {source: None}
        queue = deque([source])
        while queue:
            here = queue.popleft()
            if here is target:
                path = [here]
                while (before := came_from[path[-1]]) is not None:
                    path.append(before)
                return tuple(reversed(path))
            for start, end in sorted(self._tables):
                if start is here and end not in came_from:
                    came_from[end] = here
                    queue.append(end)
        raise InvalidCode(
            f"No table joins {source.value} and {target.value}. docs/data/crosswalks.md says which are loaded."
        )

    def _is_residual(self, taxonomy: Taxonomy, code: str) -> bool:
        return "all other" in self.title(taxonomy, code).lower()
