"""Codes of an event: one for its operators, one that starts a kiosk. Both are made from the site's secret.

They are of the letters of return codes, which spell no word and are hard to mistake. A new number gives a new code.
"""

import hmac
import re

from portal.domain.return_code import ALPHABET, LOOK_ALIKES

OPERATOR_LETTERS = 16
"""64 bits: it opens the operator's page."""
START_LETTERS = 8
"""32 bits, and tries are counted: it makes a device one of the event's kiosks, which shows what everybody may see."""
GROUP = 4


def operator_code(event: str, *, number: int, secret: str) -> str:
    """The code of the operator's page."""
    return _code("operator", event, number=number, secret=secret, letters=OPERATOR_LETTERS)


def start_code(event: str, *, number: int, secret: str) -> str:
    """The code that starts a kiosk."""
    return _code("start", event, number=number, secret=secret, letters=START_LETTERS)


def show_code(code: str) -> str:
    """In groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def is_code(typed: str, code: str) -> bool:
    """Whether somebody typed this code; small letters, spaces, dashes and look-alikes are fine."""
    read = re.sub(r"[\s\-\u2010-\u2015.]+", "", typed[:80]).upper().translate(LOOK_ALIKES)
    return hmac.compare_digest(read.encode(), code.encode())


def _code(kind: str, event: str, *, number: int, secret: str, letters: int) -> str:
    key = hmac.digest(secret.encode(), b"rungs kiosk code 1", "sha256")
    mixed = hmac.digest(key, f"{kind} {event} {number}".encode(), "sha256")
    return "".join(ALPHABET[byte & 15] for byte in mixed[:letters])
