"""Surprise me: one first step that is short, counts here and leads to jobs that are open here, drawn by a number."""

import hashlib
from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.web.choices import Choices
from portal.web.credentials.list_page import CredentialCard, build_card
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.wages import LocalWages, WageLine
from portal.web.words import region_label
from portal.web.work_names import NamedWork, name_work

MOST_WEEKS = 26
MOST_WORK = 3


class SurpriseWork(DataModel):
    """Work that the step leads to, with pay and open jobs here."""

    named: NamedWork
    wage: WageLine | None
    open_jobs: int
    work_url: str
    jobs_url: str


class SurprisePage(DataModel):
    """One step and why it was drawn. `opens` are open jobs that ask for nothing else than what is held and this."""

    card: CredentialCard
    opens: int
    opens_url: str
    work: tuple[SurpriseWork, ...]
    ladder_url: str
    again_url: str
    drawn_from: int
    """How many steps could have been drawn."""
    region: str
    region_label: str
    counted_on: datetime
    has_samples: bool


def find_first_steps(
    known: Knowledge, resolved: ResolvedRegion, *, held: tuple[str, ...], now: datetime
) -> dict[str, int]:
    """Short first steps with how many open jobs here each opens by itself, by id.

    A first step asks for nothing first, takes at most half a year and counts here. Where none opens a job by
    itself, those that lead to work with open jobs here.
    """
    within = known.within(resolved, today=now.date())
    steps = {one.id: one for one in known.catalog.credentials if _is_first_step(known, one, resolved, held)}
    gains = known.index.answer(Person(held=held, state=resolved.home_state), within.reach).gains
    opening = {id_: gains[id_] for id_ in steps if gains.get(id_)}
    if opening:
        return opening
    codes = {code for one in steps.values() for code in one.soc_codes}
    jobs = known.index.count_by_occupation(codes, within.mask)
    return {id_: 0 for id_, one in steps.items() if any(jobs[code] for code in one.soc_codes)}


def build_surprise_page(
    session: Session,
    known: Knowledge,
    *,
    seed: int,
    resolved: ResolvedRegion,
    held: tuple[str, ...],
    now: datetime,
) -> SurprisePage | None:
    """The step of a number; the next number gives another one. None where no first step leads to a job here."""
    steps = find_first_steps(known, resolved, held=held, now=now)
    if not steps:
        return None
    ordered = sorted(steps, key=lambda id_: hashlib.sha256(id_.encode()).digest())
    drawn = known.graph.get(ordered[seed % len(ordered)])
    mask = known.within(resolved, today=now.date()).mask
    jobs = known.index.count_by_occupation(drawn.soc_codes, mask)
    codes = sorted(drawn.soc_codes, key=lambda code: (-jobs[code], code))[:MOST_WORK]
    wages = LocalWages(session, known, resolved=resolved, soc_codes=codes)
    here = Choices(region=resolved.region, held=held)
    goal = Goal(kind=GoalKind.CREDENTIAL, value=drawn.id)
    return SurprisePage(
        card=build_card(drawn),
        opens=steps[drawn.id],
        opens_url=JobFilters(opened_by=drawn.id, choices=here).url(),
        work=tuple(
            SurpriseWork(
                named=name_work(code, known.occupation_title(code)),
                wage=wages.line(code),
                open_jobs=jobs[code],
                work_url=Choices(region=resolved.region).url(f"/occupations/{code}"),
                jobs_url=JobFilters(soc=code, choices=here).url(),
            )
            for code in codes
        ),
        ladder_url=here.with_(goal=goal).url(),
        again_url=here.url("/surprise") + f"&seed={(seed + 1) % len(ordered)}",
        drawn_from=len(ordered),
        region=str(resolved.region),
        region_label=region_label(resolved),
        counted_on=now,
        has_samples=known.has_samples(mask),
    )


def _is_first_step(
    known: Knowledge, one: Credential, resolved: ResolvedRegion, held: tuple[str, ...]
) -> bool:
    return (
        known.graph.is_first_step(one.id)
        and one.id not in held
        and bool(one.soc_codes)
        and one.weeks is not None
        and one.weeks.typical <= MOST_WEEKS
        and resolved.has(one)
    )
