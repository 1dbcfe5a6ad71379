"""Names to offer while somebody types, from the embedded indexes."""

import re
from collections.abc import Sequence
from datetime import date

import tantivy

from portal.search.config import SearchConfig
from portal.search.embedded_answer import count_of, lexicon_of
from portal.search.embedded_documents import label_of
from portal.search.embedded_query import MUST, MUST_NOT, QueryBuilder
from portal.search.embedded_schema import PRIOR_FIELDS, TITLE_START_SEPARATOR
from portal.search.embedded_view import View
from portal.search.fold import fold, split_words
from portal.search.port import SearchKind, Suggestion
from portal.search.query_text import parse_query_text
from portal.search.sought import Concepts, Sought, Variant, seek

SHORTEST_TITLE_START = 3
"""Letters before titles of postings are offered: one or two would walk a large part of all titles."""
_WALKED = 40
_CODE = re.compile(r"\d[\d.\-]*")


def suggest_names(
    view: View, prefix: str, *, config: SearchConfig, limit: int, today: date
) -> list[Suggestion]:
    """Names that have all words, each as typed or as a beginning; a beginning of a code finds what bears it."""
    if limit < 1:
        return []
    if view.kind is SearchKind.POSTINGS:
        return _titles(view, prefix, config=config, limit=limit, today=today)
    if _CODE.fullmatch(prefix.strip()):
        return _by_code(view, prefix.strip(), config=config, limit=limit)
    words = [(word.text,) for word in parse_query_text(prefix).words]
    # Every word may go on here: `auto te` means automotive technology.
    sought = [
        Sought(word[0], (Variant(word), Variant(word, boost=config.boosts.prefix, is_prefix=True)))
        for word in words
    ]
    return _named(view, sought, config=config, limit=limit)


def suggest_meant(
    view: View,
    prefix: str,
    *,
    config: SearchConfig,
    concepts: Concepts,
    acronyms: frozenset[str],
    limit: int,
    today: date,
    corrects: bool,
) -> list[Suggestion]:
    """What phrases of the same meaning name, and with `corrects` also what the typing error stands for."""
    typed = parse_query_text(prefix)
    sought = seek(typed, config=config, concepts=concepts, lexicon=lexicon_of(view, acronyms))
    if not corrects and any(item.corrected for item in sought):
        return []
    if view.kind is not SearchKind.POSTINGS:
        return _named(view, sought, config=config, limit=limit)
    changes = {item.typed: item.corrected for item in sought if item.corrected}
    if not changes:
        return []
    text = " ".join(changes.get(word.text) or word.text for word in typed.words)
    return _titles(view, text, config=config, limit=limit, today=today)


def _named(view: View, sought: Sequence[Sought], *, config: SearchConfig, limit: int) -> list[Suggestion]:
    if not sought:
        return []
    return _offers(view, QueryBuilder(view, config, titles_only=True).text(sought, codes=()), limit)


def _by_code(view: View, code: str, *, config: SearchConfig, limit: int) -> list[Suggestion]:
    codes = sorted(term for term, _ in view.searcher.terms_with_prefix("code", code, limit=limit * 4))
    return _offers(view, QueryBuilder(view, config).codes(codes), limit) if codes else []


def _offers(view: View, query: tantivy.Query, limit: int) -> list[Suggestion]:
    found = view.searcher.search(query, limit=limit, count=False, weight_by_field=PRIOR_FIELDS.get(view.kind))
    documents = [view.searcher.doc(address) for _, address in found.hits]
    return [
        Suggestion(
            kind=view.kind,
            id=str(document.get_first("key")),
            name=label_of(document),
            name_es=label_of(document, "label_es"),
        )
        for document in documents
    ]


def _titles(view: View, prefix: str, *, config: SearchConfig, limit: int, today: date) -> list[Suggestion]:
    start = " ".join(split_words(fold(prefix)))
    if len(start) < SHORTEST_TITLE_START:
        return []
    if fold(prefix).endswith(" "):
        start += " "
    terms = view.title_starts(start, _WALKED)
    spellings: dict[str, list[str]] = {}
    for term in terms:
        spellings.setdefault(fold(term.partition(TITLE_START_SEPARATOR)[2]), []).append(term)
    builder = QueryBuilder(view, config)
    offers = []
    for same in list(spellings.values())[:limit]:
        title = same[0].partition(TITLE_START_SEPARATOR)[2]
        # The terms tell of ended postings too: count what is open, and offer nothing that leads nowhere.
        open_now = tantivy.Query.boolean_query(
            [(MUST, builder.title_starts(same)), (MUST_NOT, builder.ended(today))]
        )
        if count := count_of(view.searcher.search(open_now, limit=1)):
            offers.append(Suggestion(kind=view.kind, id=title, name=title, count=count))
    return offers
