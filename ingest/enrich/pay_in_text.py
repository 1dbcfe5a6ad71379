"""Finds the pay that a whole text states, among amounts that are no pay: budgets, fees, what an insurance saves.

An amount counts where a unit stands at it ("an hour", "per annum") or a word for pay before it. Several amounts of one
unit (grades, steps, places, levels) are one span from the lowest to the highest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.enrich.text import sentences
from portal.domain.job_posting import PayUnit, StatedPay

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_STEP = r"(?:\s*\(step \d+\)|\s*\((?:minimum|maximum|new hire|incumbent)\))?"
_UNIT = (
    r"(?:/|per\s*/?\s*|an?\s+|each\s+|\(?\s*)?(?P<unit>hour(?:ly)?|hr|h|day|daily|diem|week(?:ly)?|wk|month(?:ly)?|"
    r"mo|year(?:ly)?|yr|annum|annual(?:ly)?|mile|load|visit|session|student|unit)\b"
)
_AMOUNT = re.compile(
    rf"\$\s?(?P<low>{_NUMBER})\s?(?P<low_k>k\b)?{_STEP}"
    rf"(?:\s*(?:-|–|—|to|and|/|through)\s*\$?\s?(?P<high>{_NUMBER})(?!\s?(?:%|years?\b|hours?\b|days?\b))"
    rf"\s?(?P<high_k>k\b)?"
    rf"{_STEP})?\s*\+?,?\s*(?:usd\b\s*)?(?:{_UNIT})?",
    re.I,
)
_PAY_WORDS = re.compile(
    r"\b(?:salar(?:y|ies)|pay(?: rate| range| scale)?|paid|wages?|compensation|hourly|"
    r"(?:hiring|hire|incumbent|flat|starting) rate|rate(?: of pay)?\s*(?:is|of|:)|earn(?:s|ing)?|starting (?:at|from)|"
    r"gs-\d+(?:,? step \d+)?(?: is)?|year \d)\b",
    re.I,
)
_NO_PAY_BEFORE = re.compile(
    r"\b(?:sav(?:e|es|ing)|budget\w*|fees?|portfolio|valued?|insur\w+|premium|bonus|referral|sign[\s-]?on|tuition|"
    r"reimburs\w*|stipend|allowance|grants?|contracts?|projects?|funds?|funding|revenue|differential|background check|"
    r"loans?|purchas\w+|costs?|forgiv\w+|discount|penalt\w+|damages|match\w*|awards?|prize|collect\w*|payments?|"
    r"in excess of|sales of|debt|assets?|recover\w*|raised|relocation|receiv\w+ up to)\b[^$\n]{0,45}$",
    re.I,
)
_NO_PAY_AFTER = re.compile(
    r"^\s*(?:[bm]\b|bn\b|mm\b|million|billion|trillion|[\w-]+ (?:bonus|fee|differential|budget)|"
    r"(?:in|of|for) [\w ]{0,20}"
    r"(?:fund|grant|capital|contract|construction|assistance|loan|forgiv)|"
    r"(?:in )?(?:sign|referral|tuition|stipend|bonus|"
    r"differential|background|processing|allowance|grants?\b|savings))",
    re.I,
)
_MAXIMUM = re.compile(r"\b(?:up to|as much as|maximum(?: salary| pay)?(?: of| is)?:?|max\.?)\s*$", re.I)
_HOURLY = re.compile(r"\bhourly\b|\bper hour\b|\ban hour\b", re.I)
_CUE_REACH, _CHAIN_REACH = 90, 110
"""Characters between a word for pay and its amount, and between amounts of one list."""
_PLAUSIBLE_HOUR, _PLAUSIBLE_YEAR = (7.0, 250.0), (12_000.0, 900_000.0)
_LEAST_ALONE = 20_000.0
_FOREIGN = re.compile(r"\s*\(?(?:cad|aud|nzd|sgd|hkd|mxn)\b", re.I)
_UNITS = {
    "ho": PayUnit.HOUR, "hr": PayUnit.HOUR, "h": PayUnit.HOUR, "da": PayUnit.DAY, "di": PayUnit.DAY, "we": PayUnit.WEEK,
    "wk": PayUnit.WEEK, "mo": PayUnit.MONTH, "ye": PayUnit.YEAR, "yr": PayUnit.YEAR, "an": PayUnit.YEAR,
}  # fmt: skip


@dataclass(frozen=True)
class _Amount:
    low: float | None
    high: float
    unit: PayUnit
    start: int
    end: int


def find_pay(title: str, text: str) -> tuple[StatedPay | None, str]:
    """Pay that a title or a text states, and its sentence; (None, "") where neither states any. Units: US dollars."""
    for part in (title, text):
        if "$" not in part:
            continue
        amounts = list(_amounts(part))
        if amounts:
            same = [one for one in amounts if one.unit is amounts[0].unit]
            lows = [one.low for one in same if one.low is not None]
            pay = StatedPay(
                minimum=min(lows) if lows else None, maximum=max(one.high for one in same), unit=same[0].unit
            )
            return pay, _sentence_at(part, same[0].start)
    return None, ""


def _amounts(text: str) -> Iterator[_Amount]:
    chained_from = -10_000
    for found in _AMOUNT.finditer(text):
        before = text[max(0, found.start() - _CUE_REACH) : found.start()]
        after = text[found.end("high" if found["high"] else "low") :][:40]
        if _NO_PAY_BEFORE.search(before) or _NO_PAY_AFTER.match(after):
            continue
        unit_word = (found["unit"] or "").lower()
        if _FOREIGN.match(text, found.end()):
            continue
        if unit_word in ("mile", "load", "visit", "session", "student", "unit"):
            continue
        cue = _last(_PAY_WORDS, before)
        is_chained = found.start() - chained_from <= _CHAIN_REACH
        if not unit_word and cue is None and not is_chained and not _stands_alone(found, text):
            continue
        amount = _amount(found, unit_word, before=before)
        if amount is not None:
            chained_from = amount.end
            yield amount


def _stands_alone(found: re.Match[str], text: str) -> bool:
    """Amounts that are pay without a word for it: a span of two of a year's size, or one in brackets after a title."""
    if found["high"]:
        return _dollars(found["low"], in_thousands=bool(found["low_k"] or found["high_k"])) >= _LEAST_ALONE
    before, after = text[: found.start()][-1:], text[found.end() :][:2]
    return before == "(" and after == "):" and _bare(found["low"]) >= _LEAST_ALONE


