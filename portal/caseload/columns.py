"""Which column of a class list is what. Only five are read; all others are left out and not kept."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from portal.domain.model import DataModel


class Column(StrEnum):
    """What a column may be. A label may stand in two columns: first name and family name."""

    LABEL = "label"
    LABEL_MORE = "label_more"
    REFERENCE = "reference"
    GROUP = "group"
    LANGUAGE = "language"


class ColumnGuess(DataModel):
    """What the first row seems to say. `places` has the number of the column, from 0, of each that was found."""

    has_heading: bool
    places: dict[Column, int]


_WORDS: dict[Column, tuple[str, ...]] = {
    Column.LABEL: (
        *(
            "name",
            "student",
            "student name",
            "full name",
            "first name",
            "given name",
            "preferred name",
            "label",
        ),
        *("pseudonym", "nickname", "client", "client name", "participant", "learner", "initials"),
        *("nombre", "nombres", "alumno", "alumna", "estudiante", "nombre completo", "nombre del estudiante"),
        *(
            "nombre del alumno",
            "seudonimo",
            "apodo",
            "cliente",
            "participante",
            "iniciales",
            "nombre preferido",
        ),
        *("nombre y apellido", "nombre y apellidos", "apellidos y nombre", "name of student"),
    ),
    Column.LABEL_MORE: (*("last name", "family name", "surname", "last", "apellido", "apellidos"),),
    Column.REFERENCE: (
        *("number", "id", "student id", "student number", "local id", "case number", "case id", "client id"),
        *("reference", "student no", "id number", "sis id", "numero", "matricula", "numero de estudiante"),
        *(
            "numero de alumno",
            "expediente",
            "numero de caso",
            "referencia",
            "no",
            "id del estudiante",
            "case no",
        ),
    ),
    Column.GROUP: (
        *("group", "class", "section", "period", "homeroom", "course", "grade", "team", "class name"),
        *("grupo", "clase", "seccion", "periodo", "curso", "grado", "aula", "salon"),
    ),
    Column.LANGUAGE: (
        *("language", "home language", "preferred language", "lang", "primary language"),
        *("idioma", "lengua", "idioma preferido", "lengua materna", "idioma del hogar"),
    ),
}
_FIRST_NAMES = frozenset({"first name", "given name", "preferred name", "first", "nombre", "nombres"})
_OF = {word: column for column, words in _WORDS.items() for word in words}
_OTHER_HEADINGS = frozenset(
    {
        *(
            "email",
            "e mail",
            "phone",
            "telephone",
            "address",
            "birth date",
            "date of birth",
            "dob",
            "birthday",
        ),
        *(
            "disability",
            "diagnosis",
            "iep",
            "504",
            "gender",
            "sex",
            "race",
            "ethnicity",
            "parent",
            "guardian",
        ),
        *(
            "ssn",
            "social security number",
            "zip",
            "gpa",
            "correo",
            "telefono",
            "direccion",
            "fecha de nacimiento",
        ),
        *(
            "discapacidad",
            "diagnostico",
            "genero",
            "sexo",
            "raza",
            "padre",
            "madre",
            "tutor",
            "notes",
            "notas",
        ),
    }
)
"""Headings that are never read; that they stand there shows that the first row is a heading."""


def guess_columns(first: Sequence[str]) -> ColumnGuess:
    """Guess from the first row, in English and Spanish. Without a known heading the first column is the label."""
    words = [plain_heading(cell) for cell in first]
    places: dict[Column, int] = {}
    for number, word in enumerate(words):
        column = Column.LABEL if word == "first" else _OF.get(word)
        if column is not None and column not in places:
            places[column] = number
    has_heading = bool(places) or any(word in _OTHER_HEADINGS for word in words)
    label = places.get(Column.LABEL)
    if Column.LABEL_MORE in places and label is None:
        places[Column.LABEL] = places.pop(Column.LABEL_MORE)
    elif label is not None and words[label] not in _FIRST_NAMES:
        places.pop(Column.LABEL_MORE, None)  # a whole name needs no second part
    if not has_heading:
        places[Column.LABEL] = 0
    return ColumnGuess(has_heading=has_heading, places=places)


def plain_heading(text: str) -> str:
    """A heading for comparing: small letters without accents, `Student_ID #` as `student id`."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).casefold()).split())
