"""Traits of an offer as bytes: taken apart once, while the feed is read, and looked up when drawers are opened.

Reading them back takes a tenth of the time that taking the text apart takes.
"""

import json
import struct
from typing import Any

import numpy as np

from ingest.dedupe.traits import OfferTraits
from ingest.dedupe.words import TitleWords

_HEAD = struct.Struct("<II")
"""Bytes of the word sequences, bytes of the words; both as numbers of 32 bits. What is left is JSON."""


def pack_traits(traits: OfferTraits) -> bytes:
    """Everything by which an offer is compared; not its drawers."""
    title, shingles, content = traits.title, traits.shingles.tobytes(), traits.content.tobytes()
    rest: tuple[Any, ...] = (
        *map(
            _listed, (title.core, title.levels, title.shifts, title.schedules, traits.employer, traits.places)
        ),
        traits.is_remote,
        traits.pay,
        traits.hours_per_week,
        *map(_listed, (traits.employment_types, traits.clock_times, traits.shifts, traits.money)),
    )
    return _HEAD.pack(len(shingles), len(content)) + shingles + content + json.dumps(rest).encode()


def unpack_traits(offer_key: int, packed: bytes) -> OfferTraits:
    """The same traits, without drawers."""
    first, second = _HEAD.unpack_from(packed)
    middle = _HEAD.size + first
    end = middle + second
    (
        core,
        levels,
        title_shifts,
        schedules,
        employer,
        places,
        is_remote,
        pay,
        hours,
        kinds,
        times,
        shifts,
        sums,
    ) = json.loads(packed[end:])
    return OfferTraits(
        offer_key=offer_key,
        title=TitleWords.of_parts(core, levels=levels, shifts=title_shifts, schedules=schedules),
        employer=frozenset(employer),
        places=frozenset((state, town, code) for state, town, code in places),
        is_remote=is_remote,
        pay=(pay[0], pay[1]) if pay else None,
        hours_per_week=hours,
        employment_types=frozenset(kinds),
        shingles=np.frombuffer(packed, dtype=np.uint32, count=first // 4, offset=_HEAD.size),
        content=np.frombuffer(packed, dtype=np.uint32, count=second // 4, offset=middle),
        clock_times=frozenset(times),
        shifts=frozenset(shifts),
        money=frozenset(sums),
        block_keys=(),
    )


def _listed(found: frozenset[Any]) -> list[Any]:
    return sorted(found)
