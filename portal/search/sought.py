"""From the words typed to what is sought: synonyms, acronyms, corrected spelling. Knows no engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portal.search.config import SearchConfig
from portal.search.query_text import QueryText, TypedWord
from portal.search.spelling import Speller


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a thing sought may be written: a run of words."""

    words: tuple[str, ...]
    boost: float = 1.0
    is_prefix: bool = False
    """The last word may go on: it is still being typed."""
    is_exact: bool = False
    """As written only, endings included."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that a result must have, in any of its variants. `typed` is how the person wrote it."""

    typed: str
    variants: tuple[Variant, ...]
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the index knows about words: in how many names it is, how often is it in a text, does a word start so.

    `in_names` goes by the word and its English stem: Spanish endings fit too many English words.
    """

    in_names: Callable[[str], int]
    same_stem: Callable[[str, str], bool]
    in_texts: Callable[[str], int]
    starts_word: Callable[[str], bool]
    speller: Callable[[], Speller]
    acronyms: frozenset[str]


class Concepts:
    """Phrases that mean the same, found in a run of words, longest first."""

    def __init__(self, concepts: Sequence[tuple[tuple[str, ...], ...]]) -> None:
        self._by_phrase = {phrase: concept for concept in concepts for phrase in concept}
        self._by_singular = {_singular(phrase): concept for phrase, concept in self._by_phrase.items()}
        self._longest = max((len(phrase) for phrase in self._by_phrase), default=0)

    def at(self, words: Sequence[str], start: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
        """Length of the longest known phrase at `start` and all phrases of its concept; (0, ()) when none."""
        for length in range(min(self._longest, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            concept = self._by_phrase.get(phrase) or self._by_singular.get(_singular(phrase))
            if concept:
                return length, concept
        return 0, ()


def _singular(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """A key under which singular and plural meet, in English and Spanish: nurses, nurse; soldadores, soldador."""
    return tuple(
        word.removesuffix("s").removesuffix("e") if len(word) > 4 and not word.endswith("ss") else word
        for word in phrase
    )


SHORTEST_PART = 4
"""Letters of each of two words that were written as one."""
DOUBTED_IN_NAMES = 3
DOUBTED_IN_TEXTS = 30
"""A word in fewer names and texts than these may be an error where nothing is found with it: others err too."""
RARE_IN_TEXTS = 3
"""A word in fewer texts than this, and in no name, may itself be a typing error."""


def seek(
    query: QueryText,
    *,
    config: SearchConfig,
    concepts: Concepts,
    lexicon: Lexicon,
    last_words: frozenset[str] = frozenset(),
    doubts_rare: bool = False,
) -> list[Sought]:
    """What is sought, each thing once. Stop words are dropped after phrases were found, never within one.

    `last_words` say something at the end of the text: among places, `in` and `or` name their state.
    `doubts_rare`: a word that few names have may be an error too (a posting's own: *manger*).
    """
    sought: list[Sought] = []
    words = [word.text for word in query.words]
    at = 0
    while at < len(words):
        length, concept = concepts.at(words, at)
        is_last = at + max(length, 1) == len(words)
        if length:
            sought.append(
                _seek_concept(tuple(words[at : at + length]), concept, config=config, is_last=is_last)
            )
        elif (
            words[at] not in config.stop_words
            or query.words[at].is_acronym
            or (is_last and at > 0 and words[at] in last_words)
        ):
            word = _seek_word(
                query.words[at], config=config, lexicon=lexicon, is_last=is_last, doubts_rare=doubts_rare
            )
            sought.append(word)
        at += max(length, 1)
    sought += [Sought(" ".join(phrase), (Variant(phrase, is_exact=True),)) for phrase in query.phrases]
    return list({item.typed: item for item in sought}.values())


def _seek_concept(
    typed: tuple[str, ...], concept: tuple[tuple[str, ...], ...], *, config: SearchConfig, is_last: bool
) -> Sought:
    # A short single word that names a concept (ase, rn) is whole: no ase-ptic. A longer one may go on.
    goes_on = is_last and len(typed[-1]) >= config.typos.min_letters
    # A phrase scores the sum of its words; shared out, so that a long synonym never beats what was typed.
    synonym = config.boosts.synonym * len(typed)
    variants = [Variant(typed), *(Variant(p, boost=synonym / len(p)) for p in concept if p != typed)]
    if goes_on:
        variants.append(Variant(typed, boost=config.boosts.prefix, is_prefix=True))
    return Sought(" ".join(typed), tuple(variants))


def _seek_word(
    word: TypedWord, *, config: SearchConfig, lexicon: Lexicon, is_last: bool, doubts_rare: bool
) -> Sought:
    text = word.text
    whole = Variant((text,))
    if word.is_acronym or text in lexicon.acronyms or text in config.typos.never:
        return Sought(text, (replace(whole, is_exact=True),))
    variants = [whole]
    if is_last:
        variants.append(Variant((text,), boost=config.boosts.prefix, is_prefix=True))
    sought = Sought(text, tuple(variants))
    if not _may_be_wrong(text, config=config, lexicon=lexicon, is_last=is_last, doubts_rare=doubts_rare):
        return sought
    errors = 2 if len(text) >= config.typos.two_typos_min_letters else 1
    nearest = lexicon.speller().nearest(text, max_errors=errors)
    if nearest is None and (parts := _two_words(text, lexicon)):
        run_together = Variant(parts, boost=config.boosts.correction)
        return Sought(text, (whole, run_together), corrected=" ".join(parts))
    if nearest is None or len(nearest) < config.typos.min_letters - 1 or lexicon.same_stem(text, nearest):
        return sought
    correction = Variant((nearest,), boost=config.boosts.correction)
    return Sought(text, (whole, correction), corrected=nearest)


def _two_words(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Two known words written as one: `truckdriver`."""
    for at in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1):
        if lexicon.in_names(text[:at]) and lexicon.in_names(text[at:]):
            return text[:at], text[at:]
    return None


def _may_be_wrong(
    text: str, *, config: SearchConfig, lexicon: Lexicon, is_last: bool, doubts_rare: bool
) -> bool:
    return (
        len(text) >= config.typos.min_letters
        and text.isalpha()
        and lexicon.in_names(text) < (DOUBTED_IN_NAMES if doubts_rare else 1)
        and lexicon.in_texts(text) < (DOUBTED_IN_TEXTS if doubts_rare else RARE_IN_TEXTS)
        # What is in a name is its own beginning.
        and not (is_last and not doubts_rare and lexicon.starts_word(text))
    )
