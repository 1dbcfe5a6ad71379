"""The sets of questions by which a person finds out what they like: our pictures, and O*NET's once it is loaded."""

from collections import Counter

from sqlmodel import Session

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.interest import (
    LIKING,
    Answer,
    InterestLetter,
    InterestPicture,
    InterestProfile,
    Rating,
    score_ratings,
)
from portal.domain.model import DataModel
from portal.store.interests import OnetProfiler, find_onet_profiler
from portal.web.interests.letters import GOOD_AT, LIKES
from portal.web.translate import gettext
from portal.web.words import in_language

PICTURES, ONET, WORDS = "pictures", "onet", "words"
SKIPPED = "-"
PICKED = "y"
_CODES = {"l": Answer.LIKE, "u": Answer.UNSURE, "n": Answer.NO}


class Choice(DataModel):
    """One answer that can be given: its letter in an address, its words, and how much it says, 0 to 1."""

    code: str
    label: str
    liking: float


class Question(DataModel):
    """One question. `drawing` is the id of its picture; empty: it has words only."""

    letter: InterestLetter
    statement: str
    drawing: str = ""


class QuestionSet(DataModel):
    """All questions of one kind, in order.

    `is_english`: its words are English whatever the page is. `blank_is_no`: what was not picked is not liked.
    """

    key: str
    questions: tuple[Question, ...]
    choices: tuple[Choice, ...]
    is_english: bool = False
    blank_is_no: bool = False

    def read(self, text: str) -> str:
        """Answers of an address, one letter a question, filled up to all of them.

        Raises: InvalidCode.
        """
        known = "".join(choice.code for choice in self.choices) + SKIPPED
        if len(text) > len(self.questions) or not set(text) <= set(known):
            raise InvalidCode(
                gettext("These answers cannot be read. Start the questions again, or use the whole link.")
            )
        return text.ljust(len(self.questions), SKIPPED)

    def profile(self, answers: str) -> InterestProfile:
        """The six interests that answers of `read` show."""
        liking = {choice.code: choice.liking for choice in self.choices}
        if self.blank_is_no:
            liking[SKIPPED] = 0.0
        return score_ratings(
            (
                Rating(question.letter, liking[code])
                for question, code in zip(self.questions, answers, strict=True)
                if code in liking
            ),
            Counter(question.letter for question in self.questions),
        )


def find_set(session: Session, key: str, pictures: tuple[InterestPicture, ...]) -> QuestionSet:
    """The questions of a key.

    Raises: NotFound when there are no such questions, or they are not loaded here.
    """
    if key == PICTURES:
        return _picture_set(pictures)
    if key == WORDS:
        return _word_set()
    profiler = find_onet_profiler(session) if key == ONET else None
    if profiler is None:
        raise NotFound(gettext("We do not have these questions here. Use our pictures instead."))
    return _onet_set(profiler)


def _picture_set(pictures: tuple[InterestPicture, ...]) -> QuestionSet:
    labels = {"l": gettext("I'd like it"), "u": gettext("Not sure"), "n": gettext("Not for me")}
    return QuestionSet(
        key=PICTURES,
        questions=tuple(
            Question(letter=each.letter, statement=in_language(each.statement), drawing=each.id)
            for each in pictures
        ),
        choices=tuple(
            Choice(code=code, label=label, liking=LIKING[_CODES[code]]) for code, label in labels.items()
        ),
    )


def _word_set() -> QuestionSet:
    """What one likes, then what one is good at: each interest once in both."""
    return QuestionSet(
        key=WORDS,
        questions=tuple(
            Question(letter=letter, statement=str(words))
            for each in (LIKES, GOOD_AT)
            for letter, words in each.items()
        ),
        choices=(Choice(code=PICKED, label="", liking=1.0),),
        blank_is_no=True,
    )


def _onet_set(profiler: OnetProfiler) -> QuestionSet:
    """O*NET counts each answer from 0 to 4; a mean of them on a scale from 0 to 1 says the same."""
    lowest = min(value for value, _ in profiler.answers)
    highest = max(value for value, _ in profiler.answers)
    return QuestionSet(
        key=ONET,
        questions=tuple(
            Question(letter=InterestLetter(letter), statement=statement)
            for letter, statement in profiler.items
        ),
        choices=tuple(
            Choice(code=str(value), label=name, liking=(value - lowest) / (highest - lowest))
            for value, name in sorted(profiler.answers, reverse=True)
        ),
        is_english=True,
    )
