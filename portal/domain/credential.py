"""Credentials and the edges between them, in the terms of CTDL.

The forms here are also the forms of `config/catalog/<cluster>.toml`: see `docs/catalog.md`.
"""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from portal.domain.apprenticeship import ApprenticeshipStandards
from portal.domain.articulation import Articulation
from portal.domain.codes import CipCode, Slug, SocCode, StateCode
from portal.domain.evidence import Evidence
from portal.domain.exam import ExamProfile
from portal.domain.lesson import LessonPreview
from portal.domain.localized_text import LocalizedText as LocalizedText
from portal.domain.model import DataModel
from portal.domain.recognition import Portability, Recognition, RecognitionKind
from portal.domain.story import Story


class CredentialKind(StrEnum):
    """The CTDL class of a credential (`ceterms:` + value)."""

    MICRO_CREDENTIAL = "MicroCredential"
    BADGE = "Badge"
    CERTIFICATE = "Certificate"
    CERTIFICATE_OF_COMPLETION = "CertificateOfCompletion"
    CERTIFICATION = "Certification"
    LICENSE = "License"
    APPRENTICESHIP_CERTIFICATE = "ApprenticeshipCertificate"
    JOURNEYMAN_CERTIFICATE = "JourneymanCertificate"
    MASTER_CERTIFICATE = "MasterCertificate"
    GENERAL_EDUCATION_DEVELOPMENT = "GeneralEducationDevelopment"
    SECONDARY_SCHOOL_DIPLOMA = "SecondarySchoolDiploma"
    ASSOCIATE_DEGREE = "AssociateDegree"
    BACHELOR_DEGREE = "BachelorDegree"
    MASTER_DEGREE = "MasterDegree"
    DOCTORAL_DEGREE = "DoctoralDegree"


class CredentialStatus(StrEnum):
    """Whether a credential can still be earned (`ceterms:credentialStatusType`)."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"
    PROBATIONARY = "probationary"
    SUSPENDED = "suspended"


class SocScope(StrEnum):
    """Whether a credential leads to occupations of its own; `soc_codes` stands empty on all but the first.

    A plan toward an occupation ends at what leads to it. A learner's permit or a first aid card never does.
    """

    LEADS_TO = "leads_to"
    ANY_OCCUPATION = "any_occupation"
    """Asked in many lines of work: first aid, a driver's license."""
    WITH_ANOTHER = "with_another"
    """Counts only with, or toward, another credential of its field: a learner's permit, an advanced support card."""
    NO_CODE = "no_code"
    """Its work has no SOC code of its own."""


class Delivery(StrEnum):
    """How it is taught or tested (`ceterms:deliveryType`)."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BLENDED = "blended"
    ON_THE_JOB = "on_the_job"


class EducationLevel(StrEnum):
    """Levels of schooling, lowest first. Compare with `rank`."""

    NONE = "none"
    HIGH_SCHOOL = "high_school"
    SOME_COLLEGE = "some_college"
    POSTSECONDARY_CERTIFICATE = "postsecondary_certificate"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORAL = "doctoral"

    @property
    def rank(self) -> int:
        """Place in the order, 0 for none."""
        return tuple(EducationLevel).index(self)


class Weeks(DataModel):
    """How long it takes from start to award, in weeks. Needs at least `typical`."""

    low: float | None = Field(default=None, ge=0)
    typical: float = Field(ge=0)
    high: float | None = Field(default=None, ge=0)
    evidence: Evidence

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [x for x in (self.low, self.typical, self.high) if x is not None]
        if known != sorted(known):
            raise ValueError(f"weeks must rise from low to high, not {known}")
        return self


class Cost(DataModel):
    """What the learner pays in all (tuition, books, exam, fees), in US dollars of `year`."""

    low: float | None = Field(default=None, ge=0)
    typical: float = Field(ge=0)
    high: float | None = Field(default=None, ge=0)
    year: int = Field(ge=2000, le=2100)
    evidence: Evidence

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [x for x in (self.low, self.typical, self.high) if x is not None]
        if known != sorted(known):
            raise ValueError(f"cost must rise from low to high, not {known}")
        return self


class Renewal(DataModel):
    """A credential that ends unless renewed (`ceterms:renewalFrequency`)."""

    months: int = Field(gt=0)
    cost_usd: float | None = Field(default=None, ge=0)
    cost_year: int | None = Field(default=None, ge=2000, le=2100)
    evidence: Evidence

    @model_validator(mode="after")
    def _cost_has_year(self) -> Self:
        if (self.cost_usd is None) != (self.cost_year is None):
            raise ValueError("renewal: cost_usd and cost_year go together")
        return self


class RequiredGroup(DataModel):
    """One OR-group of what must be held before starting. Groups of a credential are joined by AND."""

    any_of: tuple[Slug, ...] = Field(min_length=1)
    evidence: Evidence

    @model_validator(mode="after")
    def _somebody_said_so(self) -> Self:
        if not self.evidence.is_stated:
            raise ValueError("what is asked first is never inferred: read it at a source")
        return self


class Entry(DataModel):
    """Conditions to start that are not credentials. Absent means: not known to be asked."""

    min_age: int | None = Field(default=None, ge=5, le=99)
    education: EducationLevel | None = None
    experience_months: int | None = Field(default=None, ge=0)
    note: LocalizedText | None = None
    evidence: Evidence


class Credential(DataModel):
    """A credential as the catalog knows it. What is not known is left out, never guessed.

    Units: weeks, US dollars of a stated year, months.
    Source: `config/catalog/<cluster>.toml`, table `[[credential]]`.
    """

    id: Slug
    name: str = Field(min_length=3)
    name_es: str = Field(min_length=3)
    kind: CredentialKind
    issuer: str = Field(min_length=2, description="who awards it (ceterms:ownedBy)")
    jurisdiction: StateCode | None = Field(
        default=None, description="state of a licence; None counts in all states"
    )
    summary: LocalizedText
    competencies: tuple[str, ...] = Field(default=(), description="what it assesses")
    clusters: tuple[Slug, ...] = Field(min_length=1, description="career clusters of the 2002 framework")
    clusters_2024: tuple[Slug, ...] = Field(
        default=(), description="career clusters of the 2024 framework, the main one first"
    )
    soc_codes: tuple[SocCode, ...] = Field(default=(), description="SOC 2018 occupations that it targets")
    soc_scope: SocScope = Field(
        default=SocScope.LEADS_TO, description="why it has no SOC code, where it has none"
    )
    cip_codes: tuple[CipCode, ...] = ()
    education_level: EducationLevel | None = Field(
        default=None, description="set on diplomas and degrees only"
    )
    weeks: Weeks | None = None
    cost: Cost | None = None
    delivery: tuple[Delivery, ...] = ()
    renewal: Renewal | None = None
    requires: tuple[RequiredGroup, ...] = ()
    entry: Entry | None = None
    exam: str = Field(default="", description="name of the examination, if one is asked")
    exam_profile: ExamProfile | None = Field(
        default=None, description="form of the examination and known supports"
    )
    recognitions: tuple[Recognition, ...] = ()
    portability: Portability | None = None
    articulations: tuple[Articulation, ...] = ()
    apprenticeship: ApprenticeshipStandards | None = None
    story: Story | None = Field(default=None, description="set on worked examples")
    lesson: LessonPreview | None = Field(default=None, description="for teachers: a class that previews it")
    aliases: tuple[str, ...] = Field(default=(), description="names as English postings write them")
    aliases_es: tuple[str, ...] = ()
    offered_in: tuple[StateCode, ...] = Field(
        default=(), description="empty: not limited to states that we know of"
    )
    status: CredentialStatus = CredentialStatus.ACTIVE
    ctid: str | None = Field(default=None, pattern=r"^ce-[0-9a-f-]{36}$")
    homepage: str = Field(default="", pattern=r"^(https?://\S+)?$")
    evidence: tuple[Evidence, ...] = Field(
        min_length=1, description="why we say that it exists and what it is"
    )

    @property
    def is_asked_in_law(self) -> bool:
        """Whether it is of one state, and that state's law asks for it."""
        kinds = {one.kind for one in self.recognitions}
        return self.jurisdiction is not None and RecognitionKind.REQUIRED_IN_LAW in kinds

    @model_validator(mode="after")
    def _occupations_are_one_thing(self) -> Self:
        if self.soc_scope is not SocScope.LEADS_TO and self.soc_codes:
            raise ValueError(
                f"soc_scope {self.soc_scope.value} and soc_codes contradict each other; keep one"
            )
        if self.exam_profile is not None and not self.exam:
            raise ValueError("exam_profile describes an exam; name it in exam")
        return self


