"""Builds the sample postings from our own templates: the same bytes every time, fictional employers, real places."""

import csv
import hashlib
import io
import json
import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

from portal.store.snapshots import CountyPlace, ZipPlace, read_counties, read_zips

SEED = 20261122
STATE = "IN"
TEMPLATES = Path(__file__).parent / "templates"
WITHOUT_PAY = 0.12
"""Share of postings that state no pay, as boards have them."""

_PART_TIME = re.compile(r"Part Time|PRN|After School|Weekends|Afternoons")
COLUMNS = (
    "identifier", "title", "hiringOrganization", "description", "qualifications", "datePosted", "validThrough",
    "employmentType", "workHours", "addressLocality", "addressRegion", "postalCode", "salaryMin", "salaryMax",
    "salaryUnit", "salaryCurrency",
)  # fmt: skip


def build_sample(config_dir: Path, out: Path) -> dict[str, Any]:
    """Write `postings.csv` and `manifest.json` into `out`.

    Raises: ValueError when a county seat or a place of the templates is not among the ZIP codes.
    """
    places = _read("counties")
    kinds, roles = _read("employers"), _read("roles")
    rows: list[dict[str, str]] = []
    random = Random(SEED)  # noqa: S311 - the same postings every time is the point
    deck: list[dict[str, Any]] = []
    for county, towns in _towns(config_dir, places):
        count = places["base"] + places["extra"].get(county, 0)
        drawn: set[str] = set()
        for number in range(count):
            if len(deck) < 60:
                deck += _shuffled(roles["role"], random)
            # a county gets each role once before any comes again
            at = next((i for i, role in enumerate(deck) if role["key"] not in drawn), 0)
            role = deck.pop(at)
            drawn.add(role["key"])
            town = towns[number % len(towns)]
            rows.append(
                _posting(len(rows) + 1, role, town, kinds=kinds, closing=roles["closing"], random=random)
            )
    content = _csv(rows)
    manifest = {
        "title": "Sample postings (not real jobs)",
        "made_by": "ingest snapshot sample",
        "licence": "MIT",
        "seed": SEED,
        "rows": len(rows),
        "counties": len(places["seats"]),
        "note": "Employers and jobs are made up. Towns and ZIP codes are real. Dates are days from today.",
        "templates_sha256": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(TEMPLATES.glob("*.toml"))
        },
        "files": [
            {"name": "postings.csv", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        ],
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, data in (("postings.csv", content), ("manifest.json", _json(manifest))):
        part = out / f"{name}.part"
        part.write_bytes(data)
        part.replace(out / name)
    return manifest


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _shuffled(roles: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    deck = [role for role in roles for _ in range(role["share"])]
    random.shuffle(deck)
    return deck


def _towns(config_dir: Path, places: dict[str, Any]) -> list[tuple[str, list[ZipPlace]]]:
    """Each county with the ZIP codes of its towns, in the order of the file."""
    embedded = config_dir / "embedded" / "places"
    counties: dict[str, CountyPlace] = {
        county.county_name.removesuffix(" County"): county
        for county in read_counties(embedded)
        if county.state == STATE and county.status == "current"
    }
    if missing := sorted(counties.keys() ^ places["seats"].keys()):
        raise ValueError(f"counties.toml and the places snapshot differ: {', '.join(missing)}")
    zips = [z for z in read_zips(embedded) if z.state == STATE and z.kind == "standard" and z.counties]
    found = []
    for county, seat in places["seats"].items():
        fips = counties[county].county_fips
        towns = [
            place
            for name in (seat, *places["other_towns"].get(county, ()))
            for place in [z for z in zips if z.place_name == name and z.counties[0][0] == fips][:3]
        ]
        if not towns:
            raise ValueError(f"counties.toml: no ZIP code of {seat} lies in {county} County")
        found.append((county, towns))
    return found


def _posting(
    number: int,
    role: dict[str, Any],
    town: ZipPlace,
    *,
    kinds: dict[str, Any],
    closing: list[str],
    random: Random,
) -> dict[str, str]:
    """One row. The employer is drawn by town and kind, so that a town has a few employers with several jobs."""
    names = Random(f"{SEED}-{town.zip_code}-{role['kind']}")  # noqa: S311 - as above
    employer = f"{names.choice(kinds['first'])} {names.choice(kinds['kinds'][role['kind']])}"
    duties = random.sample(role["duties"], k=2)
    title = random.choice(role["titles"])
    part_time = (random.random() < 0.2 and "Full Time" not in title) or bool(_PART_TIME.search(title))
    row = {
        "identifier": f"sample-{number:04}",
        "title": title,
        "hiringOrganization": employer,
        "description": " ".join((random.choice(role["opening"]), *duties, random.choice(closing))),
        "qualifications": random.choice(role["asks"]),
        "datePosted": f"-{random.randint(0, 24)}d",
        "validThrough": f"+{random.randint(14, 60)}d",
        "employmentType": "PART_TIME" if part_time else "FULL_TIME",
        "workHours": str(random.choice((20, 24, 28))) if part_time else "",
        "addressLocality": town.place_name,
        "addressRegion": STATE,
        "postalCode": town.zip_code,
    }
    if random.random() >= WITHOUT_PAY:
        row |= _pay(role["pay"], random)
    return row


def _pay(pay: dict[str, Any], random: Random) -> dict[str, str]:
    step = 0.25 if pay["unit"] == "HOUR" else 500
    low = pay["low"] + random.random() * 0.4 * (pay["high"] - pay["low"])
    high = low + (0.2 + random.random() * 0.3) * (pay["high"] - pay["low"])
    low, high = (round(x / step) * step for x in (low, high))
    return {
        "salaryMin": f"{low:g}",
        "salaryMax": f"{high:g}",
        "salaryUnit": pay["unit"],
        "salaryCurrency": "USD",
    }


def _csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
