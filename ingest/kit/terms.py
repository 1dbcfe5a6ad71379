"""Words of sources in the terms of schema.org: kind of employment, period of pay, country, remote.

A word of a closed list that is not known is a rejection. Free text is read only where it is sure.
"""

import re

from ingest.errors import RecordRejected
from portal.domain.job_posting import PayUnit, StatedPay, StatedPlace

_UNITS = {
    "HOUR": PayUnit.HOUR, "HOURLY": PayUnit.HOUR, "HR": PayUnit.HOUR, "H": PayUnit.HOUR, "HOURS": PayUnit.HOUR,
    "DAY": PayUnit.DAY, "DAILY": PayUnit.DAY, "WEEK": PayUnit.WEEK, "WEEKLY": PayUnit.WEEK, "WK": PayUnit.WEEK,
    "MONTH": PayUnit.MONTH, "MONTHLY": PayUnit.MONTH, "MON": PayUnit.MONTH,
    "YEAR": PayUnit.YEAR, "YEARLY": PayUnit.YEAR, "ANNUAL": PayUnit.YEAR, "ANNUALLY": PayUnit.YEAR, "ANN": PayUnit.YEAR,
}  # fmt: skip
_TYPES = {
    "FULLTIME": "FULL_TIME", "PARTTIME": "PART_TIME", "CONTRACTOR": "CONTRACTOR", "CONTRACT": "CONTRACTOR",
    "TEMPORARY": "TEMPORARY", "TEMP": "TEMPORARY", "SEASONAL": "TEMPORARY", "INTERN": "INTERN", "INTERNSHIP": "INTERN",
    "VOLUNTEER": "VOLUNTEER", "PERDIEM": "PER_DIEM", "PRN": "PER_DIEM", "OTHER": "OTHER",
    "APPRENTICESHIP": "OTHER", "PERMANENT": "FULL_TIME",
}  # fmt: skip
_WORDS = (
    (re.compile(r"\bfull[\s_-]*time\b|\bvollzeit\b|^ft$", re.I), "FULL_TIME"),
    (re.compile(r"\bpart[\s_-]*time\b|\bteilzeit\b|\bhalf[\s_-]*time\b|^pt$", re.I), "PART_TIME"),
    (re.compile(r"\bcontract(or|ing)?\b|\bfreelanc|\b1099\b", re.I), "CONTRACTOR"),
    (
        re.compile(r"\btemp(orary|orär)?\b|\bseasonal\b|\blimited[\s_-]*(term|duration)\b|\bfixed[\s_-]*term\b", re.I),
        "TEMPORARY",
    ),
    (re.compile(r"\bintern(ship)?s?\b|\bco-?op\b", re.I), "INTERN"),
    (re.compile(r"\bvolunteer", re.I), "VOLUNTEER"),
    (re.compile(r"\bper[\s_-]*diem\b|\bprn\b|\bon[\s_-]*call\b|\bcasual\b|\bas needed\b", re.I), "PER_DIEM"),
)  # fmt: skip
_UNTOLD = re.compile(
    r"\b(regular|permanent|standard|employee|salaried|hourly|exempt|non-?exempt|staff|unlimited)\b", re.I
)
_US_NAMES = frozenset({"US", "USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA"})
_REMOTE = re.compile(r"\b(remote|work from home|telecommute|home[\s-]?based|fully distributed)\b", re.I)
_NOT_REMOTE = re.compile(r"\b(not|no|non|hybrid|partly|partially)\b", re.I)


def parse_employment_types(text: str, *, field: str) -> tuple[str, ...]:
    """Kinds of employment of a closed list, joined by commas or bars.

    Raises: RecordRejected when one of them is not known.
    """
    kinds: list[str] = []
    for part in filter(None, (re.sub(r"[^A-Z]", "", p) for p in re.split(r"[,;|/]", text.upper()))):
        if part not in _TYPES:
            raise RecordRejected("unknown category", f"{field} is “{text[:40]}”")
        kinds.append(_TYPES[part])
    return tuple(dict.fromkeys(kinds))


