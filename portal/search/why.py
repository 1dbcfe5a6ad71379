"""Why a result is there: which of its parts has what was sought, and the words around it in its text."""

from collections.abc import Callable, Mapping, Sequence

from portal.domain.model import DataModel
from portal.search.fold import fold, split_words
from portal.search.port import SoughtPhrase

AROUND = 60
"""Letters of text shown before and after what was found."""


class Why(DataModel):
    """One reason. `part` names a part of the thing (title, employer, …), `words` what stands there."""

    part: str
    words: str


class Snippet(DataModel):
    """A piece of text with the found words between what comes before and after."""

    before: str
    found: str
    after: str


def explain(
    sought: Sequence[SoughtPhrase], parts: Mapping[str, str], *, stem: Callable[[str], str]
) -> tuple[Why, ...]:
    """For each thing sought the first part that has it, in the order of the parts; parts that have none are silent."""
    tokens = {part: _tokens(text) for part, text in parts.items()}
    reasons: dict[tuple[str, str], None] = {}
    for item in sought:
        for part, words in tokens.items():
            run = _find(item, words, stem)
            if run is not None:
                text = " ".join(words[at][0] for at in range(run[0], run[1]))
                reasons[part, text] = None
                break
    return tuple(Why(part=part, words=words) for part, words in reasons)


def snippet(sought: Sequence[SoughtPhrase], text: str, *, stem: Callable[[str], str]) -> Snippet | None:
    """The first place of a text that has something sought; None when none has, or it cannot be shown."""
    tokens = _tokens(text)
    for item in sought:
        run = _find(item, tokens, stem)
        if run is None:
            continue
        start, end = tokens[run[0]][2], tokens[run[1] - 1][3]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if start > AROUND:
            before = "…" + before.partition(" ")[2]
        if end + AROUND < len(text):
            after = after.rpartition(" ")[0] + "…"
        return Snippet(before=before, found=text[start:end], after=after)
    return None


Token = tuple[str, str, int, int]
"""As written, folded, from, to."""


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    for raw in text.split():
        start = text.index(raw, at)
        at = start + len(raw)
        for word in split_words(fold(raw)):
            tokens.append((raw.strip('.,;:()[]"“”!?'), word, start, at))
    return tokens


def _find(item: SoughtPhrase, tokens: Sequence[Token], stem: Callable[[str], str]) -> tuple[int, int] | None:
    folded = [token[1] for token in tokens]
    stems = [stem(word) for word in folded]
    for number, phrase in enumerate(item.phrases):
        wanted = [stem(word) for word in phrase]
        size = len(wanted)
        for start in range(len(stems) - size + 1):
            if stems[start : start + size] == wanted:
                return start, start + size
            is_beginning = (
                number == 0 and item.is_prefix and folded[start : start + size - 1] == list(phrase[:-1])
            )
            if is_beginning and folded[start + size - 1].startswith(phrase[-1]):
                return start, start + size
    return None
