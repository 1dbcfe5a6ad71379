"""What two offers are compared by, read from one posting, and the drawers in which its copies would lie too."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ingest.dedupe.words import (
    TitleWords,
    clock_times,
    employer_words,
    fold_words,
    money,
    shift_words,
    text_words,
)

VERSION = "1"
"""Raise it when an offer would be read or compared differently: every posting is then compared anew."""
SHINGLE_WORDS = 3
BANDS, ROWS = 5, 3
"""Five drawers by three smallest hashes each: of two texts that share 0.7 of their sequences 88 of 100 meet, at 0.9
more than 99."""
PLACES_IN_DRAWERS = 12
_MIX = np.random.default_rng(20_180_701).integers(1, 2**32, size=(2, BANDS * ROWS), dtype=np.uint64)
_MULTIPLIERS, _SHIFTS = _MIX[0] | np.uint64(1), _MIX[1]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BAND_FOLDERS = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], dtype=np.uint64)
_BAND_STEPS = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0xA0761D6478BD642F)
_FOLDERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D], dtype=np.uint32)
_FIRST = np.array([True])
_MOST_WORDS = 400_000
_LINKING = frozenset([
    "this", "that", "these", "those", "with", "which", "will", "shall", "must", "have", "from",
    "your", "their", "they", "them", "than", "then", "when", "where", "while", "into", "upon",
    "also", "such", "been", "were", "would", "should", "could", "about", "other", "under", "over",
    "only", "each", "some", "more", "most", "both",
])  # fmt: skip
"""Words that link others, without the `s` at their end."""

Place = tuple[str, str, str]
"""State, town and ZIP code; what is not known is empty. A note on a place that we could not tell stands as a town."""


@dataclass(frozen=True)
class OfferFacts:
    """What the store holds of one posting, as far as copies of an offer share it. Units: US dollars a year, hours."""

    title: str
    employer_name: str
    text: str
    places: tuple[Place, ...]
    place_note: str = ""
    is_remote: bool = False
    annual_pay_min_usd: float | None = None
    annual_pay_max_usd: float | None = None
    hours_per_week: float | None = None
    employment_types: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class OfferTraits:
    """One offer in the form in which it is compared. Postings with one `offer_key` cannot be told apart."""

    offer_key: int
    title: TitleWords
    employer: frozenset[str]
    places: frozenset[Place]
    is_remote: bool
    pay: tuple[float, float] | None
    hours_per_week: float | None
    employment_types: frozenset[str]
    shingles: npt.NDArray[np.uint32]
    content: npt.NDArray[np.uint32]
    clock_times: frozenset[int]
    shifts: frozenset[str]
    money: frozenset[float]
    block_keys: tuple[int, ...]


def read_traits(facts: OfferFacts) -> OfferTraits:
    """Take one posting apart."""
    words, small = text_words(facts.text), facts.text.lower()
    employer = employer_words(facts.employer_name)
    places = place_set(facts.places, facts.place_note)
    left_out = set(employer)
    for state, town, _ in places:
        left_out.update((state.lower(), *town.split()))
    title = TitleWords(facts.title, left_out=left_out)
    shingles = shingle_hashes(words)
    low, high = facts.annual_pay_min_usd, facts.annual_pay_max_usd
    pay = None if low is None and high is None else (low or high or 0.0, high or low or 0.0)
    text_key = hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()
    said = (
        *sorted(title.core), "|", *sorted(title.levels), "|", *sorted(title.shifts), "|", *sorted(title.schedules),
        "|", *sorted(employer), "|", *(":".join(place) for place in sorted(places)), "|", facts.is_remote, pay,
        facts.hours_per_week, *sorted(facts.employment_types), text_key,
    )  # fmt: skip
    return OfferTraits(
        offer_key=_key("offer", *said),
        title=title,
        employer=employer,
        places=places,
        is_remote=facts.is_remote,
        pay=pay,
        hours_per_week=facts.hours_per_week,
        employment_types=frozenset(facts.employment_types),
        shingles=shingles,
        content=content_hashes(words),
        clock_times=clock_times(small),
        shifts=shift_words(small),
        money=money(facts.text),
        block_keys=_block_keys(title, employer, places=places, shingles=shingles),
    )


def place_set(places: Iterable[Place], place_note: str) -> frozenset[Place]:
    """Places in the form in which they are compared. A note on towns that we could not tell stands as a place: two
    postings that name different ones must not be taken for one."""
    found = {(state, " ".join(fold_words(town)), postal_code) for state, town, postal_code in places}
    if place_note and not place_note.endswith("no place stated"):
        found.add(("", " ".join(fold_words(place_note)), ""))
    return frozenset(found)


def shingle_hashes(words: list[str]) -> npt.NDArray[np.uint32]:
    """Hashes of all sequences of three words, sorted, each once; shorter texts have none."""
    if len(words) < SHINGLE_WORDS:
        return np.empty(0, dtype=np.uint32)
    hashed = np.fromiter(map(_WORDS.__getitem__, words), dtype=np.uint32, count=len(words))
    size = len(words) - SHINGLE_WORDS + 1
    mixed = np.zeros(size, dtype=np.uint32)
    for at in range(SHINGLE_WORDS):
        mixed ^= (hashed[at : at + size] + np.uint32(at)) * _FOLDERS[at]
        mixed ^= mixed >> np.uint32(15)
    mixed.sort()  # np.unique takes three times as long for so few
    is_new = np.concatenate([_FIRST, mixed[1:] != mixed[:-1]])
    found: npt.NDArray[np.uint32] = mixed[is_new]
    return found


def content_hashes(words: list[str]) -> npt.NDArray[np.uint32]:
    """Hashes of the words that carry meaning, sorted, each once: four letters or more, one and many alike."""
    said = set(map(_CONTENT.__getitem__, set(words)))
    said.discard(0)
    return np.sort(np.fromiter(said, dtype=np.uint32, count=len(said)))


class _WordHashes(dict[str, int]):
    """The hash of each word, computed once."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = found = zlib.crc32(word.encode())
        return found


