"""What the list of credentials can be narrowed by, each choice with how many it would leave; and what is on."""

from collections.abc import Sequence

from portal.domain.credential import CredentialKind
from portal.domain.states import STATE_NAMES
from portal.search.facets import ANYWHERE, COST_CEILINGS, UNKNOWN, WEEKS_CEILINGS, Facet
from portal.search.port import FacetCount
from portal.web.credentials.filters import CredentialFilters
from portal.web.credentials.finding import FoundCredentials
from portal.web.formats import money, number, weeks
from portal.web.narrowing import ActiveFilter, Group, Link, count_of, make_many, make_steps, with_unknown
from portal.web.translate import gettext
from portal.web.words import DELIVERY_NAMES, KIND_NAMES, cluster_name, language_name


def build_groups(filters: CredentialFilters, found: FoundCredentials) -> tuple[Group, ...]:
    """Every filter that has something to choose here; none while nothing can be counted."""
    if found.search_is_down:
        return ()

    def many(facet: Facet, name: str, legend: str, names: dict[str, str]) -> Group:
        counts = found.facets.get(facet, ())
        return make_many(counts, getattr(filters, name), names, name=name, legend=legend, total=found.total)

    clusters = {one.value: cluster_name(one.value) for one in found.facets.get(Facet.CLUSTER, ())}
    languages = {one.value: language_name(one.value) for one in found.facets.get(Facet.LANGUAGE, ())}
    groups = (
        many(Facet.CLUSTER, "cluster", gettext("Career field"), clusters),
        many(
            Facet.CREDENTIAL_KIND,
            "kind",
            gettext("Kind"),
            {kind.value: str(name) for kind, name in KIND_NAMES.items()},
        ),
        _cost(filters, found),
        _weeks(filters, found),
        many(
            Facet.DELIVERY,
            "delivery",
            gettext("How you learn"),
            {delivery.value: str(name) for delivery, name in DELIVERY_NAMES.items()},
        ),
        many(Facet.LANGUAGE, "language", gettext("Language of the exam"), languages),
        _state(filters, found),
    )
    return tuple(group for group in groups if len(group.options) > group.is_single)


def _cost(filters: CredentialFilters, found: FoundCredentials) -> Group:
    counts = found.facets.get(Facet.COST, ())
    steps = make_steps(
        counts,
        "" if filters.cost is None else str(filters.cost),
        {str(step): cost_label(step) for step in COST_CEILINGS},
        name="cost",
        legend=gettext("Cost in all, at most"),
        total=found.total,
    )
    label = gettext("also where we do not know the cost")
    return with_unknown(steps, counts, name="cost_unknown", label=label, is_on=filters.cost_unknown)


def _weeks(filters: CredentialFilters, found: FoundCredentials) -> Group:
    counts = found.facets.get(Facet.WEEKS, ())
    steps = make_steps(
        counts,
        "" if filters.weeks is None else str(filters.weeks),
        {str(step): weeks(step) for step in WEEKS_CEILINGS},
        name="weeks",
        legend=gettext("Time, at most"),
        total=found.total,
    )
    label = gettext("also where we do not know the time")
    return with_unknown(steps, counts, name="weeks_unknown", label=label, is_on=filters.weeks_unknown)


def _state(filters: CredentialFilters, found: FoundCredentials) -> Group:
    """What no state limits counts in each."""
    counted: Sequence[FacetCount] = found.facets.get(Facet.CREDENTIAL_STATE, ())
    anywhere = count_of(counted, ANYWHERE)
    counts = [
        FacetCount(value=one.value, count=one.count + anywhere) for one in counted if one.value in STATE_NAMES
    ]
    if filters.state and filters.state not in {one.value for one in counts}:
        counts.append(FacetCount(value=filters.state, count=anywhere))
    return make_steps(
        counts,
        filters.state,
        STATE_NAMES,
        name="state",
        legend=gettext("Counts or is taught in"),
        total=found.total,
    )


def cost_label(step: int) -> str:
    """A step of the cost: `free`, `$500`."""
    return money(step) if step else gettext("free")


def build_active(filters: CredentialFilters) -> tuple[ActiveFilter, ...]:
    """Each filter that is on, as people say it."""
    active = []
    for field, value, label in (
        *(("cluster", each, cluster_name(each)) for each in filters.cluster),
        *(("kind", each, str(KIND_NAMES[CredentialKind(each)])) for each in filters.kind),
        *(
            ("delivery", code.value, str(name))
            for code, name in DELIVERY_NAMES.items()
            if code.value in filters.delivery
        ),
        *(
            ("language", each, gettext("exam in %(language)s", language=language_name(each)))
            for each in filters.language
        ),
    ):
        rest = tuple(other for other in getattr(filters, field) if other != value)
        active.append(ActiveFilter(label=label, url=filters.without(**{field: rest})))
    if filters.cost is not None:
        label = (
            gettext("costs %(cost)s or less", cost=money(filters.cost)) if filters.cost else gettext("free")
        )
        active.append(ActiveFilter(label=label, url=filters.without(cost=None, cost_unknown=False)))
    if filters.cost_unknown:
        label = gettext("cost not known") if filters.cost is None else gettext("or cost not known")
        active.append(ActiveFilter(label=label, url=filters.without(cost_unknown=False)))
    if filters.weeks is not None:
        label = gettext("takes %(time)s or less", time=weeks(filters.weeks))
        active.append(ActiveFilter(label=label, url=filters.without(weeks=None, weeks_unknown=False)))
    if filters.weeks_unknown:
        label = gettext("time not known") if filters.weeks is None else gettext("or time not known")
        active.append(ActiveFilter(label=label, url=filters.without(weeks_unknown=False)))
    if filters.state:
        label = gettext("counts or is taught in %(state)s", state=STATE_NAMES[filters.state])
        active.append(ActiveFilter(label=label, url=filters.without(state="")))
    return tuple(active)


def build_drops(filters: CredentialFilters, found: FoundCredentials) -> tuple[Link, ...]:
    """Where nothing was found: what each single filter taken away would give."""
    changes: dict[str, tuple[str, dict[str, object]]] = {
        "clusters": (gettext("the career field"), {"cluster": ()}),
        "credential_kinds": (gettext("the kind"), {"kind": ()}),
        "deliveries": (gettext("how you learn"), {"delivery": ()}),
        "languages": (gettext("the language"), {"language": ()}),
        "cost_max_usd": (gettext("the cost"), {"cost": None, "cost_unknown": False}),
        "weeks_max": (gettext("the time"), {"weeks": None, "weeks_unknown": False}),
        "states": (gettext("the state"), {"state": ""}),
        "text": (gettext("your words"), {"text": ""}),
    }
    return tuple(
        Link(label=changes[one.name][0], url=filters.without(**changes[one.name][1]), count=number(one.total))
        for one in found.dropped
        if one.name in changes
    )


def build_unknown(filters: CredentialFilters, found: FoundCredentials) -> tuple[Link, ...]:
    """How many more do not state the figure by which the list is narrowed, and the way to see them too."""
    links = []
    for facet, step, name, is_on, label in (
        (Facet.COST, filters.cost, "cost_unknown", filters.cost_unknown, gettext("cost not known")),
        (Facet.WEEKS, filters.weeks, "weeks_unknown", filters.weeks_unknown, gettext("time not known")),
    ):
        count = count_of(found.facets.get(facet, ()), UNKNOWN)
        if step is not None and not is_on and count:
            links.append(Link(label=label, url=filters.without(**{name: True}), count=number(count)))
    return tuple(links)
