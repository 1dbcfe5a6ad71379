"""The labelled pairs of duplicates: which posting, changed how, and what the two are to each other.

`tests/data/duplicates/pairs.tsv` names real postings by file and reference; their words stay beside the checkout.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.enrich.understand import Reader
from ingest.kit.document import Rejection, Surroundings
from ingest.kit.mirror import read_mirror
from ingest.kit.reference import ReferenceAdapter
from ingest.registry import build_adapter, get_source
from portal.domain.job_posting import PostingRecord
from tests.bench.duplicate_variations import FIRST, LATER, Posted, vary
from tests.real_data import SHARED

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "data" / "duplicates"
KEYS = {"usajobs_api_key": "not asked", "usajobs_email": "nobody@example.org"}
NOW_LATER = "later"
"""Instead of a variation: the second of two real postings came after the first had closed."""


@dataclass(frozen=True)
class Pair:
    """Two postings and what they are to each other: same, again (posted again later) or different."""

    left: str
    right: str
    change: str
    label: str

    @property
    def is_reported(self) -> bool:
        """In the half that figures are reported on; the other half was tuned on."""
        key = f"{self.left}\t{self.right}\t{self.change}"
        return hashlib.sha256(key.encode()).digest()[0] % 2 == 1

    @property
    def kind(self) -> str:
        """The variation, or that both are real."""
        return self.change if self.right == "-" else f"two real postings, {self.label}"


def read_pairs(*, with_real: bool = True) -> list[Pair]:
    """All labelled pairs; without the real files, those of our own postings only."""
    lines = (FOLDER / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    pairs = [Pair(*row[:4]) for row in rows]
    return [pair for pair in pairs if with_real or pair.left.startswith("own:")]


def postings_of(pairs: Iterable[Pair], reader: Reader | None) -> Mapping[str, Posted]:
    """The postings that the pairs name. Raises: FileNotFoundError when a real file is missing."""
    wanted = {ref for pair in pairs for ref in (pair.left, pair.right) if ref != "-"}
    found = {ref: posted for ref, posted in _own().items() if ref in wanted}
    for key in ("nyc", "usajobs"):
        refs = {ref.partition(":")[2] for ref in wanted if ref.startswith(f"{key}:")}
        if refs:
            assert reader is not None
            found |= {f"{key}:{ref}": posted for ref, posted in _real(key, refs, reader).items()}
    if missing := wanted - found.keys():
        raise FileNotFoundError(f"labelled postings that no file holds: {', '.join(sorted(missing)[:5])}")
    return found


def both(pair: Pair, postings: Mapping[str, Posted]) -> tuple[Posted, Posted]:
    """The two postings of a pair, changed as it says."""
    left = postings[pair.left]
    if pair.right == "-":
        left = FIRST.get(pair.change, lambda posting: posting)(left)
        return left, vary(postings[pair.left], pair.change)
    right = postings[pair.right]
    if pair.change == NOW_LATER:
        return replace(left, removed_at=LATER), replace(right, first_seen_at=LATER)
    return left, right


def _own() -> dict[str, Posted]:
    rows = tomllib.loads((FOLDER / "own.toml").read_text(encoding="utf-8"))
    return {
        f"own:{name}": Posted(
            title=row["title"],
            employer_name=row["employer"],
            text=row["text"].strip(),
            places=((row["place"][0], row["place"][1], row["place"][2]),),
        )
        for name, row in rows.items()
    }


def _real(key: str, refs: set[str], reader: Reader) -> dict[str, Posted]:
    return {ref: _posted(record, reader) for ref, record in _records(key).items() if ref in refs}


@cache
def _records(key: str) -> dict[str, PostingRecord]:
    source = get_source(ROOT / "config", key)
    around = Surroundings(today=LATER.date(), data_dir=ROOT, config_dir=ROOT / "config", keys=KEYS)
    adapter = build_adapter(source, around)
    assert not isinstance(adapter, ReferenceAdapter)
    found: dict[str, PostingRecord] = {}
    for document in read_mirror(SHARED, source.mirror.files, max_bytes=source.max_bytes):
        for outcome in adapter.parse(document):
            if isinstance(outcome, PostingRecord):
                found.setdefault(outcome.source_ref, outcome)
            else:
                assert not isinstance(outcome, Rejection) or outcome.reason
    return found


def _posted(record: PostingRecord, reader: Reader) -> Posted:
    understood = reader.understand(record)
    pay = understood.pay
    return Posted(
        title=record.title,
        employer_name=record.employer_name,
        text=understood.description_text,
        places=tuple((p.state, p.place_name, p.postal_code or "") for p in understood.places),
        place_note=understood.place_note,
        is_remote=record.is_remote,
        annual_pay_min_usd=pay.minimum_usd if pay else None,
        annual_pay_max_usd=pay.maximum_usd if pay else None,
        hours_per_week=record.hours_per_week,
        employment_types=record.employment_types,
    )
