"""What the page of one job shows."""

from collections.abc import Sequence
from datetime import datetime

import nh3
from sqlmodel import Session

from portal.domain.job_posting import AnnualPay, Requirements
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, Region, RegionKind, ResolvedRegion
from portal.domain.source import SourceConfig
from portal.store.places import resolve_region
from portal.store.postings import list_places, list_posting_cards, similar_live_postings
from portal.store.runs import last_run_that_named
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from portal.web.benefits.posting import benefits_url
from portal.web.choices import Choices
from portal.web.formats import day
from portal.web.jobs.asks import Asks, build_asks
from portal.web.jobs.cards import JobCard, build_job_cards
from portal.web.jobs.copies import Copies, build_copies
from portal.web.jobs.fields_of_work import field_of_work
from portal.web.jobs.fit import Fit, build_fit
from portal.web.jobs.pay import LocalRange, build_local_range, stated_pay, yearly_pay
from portal.web.jobs.reading import PostingReading, build_posting_reading
from portal.web.jobs.skills import SkillsAsked, build_skills_asked
from portal.web.jobs.structured_data import job_posting_data
from portal.web.knowledge import Knowledge
from portal.web.language import language_code
from portal.web.translate import gettext
from portal.web.wages import LocalWages
from portal.web.work_names import name_work

TEXT_TAGS = {"p", "ul", "ol", "li", "br", "strong", "em", "b", "i"}


class OccupationReading(DataModel):
    """How we read the occupation, or why we did not."""

    title: str
    is_english: bool
    soc_code: str
    url: str
    """Its page, for the place of the job or the one that was asked for."""
    how: str
    sure: str


class JobPage(DataModel):
    """Everything that we can say about one job."""

    id: int
    title: str
    employer: str
    places: tuple[str, ...]
    place_note: str
    is_remote: bool
    is_sample: bool
    pay: str
    per_year: str
    pay_basis: str
    pay_flag: str
    local_range: LocalRange | None
    benefits_url: str
    occupation: OccupationReading | None
    no_occupation_reason: str
    field_of_work: str
    asks: Asks
    reading: PostingReading
    skills: SkillsAsked
    fit: Fit
    text_html: str
    source_title: str
    attribution: str
    first_seen: str
    last_confirmed: str
    copies: Copies
    posted: str
    closes: str
    apply_url: str
    back_url: str
    ladder_url: str
    similar: tuple[JobCard, ...]
    structured_data: dict[str, object] | None


class GonePage(DataModel):
    """A job that is closed, and others like it. `has_samples`: it or one of them is made up."""

    title: str
    employer: str
    similar: tuple[JobCard, ...]
    has_samples: bool
    list_url: str


