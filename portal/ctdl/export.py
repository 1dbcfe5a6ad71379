"""Our catalog as CTDL JSON-LD. What CTDL has no place for stands beside it under `rungs:`; docs/ctdl.md lists it.

CTIDs are kept where a credential has one and are never invented: the ids are ours.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from portal.ctdl.export_parts import (
    Node,
    write_code,
    write_concept,
    write_condition,
    write_cost,
    write_duration,
    write_entry,
    write_evidence,
    write_renewal,
    write_savings,
    write_text,
)
from portal.ctdl.export_terms import (
    CIP_FRAMEWORK,
    CLUSTER_FRAMEWORK,
    CLUSTER_FRAMEWORK_2024,
    DELIVERY_CONCEPTS,
    SOC_FRAMEWORK,
    STATUS_CONCEPTS,
    place_of_state,
)
from portal.ctdl.names import CTDL_CONTEXT, NAMESPACES
from portal.domain.credential import (
    CareerCluster,
    Catalog,
    Credential,
    Edge,
    EdgeKind,
    RequiredGroup,
)

MAPPED_FIELDS = frozenset(
    [
        "id",
        "name",
        "name_es",
        "kind",
        "issuer",
        "jurisdiction",
        "summary",
        "competencies",
        "clusters",
        "clusters_2024",
        "soc_codes",
        "cip_codes",
        "education_level",
        "weeks",
        "cost",
        "delivery",
        "renewal",
        "requires",
        "entry",
        "exam",
        "aliases",
        "aliases_es",
        "offered_in",
        "status",
        "ctid",
        "homepage",
        "evidence",
    ]
)
"""Fields of a credential that have a term. Any other travels whole in `rungs:fields`, so that none is lost."""


class Exporter:
    """Writes one catalog. `base_url` gives addresses of a site's own pages instead of URNs."""

    def __init__(
        self, catalog: Catalog, *, clusters: tuple[CareerCluster, ...] = (), base_url: str = ""
    ) -> None:
        self._catalog = catalog
        self._base_url = base_url.rstrip("/")
        self._cluster_names = {cluster.slug: cluster.name for cluster in clusters}
        self._organizations: dict[str, str] = {}
        self._assessments: list[Node] = []
        self._edges: dict[str, list[Edge]] = {}
        for edge in catalog.edges:
            holder = edge.to_id if edge.kind is EdgeKind.ADVANCED_STANDING else edge.from_id
            self._edges.setdefault(holder, []).append(edge)
        self._parts: dict[str, list[str]] = {}
        for edge in catalog.edges:
            if edge.kind is EdgeKind.PART_OF:
                self._parts.setdefault(edge.to_id, []).append(edge.from_id)

    def write(self) -> Node:
        """The whole catalog as one graph: organisations, assessments, credentials."""
        credentials = [self._credential(credential) for credential in self._catalog.credentials]
        organizations = [
            {"@id": iri, "@type": "ceterms:CredentialOrganization", "ceterms:name": {"en": name}}
            for name, iri in sorted(self._organizations.items())
        ]
        head: Node = {
            "@context": [CTDL_CONTEXT, {"rungs": NAMESPACES["rungs"]}],
            "@id": "urn:rungs:catalog",
            "rungs:version": self._catalog.version,
        }
        if self._catalog.read_on is not None:
            head["rungs:readOn"] = self._catalog.read_on.isoformat()
        return {**head, "@graph": [*organizations, *self._assessments, *credentials]}

    def credential_iri(self, slug: str) -> str:
        """The id of a credential: the address of its page, or a URN."""
        return f"{self._base_url}/credentials/{slug}" if self._base_url else f"urn:rungs:credential:{slug}"

    def _organization(self, name: str) -> str:
        if name not in self._organizations:
            slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
            iri = f"urn:rungs:organization:{slug}"
            if iri in self._organizations.values():
                iri += "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
            self._organizations[name] = iri
        return self._organizations[name]

    def _credential(self, c: Credential) -> Node:
        node: Node = {
            "@id": self.credential_iri(c.id),
            "@type": f"ceterms:{c.kind.value}",
            "rungs:slug": c.id,
            "ceterms:name": {"en": c.name, "es": c.name_es},
            "ceterms:description": write_text(c.summary),
            "ceterms:ownedBy": [self._organization(c.issuer)],
            "ceterms:credentialStatusType": write_concept(
                STATUS_CONCEPTS[c.status], c.status.value.capitalize()
            ),
            "rungs:evidence": [write_evidence(e) for e in c.evidence],
            "ceterms:subject": [
                *(self._cluster(slug) for slug in c.clusters),
                *(write_code(slug, CLUSTER_FRAMEWORK_2024) for slug in c.clusters_2024),
            ],
        }
        if c.ctid:
            node["ceterms:ctid"] = c.ctid
        if c.homepage:
            node["ceterms:subjectWebpage"] = c.homepage
        if c.aliases or c.aliases_es:
            names = {"en": list(c.aliases), "es": list(c.aliases_es)}
            node["ceterms:alternateName"] = {language: said for language, said in names.items() if said}
        if c.jurisdiction:
            node["ceterms:jurisdiction"] = [place_of_state(c.jurisdiction)]
        if c.offered_in:
            node["ceterms:offeredIn"] = [place_of_state(code) for code in c.offered_in]
        if c.soc_codes:
            node["ceterms:occupationType"] = [write_code(code, SOC_FRAMEWORK) for code in c.soc_codes]
        if c.cip_codes:
            node["ceterms:instructionalProgramType"] = [
                write_code(code, CIP_FRAMEWORK) for code in c.cip_codes
            ]
        if c.education_level:
            node["rungs:educationLevel"] = c.education_level.value
        if c.delivery:
            node["ceterms:learningDeliveryType"] = [
                write_concept(*DELIVERY_CONCEPTS[way]) for way in c.delivery
            ]
        if c.weeks:
            node["ceterms:estimatedDuration"] = [write_duration(c.weeks)]
        if c.cost:
            node["ceterms:estimatedCost"] = [write_cost(c.cost)]
        if c.renewal:
            node["ceterms:renewalFrequency"] = f"P{c.renewal.months}M"
            node["ceterms:renewal"] = [write_renewal(c.renewal)]
        if conditions := self._requirements(c):
            node["ceterms:requires"] = conditions
        if c.entry:
            node["ceterms:entryCondition"] = [write_entry(c.entry)]
        other = {
            name: value
            for name, value in c.model_dump(mode="json", exclude_defaults=True).items()
            if name not in MAPPED_FIELDS
        }
        if other:
            node["rungs:fields"] = [{"@type": "@json", "@value": other}]
        return {**node, **self._relations(c.id)}

    def _cluster(self, slug: str) -> Node:
        node = write_code(slug, CLUSTER_FRAMEWORK)
        if slug in self._cluster_names:
            node["ceterms:targetNodeName"] = write_text(self._cluster_names[slug])
        return node

    def _requirements(self, c: Credential) -> list[Node]:
        conditions: list[Node] = []
        if c.competencies:
            skills = [
                {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}
                for name in c.competencies
            ]
            conditions.append({"@type": "ceterms:ConditionProfile", "ceterms:targetCompetency": skills})
        if c.exam:
            iri = f"urn:rungs:assessment:{c.id}"
            self._assessments.append(
                {"@id": iri, "@type": "ceterms:AssessmentProfile", "ceterms:name": {"en": c.exam}}
            )
            conditions.append({"@type": "ceterms:ConditionProfile", "ceterms:targetAssessment": [iri]})
        return conditions + [self._group(group) for group in c.requires]

    def _group(self, group: RequiredGroup) -> Node:
        """One OR-group. What stands in one profile is asked together, so alternatives are profiles of their own."""
        if len(group.any_of) == 1:
            return {**write_condition(group.evidence), "ceterms:targetCredential": self._iris(group.any_of)}
        ways = [
            {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": self._iris((slug,))}
            for slug in group.any_of
        ]
        return {**write_condition(group.evidence), "ceterms:alternativeCondition": ways}

    def _iris(self, slugs: tuple[str, ...]) -> list[str]:
        return [self.credential_iri(slug) for slug in slugs]

    def _relations(self, slug: str) -> Node:
        found: dict[str, list[Any]] = {}
        for edge in self._edges.get(slug, ()):
            condition = write_condition(edge.evidence, edge.note)
            if edge.kind is EdgeKind.PREPARES_FOR:
                target = {"ceterms:targetCredential": self._iris((edge.to_id,))}
                found.setdefault("ceterms:isPreparationFor", []).append(condition | target)
            elif edge.kind is EdgeKind.ADVANCED_STANDING:
                target = {"ceterms:targetCredential": self._iris((edge.from_id,))}
                found.setdefault("ceterms:advancedStandingFrom", []).append(
                    condition | target | write_savings(edge)
                )
            elif edge.kind is EdgeKind.PART_OF:
                whole = self.credential_iri(edge.to_id)
                found.setdefault("ceterms:isPartOf", []).append(whole)
                # a plain reference has no room for proof, so the same statement stands a second time with it
                found.setdefault("rungs:partOf", []).append(
                    condition
                    | {"@type": "rungs:PartOf", "rungs:whole": whole, "rungs:completes": edge.completes}
                )
            elif edge.kind is EdgeKind.SATISFIES:
                counts = {"@type": "rungs:Satisfies", "rungs:countsAs": self.credential_iri(edge.to_id)}
                found.setdefault("rungs:satisfies", []).append(condition | counts)
        if slug in self._parts:
            found["ceterms:hasPart"] = self._iris(tuple(self._parts[slug]))
        return found


def export_catalog(
    catalog: Catalog, *, clusters: tuple[CareerCluster, ...] = (), base_url: str = ""
) -> Mapping[str, Any]:
    """The catalog as one CTDL JSON-LD graph.

    Shape: `{"@context", "@id", "rungs:version", "@graph": [organisations, assessments, credentials]}`.
    """
    return Exporter(catalog, clusters=clusters, base_url=base_url).write()
