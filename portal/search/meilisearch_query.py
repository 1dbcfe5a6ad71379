"""One question in the documented forms of Meilisearch: text, filter expression, order, counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.domain.region import RegionKind, ResolvedRegion
from portal.search.facets import (
    ANYWHERE,
    COST_CEILINGS,
    FACET_FILTERS,
    PAY_FLOORS,
    POSTED_DAYS,
    UNKNOWN,
    UNKNOWN_TOO,
    WEEKS_CEILINGS,
    Facet,
)
from portal.search.port import SearchKind, SearchQuery, SearchSort
from portal.search.query_text import QueryText

METERS_PER_MILE = 1609.344
FACET_ATTRIBUTES: dict[Facet, str] = {
    Facet.STATE: "states",
    Facet.COUNTY: "county_fips",
    Facet.SOC_MAJOR_GROUP: "soc_major_group",
    Facet.CREDENTIAL: "credential_ids",
    Facet.SOURCE: "source_key",
    Facet.REMOTE: "is_remote",
    Facet.EMPLOYMENT_TYPE: "employment_types",
    Facet.CLUSTER: "clusters",
    Facet.CREDENTIAL_KIND: "kind",
    Facet.CREDENTIAL_STATE: "states",
    Facet.SHIFT: "shifts",
    Facet.LANGUAGE: "language",
    Facet.NO_EXPERIENCE: "no_experience",
    Facet.DELIVERY: "deliveries",
}
Step = tuple[str, str]
"""A value of a stepped facet and the filter that counts it."""


def open_on(today: date) -> str:
    """Not past its last day, and no copy that waits for a better one to close."""
    return f"last_day >= {today.toordinal()} AND NOT first_day > {today.toordinal()}"


def query_string(typed: QueryText) -> str:
    """Words, phrases in quotes, and what to leave out with a minus. Codes go into the filter."""
    parts = [word.text for word in typed.words]
    parts += [f'"{" ".join(phrase)}"' for phrase in typed.phrases]
    parts += [f'-"{" ".join(phrase)}"' if len(phrase) > 1 else f"-{phrase[0]}" for phrase in typed.excluded]
    return " ".join(parts)


def filters(query: SearchQuery, typed: QueryText) -> dict[str, str]:
    """Filter expressions by the name of the filter; `today` and `codes` are filters that nothing drops."""
    found: dict[str, str] = {}
    if query.kind is SearchKind.POSTINGS and query.today is not None:
        found["today"] = open_on(query.today)
    for number, code in enumerate(typed.codes):
        found[f"code {number}"] = f"(codes = {quoted(code)} OR soc_codes = {quoted(code)})"
        if query.kind is SearchKind.PLACES:
            found[f"code {number}"] = f"codes = {quoted(code)}"
    if query.region is not None and query.region.region.kind is not RegionKind.US:
        found["region"] = _region(query.region)
    for name, attribute, values in (
        ("soc_codes", "soc_codes", query.soc_codes),
        ("clusters", "clusters", query.clusters),
        ("credential_kinds", "kind", {kind.value for kind in query.credential_kinds}),
        ("credential_ids", "credential_ids", query.credential_ids),
        ("source_keys", "source_key", query.source_keys),
        ("employment_types", "employment_types", query.employment_types),
        ("shifts", "shifts", {shift.value for shift in query.shifts}),
        ("languages", "language", query.languages),
        ("deliveries", "deliveries", {delivery.value for delivery in query.deliveries}),
    ):
        if values:
            found[name] = one_of(attribute, values)
    if query.states:
        found["states"] = f"({one_of('states', query.states)} OR is_anywhere = true)"
    for name, attribute, sign, bound in (
        ("pay_min_usd", "annual_pay_min_usd", ">=", query.pay_min_usd),
        ("cost_max_usd", "cost_usd", "<=", query.cost_max_usd),
        ("weeks_max", "weeks", "<=", query.weeks_max),
    ):
        parts = [f"{attribute} {sign} {bound}"] if bound is not None else []
        parts += [_lacks(attribute)] if getattr(query, UNKNOWN_TOO[name]) else []
        if parts:
            found[name] = parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
    if query.posted_since is not None:
        found["posted_since"] = f"posted_day >= {query.posted_since.toordinal()}"
    if query.is_remote is not None:
        found["is_remote"] = f"is_remote = {str(query.is_remote).lower()}"
    if query.no_experience:
        found["no_experience"] = "no_experience = true"
    if query.posting_ids is not None:
        ids = ", ".join(str(posting_id) for posting_id in sorted(query.posting_ids))
        found["posting_ids"] = f"posting_id IN [{ids}]"
    if query.only_ids is not None:
        found["only_ids"] = one_of("key", query.only_ids)
    if query.without_ids:
        found["without_ids"] = f"NOT {one_of('key', query.without_ids)}"
    return found


def order(query: SearchQuery, *, has_text: bool) -> list[str]:
    """The `sort` parameter; empty: by relevance."""
    region = query.region
    if query.sort is SearchSort.DISTANCE and region is not None:
        return [f"_geoPoint({region.latitude}, {region.longitude}):asc"]
    fixed = {
        SearchSort.NEWEST: "posted_day:desc",
        SearchSort.PAY: "annual_pay_min_usd:desc",
        SearchSort.NAME: "label_sort:asc",
        SearchSort.COST: "cost_usd:asc",
        SearchSort.WEEKS: "weeks:asc",
    }
    if query.sort in fixed:
        return [fixed[query.sort]]
    if has_text:
        return []
    return ["posted_day:desc"] if query.kind is SearchKind.POSTINGS else ["label_sort:asc"]


def steps(facet: Facet, today: date | None) -> tuple[Step, ...]:
    """Values and filters of a facet that is counted in steps; empty for one that the server counts itself."""
    day = today.toordinal() if today else 0
    return {
        Facet.PAY: (
            *((str(step), f"annual_pay_min_usd >= {step}") for step in PAY_FLOORS),
            (UNKNOWN, _lacks("annual_pay_min_usd")),
        ),
        Facet.COST: (
            *((str(step), f"cost_usd <= {step}") for step in COST_CEILINGS),
            (UNKNOWN, _lacks("cost_usd")),
        ),
        Facet.WEEKS: (
            *((str(step), f"weeks <= {step}") for step in WEEKS_CEILINGS),
            (UNKNOWN, _lacks("weeks")),
        ),
        Facet.POSTED: tuple((str(step), f"posted_day >= {day - step}") for step in POSTED_DAYS),
    }.get(facet, ())


def count_queries(
    query: SearchQuery, expressions: dict[str, str], base: dict[str, Any]
) -> list[tuple[Facet, str | None, dict[str, Any]]]:
    """The questions of a multi-search that count the facets, each without its own filter.

    Shape: (facet, value of a step or None, question).
    """
    asked: list[tuple[Facet, str | None, dict[str, Any]]] = []
    for facet in query.facets:
        own = FACET_FILTERS[facet]
        kept = [expression for name, expression in expressions.items() if name != own]
        if by_steps := steps(facet, query.today):
            asked += [
                (facet, value, {**base, "filter": [*kept, expression], "page": 1, "hitsPerPage": 0})
                for value, expression in by_steps
            ]
        else:
            count = {"filter": kept, "facets": [FACET_ATTRIBUTES[facet]], "page": 1, "hitsPerPage": 0}
            asked.append((facet, None, {**base, **count}))
        if facet is Facet.CREDENTIAL_STATE:
            anywhere = {"filter": [*kept, "is_anywhere = true"], "page": 1, "hitsPerPage": 0}
            asked.append((facet, ANYWHERE, {**base, **anywhere}))
    return asked


def _lacks(attribute: str) -> str:
    return f"{attribute} NOT EXISTS"


def one_of(attribute: str, values: Iterable[str]) -> str:
    """`attribute IN ["a", "b"]`."""
    return f"{attribute} IN [{', '.join(quoted(value) for value in sorted(values))}]"


def quoted(value: str) -> str:
    """A value in a filter expression; quotes and backslashes cannot end it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _region(resolved: ResolvedRegion) -> str:
    parts = ["is_remote = true"]
    if resolved.states:
        parts.append(one_of("states", resolved.states))
    if resolved.county_fips:
        parts.append(one_of("county_fips", resolved.county_fips))
    radius = resolved.region.radius_miles
    if radius is not None and resolved.latitude is not None:
        meters = radius * METERS_PER_MILE
        parts.append(f"_geoRadius({resolved.latitude}, {resolved.longitude}, {meters:.1f})")
    return "(" + " OR ".join(parts) + ")"
