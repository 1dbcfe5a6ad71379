"""The same documents in SQLite FTS5, for comparison only: all words, the last one as a beginning, Porter stems."""

import sqlite3
from collections.abc import Mapping, Sequence

from portal.search.documents import (
    CredentialDocument,
    OccupationDocument,
    PlaceDocument,
    PostingDocument,
    SearchDocument,
)
from portal.search.fold import fold, split_words
from portal.search.port import SearchKind


class Fts5Quality:
    """One FTS5 table a kind: names with eight times the weight of texts."""

    def __init__(self, documents: Mapping[SearchKind, Sequence[SearchDocument]]) -> None:
        self._db = sqlite3.connect(":memory:")
        for kind, rows in documents.items():
            self._db.execute(
                f"CREATE VIRTUAL TABLE {kind.value} USING fts5(id UNINDEXED, name, rest, tokenize='porter unicode61')"
            )
            self._db.executemany(
                f"INSERT INTO {kind.value} VALUES (?, ?, ?)", [(row.id, *_texts(row)) for row in rows]
            )

    def search(self, kind: SearchKind, text: str) -> list[str]:
        """Ids of the first ten."""
        words = split_words(fold(text))
        if not words:
            return []
        match = " ".join(f'"{word}"' for word in words) + "*"
        rows = self._db.execute(
            f"SELECT id FROM {kind.value} WHERE {kind.value} MATCH ? ORDER BY bm25({kind.value}, 0, 8, 1) LIMIT 10",
            [match],
        )
        return [row[0] for row in rows]


def _texts(row: SearchDocument) -> tuple[str, str]:
    match row:
        case CredentialDocument():
            names = (row.name, row.name_es, *row.aliases, *row.aliases_es)
            return " ; ".join(names), " ".join((row.summary, row.summary_es, *row.competencies, *row.codes))
        case OccupationDocument():
            return " ; ".join((row.name, *row.aliases)), f"{row.definition} {row.id}"
        case PlaceDocument():
            return " ; ".join((row.name, *row.other_names)), " ".join(row.codes)
        case PostingDocument():
            rest = (row.employer_name, row.occupation_name, *row.credential_names, *row.credential_names_es)
            return row.title, " ".join((*rest, *row.place_names, *row.codes, row.description))
