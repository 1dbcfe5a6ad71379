"""Real postings with our labels of what they ask for; their texts stay in the data folder.

All are of New York City (June 2026) and USAJOBS (May 2016), none is a gold posting, and each was labelled by reading
before the reader was run on it. *Held out A* was chosen by a hash of the id (`is_held_out`), *held out B* by a hash
of `wording_key`, so that no paragraph of minimum qualifications stands in B and in the learning set.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NYC = "jobs/nyc/nyc_open_data_kpav-sd4t_2026-06.json.gz"
USAJOBS = "jobs/usajobs/search_api_2016-05_page1.json.gz"
_MINIMUM = re.compile(
    r"Minimum Qualification Requirements:\n(.*?)(?:\n\nPreferred Skills|\n\nAdditional Information|$)", re.S
)
_NO_WORD = re.compile(r"[^a-z0-9 ]")
PARTS = (
    ("job_description", ""),
    ("minimum_qual_requirements", "Minimum Qualification Requirements:\n"),
    ("preferred_skills", "Preferred Skills:\n"),
    ("additional_information", "Additional Information:\n"),
)


def is_held_out(posting_id: str) -> bool:
    """True for the twentieth of the postings that is kept for reporting."""
    digest = hashlib.sha256(f"rungs held-out requirements 2026: {posting_id}".encode()).hexdigest()
    return int(digest, 16) % 20 == 0


def is_held_out_b(row: dict[str, Any]) -> bool:
    """True for the fifth of the wordings that is kept for reporting; B is drawn from these."""
    digest = hashlib.sha256(f"rungs held-out B {wording_key(row)}".encode()).hexdigest()
    return int(digest, 16) % 5 == 0


def wording_key(row: dict[str, Any]) -> str:
    """What postings of one civil-service title share: the start of their minimum qualifications, or employer, title."""
    found = _MINIMUM.search(row["text"])
    words = found[1] if found else f"{row['organization']} {row['title']}"
    kept = " ".join(_NO_WORD.sub(" ", words.lower()).split())
    return kept[:300] if found else kept


def held_out_postings(data: Path, labels: Path) -> list[dict[str, Any]]:
    """Postings of a file of labels in the gold set's form; a text that is no longer there is an error.

    Raises: KeyError naming the posting.
    """
    texts = {row["id"]: row for row in real_postings(data)}
    labelled = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    return [
        texts[row["id"]] | {"requirements": row["requirements"], "soc_2018": "", "soc_acceptable": []}
        for row in labelled
    ]


def real_postings(data: Path) -> Iterator[dict[str, Any]]:
    """Postings of both files as the gold set writes them."""
    with gzip.open(data / NYC, "rt", encoding="utf-8") as lines:
        for row in json.load(lines):
            text = "\n\n".join(opening + row[part] for part, opening in PARTS if row.get(part))
            yield {
                "id": f"nyc-{row['job_id']}", "file": NYC, "title": row["business_title"], "text": text,
                "organization": row.get("agency", ""), "location": "New York, NY",
            }  # fmt: skip
    with gzip.open(data / USAJOBS, "rt", encoding="utf-8") as lines:
        result = json.load(lines)["SearchResult"]["SearchResultItems"]
    for item in result:
        about = item["MatchedObjectDescriptor"]
        summary = about.get("UserArea", {}).get("Details", {}).get("JobSummary") or ""
        places = about.get("PositionLocation") or [{}]
        yield {
            "id": f"usajobs-{item['MatchedObjectId']}", "file": USAJOBS, "title": about["PositionTitle"],
            "text": f"{about.get('QualificationSummary', '')}\n{summary}",
            "organization": about.get("OrganizationName", ""), "location": places[0].get("LocationName", ""),
        }  # fmt: skip
