"""One job against one person: every criterion, the skills that its text names, and lines of benefits if chosen."""

from datetime import datetime

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.benefits.lines import Benefit
from portal.benefits.standing import BenefitChoices
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.posting_text import SignalKind, TextReading
from portal.store.live import is_open
from portal.store.postings import find_posting
from portal.store.runs import last_run_that_named
from portal.store.tables import JobPostingRow
from portal.web.benefits.form import benefit_options
from portal.web.benefits.posting import build_posting_benefits
from portal.web.benefits.view import BenefitsView
from portal.web.benefits.views import loaded_thresholds
from portal.web.formats import day
from portal.web.gate.access import site_settings
from portal.web.jobs.fit import onet_attribution
from portal.web.jobs.skills import SkillsAsked, build_skills_asked, named_skills
from portal.web.knowledge import Knowledge
from portal.web.matchdesk.cards import DeskCard, build_desk_cards, build_reasons, match_client
from portal.web.matchdesk.client import Client
from portal.web.sources import read_sources


class Contact(DataModel):
    """Whom to ask for a change, in the job's own words."""

    sentence: str
    contact: str


class PostingPage(DataModel):
    """Everything on the page. `benefits` is there where somebody chose what to look at."""

    client: Client
    id: int
    card: DeskCard
    skills: SkillsAsked
    summary: tuple[str, ...]
    contacts: tuple[Contact, ...]
    source: str
    confirmed: str
    attribution: str
    benefit_options: tuple[tuple[str, str, bool], ...]
    is_blind_on: bool
    benefits: BenefitsView | None


def open_posting(session: Session, posting_id: int, *, now: datetime) -> JobPostingRow:
    """One open job.

    Raises: NotFound where there never was one, or it is closed.
    """
    row = find_posting(session, posting_id)
    if row is None or not is_open(row, now):
        raise NotFound("This job is not open, or there is none of this number.")
    return row


def build_posting_page(
    session: Session,
    known: Knowledge,
    client: Client,
    *,
    row: JobPostingRow,
    benefits: BenefitChoices,
    statuses: dict[int, str],
    now: datetime,
) -> PostingPage:
    """The page of an open job.

    Raises: NotFound where a better copy of the same offer is shown instead.
    """
    assert row.id is not None
    cards = build_desk_cards(session, known, client, posting_ids=[row.id], statuses=statuses, now=now)
    if not cards:
        raise NotFound("Another copy of this job is shown instead. Look for it on the desk.")
    skills = build_skills_asked(
        known, soc_code=row.soc_code, text=row.description_text, held=client.choices.held
    )
    match = match_client(
        session, known, client, posting_ids=[row.id], now=now, skills={row.id: named_skills(skills)}
    )[row.id]
    reasons = build_reasons(known, client, match)
    reading = TextReading.model_validate(row.text_reading or {})
    source = read_sources(site_settings()).get(row.source_key)
    run = last_run_that_named(session, row.source_key, row.source_ref)
    chosen = bool(benefits.benefits)
    return PostingPage(
        client=client,
        id=row.id,
        card=cards[0].model_copy(update={"reasons": reasons}),
        skills=skills,
        summary=reading.summary,
        contacts=tuple(
            Contact(sentence=each.sentence, contact=each.contact)
            for each in reading.signals
            if each.kind is SignalKind.ACCOMMODATION and not each.is_denied
        ),
        source=source.title if source else row.source_key,
        confirmed=day(run.as_of) if run else "",
        attribution=onet_attribution() if reasons.has_elements else "",
        benefit_options=benefit_options(benefits),
        is_blind_on=benefits.show_blind_line,
        benefits=build_posting_benefits(
            row,
            loaded_thresholds(),
            on=now.date(),
            jurisdiction=client.resolved.home_state or site_settings().home_state,
            choices=benefits,
        )
        if chosen
        else None,
    )


def read_benefit_choices(form: "MultiDict[str, str]") -> BenefitChoices:
    """The boxes that were sent; a word that is none of them is not there."""
    shown = form.getlist("show")
    return BenefitChoices(
        benefits=frozenset(each for each in Benefit if each.value in shown),
        show_blind_line=bool(form.get("blind")),
    )
