"""Reads pay that a text states: "$17.50 - $19 an hour", "$95k-$125k", "up to $1,500 a week"; else None."""

import re

from portal.domain.job_posting import PayUnit, StatedPay

_AMOUNT = r"\$\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([kK]\b)?"
_PAY = re.compile(
    rf"(?P<upto>\bup to\s+|\bas much as\s+)?{_AMOUNT}"
    r"(?:\s*(?:-|–|—|to|and)\s*\$?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([kK]\b)?)?\s*\+?\s*(?:USD\s*)?"
    r"(?P<unit>(?:/|per\b|an?\b|each\b)?\s*(?:hour(?:ly)?|hr\b|h\b|day|daily|week(?:ly)?|wk\b|month(?:ly)?|mo\b|year(?:ly)?|yr\b|"
    r"annum|annual(?:ly)?|mile|load|visit|bonus|sign))?",
    re.I,
)
_NOT_PAY = re.compile(
    r"\s*(?:[a-z-]+\s+){0,2}?(?:bonus|referral|sign[\s-]?on|tuition|reimburs|stipend|allowance|budget)", re.I
)
_FOR = re.compile(
    r"\b(?:bonus|referral|sign[\s-]?on|tuition|stipend|allowance|budget)\w*\W+(?:of\s+)?$", re.I
)
_PLAUSIBLE_HOUR, _PLAUSIBLE_YEAR = (7.0, 250.0), (12_000.0, 900_000.0)
_UNITS = (
    ("hour", PayUnit.HOUR), ("hr", PayUnit.HOUR), ("dai", PayUnit.DAY), ("day", PayUnit.DAY), ("week", PayUnit.WEEK),
    ("wk", PayUnit.WEEK), ("mo", PayUnit.MONTH), ("year", PayUnit.YEAR), ("yr", PayUnit.YEAR), ("ann", PayUnit.YEAR),
    ("h", PayUnit.HOUR),
)  # fmt: skip


def parse_pay(text: str) -> StatedPay | None:
    """The first pay of a text; bonuses are none, nor is pay by the mile or load.

    An amount without a unit counts as an hour's or a year's where only one of both can be meant, else it is unknown.
    Units: US dollars.
    """
    if "$" not in text:
        return None
    for found in _PAY.finditer(text):
        unit_word = (found["unit"] or "").lower().lstrip("/").strip()
        unit_word = re.sub(r"^(?:per|an?|each)\s+", "", unit_word)
        if unit_word.startswith(("mile", "load", "visit", "bonus", "sign")):
            continue
        if not unit_word and (_NOT_PAY.match(text, found.end()) or _FOR.search(text[: found.start()][-30:])):
            continue
        first, first_k, second, second_k = found[2], found[3], found[4], found[5]
        low = _number(first) * (1000 if first_k or (second_k and _number(first) < 1000) else 1)
        high = _number(second) * (1000 if second_k else 1) if second else None
        unit = next((u for start, u in _UNITS if unit_word.startswith(start)), None) or _likely(low, high)
        if unit is None or low <= 0 or (high is not None and high < low):
            continue
        if found["upto"]:
            return StatedPay(minimum=None, maximum=low, unit=unit)
        return StatedPay(minimum=low, maximum=high or low, unit=unit)
    return None


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _likely(low: float, high: float | None) -> PayUnit | None:
    amounts = [low] if high is None else [low, high]
    if all(_PLAUSIBLE_HOUR[0] <= x <= _PLAUSIBLE_HOUR[1] for x in amounts):
        return PayUnit.HOUR
    if all(_PLAUSIBLE_YEAR[0] <= x <= _PLAUSIBLE_YEAR[1] for x in amounts):
        return PayUnit.YEAR
    return None
