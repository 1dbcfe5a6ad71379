"""What the list of credentials shows."""

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.web.choices import Choices
from portal.web.credentials.filters import SORTS, CredentialFilters
from portal.web.credentials.finding import FoundCredentials
from portal.web.credentials.narrowing import build_active, build_drops, build_groups, build_unknown
from portal.web.formats import cost_text, number, weeks
from portal.web.jobs.filters import JobFilters
from portal.web.narrowing import ActiveFilter, Group, Link
from portal.web.proof import is_estimate
from portal.web.translate import gettext, ngettext
from portal.web.words import KIND_NAMES, credential_name, in_language, region_label


class CredentialCard(DataModel):
    """One credential in a list. `time` and `cost` are empty where they are not known."""

    id: str
    name: str
    kind_name: str
    summary: str
    cluster: str
    time: str
    cost: str
    is_estimate: bool
    jobs: Link | None = None
    """Open jobs of the place that name it; None: none, or not counted."""


class ListPage(DataModel):
    """The list with its filters and one page of results."""

    filters: CredentialFilters
    cards: tuple[CredentialCard, ...]
    total: int
    corrected: str
    ignored_words: str
    is_relaxed: bool
    search_is_down: bool
    pages: int
    previous_url: str
    next_url: str
    groups: tuple[Group, ...]
    active: tuple[ActiveFilter, ...]
    drops: tuple[Link, ...]
    unknown: tuple[Link, ...]
    sorts: tuple[tuple[str, str], ...]
    place: str
    place_error: str = ""
    region_label: str
    counties: tuple[str, ...]
    places: tuple[Link, ...] = ()
    """The part of the page that narrows has no links to smaller places here."""


def build_card(credential: Credential) -> CredentialCard:
    """One credential for a list."""
    evidence = [part.evidence for part in (credential.weeks, credential.cost) if part is not None]
    return CredentialCard(
        id=credential.id,
        name=credential_name(credential),
        kind_name=str(KIND_NAMES[credential.kind]),
        summary=in_language(credential.summary),
        cluster=credential.clusters[0],
        time=weeks(credential.weeks.typical) if credential.weeks else "",
        cost=cost_text(credential.cost) if credential.cost else "",
        is_estimate=any(is_estimate(each) for each in evidence),
    )


def build_list_page(
    filters: CredentialFilters,
    found: FoundCredentials,
    *,
    resolved: ResolvedRegion,
    place: str,
    counties: tuple[str, ...],
) -> ListPage:
    """One page of what was found. `place` is the region as people type it; `counties` are offered for it."""
    return ListPage(
        filters=filters,
        cards=tuple(_with_jobs(build_card(each), found, resolved) for each in found.credentials),
        total=found.total,
        corrected=found.corrected,
        ignored_words=", ".join(found.ignored_words),
        is_relaxed=found.is_relaxed,
        search_is_down=found.search_is_down,
        pages=found.pages,
        previous_url=filters.url(filters.page - 1) if filters.page > 1 else "",
        next_url=filters.url(filters.page + 1) if filters.page < found.pages else "",
        groups=build_groups(filters, found),
        active=build_active(filters),
        drops=build_drops(filters, found),
        unknown=build_unknown(filters, found),
        sorts=_sorts(filters),
        place=place,
        region_label=region_label(resolved),
        counties=counties,
    )


def _with_jobs(card: CredentialCard, found: FoundCredentials, resolved: ResolvedRegion) -> CredentialCard:
    count = found.jobs.get(card.id, 0)
    if not count:
        return card
    jobs = JobFilters(credential=card.id, choices=Choices(region=resolved.region))
    label = ngettext(
        "%(count)s open job here names it", "%(count)s open jobs here name it", count, count=number(count)
    )
    return card.model_copy(update={"jobs": Link(label=label, url=jobs.url(), count=number(count))})


def _sorts(filters: CredentialFilters) -> tuple[tuple[str, str], ...]:
    names = {
        "relevance": gettext("What fits best") if filters.text else gettext("By name"),
        "cost": gettext("Lowest cost first"),
        "weeks": gettext("Shortest first"),
        "jobs": gettext("Most jobs here first"),
    }
    return tuple((value, names[value]) for value in SORTS)
