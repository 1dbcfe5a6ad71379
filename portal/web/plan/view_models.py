"""What the page of a plan shows."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.plan_document import MAX_NOTES, PlanDocument, SavedLadder
from portal.domain.region import Goal, GoalKind
from portal.web.choices import Choices
from portal.web.formats import day, joined
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import read_goal
from portal.web.plan.addresses import place_of
from portal.web.plan.changed import find_changes
from portal.web.plan.link import sign_plan
from portal.web.plan.news import News
from portal.web.qr import QrCode, build_qr
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import credential_name, region_label

QR_LETTERS = 600
"""Longer addresses make a picture that a phone cannot read from paper."""


class Saved(DataModel):
    """One saved thing. `note` says when it was saved or how it stands."""

    key: str
    name: str
    url: str = ""
    note: str = ""
    is_english: bool = False
    is_closed: bool = False
    until: str = ""
    """The last day of what is held, as a form has it."""
    wage: WageLine | None = None


class CodeView(DataModel):
    """A return code that works now."""

    code: str
    shown: str
    until: str


class PutBack(DataModel):
    """What was just taken out, and the text that puts it back."""

    name: str
    token: str


class PlanPage(DataModel):
    """The page of a plan. `qr` is there where an address is short enough to be read from paper."""

    token: str
    is_empty: bool
    region_label: str
    held: tuple[Saved, ...] = ()
    wanted: tuple[Saved, ...] = ()
    ladders: tuple[Saved, ...] = ()
    postings: tuple[Saved, ...] = ()
    changes: tuple[News, ...] = ()
    since: str = ""
    notes: str = ""
    most_notes: int = MAX_NOTES
    address: str = ""
    qr: QrCode | None = None
    qr_address: str = ""
    codes: tuple[CodeView, ...] = ()
    has_days: bool = False
    put_back: PutBack | None = None
    error: str = ""
    code_error: str = ""
    typed_code: str = ""
    said: str = ""
    is_gone: bool = False
    unread: str = ""
    """What was sent in place of a plan and could not be read."""
    code_days: int = 30
    today: str = ""


def build_plan_page(
    session: Session,
    known: Knowledge,
    plan: PlanDocument,
    *,
    secret: str,
    now: datetime,
    site_url: str,
    codes: tuple[CodeView, ...] = (),
) -> PlanPage:
    """The page; `site_url` is the site's own address without a slash at its end."""
    token = "" if plan.is_empty else sign_plan(plan, secret=secret)
    resolved = place_of(session, plan.region)
    changed = find_changes(session, known, plan, now=now)
    socs = {each.wage.soc_code for each in changed.plan.wanted if each.wage}
    wages = LocalWages(session, known, resolved=resolved, soc_codes=socs)
    address = f"{site_url}/plan?plan={token}"
    short = f"{site_url}/plan?code={codes[0].code}" if codes else address
    return PlanPage(
        token=token,
        is_empty=plan.is_empty,
        region_label=region_label(resolved) if plan.region else "",
        held=tuple(saved_held(known, plan)),
        wanted=tuple(
            saved_goal(known, each.goal, plan).model_copy(
                update={"wage": wages.line(each.wage.soc_code) if each.wage else None}
            )
            for each in changed.plan.wanted
        ),
        ladders=tuple(saved_ladder(known, each) for each in plan.ladders),
        postings=tuple(
            Saved(
                key=str(each.posting_id),
                name=each.title,
                url=_choices(plan).url(f"/jobs/{each.posting_id}"),
                note=each.employer_name,
                is_english=True,
                is_closed=each.posting_id not in changed.open_ids,
            )
            for each in plan.postings
        ),
        changes=changed.news,
        since=day(plan.looked_on or plan.created_on),
        notes=plan.notes,
        address=address if token else "",
        qr=build_qr(short) if token and len(short) <= QR_LETTERS else None,
        qr_address=short,
        codes=codes if token else (),
        has_days=bool(plan.ladders or plan.postings or plan.held_until),
        today=day(now),
    )


def name_of(known: Knowledge, plan: PlanDocument) -> str:
    """What the one thing of a plan is called, for "you took out …"."""
    names = [
        *(item.name for item in saved_held(known, plan)),
        *(saved_goal(known, each.goal, plan).name for each in plan.wanted),
        *(saved_ladder(known, each).name for each in plan.ladders),
        *(each.title for each in plan.postings),
    ]
    return joined(names)


def _choices(plan: PlanDocument) -> Choices:
    return Choices(region=plan.region, held=plan.held, until=plan.held_until)


def saved_held(known: Knowledge, plan: PlanDocument) -> Iterable[Saved]:
    """What is held, as a plan shows it."""
    until: dict[str, date] = {each.credential_id: each.last_day for each in plan.held_until}
    for id_ in plan.held:
        found = known.graph.credentials.get(id_)
        note = gettext("until %(day)s", day=day(until[id_])) if id_ in until else ""
        yield Saved(
            key=id_,
            name=credential_name(found) if found else id_,
            url=f"/credentials/{id_}" if found else "",
            until=until[id_].isoformat() if id_ in until else "",
            note=note if found else gettext("This is no longer in our list."),
        )


def saved_goal(known: Knowledge, goal: Goal, plan: PlanDocument) -> Saved:
    """A goal as a plan shows it, with the way to its ladder."""
    try:
        view = read_goal(known, goal)
    except NotFound:
        return Saved(key=str(goal), name=goal.value, note=gettext("This is no longer in our list."))
    return Saved(
        key=str(goal),
        name=_posting_goal(goal, plan) or view.name,
        url=_choices(plan).with_(goal=goal).url(),
        is_english=view.is_english,
    )


def _posting_goal(goal: Goal, plan: PlanDocument) -> str:
    if goal.kind is not GoalKind.POSTING:
        return ""
    return next((each.title for each in plan.postings if str(each.posting_id) == goal.value), "")


def saved_ladder(known: Knowledge, ladder: SavedLadder) -> Saved:
    """A ladder as a plan shows it."""
    try:
        view = read_goal(known, ladder.goal)
    except NotFound:
        return Saved(
            key=ladder.address, name=ladder.goal.value, note=gettext("This is no longer in our list.")
        )
    steps = [credential_name(known.graph.get(id_)) for id_ in ladder.steps if id_ in known.graph.credentials]
    saved = gettext("saved %(day)s", day=day(ladder.saved_on))
    return Saved(
        key=ladder.address,
        name=view.name,
        url=ladder.address,
        note=f"{' → '.join(steps)} · {saved}" if steps else saved,
        is_english=view.is_english,
    )