class _ContentHashes(_WordHashes):
    """The hash of each word that carries meaning; 0 for the others."""

    def __missing__(self, word: str) -> int:
        stem = word.removesuffix("s")
        if len(word) >= 4 and not word.isdigit() and stem not in _LINKING:
            self[word] = found = super().__missing__(stem)
            return found
        self[word] = 0
        return 0


_WORDS, _CONTENT = _WordHashes(), _ContentHashes()


def _block_keys(
    title: TitleWords, employer: frozenset[str], *, places: frozenset[Place], shingles: npt.NDArray[np.uint32]
) -> tuple[int, ...]:
    towns = sorted({_town_key(state, town) for state, town, _ in places})[:PLACES_IN_DRAWERS] or [0]
    name = _key("name", *sorted(title.core), "|", *sorted(employer))
    bands = np.array([name], dtype=np.int64).view(np.uint64)
    if len(shingles):
        mixed = (shingles.astype(np.uint64)[:, None] * _MULTIPLIERS + _SHIFTS) & np.uint64(0xFFFFFFFF)
        smallest = mixed.min(axis=0).reshape(BANDS, ROWS)
        bands = np.concatenate([bands, (smallest * _BAND_FOLDERS).sum(axis=1, dtype=np.uint64) + _BAND_STEPS])
    keys = bands[:, None] ^ np.array(towns, dtype=np.int64).view(np.uint64)
    keys *= _SPREAD
    keys ^= keys >> np.uint64(29)
    # each once, in order; np.unique takes five times as long for so few
    return tuple(dict.fromkeys(np.sort(keys, axis=None).view(np.int64).tolist()))


@lru_cache(maxsize=50_000)
def _town_key(state: str, town: str) -> int:
    return _key("town", state, town)


def _key(*parts: object) -> int:
    """A signed number of 64 bits."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
