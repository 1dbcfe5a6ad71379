"""From a row of a list to a training program, and whether that program leads to a credential of the catalog.

A program is matched by what its list states, never by likeness: a credential that the list names, its own name,
or the code of the field of study. A license of one state is matched with programs of that state alone.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from portal.ctdl.compare import normal_name
from portal.ctdl.listed import ListedRecord, ListMapping
from portal.domain.credential import Credential
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.program import OutcomeKind, Program, ProgramCost, ProgramOutcome

_BRACKETS = re.compile(r"\(([^()]*)\)")
_OF_COURSES = re.compile(
    r"\b(certification|certificate|program|programme|course|class|training|preparation|prep|exam|hybrid)\b"
)


class MatchBasis(StrEnum):
    """By what a program was matched, the strongest first."""

    STATED_CREDENTIAL = "stated_credential"
    """The list says that the program leads to it."""
    PROGRAM_NAME = "program_name"
    """The program has the credential's name."""
    FIELD_OF_STUDY = "field_of_study"
    """Both have the same CIP code: it may lead there, and the school can say."""


def program_of(record: ListedRecord, mapping: ListMapping, *, as_of: str = "") -> Program:
    """The program that a row describes. `as_of`: the day of the list, as far as it is known, for the note."""
    low, _, high = record.weeks_between.partition("-")
    named = [record.more[column] for column in mapping.named_credentials if column in record.more]
    return Program(
        list_key=mapping.key,
        ref=record.ref,
        name=record.name,
        provider=record.provider.strip(' "'),
        city=record.city,
        state=record.state or record.jurisdiction or "",
        postal_code=record.zip[:5] if re.match(r"\d{5}", record.zip) else "",
        cip_code=record.cip_code,
        cip_name=record.cip_name,
        credentials=tuple(dict.fromkeys((*record.credentials, *named))),
        award=record.award,
        cost=ProgramCost(
            tuition_usd=record.tuition_usd,
            fees_usd=record.fees_usd,
            books_usd=record.books_usd,
            supplies_usd=record.supplies_usd,
            other_usd=record.other_cost_usd,
            total_usd=record.total_cost_usd,
        ),
        weeks_low=float(low) if low else record.weeks,
        weeks_high=float(high) if high else record.weeks,
        clock_hours=record.clock_hours or None,
        hours_per_week=record.hours_per_week or None,
        format=record.format,
        is_evening=record.is_evening,
        has_online=record.is_online,
        is_wheelchair_accessible=record.is_wheelchair_accessible,
        has_childcare=record.has_childcare,
        languages=record.languages.strip(' "'),
        of_school=tuple("has_online" if name == "is_online" else name for name in mapping.of_school),
        prerequisites=record.prerequisites,
        homepage=record.homepage,
        outcomes=tuple(
            ProgramOutcome(kind=kind, value=value, definition=definition)
            for kind, definition in mapping.definitions.items()
            if (value := _outcome(record, kind)) is not None
        ),
        outcome_people=None if record.outcome_people is None else round(record.outcome_people),
        outcomes_add_up=record.outcomes_add_up,
        evidence=Evidence(
            method=EvidenceMethod.PUBLISHED,
            source=mapping.publisher,
            document=mapping.title,
            url=mapping.homepage,
            note=f"list of {as_of}" if as_of else "",
        ),
    )


def plain_names(text: str) -> frozenset[str]:
    """Forms of a name for comparing: whole, without what stands in brackets, and each bracket alone."""
    inside = _BRACKETS.findall(text)
    forms = (text, _BRACKETS.sub(" ", text), *inside, *text.split(" - "))
    return frozenset(plain for form in forms if len(plain := _plain(form)) > 1)


def program_names(program: Program) -> frozenset[str]:
    """Every plain form under which a program can be found."""
    return frozenset(plain for text in (program.name, *program.credentials) for plain in plain_names(text))


def credential_names(credential: Credential) -> frozenset[str]:
    """The plain names and aliases of a credential, without its state."""
    names = (credential.name, *credential.aliases)
    return frozenset(
        plain for name in names for form in (name, _BRACKETS.sub(" ", name)) if len(plain := _plain(form)) > 1
    )


def name_index(credentials: Iterable[Credential]) -> Mapping[str, frozenset[str]]:
    """Plain name to the ids of the credentials that have it."""
    found: dict[str, set[str]] = {}
    for credential in credentials:
        for name in credential_names(credential):
            found.setdefault(name, set()).add(credential.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def find_basis(
    credential: Credential, program: Program, *, index: Mapping[str, frozenset[str]]
) -> MatchBasis | None:
    """By what a program leads to a credential; None where nothing says so."""
    if credential.jurisdiction and program.state != credential.jurisdiction:
        return None
    if any(credential.id in named(text, index) for text in program.credentials):
        return MatchBasis.STATED_CREDENTIAL
    if credential.id in named(program.name, index):
        return MatchBasis.PROGRAM_NAME
    if program.cip_code is not None and program.cip_code in credential.cip_codes:
        return MatchBasis.FIELD_OF_STUDY
    return None


def named(text: str, index: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Credentials that a listed name means: by its whole, else those on which all its known parts agree.

    “Certified Medical Assistant (CCMA)” means the CCMA alone only where both parts can mean it; where they
    contradict each other, it means nothing.
    """
    whole = index.get(_plain(text))
    if whole:
        return whole
    known = [index[part] for part in sorted(plain_names(text)) if part in index]
    return frozenset.intersection(*known) if known else frozenset()


def _outcome(record: ListedRecord, kind: OutcomeKind) -> float | None:
    value: float | None = getattr(record, kind.value)
    return value


def _plain(text: str) -> str:
    plain = normal_name(text.replace("+", " plus "))
    return " ".join(_OF_COURSES.sub(" ", plain).split()) or plain
