"""One way of writing for index and query: case, accents and dotted acronyms folded away."""

import re
import unicodedata

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_SIGNS = (("c++", "cplusplus"), ("c#", "csharp"), (".net", " dotnet"))
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`\x00")


def fold(text: str) -> str:
    """`C.N.A. (Enfermería)` gives `cna (enfermeria)`. Idempotent."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    text = text.casefold().translate(_APOSTROPHES)
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    for sign, word in _SIGNS:
        if sign in text:
            text = text.replace(sign, word)
    return text


def split_words(folded: str) -> list[str]:
    """Words of a folded text, in order; the same cut as the index makes."""
    return _WORD.findall(folded)
