"""The learned coder: ranks SOC 2018 codes for a title and a text, with a calibrated confidence.

`config/embedded/coder/` holds it: hashed features and numbers only (see its manifest; built by `ingest coder build`).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_features import (
    TEXT_BUCKETS,
    TITLE_BUCKETS,
    duty_buckets,
    text_buckets,
    title_features,
)
from portal.domain.codes import soc_major_group
from portal.domain.errors import StoreUnavailable

CANDIDATES = 40
"""How many codes the text may reorder: those that the title finds likeliest."""
LICENCE_SHARE = 0.6
"""The share of belief that a required licence moves to its occupations. Set by judgement: no posting of
the learning half turns on it."""
ABOVE_LICENCES = frozenset({"11", "25"})
"""Major groups whose titles stand although a licence of other work is required: who manages it has one too."""
FLOAT = NDArray[np.float32]
STRONGEST = 150
"""So many words of a text are held against duties, those that tell most: each costs a look into far memory."""
DUTY_UNIT = 1000
"""Weights of duties are whole thousandths of a vector of length 1."""
_REMEMBERED = 2_000


@dataclass(frozen=True)
class Ranked:
    """One code with its share of belief among all codes, and the title's words that speak for it."""

    soc_code: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """Codes, likeliest first, with the calibrated chance that the first one is right; and the likeliest major group
    (31-0000) with the chance that it is right.
    """

    ranked: tuple[Ranked, ...]
    confidence: float
    group: str | None = None
    group_confidence: float = 0.0


@dataclass(frozen=True)
class Calibration:
    """Confidence = logistic(slope × logit(share) + margin × (share − second share) + offset); that of a major group =
    logistic(group_slope × logit(its share) + group_offset). Set on learning data; thresholds: `ingest.coder.calibrate`.
    """

    slope: float = 1.0
    margin: float = 0.0
    offset: float = 0.0
    threshold: float = 0.5
    group_slope: float = 1.0
    group_offset: float = 0.0
    group_threshold: float = 0.8
    text_weight: float = 20.0
    duty_weight: float = 8.0

    def confidence(self, share: float, second: float) -> float:
        """The chance that the likeliest code is right."""
        return _logistic(self.slope * _logit(share) + self.margin * (share - second) + self.offset)

    def group_confidence(self, share: float) -> float:
        """The chance that the likeliest major group is right."""
        return _logistic(self.group_slope * _logit(share) + self.group_offset)


def _logit(share: float) -> float:
    return math.log(max(share, 1e-6) / max(1 - share, 1e-6))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))


@dataclass(frozen=True)
class _Features:
    """Rows of a title's features (features × k), how much each counts, and the index of its word."""

    rows: FLOAT
    factors: FLOAT
    owners: list[int]


@dataclass(frozen=True)
class _Title:
    """What a title alone says: its likeliest codes by index, their scores, and its features for saying why."""

    best: NDArray[np.int64]
    scores: FLOAT
    every_score: FLOAT
    features: _Features


