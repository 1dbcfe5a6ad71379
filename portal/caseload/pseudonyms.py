"""Friendly names that tell nothing about anybody."""

import secrets
from collections.abc import Callable, Iterable, Sequence

from portal.caseload.people_of_list import same_label

_TRIES = 40
_FIRST = {
    "en": "Amber Bright Calm Clear Gentle Golden Green Kind Lively Merry Quick Silver",
    "es": "Brisa Cima Estrella Garza Hoja Isla Luna Nube Ola Paloma Roca Rosa",
}
_SECOND = {
    "en": "Birch Brook Cedar Cloud Fern Harbor Heron Lake Maple Meadow River Robin",
    "es": "alegre amable azul brillante celeste feliz gentil leal paciente valiente veloz verde",
}
"""Spanish words of one gender, with adjectives of one form: every pair is right."""


def suggest_pseudonym(
    taken: Iterable[str] = (),
    *,
    language: str = "en",
    choose: Callable[[Sequence[str]], str] = secrets.choice,
) -> str:
    """A name such as “Gentle Heron” that is not taken; with a number after it where chance finds no free one."""
    used = {same_label(label) for label in taken}
    words = language if language in _FIRST else "en"
    name = ""
    for _ in range(_TRIES):
        name = f"{choose(_FIRST[words].split())} {choose(_SECOND[words].split())}"
        if same_label(name) not in used:
            return name
    number = 2
    while same_label(f"{name} {number}") in used:
        number += 1
    return f"{name} {number}"
