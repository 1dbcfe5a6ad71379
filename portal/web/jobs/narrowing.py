"""What a list of jobs can be narrowed by, each choice with how many jobs it would leave; and what is on."""

from collections.abc import Mapping

from portal.domain.region import Region, RegionKind, ResolvedRegion
from portal.domain.source import SourceConfig
from portal.domain.states import STATE_NAMES
from portal.search.facets import PAY_FLOORS, POSTED_DAYS, Facet
from portal.search.shift import Shift
from portal.web.formats import money, number
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.finding import FoundJobs
from portal.web.knowledge import Knowledge
from portal.web.narrowing import (
    ActiveFilter,
    Group,
    Link,
    Option,
    count_of,
    make_many,
    make_option,
    make_steps,
    with_unknown,
)
from portal.web.translate import gettext, lazy_gettext, ngettext
from portal.web.words import cluster_name, credential_name
from portal.web.work_names import name_work

MOST_PLACES = 12
SHIFT_NAMES: dict[str, object] = {
    Shift.DAY: lazy_gettext("days"),
    Shift.EVENING: lazy_gettext("evenings"),
    Shift.NIGHT: lazy_gettext("nights"),
    Shift.WEEKEND: lazy_gettext("weekends"),
    Shift.ROTATING: lazy_gettext("changing shifts"),
}
HOURS_NAMES = {
    "FULL_TIME": lazy_gettext("full time"),
    "PART_TIME": lazy_gettext("part time"),
    "TEMPORARY": lazy_gettext("for a limited time"),
    "CONTRACTOR": lazy_gettext("as a contractor"),
    "INTERN": lazy_gettext("internship"),
    "VOLUNTEER": lazy_gettext("unpaid"),
    "PER_DIEM": lazy_gettext("by the day"),
    "OTHER": lazy_gettext("other"),
}
LANGUAGE_NAMES = {"en": lazy_gettext("English"), "es": lazy_gettext("Spanish")}
STANDING_NAMES = {
    "qualifies": lazy_gettext("I qualify now"),
    "one_away": lazy_gettext("I am one credential away"),
}
STATE_LABELS = {
    "qualifies": lazy_gettext("you have what it asks for"),
    "one_away": lazy_gettext("you are one credential away"),
    "further": lazy_gettext("you are more than one step away"),
    "unknown": lazy_gettext("ask the employer"),
    "likely": lazy_gettext("you likely fit, but ask"),
    "asks": lazy_gettext("you fit, if you meet what you have not told us"),
}


def build_groups(
    filters: JobFilters, found: FoundJobs, sources: Mapping[str, SourceConfig]
) -> tuple[Group, ...]:
    """Every filter that has something to choose here."""
    title_of = {key: source.title for key, source in sources.items()}
    groups = (
        _standing(filters, found),
        _pay(filters, found),
        _posted(filters, found),
        _many(
            filters,
            found,
            Facet.CLUSTER,
            name="cluster",
            legend=gettext("Career field"),
            names={one.value: cluster_name(one.value) for one in found.facets.get(Facet.CLUSTER, ())},
        ),
        _many(filters, found, Facet.EMPLOYMENT_TYPE, name="hours", legend=gettext("Hours"), names=HOURS_NAMES),
        _many(filters, found, Facet.SHIFT, name="shift", legend=gettext("Shift"), names=SHIFT_NAMES),
        _yes(filters, found, Facet.REMOTE, name="remote", legend=gettext("Where you work"), label=gettext("from home")),
        _yes(
            filters,
            found,
            Facet.NO_EXPERIENCE,
            name="no_experience",
            legend=gettext("Experience"),
            label=gettext("the job says none is needed"),
        ),
        _many(
            filters, found, Facet.LANGUAGE, name="language", legend=gettext("Language of the job's text"),
            names=LANGUAGE_NAMES,
        ),
        _many(filters, found, Facet.SOURCE, name="source", legend=gettext("Source"), names=title_of),
    )  # fmt: skip
    return tuple(group for group in groups if len(group.options) > group.is_single)


def build_places(
    filters: JobFilters,
    found: FoundJobs,
    *,
    resolved: ResolvedRegion,
    county_names: Mapping[str, str],
) -> tuple[Link, ...]:
    """Smaller places within this one: states of the nation, counties of a state."""
    kind = resolved.region.kind
    if kind is RegionKind.US:
        names, facet, made = STATE_NAMES, Facet.STATE, RegionKind.STATE
    elif kind is RegionKind.STATE:
        names, facet, made = dict(county_names), Facet.COUNTY, RegionKind.COUNTY
    else:
        return ()
    links: list[Link] = []
    for one in found.facets.get(facet, ()):
        if one.value in names and len(links) < MOST_PLACES:
            choices = filters.choices.with_(region=Region(kind=made, code=one.value))
            links.append(
                Link(label=names[one.value], url=filters.without(choices=choices), count=number(one.count))
            )
    return tuple(links)


