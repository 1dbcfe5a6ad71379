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
    SHIFT = "shift"
    LANGUAGE = "language"
    NO_EXPERIENCE = "no_experience"
    DELIVERY = "delivery"
    PAY = "pay"
    """By `PAY_FLOORS`: how many pay at least that."""
    POSTED = "posted"
    """By `POSTED_DAYS`: how many were posted within that many days."""
    COST = "cost"
    """By `COST_CEILINGS`: how many cost at most that."""
    WEEKS = "weeks"
    """By `WEEKS_CEILINGS`: how many take at most that."""


PAY_FLOORS = (25_000, 35_000, 45_000, 60_000, 80_000, 100_000)
"""US dollars a year."""
POSTED_DAYS = (1, 3, 7, 14, 30)
COST_CEILINGS = (0, 100, 500, 2_000, 10_000)
"""US dollars."""
WEEKS_CEILINGS = (1, 4, 12, 26, 52, 104)

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
