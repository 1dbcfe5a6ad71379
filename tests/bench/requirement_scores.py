"""Scores requirements as the gold set's own scorer does, for professional credentials, and reads the groups too."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

PROFESSIONAL = frozenset({"license", "certification", "certificate", "driver_license"})
MAX_SURFACE = 250


def score_requirements(
    gold: Sequence[Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Precision and recall of finds of the four professional types and of all types, and of AND/OR groups.

    A find and a label match when their kind is the same and one surface holds the other. Conditional labels count
    neither as missed nor as wrong; nor do finds of one type that match a label of another. `also` of a label holds
    other words by which the same text names the same thing. A group is right when all its labels that were found
    stand together in one group, and no label of another group stands with them.
    """
    found: dict[str, Any] = {}
    for name, types in (("professional", PROFESSIONAL), ("all types", None)):
        hits = finds = met = labels = 0
        for row in gold:
            items = _unique(row["requirements"])
            must = [q for q in items if not q.get("conditional") and _is_of(q, types)]
            free = [q for q in items if q.get("conditional") or not _is_of(q, types)]
            guesses = [p for p in _unique(predicted[row["id"]]["requirements"]) if _is_of(p, types)]
            for guess in guesses:
                right = any(_match(guess, q) for q in must)
                if right or not any(_match(guess, q) for q in free):
                    finds += 1
                    hits += right
            labels += len(must)
            met += sum(any(_match(p, q) for p in _unique(predicted[row["id"]]["requirements"])) for q in must)
        found[name] = {
            "precision": share_with_interval(hits, finds), "finds": finds,
            "recall": share_with_interval(met, labels), "labels": labels,
        }  # fmt: skip
    right = groups = 0
    for row in gold:
        labelled: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for q in row["requirements"]:
            if not q.get("conditional") and q["credential_type"] in PROFESSIONAL:
                labelled[q["group"]].append(q)
        guesses = predicted[row["id"]]["requirements"]
        for number, items in labelled.items():
            placed = [{p["group"] for p in guesses if _match(p, q)} for q in items]
            placed = [p for p in placed if p]
            if not placed:
                continue
            groups += 1
            together = set.intersection(*placed)
            others = {
                p["group"]
                for other, rest in labelled.items()
                if other != number
                for q in rest
                for p in guesses
                if _match(p, q) and not any(_match(p, mine) for mine in items)
            }
            right += bool(together - others)
    found["groups right of those found"] = {"share": share_with_interval(right, groups), "n": groups}
    return found


def differences(row: Mapping[str, Any], guess: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Professional credentials that were wrongly found or missed: what, its words, its kind."""
    labels, finds = _unique(row["requirements"]), _unique(guess["requirements"])
    wrong = [
        ("wrongly found", p["surface"], p["kind"])
        for p in finds
        if _is_of(p, PROFESSIONAL) and not any(_match(p, q) for q in labels)
    ]
    missed = [
        ("missed", q["surface"], q["kind"])
        for q in labels
        if _is_of(q, PROFESSIONAL) and not q.get("conditional") and not any(_match(p, q) for p in finds)
    ]
    return wrong + missed


def share_with_interval(part: int, whole: int) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson)."""
    if not whole:
        return math.nan, math.nan, math.nan
    z, p = 1.959964, part / whole
    middle, spread = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return (
        round(p, 4),
        round((middle - spread) / (1 + z * z / whole), 4),
        round((middle + spread) / (1 + z * z / whole), 4),
    )


def _is_of(item: Mapping[str, Any], types: frozenset[str] | None) -> bool:
    return types is None or item["credential_type"] in types


def _match(guess: Mapping[str, Any], label: Mapping[str, Any]) -> bool:
    if guess["kind"] != label["kind"]:
        return False
    p = _norm(guess["surface"])
    if not re.search(r"\w", p):
        return False
    names = [_norm(name) for name in (label["surface"], *label.get("also", ()))]
    return any(_holds(g, p) or (len(p) <= MAX_SURFACE and _holds(p, g)) for g in names)


def _holds(long: str, short: str) -> bool:
    if len(short) >= 5:
        return short in long
    return bool(short) and re.search(r"(?<!\w)" + re.escape(short) + r"(?!\w)", long) is not None


def _norm(text: str) -> str:
    for curly, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, plain)
    return " ".join(text.casefold().split())


def _unique(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    best: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for item in items:
        key = (item["kind"], _norm(item["surface"]), item["credential_type"])
        if key not in best or (best[key].get("conditional") and not item.get("conditional")):
            best[key] = item
    return list(best.values())
