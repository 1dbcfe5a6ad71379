"""What a person likes to do: pictures of work, answers to them, and the six interests that they add up to."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints, ValidationError

from portal.domain.errors import InvalidCode, InvalidSettings
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel

LETTERS = "RIASEC"
PER_LETTER = 5
ENOUGH = 0.6
"""An interest is told when at least this share of its questions was answered: 3 of 5 pictures."""
LITTLE, MUCH = 0.4, 0.7
"""Below the first a person likes such work little, from the second on a lot."""
MOST_LEADING = 3
EVEN = 0.15
"""Interests that lie closer together than this do not tell which work fits: less than two half answers of five."""


class InterestLetter(StrEnum):
    """Holland's six interests by their letters."""

    REALISTIC = "R"
    INVESTIGATIVE = "I"
    ARTISTIC = "A"
    SOCIAL = "S"
    ENTERPRISING = "E"
    CONVENTIONAL = "C"


class Answer(StrEnum):
    """What a person says of a picture of work."""

    LIKE = "like"
    UNSURE = "unsure"
    NO = "no"


LIKING = {Answer.LIKE: 1.0, Answer.UNSURE: 0.5, Answer.NO: 0.0}
"""How much an answer says for its interest, from 0 to 1."""
_CODES = {Answer.LIKE: "l", Answer.UNSURE: "u", Answer.NO: "n"}
_SKIPPED = "-"


class InterestPicture(DataModel):
    """One picture of work. Its drawing is `static/img/interests/<id>.svg`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=30)]
    letter: InterestLetter
    statement: LocalizedText = Field(description="what one does in this work, as a short plain statement")


class Rating(NamedTuple):
    """One answered question: the interest that it asks about, and how much it is liked, from 0 to 1."""

    letter: InterestLetter
    liking: float


class Level(StrEnum):
    """How much a person likes one kind of work, in words."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"
    UNKNOWN = "unknown"


class InterestScore(DataModel):
    """One interest of a person. `share` is the mean liking of what was answered, 0 to 1; None: too few answers."""

    letter: InterestLetter
    asked: int = Field(ge=1)
    answered: int = Field(ge=0)
    liked: int = Field(ge=0, description="questions that were liked, without the ones not sure")
    share: float | None = Field(ge=0, le=1)

    @property
    def level(self) -> Level:
        """The share in words."""
        if self.share is None:
            return Level.UNKNOWN
        if self.share >= MUCH:
            return Level.MUCH
        return Level.LITTLE if self.share < LITTLE else Level.SOME


class InterestProfile(DataModel):
    """The six interests of a person, in the order RIASEC."""

    scores: tuple[InterestScore, ...] = Field(min_length=len(LETTERS), max_length=len(LETTERS))

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return sum(score.asked for score in self.scores)

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(score.answered for score in self.scores)

    @property
    def vector(self) -> tuple[float, ...] | None:
        """The six shares, R to C; None while an interest has too few answers."""
        shares = tuple(score.share for score in self.scores if score.share is not None)
        return shares if len(shares) == len(LETTERS) else None

    @property
    def too_few(self) -> tuple[InterestLetter, ...]:
        """Interests of which too few questions were answered."""
        return tuple(score.letter for score in self.scores if score.share is None)

    @property
    def is_even(self) -> bool:
        """All six are liked about the same: no kind of work stands out."""
        vector = self.vector
        return vector is not None and max(vector) - min(vector) <= EVEN

    @property
    def strongest_first(self) -> tuple[InterestScore, ...]:
        """Told interests by share; equal ones in the order RIASEC, which says nothing about them."""
        told = [score for score in self.scores if score.share is not None]
        return tuple(sorted(told, key=lambda score: -(score.share or 0)))

    @property
    def leading(self) -> tuple[InterestScore, ...]:
        """What the person likes a lot: the three strongest and all that tie with the third. Where nothing is liked a
        lot, the strongest and its ties, if liked at all.
        """
        ordered = self.strongest_first
        if self.is_even or not ordered or ordered[0].level is Level.LITTLE:
            return ()
        much = [each for each in ordered if each.level is Level.MUCH] or [ordered[0]]
        least = much[:MOST_LEADING][-1].share or 0
        return tuple(each for each in ordered if (each.share or 0) >= least)

    @property
    def ties(self) -> tuple[tuple[InterestLetter, ...], ...]:
        """Groups of leading interests with the same share."""
        groups: dict[float, list[InterestLetter]] = {}
        for score in self.leading:
            groups.setdefault(score.share or 0, []).append(score.letter)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def score_ratings(ratings: Iterable[Rating], asked: Mapping[InterestLetter, int]) -> InterestProfile:
    """The profile of ratings. `asked` says how many questions each interest has; skipped ones count for nothing."""
    found: dict[InterestLetter, list[float]] = {letter: [] for letter in InterestLetter}
    for rating in ratings:
        found[rating.letter].append(rating.liking)
    return InterestProfile(
        scores=tuple(
            InterestScore(
                letter=letter,
                asked=asked[letter],
                answered=len(likings),
                liked=sum(liking > LIKING[Answer.UNSURE] for liking in likings),
                share=sum(likings) / len(likings) if len(likings) >= ENOUGH * asked[letter] else None,
            )
            for letter, likings in found.items()
        )
    )


