"""O*NET's Interest Profiler Short Form: 60 questions, in the form of O*NET Web Services 1.9 (JSON)."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.reference import ReferenceLoad, ReferenceTable, unpack
from portal.domain.interest import LETTERS
from portal.domain.model import DataModel

MAX_BYTES = 1_000_000
QUESTIONS = 60
AREAS = {
    "Realistic": "R",
    "Investigative": "I",
    "Artistic": "A",
    "Social": "S",
    "Enterprising": "E",
    "Conventional": "C",
}


class NoOptions(DataModel):
    """This adapter has no options."""


class OnetInterestProfiler:
    """Adapter for one file with all questions and the answers that they offer."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        NoOptions.model_validate(options)

    def waits_for(self) -> str:
        """The file: O*NET gives its questions to those who sign up for its web services."""
        return (
            "the file with O*NET's 60 questions in a folder that --mirror names (docs/interests.md says how)"
        )

    def fetch(self, _fetcher: Fetcher) -> Iterator[Document]:
        """Nothing: the questions come from a mirror folder only."""
        return iter(())

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """Questions and answers.

        Raises: SourceChanged when the file is not the one that we know: 60 questions, ten an interest.
        """
        files = dict(unpack(documents, max_bytes=MAX_BYTES))
        if len(files) != 1:
            raise SourceChanged(
                f"O*NET Interest Profiler: {len(files)} files; give the one with all questions."
            )
        ((name, content),) = files.items()
        try:
            document = json.loads(content)
            questions = [_question(one) for one in document["question"]]
            choices = [(int(one["value"]), _text(one["name"])) for one in _options(document)]
        except (ValueError, KeyError, TypeError) as error:
            raise SourceChanged(
                f"{name}: not in the form of O*NET Web Services 1.9 ({type(error).__name__}: {error})."
            ) from error
        _check(name, questions, choices)
        return ReferenceLoad(
            tables=(
                ReferenceTable("interest_question", ("place", "letter", "statement"), questions),
                ReferenceTable("interest_choice", ("value", "name"), choices),
            ),
            records=len(questions) + len(choices),
        )


def _question(one: Mapping[str, Any]) -> tuple[int, str, str]:
    return int(one["index"]), AREAS[one["area"]], _text(one["text"])


def _options(document: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = document["answer_options"]["answer_option"]
    return found


def _text(value: object) -> str:
    text = " ".join(str(value).split())
    if not isinstance(value, str) or not text:
        raise ValueError("a text is missing")
    return text


def _check(name: str, questions: Sequence[tuple[int, str, str]], choices: Sequence[tuple[int, str]]) -> None:
    """A part of the questions would give a profile that only looks whole."""
    if sorted(place for place, _, _ in questions) != list(range(1, QUESTIONS + 1)):
        raise SourceChanged(f"{name}: {len(questions)} questions; the short form has {QUESTIONS}, each once.")
    letters = Counter(letter for _, letter, _ in questions)
    if set(letters.values()) != {QUESTIONS // len(LETTERS)}:
        raise SourceChanged(f"{name}: not ten questions for each interest, but {dict(letters)}.")
    if [value for value, _ in sorted(choices)] != [1, 2, 3, 4, 5]:
        raise SourceChanged(f"{name}: the answers are not the values 1 to 5.")
