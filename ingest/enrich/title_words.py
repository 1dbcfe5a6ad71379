"""The words of a job title, each with how much it counts, in the one form that learning and reading share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_REQUISITION = re.compile(
    r"(?:#\s*|\b(?:req|job|id|ref)[ .#:-]*)\d[\w-]*|\b\d{4,}\b|\b[A-Z]{1,3}-?\d{4,}\b", re.I
)
_GRADE = re.compile(r"\b[A-Z]{2}-?\d{3,4}(?:-\d+)*(?:/\d+)*(?:-[IV/]+)?\b")
_PAY = re.compile(r"\$\s?[\d,.]+(?:\s*(?:-|to)\s*\$?[\d,.]+)?\s*(?:k|/?\s*(?:hr|hour|yr|year))?", re.I)
_WORD = re.compile(r"[a-z0-9+#]+")
_ASIDE = re.compile(
    r"\s+[-–—|@•*]+\s*|\s*[|–—:;(\[]\s*|!+|\bat\b(?=\s+[A-Z])|"
    r",\s+(?=(?:bureau|division|office|department|dept|unit|section|program|borough|district)\b)",
    re.I,
)
"""Where what the job is ends and what else the employer says begins."""
ASIDE_WEIGHT = 0.3
"""How much a word counts after such a place; chosen on the learning half of the gold postings."""


def singular(word: str) -> str:
    """A word without the ending of its plural: "cooks" → "cook", "men" → "man"; others as they are."""
    if len(word) <= 3 or not word.endswith(("s", "men")) or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] + "an" if word.endswith("men") else word[:-1]


@dataclass(frozen=True)
class TitleWords:
    """Splits titles by the lexicon. Build once a process."""

    abbreviations: Mapping[str, tuple[str, ...]]
    noise: frozenset[tuple[str, ...]]
    longest_noise: int

    @classmethod
    def build(cls, lexicon: Mapping[str, Any]) -> "TitleWords":
        """`lexicon` is the content of `config/lexicon/titles.toml`."""
        kept = frozenset(lexicon["noise_with_meaning"])
        noise = frozenset(tuple(_WORD.findall(phrase)) for phrase in lexicon["noise"] if phrase not in kept)
        return cls(
            abbreviations={k: tuple(v.split()) for k, v in lexicon["abbreviations"].items()},
            noise=noise,
            longest_noise=max(map(len, noise), default=1),
        )

    def read(self, title: str) -> list[tuple[str, float]]:
        """Words in the singular with their weight, without what says how, when or how high."""
        text = title
        if "$" in text or any(c.isdigit() for c in text):
            text = _PAY.sub(" ", _GRADE.sub(" ", _REQUISITION.sub(" ", text)))
        found = _ASIDE.search(text.strip())
        text = text.strip()
        head, aside = (text[: found.start()], text[found.end() :]) if found else (text, "")
        words = [(word, 1.0) for word in self._part(head)]
        words += [(word, ASIDE_WEIGHT if words else 1.0) for word in self._part(aside)]
        return words or [(singular(word), 1.0) for word in split_words(title)]

    def _part(self, text: str) -> list[str]:
        words = [x for word in split_words(text) for x in self.abbreviations.get(word, (word,))]
        out: list[str] = []
        position = 0
        while position < len(words):
            for size in range(min(self.longest_noise, len(words) - position), 0, -1):
                if tuple(words[position : position + size]) in self.noise:
                    position += size
                    break
            else:
                out.append(singular(words[position]))
                position += 1
        return out


def split_words(text: str) -> list[str]:
    """Words in small letters: "R.N. (Nurse's aide)" → rn, nurses, aide."""
    return _WORD.findall(text.lower().replace("'", "").replace("’", "").replace(".", ""))