def score(pictures: Sequence[InterestPicture], answers: Mapping[str, Answer]) -> InterestProfile:
    """The profile of answers to the pictures, by the picture's id; answers to other ids are left out."""
    asked = {letter: sum(each.letter is letter for each in pictures) for letter in InterestLetter}
    return score_ratings(
        (Rating(each.letter, LIKING[answers[each.id]]) for each in pictures if each.id in answers), asked
    )


def write_answers(pictures: Sequence[InterestPicture], answers: Mapping[str, Answer]) -> str:
    """Answers as one letter a picture, in their order: `l` like, `u` not sure, `n` not for me, `-` no answer."""
    text = "".join(_CODES[answers[each.id]] if each.id in answers else _SKIPPED for each in pictures)
    return text.rstrip(_SKIPPED)


def read_answers(pictures: Sequence[InterestPicture], text: str) -> dict[str, Answer]:
    """The answers of `write_answers`. A shorter text answers the first pictures.

    Raises: InvalidCode.
    """
    known = {code: answer for answer, code in _CODES.items()}
    if len(text) > len(pictures) or not set(text) <= {*known, _SKIPPED}:
        raise InvalidCode(
            f"answers: “{text[:40]}” is not a list of answers. It has at most {len(pictures)} letters, one a "
            "picture: l (like), u (not sure), n (not for me) or - (no answer)."
        )
    return {each.id: known[code] for each, code in zip(pictures, text, strict=False) if code != _SKIPPED}


def parse_pictures(text: str, *, name: str = "pictures.toml") -> tuple[InterestPicture, ...]:
    """Read `config/interests/pictures.toml`.

    Raises: InvalidSettings naming the picture and what is wrong.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"config/interests/{name} is not valid TOML: {error}") from error
    pictures = tuple(_picture(table, name=name) for table in document.get("picture", ()))
    ids = [each.id for each in pictures]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise InvalidSettings(f"config/interests/{name}: {', '.join(twice)} stands twice; keep one of them.")
    for letter in LETTERS:
        if (count := sum(each.letter == letter for each in pictures)) != PER_LETTER:
            raise InvalidSettings(
                f"config/interests/{name}: {count} pictures have the letter {letter}; each has {PER_LETTER}."
            )
    return pictures


def _picture(table: object, *, name: str) -> InterestPicture:
    try:
        return InterestPicture.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        id_ = table.get("id", "a picture without id") if isinstance(table, dict) else "a picture"
        raise InvalidSettings(
            f"config/interests/{name}: {id_}: {place}: {first['msg']}. docs/interests.md shows the form."
        ) from error
