"""How one job fits a person: the band, each criterion with its reason, what rests on what, and what would help."""

from collections import Counter
from datetime import datetime
from itertools import groupby

from flask import current_app
from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.region import RegionKind, ResolvedRegion
from portal.matching.model import (
    ASKED_OF_PERSON,
    Criterion,
    CriterionKey,
    CriterionState,
    Help,
    Line,
    Match,
    Reason,
)
from portal.stacks.parts import PartKind
from portal.store.places import resolve_region
from portal.web.choices import Choices
from portal.web.jobs.asks import asked_text
from portal.web.jobs.fit_basis import has_told, match_jobs
from portal.web.jobs.fit_words import (
    CRITERION_NAMES,
    HELP_COUNTS,
    HELP_TEXTS,
    band_words,
    state_words,
    wish_sentence,
)
from portal.web.jobs.needs_form import NeedsForm, build_needs_form
from portal.web.jobs.skills import SkillsAsked, named_skills
from portal.web.knowledge import Knowledge
from portal.web.sources import read_sources
from portal.web.translate import gettext
from portal.web.words import credential_name

_KINDS = dict(zip(ASKED_OF_PERSON, PartKind, strict=True))
MOST_LINKS = 6
_NOT_WISHED = (*ASKED_OF_PERSON, CriterionKey.SKILLS)


class FitLine(DataModel):
    """One line: what it is about, how it stands, why, what that rests on, and what would help."""

    name: str
    state: str
    state_text: str
    text: str = ""
    sentence: str = ""
    element: str = ""
    source: str = ""
    help: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Fit(DataModel):
    """The section of the page. `is_told` where the person told what a job's asks can be judged by."""

    is_told: bool
    band: str
    band_text: str
    band_reason: str
    steps: tuple[tuple[str, str], ...]
    asked: tuple[FitLine, ...]
    """What the job asks of the person, line by line: the page tells it once, below "What it asks for"."""
    helps: tuple[str, ...]
    """What would help with how many of these lines."""
    skills: str
    wished: tuple[FitLine, ...]
    not_asked: tuple[str, ...]
    not_chosen: tuple[str, ...]
    form: NeedsForm
    action: str
    hidden: tuple[tuple[str, str], ...]
    attribution: str


def build_fit(
    session: Session,
    known: Knowledge,
    posting_id: int,
    *,
    choices: Choices,
    home_state: str | None,
    skills: SkillsAsked,
    now: datetime,
) -> Fit:
    """The section for one job; `skills` are those that its text names."""
    action = f"/jobs/{posting_id}"
    match = match_jobs(
        session,
        known,
        [posting_id],
        choices=choices,
        centre=find_centre(session, choices),
        home_state=home_state,
        now=now,
        skills={posting_id: named_skills(skills)},
    )[posting_id]
    told = has_told(choices)
    text, reason = band_words(match.band, is_likely=match.is_likely)
    wished = wish_lines(match)
    return Fit(
        is_told=told,
        band=match.band.value,
        band_text=text,
        band_reason=reason,
        steps=tuple((id_, _name(known, id_)) for id_ in match.one_step[:MOST_LINKS])
        if match.band.value == "one_step"
        else (),
        asked=asked_lines(known, match) if told else (),
        helps=_helps(match) if told else (),
        skills=_skills(match) if told else "",
        wished=wished,
        not_asked=criterion_names(match, Reason.NONE_FOUND, Reason.SAYS_NONE) if told else (),
        not_chosen=criterion_names(match, Reason.NOT_CHOSEN),
        form=build_needs_form(
            choices.needs, form_id="fit-form", clear_url=_without_needs(choices).url(action)
        ),
        action=action,
        hidden=tuple(_without_needs(choices).pairs()),
        attribution=onet_attribution() if any(line.element for line in wished) else "",
    )


def find_centre(session: Session, choices: Choices) -> ResolvedRegion | None:
    """Where the person looks, where that is a ZIP code that we know."""
    if choices.region is None or choices.region.kind is not RegionKind.ZIP:
        return None
    try:
        return resolve_region(session, choices.region)
    except NotFound:
        return None


def _without_needs(choices: Choices) -> Choices:
    return choices.with_(needs=type(choices.needs)())


