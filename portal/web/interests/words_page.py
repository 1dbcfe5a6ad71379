"""I like, I'm good at, I need: what the page of words shows."""

from portal.domain.model import DataModel
from portal.matching.wishes import Wishes
from portal.web.interests.question_sets import PICKED, QuestionSet
from portal.web.interests.trip import Trip
from portal.web.jobs.needs_form import NeedGroup, build_needs_form
from portal.web.translate import gettext

FORM_ID = "interest-words"


class WordOption(DataModel):
    """One box or radio button."""

    name: str
    value: str
    label: str
    is_on: bool


class WordsPage(DataModel):
    """Three questions. `is_empty`: the form was sent with nothing picked."""

    trip: Trip
    likes: tuple[WordOption, ...]
    good_at: tuple[WordOption, ...]
    ways: tuple[WordOption, ...]
    needs: tuple[NeedGroup, ...]
    is_empty: bool


def build_words_page(questions: QuestionSet, trip: Trip, *, is_empty: bool) -> WordsPage:
    """The words, with what was picked before.

    Raises: InvalidCode for needs that cannot be read.
    """
    options = tuple(
        WordOption(name=f"a{place}", value=PICKED, label=question.statement, is_on=code == PICKED)
        for place, (question, code) in enumerate(zip(questions.questions, trip.answers, strict=True), start=1)
    )
    half = len(options) // 2
    ways = {
        "soonest": gettext("To earn money soon"),
        "cheapest": gettext("Steps that cost little"),
        "fastest": gettext("To get there fast"),
        "return": gettext("Pay that grows the most"),
        "": gettext("It does not matter"),
    }
    return WordsPage(
        trip=trip,
        likes=options[:half],
        good_at=options[half:],
        ways=tuple(
            WordOption(name="way", value=way, label=label, is_on=trip.way == way)
            for way, label in ways.items()
        ),
        needs=build_needs_form(Wishes.parse(trip.needs), form_id=FORM_ID, clear_url="").groups,
        is_empty=is_empty,
    )
