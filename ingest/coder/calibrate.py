"""How sure the coder may say it is: set on titles that were not learnt from and on the learning half of postings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.coder import corpus
from ingest.coder.gold import GoldPosting
from ingest.enrich.occupation import TEXT_READ
from ingest.enrich.occupation_model import Calibration, OccupationModel
from ingest.enrich.title_words import TitleWords

TEXT_WEIGHT = 50.0
"""How much the likeness of a text weighs against the title; chosen on the learning half."""
DUTY_WEIGHT = 8.0
"""The same for the words of the title itself held against duties; chosen on titles that are not reported on."""
THRESHOLD = 0.42
"""Least confidence for a code. Set on the learning half, where it leaves about one posting in seven open."""
GROUP_THRESHOLD = 0.75
"""Least confidence for a major group where no code is sure enough. Set on the learning half."""


def calibrate(
    model: OccupationModel,
    words: TitleWords,
    *,
    titles: Sequence[corpus.Example],
    gold: Sequence[GoldPosting],
) -> Calibration:
    """Logistic regression of "the first code is right" on titles not learnt from and on the learning half."""
    cases: list[tuple[list[tuple[str, float]], str, tuple[str, ...]]] = [
        (words.read(one.text), "", (one.soc_code,)) for one in titles
    ]
    cases += [(words.read(one.title), one.text, one.soc_codes) for one in gold]
    cases = [case for case in cases if case[0]]
    features, right, group_features, group_right = [], [], [], []
    for title, text, codes in cases:
        ranking = model.rank(title, text[:TEXT_READ])
        share, second = ranking.ranked[0].share, ranking.ranked[1].share
        features.append((np.log(max(share, 1e-6) / max(1 - share, 1e-6)), share - second, 1.0))
        right.append(ranking.ranked[0].soc_code in codes)
        odds = np.log(
            ranking.group_confidence / (1 - ranking.group_confidence)
        )  # of a model not yet calibrated
        group_features.append((odds, 1.0))
        group_right.append(str(ranking.group)[:2] in {code[:2] for code in codes})
    weight = np.where(np.arange(len(cases)) < len(titles), 1.0, len(titles) / max(len(gold), 1))
    slope, margin, offset = _logistic_regression(np.array(features), np.array(right, float), weight)
    group_slope, group_offset = _logistic_regression(
        np.array(group_features), np.array(group_right, float), weight
    )
    return Calibration(
        slope=slope, margin=margin, offset=offset, threshold=THRESHOLD,
        group_slope=group_slope, group_offset=group_offset, group_threshold=GROUP_THRESHOLD,
        text_weight=TEXT_WEIGHT, duty_weight=DUTY_WEIGHT,
    )  # fmt: skip


def _logistic_regression(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[float, ...]:
    """Weights of the columns by Newton's method with a small ridge, four digits."""
    theta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (weight * (y - p)) - 1e-2 * theta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(len(theta))
        theta += np.linalg.solve(hessian, gradient)
    return tuple(round(float(v), 4) for v in theta)