def find_employment_types(text: str) -> tuple[tuple[str, ...], bool]:
    """Kinds of employment that free text surely names, and whether all of it was understood.

    "Regular" and "permanent" are understood and say nothing of hours: they give no kind.
    """
    kinds = tuple(kind for pattern, kind in _WORDS if pattern.search(text.strip()))
    return kinds, bool(kinds) or not text.strip() or bool(_UNTOLD.search(text))


def parse_pay_unit(text: str, *, field: str) -> PayUnit:
    """Period of a pay.

    Raises: RecordRejected when it is not known; none is guessed from an amount.
    """
    unit = _UNITS.get(re.sub(r"^PER[\s_-]+|^1 |[\s_-]+SALARY$|[\s_-]+WAGE$", "", text.strip().upper()))
    if unit is None:
        raise RecordRejected(
            "unknown category", f"{field} is “{text[:40]}”; write HOUR, DAY, WEEK, MONTH or YEAR"
        )
    return unit


def stated_pay(
    minimum: float | None, maximum: float | None, *, unit: PayUnit, currency: str = ""
) -> StatedPay | None:
    """Pay of an amount or two; None when both are missing or zero.

    Raises: RecordRejected when an amount is below zero.
    """
    if not minimum and not maximum:
        return None
    if (minimum or 0) < 0 or (maximum or 0) < 0:
        raise RecordRejected("invalid value", "a salary below zero")
    return StatedPay(
        minimum=minimum or None,
        maximum=maximum or None,
        unit=unit,
        currency=currency.strip().upper() or "USD",
    )


def country_of(text: str) -> str:
    """`US` for every way to write the United States, else as stated; empty stays empty: unknown."""
    stated = text.strip()
    return "US" if stated.upper() in _US_NAMES else stated


def place_from_parts(
    *,
    street: str = "",
    locality: str = "",
    region: str = "",
    postal_code: str = "",
    country: str = "",
    text: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> StatedPlace | None:
    """A place as its source states it; None when nothing is stated. A country that is not stated stays unknown.

    Raises: RecordRejected when a coordinate is out of range.
    """
    parts = (street, locality, region, postal_code, text)
    if not any(part.strip() for part in parts) and not country.strip():
        return None
    try:
        return StatedPlace(
            street=street,
            locality=locality,
            region=region,
            postal_code=postal_code,
            country=country_of(country),
            text=text or ("" if any((street, locality, region, postal_code)) else country),
            latitude=latitude,
            longitude=longitude,
        )
    except ValueError:
        raise RecordRejected("invalid value", f"latitude {latitude}, longitude {longitude}") from None


_COUNTRY_TAIL = re.compile(r"[\s,]+(?:united states(?: of america)?|u\.?s\.?a\.?|us)\.?$", re.I)
_LEADING_CODE = re.compile(r"^(?:US|USA)-([A-Z]{2})(?:-(.+))?$")


def place_from_text(text: str, *, country: str = "") -> StatedPlace | None:
    """A place of one string. Of "Dyess AFB, TX United States" and "US-TX-Austin" the parts are told apart.

    Anything else is left as it is for the place resolver, which abstains where it is not sure.
    """
    stated = " ".join(text.split()).strip(" ,")
    if not stated:
        return None
    if found := _LEADING_CODE.match(stated):
        return place_from_parts(locality=found[2] or "", region=found[1], country="US", text=stated)
    shorter = _COUNTRY_TAIL.sub("", stated)
    if shorter != stated:
        parts = [part.strip() for part in shorter.split(",") if part.strip()]
        if len(parts) > 1:
            return place_from_parts(
                street=", ".join(parts[:-2]), locality=parts[-2], region=parts[-1], country="US", text=stated
            )
        return place_from_parts(country="US", text=shorter.strip(" -–") or stated)
    return place_from_parts(text=stated, country=country)


def says_remote(text: str) -> bool:
    """Does the text say that the job is done from anywhere? "Hybrid" and "not remote" do not."""
    return bool(_REMOTE.search(text)) and not _NOT_REMOTE.search(text)
