"""What a page of questions shows."""

from flask import current_app

from portal.domain.model import DataModel
from portal.web.interests.question_sets import ONET, SKIPPED, Choice, Question, QuestionSet
from portal.web.interests.trip import Trip
from portal.web.sources import read_sources


class AskedQuestion(DataModel):
    """One question in its place, with the letter of the answer that was given; empty: none yet."""

    place: int
    question: Question
    answer: str
    is_shown: bool


class QuestionsPage(DataModel):
    """All questions, of which one or all are shown. Addresses are those without JavaScript."""

    key: str
    trip: Trip
    is_english: bool
    attribution: str
    """The sentence that the licence of the questions asks for; empty: they are ours."""
    is_one: bool
    questions: tuple[AskedQuestion, ...]
    choices: tuple[Choice, ...]
    answered: int
    total: int
    is_enough: bool
    back_url: str
    other_view_url: str
    over_url: str


def attribution_of(key: str) -> str:
    """The sentence that the licence of a set of questions asks for, from the source's own file."""
    sources = read_sources(current_app.extensions["settings"])
    return sources["onet_interest_profiler"].attribution if key == ONET else ""


def build_questions_page(questions: QuestionSet, trip: Trip) -> QuestionsPage:
    """The questions at one moment of the trip."""
    is_one = trip.view == "one"
    return QuestionsPage(
        key=questions.key,
        trip=trip,
        is_english=questions.is_english,
        attribution=attribution_of(questions.key),
        is_one=is_one,
        questions=tuple(
            AskedQuestion(
                place=place,
                question=question,
                answer="" if code == SKIPPED else code,
                is_shown=not is_one or place == trip.at,
            )
            for place, (question, code) in enumerate(
                zip(questions.questions, trip.answers, strict=True), start=1
            )
        ),
        choices=questions.choices,
        answered=len(trip.answers) - trip.answers.count(SKIPPED),
        total=len(questions.questions),
        is_enough=questions.profile(trip.answers).vector is not None,
        back_url=trip.url(at=trip.at - 1) if trip.at > 1 else "",
        other_view_url=trip.url(view="all" if is_one else "one", at=1),
        over_url=trip.url(answers="", at=1),
    )
