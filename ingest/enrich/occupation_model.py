"""The learned coder: ranks SOC 2018 codes for a title and a text, with a calibrated confidence.

`config/embedded/coder/` holds it: hashed features and numbers only (see its manifest; built by `ingest coder build`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_features import TITLE_BUCKETS, text_buckets, title_features
from portal.domain.errors import StoreUnavailable

CANDIDATES = 25
"""How many codes the text may reorder: those that the title finds likeliest."""
LICENCE_SHARE = 0.6
"""The share of belief that a required licence moves to its occupations. Set by judgement: no posting of
the learning half turns on it."""
ABOVE_LICENCES = frozenset({"11", "25"})
"""Major groups whose titles stand although a licence of other work is required: who manages it has one too."""
FLOAT = NDArray[np.float32]


@dataclass(frozen=True)
class Ranked:
    """One code with its share of belief among all codes, and the title's words that speak for it."""

    soc_code: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """Codes, likeliest first, and the calibrated chance that the first one is right."""

    ranked: tuple[Ranked, ...]
    confidence: float


@dataclass(frozen=True)
class Calibration:
    """Confidence = logistic(slope × logit(share) + margin × (share − second share) + offset); set on learning data."""

    slope: float = 1.0
    margin: float = 0.0
    offset: float = 0.0
    threshold: float = 0.5
    text_weight: float = 20.0

    def confidence(self, share: float, second: float) -> float:
        """The chance that the likeliest code is right."""
        odds = np.log(max(share, 1e-6) / max(1 - share, 1e-6))
        return float(1 / (1 + np.exp(-(self.slope * odds + self.margin * (share - second) + self.offset))))


@dataclass(frozen=True)
class OccupationModel:
    """Numbers of the artefact, ready for use.

    Shape: `embedding` title buckets × k; `output` k × codes; `text` text buckets × codes, sparse by bucket.
    """

    codes: tuple[str, ...]
    embedding: NDArray[np.int8]
    scale: FLOAT
    output: FLOAT
    bias: FLOAT
    text_start: NDArray[np.int64]
    text_code: NDArray[np.int64]
    text_value: FLOAT
    text_idf: FLOAT
    calibration: Calibration

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
            model = cls(
                codes=tuple(f"{code // 10000:02d}-{code % 10000:04d}" for code in arrays["codes"].tolist()),
                embedding=arrays["embedding"],
                scale=arrays["scale"].astype(np.float32),
                output=arrays["output"].astype(np.float32) * arrays["output_scale"].astype(np.float32),
                bias=arrays["bias"].astype(np.float32),
                text_start=np.concatenate([[0], np.cumsum(arrays["text_count"].astype(np.int64))]),
                text_code=arrays["text_code"].astype(np.int64),
                text_value=arrays["text_value"].astype(np.float32) / 1000,
                text_idf=arrays["text_idf"].astype(np.float32),
                calibration=Calibration(**{k: float(v) for k, v in json.loads(facts["calibration"]).items()}),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(
                f"The occupation model in {folder.name}/ cannot be read ({error}). "
                "Restore it from the release, or build it: ingest coder build."
            ) from error
        if model.embedding.shape[0] != TITLE_BUCKETS or model.output.shape[1] != len(model.codes):
            raise StoreUnavailable(
                f"The occupation model in {folder.name}/ is of another version. Restore it."
            )
        return model

    def title_scores(self, words: Sequence[tuple[str, float]]) -> tuple[FLOAT, FLOAT, list[int]]:
        """Log shares of all codes by the title; rows of features (features × k); word index of each feature."""
        buckets, weights, owners = title_features(words)
        rows = self.embedding[buckets].astype(np.float32) * (self.scale[buckets] * weights)[:, None]
        scores = rows.sum(axis=0) @ self.output + self.bias
        scores -= scores.max()
        shares: FLOAT = scores - np.log(np.exp(scores).sum())
        return shares, rows, owners

    def text_scores(self, text: str, among: NDArray[np.int64]) -> FLOAT:
        """Likeness (0 to 1) of a text to the duties of each of the codes `among`, by index."""
        buckets, values = text_buckets(text)
        values = values * self.text_idf[buckets]
        norm = float(np.sqrt((values**2).sum())) or 1.0
        starts, ends = self.text_start[buckets], self.text_start[buckets + 1]
        counts = ends - starts
        total = int(counts.sum())
        if not total:
            return np.zeros(len(among), dtype=np.float32)
        offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        positions = offsets + np.arange(total)
        summed = np.bincount(
            self.text_code[positions],
            weights=self.text_value[positions] * np.repeat(values / norm, counts),
            minlength=len(self.codes),
        )
        return summed[among].astype(np.float32)

    def rank(
        self,
        words: Sequence[tuple[str, float]],
        text: str,
        *,
        top: int = 3,
        favoured: frozenset[str] = frozenset(),
    ) -> Ranking:
        """The likeliest codes. Without words there is no ranking, and the confidence is 0.

        `favoured` are the codes for which a licence that the posting requires speaks.
        """
        if not words:
            return Ranking((), 0.0)
        scores, rows, owners = self.title_scores(words)
        best = np.argpartition(-scores, CANDIDATES)[:CANDIDATES]
        spoken_for = [i for i, code in enumerate(self.codes) if code in favoured] if favoured else []
        if spoken_for:
            best = np.union1d(best, np.asarray(spoken_for, dtype=best.dtype))
        chosen = scores[best]
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
                self.codes[best[i]], float(shares[i]), self._speaking(words, rows, owners, code=int(best[i]))
            )
            for i in order[:top]
        )
        return Ranking(ranked, self.calibration.confidence(float(shares[order[0]]), float(shares[order[1]])))

    def _is_overruled(self, likeliest: str, favoured: frozenset[str]) -> bool:
        """Whether a licence speaks against the likeliest code: other work, that is neither above it nor near it."""
        near = {code[:2] for code in favoured}
        return likeliest[:2] not in near and likeliest[:2] not in ABOVE_LICENCES

    def _speaking(
        self, words: Sequence[tuple[str, float]], rows: FLOAT, owners: list[int], *, code: int
    ) -> tuple[str, ...]:
        """The words of the title that speak most for a code, in their order."""
        parts = np.bincount(owners, weights=rows @ self.output[:, code], minlength=len(words))
        strongest = sorted(i for i in np.argsort(-parts)[:3].tolist() if parts[i] > 0.25 * parts.max() > 0)
        return tuple(words[i][0] for i in strongest)
