"""What is open near a person right now: a few dated counts, each one tap from its jobs."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import ResolvedRegion
from portal.settings import Settings
from portal.web.choices import Choices
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import Knowledge
from portal.web.places import UnclearPlace, read_place
from portal.web.regions import region_of_request
from portal.web.words import region_label
from portal.web.work_names import NamedWork, name_work

MOST_WORK = 6


class NearWork(DataModel):
    """A kind of work with its open jobs here."""

    named: NamedWork
    open_jobs: int
    url: str


class NearNow(DataModel):
    """Open jobs of a place on a day. `open_to_you` ask for nothing beyond what was said to be held."""

    region: str
    region_label: str
    place: str
    """The place as it was typed, or as people type it; empty where none was given."""
    open_jobs: int
    jobs_url: str
    open_to_you: int
    open_to_you_url: str
    work: tuple[NearWork, ...]
    surprise_url: str
    counted_on: datetime
    has_samples: bool


def build_near_now(
    session: Session, known: Knowledge, *, settings: Settings, place: str, held: frozenset[str]
) -> NearNow:
    """Counts for the place that was given, else for the deployment's own. A count is no advice."""
    resolved = _resolve(session, place, settings=settings)
    now = settings.now()
    within = known.within(resolved, today=now.date())
    holds = tuple(sorted(held & known.graph.credentials.keys()))
    answer = known.index.answer(Person(held=holds, state=resolved.home_state), within.reach)
    jobs = known.index.count_by_occupation(known.index.columns.soc_codes, within.mask)
    most = sorted((code for code in jobs if jobs[code]), key=lambda code: (-jobs[code], code))[:MOST_WORK]
    here = Choices(region=resolved.region, held=holds)
    return NearNow(
        region=str(resolved.region),
        region_label=region_label(resolved),
        place=place_text(resolved) if place else "",
        open_jobs=answer.total,
        jobs_url=JobFilters(choices=here).url(),
        open_to_you=answer.qualifies,
        open_to_you_url=JobFilters(choices=here, state="qualifies").url(),
        work=tuple(
            NearWork(
                named=name_work(code, known.occupation_title(code)),
                open_jobs=jobs[code],
                url=JobFilters(choices=here, soc=code).url(),
            )
            for code in most
        ),
        surprise_url=here.url("/surprise"),
        counted_on=now,
        has_samples=known.has_samples(within.mask),
    )


def _resolve(session: Session, place: str, *, settings: Settings) -> ResolvedRegion:
    """A place that cannot be read is told where it was typed; here the deployment's own stands in."""
    if not place:
        return region_of_request(session, None)
    try:
        return read_place(session, place, home_state=settings.home_state)
    except (UnclearPlace, PortalError):
        return region_of_request(session, None)
