"""What the list of jobs shows."""

from portal.domain.model import DataModel
from portal.domain.region import Region, RegionKind, ResolvedRegion
from portal.web.formats import number
from portal.web.jobs.cards import JobCard, build_job_cards
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.finding import PAGE_SIZE, FoundJobs
from portal.web.knowledge import Knowledge
from portal.web.live import LiveCount
from portal.web.translate import gettext, ngettext
from portal.web.words import credential_name, region_label


class ActiveFilter(DataModel):
    """A filter that is on, with the address of the list without it."""

    label: str
    url: str


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
    wider_url: str
    counties: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    has_samples: bool
    corrected: str
    ignored_words: str
    is_relaxed: bool
    search_is_down: bool
    live: LiveCount


def build_jobs_page(
    known: Knowledge,
    filters: JobFilters,
    found: FoundJobs,
    *,
    resolved: ResolvedRegion,
    counties: tuple[str, ...],
    live: LiveCount,
) -> JobsPage:
    """One page of what was found."""
    pages = max(1, -(-found.total // PAGE_SIZE))
    cards = build_job_cards(known, found.cards, filters.choices)
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
        active=_active(known, filters),
        wider_url=filters.model_copy(
            update={"choices": filters.choices.with_(region=wider(resolved)), "page": 1}
        ).url(),
        counties=counties,
        hidden=tuple(pair for pair in filters.choices.pairs() if pair[0] != "region")
        + tuple(
            (key, value)
            for key, value in (
                ("credential", filters.credential),
                ("soc", filters.soc),
                ("state", filters.state),
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


def _active(known: Knowledge, filters: JobFilters) -> tuple[ActiveFilter, ...]:
    def without(**changes: object) -> str:
        return filters.model_copy(update={"page": 1, **changes}).url()

    def name(credential_id: str) -> str:
        credential = known.graph.credentials.get(credential_id)
        return credential_name(credential) if credential else credential_id

    active = []
    if filters.credential:
        label = gettext("asks for %(name)s", name=name(filters.credential))
        active.append(ActiveFilter(label=label, url=without(credential="")))
    if filters.soc:
        active.append(ActiveFilter(label=known.occupation_title(filters.soc), url=without(soc="")))
    if filters.state:
        states = {
            "qualifies": gettext("you have what it asks for"),
            "one_away": gettext("you are one credential away"),
            "further": gettext("you are more than one step away"),
            "unknown": gettext("ask the employer"),
            "likely": gettext("you likely fit, but ask"),
            "asks": gettext("you fit, if you meet what you have not told us"),
        }
        active.append(ActiveFilter(label=states[filters.state], url=without(state="")))
    if filters.opened_by:
        label = gettext("newly open to you with %(name)s", name=name(filters.opened_by))
        active.append(ActiveFilter(label=label, url=without(opened_by="")))
    return tuple(active)
