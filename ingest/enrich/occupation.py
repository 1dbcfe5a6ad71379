"""The occupation (SOC 2018) of a posting, or an abstention that says why.

First exact titles: SOC 2018 occupation titles and direct-match titles (BLS) and our own `config/lexicon/titles.toml`;
then the learned coder over title and text, which abstains below its threshold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.enrich.occupation_model import OccupationModel, Ranking
from ingest.enrich.title_words import TitleWords
from portal.domain.codes import soc_major_group
from portal.domain.job_posting import OccupationCoding, PostingRecord
from portal.store.snapshots import SocOccupation, SocTitle

HINT, EXACT, HEAD, TAIL, SERIES = 0.98, 0.9, 0.8, 0.7, 0.7
"""Confidence of exact methods, set by judgement; `make bench-quality` measures how it holds."""
_TITLES_REMEMBERED = 2_000
TEXT_READ = 4_500
"""How many characters of a text the learned coder reads."""

_TWO_NAMED, _ELSEWHERE = "the title names more than one occupation", "a word in the title points elsewhere"
_CONFLICTS = (_TWO_NAMED, _ELSEWHERE)
"""Where likeness cannot settle what the words leave open."""

_CUT = re.compile(
    r"\s+[-–—|@]\s*|\s*[|–—:;]\s*|\s*\(|\)\s*|,\s+|\s+-\s*|\bat\b(?=\s+[A-Z])|\s+\$|\s*[/]\s*|!+"
)
_REQUISITION = re.compile(
    r"(?:#\s*|\b(?:req|job|id|ref)[ .#:-]*)\d[\w-]*|\b\d{4,}\b|\b[A-Z]{1,3}-?\d{4,}\b", re.I
)
_GRADE = re.compile(r"\b[A-Z]{2}-?\d{3,4}(?:-\d+)*(?:/\d+)*(?:-[IV/]+)?\b")
_PAY = re.compile(r"\$\s?[\d,.]+(?:\s*(?:-|to)\s*\$?[\d,.]+)?\s*(?:k|/?\s*(?:hr|hour|yr|year))?", re.I)
_NUMBERED = re.compile(r"[0-9$]")
"""Without one of these the three patterns above match nothing."""
_WORD = re.compile(r"[a-z0-9+#]+")
_INVERTED = re.compile(r"^[\w' -]+, [\w' -]+$")


@dataclass
class TitleIndex:
    """Normalised titles to SOC codes. Build once a process."""

    titles: dict[str, frozenset[str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    tails: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    blockers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    noise: frozenset[tuple[str, ...]] = frozenset()
    longest_noise: int = 1
    longest_tail: int = 1
    words: TitleWords = field(default_factory=lambda: TitleWords({}, frozenset(), 1))
    model: OccupationModel | None = None
    _cache: dict[str, OccupationCoding | None] = field(default_factory=dict)
    _read: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    """The words of the last titles, for feeds repeat them."""

    @classmethod
    def build(
        cls,
        occupations: Iterable[SocOccupation],
        titles: Iterable[SocTitle],
        lexicon: Mapping[str, Any],
        *,
        model: OccupationModel | None = None,
    ) -> "TitleIndex":
        """Index SOC's titles and ours. `lexicon` is the content of `config/lexicon/titles.toml`.

        Without `model` whatever no exact title names is left open.
        """
        index = cls(
            abbreviations={k: tuple(v.split()) for k, v in lexicon["abbreviations"].items()},
            blockers=frozenset(lexicon["blockers"]),
            domains=frozenset(lexicon["domains"]),
            noise=frozenset(tuple(_WORD.findall(phrase)) for phrase in lexicon["noise"]),
            words=TitleWords.build(lexicon),
            model=model,
        )
        index.longest_noise = max(map(len, index.noise), default=1)
        found: dict[str, set[str]] = defaultdict(set)
        for occupation in occupations:
            if occupation.level == "detailed" and "all other" not in occupation.title.lower():
                found[" ".join(index._words(_singular(occupation.title)))].add(occupation.soc_code)
        for title in titles:
            found[" ".join(index._words(title.title))].add(title.soc_code)
        index.titles = {key: frozenset(codes) for key, codes in found.items() if key}
        index.own = {" ".join(index._words(key)): code for key, code in lexicon["titles"].items()}
        index.tails = {" ".join(index._words(key)): code for key, code in lexicon["tails"].items()}
        index.longest_tail = max((len(key.split()) for key in index.tails), default=1)
        return index

    def code(
        self, record: PostingRecord, text: str = "", *, licensed: frozenset[str] = frozenset()
    ) -> OccupationCoding:
        """The occupation of a posting: the source's own code, else an exact title, else the employer's class of job,
        else what the learned coder makes of title and text, and of the occupations that a required licence is for."""
        if len(record.occupation_hints) == 1:
            return OccupationCoding(
                soc_code=record.occupation_hints[0],
                confidence=HINT,
                method="source",
                reason="stated by the source",
            )
        coding = self._code_title(record.title)
        if coding.soc_code is None and not coding.candidates and record.series_hint:
            by_series = self._code_title(record.series_hint)
            if by_series.soc_code is not None and by_series.method == "title":
                return by_series.model_copy(
                    update={
                        "confidence": SERIES,
                        "method": "series",
                        "reason": f"the employer's own class of job: {record.series_hint[:80]}",
                    }
                )
        return (
            coding
            if coding.soc_code is not None
            else self._learned(record.title, text, exact=coding, licensed=licensed)
        )

    def rank(
        self,
        title: str,
        text: str = "",
        *,
        top: int = 3,
        told: int = 1,
        licensed: frozenset[str] = frozenset(),
    ) -> Ranking:
        """What the learned coder finds likeliest, the first `told` with their words; empty without its artefact."""
        if self.model is None:
            return Ranking((), 0.0)
        if (words := self._read.get(title)) is None:
            if len(self._read) >= _TITLES_REMEMBERED:
                self._read.clear()
            words = self._read[title] = self.words.read(title)
        return self.model.rank(words, text[:TEXT_READ], top=top, told=told, favoured=licensed)

    def _learned(
        self, title: str, text: str, *, exact: OccupationCoding, licensed: frozenset[str]
    ) -> OccupationCoding:
        if self.model is None or exact.reason in _CONFLICTS:
            return _of_one_group(exact)
        ranking = self.rank(title, text, licensed=licensed)
        if not ranking.ranked:
            return _of_one_group(exact)
        candidates = tuple(one.soc_code for one in ranking.ranked)
        first, confidence = ranking.ranked[0], round(ranking.confidence, 3)
        if confidence < self.model.calibration.threshold:
            is_group_sure = ranking.group_confidence >= self.model.calibration.group_threshold
            return OccupationCoding(
                candidates=candidates,
                confidence=confidence,
                method="none",
                reason=f"not sure enough ({confidence:.0%}); {exact.reason}",
                soc_group=ranking.group if is_group_sure else None,
                group_confidence=round(ranking.group_confidence, 3) if is_group_sure else 0.0,
            )
        said = f"“{' '.join(first.words)}” in the title" if first.words else "the title"
        return OccupationCoding(
            soc_code=first.soc_code,
            confidence=confidence,
            method="learned",
            reason=f"{said}{' and the text' if text else ''}, by likeness to known titles"
            + (", and a licence that is required" if first.soc_code in licensed else ""),
            candidates=candidates,
        )

    def _code_title(self, title: str) -> OccupationCoding:
        if title not in self._cache:
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[title] = self._look_up(title)
        found = self._cache[title]
        assert found is not None
        return found

    def _look_up(self, title: str) -> OccupationCoding:
        text = title
        if _NUMBERED.search(title):
            text = _PAY.sub(" ", _GRADE.sub(" ", _REQUISITION.sub(" ", title)))
        whole = self._stripped(self._words(text))
        if coding := self._exact(whole, method="title", confidence=EXACT):
            return coding
        segments = [self._stripped(self._words(part)) for part in _CUT.split(text)]
        segments = [segment for segment in segments if segment]
        if _INVERTED.match(text.strip()) and len(segments) == 2:  # "Teacher, Preschool"
            inverted = self._exact(segments[1] + segments[0], method="title", confidence=HEAD)
            if inverted is not None:
                return inverted
        if segments and self.blockers & set(segments[0]):  # "Nurse Recruiter - RN" is not a nurse
            segments = segments[:1]
        found = [
            coding
            for segment in segments[:2]
            if (coding := self._exact(segment, method="title", confidence=HEAD) or self._tail(segment))
        ]
        if not found:
            return OccupationCoding(reason="no title that we know", method="none")
        codes = {coding.soc_code for coding in found if coding.soc_code}
        if len(codes) > 1:
            return OccupationCoding(
                candidates=tuple(sorted(codes)),
                method="none",
                reason=_TWO_NAMED,
            )
        if self.domains & {word for segment in segments[1:] for word in segment} - set(segments[0]):
            return OccupationCoding(candidates=tuple(sorted(codes)), method="none", reason=_ELSEWHERE)
        return found[0]

    def _exact(self, words: list[str], *, method: str, confidence: float) -> OccupationCoding | None:
        key = " ".join(words)
        if not key:
            return None
        if code := self.own.get(key):
            return OccupationCoding(
                soc_code=code,
                confidence=confidence,
                method=method,
                reason=f"the title “{key}” in our own list",
            )
        codes = self.titles.get(key) or self.titles.get(_singular(key))
        if codes is None:
            return None
        if len(codes) == 1:
            return OccupationCoding(
                soc_code=next(iter(codes)),
                confidence=confidence,
                method=method,
                reason=f"SOC 2018 title “{key}”",
            )
        return OccupationCoding(
            candidates=tuple(sorted(codes)),
            method="none",
            reason=f"“{key}” can mean {len(codes)} occupations",
        )

    def _tail(self, words: list[str]) -> OccupationCoding | None:
        for size in range(min(len(words), self.longest_tail), 0, -1):
            key = " ".join(words[-size:])
            code = self.tails.get(key)
            if code is None:
                continue
            if set(words[:-size]) & self.blockers:
                return None
            return OccupationCoding(
                soc_code=code, confidence=TAIL, method="title ending", reason=f"the title ends in “{key}”"
            )
        return None

    def _words(self, text: str) -> list[str]:
        out: list[str] = []
        for word in _WORD.findall(text.lower().replace("'", "").replace("’", "").replace(".", "")):
            out.extend(self.abbreviations.get(word, (word,)))
        return out

    def _stripped(self, words: list[str]) -> list[str]:
        """Without words that say how, when or how high, and without a phrase said twice (RN registered nurse)."""
        out: list[str] = []
        position = 0
        while position < len(words):
            for size in range(min(self.longest_noise, len(words) - position), 0, -1):
                if tuple(words[position : position + size]) in self.noise:
                    position += size
                    break
            else:
                out.append(words[position])
                position += 1
        half = len(out) // 2
        if half and len(out) % 2 == 0 and out[:half] == out[half:]:
            return out[:half]
        return out


def _of_one_group(coding: OccupationCoding) -> OccupationCoding:
    """The same with the major group, where the title can mean several occupations of one and none of another."""
    groups = {soc_major_group(code) for code in coding.candidates}
    if len(groups) != 1 or coding.reason == _ELSEWHERE:
        return coding
    return coding.model_copy(update={"soc_group": groups.pop(), "group_confidence": HEAD})


_PLURALS = (("ies", "y"), ("sses", "ss"), ("men", "man"), ("ches", "ch"), ("ss", "ss"), ("s", ""))


def _singular(title: str) -> str:
    """The last word of each part of a title in the singular: "Cooks, Restaurant" → "Cook, Restaurant"."""
    return ", ".join(
        " and ".join(_singular_end(x) for x in part.split(" and ")) for part in title.split(", ")
    )


def _singular_end(phrase: str) -> str:
    for ending, instead in _PLURALS:
        if phrase.lower().endswith(ending):
            return phrase[: -len(ending)] + instead
    return phrase
