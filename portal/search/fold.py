"""One way of writing for index and query: case, accents and dotted acronyms folded away."""

import re
import unicodedata

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
# The blocks of combining marks; asking unicodedata sign by sign takes ten times as long.
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_MAY_BE_DOTTED = re.compile(r"\.[^\W\d_]")
_SIGNS = (("c++", "cplusplus"), ("c#", "csharp"), (".net", " dotnet"))
_LETTER_PLUS = re.compile(r"\b([^\W\d_])\+")
_WORD_PLUS = re.compile(r"([^\W\d_])\+")
_WORD = re.compile(r"[^\W_]+")
_DROPPED = "'’‘ʼ`\x00"


def fold(text: str) -> str:
    """`C.N.A. (Enfermería)` gives `cna (enfermeria)`. Idempotent."""
    text = (
        _COMBINING.sub("", unicodedata.normalize("NFKD", text)).casefold()
        if not text.isascii()
        else text.lower()
    )
    for sign in _DROPPED:
        if sign in text:
            text = text.replace(sign, "")
    if "." in text and _MAY_BE_DOTTED.search(text):
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    for sign, word in _SIGNS:
        if sign in text:
            text = text.replace(sign, word)
    if "+" in text:
        # A+ is a name of its own, and people write Network+ and Network Plus.
        text = _WORD_PLUS.sub(r"\1 plus", _LETTER_PLUS.sub(r"\1plus", text))
    return text


def split_words(folded: str) -> list[str]:
    """Words of a folded text, in order; the same cut as the index makes."""
    return _WORD.findall(folded)