def asked_lines(known: Knowledge, match: Match) -> tuple[FitLine, ...]:
    """What the job asks of the person, line by line."""
    lines = [
        _asked_line(known, each, line)
        for each in match.criteria
        if each.key in ASKED_OF_PERSON
        for line in each.lines
        if line.state is not CriterionState.NOT_ASKED
    ]
    return _folded(lines)


def _asked_line(known: Knowledge, criterion: Criterion, line: Line) -> FitLine:
    state, words = state_words(criterion, line)
    text = (
        str(wish_sentence(criterion.key, line))
        if line.reason is Reason.NOTHING_READ
        else asked_text(
            known,
            _KINDS[criterion.key],
            ids=line.credential_ids,
            unresolved=line.unresolved,
            level=line.level,
            at_least=int(line.wanted) if line.wanted else None,
        )
    )
    earn = line.help is Help.EARN_ONE and criterion.key.value == "credentials"
    return FitLine(
        name=str(CRITERION_NAMES[criterion.key]),
        state=state,
        state_text=words,
        text=text,
        sentence=line.sentence,
        help=str(HELP_TEXTS.get(line.help, "")) if line.help else "",
        links=tuple((id_, _name(known, id_)) for id_ in line.credential_ids[:MOST_LINKS]) if earn else (),
    )


def _helps(match: Match) -> tuple[str, ...]:
    """“To earn: 1”, “To ask the employer: 2”, in this order, where the job says anything at all."""
    lines = [line for each in match.criteria if each.key in ASKED_OF_PERSON for line in each.lines]
    counts = Counter(line.help for line in lines if line.reason is not Reason.NOTHING_READ)
    return tuple(
        gettext("%(what)s: %(num)s", what=words, num=counts[help_])
        for help_, words in HELP_COUNTS.items()
        if counts[help_]
    )


def _skills(match: Match) -> str:
    criterion = match.get(CriterionKey.SKILLS)
    if criterion.state is CriterionState.NOT_ASKED:
        return ""
    shown = sum(line.state is CriterionState.MET for line in criterion.lines)
    return gettext(
        "What you hold shows %(shown)s of the %(num)s skills that the job's text names.",
        shown=shown,
        num=len(criterion.lines),
    )


def wish_lines(match: Match, *, silent_text: str = "") -> tuple[FitLine, ...]:
    """What the person asks of a job, line by line. `silent_text` is said where nothing says anything."""
    lines = []
    for each in match.criteria:
        if each.key in _NOT_WISHED or each.state is CriterionState.NOT_ASKED:
            continue
        for line in each.lines:
            state, words = state_words(each, line)
            element = line.element
            lines.append(
                FitLine(
                    name=str(CRITERION_NAMES[each.key]),
                    state=state,
                    state_text=words,
                    text=silent_text
                    if silent_text and line.reason is Reason.SILENT
                    else wish_sentence(each.key, line),
                    sentence=line.sentence,
                    element=element.name if element else "",
                    source=f"O*NET {element.release}: {element.value:.1f} / 5" if element else "",
                    help=str(HELP_TEXTS.get(line.help, "")) if line.help else "",
                )
            )
    return _folded(lines)


def _folded(lines: list[FitLine]) -> tuple[FitLine, ...]:
    """Lines that differ in nothing but their name are told once, with all names."""
    found = []
    for _, alike in groupby(lines, key=lambda line: line.model_copy(update={"name": ""})):
        group = list(alike)
        names = dict.fromkeys(line.name for line in group)
        found.append(group[0].model_copy(update={"name": " · ".join(names)}))
    return tuple(found)


def criterion_names(match: Match, *reasons: Reason) -> tuple[str, ...]:
    """Names of the criteria whose first line has one of these reasons."""
    return tuple(str(CRITERION_NAMES[each.key]) for each in match.criteria if each.lines[0].reason in reasons)


def _name(known: Knowledge, credential_id: str) -> str:
    credential = known.graph.credentials.get(credential_id)
    return credential_name(credential) if credential else credential_id


def onet_attribution() -> str:
    """What the licence of O*NET asks to be said beside its ratings."""
    sources = read_sources(current_app.extensions["settings"])
    return sources["onet"].attribution if "onet" in sources else ""
