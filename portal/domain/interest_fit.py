"""Which work fits a person's interests: the correlation of two profiles of six numbers."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import sqrt

from pydantic import Field

from portal.domain.codes import SocCode
from portal.domain.interest import InterestLetter, InterestProfile
from portal.domain.model import DataModel

CLOSE = 0.729
"""So like each other are two profiles of six numbers by chance in 1 of 20 cases (one-sided, 4 degrees of freedom)."""
SOME = 0.608
"""And so like in 1 of 10. Below this we do not say that work fits."""
NEAR = 0.0
"""Below this, work goes against what the person likes."""
HALF = 0.5
"""What a person likes less than this is no reason for work, even where they like the rest still less."""


class FitLevel(StrEnum):
    """How like the work's interests are to the person's."""

    CLOSE = "close"
    SOME = "some"
    NEAR = "near"
    """It does not fit; where little work does, it is the nearest."""


class OccupationInterests(DataModel):
    """The six interests that an occupation suits, R to C. Units: O*NET's scale OI, 1 to 7."""

    soc_code: SocCode
    values: tuple[float, float, float, float, float, float]


class InterestFit(DataModel):
    """An occupation that fits or is near, and why. `correlation` is never shown as such."""

    soc_code: SocCode
    correlation: float = Field(ge=-1, le=1.000001)
    level: FitLevel
    shared: tuple[InterestLetter, ...]
    """Interests that the person likes, above their own middle and above the work's, the work's strongest first."""
    missing: tuple[InterestLetter, ...]
    """What the person likes most and the work has less of than of the rest."""


def rank(profile: InterestProfile, occupations: Iterable[OccupationInterests]) -> tuple[InterestFit, ...]:
    """Occupations that fit or are near, the likest first, ties by code; empty where the profile tells nothing apart."""
    vector = profile.vector
    if vector is None or profile.is_even:
        return ()
    fits = []
    for occupation in occupations:
        found = correlate(vector, occupation.values)
        if found is None or found < NEAR:
            continue
        liked = {each.letter for each in profile.scores if (each.share or 0) >= HALF}
        shared = liked & _above(vector) & _above(occupation.values)
        leading = {score.letter for score in profile.leading}
        fits.append(
            InterestFit(
                soc_code=occupation.soc_code,
                correlation=found,
                level=_level(found),
                shared=_ordered(shared, occupation.values),
                missing=_ordered(leading - _above(occupation.values), vector),
            )
        )
    return tuple(sorted(fits, key=lambda fit: (-fit.correlation, fit.soc_code)))


def _level(correlation: float) -> FitLevel:
    if correlation >= CLOSE:
        return FitLevel.CLOSE
    return FitLevel.SOME if correlation >= SOME else FitLevel.NEAR


def correlate(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one of the two is the same everywhere."""
    ones, others = _centred(one), _centred(other)
    spread = sqrt(sum(a * a for a in ones) * sum(b * b for b in others))
    return sum(a * b for a, b in zip(ones, others, strict=True)) / spread if spread > 1e-12 else None


def _centred(values: Sequence[float]) -> list[float]:
    middle = sum(values) / len(values)
    return [value - middle for value in values]


def _above(values: Sequence[float]) -> set[InterestLetter]:
    return {letter for letter, value in zip(InterestLetter, _centred(values), strict=True) if value > 0}


def _ordered(letters: Iterable[InterestLetter], values: Sequence[float]) -> tuple[InterestLetter, ...]:
    of = dict(zip(InterestLetter, values, strict=True))
    return tuple(sorted(letters, key=lambda letter: (-of[letter], list(InterestLetter).index(letter))))
