"""What the list of jobs shows."""

from collections.abc import Mapping

from portal.domain.model import DataModel
from portal.domain.region import Region, RegionKind, ResolvedRegion
from portal.domain.source import SourceConfig
from portal.matching.model import Band
from portal.search.exposure import WINDOW
from portal.web.formats import number
from portal.web.jobs.cards import JobCard, build_job_cards
from portal.web.jobs.filters import FIT, SORTS, JobFilters
from portal.web.jobs.finding import FoundJobs
from portal.web.jobs.fit_basis import has_told
from portal.web.jobs.fit_words import BAND_NAMES, LIKELY_NAME
from portal.web.jobs.narrowing import (
    STANDING_NAMES,
    build_active,
    build_drops,
    build_groups,
    build_places,
)
from portal.web.jobs.reasons import with_reasons
from portal.web.knowledge import Knowledge
from portal.web.live import LiveCount
from portal.web.narrowing import ActiveFilter, Group, Link
from portal.web.translate import gettext, ngettext
from portal.web.words import region_label

GROUP_STATES = ("qualifies", "one_away", "likely", "", "")
"""The filter that shows a group alone, for each group of the order by fit."""


class JobsPage(DataModel):
    """The list with its filters and one page of jobs."""

    filters: JobFilters
    place: str
    place_error: str = ""
    region_label: str
    cards: tuple[JobCard, ...]
    total: int
    headline: str
    pages: int
    previous_url: str
    next_url: str
    active: tuple[ActiveFilter, ...]
    groups: tuple[Group, ...]
    places: tuple[Link, ...]
    drops: tuple[Link, ...]
    sorts: tuple[tuple[str, str], ...]
    order_note: str
    """In which order the jobs stand, where it is by what fits."""
    fit_counts: tuple[Link, ...]
    """How many jobs stand in each group of that order; with an address where a filter shows them alone."""
    wider_url: str
    counties: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    has_samples: bool
    corrected: str
    ignored_words: str
    is_relaxed: bool
    search_is_down: bool
    live: LiveCount
    unsure: Link | None = None
    """More jobs that name only a city of which a part lies here."""


def build_jobs_page(
    known: Knowledge,
    filters: JobFilters,
    found: FoundJobs,
    *,
    resolved: ResolvedRegion,
    counties: Mapping[str, str],
    sources: Mapping[str, SourceConfig],
    live: LiveCount,
) -> JobsPage:
    """One page of what was found. `counties` are names of the home state's counties by code."""
    pages = found.pages
    cards = with_reasons(build_job_cards(known, found.cards, filters.choices), found)
    return JobsPage(
        filters=filters,
        place=place_text(resolved),
        region_label=region_label(resolved),
        cards=cards,
        total=found.total,
        headline=ngettext(
            "%(count)s open job: %(place)s",
            "%(count)s open jobs: %(place)s",
            found.total,
            count=number(found.total),
            place=region_label(resolved),
        ),
        pages=pages,
        previous_url=filters.url(filters.page - 1) if filters.page > 1 else "",
        next_url=filters.url(filters.page + 1) if filters.page < pages else "",
        active=build_active(known, filters, sources),
        groups=() if found.search_is_down else build_groups(filters, found, sources),
        places=build_places(filters, found, resolved=resolved, county_names=counties),
        drops=build_drops(filters, found),
        sorts=_sorts(resolved),
        order_note=_order_note(filters, found),
        fit_counts=_fit_counts(filters, found),
        wider_url=filters.model_copy(
            update={"choices": filters.choices.with_(region=wider(resolved)), "page": 1}
        ).url(),
        counties=tuple(counties.values()),
        hidden=tuple(pair for pair in filters.choices.pairs() if pair[0] != "region")
        + tuple(
            (key, value)
            for key, value in (
                ("credential", filters.credential),
                ("soc", filters.soc),
                ("state", "" if filters.state in STANDING_NAMES else filters.state),
                ("opened_by", filters.opened_by),
            )
            if value
        ),
        has_samples=any(card.is_sample for card in cards),
        corrected=found.corrected,
        ignored_words=", ".join(found.ignored_words),
        is_relaxed=found.is_relaxed,
        search_is_down=found.search_is_down,
        live=live,
        unsure=Link(
            label=ngettext(
                "%(count)s more job names only a city that lies partly here.",
                "%(count)s more jobs name only a city that lies partly here.",
                found.unsure,
                count=number(found.unsure),
            ),
            url=filters.without(unsure=True),
            count=number(found.unsure),
        )
        if found.unsure
        else None,
    )