def _amount(found: re.Match[str], unit_word: str, *, before: str) -> _Amount | None:
    thousands = bool(found["low_k"] or found["high_k"])
    low = _dollars(found["low"], in_thousands=thousands and _bare(found["low"]) < 1_000)
    high = _dollars(found["high"], in_thousands=bool(found["high_k"])) if found["high"] else low
    if high < low or low <= 0:
        return None
    unit = _UNITS.get(unit_word[:2]) if unit_word else None
    if unit is None:
        unit = PayUnit.HOUR if _HOURLY.search(before) and high <= _PLAUSIBLE_HOUR[1] else _likely(low, high)
    if unit is None or (unit is PayUnit.YEAR and high < _PLAUSIBLE_YEAR[0]):
        return None
    is_most = not found["high"] and bool(_MAXIMUM.search(before))
    return _Amount(None if is_most else low, high, unit, found.start(), found.end())


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):  # noqa: B007 - the last one counts
        pass
    return last


def _bare(text: str) -> float:
    return float(text.replace(",", ""))


def _dollars(text: str, *, in_thousands: bool) -> float:
    return _bare(text) * (1_000 if in_thousands else 1)


def _likely(low: float, high: float) -> PayUnit | None:
    """An amount without a unit is an hour's or a year's where only one of both can be meant."""
    if _PLAUSIBLE_HOUR[0] <= low and high <= _PLAUSIBLE_HOUR[1]:
        return PayUnit.HOUR
    if _PLAUSIBLE_YEAR[0] <= low and high <= _PLAUSIBLE_YEAR[1]:
        return PayUnit.YEAR
    return None


def _sentence_at(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : len(text) if end < 0 else end]
    position = 0
    for sentence in sentences(line):
        position = line.find(sentence, position)
        if position <= place - start < position + len(sentence):
            return sentence
        position += len(sentence)
    return line.strip()
