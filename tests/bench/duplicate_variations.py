"""Honest variations of a posting: what copies, agencies and employers do to one, and what makes another job of it."""

import hashlib
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ingest.dedupe.traits import Place

DAY_ONE = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = DAY_ONE + timedelta(days=50)
_EEO = (
    "We are an equal opportunity employer. All qualified applicants receive consideration without regard to race, "
    "colour, religion, sex, origin, disability or protected veteran status. If you need help to apply, call us."
)
_AGENCY = (
    "Brightpath Staffing has an immediate opening with one of our most respected clients in the area.",
    "Brightpath Staffing offers weekly pay and a recruiter of your own. Send your resume today and we call you back.",
)
_TOWNS: tuple[Place, ...] = (
    ("OH", "Toledo", "43604"),
    ("KY", "Bowling Green", "42101"),
    ("IA", "Davenport", "52801"),
)


@dataclass(frozen=True)
class Posted:
    """One posting of a pair, with when it was there and from which source."""

    title: str
    employer_name: str
    text: str
    places: tuple[Place, ...]
    place_note: str = ""
    is_remote: bool = False
    annual_pay_min_usd: float | None = None
    annual_pay_max_usd: float | None = None
    hours_per_week: float | None = None
    employment_types: tuple[str, ...] = ()
    source_key: str = "employer"
    first_seen_at: datetime = DAY_ONE
    removed_at: datetime | None = None


Change = Callable[[Posted, random.Random], Posted]


def vary(posting: Posted, change: str) -> Posted:
    """Apply a named variation. The same posting and name always give the same result."""
    seed = hashlib.sha256(f"{posting.title}{change}{posting.text}".encode()).digest()
    return VARIATIONS[change](posting, random.Random(seed))


