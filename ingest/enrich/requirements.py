"""What a posting asks for: credentials as AND of OR-groups, and stated conditions, each with its sentence.

Right on what it claims, silent elsewhere: a sentence counts only where its section or its own words ask for
something, and what it asks for beyond the catalog is kept as `unresolved`, so that the posting stays unknown.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.enrich.asked_items import DIPLOMAS, AskedItem, AskedItems
from ingest.enrich.body_names import body_names
from ingest.enrich.catalog_names import CatalogNames, Mention
from ingest.enrich.clauses import Clause, clauses_of
from ingest.enrich.conditions import (
    EXPERIENCE_WORDS,
    FIELD,
    SCHOOL_WORDS,
    education_levels,
    experience_months,
    minimum_age,
    says_no_experience,
)
from ingest.enrich.mention_kind import kind_of_mention
from ingest.enrich.named_credentials import NamedCredentials
from ingest.enrich.or_groups import or_groups
from ingest.enrich.requirement_headings import kind_of_heading, lines_of
from ingest.enrich.unknown_names import UNNAMED_WORDS, unknown_names
from ingest.enrich.ways_to_qualify import (
    OTHER_WAYS,
    WAYS_WORDS,
    experience_instead,
    numbered_ways,
    says_several_ways,
)
from ingest.enrich.word_marks import MARKS
from portal.domain.credential import Catalog
from portal.domain.job_posting import (
    RequirementGroup,
    RequirementKind,
    Requirements,
    RequirementsState,
    StatedCondition,
)

_EQUIVALENT = re.compile(
    r"\bor\s+(?:an?\s+|its\s+|the\s+)?(?:\w+\s+)?equivalent\b|\bor\s+(?:a\s+)?related\b|"
    r"\bequivalent\s+(?:combination|experience)",
    re.I,
)
_STANDING = re.compile(
    r"\bpermanent (?:in|civil service)|\b(?:must|should) (?:currently )?(?:be )?(?:serv\w+|"
    r"employed) (?:as|in|permanently)\b|"
    r"\breachable on|\bappear on the \S+ (?:\S+ ){0,4}list|\btaken and passed\b|\bsecurity clearance|"
    r"\bsecret clearance|"
    r"\bcurrent (?:federal|city|state|county) employees? only"
)
_NAMED_BEFORE = re.compile(
    r"\bmust (?:achieve|obtain|earn|get|complete|attain) (?:this |the |such |required )?"
    r"(?:certification|licensure|license)\b(?! (?:as|in|of|to)\b)"
)
_STANDING_HINTS = MARKS.hints(
    ("permanent", "serv", "employed", "reachable", "appear on", "taken and", "clearance", "employee")
)
_NAMED_BEFORE_HINTS = MARKS.hints(("certification", "licensure", "license"))
_AGE_HINTS = MARKS.hints((" age", "old", "+", "year"))
"""Words without which a pattern cannot match: a cheap look before a costly one."""
_TELLING_MARKS = (
    _STANDING_HINTS.any_mark | _NAMED_BEFORE_HINTS.any_mark | _AGE_HINTS.any_mark | EXPERIENCE_WORDS.any_mark
    | SCHOOL_WORDS.any_mark | WAYS_WORDS.any_mark | UNNAMED_WORDS.any_mark
)  # fmt: skip
"""A clause that names no credential and has none of these marks asks for nothing that is kept."""


@dataclass(frozen=True)
class Section:
    """Plain text of one part of a posting; `default` is what it asks for unless a sentence says otherwise."""

    text: str
    default: RequirementKind | None


@dataclass
class _Found:
    """What was found so far, without repeats."""

    items: AskedItems
    sections: Sequence[Section]
    groups: dict[tuple[object, ...], RequirementGroup] = field(default_factory=dict)
    conditions: dict[tuple[object, ...], StatedCondition] = field(default_factory=dict)
    none_sentence: str = ""
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=4))
    """The last clauses, in which "must achieve certification within a year" has its name."""

    @cached_property
    def _bodies(self) -> frozenset[str]:
        return body_names("\n".join(section.text for section in self.sections))

    def is_body(self, surface: str) -> bool:
        """Whether a short name is that of a body or a law in this posting."""
        return surface.isupper() and surface in self._bodies

    def group(
        self, kind: RequirementKind, any_of: Sequence[str], unresolved: Sequence[str], sentence: str
    ) -> None:
        group = RequirementGroup(
            any_of=tuple(dict.fromkeys(any_of)),
            unresolved=tuple(dict.fromkeys(unresolved)),
            kind=kind,
            sentence=sentence,
        )
        self.groups.setdefault((kind, frozenset(group.any_of), group.unresolved), group)

    def condition(self, condition: StatedCondition) -> None:
        key = (condition.kind, condition.education, condition.experience_months, condition.min_age)
        self.conditions.setdefault(key, condition)

    def requirements(self) -> Requirements:
        """Everything as one record; `nothing_found` where nothing that must be met was found."""
        required = [g for g in self.groups.values() if g.kind is RequirementKind.REQUIRED]
        stated = [c for c in self.conditions.values() if c.kind is RequirementKind.REQUIRED]
        groups, conditions = tuple(self.groups.values()), tuple(self.conditions.values())
        asks = bool(required) or any(c.experience_months != 0 for c in stated)
        if self.none_sentence and not asks:
            return Requirements(
                state=RequirementsState.STATES_NONE,
                groups=groups,
                conditions=conditions,
                none_sentence=self.none_sentence,
            )
        state = RequirementsState.UNDERSTOOD if required or stated else RequirementsState.NOTHING_FOUND
        return Requirements(state=state, groups=groups, conditions=conditions)


@dataclass(frozen=True)
class RequirementReader:
    """Reads requirements by the names of one catalog."""

    named: NamedCredentials

    @classmethod
    def build(cls, catalog: Catalog) -> "RequirementReader":
        """Index the catalog's names."""
        return cls(NamedCredentials(CatalogNames.build(catalog)))

    def read(self, sections: Sequence[Section], *, states: frozenset[str]) -> Requirements:
        """Requirements of a posting in `states`; `nothing_found` where nothing that must be met was found."""
        return self.read_items(sections, states=states)[0]

    def read_items(
        self, sections: Sequence[Section], *, states: frozenset[str]
    ) -> tuple[Requirements, tuple[AskedItem, ...]]:
        """Requirements, and each credential that was found with the words that name it."""
        found = _Found(AskedItems(self.named, states), sections)
        for section in sections:
            text = section.text
            if section.default is RequirementKind.REQUIRED:
                # ways joined by "or" cannot be held as AND of groups: one group that nothing resolves
                ways, text = numbered_ways(text)
                if ways:
                    found.group(RequirementKind.REQUIRED, (), (OTHER_WAYS,), ways[:1000])
            heading = section.default
            for line in lines_of(text):
                is_heading, kind = kind_of_heading(line)
                if is_heading:
                    heading = kind if kind is not None else section.default
                    continue
                for clause in clauses_of(line, default=heading):
                    self._clause(clause, states, found)
        return found.requirements(), found.items.all()

    def _clause(self, clause: Clause, states: frozenset[str], found: _Found) -> None:
        if clause.says_none and not found.none_sentence:
            found.none_sentence = clause.sentence
        lowered, marks = clause.lowered, clause.marks
        of_experience = EXPERIENCE_WORDS.stand_in(lowered, marks)
        if of_experience and says_no_experience(clause.text):
            found.condition(
                StatedCondition(kind=RequirementKind.REQUIRED, experience_months=0, sentence=clause.sentence)
            )
        found.recent.append(clause.text)
        if clause.kind is None or clause.is_negated:
            return
        kind = clause.kind
        mentions = [m for m in self.named.find(clause.text, marks) if not found.is_body(m.surface)]
        if not mentions and not marks & _TELLING_MARKS:
            found.items.note_schooling(mentions, clause)
            return
        several_ways = says_several_ways(lowered, marks)
        if several_ways and kind is RequirementKind.REQUIRED:
            found.group(kind, (), (OTHER_WAYS,), clause.sentence)
        months = experience_months(clause.text) if of_experience else None
        instead = experience_instead(clause.text, mentions) if months is not None else ""
        if not mentions and _NAMED_BEFORE_HINTS.stand_in(lowered, marks) and _NAMED_BEFORE.search(lowered):
            mentions = self._named_before(found.recent)
            asked = dict.fromkeys(mentions, kind)
        else:
            asked = {m: k for m in mentions if (k := kind_of_mention(m, clause)) is not None}
        schooling_counts = False
        for group in or_groups(mentions, clause.text):
            if wanted := [m for m in group if m in asked]:
                found.items.note_group(wanted, asked, clause)
                if not (several_ways and asked[wanted[0]] is RequirementKind.REQUIRED):
                    self._group(wanted, asked, clause, states, found, instead=instead)
                schooling_counts |= any(map(self.named.is_schooling, wanted)) and not all(
                    map(self.named.is_schooling, wanted)
                )
        of_school = SCHOOL_WORDS.stand_in(lowered, marks)
        found.items.note_schooling(mentions, clause)
        if of_school and not schooling_counts and not (several_ways and kind is RequirementKind.REQUIRED):
            self._education(clause, kind, mentions, found)
        if months is not None and not several_ways and not instead:
            found.condition(StatedCondition(kind=kind, experience_months=months, sentence=clause.sentence))
        age = minimum_age(clause.text) if _AGE_HINTS.stand_in(lowered, marks) else None
        if age is not None:
            found.condition(StatedCondition(kind=kind, min_age=age, sentence=clause.sentence))
        unknown = (
            [name for name in unknown_names(clause.text, [(m.start, m.end) for m in mentions]) if name]
            if UNNAMED_WORDS.stand_in(lowered, marks)
            else []
        )
        if unknown and not several_ways:
            found.group(kind, (), unknown, clause.sentence)
        if (
            kind is RequirementKind.REQUIRED
            and _STANDING_HINTS.stand_in(lowered, marks)
            and (standing := _STANDING.search(lowered))
        ):
            found.group(kind, (), (standing[0],), clause.sentence)

    def _named_before(self, recent: Iterable[str]) -> list[Mention]:
        """The credential that the clauses before named last."""
        for text in reversed(list(recent)):
            if names := [m for m in self.named.find(text) if not self.named.is_schooling(m)]:
                return names[-1:]
        return []

    def _group(
        self,
        mentions: Sequence[Mention],
        kinds: Mapping[Mention, RequirementKind],
        clause: Clause,
        states: frozenset[str],
        found: _Found,
        *,
        instead: str,
    ) -> None:
        """Note one OR-group, unless all of it is schooling, which is a condition."""
        if all(map(self.named.is_schooling, mentions)):
            return
        any_of: list[str] = []
        unresolved: list[str] = [instead] if instead else []
        for mention in mentions:
            if not mention.ids:
                unresolved.append(mention.surface)
                continue
            ids, everywhere = self.named.names.in_states(mention.ids, states)
            any_of += ids
            if not everywhere:
                unresolved.append(mention.surface)
        end = mentions[-1].end
        if _EQUIVALENT.search(clause.text, end, min(len(clause.text), end + 30)):
            unresolved.append("an equivalent")
        found.group(kinds[mentions[0]], any_of, unresolved, clause.sentence)

    def _education(
        self, clause: Clause, kind: RequirementKind, mentions: Sequence[Mention], found: _Found
    ) -> None:
        resolved = [(m.start, m.end) for m in mentions if not self.named.is_schooling(m)]
        levels = [
            (level, end)
            for level, start, end in education_levels(clause.text)
            if not any(s < end and start < e for s, e in resolved)
        ]
        if not levels:
            return
        lowest, end = min(levels, key=lambda item: item[0].rank)
        found.condition(StatedCondition(kind=kind, education=lowest, sentence=clause.sentence))
        if lowest not in DIPLOMAS and FIELD.match(clause.text[end:]):
            subject = clause.text[end : end + 60].strip(" ,.;")
            any_of = self.named.degree(lowest, subject)
            found.group(
                kind, any_of, () if any_of else (f"{lowest.value} degree {subject}",), clause.sentence
            )
