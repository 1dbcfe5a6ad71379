"""How hard a text is to read: grade of Flesch and Kincaid for English, ease of Fernández Huerta for Spanish.

Names (a capital inside a sentence, capitals alone, anything with a digit) count as one syllable: they are looked at,
not read out. Placeholders `%(place)s` count as a name. Below `LEAST_WORDS` neither formula says anything.
"""

import re
from collections.abc import Callable
from functools import lru_cache

LEAST_WORDS = 8

_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_SENTENCE_END = re.compile(r"[.?!:;](?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EXCEPTIONS = {"area": 3, "employee": 3, "every": 2, "idea": 3, "people": 2, "something": 2, "sometimes": 2}
_STRONG, _WEAK, _STRESSED_WEAK = "aeoáéó", "iuü", "íú"


def english_grade(text: str) -> float | None:
    """The school grade at which the text can be read (Kincaid 1975); None for fewer than `LEAST_WORDS` words."""
    words, sentences, syllables = _measure(text, count_english_syllables)
    if words < LEAST_WORDS:
        return None
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def spanish_ease(text: str) -> float | None:
    """Reading ease from 0 to 100, more is easier (Fernández Huerta 1959); None for fewer than `LEAST_WORDS` words.

    60 to 70 is what most adults read with ease, 70 to 80 is fairly easy.
    """
    words, sentences, syllables = _measure(text, count_spanish_syllables)
    if words < LEAST_WORDS:
        return None
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


@lru_cache(maxsize=20_000)
def count_english_syllables(word: str) -> int:
    """Syllables of an English word by its groups of vowels."""
    word = word.lower().replace("’", "'")
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    stem = re.sub(r"'s?$|'(?=[a-z]+$)", "", word)
    stem = re.sub(r"(?<=[^aeiouylscxzgh])es$|(?<=[aeiou]l)es$|(?<=[^aeioutd])ed$", "", stem)
    stem = re.sub(r"(?<=[^l])e$|(?<=[aeiou]l)e$", "", stem)
    groups = re.findall(r"[aeiouy]+", stem)
    apart = re.findall(r"i[ao](?!u)|[aeo]ing|eo|ua|ie(?=n[ct])|[aeiou]y(?=[aeio])|crea(?=t)|uou", stem)
    joined = re.findall(r"[tscg]io|[tc]ia|gua|qua|eop|(?<=[tc])ie(?=nt)", stem)
    return max(1, len(groups) + max(0, len(apart) - len(joined)))


@lru_cache(maxsize=20_000)
def count_spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word: each strong or stressed vowel is one; a weak vowel joins its neighbour."""
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "g", word.lower())
    word = re.sub(r"y\b", "i", word)
    count = 0
    for group in re.findall(r"[aeoáéóiuüíú]+", word):
        own = sum(letter in _STRONG or letter in _STRESSED_WEAK for letter in group)
        count += max(1, own)
    return max(1, count)


def _measure(text: str, count: Callable[[str], int]) -> tuple[int, int, int]:
    text = _PLACEHOLDER.sub("X1", text)
    words = sentences = syllables = 0
    for sentence in _SENTENCE_END.split(text):
        found = _WORD.findall(sentence)
        if not found:
            continue
        sentences += 1
        words += len(found)
        syllables += sum(
            1 if _is_name(word, is_first=place == 0) else count(word) for place, word in enumerate(found)
        )
    return words, max(1, sentences), syllables


def _is_name(word: str, *, is_first: bool) -> bool:
    return (
        any(c.isdigit() for c in word)
        or (len(word) > 1 and word.isupper())
        or (word[0].isupper() and not is_first)
    )
