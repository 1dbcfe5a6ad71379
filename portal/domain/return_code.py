"""Return codes: short, to read out or copy by hand, and of no letters that could spell a word.

The alphabet has no vowel and no 0, 1, 3, 4 (read as O, I, E, A), and nothing that is easily taken for another of
its letters: no B (8), G (6), Q (9), S (5), Z (2), L, T, K, N, D, U, Y. Sixteen are left: four bits each.
The last letter is a check: a weighted sum over the field of 16 elements, so that every single wrong letter and
every two letters that changed places are noticed (all weights differ and none is zero).
"""

import re
import secrets
from collections.abc import Iterable

from portal.domain.errors import InvalidCode

ALPHABET = "256789CFHJMPRVWX"
LENGTH = 12
"""Eleven random letters (44 bits) and the check."""
GROUP = 4
MODULUS = 0b10011
"""x⁴ + x + 1, of which x is a generator: the weights x¹…x¹¹ are eleven different ones."""
LOOK_ALIKES = str.maketrans("BGQSZU", "86952V")
"""What somebody who writes a code down may make of its letters; none of these is in the alphabet."""


def make_return_code() -> str:
    """A new code, twelve letters without the dashes. Source of chance: the operating system's."""
    values = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in (*values, _check(values)))


def show_return_code(code: str) -> str:
    """In groups of four, as people read it: `7H2X-…`."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def parse_return_code(text: str) -> str:
    """A code as somebody typed it: small letters, spaces, dashes and look-alikes are fine.

    Raises: InvalidCode when it is no code, or one letter of it is wrong.
    """
    code = re.sub(r"[\s\-\u2010-\u2015.]+", "", text[:80]).upper().translate(LOOK_ALIKES)
    if len(code) != LENGTH or any(letter not in ALPHABET for letter in code):
        raise InvalidCode(f"A code has {LENGTH} letters and digits, like {show_return_code('7H2X5CWM9RPH')}.")
    values = [ALPHABET.index(letter) for letter in code]
    if _check(values[:-1]) != values[-1]:
        raise InvalidCode("One letter of this code is wrong, or two changed places. Look at it again.")
    return code


def with_check(letters: str) -> str:
    """Letters of the alphabet with the check after them, for shorter codes of this kind (at most eleven letters)."""
    return letters + ALPHABET[_check(ALPHABET.index(letter) for letter in letters)]


def _check(values: Iterable[int]) -> int:
    total, weight = 0, 1
    for value in values:
        weight = _times(weight, 2)
        total ^= _times(weight, value)
    return total


def _times(left: int, right: int) -> int:
    """Product in the field of 16 elements."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 16:
            left ^= MODULUS
        right >>= 1
    return product
