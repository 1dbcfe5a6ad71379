"""What a well-formed catalog can still get wrong for people: hard words, no Spanish, a name that misleads, no way in.

A fault does not stop the portal from loading: a curator mends it, and the tests hold that what ships has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum

from portal.domain.credential import Catalog, Credential, Edge, SocScope
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.reading import english_grade, spanish_ease
from portal.domain.recognition import PortabilityKind
from portal.domain.states import STATE_NAMES

MAX_GRADE = 7.0
"""School grade of any English text of the catalog."""
MIN_EASE = 45.0
"""Fernández Huerta ease of any Spanish text. A whole file must be easier; names of trades weigh on one sentence."""
TOO_COMMON = frozenset(
    {
        "aide",
        "assistant",
        "certified",
        "cook",
        "driver",
        "license",
        "licensed",
        "nurse",
        "teacher",
        "technician",
        "training",
        "welder",
    }
)
"""Names that stand in postings for anything."""

_CODES = {name: code for code, name in STATE_NAMES.items()}
_STATE = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _CODES), key=len, reverse=True)) + r")\b")
_AGENCY = re.compile(
    r"\b(?:agency|authority|board|bureau|commission|commissioner|department|division|office|police|academy|alliance|"
    r"court|courts)\b",
    re.IGNORECASE,
)
"""Words by which an issuer is an agency of the state that it names: “Kansas State University” is none."""


class FaultKind(StrEnum):
    """What to mend."""

    HARD_TO_READ = "hard to read"
    NOT_TRANSLATED = "not translated"
    ORPHAN = "orphan"
    MISLEADING_NAME = "misleading name"
    NAME_TWICE = "name twice"
    NO_OCCUPATION = "no occupation"
    NO_CLUSTER_2024 = "no cluster of 2024"
    NOT_CONFIRMED = "not confirmed"
    NO_STATE = "no state"


class CatalogFault(DataModel):
    """One thing to mend: which credential, what is wrong and what to do."""

    credential_id: str
    kind: FaultKind
    message: str


def list_faults(catalog: Catalog) -> tuple[CatalogFault, ...]:
    """Every fault of a catalog, by credential."""
    linked = {end for edge in catalog.edges for end in (edge.from_id, edge.to_id)}
    found = [
        *(
            fault
            for credential in catalog.credentials
            for fault in _faults_of(credential, is_linked=credential.id in linked)
        ),
        *_shared_names(catalog.credentials),
        *_not_confirmed(catalog.edges),
    ]
    return tuple(sorted(found, key=lambda fault: (fault.credential_id, fault.kind.value, fault.message)))


def _not_confirmed(edges: Iterable[Edge]) -> Iterator[CatalogFault]:
    """An edge that was computed is a suggestion. No plan uses it; it helps nobody until a person confirms it."""
    for edge in edges:
        if not edge.evidence.is_stated:
            yield CatalogFault(
                credential_id=edge.from_id,
                kind=FaultKind.NOT_CONFIRMED,
                message=f"{edge.kind.value} {edge.to_id} is {edge.evidence.method.value}; read it at a source "
                "and write curated or published, or take it out",
            )


def names_of(credential: Credential) -> tuple[str, ...]:
    """Every name by which a posting may call it."""
    return (credential.name, *credential.aliases, *credential.aliases_es)


def _faults_of(credential: Credential, *, is_linked: bool) -> Iterator[CatalogFault]:
    def fault(kind: FaultKind, message: str) -> CatalogFault:
        return CatalogFault(credential_id=credential.id, kind=kind, message=message)

    for place, text in list_texts(credential):
        if (grade := english_grade(text.en)) is not None and grade > MAX_GRADE:
            yield fault(FaultKind.HARD_TO_READ, f"{place}: English of grade {grade:.1f}; use shorter words")
        if (ease := spanish_ease(text.es)) is not None and ease < MIN_EASE:
            yield fault(FaultKind.HARD_TO_READ, f"{place}: Spanish of ease {ease:.0f}; use shorter words")
        if text.en == text.es:
            yield fault(FaultKind.NOT_TRANSLATED, f"{place}: Spanish repeats the English; translate it")
    if not credential.aliases_es:
        yield fault(
            FaultKind.NOT_TRANSLATED, "aliases_es is empty; add the name as Spanish postings write it"
        )
    if not is_linked:
        yield fault(FaultKind.ORPHAN, "no edge touches it; say what it leads to or asks for")
    if not credential.soc_codes and credential.soc_scope is SocScope.LEADS_TO:
        yield fault(FaultKind.NO_OCCUPATION, "no SOC code; add one or say why in soc_scope")
    for problem in _state_problems(credential):
        yield fault(FaultKind.NO_STATE, problem)
    if not credential.clusters_2024:
        yield fault(FaultKind.NO_CLUSTER_2024, "add clusters_2024")
    for name in dict.fromkeys(map(spelling, names_of(credential))):
        if name in TOO_COMMON or not re.search(r"\w{2}|\w\.\w", name):
            yield fault(FaultKind.MISLEADING_NAME, f"“{name}” matches too much; take it out")
    for aliases in (credential.aliases, credential.aliases_es):
        for name, times in Counter(map(spelling, aliases)).items():
            if times > 1:
                yield fault(FaultKind.NAME_TWICE, f"“{name}” stands {times} times; keep one")


def _state_problems(credential: Credential) -> Iterator[str]:
    """What an agency of a state gives is of that state, unless it is said to count everywhere or by a compact."""
    if not _AGENCY.search(credential.issuer) or "," in credential.issuer.partition("(")[2]:
        return
    portability = credential.portability.kind if credential.portability else None
    if portability in (PortabilityKind.EVERYWHERE, PortabilityKind.COMPACT):
        return
    for found in _STATE.finditer(credential.issuer):
        code = _CODES[found[0]]
        if portability is PortabilityKind.VARIES_BY_STATE and credential.jurisdiction != code:
            yield f"{credential.issuer} gives it and it varies by state; write jurisdiction = “{code}”"
        elif code not in (credential.jurisdiction, *credential.offered_in):
            yield (
                f"{credential.issuer} gives it; write jurisdiction = “{code}” where it counts there alone, "
                "else offered_in or a portability"
            )


def spelling(name: str) -> str:
    """The form in which a posting's words are compared: capitals alone stand as they are."""
    return name if name.isupper() else name.casefold()


def list_texts(record: DataModel, place: str = "") -> Iterator[tuple[str, LocalizedText]]:
    """Every text of a record that a person reads, however deep, with where it stands."""
    for field, value in record.__dict__.items():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, LocalizedText):
                yield f"{place}{field}", part
            elif isinstance(part, DataModel):
                yield from list_texts(part, f"{place}{field}.")


def _shared_names(credentials: Iterable[Credential]) -> Iterator[CatalogFault]:
    """A name on several credentials means any of them, so they must lead to the same work or be of different states."""
    holders: defaultdict[str, list[Credential]] = defaultdict(list)
    for credential in credentials:
        for name in dict.fromkeys(map(spelling, names_of(credential))):
            holders[name].append(credential)
    for name, shared in holders.items():
        same_work = set.intersection(*(set(c.soc_codes) for c in shared))
        if len(shared) > 1 and not same_work and len({c.jurisdiction for c in shared}) == 1:
            ids = ", ".join(c.id for c in shared)
            for each in shared:
                yield CatalogFault(
                    credential_id=each.id,
                    kind=FaultKind.MISLEADING_NAME,
                    message=f"“{name}” stands on {ids}, which lead to different work; keep it on one",
                )