@dataclass(frozen=True)
class OccupationModel:
    """Numbers of the artefact, ready for use.

    Shape: `row` title buckets, the row of `embedding` (0: none); `embedding` rows × k; `output` k × codes; `duties`
    text buckets × codes, in `DUTY_UNIT`.
    """

    codes: tuple[str, ...]
    row: NDArray[np.int32]
    embedding: NDArray[np.int8]
    scale: FLOAT
    output: FLOAT
    bias: FLOAT
    duties: NDArray[np.uint8]
    text_idf: FLOAT
    calibration: Calibration
    is_told: NDArray[np.bool_]
    """Text buckets of which any duty speaks."""
    groups: tuple[str, ...] = ()
    group_of: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _seen: dict[tuple[tuple[str, float], ...], _Title] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "OccupationModel | None":
        """Read the artefact; None where the folder has none (a clone without it codes by exact titles only).

        Raises: StoreUnavailable when it is damaged or of another layout.
        """
        path = folder / "model.npz"
        if not path.exists():
            return None
        try:
            with np.load(path, allow_pickle=False) as held:
                arrays = {name: held[name] for name in held.files}
            facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["facts"]
            model = cls.of(arrays, Calibration(**_numbers(json.loads(facts["calibration"]))))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise StoreUnavailable(
                f"The occupation model in {folder.name}/ cannot be read ({error}). "
                "Restore it from the release, or build it: ingest coder build."
            ) from error
        if len(model.row) != TITLE_BUCKETS or model.output.shape != (
            model.embedding.shape[1],
            len(model.codes),
        ):
            raise StoreUnavailable(
                f"The occupation model in {folder.name}/ is of another version. Restore it."
            )
        return model

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], calibration: Calibration) -> "OccupationModel":
        """A model of the arrays of an artefact.

        Raises: KeyError, ValueError or IndexError for arrays of another layout.
        """
        codes = tuple(f"{code // 10000:02d}-{code % 10000:04d}" for code in arrays["codes"].tolist())
        has_row = np.unpackbits(arrays["has_row"])[:TITLE_BUCKETS]
        counts = arrays["text_count"].astype(np.int64)
        duties = np.zeros((TEXT_BUCKETS, len(codes)), dtype=np.uint8)
        duties[np.repeat(np.arange(TEXT_BUCKETS), counts), arrays["text_code"]] = arrays["text_value"]
        groups = tuple(sorted({soc_major_group(code) for code in codes}))
        return cls(
            codes=codes,
            row=np.where(has_row == 1, np.cumsum(has_row, dtype=np.int32), 0).astype(np.int32),
            embedding=np.concatenate([np.zeros_like(arrays["embedding"][:1]), arrays["embedding"]]),
            scale=np.concatenate([[0], arrays["scale"]]).astype(np.float32),
            output=arrays["output"].astype(np.float32) * arrays["output_scale"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            duties=duties,
            text_idf=arrays["text_idf"].astype(np.float32),
            calibration=calibration,
            is_told=counts > 0,
            groups=groups,
            group_of=np.array([groups.index(soc_major_group(code)) for code in codes], dtype=np.int64),
        )

    def title_scores(self, words: Sequence[tuple[str, float]]) -> tuple[FLOAT, "_Features"]:
        """Scores of all codes by the title, and its features."""
        buckets, weights, owners = title_features(words)
        held = self.row[buckets]
        rows, factors = self.embedding[held].astype(np.float32), self.scale[held] * weights
        scores = ((factors @ rows) @ self.output + self.bias).astype(np.float32, copy=False)
        named, values = duty_buckets(words)
        if len(named):
            scores += np.float32(self.calibration.duty_weight) * self._likeness(named, values, slice(None))
        return scores, _Features(rows, factors, owners)

    def text_scores(self, text: str, among: NDArray[np.int64]) -> FLOAT:
        """Likeness (0 to 1) of a text to the duties of each of the codes `among`, by index."""
        buckets, values = text_buckets(text)
        if not len(buckets):
            return np.zeros(len(among), dtype=np.float32)
        return self._likeness(buckets, values, among)

    def _likeness(self, buckets: NDArray[np.int64], values: FLOAT, among: NDArray[np.int64] | slice) -> FLOAT:
        values = values * self.text_idf[buckets]
        length = math.sqrt(float(values @ values)) or 1.0
        if len(buckets) > STRONGEST:
            strongest = np.argpartition(-values, STRONGEST)[:STRONGEST]
            buckets, values = buckets[strongest], values[strongest]
        if isinstance(among, slice):
            held = self.duties[buckets]
        else:
            told = self.is_told[buckets]
            buckets, values = buckets[told], values[told]
            held = self.duties.ravel().take((buckets * len(self.codes))[:, None] + among)
        found: FLOAT = (values / np.float32(length * DUTY_UNIT)) @ held.astype(np.float32)
        return found

    def rank(
        self,
        words: Sequence[tuple[str, float]],
        text: str,
        *,
        top: int = 3,
        told: int = 1,
        favoured: frozenset[str] = frozenset(),
    ) -> Ranking:
        """The likeliest codes, the first `told` with the words that speak for them. Without words there is no ranking,
        and the confidence is 0.

        `favoured` are the codes for which a licence that the posting requires speaks.
        """
        if not words:
            return Ranking((), 0.0)
        title = self._title(tuple(words))
        best, chosen = title.best, title.scores
        spoken_for = [i for i, code in enumerate(self.codes) if code in favoured] if favoured else []
        if spoken_for:
            best = np.union1d(best, np.asarray(spoken_for, dtype=best.dtype))
            chosen = title.every_score[best]
        if text:
            chosen = chosen + np.float32(self.calibration.text_weight) * self.text_scores(text, best)
        shares = np.exp(chosen - chosen.max())
        shares /= shares.sum()
        if spoken_for and self._is_overruled(self.codes[best[int(shares.argmax())]], favoured):
            is_favoured = np.isin(best, spoken_for)
            shares = (1 - LICENCE_SHARE) * shares + LICENCE_SHARE * is_favoured / is_favoured.sum()
        order = np.argsort(-shares, kind="stable")[: max(top, 2)]
        ranked = tuple(
            Ranked(
                self.codes[best[i]],
                float(shares[i]),
                self._speaking(words, title, code=int(best[i])) if place < told else (),
            )
            for place, i in enumerate(order[:top])
        )
        by_group = np.bincount(self.group_of[best], weights=shares, minlength=len(self.groups))
        group = int(by_group.argmax())
        return Ranking(
            ranked,
            self.calibration.confidence(float(shares[order[0]]), float(shares[order[1]])),
            self.groups[group],
            self.calibration.group_confidence(float(by_group[group])),
        )

    def _title(self, words: tuple[tuple[str, float], ...]) -> _Title:
        """What a title says. Titles repeat, so the last ones are remembered."""
        found = self._seen.get(words)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            scores, features = self.title_scores(words)
            best = np.argpartition(-scores, CANDIDATES)[:CANDIDATES]
            found = self._seen[words] = _Title(best, scores[best], scores, features)
        return found

    def _is_overruled(self, likeliest: str, favoured: frozenset[str]) -> bool:
        """Whether a licence speaks against the likeliest code: other work, that is neither above it nor near it."""
        near = {code[:2] for code in favoured}
        return likeliest[:2] not in near and likeliest[:2] not in ABOVE_LICENCES

    def _speaking(self, words: Sequence[tuple[str, float]], title: _Title, *, code: int) -> tuple[str, ...]:
        """The words of the title that speak most for a code, in their order."""
        if len(words) == 1:
            return (words[0][0],)
        told = title.features
        spoken = (told.rows @ self.output[:, code]) * told.factors
        parts = np.bincount(told.owners, weights=spoken, minlength=len(words)).tolist()
        least = 0.25 * max(parts)
        strongest = sorted(sorted(range(len(words)), key=lambda i: -parts[i])[:3]) if least > 0 else []
        strongest = [i for i in strongest if parts[i] > least]
        return tuple(words[i][0] for i in strongest)


def _numbers(found: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in found.items()}
