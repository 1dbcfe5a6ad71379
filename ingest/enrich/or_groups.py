"""Which credentials of a clause are choices of one another, and which are asked together."""

import re
from collections.abc import Iterator, Sequence

from ingest.enrich.catalog_names import Mention

_OR_LINK = re.compile(r"\bor\b|/", re.I)
_AND_LINK = re.compile(r"\band\b(?!\s*/\s*or)|&|\bplus\b|\bwith\b|\bas well as\b", re.I)
_MOST_WORDS_BETWEEN = 12


def or_groups(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Mentions joined by "or" or a slash are one group; a comma goes by the word that ends the list."""
    group: list[Mention] = []
    pending: list[Mention] = []
    for mention in mentions:
        if not pending:
            pending = [mention]
            continue
        between = text[pending[-1].end : mention.start]
        if (
            _OR_LINK.search(between)
            and len(between.split()) <= _MOST_WORDS_BETWEEN
            and not _AND_LINK.search(between)
        ):
            pending.append(mention)
            group = pending
        elif re.fullmatch(r"[\s,()]*", between):
            pending.append(mention)
        else:
            yield from _closed(pending, group)
            pending, group = [mention], []
    if pending:
        yield from _closed(pending, group)


def _closed(pending: list[Mention], group: list[Mention]) -> Iterator[list[Mention]]:
    if pending is group or len(pending) == 1:
        yield pending
        return
    # "CNA (certified nursing assistant)": the same thing twice; "CNA, CPR": two things
    merged: list[list[Mention]] = []
    for mention in pending:
        same = next((g for g in merged if g[0].ids == mention.ids), None)
        if same is None:
            merged.append([mention])
        else:
            same.append(mention)
    yield from merged
