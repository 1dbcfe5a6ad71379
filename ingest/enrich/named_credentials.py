"""Every place in a clause that names a credential, whether the catalog knows it or not, and of which type it is."""

import re
from dataclasses import dataclass, field
from itertools import islice

from ingest.enrich.catalog_names import CatalogNames, Mention
from ingest.enrich.credential_patterns import CERTIFICATE, CERTIFICATION, DRIVER, LICENSE
from ingest.enrich.credential_phrases import credential_phrases
from ingest.enrich.short_names import listed_names, names_alone
from portal.domain.credential import CredentialKind, EducationLevel

_MOST_TEXTS = 4_096
_SAME_THING = re.compile(r"\s*[(/-]?\s*")
"""Between a name and its short form: "Certified Nursing Assistant (CNA)"; a comma begins another thing."""


@dataclass(frozen=True)
class NamedCredentials:
    """Finds names by a catalog and by general patterns."""

    names: CatalogNames
    _found: dict[str, tuple[Mention, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What was found in the last texts, for employers repeat their sentences in every posting."""

    def find(self, text: str, marks: int | None = None) -> tuple[Mention, ...]:
        """Names in the order of the text; what the catalog does not know has no ids. `marks` are those of the text."""
        mentions = self._found.get(text)
        if mentions is None:
            if len(self._found) >= _MOST_TEXTS:
                for old in list(islice(self._found, _MOST_TEXTS // 2)):
                    self._found.pop(old, None)
            self._found[text] = mentions = tuple(self._find(text, marks))
        return mentions

    def _find(self, text: str, marks: int | None) -> list[Mention]:
        known = self.names.find(text)
        merged = list(known)
        for phrase in credential_phrases(text, marks):
            if any(m.start < phrase.end and phrase.start < m.end for m in known):
                continue
            if not any(_is_beside(text, phrase.start, phrase.end, m) for m in known):
                merged.append(Mention(phrase.surface, phrase.start, phrase.end, frozenset()))
        if not text.isupper():
            alone = names_alone(text, [(m.start, m.end) for m in merged])
            merged += [Mention(p.surface, p.start, p.end, frozenset()) for p in alone]
        if merged and not text.isupper():
            merged += [
                Mention(p.surface, p.start, p.end, frozenset())
                for p in listed_names(text, [(m.start, m.end) for m in merged if not self.is_schooling(m)])
            ]
        return sorted(merged, key=lambda m: m.start)

    def is_schooling(self, mention: Mention) -> bool:
        """General diplomas and degrees are conditions, not credentials, in a posting."""
        return bool(mention.ids) and all(self._is_general(i) for i in mention.ids)

    def type_of(self, mention: Mention) -> str:
        """License, certification, certificate, driver's licence or degree."""
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

    def degree(self, level: EducationLevel, subject: str) -> tuple[str, ...]:
        """The catalog's degree of a level in a field: "of Science degree in Nursing from …"."""
        words = re.split(r"\bin\s+", subject, maxsplit=1)[-1].split()
        for size in range(min(4, len(words)), 0, -1):
            mentions = self.names.find(f"{level.value}'s degree in {' '.join(words[:size])}")
            ids = [i for m in mentions for i in m.ids if not self._is_general(i)]
            if ids:
                return tuple(sorted(ids))
        return ()

    def _is_general(self, credential_id: str) -> bool:
        credential = self.names.credentials[credential_id]
        return credential.education_level is not None and not credential.soc_codes


def _is_beside(text: str, start: int, end: int, mention: Mention) -> bool:
    if end <= mention.start:
        between = text[end : mention.start]
    elif mention.end <= start:
        between = text[mention.end : start]
    else:
        return True
    return len(between) <= 3 and bool(_SAME_THING.fullmatch(between))
