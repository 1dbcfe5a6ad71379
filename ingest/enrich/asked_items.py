"""Each credential that a posting asks for in its own words, without repeats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.enrich.catalog_names import Mention
from ingest.enrich.clauses import Clause
from ingest.enrich.conditions import SCHOOL_WORDS, education_levels
from ingest.enrich.credential_patterns import DRIVER
from ingest.enrich.named_credentials import NamedCredentials
from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind

DIPLOMAS = frozenset({EducationLevel.HIGH_SCHOOL})


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
class AskedItems:
    """Items noted so far."""

    named: NamedCredentials
    states: frozenset[str] = frozenset()
    _items: dict[tuple[RequirementKind, str], AskedItem] = field(default_factory=dict)
    _groups: int = 0

    def all(self) -> tuple[AskedItem, ...]:
        """Items in the order in which they were first asked for."""
        return tuple(self._items.values())

    def note_group(
        self, group: Sequence[Mention], kinds: Mapping[Mention, RequirementKind], clause: Clause
    ) -> None:
        """Note the credentials of one OR-group."""
        self._groups += 1
        for mention in group:
            if self.named.is_schooling(mention):
                continue
            credentials = self.named.names.credentials
            meant, _ = self.named.names.in_states(mention.ids, self.states)
            item = AskedItem(
                credential=credentials[meant[0]].name if meant else mention.surface,
                credential_type=self.named.type_of(mention),
                kind=kinds[mention],
                group=self._groups,
                surface=mention.surface,
                sentence=clause.sentence,
                soc_codes=frozenset(c for i in mention.ids for c in credentials[i].soc_codes),
            )
            said = item.surface.casefold()
            if item.credential_type == DRIVER and "class" not in said and "cdl" not in said:
                said = "driver's licence" if "driver" in said and "commercial" not in said else said
            self._items.setdefault((item.kind, said), item)

    def note_schooling(self, mentions: Sequence[Mention], clause: Clause) -> None:
        """Note diplomas and degrees that no name of a credential covers."""
        if clause.kind is None:
            return
        self._groups += 1
        if not SCHOOL_WORDS.stand_in(clause.lowered, clause.marks):
            return
        taken = [(m.start, m.end) for m in mentions if not self.named.is_schooling(m)]
        for level, start, end in education_levels(clause.text):
            if any(s < end and start < e for s, e in taken):
                continue
            item = AskedItem(
                credential=level.value, credential_type="diploma" if level in DIPLOMAS else "degree", kind=clause.kind,
                group=self._groups, surface=clause.text[start:end].strip(), sentence=clause.sentence,
            )  # fmt: skip
            self._items.setdefault((item.kind, item.surface.casefold()), item)
