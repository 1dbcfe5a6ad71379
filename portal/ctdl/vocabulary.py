"""The terms and classes that we know as CTDL's, so that a misspelt or private one is reported, never mistaken.

Source: Credential Engine's CTDL, CTDL-ASN and QData. The lists were written from general knowledge and from the
Registry's own samples and schemas, and were not checked term by term at credreg.net. So a term that is missing here may
still be CTDL's: it is kept and written back all the same, and only counted apart.
"""

import difflib


def _terms(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}:{name}" for name in names.split())


CREDENTIAL_CLASSES = _terms(
    "ceterms",
    """
    ApprenticeshipCertificate AssociateDegree AssociateOfAppliedArtsDegree AssociateOfAppliedScienceDegree
    AssociateOfArtsDegree AssociateOfScienceDegree BachelorDegree BachelorOfArtsDegree BachelorOfScienceDegree Badge
    Certificate CertificateOfCompletion CertificateOfParticipation Certification Credential Degree DigitalBadge Diploma
    DoctoralDegree GeneralEducationDevelopment GeneralEducationLevel1Certificate GeneralEducationLevel2Certificate
    HigherEducationLevel1Certificate HigherEducationLevel2Certificate JourneymanCertificate License MasterCertificate
    MasterDegree MasterOfArtsDegree MasterOfScienceDegree MicroCredential OpenBadge ProfessionalDoctorate
    BasicTechnicalCertificate PreApprenticeshipCertificate ProfessionalCertificate ProficiencyCertificate
    QualityAssuranceCredential ResearchDoctorate SecondaryEducationCertificate SecondarySchoolDiploma SpecialistDegree
    AcademicCertificate TechnicalLevel1Certificate TechnicalLevel2Certificate TechnicalLevel3Certificate
    WorkbasedLearningCertificate
    """,
)
ORGANIZATION_CLASSES = _terms("ceterms", "CredentialOrganization QACredentialOrganization Organization Agent")
LEARNING_CLASSES = _terms("ceterms", "LearningOpportunityProfile LearningOpportunity LearningProgram Course")
ASSESSMENT_CLASSES = _terms("ceterms", "AssessmentProfile Assessment")
COMPONENT_CLASSES = _terms(
    "ceterms",
    """
    PathwayComponent AssessmentComponent BasicComponent CocurricularComponent CollectionComponent CompetencyComponent
    CourseComponent CredentialComponent ExtracurricularComponent JobComponent MultiComponent SelectionComponent
    WorkExperienceComponent
    """,
)
OTHER_CLASSES = (
    _terms(
        "ceterms",
        """
        AccreditAction AdvancedStandingAction AggregateDataProfile AlignmentMap AlignmentObject
        ApproveAction Collection CollectionMember ComponentCondition ConditionManifest ConditionProfile
        Constraint ContactPoint CostManifest CostProfile CredentialAlignmentObject CredentialAssertion
        CredentialFramework CredentialPerson CredentialingAction DurationProfile EarningsProfile
        EmploymentOutcomeProfile FinancialAssistanceProfile GeoCoordinates HoldersProfile IdentifierValue
        IndustryClassification InstructionalProgramClassification Job JurisdictionProfile LearningResource
        Occupation OccupationClassification OfferAction Pathway PathwaySet Place PostalAddress
        ProcessProfile RecognizeAction RegulateAction RenewAction RevocationProfile RevokeAction
        RightsAction ScheduledOffering SupportService Task TransferIntermediary TransferValueProfile
        ValueProfile VerificationServiceProfile WorkforceDemandAction WorkRole Rubric RubricCriterion
        RubricLevel
        """,
    )
    | _terms("ceasn", "Competency CompetencyFramework ProficiencyScale Rubric RubricCriterion CriterionLevel")
    | _terms(
        "qdata",
        "DataProfile DataSetProfile DataSetTimeFrame DataSetDistribution DataSetService Dimension Metric",
    )
    | _terms("qdata", "Observation")
    | _terms("asn", "ProgressionLevel ProgressionModel")
)
CTDL_CLASSES = (
    CREDENTIAL_CLASSES
    | ORGANIZATION_CLASSES
    | LEARNING_CLASSES
    | ASSESSMENT_CLASSES
    | COMPONENT_CLASSES
    | OTHER_CLASSES
)

