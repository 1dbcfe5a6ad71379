"""How many of the signals that real postings state are found, and how many of the finds are stated.

Labels: `tests/data/understanding/signals.jsonl`, a line a posting: kinds with their value (`shift:night`), made by
reading before the reader was run on any of them. A label that ends in `?` counts neither way; `shift:*` stands for any
value.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.enrich.signals import read_signals
from ingest.enrich.text import clean_html, plain_text
from portal.domain.posting_text import SignalKind, SignalValue
from tests.bench.held_out_postings import real_postings
from tests.bench.requirement_scores import share_with_interval
from tests.real_data import SHARED

LABELS = Path(__file__).resolve().parents[1] / "data" / "understanding" / "signals.jsonl"


def score_signals() -> dict[str, dict[str, Any]]:
    """Precision and recall a kind, with their intervals; denied signals are left out."""
    texts = {row["id"]: row for row in real_postings(SHARED)}
    hits: Counter[str] = Counter()
    finds: Counter[str] = Counter()
    met: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for row in labelled():
        found = stated(texts[row["id"]])
        must = {label for label in row["signals"] if not label.endswith("?")}
        free = {label.rstrip("?") for label in row["signals"]}
        for signal in found:
            kind = signal.partition(":")[0]
            right = signal in must or f"{kind}:*" in must
            if right or (signal not in free and f"{kind}:*" not in free):
                finds[kind] += 1
                hits[kind] += right
        for label in must:
            kind = label.partition(":")[0]
            labels[kind] += 1
            met[kind] += label in found or (label.endswith("*") and any(f.startswith(kind) for f in found))
    return {
        kind.value: {
            "precision": share_with_interval(hits[kind.value], finds[kind.value]), "finds": finds[kind.value],
            "recall": share_with_interval(met[kind.value], labels[kind.value]), "labels": labels[kind.value],
        }
        for kind in SignalKind
    }  # fmt: skip


def stated(row: Mapping[str, Any]) -> frozenset[str]:
    """What the reader finds in one posting, in the form of the labels."""
    return frozenset(
        s.kind.value
        if s.value is SignalValue.STATED or s.kind is SignalKind.HOURS
        else f"{s.kind.value}:{s.value.value}"
        for s in read_signals(row["title"], plain_text(clean_html(row["text"])))
        if not s.is_denied
    )


def labelled() -> list[dict[str, Any]]:
    """The labelled postings."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def differences(
    rows: Iterable[Mapping[str, Any]], texts: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """What is missed (-) and found beyond the labels (+), by posting."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found, free = stated(texts[row["id"]]), {label.rstrip("?") for label in row["signals"]}
        must = {label for label in row["signals"] if not label.endswith("?")}
        told[row["id"]] += [f"- {label}" for label in sorted(must - found)]
        told[row["id"]] += [f"+ {s}" for s in sorted(found - free) if f"{s.partition(':')[0]}:*" not in free]
    return {posting: lines for posting, lines in told.items() if lines}
