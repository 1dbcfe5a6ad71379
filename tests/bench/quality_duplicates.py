"""How well copies of an offer and jobs posted again are told: labelled pairs through the store, as a run settles them.

python -m tests.bench.quality_duplicates [--json] [--misses] [--half tuned|reported]
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, create_engine, delete, select

from ingest.dedupe.settle import settle
from ingest.enrich.understand import Reader
from portal.store.catalog import read_catalog_files
from portal.store.duplicate_tables import OfferBlockRow, OfferLikenessRow, PostingRepostRow
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from tests.bench.duplicate_pairs import ROOT, Pair, both, postings_of, read_pairs
from tests.bench.duplicate_variations import LATER, Posted
from tests.bench.requirement_scores import share_with_interval

TRUST = {"employer": 90, "collector": 30}


def build_reader() -> Reader:
    """Reads with what ships."""
    config = ROOT / "config"
    return Reader.build(config, read_catalog_files(config, soc_codes=frozenset(), today=date.max))


class Judge:
    """Settles two postings alone in a store and says what they became: same, again or different."""

    def __init__(self) -> None:
        engine = create_engine("sqlite://")
        SQLModel.metadata.create_all(engine)
        self._session = Session(engine)
        self.shown_twice = 0
        """Told to be the same and shown twice all the same: the less trusted copy names a town more."""

    def judge(self, left: Posted, right: Posted) -> str:
        """What the product makes of the two."""
        session = self._session
        for table in (PostingRepostRow, OfferLikenessRow, OfferBlockRow, JobPostingPlaceRow, JobPostingRow):
            session.execute(delete(table))
        rows = [_row(session, str(number), posted) for number, posted in enumerate((left, right))]
        ids = [row.id or 0 for row in rows]
        settle(session, ids, trust=TRUST, now=LATER + timedelta(days=1))
        session.expire_all()
        if session.get(PostingRepostRow, ids[1]) is not None:
            return "again"
        keys = [row.offer_key for row in rows]
        edge = session.exec(
            select(OfferLikenessRow.is_same).where(
                OfferLikenessRow.offer_key == keys[0], OfferLikenessRow.other_key == keys[1]
            )
        ).first()
        if keys[0] != keys[1] and not edge:
            return "different"
        is_open = left.removed_at is None and right.removed_at is None
        self.shown_twice += is_open and all(row.shown_from_on is None for row in rows)
        return "same"


def _row(session: Session, ref: str, posted: Posted) -> JobPostingRow:
    values = asdict(posted)
    places, text = values.pop("places"), values.pop("text")
    row = JobPostingRow(
        **values,
        source_ref=ref,
        content_hash=ref,
        description_text=text,
        changed_at=posted.first_seen_at,
        soc_candidates=[],
        requirements_state="nothing_found",
        requirements={},
    )
    session.add(row)
    session.flush()
    for state, name, code in places:
        session.add(
            JobPostingPlaceRow(
                posting_id=row.id, precision="zip", place_name=name, state=state, postal_code=code or None
            )
        )
    session.flush()
    return row


def measure(pairs: list[Pair], *, reader: Reader | None) -> dict[str, Any]:
    """Precision and recall of *same* and *again*, with 95 % intervals, and the misses."""
    postings = postings_of(pairs, reader)
    judge = Judge()
    found: Counter[tuple[str, str]] = Counter()
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses = []
    for pair in pairs:
        verdict = judge.judge(*both(pair, postings))
        found[pair.label, verdict] += 1
        kinds[pair.kind][0] += verdict == pair.label
        kinds[pair.kind][1] += 1
        if verdict != pair.label:
            misses.append(f"{pair.left} {pair.right} {pair.change}: {pair.label}, taken for {verdict}")
    result: dict[str, Any] = {"pairs": len(pairs)}
    for label in ("same", "again"):
        right = found[label, label]
        said = sum(count for (_, verdict), count in found.items() if verdict == label)
        there = sum(count for (labelled, _), count in found.items() if labelled == label)
        result[f"{label}: precision"] = (*share_with_interval(right, said), said)
        result[f"{label}: recall"] = (*share_with_interval(right, there), there)
    result["same, shown twice"] = judge.shown_twice
    result["kinds"] = {kind: f"{right}/{n}" for kind, (right, n) in sorted(kinds.items())}
    result["misses"] = misses
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="name each pair that is judged wrong")
    parser.add_argument("--half", choices=("tuned", "reported", "all"), default="reported")
    options = parser.parse_args()
    pairs = [
        pair
        for pair in read_pairs()
        if options.half == "all" or pair.is_reported == (options.half == "reported")
    ]
    result = measure(pairs, reader=build_reader())
    misses = result.pop("misses")
    if options.misses:
        sys.stderr.write("\n".join(misses) + "\n")
    if options.json:
        result.pop("kinds")
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=None if options.json else 1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
