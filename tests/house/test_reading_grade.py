"""What a person reads is plain: school grade 7 at most in English, and easy by its own measure in Spanish."""

import statistics
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from portal.domain.reading import (
    count_english_syllables,
    count_spanish_syllables,
    english_grade,
    spanish_ease,
)
from tests.house.tree import ROOT

MAX_GRADE = 7.0
MIN_EASE = 55.0
"""Of one Spanish string. One sentence of a dozen words swings by ten points with a single long word."""
MIN_MEAN_EASE = 70.0
"""Of all Spanish strings of a kind together: fairly easy, what a twelve-year-old reads."""
MIN_WHOLE_EASE = 65.0
"""Of the summaries of one career field: plain, what most adults read with ease. They name tools and trades."""
CATALOG = sorted((ROOT / "config" / "catalog").glob("*.toml"))


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("nurse", 1), ("asked", 1), ("places", 2), ("table", 2), ("stated", 2), ("people", 2)),
        *(("licenses", 3), ("credential", 3), ("employer", 3), ("created", 3)),
        *(("experience", 4), ("education", 4)),
    ],
)
def test_english_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    assert count_english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("empleo", 3), ("agua", 2), ("aún", 2), ("guía", 2), ("ciudad", 2), ("que", 1), ("muy", 1), ("país", 2)],
)
def test_spanish_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    assert count_spanish_syllables(word) == syllables


def test_the_measures_tell_hard_from_easy() -> None:
    hard = english_grade(
        "Documentation of occupational qualifications necessitates comprehensive evaluation."
    )
    assert hard is None, "too short to say"
    hard = english_grade(
        "The issuance of occupational authorizations necessitates comprehensive documentation of qualifications."
    )
    assert hard is not None
    assert hard > 15
    easy = english_grade("Tell us what you hold. We show you the jobs that are open near you.")
    assert easy is not None
    assert easy < 4
    hard = spanish_ease(
        "La obtención de autorizaciones ocupacionales requiere documentación exhaustiva de las calificaciones."
    )
    assert hard is not None
    assert hard < 30
    easy = spanish_ease("Dinos qué tienes. Te mostramos los empleos que hay cerca de ti.")
    assert easy is not None
    assert easy > 80


def test_every_string_of_the_pages_is_plain() -> None:
    with (ROOT / "portal/web/translations/es/LC_MESSAGES/messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="es") if message.id]
    english = [text for message in messages for text in _forms(message.id)]
    spanish = [text for message in messages for text in _forms(message.string)]
    grades = {text: grade for text in english if (grade := english_grade(text)) is not None}
    eases = {text: ease for text in spanish if (ease := spanish_ease(text)) is not None}
    assert len(grades) > 80
    assert {text: round(grade, 1) for text, grade in grades.items() if grade > MAX_GRADE} == {}
    assert {text: round(ease) for text, ease in eases.items() if ease < MIN_EASE} == {}
    assert statistics.mean(eases.values()) >= MIN_MEAN_EASE


@pytest.mark.parametrize("path", CATALOG, ids=lambda path: path.stem)
def test_every_summary_of_the_catalog_is_plain(path: Path) -> None:
    credentials = tomllib.loads(path.read_text(encoding="utf-8")).get("credential", [])
    summaries = [(each["id"], each["summary"]) for each in credentials]
    grades = {id_: english_grade(text["en"]) for id_, text in summaries}
    assert {id_: round(grade, 1) for id_, grade in grades.items() if grade and grade > MAX_GRADE} == {}
    whole = spanish_ease("\n".join(text["es"] for _, text in summaries))
    assert whole is None or whole >= MIN_WHOLE_EASE


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)