def build_job_page(
    session: Session,
    known: Knowledge,
    row: JobPostingRow,
    *,
    choices: Choices,
    sources: dict[str, SourceConfig],
    now: datetime,
) -> JobPage:
    """The page of an open job."""
    assert row.id is not None
    places = list_places(session, [row.id])[row.id]
    run = last_run_that_named(session, row.source_key, row.source_ref)
    source = sources.get(row.source_key)
    resolved = _wage_region(session, places)
    pay = AnnualPay(minimum_usd=row.annual_pay_min_usd, maximum_usd=row.annual_pay_max_usd)
    ladder = (
        LocalWages(session, known, resolved=resolved, soc_codes=[row.soc_code]).ladder(row.soc_code)
        if row.soc_code
        else None
    )
    skills = build_skills_asked(known, soc_code=row.soc_code, text=row.description_text, held=choices.held)
    return JobPage(
        id=row.id,
        title=row.title,
        employer=row.employer_name,
        places=tuple(dict.fromkeys(_place(place) for place in places)),
        place_note=row.place_note,
        is_remote=row.is_remote,
        is_sample=row.is_sample,
        pay=stated_pay(row.pay_minimum, row.pay_maximum, row.pay_unit),
        per_year=yearly_pay(
            row.annual_pay_min_usd,
            row.annual_pay_max_usd,
            unit=row.pay_unit,
            hours_per_week=row.hours_per_week,
        ),
        pay_basis=row.pay_basis if row.pay_unit != "YEAR" else "",
        pay_flag=row.pay_flag,
        local_range=build_local_range(pay, ladder),
        benefits_url=benefits_url(row),
        occupation=_occupation(known, row, choices.region or resolved.region),
        no_occupation_reason=row.soc_reason if row.soc_code is None else "",
        field_of_work=field_of_work(row.soc_group) if row.soc_code is None else "",
        asks=build_asks(
            known,
            Requirements.model_validate(row.requirements),
            choices.person(state=resolved.home_state, today=now.date()),
            states=frozenset(place.state for place in places),
        ),
        reading=build_posting_reading(known, row, places),
        skills=skills,
        fit=build_fit(
            session, known, row.id, choices=choices, home_state=resolved.home_state, skills=skills, now=now
        ),
        text_html=nh3.clean(row.description_html, tags=TEXT_TAGS, attributes={}),
        source_title=source.title if source else row.source_key,
        attribution=source.attribution if source else "",
        first_seen=day(row.first_seen_at),
        last_confirmed=day(run.as_of) if run else "",
        copies=build_copies(session, row, sources=sources, language=language_code(), now=now),
        posted=day(row.posted_on) if row.posted_on else "",
        closes=day(row.valid_through_on) if row.valid_through_on else "",
        apply_url="" if row.is_sample else row.apply_url or row.url,
        back_url=choices.url("/jobs"),
        ladder_url=choices.with_(
            goal=Goal(kind=GoalKind.POSTING, value=str(row.id)), region=choices.region or resolved.region
        ).url(),
        similar=_similar(session, known, row, choices=choices, now=now),
        structured_data=None if row.is_sample else job_posting_data(row, places),
    )


def build_gone_page(
    session: Session, known: Knowledge, row: JobPostingRow, *, choices: Choices, now: datetime
) -> GonePage:
    """The page of a closed job: nothing of it but its name, and what is open instead."""
    soc = f"&soc={row.soc_code}" if row.soc_code else ""
    url = choices.url("/jobs")
    similar = _similar(session, known, row, choices=choices, now=now)
    return GonePage(
        title=row.title,
        employer=row.employer_name,
        similar=similar,
        has_samples=row.is_sample or any(card.is_sample for card in similar),
        list_url=f"{url}{soc}" if "?" in url else f"{url}?{soc.lstrip('&')}".rstrip("?"),
    )


def _wage_region(session: Session, places: Sequence[JobPostingPlaceRow]) -> ResolvedRegion:
    """Where the wages beside a job are looked up: its own first county or state, else the nation."""
    for place in places:
        if place.county_fips:
            return resolve_region(session, Region(kind=RegionKind.COUNTY, code=place.county_fips))
    if places:
        return resolve_region(session, Region(kind=RegionKind.STATE, code=places[0].state))
    return resolve_region(session, Region(kind=RegionKind.US))


def _similar(
    session: Session, known: Knowledge, row: JobPostingRow, *, choices: Choices, now: datetime
) -> tuple[JobCard, ...]:
    ids = similar_live_postings(session, row, now=now)
    return build_job_cards(known, list_posting_cards(session, ids, now=now), choices)


def _place(place: JobPostingPlaceRow) -> str:
    name = place.place_name
    return name if place.state in name or not place.state else f"{name}, {place.state}"


def _occupation(known: Knowledge, row: JobPostingRow, region: Region) -> OccupationReading | None:
    if row.soc_code is None:
        return None
    methods = {
        "source": gettext("the source says so"),
        "series": gettext("from the source's own job class"),
        "title": gettext("from the job's title"),
        "title ending": gettext("from the end of the job's title"),
        "curator": gettext("set by a curator"),
    }
    sure = gettext("quite sure") if row.soc_confidence >= 0.9 else gettext("less sure")
    named = name_work(row.soc_code, known.occupation_title(row.soc_code))
    return OccupationReading(
        title=named.title,
        is_english=named.is_english,
        soc_code=row.soc_code,
        url=Choices(region=region).url(f"/occupations/{row.soc_code}"),
        how=methods.get(row.soc_method, gettext("from the job's text")),
        sure=sure,
    )
