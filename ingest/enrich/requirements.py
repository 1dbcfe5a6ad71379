"""What a posting asks for: credentials as AND of OR-groups, and stated conditions, each with its sentence.

Right on what it claims, silent elsewhere: a sentence counts only where its section or its own words ask for
something, and what it asks for beyond the catalog is kept as `unresolved`, so that the posting stays unknown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.enrich.catalog_names import CatalogNames, Mention
from ingest.enrich.clauses import Clause, clauses_of, holds_any, kind_of_heading, numbered_items
from ingest.enrich.conditions import (
    FIELD,
    education_levels,
    experience_months,
    minimum_age,
    says_no_experience,
)
from ingest.enrich.credential_phrases import (
    CERTIFICATE,
    CERTIFICATION,
    DRIVER,
    LICENSE,
    credential_phrases,
)
from ingest.enrich.short_names import listed_names, names_alone
from ingest.enrich.unknown_names import unknown_names
from portal.domain.credential import Catalog, CredentialKind, EducationLevel
from portal.domain.job_posting import (
    RequirementGroup,
    RequirementKind,
    Requirements,
    RequirementsState,
    StatedCondition,
)

OTHER_WAYS = "one of several ways to qualify"
_OR_LINK = re.compile(r"\bor\b|/", re.I)
_AND_LINK = re.compile(r"\band\b(?!\s*/\s*or)|&|\bplus\b|\bwith\b|\bas well as\b", re.I)
_EQUIVALENT = re.compile(
    r"\bor\s+(?:an?\s+|its\s+|the\s+)?(?:\w+\s+)?equivalent\b|\bor\s+(?:a\s+)?related\b|"
    r"\bequivalent\s+(?:combination|experience)",
    re.I,
)
_WAYS = re.compile(
    r"\b(?:education and/or experience|combination of (?:\w+ )?(?:education|experience|training)|in lieu of|"
    r"substitut\w+|equivalent (?:to|combination)|(?:experience|education|degree),? or equivalent|"
    r"or (?:an? )?(?:equivalent|relevant|related|comparable) (?:\w+ )?(?:experience|education|training))\b",
    re.I,
)
_OR_EXPERIENCE = re.compile(
    r"[^.;]{0,20}?,?\s+or\s+((?:at least\s+)?[\w-]+(?: \(\d+\))?\+? (?:years?|months?)[^.;,]{0,60}?experience)",
    re.I,
)
_EXPERIENCE_OR = re.compile(
    r"([\w-]+\+? (?:years?|months?)[^.;,]{0,60}?experience),? or (?:an? |the )?(?:\w+ ){0,2}$", re.I
)
_STANDING = re.compile(
    r"\bpermanent (?:in|civil service)|\b(?:must|should) (?:currently )?(?:be )?(?:serv\w+|"
    r"employed) (?:as|in|permanently)\b|"
    r"\breachable on|\bappear on the \S+ (?:\S+ ){0,4}list|\btaken and passed\b|\bsecurity clearance|"
    r"\bsecret clearance|"
    r"\bcurrent (?:federal|city|state|county) employees? only",
    re.I,
)
_WAYS_HINTS = (
    "and/or",
    "combination",
    "lieu",
    "substitut",
    "equivalent",
    "relevant",
    "related",
    "comparable",
)
_STANDING_HINTS = (
    "permanent",
    "serv",
    "employed",
    "reachable",
    "appear on",
    "taken and",
    "clearance",
    "employee",
)
"""Words without which the patterns above cannot match: a cheap look before a costly one."""
_DIPLOMAS = frozenset({EducationLevel.HIGH_SCHOOL})


@dataclass(frozen=True)
class Section:
    """Plain text of one part of a posting; `default` is what it asks for unless a sentence says otherwise."""

    text: str
    default: RequirementKind | None


@dataclass(frozen=True)
class AskedItem:
    """One credential that a posting asks for, in its own words; items of one group are joined by "or".

    `soc_codes`: the occupations that it is for, as the catalog says; empty where the catalog does not know it.
    """

    credential: str
    credential_type: str
    kind: RequirementKind
    group: int
    surface: str
    sentence: str
    soc_codes: frozenset[str] = frozenset()


@dataclass
class _Found:
    """What was found so far, without repeats."""

    items: dict[tuple[RequirementKind, str], AskedItem] = field(default_factory=dict)
    group_count: int = 0

    groups: dict[tuple[object, ...], RequirementGroup] = field(default_factory=dict)
    conditions: dict[tuple[object, ...], StatedCondition] = field(default_factory=dict)
    none_sentence: str = ""
    trains: bool = False

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


@dataclass(frozen=True)
class RequirementReader:
    """Reads requirements by the names of one catalog."""

    names: CatalogNames

    @classmethod
    def build(cls, catalog: Catalog) -> "RequirementReader":
        """Index the catalog's names."""
        return cls(CatalogNames.build(catalog))

    def read(self, sections: Sequence[Section], *, states: frozenset[str]) -> Requirements:
        """Requirements of a posting in `states`; `nothing_found` where nothing that must be met was found."""
        return self.read_items(sections, states=states)[0]

    def read_items(
        self, sections: Sequence[Section], *, states: frozenset[str]
    ) -> tuple[Requirements, tuple[AskedItem, ...]]:
        """Requirements, and each credential that was found with the words that name it."""
        found = _Found()
        requirements = self._read(sections, found, states=states)
        return requirements, tuple(found.items.values())

    def _read(self, sections: Sequence[Section], found: _Found, *, states: frozenset[str]) -> Requirements:
        for section in sections:
            if section.default is RequirementKind.REQUIRED and self._alternatives(section, found):
                continue
            heading = section.default
            for line in section.text.split("\n"):
                is_heading, kind = kind_of_heading(line)
                if is_heading:
                    heading = kind if kind is not None else section.default
                    continue
                for clause in clauses_of(line, default=heading):
                    self._clause(clause, states, found)
        required = [g for g in found.groups.values() if g.kind is RequirementKind.REQUIRED]
        stated = [c for c in found.conditions.values() if c.kind is RequirementKind.REQUIRED]
        groups, conditions = tuple(found.groups.values()), tuple(found.conditions.values())
        asks = bool(required) or any(c.experience_months != 0 for c in stated)
        if found.none_sentence and not asks:
            return Requirements(
                state=RequirementsState.STATES_NONE,
                groups=groups,
                conditions=conditions,
                none_sentence=found.none_sentence,
            )
        if required or stated:
            return Requirements(state=RequirementsState.UNDERSTOOD, groups=groups, conditions=conditions)
        return Requirements(state=RequirementsState.NOTHING_FOUND, groups=groups, conditions=conditions)

    def _alternatives(self, section: Section, found: _Found) -> bool:
        """Numbered ways joined by "or" cannot be held as AND of groups: one group that nothing resolves."""
        items, joined_by_or = numbered_items(section.text)
        if not joined_by_or:
            return False
        found.group(RequirementKind.REQUIRED, (), (OTHER_WAYS,), " ".join(items)[:1000])
        return True

    def _clause(self, clause: Clause, states: frozenset[str], found: _Found) -> None:
        if clause.says_none and not found.none_sentence:
            found.none_sentence = clause.sentence
        if says_no_experience(clause.text):
            found.condition(
                StatedCondition(kind=RequirementKind.REQUIRED, experience_months=0, sentence=clause.sentence)
            )
        if clause.kind is None or clause.is_negated:
            return
        kind = clause.kind
        mentions = self._named(clause.text)
        months = experience_months(clause.text)
        lowered = clause.text.lower()
        several_ways = holds_any(lowered, _WAYS_HINTS) and bool(_WAYS.search(clause.text))
        if several_ways and kind is RequirementKind.REQUIRED:
            found.group(kind, (), (OTHER_WAYS,), clause.sentence)
        instead = _experience_instead(clause.text, mentions) if months is not None else ""
        self._items(mentions, clause, found)
        schooling_counts = False
        for group in _or_groups(mentions, clause.text):
            schooling_counts |= self._group(
                group, clause, states, found, several_ways=several_ways, instead=instead
            )
        if not schooling_counts:
            self._education(clause, mentions, found, several_ways=several_ways)
        if months is not None and not several_ways and not instead:
            found.condition(StatedCondition(kind=kind, experience_months=months, sentence=clause.sentence))
        age = minimum_age(clause.text)
        if age is not None:
            found.condition(StatedCondition(kind=kind, min_age=age, sentence=clause.sentence))
        covered = [(m.start, m.end) for m in mentions]
        unknown = [name for name in unknown_names(clause.text, covered) if name]
        if unknown and not several_ways:
            found.group(kind, (), unknown, clause.sentence)
        if (
            kind is RequirementKind.REQUIRED
            and holds_any(lowered, _STANDING_HINTS)
            and (standing := _STANDING.search(clause.text))
        ):
            found.group(kind, (), (standing[0].lower(),), clause.sentence)

    def _named(self, text: str) -> list[Mention]:
        """Everything in a clause that names a credential; what the catalog does not know has no ids."""
        known = self.names.find(text)
        merged = list(known)
        for phrase in credential_phrases(text):
            over = [m for m in known if m.start < phrase.end and phrase.start < m.end]
            if not over:
                near = [m for m in known if 0 <= m.start - phrase.end <= 3 or 0 <= phrase.start - m.end <= 3]
                if not near:
                    merged.append(Mention(phrase.surface, phrase.start, phrase.end, frozenset()))
        if not text.isupper():
            alone = names_alone(text, [(m.start, m.end) for m in merged])
            merged += [Mention(p.surface, p.start, p.end, frozenset()) for p in alone]
        if merged and not text.isupper():
            merged += [
                Mention(p.surface, p.start, p.end, frozenset())
                for p in listed_names(text, [(m.start, m.end) for m in merged if not self._is_general(m)])
            ]
        return sorted(merged, key=lambda m: m.start)

    def _is_general(self, mention: Mention) -> bool:
        return bool(mention.ids) and all(self._is_schooling(i) for i in mention.ids)

    def _items(self, mentions: Sequence[Mention], clause: Clause, found: _Found) -> None:
        """Note each credential of a clause in its own words."""
        assert clause.kind is not None
        levels = education_levels(clause.text)
        if not mentions and not levels:
            return
        for group in _or_groups(mentions, clause.text):
            found.group_count += 1
            for mention in group:
                if mention.ids and all(self._is_schooling(i) for i in mention.ids):
                    continue
                kind = _kind_at(mention, clause)
                if kind is None:
                    continue
                item = AskedItem(
                    credential=self.names.credentials[min(mention.ids)].name
                    if mention.ids
                    else mention.surface,
                    credential_type=self._type_of(mention),
                    kind=kind,
                    group=found.group_count,
                    surface=mention.surface,
                    sentence=clause.sentence,
                    soc_codes=frozenset(c for i in mention.ids for c in self.names.credentials[i].soc_codes),
                )
                said = item.surface.casefold()
                if item.credential_type == DRIVER and "class" not in said and "cdl" not in said:
                    said = "driver's licence" if "driver" in said and "commercial" not in said else said
                found.items.setdefault((item.kind, said), item)
        taken = [
            (m.start, m.end) for m in mentions if not (m.ids and all(self._is_schooling(i) for i in m.ids))
        ]
        found.group_count += 1
        for level, start, end in levels:
            if any(s < end and start < e for s, e in taken):
                continue
            item = AskedItem(
                credential=level.value, credential_type="diploma" if level in _DIPLOMAS else "degree", kind=clause.kind,
                group=found.group_count, surface=clause.text[start:end].strip(), sentence=clause.sentence,
            )  # fmt: skip
            found.items.setdefault((item.kind, item.surface.casefold()), item)

    def _type_of(self, mention: Mention) -> str:
        phrases = credential_phrases(mention.surface)
        if (phrases and phrases[0].credential_type == DRIVER) or any(
            "driver" in i or "cdl" in i for i in mention.ids
        ):
            return DRIVER
        kinds = {self.names.credentials[i].kind for i in mention.ids}
        if not kinds:
            return phrases[0].credential_type if phrases else CERTIFICATION
        if CredentialKind.LICENSE in kinds:
            return LICENSE
        if kinds & {CredentialKind.CERTIFICATION}:
            return CERTIFICATION
        if any(kind.value.endswith("Degree") for kind in kinds):
            return "degree"
        return CERTIFICATE

    def _group(
        self,
        mentions: Sequence[Mention],
        clause: Clause,
        states: frozenset[str],
        found: _Found,
        *,
        several_ways: bool,
        instead: str,
    ) -> bool:
        """Note one OR-group. True where a diploma or degree is one of its choices, so that it is no condition."""
        assert clause.kind is not None
        schooling = [m for m in mentions if m.ids and all(self._is_schooling(i) for i in m.ids)]
        if len(schooling) == len(mentions):
            return False
        any_of: list[str] = []
        unresolved: list[str] = [instead] if instead else []
        for mention in mentions:
            if not mention.ids:
                unresolved.append(mention.surface)
                continue
            ids, everywhere = self.names.in_states(mention.ids, states)
            any_of += ids
            if not everywhere:
                unresolved.append(mention.surface)
        if several_ways and clause.kind is RequirementKind.REQUIRED:
            return bool(schooling)
        if _EQUIVALENT.search(clause.text, mentions[-1].end, min(len(clause.text), mentions[-1].end + 30)):
            unresolved.append("an equivalent")
        found.group(clause.kind, any_of, unresolved, clause.sentence)
        return bool(schooling)

    def _is_schooling(self, credential_id: str) -> bool:
        """General diplomas and degrees are conditions, not credentials, in a posting."""
        credential = self.names.credentials[credential_id]
        return credential.education_level is not None and not credential.soc_codes

    def _education(
        self, clause: Clause, mentions: Sequence[Mention], found: _Found, *, several_ways: bool
    ) -> None:
        assert clause.kind is not None
        resolved = [
            (m.start, m.end) for m in mentions if not m.ids or not all(self._is_schooling(i) for i in m.ids)
        ]
        levels = [
            (level, end)
            for level, start, end in education_levels(clause.text)
            if not any(s < end and start < e for s, e in resolved)
        ]
        if not levels or (several_ways and clause.kind is RequirementKind.REQUIRED):
            return
        lowest, end = min(levels, key=lambda item: item[0].rank)
        found.condition(StatedCondition(kind=clause.kind, education=lowest, sentence=clause.sentence))
        if lowest not in _DIPLOMAS and FIELD.match(clause.text[end:]):
            subject = clause.text[end : end + 60].strip(" ,.;")
            any_of = self._degree(lowest, subject)
            found.group(
                clause.kind, any_of, () if any_of else (f"{lowest.value} degree {subject}",), clause.sentence
            )

    def _degree(self, level: EducationLevel, subject: str) -> tuple[str, ...]:
        """The catalog's degree of a level in a field: "of Science degree in Nursing from …"."""
        words = re.split(r"\bin\s+", subject, maxsplit=1)[-1].split()
        for size in range(min(4, len(words)), 0, -1):
            mentions = self.names.find(f"{level.value}'s degree in {' '.join(words[:size])}")
            ids = [i for m in mentions for i in m.ids if not self._is_schooling(i)]
            if ids:
                return tuple(sorted(ids))
        return ()


