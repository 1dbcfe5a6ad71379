"""What we say about an occupation in our own words: `config/occupations/*.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from portal.domain.codes import SocCode
from portal.domain.credential import LocalizedText
from portal.domain.errors import InvalidSettings
from portal.domain.model import DataModel

FEWEST_MOMENTS, MOST_MOMENTS = 3, 5

InterestLetters = Annotated[str, StringConstraints(pattern=r"^[RIASEC]{1,3}$")]
"""One to three of Holland's letters, the strongest interest first: `SRC`."""

Sentence = Annotated[str, StringConstraints(min_length=10, max_length=240)]


class InterestsBasis(StrEnum):
    """Where the interest letters of an occupation come from."""

    ONET = "onet"
    """O*NET's interest high points (Interests.txt, scale IH) of the SOC code's first O*NET occupation."""
    GENERAL_KNOWLEDGE = "general_knowledge"
    """Our own estimate: O*NET rates no interests where a code gathers "all other" work."""


class LocalizedMoments(DataModel):
    """The same short sentences, one a moment of the day, in English and Spanish."""

    en: tuple[Sentence, ...] = Field(min_length=FEWEST_MOMENTS, max_length=MOST_MOMENTS)
    es: tuple[Sentence, ...] = Field(min_length=FEWEST_MOMENTS, max_length=MOST_MOMENTS)

    @model_validator(mode="after")
    def _says_the_same(self) -> Self:
        if len(self.en) != len(self.es):
            raise ValueError(
                f"{len(self.en)} moments in English and {len(self.es)} in Spanish; write the same"
            )
        return self


class OccupationContent(DataModel):
    """One occupation in plain words. Typical entry, outlook and pay are not here: the store has them by `soc_code`."""

    soc_code: SocCode
    title: LocalizedText = Field(description="what people call it, in the singular")
    summary: LocalizedText = Field(description="what they do and for whom, in two or three sentences")
    day: LocalizedMoments
    interests: InterestLetters
    interests_basis: InterestsBasis = InterestsBasis.ONET

    @model_validator(mode="after")
    def _names_a_letter_once(self) -> Self:
        if len(set(self.interests)) != len(self.interests):
            raise ValueError(f"interests “{self.interests}” name a letter twice")
        return self


def parse_occupation_content(files: Mapping[str, str]) -> dict[str, OccupationContent]:
    """Read the files of `config/occupations` (`name -> text`), by SOC code.

    Raises: InvalidSettings naming the file, the occupation and what is wrong.
    """
    found: dict[str, OccupationContent] = {}
    for name in sorted(files):
        for content in _parse(files[name], name=name):
            if content.soc_code in found:
                raise InvalidSettings(
                    f"config/occupations/{name}: {content.soc_code} is written twice; keep one of them."
                )
            found[content.soc_code] = content
    return found


def _parse(text: str, *, name: str) -> Iterator[OccupationContent]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"config/occupations/{name} is not valid TOML: {error}") from error
    if set(document) != {"occupation"}:
        raise InvalidSettings(
            f"config/occupations/{name} holds {', '.join(sorted(document)) or 'nothing'}: "
            "write [[occupation]] tables only."
        )
    for table in document["occupation"]:
        yield _content(table, name=name)


def _content(table: dict[str, Any], *, name: str) -> OccupationContent:
    try:
        return OccupationContent.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        what = "no such key" if first["type"] == "extra_forbidden" else first["msg"]
        code = table.get("soc_code", "without soc_code")
        raise InvalidSettings(
            f"config/occupations/{name}: {code}: {place}: {what}. docs/occupations.md shows the form."
        ) from error