def _title_in_capitals(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(posting, title=posting.title.upper())


def _title_with_extras(posting: Posted, _random: random.Random) -> Posted:
    town = posting.places[0][1] if posting.places else ""
    return _elsewhere(
        posting, title=f"Now hiring: {posting.title} - {town} - {posting.employer_name} (Req 48213)"
    )


def _formatted_anew(posting: Posted, _random: random.Random) -> Posted:
    text = (
        re.sub(r"(?<=[.;:]) ", "\n\n", posting.text).replace("'", "’").replace('"', "“").replace(" - ", " – ")
    )
    return _elsewhere(posting, text=text.replace("- ", "• "))


def _cut_short(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(
        posting,
        text=posting.text[:500].rsplit(" ", 1)[0] + "…",
        annual_pay_min_usd=None,
        annual_pay_max_usd=None,
    )


def _with_boilerplate(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(posting, text=f"{posting.text}\n{_EEO}\nJob ID: 20260388417")


def _by_an_agency(posting: Posted, _random: random.Random) -> Posted:
    text = _without_name(posting)
    return _elsewhere(
        posting, employer_name="Brightpath Staffing", text=f"{_AGENCY[0]}\n{text}\n{_AGENCY[1]}"
    )


def _by_an_agency_cut(posting: Posted, chance: random.Random) -> Posted:
    sentences = _sentences(_without_name(posting))
    kept = [one for one in sentences if chance.random() > 0.2]
    return _elsewhere(
        posting, employer_name="Brightpath Staffing", text=" ".join([_AGENCY[0], *kept, _AGENCY[1]])
    )


def _other_number(posting: Posted, chance: random.Random) -> Posted:
    numbered = f"{posting.text}\nTo apply, name requisition 7734120."
    return _elsewhere(posting, text=numbered.replace("7734120", str(chance.randrange(1_000_000, 9_999_999))))


def _long_name_of_the_employer(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(posting, employer_name=f"The {posting.employer_name}, Inc.")


def _paragraphs_moved(posting: Posted, _random: random.Random) -> Posted:
    parts = [part for part in posting.text.split("\n") if part.strip()]
    if len(parts) < 2:
        parts = _sentences(posting.text)
    return _elsewhere(posting, text="\n".join(parts[len(parts) // 2 :] + parts[: len(parts) // 2]))


def _spoilt_letters(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(
        posting, text=posting.text.replace("’", "â€™").replace("• ", "â€¢ ").replace(". ", ".  ")
    )


def _second_town(posting: Posted, chance: random.Random) -> Posted:
    return _elsewhere(posting, places=(*posting.places, chance.choice(_TOWNS)))


def _terms_left_out(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(
        posting, annual_pay_min_usd=None, annual_pay_max_usd=None, hours_per_week=None, employment_types=()
    )


def _later(posting: Posted, _random: random.Random) -> Posted:
    return replace(posting, first_seen_at=LATER)


def _later_and_worked_over(posting: Posted, chance: random.Random) -> Posted:
    kept = [one for one in _sentences(posting.text) if chance.random() > 0.25]
    return replace(
        posting,
        first_seen_at=LATER,
        text=" ".join([*kept, "We have added a second week of training on site."]),
    )


def _other_town(posting: Posted, chance: random.Random) -> Posted:
    return _elsewhere(posting, places=(chance.choice(_TOWNS),))


def _other_shift(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(posting, text=f"{posting.text}\nHours: 11:00 pm to 7:00 am, night shift.")


def _day_shift(posting: Posted) -> Posted:
    return replace(posting, text=f"{posting.text}\nHours: 7:00 am to 3:00 pm, day shift.")


def _other_schedule(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(
        posting, title=f"{posting.title} - Part Time", employment_types=("PART_TIME",), hours_per_week=20.0
    )


def _full_time(posting: Posted) -> Posted:
    return replace(
        posting, title=f"{posting.title} - Full Time", employment_types=("FULL_TIME",), hours_per_week=40.0
    )


def _other_level(posting: Posted, _random: random.Random) -> Posted:
    return _elsewhere(
        posting, title=f"Senior {posting.title}", text=f"{posting.text}\nYou lead a team of four."
    )


def _other_unit(posting: Posted, _random: random.Random) -> Posted:
    text = _in_unit(posting.text, "Riverside annex, second floor")
    return _elsewhere(posting, title=f"{posting.title} (Riverside)", text=text, source_key=posting.source_key)


def _first_unit(posting: Posted) -> Posted:
    return replace(
        posting, title=f"{posting.title} (Hillcrest)", text=_in_unit(posting.text, "Hillcrest building")
    )


def _unit_in_the_text(posting: Posted, _random: random.Random) -> Posted:
    return replace(posting, text=_in_unit(posting.text, "Riverside annex, second floor"))


def _first_unit_in_the_text(posting: Posted) -> Posted:
    return replace(posting, text=_in_unit(posting.text, "Hillcrest building"))


def _other_pay(posting: Posted, _random: random.Random) -> Posted:
    low, high = posting.annual_pay_min_usd, posting.annual_pay_max_usd
    return _elsewhere(
        posting, annual_pay_min_usd=(low or 40_000) * 1.2, annual_pay_max_usd=(high or 48_000) * 1.2
    )


def _first_pay(posting: Posted) -> Posted:
    low, high = posting.annual_pay_min_usd, posting.annual_pay_max_usd
    return replace(posting, annual_pay_min_usd=low or 40_000, annual_pay_max_usd=high or 48_000)


def _same_pattern(posting: Posted, _random: random.Random) -> Posted:
    """The employer's opening and closing words around another job."""
    parts = _sentences(posting.text)
    third = max(1, len(parts) // 3)
    other = (
        "You keep the books of four sites, match invoices to orders, chase late payments and close each month with the "
        "controller. You know spreadsheets well and write clear letters. A degree in accounting or three years at it "
        "is needed, and you will learn our ledger in the first month. You answer questions of auditors once a year."
    )
    text = " ".join([*parts[:third], other, *parts[-third:]])
    return replace(posting, title="Bookkeeper", text=text)


def _later_other_unit(posting: Posted, chance: random.Random) -> Posted:
    return replace(_same_pattern(posting, chance), first_seen_at=LATER)


def _elsewhere(posting: Posted, **changed: object) -> Posted:
    return replace(posting, **{"source_key": "collector"} | changed)  # type: ignore[arg-type]


def _without_name(posting: Posted) -> str:
    names = {posting.employer_name, " ".join(posting.employer_name.split()[:2])}
    text = posting.text
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), "our client", text, flags=re.IGNORECASE)
    return text


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", text) if part.strip()]


def _in_unit(text: str, unit: str) -> str:
    parts = _sentences(text)
    return " ".join([*parts[:2], f"You will work at the {unit}.", *parts[2:]])


VARIATIONS: Mapping[str, Change] = {
    "title in capitals": _title_in_capitals,
    "title with extras": _title_with_extras,
    "formatted anew": _formatted_anew,
    "cut short": _cut_short,
    "boilerplate added": _with_boilerplate,
    "agency": _by_an_agency,
    "agency, cut": _by_an_agency_cut,
    "other number": _other_number,
    "long name of the employer": _long_name_of_the_employer,
    "paragraphs moved": _paragraphs_moved,
    "spoilt letters": _spoilt_letters,
    "second town": _second_town,
    "terms left out": _terms_left_out,
    "posted again": _later,
    "posted again, worked over": _later_and_worked_over,
    "other town": _other_town,
    "other shift": _other_shift,
    "other schedule": _other_schedule,
    "other level": _other_level,
    "other unit": _other_unit,
    "other unit, in the text": _unit_in_the_text,
    "other pay": _other_pay,
    "other job, same pattern": _same_pattern,
    "other job later": _later_other_unit,
}
FIRST: Mapping[str, Callable[[Posted], Posted]] = {
    "other shift": _day_shift,
    "other schedule": _full_time,
    "other unit": _first_unit,
    "other unit, in the text": _first_unit_in_the_text,
    "other pay": _first_pay,
    "other number": lambda posting: replace(
        posting, text=f"{posting.text}\nTo apply, name requisition 7734120."
    ),
    "posted again": lambda posting: replace(posting, removed_at=LATER - timedelta(days=10)),
    "posted again, worked over": lambda posting: replace(posting, removed_at=LATER - timedelta(days=10)),
    "other job later": lambda posting: replace(posting, removed_at=LATER - timedelta(days=10)),
}
"""What is done to the first of the two, where the pair needs it."""
LABELS: Mapping[str, str] = {
    **dict.fromkeys(list(VARIATIONS)[:13], "same"),
    "posted again": "again",
    "posted again, worked over": "again",
    **dict.fromkeys(list(VARIATIONS)[15:], "different"),
}
