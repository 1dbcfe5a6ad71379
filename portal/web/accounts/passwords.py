"""Passwords: hashed by Argon2id, and checked with the same work whether or not there is an account."""

import secrets
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST_LETTERS = 12
MOST_LETTERS = 200
_LANES = 4


class PasswordKeeper:
    """Hashes and checks with one cost. Changing the cost changes each hash at the next sign-in."""

    def __init__(self, *, memory_kib: int, rounds: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=_LANES)

    @cached_property
    def _of_nobody(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        return self._hasher.hash(_even(password))

    def is_right(self, kept: str, password: str) -> bool:
        """Whether it is the password. `kept` is empty where there is none: the same work is done, and it is not."""
        of_nobody = self._of_nobody  # made here at the first look, whoever it is for
        try:
            self._hasher.verify(kept or of_nobody, _even(password[:MOST_LETTERS]))
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept) and len(password) <= MOST_LETTERS

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with another cost than now's."""
        return self._hasher.check_needs_rehash(kept)


def _even(password: str) -> str:
    """One form for letters that keyboards make in several ways (NFKC, as NIST SP 800-63B advises)."""
    return unicodedata.normalize("NFKC", password)
