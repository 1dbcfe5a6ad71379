"""The CTDL concepts that our words stand for, and how weeks and states are written; used in both directions."""

import math
import re
from typing import Any

from portal.domain.credential import CredentialStatus, Delivery
from portal.domain.states import STATE_NAMES

DELIVERY_CONCEPTS = {
    Delivery.IN_PERSON: ("deliv:InPerson", "In-Person Only"),
    Delivery.ONLINE: ("deliv:OnlineOnly", "Online Only"),
    Delivery.BLENDED: ("deliv:BlendedDelivery", "Blended Delivery"),
    Delivery.ON_THE_JOB: ("rungs:OnTheJob", "On the job"),
}
STATUS_CONCEPTS = {
    CredentialStatus.ACTIVE: "credentialStat:Active",
    CredentialStatus.DEPRECATED: "credentialStat:Deprecated",
    CredentialStatus.PROBATIONARY: "credentialStat:Probationary",
    CredentialStatus.SUSPENDED: "credentialStat:Suspended",
}
SOC_FRAMEWORK = "Standard Occupational Classification (SOC) 2018"
CIP_FRAMEWORK = "Classification of Instructional Programs (CIP) 2020"
CLUSTER_FRAMEWORK = "National Career Clusters Framework (2002)"
CLUSTER_FRAMEWORK_2024 = "National Career Clusters Framework (2024)"
COUNTRY = "United States"
_N = r"\d+(?:\.\d+)?(?:e-?\d+)?"
_DURATION = re.compile(
    rf"^P(?:(?P<years>{_N})Y)?(?:(?P<months>{_N})M)?(?:(?P<weeks>{_N})W)?(?:(?P<days>{_N})D)?"
    rf"(?:T(?:(?P<hours>{_N})H)?(?:{_N}M)?(?:{_N}S)?)?$"
)
_STATE_CODES = {name.casefold(): code for code, name in STATE_NAMES.items()}


def write_weeks(weeks: float) -> str:
    """Weeks as an ISO 8601 duration: 12 gives `P12W`, 0.4 gives `P0.4W`."""
    return f"P{_bare(weeks)}W"


def find_weeks(duration: str | None) -> float | None:
    """Weeks of an ISO 8601 duration; None where it is none, is empty, counts hours, or is beyond every number.

    Hours of instruction say nothing about weeks from start to award, so they are not converted. A year is 52 weeks, a
    month 52/12, a week seven days.
    """
    found = _DURATION.match(duration or "")
    if found is None or found["hours"]:
        return None
    parts = {unit: float(count) for unit, count in found.groupdict().items() if count}
    if not parts:
        return None
    per = {"years": 52.0, "months": 52 / 12, "weeks": 1.0, "days": 1 / 7}
    weeks = sum(per[unit] * count for unit, count in parts.items())
    if math.isinf(weeks):
        return None
    return weeks if parts.keys() == {"weeks"} else round(weeks, 1)


def find_months(duration: str | None) -> int | None:
    """Months of an ISO 8601 duration of years and months; None otherwise, and where it is beyond every number."""
    found = _DURATION.match(duration or "")
    if found is None or found["weeks"] or found["days"] or found["hours"]:
        return None
    months = float(found["years"] or 0) * 12 + float(found["months"] or 0)
    return int(months) if months and math.isfinite(months) and months == int(months) else None


def find_state_code(text: str) -> str | None:
    """The two-letter code of a state by its name or code."""
    bare = text.strip()
    return bare.upper() if bare.upper() in STATE_NAMES else _STATE_CODES.get(bare.casefold())


def place_of_state(code: str) -> dict[str, Any]:
    """A state as a jurisdiction profile."""
    return {
        "@type": "ceterms:JurisdictionProfile",
        "ceterms:mainJurisdiction": [
            {
                "@type": "ceterms:Place",
                "ceterms:addressRegion": {"en": STATE_NAMES.get(code, code)},
                "ceterms:addressCountry": {"en": COUNTRY},
            }
        ],
    }


def _bare(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(float(number))
