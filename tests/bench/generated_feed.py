"""A feed of job postings made from a seed, in the XML that employers hand to job boards: roles, duties and demands as
boards write them (the templates of the sample postings), in sentences whose figures, objects and places vary, so that
few sentences repeat; each employer's closing paragraph repeats, as it does in real feeds."""

import html
import random
import tomllib
from datetime import date, timedelta
from pathlib import Path

from portal.settings import ROOT

SEED = 20260620
TODAY = date(2026, 6, 20)
_TEMPLATES = ROOT / "ingest" / "sample" / "templates"
_TOWNS = (
    ("Gary", "IN", "46402"), ("Indianapolis", "IN", "46204"), ("Fort Wayne", "IN", "46802"), ("Chicago", "IL", "60601"),
    ("Muncie", "IN", "47302"), ("Dayton", "OH", "45402"), ("Detroit", "MI", "48226"), ("Louisville", "KY", "40202"),
    ("Milwaukee", "WI", "53202"), ("Saint Louis", "MO", "63101"), ("Terre Haute", "IN", ""), ("Evansville", "IN", ""),
    ("Hammond", "IN", "46320"), ("South Bend", "IN", "46601"), ("Cincinnati", "OH", "45202"), ("Nashville", "TN", ""),
)  # fmt: skip
_VERBS = (
    "Coordinate", "Review", "Maintain", "Prepare", "Document", "Inspect", "Support", "Track", "Schedule", "Restock",
    "Operate", "Clean", "Update", "Explain", "Measure", "Deliver", "Repair", "Monitor", "Assist with", "Report on",
)  # fmt: skip
_OBJECTS = (
    "patient charts", "work orders", "delivery routes", "safety checks", "customer accounts", "machine settings",
    "supply rooms", "training records", "incoming shipments", "quality samples", "service calls", "meal plans",
    "payroll sheets", "test results", "tool inventories", "inspection reports", "class materials", "care plans",
    "repair estimates", "equipment logs", "stock levels", "cash drawers", "site drawings", "intake forms",
)  # fmt: skip
_MANNERS = (
    "for up to {n} people a day", "before the end of each shift", "together with a team of {n}", "in the {word} system",
    "according to the {word} plan", "and tell the supervisor about changes", "at {n} sites across the county",
    "every {n} hours", "as the {word} department asks", "with care for cost and safety", "by phone and e-mail",
)  # fmt: skip
_DEMANDS = (
    "{n} years of experience in a similar role required.", "High school diploma or GED required.",
    "Ability to lift {m} pounds and stand for {n} hours.", "Valid driver's license required.",
    "CPR certification preferred.", "Associate degree in a related field preferred.",
    "Must be at least {age} years of age.", "Basic computer skills, {word} experience a plus.",
    "Must pass a background check and drug screen.", "Forklift certification preferred.",
    "OSHA 10 card preferred.", "Bachelor's degree or {n} years of relevant experience required.",
    "Bilingual English and Spanish preferred.", "Good communication skills with {word} customers.",
)  # fmt: skip
_BENEFITS = (
    "Medical, dental and vision insurance after {m} days.", "401(k) with a match of {n} percent.",
    "Paid time off of {m} hours in the first year.", "Tuition help of up to ${m}00 a year.",
    "A sign-on bonus of ${m}0 after {n} months.", "Free parking and meals at a discount.",
)  # fmt: skip
_SYLLABLES = (
    "ra",
    "mo",
    "ti",
    "len",
    "sor",
    "vin",
    "cal",
    "der",
    "pa",
    "nu",
    "fe",
    "gol",
    "hi",
    "ster",
    "bo",
    "quin",
)


