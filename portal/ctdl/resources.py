"""The CTDL resources: credentials, organisations, learning, assessments, competencies, pathways, transfer values."""

from dataclasses import dataclass
from typing import ClassVar

from portal.ctdl.codecs import NUMBER, STRING, STRINGS, TEXTS, TRUTH, LanguageText, term
from portal.ctdl.records import REFS, Record, Ref
from portal.ctdl.vocabulary import (
    ASSESSMENT_CLASSES,
    COMPONENT_CLASSES,
    CREDENTIAL_CLASSES,
    LEARNING_CLASSES,
    ORGANIZATION_CLASSES,
)


@dataclass(frozen=True)
class Resource(Record):
    """What most resources of the Registry say about themselves."""

    ctid: str | None = term("ceterms:ctid", STRING)
    name: tuple[LanguageText, ...] = term("ceterms:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceterms:description", TEXTS)
    alternate_name: tuple[LanguageText, ...] = term("ceterms:alternateName", TEXTS)
    subject_webpage: str | None = term("ceterms:subjectWebpage", STRING)
    in_language: tuple[str, ...] = term("ceterms:inLanguage", STRINGS)
    identifier: tuple[Ref, ...] = term("ceterms:identifier", REFS)
    owned_by: tuple[Ref, ...] = term("ceterms:ownedBy", REFS)
    offered_by: tuple[Ref, ...] = term("ceterms:offeredBy", REFS)
    keyword: tuple[LanguageText, ...] = term("ceterms:keyword", TEXTS)
    subject: tuple[Ref, ...] = term("ceterms:subject", REFS)
    date_effective: str | None = term("ceterms:dateEffective", STRING)
    life_cycle_status: tuple[Ref, ...] = term("ceterms:lifeCycleStatusType", REFS)


@dataclass(frozen=True)
class Offering(Resource):
    """A credential, a course or an assessment: what it asks for, costs and takes, and where it leads."""

    coded_notation: str | None = term("ceterms:codedNotation", STRING)
    requires: tuple[Ref, ...] = term("ceterms:requires", REFS)
    recommends: tuple[Ref, ...] = term("ceterms:recommends", REFS)
    entry_condition: tuple[Ref, ...] = term("ceterms:entryCondition", REFS)
    corequisite: tuple[Ref, ...] = term("ceterms:corequisite", REFS)
    is_required_for: tuple[Ref, ...] = term("ceterms:isRequiredFor", REFS)
    is_recommended_for: tuple[Ref, ...] = term("ceterms:isRecommendedFor", REFS)
    preparation_from: tuple[Ref, ...] = term("ceterms:preparationFrom", REFS)
    is_preparation_for: tuple[Ref, ...] = term("ceterms:isPreparationFor", REFS)
    advanced_standing_from: tuple[Ref, ...] = term("ceterms:advancedStandingFrom", REFS)
    is_advanced_standing_for: tuple[Ref, ...] = term("ceterms:isAdvancedStandingFor", REFS)
    has_part: tuple[Ref, ...] = term("ceterms:hasPart", REFS)
    is_part_of: tuple[Ref, ...] = term("ceterms:isPartOf", REFS)
    accredited_by: tuple[Ref, ...] = term("ceterms:accreditedBy", REFS)
    approved_by: tuple[Ref, ...] = term("ceterms:approvedBy", REFS)
    recognized_by: tuple[Ref, ...] = term("ceterms:recognizedBy", REFS)
    regulated_by: tuple[Ref, ...] = term("ceterms:regulatedBy", REFS)
    accredited_in: tuple[Ref, ...] = term("ceterms:accreditedIn", REFS)
    recognized_in: tuple[Ref, ...] = term("ceterms:recognizedIn", REFS)
    offered_in: tuple[Ref, ...] = term("ceterms:offeredIn", REFS)
    jurisdiction: tuple[Ref, ...] = term("ceterms:jurisdiction", REFS)
    estimated_cost: tuple[Ref, ...] = term("ceterms:estimatedCost", REFS)
    estimated_duration: tuple[Ref, ...] = term("ceterms:estimatedDuration", REFS)
    common_costs: tuple[Ref, ...] = term("ceterms:commonCosts", REFS)
    common_conditions: tuple[Ref, ...] = term("ceterms:commonConditions", REFS)
    occupation_type: tuple[Ref, ...] = term("ceterms:occupationType", REFS)
    industry_type: tuple[Ref, ...] = term("ceterms:industryType", REFS)
    instructional_program_type: tuple[Ref, ...] = term("ceterms:instructionalProgramType", REFS)
    audience_type: tuple[Ref, ...] = term("ceterms:audienceType", REFS)
    audience_level_type: tuple[Ref, ...] = term("ceterms:audienceLevelType", REFS)
    delivery_type: tuple[Ref, ...] = term("ceterms:deliveryType", REFS)
    available_at: tuple[Ref, ...] = term("ceterms:availableAt", REFS)
    available_online_at: tuple[str, ...] = term("ceterms:availableOnlineAt", STRINGS)
    availability_listing: tuple[str, ...] = term("ceterms:availabilityListing", STRINGS)
    financial_assistance: tuple[Ref, ...] = term("ceterms:financialAssistance", REFS)
    aggregate_data: tuple[Ref, ...] = term("ceterms:aggregateData", REFS)
    credit_value: tuple[Ref, ...] = term("ceterms:creditValue", REFS)


