"""The parts of our export: texts, codes, proof, durations, costs and conditions as CTDL nodes."""

from typing import Any

from portal.ctdl.export_terms import write_weeks
from portal.domain.credential import Cost, Edge, Entry, LocalizedText, Renewal, Weeks
from portal.domain.evidence import Evidence

Node = dict[str, Any]


def write_text(text: LocalizedText) -> Node:
    """A text in both languages."""
    return {"en": text.en, "es": text.es}


def write_code(code: str, framework: str) -> Node:
    """A code of a framework."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:codedNotation": code,
        "ceterms:frameworkName": {"en": framework},
    }


def write_concept(concept: str, name: str) -> Node:
    """A concept of one of CTDL's own lists."""
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": concept,
        "ceterms:targetNodeName": {"en": name},
    }


def write_evidence(evidence: Evidence) -> Node:
    """Why we say it."""
    node: Node = {"@type": "rungs:Evidence", "rungs:method": evidence.method.value}
    for term, value in (
        ("rungs:source", evidence.source),
        ("rungs:document", evidence.document),
        ("rungs:url", evidence.url),
        ("rungs:checkedOn", evidence.checked_on.isoformat() if evidence.checked_on else ""),
        ("rungs:note", evidence.note),
    ):
        if value:
            node[term] = value
    return node


def write_condition(evidence: Evidence, note: LocalizedText | None = None) -> Node:
    """A condition profile with its proof, and the address where it can be read."""
    node: Node = {"@type": "ceterms:ConditionProfile", "rungs:evidence": [write_evidence(evidence)]}
    if note is not None:
        node["ceterms:description"] = write_text(note)
    if evidence.url:
        node["ceterms:subjectWebpage"] = evidence.url
    return node


def write_duration(weeks: Weeks) -> Node:
    """How long it takes."""
    node: Node = {
        "@type": "ceterms:DurationProfile",
        "rungs:typicalDuration": write_weeks(weeks.typical),
        "rungs:evidence": [write_evidence(weeks.evidence)],
    }
    if weeks.low is not None:
        node["ceterms:minimumDuration"] = write_weeks(weeks.low)
    if weeks.high is not None:
        node["ceterms:maximumDuration"] = write_weeks(weeks.high)
    if weeks.low is None and weeks.high is None:
        node["ceterms:exactDuration"] = write_weeks(weeks.typical)
    return node


def write_cost(cost: Cost) -> Node:
    """What it costs in all."""
    node: Node = {
        "@type": "ceterms:CostProfile",
        "ceterms:price": cost.typical,
        "ceterms:currency": "USD",
        "ceterms:directCostType": [write_concept("costType:AggregateCost", "Aggregate Cost")],
        "ceterms:description": {
            "en": f"What a learner typically pays in all, in dollars of {cost.year}.",
            "es": f"Lo que suele pagar en total quien estudia, en dólares de {cost.year}.",
        },
        "rungs:year": cost.year,
        "rungs:evidence": [write_evidence(cost.evidence)],
    }
    if cost.low is not None:
        node["rungs:lowPrice"] = cost.low
    if cost.high is not None:
        node["rungs:highPrice"] = cost.high
    if cost.evidence.url:
        node["ceterms:costDetails"] = cost.evidence.url
    return node


def write_renewal(renewal: Renewal) -> Node:
    """How it is kept up."""
    node = write_condition(renewal.evidence)
    if renewal.cost_usd is not None:
        node["ceterms:estimatedCost"] = [
            {
                "@type": "ceterms:CostProfile",
                "ceterms:price": renewal.cost_usd,
                "ceterms:currency": "USD",
                "rungs:year": renewal.cost_year,
            }
        ]
    return node


def write_entry(entry: Entry) -> Node:
    """Who may start."""
    node = write_condition(entry.evidence, entry.note)
    if entry.min_age is not None:
        node["ceterms:minimumAge"] = entry.min_age
    if entry.education is not None:
        node["rungs:minimumEducation"] = entry.education.value
    if entry.experience_months is not None:
        node["ceterms:yearsOfExperience"] = entry.experience_months / 12
    return node


def write_savings(edge: Edge) -> Node:
    """What an earlier credential saves."""
    node: Node = {}
    if edge.credits is not None:
        node["ceterms:creditValue"] = [{"@type": "ceterms:ValueProfile", "schema:value": edge.credits}]
    if edge.weeks_saved is not None:
        node["rungs:timeSaved"] = write_weeks(edge.weeks_saved)
    if edge.cost_saved_usd is not None:
        node["rungs:costSavedUsd"] = edge.cost_saved_usd
        node["rungs:year"] = edge.cost_year
    return node
