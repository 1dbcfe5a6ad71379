"""BM25 over titles: the plain baseline of the occupation coder."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from ingest.coder.corpus import title_key


class Bm25:
    """Okapi BM25 (k1 1.2, b 0.75) over titles; the code of the best title, ties by vote of the best five."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        rows = [(title_key(title).split(), code) for title, code in titles]
        self.codes = [code for _, code in rows]
        mean = sum(len(words) for words, _ in rows) / len(rows)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, (words, _) in enumerate(rows):
            for word, count in Counter(words).items():
                weight = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(words) / mean))
                self.postings[word].append((i, weight))
        self.idf = {
            w: math.log(1 + (len(rows) - len(p) + 0.5) / (len(p) + 0.5)) for w, p in self.postings.items()
        }

    def best(self, title: str) -> tuple[str | None, float]:
        """The likeliest code and its share among the best five titles."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(title_key(title).split()) & self.postings.keys():
            for i, weight in self.postings[word]:
                scores[i] += self.idf[word] * weight
        if not scores:
            return None, 0.0
        votes: Counter[str] = Counter()
        for i in sorted(scores, key=lambda i: (-scores[i], i))[:5]:
            votes[self.codes[i]] += scores[i]  # type: ignore[assignment]
        code = min(votes, key=lambda c: (-votes[c], c))
        return code, votes[code] / sum(votes.values())
