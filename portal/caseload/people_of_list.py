"""The people of a class list, and what is wrong with its lines. What is left out is said, line by line."""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from portal.caseload.class_list import MAX_ROWS, ClassTable
from portal.caseload.columns import Column, plain_heading
from portal.caseload.list_text import ListRefused
from portal.domain.model import DataModel

MAX_LABEL = 80
MAX_REFERENCE = 40
MAX_GROUP = 60
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("en", "eng", "english", "ingles"), "en"),
    **dict.fromkeys(("es", "spa", "esp", "spanish", "espanol", "castellano", "castilian"), "es"),
}


class Trouble(StrEnum):
    """What is wrong with a line. All but the last two leave the line out."""

    NO_LABEL = "no_label"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    TWICE = "twice"
    ALREADY_THERE = "already_there"
    HALF_NAME = "half_name"
    LANGUAGE = "language"


class ListedPerson(DataModel):
    """Somebody on the list, to be added."""

    line: int
    label: str
    reference: str = ""
    group: str = ""
    language: str = "en"


class LineTrouble(DataModel):
    """What is wrong with one line. `told` is the cell that it is about; `other_line` where the same stood before."""

    line: int
    trouble: Trouble
    told: str = ""
    other_line: int | None = None


class KnownPerson(DataModel):
    """Somebody who is in the caseload already."""

    label: str
    reference: str = ""


class ReadList(DataModel):
    """Whom a list adds, and what is wrong with the other lines."""

    people: tuple[ListedPerson, ...]
    troubles: tuple[LineTrouble, ...]


def read_people(
    table: ClassTable,
    places: Mapping[Column, int],
    *,
    has_heading: bool,
    known: Iterable[KnownPerson] = (),
    language: str = "en",
) -> ReadList:
    """Read the people of a table by the columns chosen. `language` is that of a line that names none.

    Somebody is there already by their own number; by their name where one of the two has no number. Two lines with
    one name and two numbers are two people.

    Raises: ListRefused (too_many).
    """
    rows = table.rows[1:] if has_heading else table.rows
    if len(rows) > MAX_ROWS:
        raise ListRefused("too_many")
    seen = _Seen()
    for each in known:
        seen.add(each.label, each.reference, None)
    people: list[ListedPerson] = []
    troubles: list[LineTrouble] = []
    for row in rows:
        told = {column: row.cells[place] for column, place in places.items() if place < len(row.cells)}
        label = " ".join(
            part for part in (told.get(Column.LABEL, ""), told.get(Column.LABEL_MORE, "")) if part
        )
        person, found_wrong = _check(row.line, label, told, language)
        if person is not None:
            found = seen.find(person.label, person.reference)
            if found is not None:
                kind = Trouble.TWICE if found[0] else Trouble.ALREADY_THERE
                troubles.append(LineTrouble(line=row.line, trouble=kind, told=label, other_line=found[0]))
                continue
            seen.add(person.label, person.reference, row.line)
            people.append(person)
        troubles.extend(found_wrong)
    return ReadList(people=tuple(people), troubles=tuple(troubles))


def same_label(label: str) -> str:
    """A label for comparing: `ANA  Ñ` and `ana ñ` are one."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def _check(
    line: int, label: str, told: Mapping[Column, str], language: str
) -> tuple[ListedPerson | None, tuple[LineTrouble, ...]]:
    reference, group = told.get(Column.REFERENCE, ""), told.get(Column.GROUP, "")
    if not label:
        return None, (LineTrouble(line=line, trouble=Trouble.NO_LABEL, told=reference[:MAX_LABEL]),)
    for text, most in ((label, MAX_LABEL), (reference, MAX_REFERENCE), (group, MAX_GROUP)):
        if len(text) > most:
            return None, (LineTrouble(line=line, trouble=Trouble.TOO_LONG, told=text[:40] + "…"),)
    formula = next((text for text in told.values() if _is_formula(text)), None)
    if formula is not None:
        return None, (LineTrouble(line=line, trouble=Trouble.FORMULA, told=formula[:MAX_LABEL]),)
    named = told.get(Column.LANGUAGE, "")
    known_language = LANGUAGES.get(plain_heading(named)) if named else language
    person = ListedPerson(
        line=line, label=label, reference=reference, group=group, language=known_language or language
    )
    wrong = []
    if Column.LABEL_MORE in told and not (told[Column.LABEL_MORE] and told.get(Column.LABEL)):
        wrong.append(LineTrouble(line=line, trouble=Trouble.HALF_NAME, told=label))
    if known_language is None:
        wrong.append(LineTrouble(line=line, trouble=Trouble.LANGUAGE, told=named[:40]))
    return person, tuple(wrong)


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would run it. A number such as “-17” and a name such as “+Lee” are none."""
    return text[:1] in ("=", "@", "\uff1d", "\uff20") or (text[:1] in ("+", "-") and "(" in text)


class _Seen:
    """Who stood before: by number, by name, and by name without a number. None: in the caseload, not on the list."""

    def __init__(self) -> None:
        self._by_reference: dict[str, int | None] = {}
        self._by_label: dict[str, int | None] = {}
        self._without_reference: dict[str, int | None] = {}

    def add(self, label: str, reference: str, line: int | None) -> None:
        key = same_label(label)
        self._by_label.setdefault(key, line)
        if reference:
            self._by_reference.setdefault(reference, line)
        else:
            self._without_reference.setdefault(key, line)

    def find(self, label: str, reference: str) -> tuple[int | None] | None:
        """The line in a tuple, so that "found, in the caseload" differs from "not found"."""
        key = same_label(label)
        if reference and reference in self._by_reference:
            return (self._by_reference[reference],)
        names = self._without_reference if reference else self._by_label
        return (names[key],) if key in names else None