_WITHIN = re.compile(
    r"\bwithin (?:the first )?(?:\w+|\d+)(?: \(\d+\))? ?(?:days?|weeks?|months?|years?)\b", re.I
)
_KEPT = re.compile(r"\s*(?:\w+\s+){0,3}?(?:must|shall|should) be maintained\b", re.I)
_PAPERS = re.compile(
    r"\bpassport\b|\bgreen card\b|\bresident card\b|\bmay be (?:required|demonstrated|met|given)\b|"
    r"\bmay (?:have consisted|include|need|only)\b|\bmight be\b|\bis a good indication\b",
    re.I,
)
"""Sentences about proof of identity, or about what may be."""
_NEAR = 160
_SUBSTITUTED = re.compile(r"\bmay be substituted\b", re.I)
_PAPER_NAMED = re.compile(r"licen|certif|\bCDL|permit|\bcard\b|endorse|registration", re.I)
_WORKED_AS = re.compile(
    r"\bexperience\b(?:(?!licen|certif)[^.;])*\b(?:as an?|or an?|as)\s+(?:(?!and\b|with\b)[\w-]+\s+){0,5}$",
    re.I,
)


def _kind_at(mention: Mention, clause: Clause) -> RequirementKind | None:
    """What a clause asks of one credential in it; None where it only speaks of it."""
    if _PAPERS.search(clause.text, max(0, mention.start - _NEAR), mention.end + _NEAR) or (
        "substituted" in clause.text and _SUBSTITUTED.search(clause.text, mention.end)
    ):
        return None
    if _KEPT.match(clause.text, mention.end) or (
        "xperience" in clause.text
        and _WORKED_AS.search(clause.text[: mention.start])
        and not _PAPER_NAMED.search(mention.surface)
    ):
        return None
    if clause.kind is RequirementKind.AFTER_HIRE and (within := _WITHIN.search(clause.text)):
        between = clause.text[mention.end : within.start()]
        if within.start() < mention.start or len(between) > 140 or re.search(r"[,;] and an? ", between):
            return RequirementKind.REQUIRED
    return clause.kind


def _experience_instead(text: str, mentions: Sequence[Mention]) -> str:
    """The experience that counts instead of a credential: "AWS SENSE or one year of welding experience"."""
    for mention in mentions:
        if found := _OR_EXPERIENCE.match(text, mention.end):
            return found[1].strip()
        if found := _EXPERIENCE_OR.search(text, 0, mention.start):
            return found[1].strip()
    return ""


def _or_groups(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    """Mentions joined by "or" or a slash are one group; a comma goes by the word that ends the list."""
    group: list[Mention] = []
    pending: list[Mention] = []
    for mention in mentions:
        if not pending:
            pending = [mention]
            continue
        between = text[pending[-1].end : mention.start]
        if _OR_LINK.search(between) and len(between.split()) <= 12 and not _AND_LINK.search(between):
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
