"""Gold postings: title, text and every acceptable occupation, labelled by reading."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

GOLD = "labelled/postings_gold_dev.jsonl.gz"


@dataclass(frozen=True)
class GoldPosting:
    """Title, text and every acceptable code of one gold posting; the first code is the labelled one."""

    posting_id: str
    title: str
    text: str
    soc_codes: tuple[str, ...]


def read_gold(path: Path) -> list[GoldPosting]:
    """Postings of a gold file (JSON lines, packed or not)."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        rows = [json.loads(line) for line in lines]
    return [
        GoldPosting(r["id"], r["title"], r.get("text", ""), (r["soc_2018"], *r.get("soc_acceptable", ())))
        for r in rows
    ]
