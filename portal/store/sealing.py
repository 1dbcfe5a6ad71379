"""Personal columns are encrypted before they reach the database, each bound to its place.

Fernet (AES-128-CBC with HMAC-SHA256) of `cryptography`, with several keys: the first one seals, all of them open. To
change keys, put a new one first, run `portal staff rotate-keys`, and then take the old one out.
A sealed text carries the table, column and row it belongs to: one that was moved to another row does not open.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from portal.domain.errors import InvalidSettings, PortalError

_FINGERPRINT = b"rungs fingerprint 1"
HOW_TO_MAKE_ONE = (
    "Make one with: .venv/bin/python -c "
    '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


class SealBroken(PortalError):
    """A sealed text that no key of this deployment opens, or that stands in another place than it was sealed for."""


def place(table: str, column: str, row_id: str) -> str:
    """Where a sealed text belongs. `column` is without `_sealed`."""
    return f"{table}.{column}:{row_id}"


class Sealer:
    """Seals and opens with the deployment's keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys as `Fernet.generate_key` makes them.

        Raises: InvalidSettings when there is none, or one is not a key.
        """
        if not keys:
            raise InvalidSettings(f"PORTAL_SEAL_KEYS is missing. {HOW_TO_MAKE_ONE}")
        try:
            self._first = Fernet(keys[0])
            self._fernet = MultiFernet([self._first, *(Fernet(key) for key in keys[1:])])
            self._fingerprint_keys = [
                hmac.digest(base64.urlsafe_b64decode(key), _FINGERPRINT, "sha256") for key in keys
            ]
        except (ValueError, binascii.Error) as error:
            raise InvalidSettings(
                f"PORTAL_SEAL_KEYS has something that is no key. {HOW_TO_MAKE_ONE}"
            ) from error

    def seal(self, text: str, *, about: str) -> str:
        """The text as it is stored. Empty stays empty, so that what is not told can be seen as not told."""
        if not text:
            return ""
        return self._fernet.encrypt(json.dumps([about, text]).encode()).decode()

    def open(self, sealed: str, *, about: str) -> str:
        """The text that was sealed for this place.

        Raises: SealBroken.
        """
        if not sealed:
            return ""
        try:
            where, text = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SealBroken(
                f"{about} cannot be opened with the keys in PORTAL_SEAL_KEYS. Was a key taken out too early?"
            ) from error
        if where != about:
            raise SealBroken(f"{about} holds what was sealed for another place. Restore it from a backup.")
        return str(text)

    def is_current(self, sealed: str) -> bool:
        """Whether the first key, which seals, opens a text."""
        try:
            self._first.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def renew(self, sealed: str) -> str:
        """The same text sealed with the first key.

        Raises: SealBroken when no key opens it.
        """
        if not sealed:
            return ""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise SealBroken("A sealed column cannot be opened with the keys in PORTAL_SEAL_KEYS.") from error

    def fingerprints(self, text: str, *, about: str) -> tuple[str, ...]:
        """What to look a text up by, one for each key, the first key's first. Store the first, look for any.

        `about` says what kind of text it is: `account.email`.
        """
        told = json.dumps([about, text]).encode()
        return tuple(hmac.digest(key, told, "sha256").hex() for key in self._fingerprint_keys)
