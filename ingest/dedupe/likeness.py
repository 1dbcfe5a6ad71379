"""Are two offers the same? Decided by place, title, employer, terms and text, and never by one of them alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.dedupe.traits import OfferTraits, Place

SAME_NAME_SHARE = 0.9
"""Same employer and title: so much of the shorter text must stand in the other."""
CLOSE_NAME_SHARE = 0.97
"""Same employer, and one title says all that the other says and more."""
OTHER_EMPLOYER_SHARE = 0.7
"""Another employer's name, as a staffing firm's copy has it."""
AGAIN_SHARE = 0.5
"""Posted again later by the same employer under the same title: texts are often worked over."""
AGAIN_OTHER_WORDS = (5, 0.03)
"""And then so many words, or this share of them, may stand in each text that the other does not have."""
FEWEST_SHINGLES = 12
"""Less text than this tells nothing."""
COPY_SHINGLES = 40
"""Under another employer's name at least so much text must be there to compare."""
PAY_TOLERANCE = 0.03


@dataclass(frozen=True)
class Likeness:
    """`share` of the shorter text's word sequences that stand in the other; `is_same`: one offer, shown once."""

    share: float
    is_same: bool


def compare(left: OfferTraits, right: OfferTraits) -> Likeness | None:
    """How alike two offers are; None when they are neither the same nor the same job posted again.

    A function of the two alone, and the same both ways.
    """
    if left.is_remote != right.is_remote or not (
        covers(left.places, right.places) or covers(right.places, left.places)
    ):
        return None
    if left.title.levels != right.title.levels:
        return None
    ours, theirs = left.title.core, right.title.core
    if not (ours <= theirs or theirs <= ours):
        return None
    shared, shorter, _ = _shared(left.shingles, right.shingles)
    share = shared / shorter if shorter else 1.0
    has_text = shorter >= FEWEST_SHINGLES
    if not _same_employer(left, right):
        is_same = is_again = shorter >= COPY_SHINGLES and share >= OTHER_EMPLOYER_SHARE
    elif ours == theirs:
        is_same = not has_text or (share >= SAME_NAME_SHARE and not _says_otherwise(left, right))
        is_again = is_same or (share >= AGAIN_SHARE and _is_worked_over(left, right))
    else:
        is_same = has_text and share >= CLOSE_NAME_SHARE and not _says_otherwise(left, right)
        is_again = is_same
    is_same = is_same and not _terms_differ(left, right)
    return Likeness(round(share, 4), is_same) if is_same or is_again else None


def covers(wide: frozenset[Place], narrow: frozenset[Place]) -> bool:
    """Whether every place of `narrow` is among those of `wide`: only then may the one stand for the other.

    A place without ZIP code is its whole town; two ZIP codes are two places.
    """
    if not narrow:
        return True  # only found in the whole country, where the other is found too
    return all(
        any(
            state == other and town == other_town and (not code or not other_code or code == other_code)
            for other, other_town, other_code in wide
        )
        for state, town, code in narrow
    )


def _same_employer(left: OfferTraits, right: OfferTraits) -> bool:
    ours, theirs = left.employer, right.employer
    return ours == theirs or (bool(ours) and bool(theirs) and (ours <= theirs or theirs <= ours))


def _shared(ours: npt.NDArray[np.uint32], theirs: npt.NDArray[np.uint32]) -> tuple[int, int, int]:
    shorter, longer = sorted((len(ours), len(theirs)))
    return len(np.intersect1d(ours, theirs, assume_unique=True)), shorter, longer


def _says_otherwise(left: OfferTraits, right: OfferTraits) -> bool:
    """Each text has words of its own: an employer wrote down two jobs from one pattern (another ward, crew or year of
    study). A copy only leaves something out, or adds something."""
    return _words_of_their_own(left, right)[0] > 0


def _is_worked_over(left: OfferTraits, right: OfferTraits) -> bool:
    """Little enough was written anew for the same job."""
    own, words = _words_of_their_own(left, right)
    number, share = AGAIN_OTHER_WORDS
    return own <= max(number, share * words)


def _words_of_their_own(left: OfferTraits, right: OfferTraits) -> tuple[int, int]:
    """How many words of the text with fewer words the other does not have, and how many it has in all."""
    shared, shorter, _ = _shared(left.content, right.content)
    return shorter - shared, shorter


def _terms_differ(left: OfferTraits, right: OfferTraits) -> bool:
    """Another shift, schedule or pay: another job, be the text the same or not. What is not said never differs."""
    for ours, theirs in (
        (left.title.shifts, right.title.shifts),
        (left.title.schedules, right.title.schedules),
        (left.employment_types, right.employment_types),
    ):
        if ours and theirs and not ours & theirs:
            return True
    for said, also_said in (
        (left.clock_times, right.clock_times),
        (left.shifts, right.shifts),
        (left.money, right.money),
    ):
        if not (said <= also_said or also_said <= said):
            return True
    if left.hours_per_week and right.hours_per_week and abs(left.hours_per_week - right.hours_per_week) > 1:
        return True
    return left.pay is not None and right.pay is not None and not _pay_agrees(left.pay, right.pay)


def _pay_agrees(ours: tuple[float, float], theirs: tuple[float, float]) -> bool:
    return all(abs(a - b) <= PAY_TOLERANCE * max(a, b) for a, b in zip(ours, theirs, strict=True))
