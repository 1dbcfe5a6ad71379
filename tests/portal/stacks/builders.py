"""Short ways to write catalogs, requirements and postings in tests."""

from typing import Any

from portal.domain.credential import (
    Catalog,
    Cost,
    Credential,
    CredentialKind,
    Edge,
    EdgeKind,
    EducationLevel,
    Entry,
    LocalizedText,
    RequiredGroup,
    Weeks,
)
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.job_posting import (
    RequirementGroup,
    RequirementKind,
    Requirements,
    RequirementsState,
    StatedCondition,
)
from portal.stacks.graph import CredentialGraph

GENERAL = Evidence(method=EvidenceMethod.GENERAL_KNOWLEDGE)
PUBLISHED = Evidence(method=EvidenceMethod.PUBLISHED, source="A board", document="A rule")
UNDERSTOOD = RequirementsState.UNDERSTOOD


def credential(
    id_: str,
    *,
    weeks: float | None = 4,
    cost: float | None = 100,
    requires: tuple[tuple[str, ...], ...] = (),
    entry: dict[str, Any] | None = None,
    evidence: Evidence = PUBLISHED,
    **more: Any,
) -> Credential:
    return Credential(
        id=id_,
        name=f"Credential {id_}",
        name_es=f"Credencial {id_}",
        kind=more.pop("kind", CredentialKind.CERTIFICATE),
        issuer="A school",
        summary=LocalizedText(en="One.", es="Uno."),
        clusters=more.pop("clusters", ("health-science",)),
        weeks=None if weeks is None else Weeks(typical=weeks, evidence=evidence),
        cost=None if cost is None else Cost(typical=cost, year=2025, evidence=evidence),
        requires=tuple(RequiredGroup(any_of=group, evidence=evidence) for group in requires),
        entry=Entry(**entry, evidence=evidence) if entry else None,
        evidence=(evidence,),
        **more,
    )


def edge(kind: str, from_id: str, to_id: str, **more: Any) -> Edge:
    if more.get("cost_saved_usd") is not None:
        more["cost_year"] = 2025
    return Edge(kind=EdgeKind(kind), from_id=from_id, to_id=to_id, evidence=PUBLISHED, **more)


def graph(*parts: Credential | Edge) -> CredentialGraph:
    return CredentialGraph(catalog(*parts))


def catalog(*parts: Credential | Edge) -> Catalog:
    credentials = tuple(p for p in parts if isinstance(p, Credential))
    required = tuple(
        Edge(kind=EdgeKind.REQUIRES, from_id=c.id, to_id=other, evidence=group.evidence)
        for c in credentials
        for group in c.requires
        for other in group.any_of
    )
    edges = tuple(p for p in parts if isinstance(p, Edge))
    return Catalog(credentials=credentials, edges=edges + required, version="test")


def group(*any_of: str, preferred: bool = False, unresolved: tuple[str, ...] = ()) -> RequirementGroup:
    return RequirementGroup(
        any_of=any_of,
        unresolved=unresolved,
        kind=RequirementKind.PREFERRED if preferred else RequirementKind.REQUIRED,
        sentence=f"Must have {' or '.join(any_of + unresolved)}.",
    )


def condition(*, preferred: bool = False, **what: Any) -> StatedCondition:
    kind = RequirementKind.PREFERRED if preferred else RequirementKind.REQUIRED
    return StatedCondition(kind=kind, sentence="Must be so.", **what)


def requirements(
    *parts: RequirementGroup | StatedCondition, state: RequirementsState = UNDERSTOOD
) -> Requirements:
    return Requirements(
        state=state,
        groups=tuple(p for p in parts if isinstance(p, RequirementGroup)),
        conditions=tuple(p for p in parts if isinstance(p, StatedCondition)),
    )


HIGH_SCHOOL = EducationLevel.HIGH_SCHOOL
ASSOCIATE = EducationLevel.ASSOCIATE
BACHELOR = EducationLevel.BACHELOR
