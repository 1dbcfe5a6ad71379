"""Jobs as the match desk shows them: every reason, what is not known, and whom to ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import inf

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.matching.facts import NamedSkill
from portal.matching.model import ASKED_OF_PERSON, CriterionKey, CriterionState, Match, Reason
from portal.stacks.bands import DeskBand
from portal.store.postings import PostingCard, list_posting_cards
from portal.web.choices import Choices
from portal.web.jobs.cards import JobCard, build_job_cards
from portal.web.jobs.fit import FitLine, asked_lines, criterion_names, wish_lines
from portal.web.jobs.fit_basis import has_told, match_jobs
from portal.web.jobs.fit_words import CRITERION_NAMES
from portal.web.knowledge import Knowledge
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.words import BAND_NAMES, BAND_REASONS, BAND_STATES, WHO
from portal.web.words import credential_name

CLOSING_SOON = timedelta(days=7)
MOST_STEPS = 6
_WISHED = tuple(key for key in CriterionKey if key not in (*ASKED_OF_PERSON, CriterionKey.SKILLS))


class WhoLine(DataModel):
    """Whom to ask, and about what."""

    who: str
    what: tuple[str, ...]


class Reasons(DataModel):
    """One job against the person: the band, each thing with its state and reason, and whom to ask."""

    band: str
    band_state: str
    band_text: str
    band_reason: str
    steps: tuple[tuple[str, str], ...]
    asked: tuple[FitLine, ...]
    wished: tuple[FitLine, ...]
    whom: tuple[WhoLine, ...]
    not_asked: tuple[str, ...]
    not_chosen: tuple[str, ...]
    against: tuple[str, ...]
    """Names of what is known to speak against what was asked of the job."""
    has_elements: bool


class DeskCard(DataModel):
    """One job. `status` is that on the shortlist; empty where it is not on it."""

    job: JobCard
    reasons: Reasons
    is_closing: bool
    status: str = ""


def build_desk_cards(
    session: Session,
    known: Knowledge,
    client: Client,
    *,
    posting_ids: Sequence[int],
    statuses: Mapping[int, str],
    now: datetime,
) -> tuple[DeskCard, ...]:
    """Cards in the order asked; a job that closed since it was counted has none."""
    found = list_posting_cards(session, posting_ids, now=now)
    matches = match_client(session, known, client, posting_ids=[card.id for card in found], now=now)
    jobs = build_job_cards(known, found, Choices())
    return tuple(
        DeskCard(
            # What was told of a person never stands in an address of the public pages.
            job=job.model_copy(update={"url": client.url(f"desk/{job.id}")}),
            reasons=build_reasons(known, client, matches[job.id]),
            is_closing=is_closing(card, now=now),
            status=statuses.get(job.id, ""),
        )
        for card, job in zip(found, jobs, strict=True)
        if job.id in matches
    )


def match_client(
    session: Session,
    known: Knowledge,
    client: Client,
    *,
    posting_ids: Sequence[int],
    now: datetime,
    skills: Mapping[int, tuple[NamedSkill, ...]] | None = None,
) -> dict[int, Match]:
    """Matches by id, as the site's own pages would find them for this person."""
    return match_jobs(
        session,
        known,
        posting_ids,
        choices=client.choices,
        centre=client.resolved,
        home_state=client.resolved.home_state,
        now=now,
        skills=skills,
    )


def build_reasons(known: Knowledge, client: Client, match: Match) -> Reasons:
    """Every criterion of one job in words."""
    band = DeskBand.LIKELY if match.is_likely and match.band.value == "ask" else DeskBand(match.band.value)
    told = has_told(client.choices)
    wished = wish_lines(match)
    return Reasons(
        band=band.value,
        band_state=BAND_STATES.get(band, "ask"),
        band_text=str(BAND_NAMES[band]),
        band_reason=str(BAND_REASONS[band]),
        steps=_steps(known, match) if band is DeskBand.ONE_STEP else (),
        asked=asked_lines(known, match),
        wished=wished,
        whom=_whom(match),
        not_asked=criterion_names(match, Reason.NONE_FOUND, Reason.SAYS_NONE) if told else (),
        not_chosen=criterion_names(match, Reason.NOT_CHOSEN),
        against=tuple(
            str(CRITERION_NAMES[each.key])
            for each in match.criteria
            if each.key in _WISHED and each.state is CriterionState.MISSING
        ),
        has_elements=any(line.element for line in wished),
    )


def is_closing(card: PostingCard, *, now: datetime) -> bool:
    """Whether one can apply for a week or less."""
    until = card.valid_through_on
    return until is not None and until - now.date() <= CLOSING_SOON


def _steps(known: Knowledge, match: Match) -> tuple[tuple[str, str], ...]:
    """What alone would be enough: first what the job names itself, then the shortest."""
    named = {id_ for line in match.get(CriterionKey.CREDENTIALS).lines for id_ in line.credential_ids}
    steps = [known.graph.credentials[id_] for id_ in match.one_step if id_ in known.graph.credentials]
    steps.sort(key=lambda each: (each.id not in named, each.weeks.typical if each.weeks else inf, each.id))
    return tuple((each.id, credential_name(each)) for each in steps[:MOST_STEPS])


def _whom(match: Match) -> tuple[WhoLine, ...]:
    about: dict[object, dict[str, None]] = {}
    for each in match.criteria:
        for line in each.lines:
            if line.help is not None and line.state is not CriterionState.MET:
                name = line.skill or str(CRITERION_NAMES[each.key])
                about.setdefault(line.help, {})[name] = None
    return tuple(
        WhoLine(who=str(who), what=tuple(about[help_])) for help_, who in WHO.items() if help_ in about
    )