CTDL_TERMS = (
    _terms(
        "ceterms",
        """
        abilityEmbodied accreditedBy accreditedIn accredits actingAgent actionStatusType additionalCondition
        address addressCountry addressLocality addressRegion administrationProcess administrativeRecordType
        advancedStandingFrom agentPurpose agentPurposeDescription agentSectorType agentType aggregateData
        alignmentDate alignmentType alternateName alternativeCondition appealProcess applicationProcess
        approvedBy approvedIn approves assertedBy assesses assessmentDeliveryType assessmentExample
        assessmentExampleDescription assessmentMethodDescription assessmentMethodType assessmentOutput
        assessmentUseType audienceLevelType audienceType availabilityListing availableAt availableOnlineAt
        broadAlignment codedNotation collectionMembershipCondition collectionType commonConditions
        commonCosts comparator competencyAssessed complaintProcess componentCategory componentDesignation
        condition conditionManifestOf contactOption contactType copyrightHolder corequisite coPrerequisite
        costDetails costManifestOf credentialId credentialingAction credentialStatusType credentialType
        creditHourType creditHourValue creditLevelType creditUnitMaxValue creditUnitMinValue creditUnitType
        creditUnitTypeDescription creditUnitValue creditValue ctid currency dateEffective
        degreeConcentration degreeMajor degreeMinor deliveryType deliveryTypeDescription
        demographicInformation department description developmentProcess directCostType duns earnings email
        embodiedCompetency employee employmentOutcome endDate endDateTime entryCondition estimatedCost
        estimatedDuration evidenceOfAction exactAlignment exactDuration experience expirationDate
        externalInputType externalResearch faxNumber fein financialAssistance financialAssistanceType
        financialAssistanceValue foundingDate framework frameworkName geoURI globalJurisdiction grading
        hasChild hasCondition hasConditionManifest hasConstraint hasCostManifest hasDestinationComponent
        hasGroupEvaluation hasGroupParticipation hasMember hasOccupation hasJob hasOffering hasPart
        hasPathway hasPolicy hasProxy hasRubric hasScheduledOffering hasSpecialization hasStatement
        hasSupportService hasTask hasTransferValueProfile hasVerificationService hasWorkforceDemand
        hasWorkRole highEarnings holderMustAuthorize holders identifier identifierType identifierTypeName
        identifierValue identifierValueCode image industryType inLanguage instructionalProgramType
        instrument intermediaryFor ipedsID isAdvancedStandingFor isChildOf isDestinationComponentFor isicV4
        isMemberOf isNonCredit isPartOf isPreparationFor isPreRequisiteFor isProctored isRecommendedFor
        isRelatedTo isRequiredFor isSimilarTo isSpecializationOf isTransferIntermediaryFor jobsObtained
        jurisdiction jurisdictionException keyword knowledgeEmbodied latestVersion latitude
        learningDeliveryType learningMethodDescription learningMethodType leiCode lifeCycleStatusType
        logicalOperator longitude lowEarnings mainJurisdiction maintenanceProcess majorAlignment
        maximumDuration median medianEarnings memberOf minimumAge minimumDuration minorAlignment
        missionAndGoalsStatement missionAndGoalsStatementDescription naics name narrowAlignment nextVersion
        ncesID numberAwarded object occupationType offerFrequencyType offeredBy offeredIn offers opeID
        ownedBy owns parentOrganization participant paymentPattern performanceLevelType
        physicalCapabilityType pointValue postalCode postOfficeBoxNumber postReceiptMonths precededBy
        precedes preparationFrom prerequisite previousVersion price processFrequency processingAgent
        processMethod processMethodDescription processStandards processStandardsDescription proxyFor
        qualityAssuranceTargetType rating recognizedBy recognizedIn recognizes recommends region
        regionalEarningsDistribution registration regulatedBy regulatedIn regulates relatedAction
        releventDataSet relevantDataSet renewal renewalFrequency renewedBy renewedIn renews requiredNumber
        requires residencyType residentOf resultingAward revocation revocationCriteria
        revocationCriteriaDescription revocationProcess revokedBy revokedIn revokes reviewProcess sameAs
        scheduleFrequencyType scheduleTimingType scoringMethodDescription scoringMethodExample
        scoringMethodExampleDescription scoringMethodType selfRecognition sensoryCapabilityType sequence
        serviceType skillEmbodied socialMedia source sourceData startDate startDateTime streetAddress
        subOrganization subject subjectWebpage submissionOf submissionOfDescription supersededBy supersedes
        supplementaryCondition targetAssessment targetCompetency targetCompetencyFramework targetComponent
        targetContactPoint targetCredential targetDirectory targetJob targetLearningOpportunity
        targetLearningResource targetNode targetNodeDescription targetNodeName targetOccupation
        targetPathway targetPolicy targetTask targetWorkRole teaches telephone temporalCoverage timeRequired
        transferValue transferValueFor transferValueFrom typicalAgeRange usesVerificationService
        verificationDirectory verificationMethodDescription verificationService verifiedClaimType
        versionCode versionIdentifier weight workforceDemand yearsOfExperience environmentalHazardType
        classification comment isPreparationForCondition isCreditBased evaluatorType accommodationType
        supportServiceType supportServiceReason availabilityListingDescription alternateIdentifier
        """,
    )
    | _terms(
        "ceasn",
        """
        abilityEmbodied abstractionType alignFrom alignTo altCodedNotation author authorityStatus
        broadAlignment codedNotation comment competencyCategory competencyLabel competencyText
        complexityLevel comprisedOf conceptKeyword conceptTerm creator crossSubjectReference dateCopyright
        dateCreated dateModified dateValidFrom dateValidUntil derivedFrom description editorialNote
        educationLevelType environmentalHazardType evaluatorType exactAlignment hasChild hasPart
        hasProgressionLevel hasProgressionModel hasTopChild identifier inferredCompetency inLanguage
        inProgressionModel isChildOf isPartOf isProgressionModelFor isTopChildOf isVersionOf
        knowledgeEmbodied license listID localSubject majorAlignment minorAlignment name narrowAlignment
        performanceLevelType physicalCapabilityType prerequisiteAlignment publicationStatusType publisher
        publisherName repositoryDate rights rightsHolder sensoryCapabilityType shouldIndex skillEmbodied
        skillExpression source sourceDocumentation subject substantiatingCompetencyFramework
        substantiatingCredential substantiatingJob substantiatingOccupation substantiatingOrganization
        substantiatingResource substantiatingTask substantiatingWorkRole taskEmbodied weight hasTask
        hasWorkRole hasJob hasOccupation
        """,
    )
    | _terms(
        "qdata",
        """
        adjustment administrativeRecordType atPoint comparesTo dataAttributes dataAvailable dataNotAvailable
        dataProvider dataSetTemporalCoverage dataSetTimePeriod dataSourceCoverageType dataSuppressionPolicy
        dataWithholdingType demographicEarningsRate demographicEmploymentRate dimensionType distributionFile
        earningsAmount earningsDefinition earningsDistribution earningsThreshold employmentDefinition
        employmentOutlook employmentRate faculty hasDataSetDistribution hasDataSetService hasDimension
        hasMetric hasObservation holdersInSet hasPoint incomeDeterminationType industryRate
        insufficientEmploymentCriteria isObservationOf median mediaType meetEmploymentCriteria metricType
        nonCompleters nonHoldersInSet occupationRate passRate percentage percentile10 percentile25
        percentile75 percentile90 regionalEarningsDistribution regionalEmploymentRate relatedEmployment
        relevantDataSet relevantDataSetFor sizeOfData sizeOfPopulation startDate endDate subjectExcluded
        subjectIncluded subjectsInSet sufficientEmploymentCriteria subjectType subjectValue timeInterval
        totalWIOACompleters totalWIOAExiters totalWIOAParticipants unrelatedEmployment value
        workTimeThreshold dataSetSpatialCoverage conformsTo
        """,
    )
    | _terms("asn", "hasProgressionLevel hasProgressionModel inProgressionModel precedes precededBy")
)

_REUSED = ("schema:", "skos:", "dct:", "rdf:", "rdfs:", "owl:", "adms:")
"""Vocabularies that CTDL takes terms from. Their own lists are not held here."""


def is_known_term(name: str) -> bool:
    """True for a term of CTDL, of a vocabulary that CTDL reuses, of ours, and for JSON-LD's own words."""
    return name in CTDL_TERMS or name.startswith((*_REUSED, "rungs:", "@"))


def find_intended_term(name: str) -> str | None:
    """The known term that a misspelt one of the same vocabulary was meant to be, if one is near."""
    prefix, _, _ = name.partition(":")
    same = [term for term in CTDL_TERMS if term.startswith(f"{prefix}:")]
    near = difflib.get_close_matches(name.strip(), same, n=1, cutoff=0.88)
    return near[0] if near else None
