"""Competencies as one kind of record, whatever they were published in: CTDL-ASN, CASE, rich skill descriptors."""

from pydantic import ConfigDict, Field

from portal.domain.model import DataModel


class Competency(DataModel):
    """One thing that a person can do or know. Texts are kept letter by letter; what is not said is empty."""

    model_config = ConfigDict(str_strip_whitespace=False)

    id: str
    statement: str = Field(min_length=1)
    label: str = ""
    code: str = Field(default="", description="the framework's own code (CCSS.Math.Content.6.RP.A)")
    category: str = ""
    language: str = ""
    parent_ids: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    soc_codes: tuple[str, ...] = Field(
        default=(),
        description="detailed occupations that it is aligned to; SOC year as published, seldom said",
    )
    alignments: tuple[tuple[str, str], ...] = Field(
        default=(), description="(kind, id) of what it is aligned to elsewhere: exactMatchOf, isRelatedTo"
    )
    status: str = ""


class CompetencyFramework(DataModel):
    """A set of competencies with its publisher. `left_out` counts fields that have no place here, by name."""

    model_config = ConfigDict(str_strip_whitespace=False)

    id: str
    name: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    version: str = ""
    status: str = ""
    competencies: tuple[Competency, ...] = ()
    left_out: dict[str, int] = Field(default={})
    remarks: tuple[str, ...] = ()


def find_circle(competencies: tuple[Competency, ...]) -> tuple[str, ...]:
    """The ids of one circle of parents, if there is one. Walks without recursion."""
    parents = {c.id: c.parent_ids for c in competencies}
    done: set[str] = set()
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif node in on_path:
                return (*path[path.index(node) :], node)
            elif node not in done and node in parents:
                path.append(node)
                on_path.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent in parents[node])
    return ()


def remarks_on(
    competencies: tuple[Competency, ...], *, outside: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """What is odd about a set: ids that stand twice, parents that are missing, a circle. `outside`: other known ids."""
    found: list[str] = []
    ids: set[str] = set()
    for competency in competencies:
        if competency.id in ids:
            found.append(f"the id {competency.id} stands more than once; all are kept")
        ids.add(competency.id)
    missing = sorted({p for c in competencies for p in c.parent_ids} - ids - outside)
    if missing:
        found.append(f"{len(missing)} parents are not in the document, {missing[0]} first")
    circle = find_circle(competencies)
    if circle:
        found.append("a circle of parents: " + " → ".join(circle))
    return tuple(dict.fromkeys(found))
