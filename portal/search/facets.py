"""What can be counted in a search, in which steps, and without which filter."""

from enum import StrEnum


class Facet(StrEnum):
    """Counts that can be asked for. Each is counted as if its own filter were off, all others on."""

    STATE = "state"
    COUNTY = "county"
    SOC_MAJOR_GROUP = "soc_major_group"
    CREDENTIAL = "credential"
    SOURCE = "source"
    REMOTE = "remote"
    EMPLOYMENT_TYPE = "employment_type"
    CLUSTER = "cluster"
    CREDENTIAL_KIND = "credential_kind"
    CREDENTIAL_STATE = "credential_state"
    """Where a credential counts or is taught; `ANYWHERE` are those that no state limits."""
    SHIFT = "shift"
    LANGUAGE = "language"
    NO_EXPERIENCE = "no_experience"
    DELIVERY = "delivery"
    PAY = "pay"
    """By `PAY_FLOORS`: how many pay at least that; `UNKNOWN`: how many do not say."""
    POSTED = "posted"
    """By `POSTED_DAYS`: how many were posted within that many days."""
    COST = "cost"
    """By `COST_CEILINGS`: how many cost at most that; `UNKNOWN`: of how many it is not known."""
    WEEKS = "weeks"
    """By `WEEKS_CEILINGS`: how many take at most that; `UNKNOWN`: of how many it is not known."""


PAY_FLOORS = (25_000, 35_000, 45_000, 60_000, 80_000, 100_000)
"""US dollars a year."""
POSTED_DAYS = (1, 3, 7, 14, 30)
COST_CEILINGS = (0, 100, 500, 2_000, 10_000)
"""US dollars."""
WEEKS_CEILINGS = (1, 4, 12, 26, 52, 104)
UNKNOWN = "unknown"
"""Value of a stepped facet: those that state no such figure."""
ANYWHERE = "*"
"""State of a credential that is not limited to states."""

FACET_FILTERS: dict[Facet, str | None] = {
    Facet.STATE: None,
    Facet.COUNTY: None,
    Facet.SOC_MAJOR_GROUP: "soc_codes",
    Facet.CREDENTIAL: "credential_ids",
    Facet.SOURCE: "source_keys",
    Facet.REMOTE: "is_remote",
    Facet.EMPLOYMENT_TYPE: "employment_types",
    Facet.CLUSTER: "clusters",
    Facet.CREDENTIAL_KIND: "credential_kinds",
    Facet.CREDENTIAL_STATE: "states",
    Facet.SHIFT: "shifts",
    Facet.LANGUAGE: "languages",
    Facet.NO_EXPERIENCE: "no_experience",
    Facet.DELIVERY: "deliveries",
    Facet.PAY: "pay_min_usd",
    Facet.POSTED: "posted_since",
    Facet.COST: "cost_max_usd",
    Facet.WEEKS: "weeks_max",
}
"""The filter that a facet is counted without. States and counties narrow a region, they do not replace it."""

UNKNOWN_TOO: dict[str, str] = {
    "pay_min_usd": "pay_unknown",
    "cost_max_usd": "cost_unknown",
    "weeks_max": "weeks_unknown",
}
"""Filters by a figure, and the one that takes in what states no such figure: together they are one filter."""
COMPANIONS: dict[str, str] = {**UNKNOWN_TOO, "region": "region_unsure"}
"""Filters that another one widens, and which."""