class FeedWorld:
    """Roles, employers and words from which a feed is drawn."""

    def __init__(self, *, seed: int = SEED) -> None:
        draw = random.Random(seed)
        roles = tomllib.loads((_TEMPLATES / "roles.toml").read_text(encoding="utf-8"))["role"]
        self._roles = roles
        self._shares = [float(role.get("share", 1)) for role in roles]
        self._words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))).title() for _ in range(3_000)]
        self._employers = [
            f"{draw.choice(self._words)} {draw.choice(('Health', 'Works', 'Group', 'Foods'))}"
            for _ in range(2_500)
        ]

    def write(
        self, path: Path, *, count: int, characters: int, stamp: str = "", backwards: bool = False
    ) -> None:
        """Write `count` postings with texts of about `characters`. `stamp` and `backwards` change no record."""
        numbers = range(count, 0, -1) if backwards else range(1, count + 1)
        with path.open("w", encoding="utf-8") as file:
            file.write(
                f'<?xml version="1.0" encoding="utf-8"?>\n<source>\n<lastBuildDate>{stamp}</lastBuildDate>\n'
            )
            for number in numbers:
                file.write(self._job(number, characters))
            file.write("</source>\n")

    def _job(self, number: int, characters: int) -> str:
        draw = random.Random(f"{SEED}-{number}")
        role = draw.choices(self._roles, self._shares)[0]
        at = draw.randrange(len(self._employers))
        town, state, zip_code = draw.choice(_TOWNS)
        pay = role["pay"]
        low = round(pay["low"] + draw.random() * (pay["high"] - pay["low"]) / 2, 2)
        posted = TODAY - timedelta(days=draw.randrange(40))
        ends = (
            f"<expirationdate>{TODAY + timedelta(days=draw.randrange(1, 60))}</expirationdate>"
            if number % 3
            else ""
        )
        fields = {
            "title": draw.choice(role["titles"]), "date": posted.isoformat(), "referencenumber": f"R{number:07d}",
            "url": f"https://jobs.example.org/{number}", "company": self._employers[at], "city": town, "state": state,
            "country": "US", "postalcode": zip_code, "salary": f"${low} per {pay['unit'].lower()}",
            "jobtype": draw.choice(("fulltime", "parttime")),
            "description": self._text(draw, role, at, characters),
        }  # fmt: skip
        inner = "".join(f"<{name}>{html.escape(value)}</{name}>" for name, value in fields.items())
        return f"<job>{inner}{ends}</job>\n"

    def _text(self, draw: random.Random, role: dict[str, list[str]], employer: int, characters: int) -> str:
        asks = [draw.choice(role["asks"])]
        closing = f"{self._employers[employer]} is an equal opportunity employer and welcomes all applicants."
        duties = draw.sample(role["duties"], 2)
        parts, benefits = [draw.choice(role["opening"])], [self._said(draw, draw.choice(_BENEFITS))]
        size = sum(map(len, (*parts, *duties, *asks, *benefits, closing))) + 150
        while size < characters:
            pick = draw.random()
            if pick < 0.66:
                verb, what, how = draw.choice(_VERBS), draw.choice(_OBJECTS), draw.choice(_MANNERS)
                duties.append(self._said(draw, f"{verb} {what} {how}."))
                size += len(duties[-1]) + 9
            elif pick < 0.86:
                asks.append(self._said(draw, draw.choice(_DEMANDS)))
                size += len(asks[-1]) + 9
            else:
                benefits.append(self._said(draw, draw.choice(_BENEFITS)))
                size += len(benefits[-1]) + 9
        items = [
            "<ul>" + "".join(f"<li>{one}</li>" for one in group) + "</ul>"
            for group in (duties, asks, benefits)
        ]
        return (
            f"<p>{' '.join(parts)}</p><p><strong>What you do</strong></p>{items[0]}<p><strong>Requirements</strong></p>"
            f"{items[1]}<p><strong>What we offer</strong></p>{items[2]}<p>{closing}</p>"
        )

    def _said(self, draw: random.Random, sentence: str) -> str:
        return sentence.format(
            n=draw.randint(1, 9),
            m=draw.randint(20, 90),
            age=draw.choice((18, 21)),
            word=draw.choice(self._words),
        )
