"""Writes what `quality_understanding` measured into `config/quality.json`, which the public page shows."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from portal.domain.quality import (
    CoderFigures,
    MeasuredShare,
    OccupationSet,
    QualityFigures,
    RequirementSet,
    RiskPoint,
)
from portal.store.quality import FILE
from tests.bench.requirement_scores import share_with_interval

CONFIG = Path(__file__).resolve().parents[2] / "config"
SETS = {
    "a": "a: filings of other employers", "b": "b: O*NET reported titles", "c": "c: gold postings, reporting half",
    "own": "own private-employer postings",
}  # fmt: skip
REQUIREMENTS = {
    "held": "held-out postings B",
    "gold": "gold postings, reporting half",
    "own": "own private-employer postings",
}
FIELD_ALONE = "rungs, or the field alone"
CODERS = (
    "rungs",
    FIELD_ALONE,
    "rungs, never abstaining",
    "rungs without the artefact",
    "baseline: exact lookup",
    "baseline: BM25",
)


def publish(result: Mapping[str, Any], *, measured_on: date, folder: Path = CONFIG) -> Path:
    """Write the figures of one run; the file that was written."""
    path = folder / FILE
    path.write_text(
        quality_figures(result, measured_on=measured_on).model_dump_json(indent=1) + "\n", encoding="utf-8"
    )
    return path


def quality_figures(result: Mapping[str, Any], *, measured_on: date) -> QualityFigures:
    """The figures of one run in the form of the page."""
    places, pay = result["places"], result["pay"]
    return QualityFigures(
        measured_on=measured_on,
        occupation=tuple(_occupation(key, result["occupation"][name]) for key, name in SETS.items()),
        requirements=tuple(
            RequirementSet(
                key=key,
                precision=_share(found["professional"]["precision"], found["professional"]["finds"]),
                recall=_share(found["professional"]["recall"], found["professional"]["labels"]),
                groups=_share(
                    found["groups right of those found"]["share"], found["groups right of those found"]["n"]
                ),
            )
            for key, name in REQUIREMENTS.items()
            if (found := result["requirements"][name])
        ),
        place_state=_share(places["state right of answered"], places["state answered"]),
        place_county=_share(places["county right of answered"], places["county answered"]),
        pay_in_text=_share(pay["exact of stated, all"], pay["n"]["stated"]),
        pay_silent=_share(pay["silent where none is stated, all"], pay["n"]["none stated"]),
        pay_from_fields=_share(pay["on the year, from fields"], pay["n"]["fields"]),
    )


def _occupation(key: str, by_coder: Mapping[str, Any]) -> OccupationSet:
    whole = by_coder["rungs, never abstaining"]["any code"]
    return OccupationSet(
        key=key,
        n=whole["n"],
        coders=tuple(_coder(name, by_coder[name]["any code"]) for name in CODERS),
        curve=tuple(
            RiskPoint(coverage=int(share.rstrip("%")) / 100, risk=round(risk, 4))
            for share, risk in whole["risk at coverage"].items()
        ),
    )


def _coder(name: str, found: Mapping[str, Any]) -> CoderFigures:
    return CoderFigures(
        name=name,
        coverage=_share(share_with_interval(found["answered"], found["n"]), found["n"]),
        six_digits=MeasuredShare(n=0)  # a field is no code, so codes are not what is counted here
        if name == FIELD_ALONE
        else _share(found["6 digits of answered"], found["answered"]),
        two_digits=_share(found["2 digits of answered"], found["answered"]),
        six_digits_of_all=_share(found["6 digits of all"], found["n"]),
        calibration_error=round(found["calibration error"], 4),
    )


def _share(found: Sequence[float], n: int) -> MeasuredShare:
    share, low, high = found
    if math.isnan(share):
        return MeasuredShare(n=n)
    return MeasuredShare(
        share=round(share, 4), low=max(0.0, round(low, 4)), high=min(1.0, round(high, 4)), n=n
    )
