"""Scores places and pay on real announcements that we labelled: `tests/data/understanding/places_and_pay.tsv`."""

import gzip
import json
from pathlib import Path
from typing import Any

from ingest.enrich.place import resolve_places
from ingest.enrich.understand import Reader
from portal.domain.job_posting import StatedPlace
from portal.store.snapshots import read_counties
from tests.bench.requirement_scores import share_with_interval
from tests.real_data import real_file

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "tests" / "data" / "understanding" / "places_and_pay.tsv"
SOURCE = "jobs/usajobs/search_api_2016-05_page1.json.gz"


def score_places(reader: Reader) -> dict[str, Any]:
    """Right state and right county of those answered, and how many were answered; each with its misses."""
    folder = ROOT / "config" / "embedded" / "places"
    names = {row.county_fips: row.county_name for row in read_counties(folder)}
    with gzip.open(real_file(SOURCE), "rt", encoding="utf-8") as stream:
        items = json.load(stream)["SearchResult"]["SearchResultItems"]
    stated = {
        str(i["MatchedObjectId"]): i["MatchedObjectDescriptor"]["PositionLocation"][0]["LocationName"]
        for i in items
    }
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    states = right_states = counties = right_counties = labelled = 0
    misses = []
    for ref, state, county, *_pay in rows:
        places, _note = resolve_places((StatedPlace(text=stated[ref]),), reader.gazetteer, is_remote=False)
        labelled += bool(county)
        if not places:
            continue
        states += 1
        if places[0].state == state:
            right_states += 1
        else:
            misses.append(f"{stated[ref]}: state {places[0].state}, labelled {state or 'abroad'}")
        if county and places[0].county_fips:
            counties += 1
            said = names.get(places[0].county_fips, "")
            if _plain(said) == _plain(county):
                right_counties += 1
            else:
                misses.append(f"{stated[ref]}: {said}, labelled {county}")
    return {
        "n": len(rows),
        "state answered": states,
        "state right of answered": share_with_interval(right_states, states),
        "county labelled": labelled,
        "county answered": counties,
        "county right of answered": share_with_interval(right_counties, counties),
        "misses": misses,
    }


def _plain(county: str) -> str:
    text = county.casefold().replace(".", "").replace("saint ", "st ")
    for ending in (" county", " parish", " municipality", " city and borough", " borough", " city"):
        text = text.removesuffix(ending)
    return text