class EdgeKind(StrEnum):
    """How one credential leads to another. `from` and `to` read as a sentence: from KIND to."""

    REQUIRES = "requires"
    """`from` cannot be started without `to` (made from `Credential.requires`)."""
    PREPARES_FOR = "prepares_for"
    """`from` is recommended before `to` (ceterms:isPreparationFor)."""
    ADVANCED_STANDING = "advanced_standing"
    """Holding `from` saves weeks or cost of `to` (ceterms:isAdvancedStandingFor)."""
    PART_OF = "part_of"
    """`from` is one of the parts of `to`: holding `to` gives every part."""
    SATISFIES = "satisfies"
    """Holding `from` counts as `to` wherever `to` is asked. Transitive."""


class Edge(DataModel):
    """One edge of the credential graph with its proof.

    Source: `config/catalog/<cluster>.toml`, table `[[edge]]`; `requires` edges come from `[[credential.requires]]`.
    """

    kind: EdgeKind
    from_id: Slug
    to_id: Slug
    completes: bool = Field(default=False, description="part_of: holding all parts gives the whole")
    weeks_saved: float | None = Field(default=None, ge=0)
    cost_saved_usd: float | None = Field(default=None, ge=0)
    cost_year: int | None = Field(default=None, ge=2000, le=2100)
    credits: float | None = Field(default=None, ge=0)
    note: LocalizedText | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.from_id == self.to_id:
            raise ValueError("an edge cannot lead from a credential to itself")
        if self.completes and self.kind is not EdgeKind.PART_OF:
            raise ValueError("completes belongs to part_of edges only")
        savings = (self.weeks_saved, self.cost_saved_usd, self.credits)
        if any(x is not None for x in savings) and self.kind is not EdgeKind.ADVANCED_STANDING:
            raise ValueError("weeks_saved, cost_saved_usd and credits belong to advanced_standing edges only")
        if (self.cost_saved_usd is None) != (self.cost_year is None):
            raise ValueError("cost_saved_usd and cost_year go together")
        if self.kind is EdgeKind.REQUIRES and not self.evidence.is_stated:
            raise ValueError("what is asked first is never inferred: read it at a source")
        return self


class CareerCluster(DataModel):
    """A career cluster with its name and icon: one of the 16 of 2002, or of the 14 of 2024 by `framework_year`."""

    slug: Slug
    name: LocalizedText
    icon: str
    framework_year: int = 2002


class Catalog(DataModel):
    """The whole validated catalog: ids are unique, edges resolve, `requires` has no cycle."""

    credentials: tuple[Credential, ...]
    edges: tuple[Edge, ...] = Field(description="all five kinds, `requires` included")
    version: str = Field(description="sha256 of the files that it was read from")
    read_on: date | None = None
