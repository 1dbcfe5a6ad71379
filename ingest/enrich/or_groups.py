"""Which credentials of a clause are choices of one another, and which are asked together."""

import re
from collections.abc import Iterator, Sequence

from ingest.enrich.catalog_names import Mention

_OR_LINK = re.compile(r"\bor\b|/", re.I)
_AND_LINK = re.compile(r"\band\b(?!\s*/\s*or)|&|\bplus\b|\bwith\b|\bas well as\b", re.I)
_COMMA = re.compile(
    r"[\s,()]*|(?:(?!requir|prefer|must|need|desir)[^.;:()]){0,45},\s*(?:an?\s+|the\s+)?", re.I
)
_MOST_WORDS_BETWEEN = 12
_EXAMPLES = re.compile(
    r"(?:\be\.?g\.?|\bsuch as|\bincluding|\b(?:one|any|either) of (?:the |these )?(?:following)?)[\s,:(]*(?:an?\s+)?$",
    re.I,
)
"""Before a list of which one will do: "certifications such as A, B, C"."""
_OR_OTHERS = re.compile(
    r"[\s,)]*\bor\s+(?:an?\s+|any\s+)?(?:other|similar|equivalent|comparable|related)\b", re.I
)
_FARTHEST = 40


def or_groups(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Mentions joined by "or" or a slash are one group; a comma goes by the words that begin or end its list."""
    pending: list[Mention] = []
    is_choice = False
    for mention in mentions:
        if not pending:
            pending = [mention]
            continue
        between = text[pending[-1].end : mention.start]
        with_and = _AND_LINK.search(between)
        if _OR_LINK.search(between) and len(between.split()) <= _MOST_WORDS_BETWEEN and not with_and:
            pending.append(mention)
            is_choice = True
        elif _COMMA.fullmatch(between) and not with_and:
            pending.append(mention)
        else:
            yield from _closed(pending, text, is_choice=is_choice)
            pending, is_choice = [mention], False
    if pending:
        yield from _closed(pending, text, is_choice=is_choice)


def _closed(pending: list[Mention], text: str, *, is_choice: bool) -> Iterator[list[Mention]]:
    first, last = pending[0], pending[-1]
    if (
        is_choice
        or len(pending) == 1
        or _EXAMPLES.search(text, max(0, first.start - _FARTHEST), first.start)
        or _OR_OTHERS.match(text, last.end)
    ):
        yield pending
        return
    # "CNA (certified nursing assistant)": the same thing twice; "CNA, CPR": two things
    merged: list[list[Mention]] = []
    end = 0
    for mention in pending:
        is_short_form = bool(merged) and not mention.ids and text[end : mention.start].strip() == "("
        same = merged[-1] if is_short_form else next((g for g in merged if _are_same(g[0], mention)), None)
        if same is None:
            merged.append([mention])
        else:
            same.append(mention)
        end = mention.end
    yield from merged


def _are_same(one: Mention, other: Mention) -> bool:
    return bool(one.ids) and one.ids == other.ids