def build_drops(filters: JobFilters, found: FoundJobs) -> tuple[Link, ...]:
    """Where nothing was found: what each single filter taken away would give."""
    nation = filters.choices.with_(region=Region(kind=RegionKind.US))
    changes: dict[str, tuple[str, dict[str, object]]] = {
        "posting_ids": (gettext("where you stand"), {"state": "", "opened_by": ""}),
        "credential_ids": (gettext("the credential that is asked for"), {"credential": ""}),
        "soc_codes": (gettext("the occupation"), {"soc": ""}),
        "clusters": (gettext("the career field"), {"cluster": ()}),
        "shifts": (gettext("the shift"), {"shift": ()}),
        "no_experience": (gettext("no experience needed"), {"no_experience": False}),
        "pay_min_usd": (gettext("the pay"), {"pay": 0, "pay_unknown": False}),
        "posted_since": (gettext("the day it was posted"), {"posted": 0}),
        "is_remote": (gettext("work from home"), {"remote": False}),
        "employment_types": (gettext("the hours"), {"hours": ()}),
        "languages": (gettext("the language"), {"language": ()}),
        "source_keys": (gettext("the source"), {"source": ()}),
        "region": (gettext("the place"), {"choices": nation, "unsure": False}),
        "text": (gettext("your words"), {"text": ""}),
    }
    return tuple(
        Link(label=changes[one.name][0], url=filters.without(**changes[one.name][1]), count=number(one.total))
        for one in found.dropped
        if one.name in changes
    )


def build_active(
    known: Knowledge, filters: JobFilters, sources: Mapping[str, SourceConfig]
) -> tuple[ActiveFilter, ...]:
    """Each filter that is on, as people say it."""

    def name(credential_id: str) -> str:
        credential = known.graph.credentials.get(credential_id)
        return credential_name(credential) if credential else credential_id

    active = []
    if filters.credential:
        label = gettext("asks for %(name)s", name=name(filters.credential))
        active.append(ActiveFilter(label=label, url=filters.without(credential="")))
    if filters.soc:
        label = name_work(filters.soc, known.occupation_title(filters.soc)).title
        active.append(ActiveFilter(label=label, url=filters.without(soc="")))
    if filters.state:
        label = str(STATE_LABELS[filters.state])
        active.append(ActiveFilter(label=label, url=filters.without(state="")))
    if filters.opened_by:
        label = gettext("newly open to you with %(name)s", name=name(filters.opened_by))
        active.append(ActiveFilter(label=label, url=filters.without(opened_by="")))
    for field, names in (("shift", SHIFT_NAMES), ("hours", HOURS_NAMES), ("language", LANGUAGE_NAMES)):
        for value in getattr(filters, field):
            active.append(_one_of(filters, field, value, label=str(names.get(value, value))))
    for value in filters.cluster:
        active.append(_one_of(filters, "cluster", value, label=cluster_name(value)))
    for value in filters.source:
        title = sources[value].title if value in sources else value
        active.append(_one_of(filters, "source", value, label=title))
    if filters.pay:
        label = gettext("pays $%(pay)s a year or more", pay=number(filters.pay))
        active.append(ActiveFilter(label=label, url=filters.without(pay=0, pay_unknown=False)))
    if filters.pay_unknown:
        label = (
            gettext("or does not say what it pays") if filters.pay else gettext("does not say what it pays")
        )
        active.append(ActiveFilter(label=label, url=filters.without(pay_unknown=False)))
    if filters.posted:
        label = gettext("posted within %(days)s", days=_days(filters.posted))
        active.append(ActiveFilter(label=label, url=filters.without(posted=0)))
    if filters.remote:
        active.append(ActiveFilter(label=gettext("from home"), url=filters.without(remote=False)))
    if filters.no_experience:
        label = gettext("says that no experience is needed")
        active.append(ActiveFilter(label=label, url=filters.without(no_experience=False)))
    if filters.unsure:
        label = gettext("or names only a city that lies partly here")
        active.append(ActiveFilter(label=label, url=filters.without(unsure=False)))
    return tuple(active)


def _one_of(filters: JobFilters, field: str, value: str, *, label: str) -> ActiveFilter:
    rest = tuple(other for other in getattr(filters, field) if other != value)
    return ActiveFilter(label=label, url=filters.without(**{field: rest}))


def _standing(filters: JobFilters, found: FoundJobs) -> Group:
    options = [Option(value="", label=gettext("Any"), is_on=not filters.state)]
    for state, label in STANDING_NAMES.items():
        count = found.standings.get(state)
        options.append(make_option(state, str(label), count, is_on=filters.state == state, total=found.total))
    return Group(name="state", legend=gettext("Where you stand"), options=tuple(options), is_single=True)


def _pay(filters: JobFilters, found: FoundJobs) -> Group:
    counts = found.facets.get(Facet.PAY, ())
    labels = {str(floor): money(floor) for floor in PAY_FLOORS}
    legend = gettext("Pay in a year, at least")
    chosen = str(filters.pay or "")
    steps = make_steps(counts, chosen, labels, name="pay", legend=legend, total=found.total)
    label = gettext("also jobs that do not say what they pay")
    return with_unknown(steps, counts, name="pay_unknown", label=label, is_on=filters.pay_unknown)


def _posted(filters: JobFilters, found: FoundJobs) -> Group:
    labels = {str(days): _days(days) for days in POSTED_DAYS}
    counts, chosen = found.facets.get(Facet.POSTED, ()), str(filters.posted or "")
    return make_steps(
        counts, chosen, labels, name="posted", legend=gettext("Posted within"), total=found.total
    )


def _many(
    filters: JobFilters,
    found: FoundJobs,
    facet: Facet,
    *,
    name: str,
    legend: str,
    names: "Mapping[str, object]",
) -> Group:
    counts = found.facets.get(facet, ())
    return make_many(counts, getattr(filters, name), names, name=name, legend=legend, total=found.total)


def _yes(filters: JobFilters, found: FoundJobs, facet: Facet, *, name: str, legend: str, label: str) -> Group:
    count = count_of(found.facets.get(facet, ()), "true")
    option = make_option("1", label, count, is_on=getattr(filters, name), total=found.total)
    return Group(name=name, legend=legend, options=(option,) if count or option.is_on else ())


def _days(days: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", days)