@dataclass(frozen=True)
class CredentialResource(Offering):
    """A credential of any class."""

    classes: ClassVar[frozenset[str]] = CREDENTIAL_CLASSES

    status: tuple[Ref, ...] = term("ceterms:credentialStatusType", REFS)
    credential_id: str | None = term("ceterms:credentialId", STRING)
    image: str | None = term("ceterms:image", STRING)
    learning_delivery_type: tuple[Ref, ...] = term("ceterms:learningDeliveryType", REFS)
    assessment_delivery_type: tuple[Ref, ...] = term("ceterms:assessmentDeliveryType", REFS)
    renewal: tuple[Ref, ...] = term("ceterms:renewal", REFS)
    renewal_frequency: str | None = term("ceterms:renewalFrequency", STRING)
    revocation: tuple[Ref, ...] = term("ceterms:revocation", REFS)
    degree_major: tuple[Ref, ...] = term("ceterms:degreeMajor", REFS)
    degree_minor: tuple[Ref, ...] = term("ceterms:degreeMinor", REFS)
    degree_concentration: tuple[Ref, ...] = term("ceterms:degreeConcentration", REFS)


@dataclass(frozen=True)
class OrganizationResource(Resource):
    """Who owns, offers, accredits or recognises."""

    classes: ClassVar[frozenset[str]] = ORGANIZATION_CLASSES

    agent_type: tuple[Ref, ...] = term("ceterms:agentType", REFS)
    agent_sector_type: tuple[Ref, ...] = term("ceterms:agentSectorType", REFS)
    agent_purpose: str | None = term("ceterms:agentPurpose", STRING)
    address: tuple[Ref, ...] = term("ceterms:address", REFS)
    email: tuple[str, ...] = term("ceterms:email", STRINGS)
    founding_date: str | None = term("ceterms:foundingDate", STRING)
    image: str | None = term("ceterms:image", STRING)
    social_media: tuple[str, ...] = term("ceterms:socialMedia", STRINGS)
    owns: tuple[Ref, ...] = term("ceterms:owns", REFS)
    offers: tuple[Ref, ...] = term("ceterms:offers", REFS)
    accredits: tuple[Ref, ...] = term("ceterms:accredits", REFS)
    approves: tuple[Ref, ...] = term("ceterms:approves", REFS)
    recognizes: tuple[Ref, ...] = term("ceterms:recognizes", REFS)
    department: tuple[Ref, ...] = term("ceterms:department", REFS)
    sub_organization: tuple[Ref, ...] = term("ceterms:subOrganization", REFS)
    accredited_by: tuple[Ref, ...] = term("ceterms:accreditedBy", REFS)
    jurisdiction: tuple[Ref, ...] = term("ceterms:jurisdiction", REFS)


