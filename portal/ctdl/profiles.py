"""The profiles that stand inside CTDL resources: conditions, costs, durations, alignments, places, values."""

from dataclasses import dataclass
from typing import ClassVar

from portal.ctdl.codecs import NUMBER, STRING, STRINGS, TEXTS, TRUTH, LanguageText, term
from portal.ctdl.records import REFS, Record, Ref


@dataclass(frozen=True)
class AlignmentObject(Record):
    """A code or concept of some framework that a resource is aligned to."""

    classes: ClassVar[frozenset[str]] = frozenset(
        {"ceterms:CredentialAlignmentObject", "ceterms:AlignmentObject"}
    )

    target_node: str | None = term("ceterms:targetNode", STRING)
    target_node_name: tuple[LanguageText, ...] = term("ceterms:targetNodeName", TEXTS)
    target_node_description: tuple[LanguageText, ...] = term("ceterms:targetNodeDescription", TEXTS)
    framework: str | None = term("ceterms:framework", STRING)
    framework_name: tuple[LanguageText, ...] = term("ceterms:frameworkName", TEXTS)
    coded_notation: str | None = term("ceterms:codedNotation", STRING)
    weight: float | None = term("ceterms:weight", NUMBER)


@dataclass(frozen=True)
class DurationProfile(Record):
    """How long it takes. Units: ISO 8601 durations as they are written (`P12W`, `P2Y`)."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:DurationProfile"})

    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    exact: str | None = term("ceterms:exactDuration", STRING)
    minimum: str | None = term("ceterms:minimumDuration", STRING)
    maximum: str | None = term("ceterms:maximumDuration", STRING)
    time_required: str | None = term("ceterms:timeRequired", STRING)


@dataclass(frozen=True)
class CostProfile(Record):
    """One cost of one kind. Units: `price` in `currency`, of the time between `start_date` and `end_date`."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:CostProfile"})

    name: tuple[LanguageText, ...] = term("ceterms:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    price: float | None = term("ceterms:price", NUMBER)
    currency: str | None = term("ceterms:currency", STRING)
    cost_details: str | None = term("ceterms:costDetails", STRING)
    direct_cost_type: tuple[Ref, ...] = term("ceterms:directCostType", REFS)
    audience_type: tuple[Ref, ...] = term("ceterms:audienceType", REFS)
    residency_type: tuple[Ref, ...] = term("ceterms:residencyType", REFS)
    payment_pattern: tuple[LanguageText, ...] = term("ceterms:paymentPattern", TEXTS)
    start_date: str | None = term("ceterms:startDate", STRING)
    end_date: str | None = term("ceterms:endDate", STRING)
    jurisdiction: tuple[Ref, ...] = term("ceterms:jurisdiction", REFS)


@dataclass(frozen=True)
class ValueProfile(Record):
    """Credit or another value. Units: named by `credit_unit_type`."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:ValueProfile", "schema:ValueProfile"})

    value: float | None = term("schema:value", NUMBER)
    minimum: float | None = term("schema:minValue", NUMBER)
    maximum: float | None = term("schema:maxValue", NUMBER)
    percentage: float | None = term("qdata:percentage", NUMBER)
    description: tuple[LanguageText, ...] = term("schema:description", TEXTS)
    credit_unit_type: tuple[Ref, ...] = term("ceterms:creditUnitType", REFS)
    credit_level_type: tuple[Ref, ...] = term("ceterms:creditLevelType", REFS)
    subject: tuple[Ref, ...] = term("ceterms:subject", REFS)


@dataclass(frozen=True)
class Place(Record):
    """An address or a region."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:Place", "ceterms:PostalAddress"})

    name: tuple[LanguageText, ...] = term("ceterms:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    street_address: tuple[LanguageText, ...] = term("ceterms:streetAddress", TEXTS)
    locality: tuple[LanguageText, ...] = term("ceterms:addressLocality", TEXTS)
    region: tuple[LanguageText, ...] = term("ceterms:addressRegion", TEXTS)
    country: tuple[LanguageText, ...] = term("ceterms:addressCountry", TEXTS)
    postal_code: str | None = term("ceterms:postalCode", STRING)
    latitude: float | None = term("ceterms:latitude", NUMBER)
    longitude: float | None = term("ceterms:longitude", NUMBER)
    geo_uri: str | None = term("ceterms:geoURI", STRING)
    contact_points: tuple[Ref, ...] = term("ceterms:targetContactPoint", REFS)


@dataclass(frozen=True)
class JurisdictionProfile(Record):
    """Where something holds, and where it does not."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:JurisdictionProfile"})

    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    is_global: bool | None = term("ceterms:globalJurisdiction", TRUTH)
    main: tuple[Ref, ...] = term("ceterms:mainJurisdiction", REFS)
    exceptions: tuple[Ref, ...] = term("ceterms:jurisdictionException", REFS)
    asserted_by: tuple[Ref, ...] = term("ceterms:assertedBy", REFS)


@dataclass(frozen=True)
class IdentifierValue(Record):
    """An identifier in somebody's own scheme."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:IdentifierValue"})

    code: str | None = term("ceterms:identifierValueCode", STRING)
    type_name: tuple[LanguageText, ...] = term("ceterms:identifierTypeName", TEXTS)
    type: str | None = term("ceterms:identifierType", STRING)


@dataclass(frozen=True)
class ConditionProfile(Record):
    """What is asked for. All that stands in one profile is asked together; `alternative_condition` is one of them."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:ConditionProfile"})

    name: tuple[LanguageText, ...] = term("ceterms:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    condition: tuple[LanguageText, ...] = term("ceterms:condition", TEXTS)
    subject_webpage: str | None = term("ceterms:subjectWebpage", STRING)
    asserted_by: tuple[Ref, ...] = term("ceterms:assertedBy", REFS)
    target_credential: tuple[Ref, ...] = term("ceterms:targetCredential", REFS)
    target_assessment: tuple[Ref, ...] = term("ceterms:targetAssessment", REFS)
    target_learning_opportunity: tuple[Ref, ...] = term("ceterms:targetLearningOpportunity", REFS)
    target_competency: tuple[Ref, ...] = term("ceterms:targetCompetency", REFS)
    target_pathway: tuple[Ref, ...] = term("ceterms:targetPathway", REFS)
    target_occupation: tuple[Ref, ...] = term("ceterms:targetOccupation", REFS)
    alternative_condition: tuple[Ref, ...] = term("ceterms:alternativeCondition", REFS)
    additional_condition: tuple[Ref, ...] = term("ceterms:additionalCondition", REFS)
    audience_type: tuple[Ref, ...] = term("ceterms:audienceType", REFS)
    audience_level_type: tuple[Ref, ...] = term("ceterms:audienceLevelType", REFS)
    minimum_age: float | None = term("ceterms:minimumAge", NUMBER)
    years_of_experience: float | None = term("ceterms:yearsOfExperience", NUMBER)
    experience: tuple[LanguageText, ...] = term("ceterms:experience", TEXTS)
    weight: float | None = term("ceterms:weight", NUMBER)
    credit_value: tuple[Ref, ...] = term("ceterms:creditValue", REFS)
    credit_hour_value: float | None = term("ceterms:creditHourValue", NUMBER)
    credit_unit_value: float | None = term("ceterms:creditUnitValue", NUMBER)
    credit_unit_type: tuple[Ref, ...] = term("ceterms:creditUnitType", REFS)
    submission_of: tuple[str, ...] = term("ceterms:submissionOf", STRINGS)
    estimated_cost: tuple[Ref, ...] = term("ceterms:estimatedCost", REFS)
    jurisdiction: tuple[Ref, ...] = term("ceterms:jurisdiction", REFS)
    resident_of: tuple[Ref, ...] = term("ceterms:residentOf", REFS)
    date_effective: str | None = term("ceterms:dateEffective", STRING)


@dataclass(frozen=True)
class ComponentCondition(Record):
    """How many of which pathway components are needed."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:ComponentCondition"})

    name: tuple[LanguageText, ...] = term("ceterms:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    required_number: float | None = term("ceterms:requiredNumber", NUMBER)
    target_component: tuple[Ref, ...] = term("ceterms:targetComponent", REFS)
    has_condition: tuple[Ref, ...] = term("ceterms:hasCondition", REFS)
    logical_operator: str | None = term("ceterms:logicalOperator", STRING)
    constraints: tuple[Ref, ...] = term("ceterms:hasConstraint", REFS)
