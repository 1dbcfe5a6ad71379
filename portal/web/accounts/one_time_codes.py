"""Codes of an authenticator app (TOTP, RFC 6238): six digits for 30 seconds each, by the real clock."""

import base64
import hmac
import re
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

DIGITS = 6
SECONDS = 30
DRIFT = 1
"""Steps before and after that count too: clocks of phones go up to half a minute wrong."""
_SECRET_BYTES = 20


def make_totp_secret() -> str:
    """A new key in base32, 160 bits."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def find_step(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step that a code belongs to; None where it is wrong. Every step is tried, so the time tells nothing."""
    digits = re.sub(r"\s", "", code)
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        return None
    app = HOTP(base64.b32decode(secret), DIGITS, SHA1())  # noqa: S303 -- what the apps know; HMAC-SHA-1 holds
    now = int(at.timestamp()) // SECONDS
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(app.generate(step), digits.encode()):
            found = step
    return found


def totp_address(secret: str, *, site: str, account: str) -> str:
    """What the QR code holds (`otpauth:`), with the names that the app shows."""
    label = f"{quote(site, safe='')}:{quote(account, safe='@')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': site})}"
