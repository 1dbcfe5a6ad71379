"""Scores pay that a text states, and pay on the year from a source's own fields, on real postings that we labelled.

`tests/data/understanding/pay_in_text.tsv`: all postings of three files whose text names dollars, each read by us:
what it says the job pays, lowest and highest of its grades and places, or nothing (budgets, fees, insurance).
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.enrich.pay import annualise
from ingest.enrich.pay_in_text import find_pay
from ingest.enrich.text import clean_html, plain_text
from portal.domain.job_posting import PayUnit, StatedPay
from tests.bench.place_scores import LABELS as ANNOUNCEMENTS
from tests.bench.place_scores import SOURCE as USAJOBS
from tests.bench.requirement_scores import share_with_interval
from tests.real_data import real_file

LABELS = Path(__file__).resolve().parents[1] / "data" / "understanding" / "pay_in_text.tsv"
NYC = "jobs/nyc/nyc_open_data_kpav-sd4t_2026-06.json.gz"
GOLD = "labelled/postings_gold_dev.jsonl.gz"
_NYC_TEXTS = ("job_description", "minimum_qual_requirements", "preferred_skills", "additional_information")


def is_reported(ref: str) -> bool:
    """The half that is reported; patterns were chosen on the other."""
    return hashlib.sha256(f"pay:{ref}".encode()).digest()[0] % 2 == 0


def read_labels() -> dict[str, StatedPay | None]:
    """Pay by posting; None: its dollars are no pay."""
    found: dict[str, StatedPay | None] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ref, low, high, unit = line.split("\t")
        found[ref] = (
            StatedPay(
                minimum=float(low) if low else None, maximum=float(high) if high else None, unit=PayUnit(unit)
            )
            if unit
            else None
        )
    return found


def texts() -> Iterator[tuple[str, str, str]]:
    """Reference, title and plain text of the three files."""
    with gzip.open(real_file(NYC), "rt", encoding="utf-8") as stream:
        rows = json.load(stream)
    chosen: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["posting_type"] != "Internal" or row["job_id"] not in chosen:
            chosen[row["job_id"]] = row
    for ref, row in chosen.items():
        yield f"26-{ref}", row["business_title"], _plain("\n".join(row.get(key, "") for key in _NYC_TEXTS))
    with gzip.open(real_file(USAJOBS), "rt", encoding="utf-8") as stream:
        items = json.load(stream)["SearchResult"]["SearchResultItems"]
    for item in items:
        posting = item["MatchedObjectDescriptor"]
        details = posting.get("UserArea", {}).get("Details", {})
        parts = [posting.get("QualificationSummary", "")]
        for value in details.values():
            parts += [value] if isinstance(value, str) else map(str, value) if isinstance(value, list) else []
        yield f"us-{item['MatchedObjectId']}", posting["PositionTitle"], _plain("\n".join(parts))
    with gzip.open(real_file(GOLD), "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            yield row["id"], row["title"], _plain(row["text"])


def score_pay() -> dict[str, Any]:
    """Stated pay that was read exactly, false alarms where none is stated, and the year's pay from fields."""
    labels = read_labels()
    counts = {half: {"stated": 0, "exact": 0, "none stated": 0, "false": 0} for half in ("reported", "tuned")}
    misses = []
    for ref, title, text in texts():
        if ref not in labels:
            continue
        label, (pay, _sentence) = labels[ref], find_pay(title, text)
        half = counts["reported" if is_reported(ref) else "tuned"]
        half["none stated" if label is None else "stated"] += 1
        if label is None:
            half["false"] += pay is not None
        else:
            half["exact"] += pay == label
        if pay != label:
            misses.append(f"{ref}: read {_said(pay)}, labelled {_said(label)}")
    whole = {key: counts["reported"][key] + counts["tuned"][key] for key in counts["reported"]}
    fields, announcements = _score_fields()
    return {
        "n": {"stated": whole["stated"], "none stated": whole["none stated"], "fields": announcements},
        "exact of stated, reported half": share_with_interval(
            counts["reported"]["exact"], counts["reported"]["stated"]
        ),
        "exact of stated, all": share_with_interval(whole["exact"], whole["stated"]),
        "silent where none is stated, reported half": share_with_interval(
            counts["reported"]["none stated"] - counts["reported"]["false"], counts["reported"]["none stated"]
        ),
        "silent where none is stated, all": share_with_interval(
            whole["none stated"] - whole["false"], whole["none stated"]
        ),
        "on the year, from fields": fields,
        "misses": misses,
    }


def _score_fields() -> tuple[tuple[float, float, float], int]:
    """Announcements whose pay for a year, low and high, comes out as labelled to the dollar."""
    with gzip.open(real_file(USAJOBS), "rt", encoding="utf-8") as stream:
        items = json.load(stream)["SearchResult"]["SearchResultItems"]
    paid = {str(i["MatchedObjectId"]): i["MatchedObjectDescriptor"]["PositionRemuneration"][0] for i in items}
    units = {"Per Year": PayUnit.YEAR, "Per Hour": PayUnit.HOUR}
    right = n = 0
    for line in ANNOUNCEMENTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ref, _state, _county, low, high = line.split("\t")
        said = paid[ref]
        pay = StatedPay(
            minimum=float(said["MinimumRange"]), maximum=float(said["MaximumRange"]),
            unit=units[said["RateIntervalCode"]]
        )  # fmt: skip
        annual = annualise(pay, hours_per_week=None)
        assert annual is not None
        n += 1
        right += (round(annual.minimum_usd or 0), round(annual.maximum_usd or 0)) == (
            round(float(low)),
            round(float(high)),
        )
    return share_with_interval(right, n), n


def _plain(text: str) -> str:
    return plain_text(clean_html(text))


def _said(pay: StatedPay | None) -> str:
    return "none" if pay is None else f"{pay.minimum}-{pay.maximum} {pay.unit.value}"