def place_text(resolved: ResolvedRegion) -> str:
    """A region as people type it, for the place box."""
    region = resolved.region
    if region.kind is RegionKind.US:
        return gettext("United States")
    if region.kind in (RegionKind.ZIP, RegionKind.WORKFORCE_REGION, RegionKind.METRO):
        return region.code if region.kind is RegionKind.ZIP else str(region)
    if region.kind is RegionKind.COUNTY and resolved.home_state:
        return f"{resolved.label.rpartition(',')[0]}, {resolved.home_state}"
    return resolved.label


def wider(resolved: ResolvedRegion) -> Region:
    """The next wider place to look in: more miles, then the state, then the nation."""
    region = resolved.region
    if region.kind is RegionKind.ZIP and (region.radius_miles or 0) < 50:
        return region.model_copy(update={"radius_miles": 50})
    if region.kind in (RegionKind.STATE, RegionKind.US) or resolved.home_state is None:
        return Region(kind=RegionKind.US)
    return Region(kind=RegionKind.STATE, code=resolved.home_state)


def _fit_counts(filters: JobFilters, found: FoundJobs) -> tuple[Link, ...]:
    if len(found.fit_totals) != len(GROUP_STATES) or filters.state or filters.opened_by:
        return ()
    names = (
        *(BAND_NAMES[band] for band in (Band.QUALIFIES, Band.ONE_STEP)),
        LIKELY_NAME,
        *(BAND_NAMES[band] for band in (Band.ASK, Band.NOT_YET)),
    )
    return tuple(
        Link(label=str(name), url=filters.without(state=state) if state else "", count=number(count))
        for name, state, count in zip(names, GROUP_STATES, found.fit_totals, strict=True)
        if count
    )


def _order_note(filters: JobFilters, found: FoundJobs) -> str:
    told, needs = has_told(filters.choices), bool(filters.choices.needs)
    if not found.cards or filters.sort not in (SORTS[0], FIT):
        return ""
    if filters.sort == FIT and not told and not needs:
        return gettext("Tell us what you hold or what matters to you. Then we can say what fits you best.")
    if found.is_ordered_by_fit and told:
        if needs and found.total <= WINDOW:
            return gettext(
                "All jobs are in order: first those that you qualify for, and of these the ones that fit what "
                "you chose. None was left out."
            )
        return gettext("All jobs are in order, those that you qualify for first. None was left out.")
    if found.is_ordered_by_fit and found.total <= WINDOW:
        return gettext("All jobs are in order, those that fit what you chose first. None was left out.")
    if filters.sort == FIT and told:
        return gettext(
            "There are too many jobs here to put all in order. Those of each page are. "
            "Choose a smaller place or one more filter."
        )
    return (
        gettext("On this page, jobs that fit what you chose come first. None was left out.") if needs else ""
    )


def _sorts(resolved: ResolvedRegion) -> tuple[tuple[str, str], ...]:
    names = {
        "relevance": gettext("Nearest to your words, newest"),
        "fit": gettext("What fits me best"),
        "newest": gettext("Newest first"),
        "pay": gettext("Highest pay first"),
        "distance": gettext("Nearest first"),
    }
    return tuple(
        (value, names[value]) for value in SORTS if value != "distance" or resolved.latitude is not None
    )
