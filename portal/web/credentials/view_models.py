"""What the page of a credential shows."""

from datetime import date, datetime

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.web.credentials.credit import CreditLine, build_credit
from portal.web.credentials.exam_view import ExamView, build_exam
from portal.web.credentials.list_page import CredentialCard as CredentialCard
from portal.web.credentials.list_page import build_card as build_card
from portal.web.credentials.recognised import Recognised, build_recognised
from portal.web.credentials.skills_view import SkillLine, build_skills
from portal.web.credentials.small_graph import SmallGraph, build_small_graph
from portal.web.credentials.story_view import (
    LessonView,
    StoryLine,
    build_apprenticeship,
    build_lesson,
    build_story,
)
from portal.web.credentials.takes import Fact, Takes, build_takes
from portal.web.credentials.ties import Tie, build_ties
from portal.web.credentials.training import TrainingView, build_training
from portal.web.jobs.finding import count_jobs_asking
from portal.web.knowledge import Knowledge
from portal.web.proof import Proof, build_proof, distinct
from portal.web.wages import LocalWages, WageLine
from portal.web.words import DELIVERY_NAMES, KIND_NAMES, credential_name, in_language, region_label
from portal.web.work_names import name_work


class OccupationLine(DataModel):
    """An occupation that a credential leads to, with its wage here."""

    soc_code: str
    title: str
    is_english: bool
    wage: WageLine | None
    open_jobs: int


class CredentialPage(DataModel):
    """Everything that we can say about one credential."""

    id: str
    name: str
    kind: str
    kind_name: str
    issuer: str
    summary: str
    competencies: tuple[str, ...]
    skills: tuple[SkillLine, ...]
    clusters: tuple[str, ...]
    delivery: tuple[str, ...]
    exam: str
    offered_in: tuple[str, ...]
    jurisdiction: str
    homepage: str
    takes: Takes
    exam_view: ExamView | None
    ties: tuple[Tie, ...]
    graph: SmallGraph | None
    recognised: Recognised
    training: TrainingView
    credit: tuple[CreditLine, ...]
    story: tuple[StoryLine, ...]
    lesson: LessonView | None
    apprenticeship: tuple[Fact, ...]
    apprenticeship_proof: Proof | None
    occupations: tuple[OccupationLine, ...]
    jobs_asking: int | None
    """Open jobs here that name it; None: not known right now."""
    counted_on: date
    region: str
    region_label: str
    has_samples: bool
    """Whether a posting of the place is made up."""
    proofs: tuple[Proof, ...]
    is_active: bool
    structured_data: dict[str, object]


def build_credential_page(
    session: Session,
    known: Knowledge,
    credential: Credential,
    *,
    resolved: ResolvedRegion,
    now: datetime,
) -> CredentialPage:
    """The page of one credential, with jobs and wages of the region."""
    mask = known.within(resolved, today=now.date()).mask
    open_jobs = known.index.count_by_occupation(credential.soc_codes, mask)
    wages = LocalWages(session, known, resolved=resolved, soc_codes=credential.soc_codes)
    ties = build_ties(known, credential)
    apprenticeship, apprenticeship_proof = build_apprenticeship(credential)
    return CredentialPage(
        id=credential.id,
        name=credential_name(credential),
        kind=credential.kind.value,
        kind_name=str(KIND_NAMES[credential.kind]),
        issuer=credential.issuer,
        summary=in_language(credential.summary),
        competencies=credential.competencies,
        skills=build_skills(session, known, credential),
        clusters=credential.clusters,
        delivery=tuple(str(DELIVERY_NAMES[each]) for each in credential.delivery),
        exam=credential.exam,
        offered_in=tuple(STATE_NAMES.get(code, code) for code in credential.offered_in),
        jurisdiction=STATE_NAMES.get(credential.jurisdiction or "", ""),
        homepage=credential.homepage,
        takes=build_takes(credential),
        exam_view=build_exam(credential),
        ties=ties,
        graph=build_small_graph(credential_name(credential), ties),
        recognised=build_recognised(credential),
        training=build_training(session, known, [credential], resolved=resolved),
        credit=build_credit(known, credential),
        story=build_story(credential),
        lesson=build_lesson(credential),
        apprenticeship=apprenticeship,
        apprenticeship_proof=apprenticeship_proof,
        occupations=tuple(
            OccupationLine(
                soc_code=code,
                title=(work := name_work(code, known.occupation_title(code))).title,
                is_english=work.is_english,
                wage=wages.line(code),
                open_jobs=open_jobs[code],
            )
            for code in credential.soc_codes
        ),
        jobs_asking=count_jobs_asking(credential.id, resolved=resolved, now=now),
        counted_on=now.date(),
        region=str(resolved.region),
        region_label=region_label(resolved),
        has_samples=known.has_samples(mask),
        proofs=distinct(build_proof(each) for each in credential.evidence),
        is_active=credential.id in known.graph.earnable,
        structured_data=_structured_data(credential),
    )


def _structured_data(credential: Credential) -> dict[str, object]:
    """The credential as schema.org EducationalOccupationalCredential, its class named in CTDL."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": credential.name,
        "description": credential.summary.en,
        "credentialCategory": f"ceterms:{credential.kind.value}",
        "recognizedBy": {"@type": "Organization", "name": credential.issuer},
    }
    if credential.competencies:
        data["competencyRequired"] = list(credential.competencies)
    if credential.homepage:
        data["url"] = credential.homepage
    if credential.ctid:
        data["identifier"] = credential.ctid
    return data
