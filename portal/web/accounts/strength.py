"""Whether a new password is good enough: its length, how fast it is guessed, and lists of known ones."""

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum
from http.client import HTTPException
from urllib.request import Request, urlopen

from zxcvbn import zxcvbn  # type: ignore[import-untyped]
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

from portal.web.accounts.passwords import FEWEST_LETTERS, MOST_LETTERS

LOWEST_SCORE = 3
"""Of 0 to 4: safely unguessable where the hash is slow (zxcvbn's own words)."""
_LOOKED_AT = 72
"""zxcvbn takes time with the square of the length; what comes after only makes a password better."""
_SECONDS = 2.0
_MOST_BYTES = 256 * 1024
_SERVICES = frozenset({"https", "http"})


class Fault(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    GUESSED = "guessed"
    BREACHED = "breached"


def find_fault(password: str, *, about: Sequence[str]) -> Fault | None:
    """What is wrong with a new password, as far as can be told here. `about`: name, address, organisation."""
    if len(password) < FEWEST_LETTERS:
        return Fault.SHORT
    if len(password) > MOST_LETTERS:
        return Fault.LONG
    if password.lower() in FREQUENCY_LISTS["passwords"]:
        return Fault.COMMON
    words = [word for text in about for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
    if zxcvbn(password[:_LOOKED_AT], user_inputs=[*about, *words])["score"] < LOWEST_SCORE:
        return Fault.GUESSED
    return None


def is_breached(password: str, *, range_url: str) -> bool | None:
    """Whether a service knows the password from breaches; None where it was not asked or did not answer.

    It learns the first five letters of the SHA-1 alone, which fit about 800 known passwords (k-anonymity).
    Source: Have I Been Pwned, Pwned Passwords range API v3; `SUFFIX:COUNT` a line, padding has the count 0.
    """
    if not range_url or range_url.partition(":")[0] not in _SERVICES:
        return None
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    asked = Request(range_url + digest[:5], headers={"Add-Padding": "true", "User-Agent": "rungs"})  # noqa: S310
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
            lines = answer.read(_MOST_BYTES).decode("ascii").splitlines()
        counts = {suffix.strip(): int(count) for suffix, _, count in (line.partition(":") for line in lines)}
    except (OSError, ValueError, HTTPException):
        return None
    return counts.get(digest[5:], 0) > 0