@dataclass(frozen=True)
class LearningResource(Offering):
    """A course, a programme, or learning of another kind."""

    classes: ClassVar[frozenset[str]] = LEARNING_CLASSES

    teaches: tuple[Ref, ...] = term("ceterms:teaches", REFS)
    assesses: tuple[Ref, ...] = term("ceterms:assesses", REFS)
    learning_method_type: tuple[Ref, ...] = term("ceterms:learningMethodType", REFS)
    target_assessment: tuple[Ref, ...] = term("ceterms:targetAssessment", REFS)
    credit_hour_value: float | None = term("ceterms:creditHourValue", NUMBER)


@dataclass(frozen=True)
class AssessmentResource(Offering):
    """An examination or another assessment."""

    classes: ClassVar[frozenset[str]] = ASSESSMENT_CLASSES

    assesses: tuple[Ref, ...] = term("ceterms:assesses", REFS)
    assessment_method_type: tuple[Ref, ...] = term("ceterms:assessmentMethodType", REFS)
    assessment_use_type: tuple[Ref, ...] = term("ceterms:assessmentUseType", REFS)
    is_proctored: bool | None = term("ceterms:isProctored", TRUTH)
    scoring_method_type: tuple[Ref, ...] = term("ceterms:scoringMethodType", REFS)


@dataclass(frozen=True)
class CompetencyFrameworkResource(Record):
    """A framework of competencies."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceasn:CompetencyFramework"})

    ctid: str | None = term("ceterms:ctid", STRING)
    name: tuple[LanguageText, ...] = term("ceasn:name", TEXTS)
    description: tuple[LanguageText, ...] = term("ceasn:description", TEXTS)
    has_top_child: tuple[Ref, ...] = term("ceasn:hasTopChild", REFS)
    in_language: tuple[str, ...] = term("ceasn:inLanguage", STRINGS)
    publisher: tuple[Ref, ...] = term("ceasn:publisher", REFS)
    publisher_name: tuple[LanguageText, ...] = term("ceasn:publisherName", TEXTS)
    creator: tuple[Ref, ...] = term("ceasn:creator", REFS)
    source: tuple[str, ...] = term("ceasn:source", STRINGS)
    license: str | None = term("ceasn:license", STRING)
    publication_status: str | None = term("ceasn:publicationStatusType", STRING)
    date_created: str | None = term("ceasn:dateCreated", STRING)
    date_modified: str | None = term("ceasn:dateModified", STRING)


@dataclass(frozen=True)
class CompetencyResource(Record):
    """One competency of a framework."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceasn:Competency"})

    ctid: str | None = term("ceterms:ctid", STRING)
    text: tuple[LanguageText, ...] = term("ceasn:competencyText", TEXTS)
    label: tuple[LanguageText, ...] = term("ceasn:competencyLabel", TEXTS)
    category: tuple[LanguageText, ...] = term("ceasn:competencyCategory", TEXTS)
    comment: tuple[LanguageText, ...] = term("ceasn:comment", TEXTS)
    coded_notation: str | None = term("ceasn:codedNotation", STRING)
    list_id: str | None = term("ceasn:listID", STRING)
    is_part_of: tuple[Ref, ...] = term("ceasn:isPartOf", REFS)
    is_child_of: tuple[Ref, ...] = term("ceasn:isChildOf", REFS)
    is_top_child_of: tuple[Ref, ...] = term("ceasn:isTopChildOf", REFS)
    has_child: tuple[Ref, ...] = term("ceasn:hasChild", REFS)
    education_level_type: tuple[Ref, ...] = term("ceasn:educationLevelType", REFS)
    complexity_level: tuple[Ref, ...] = term("ceasn:complexityLevel", REFS)
    in_language: tuple[str, ...] = term("ceasn:inLanguage", STRINGS)
    exact_alignment: tuple[Ref, ...] = term("ceasn:exactAlignment", REFS)
    date_created: str | None = term("ceasn:dateCreated", STRING)
    date_modified: str | None = term("ceasn:dateModified", STRING)


