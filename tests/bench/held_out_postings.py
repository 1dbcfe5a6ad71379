"""Real postings that no rule was made on, with our labels; their texts stay in the data folder.

Chosen by a hash of the id (`is_held_out`) among the postings of New York City (June 2026) and USAJOBS (May 2016)
that are not gold postings. Labelled by reading each text before the reader was run on any of them.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NYC = "jobs/nyc/nyc_open_data_kpav-sd4t_2026-06.json.gz"
USAJOBS = "jobs/usajobs/search_api_2016-05_page1.json.gz"
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


def held_out_postings(data: Path, labels: Path) -> list[dict[str, Any]]:
    """Labelled postings in the gold set's form; those whose text is no longer in the data folder are an error.

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
