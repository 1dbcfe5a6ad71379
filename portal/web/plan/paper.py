"""A plan as a sheet of paper: what its page says, the steps of each ladder, and where the figures come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from portal.domain.plan_document import PlanDocument, SavedLadder
from portal.paper.sheet import Entry, Picture, Section, Sheet, Table, Words
from portal.store.postings import list_posting_cards
from portal.web.formats import day, number
from portal.web.jobs.pay import stated_pay
from portal.web.knowledge import Knowledge
from portal.web.language import language_code
from portal.web.pathways.goals import read_goal
from portal.web.pathways.rungs import Climb, Rung, build_rungs, target_occupations
from portal.web.plan.drawn import DrawnLadder, draw_saved
from portal.web.plan.view_models import PlanPage, Saved
from portal.web.proof import Proof
from portal.web.translate import gettext, ngettext
from portal.web.wages import LocalWages
from portal.web.words import credential_name

MOST_TYPED = 100
"""Letters of an address that somebody may type."""
LEAST_QR_CM = 3.1
MODULE_CM = 0.045
"""Of one square of a QR code: a phone reads it from paper in dim light."""


@dataclass(slots=True)
class _Sources:
    """Documents that figures were read in, each named once at the end."""

    found: dict[str, None] = field(default_factory=dict)

    def add(self, proofs: Iterable[Proof]) -> str:
        """Remember them; say in short where the figures of one step come from."""
        short: dict[str, None] = {}
        for proof in proofs:
            if not proof.source:
                short[proof.checked] = None
                continue
            short[f"{proof.source}, {proof.checked}"] = None
            where = f" {proof.url}" if proof.url else ""
            self.found[f"{proof.source}: {proof.document}, {proof.checked}.{where}"] = None
        return "; ".join(short)


def build_plan_sheet(
    session: Session,
    known: Knowledge,
    plan: PlanDocument,
    *,
    page: PlanPage,
    now: datetime,
    site_name: str,
    site_url: str,
    is_large: bool,
) -> Sheet:
    """The sheet of a plan. `page` is the page of the same plan: paper and page say the same."""
    sources = _Sources()
    ladders = tuple(_ladder(session, known, each, sources=sources, now=now) for each in plan.ladders)
    parts = (
        _list(gettext("Where I want to go"), page.wanted),
        _list(gettext("What I hold"), page.held),
        (Section(heading=_own(gettext("My ladders"))), *ladders) if ladders else (),
        _jobs(session, plan, page, now=now, site_url=site_url),
        (Section(heading=_own(gettext("My notes")), paragraphs=(_own(page.notes),)),) if page.notes else (),
        _changes(page),
        _read_in(sources),
    )
    return Sheet(
        title=gettext("My plan"),
        language=language_code(),
        lead=(_own(" · ".join(filter(None, (page.region_label, page.today)))),),
        sections=tuple(section for part in parts for section in part),
        picture=_picture(page),
        footer=gettext("%(site)s · plan of %(day)s", site=site_name, day=page.today),
        page_words=gettext("Page {n} of {all}"),
        is_large=is_large,
    )


def _own(text: str) -> Words:
    return Words(text=text)


def _name(item: Saved) -> Words:
    return Words(text=item.name, language="en" if item.is_english else "")


def _list(title: str, items: tuple[Saved, ...]) -> tuple[Section, ...]:
    if not items:
        return ()
    entries = []
    for item in items:
        lines = [item.note] if item.note else []
        if item.wage and item.wage.amount:
            lines.append(
                f"{item.wage.amount} ({item.wage.per_year})" if item.wage.per_year else item.wage.amount
            )
            lines[-1] += ": " + gettext(
                "median, %(work)s, %(place)s, %(when)s. %(source)s.",
                work=item.wage.occupation,
                place=item.wage.where,
                when=item.wage.when,
                source=item.wage.source,
            )
        entries.append(Entry(name=_name(item), lines=tuple(map(_own, lines))))
    return (Section(heading=_own(title), entries=tuple(entries)),)


def _ladder(
    session: Session, known: Knowledge, ladder: SavedLadder, *, sources: _Sources, now: datetime
) -> Section:
    drawn = draw_saved(session, known, ladder, today=now.date())
    if drawn is None or drawn.is_blocked:
        steps = [
            credential_name(known.graph.get(id_)) for id_ in ladder.steps if id_ in known.graph.credentials
        ]
        return Section(
            heading=_own(ladder.goal.value),
            level=3,
            paragraphs=(
                _own(gettext("We cannot draw this ladder today. Open it on the site to see why.")),
                *(
                    [_own(gettext("Steps when you saved it: %(steps)s", steps=" → ".join(steps)))]
                    if steps
                    else []
                ),
            ),
        )
    goal = read_goal(known, drawn.goal)
    heading = Words(text=goal.name, language="en" if goal.is_english else "")
    if not drawn.steps:
        text = gettext("You have all that this ladder asks for.")
        return Section(heading=heading, level=3, paragraphs=(_own(text),))
    rungs = build_rungs(_climb(session, known, drawn, soc_code=goal.soc_code), drawn.steps)[1:]
    return Section(
        heading=heading,
        level=3,
        table=Table(
            heads=(gettext("Step"), gettext("Time"), gettext("Cost"), gettext("Where we read it")),
            rows=tuple(_row(place, rung, sources) for place, rung in enumerate(rungs, start=1)),
        ),
    )


def _climb(session: Session, known: Knowledge, drawn: DrawnLadder, *, soc_code: str) -> Climb:
    ids = (*drawn.choices.held, *(step.credential_id for step in drawn.steps))
    return Climb(
        known=known,
        choices=drawn.choices,
        person=drawn.finder.person(drawn.choices),
        mask=drawn.within.mask,
        wages=LocalWages(session, known, resolved=drawn.resolved, soc_codes=target_occupations(known, ids)),
        goal_soc=soc_code,
        likely=0,
    )


def _row(place: int, rung: Rung, sources: _Sources) -> tuple[Words, ...]:
    lines = [f"{place}. {rung.name}"]
    lines += [f"{each.text} ({each.answer})" for each in rung.conditions if each.is_open]
    if rung.open_jobs:
        opens = ngettext("opens %(num)s job here", "opens %(num)s jobs here", rung.open_jobs)
        lines.append(opens.replace(str(rung.open_jobs), number(rung.open_jobs)))
    figures = (
        (rung.time or gettext("time not known"), rung.is_time_estimate),
        (rung.cost or gettext("cost not known"), rung.is_cost_estimate),
    )
    time, cost = (f"{text} ({gettext('estimate')})" if is_estimate else text for text, is_estimate in figures)
    claims = (gettext("How long it takes"), gettext("What it costs"))
    read_in = sources.add(proof for proof in rung.proofs if proof.claim in claims)
    return tuple(map(_own, ("\n".join(lines), time, cost, read_in or "–")))


def _jobs(
    session: Session, plan: PlanDocument, page: PlanPage, *, now: datetime, site_url: str
) -> tuple[Section, ...]:
    if not page.postings:
        return ()
    cards = {
        card.id: card
        for card in list_posting_cards(session, [each.posting_id for each in plan.postings], now=now)
    }
    entries = []
    for item in page.postings:
        card = cards.get(int(item.key))
        lines = [item.note]
        if card is not None and not item.is_closed:
            pay = stated_pay(card.pay_minimum, card.pay_maximum, card.pay_unit)
            until = card.valid_through_on
            lines += [
                " · ".join(
                    filter(
                        None,
                        (
                            ", ".join(dict.fromkeys(card.place_names[:3])),
                            pay or gettext("The job does not say what it pays."),
                            gettext("apply until %(day)s", day=day(until)) if until else "",
                        ),
                    )
                ),
                f"{site_url}/jobs/{card.id}",
            ]
        entries.append(
            Entry(
                name=_name(item),
                mark=gettext("closed") if item.is_closed else "",
                lines=tuple(_own(line) for line in lines if line),
            )
        )
    remark = _own(gettext("Jobs as we knew them on %(day)s. Ask the employer.", day=day(now)))
    return (Section(heading=_own(gettext("My jobs")), entries=tuple(entries), remarks=(remark,)),)


def _changes(page: PlanPage) -> Iterator[Section]:
    if page.changes:
        yield Section(
            heading=_own(gettext("What changed")),
            paragraphs=(_own(gettext("Since %(day)s", day=page.since)),),
            entries=tuple(Entry(name=_own(each.text)) for each in page.changes),
        )


def _read_in(sources: _Sources) -> Iterator[Section]:
    if sources.found:
        yield Section(
            heading=_own(gettext("Where the figures come from")),
            remarks=tuple(_own(each) for each in sources.found),
        )


def _picture(page: PlanPage) -> Picture | None:
    if page.qr is None:
        return None
    size = page.qr.size
    lines = [_own(gettext("This plan on a phone or computer:"))]
    for code in page.codes[:1]:
        until = gettext("Works until %(day)s.", day=code.until)
        lines.append(_own(f"{code.shown} ({until})"))
    # A whole link is for the camera; nobody types five hundred letters.
    if len(page.qr_address) <= MOST_TYPED:
        lines.append(_own(page.qr_address))
    else:
        lines.append(
            _own(gettext("Point the camera of the phone at the picture. To type it instead, make a code."))
        )
    return Picture(
        svg=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{page.qr.path}"/></svg>',
        alt=gettext("QR code of this plan"),
        width_cm=max(LEAST_QR_CM, size * MODULE_CM),
        lines=tuple(lines),
    )