@dataclass(frozen=True)
class PathwayResource(Resource):
    """A pathway: components and where they lead."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:Pathway"})

    has_part: tuple[Ref, ...] = term("ceterms:hasPart", REFS)
    has_child: tuple[Ref, ...] = term("ceterms:hasChild", REFS)
    has_destination: tuple[Ref, ...] = term("ceterms:hasDestinationComponent", REFS)
    progression_model: tuple[Ref, ...] = term("asn:hasProgressionModel", REFS)
    occupation_type: tuple[Ref, ...] = term("ceterms:occupationType", REFS)
    industry_type: tuple[Ref, ...] = term("ceterms:industryType", REFS)


@dataclass(frozen=True)
class PathwayComponentResource(Resource):
    """One component of a pathway."""

    classes: ClassVar[frozenset[str]] = COMPONENT_CLASSES

    credential_type: str | None = term("ceterms:credentialType", STRING)
    component_category: tuple[LanguageText, ...] = term("ceterms:componentCategory", TEXTS)
    source_data: tuple[Ref, ...] = term("ceterms:sourceData", REFS)
    proxy_for: tuple[Ref, ...] = term("ceterms:proxyFor", REFS)
    has_child: tuple[Ref, ...] = term("ceterms:hasChild", REFS)
    is_child_of: tuple[Ref, ...] = term("ceterms:isChildOf", REFS)
    has_condition: tuple[Ref, ...] = term("ceterms:hasCondition", REFS)
    is_part_of: tuple[Ref, ...] = term("ceterms:isPartOf", REFS)
    is_destination_for: tuple[Ref, ...] = term("ceterms:isDestinationComponentFor", REFS)
    precedes: tuple[Ref, ...] = term("ceterms:precedes", REFS)
    preceded_by: tuple[Ref, ...] = term("ceterms:precededBy", REFS)
    progression_level: tuple[Ref, ...] = term("asn:hasProgressionLevel", REFS)
    credit_value: tuple[Ref, ...] = term("ceterms:creditValue", REFS)


@dataclass(frozen=True)
class TransferValueResource(Resource):
    """What learning elsewhere is worth: credits, from what, for what, until when."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:TransferValueProfile"})

    transfer_value: tuple[Ref, ...] = term("ceterms:transferValue", REFS)
    transfer_value_from: tuple[Ref, ...] = term("ceterms:transferValueFrom", REFS)
    transfer_value_for: tuple[Ref, ...] = term("ceterms:transferValueFor", REFS)
    start_date: str | None = term("ceterms:startDate", STRING)
    end_date: str | None = term("ceterms:endDate", STRING)
    development_process: tuple[Ref, ...] = term("ceterms:developmentProcess", REFS)


@dataclass(frozen=True)
class ConditionManifestResource(Resource):
    """Conditions that many offerings of one organisation share."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:ConditionManifest"})

    condition_manifest_of: tuple[Ref, ...] = term("ceterms:conditionManifestOf", REFS)
    requires: tuple[Ref, ...] = term("ceterms:requires", REFS)
    recommends: tuple[Ref, ...] = term("ceterms:recommends", REFS)
    entry_condition: tuple[Ref, ...] = term("ceterms:entryCondition", REFS)
    corequisite: tuple[Ref, ...] = term("ceterms:corequisite", REFS)
    renewal: tuple[Ref, ...] = term("ceterms:renewal", REFS)


@dataclass(frozen=True)
class CostManifestResource(Resource):
    """Costs that many offerings of one organisation share."""

    classes: ClassVar[frozenset[str]] = frozenset({"ceterms:CostManifest"})

    cost_manifest_of: tuple[Ref, ...] = term("ceterms:costManifestOf", REFS)
    cost_details: str | None = term("ceterms:costDetails", STRING)
    estimated_cost: tuple[Ref, ...] = term("ceterms:estimatedCost", REFS)
    start_date: str | None = term("ceterms:startDate", STRING)
    end_date: str | None = term("ceterms:endDate", STRING)
