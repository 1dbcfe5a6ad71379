"""What the answers say in words, and work near the person that fits."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.interest import InterestLetter, InterestProfile, InterestScore, Level
from portal.domain.model import DataModel
from portal.domain.region import parse_held
from portal.matching.wishes import Wishes
from portal.settings import Settings
from portal.web.choices import WAYS, Choices
from portal.web.formats import joined
from portal.web.interests.fitting import FittingWorks, find_fitting_work
from portal.web.interests.letters import DOING, LEVELS, NAMES, SHORT
from portal.web.interests.question_sets import SKIPPED, WORDS
from portal.web.interests.questions_page import attribution_of
from portal.web.interests.trip import Trip
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import knowledge
from portal.web.places import UnclearPlace, county_names, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.sources import read_sources
from portal.web.words import region_label, region_note

BAR = 100


class InterestLine(DataModel):
    """One interest in words. `width` is the length of its bar, of 100; a bar never stands without its words."""

    letter: str
    name: str
    doing: str
    level: str
    liked: int
    answered: int
    width: int


class ResultPage(DataModel):
    """The whole result."""

    trip: Trip
    lines: tuple[InterestLine, ...]
    likes: tuple[str, ...]
    """What the person likes most, to follow “You like to”."""
    likes_a_lot: bool
    ties: tuple[str, ...]
    missing: str
    """What too few answers were about; empty: enough."""
    is_even: bool
    work: FittingWorks
    place: str
    place_error: str
    region: str
    region_label: str
    region_note: str
    counties: tuple[str, ...]
    counted_on: datetime
    has_samples: bool
    attribution: tuple[str, ...]
    all_url: str
    more_url: str
    over_url: str


def build_result_page(
    session: Session, profile: InterestProfile, *, trip: Trip, args: "MultiDict[str, str]"
) -> ResultPage:
    """The result for answers and a place; a place that cannot be read is said, and the default one shown.

    Raises: InvalidCode for what is held or needed and cannot be read.
    """
    settings: Settings = current_app.extensions["settings"]
    known, now, error = knowledge(), settings.now(), ""
    try:
        resolved = read_place_of_request(session, args, settings)
    except UnclearPlace as unclear:
        error, resolved = str(unclear), region_of_request(session, None)
    choices = Choices(
        held=parse_held(trip.held),
        region=resolved.region,
        needs=Wishes.parse(trip.needs),
        way=trip.way or WAYS[0],
    )
    sources = read_sources(settings)
    return ResultPage(
        trip=trip,
        lines=tuple(map(_line, (*profile.strongest_first, *_unknown(profile)))),
        likes=tuple(str(DOING[score.letter]) for score in profile.leading),
        likes_a_lot=any(score.level is Level.MUCH for score in profile.leading),
        ties=tuple(_names(tie) for tie in profile.ties),
        missing=_names(profile.too_few),
        is_even=profile.is_even,
        work=find_fitting_work(
            session, known, profile, resolved=resolved, choices=choices, now=now, is_all="all" in args
        ),
        place=trip.region if error else place_text(resolved),
        place_error=error,
        region=str(resolved.region),
        region_label=region_label(resolved),
        region_note=region_note(resolved),
        counties=county_names(session, resolved.home_state or settings.home_state),
        counted_on=now,
        has_samples=known.has_samples(known.within(resolved, today=now.date()).mask),
        attribution=tuple(filter(None, (sources["onet"].attribution, attribution_of(trip.key)))),
        all_url="" if "all" in args else trip.url("result", all="1"),
        more_url=trip.url(
            at=trip.answers.find(SKIPPED) + 1 if trip.key != WORDS and SKIPPED in trip.answers else 1
        ),
        over_url=trip.url(answers=""),
    )


def _line(score: InterestScore) -> InterestLine:
    return InterestLine(
        letter=score.letter.value,
        name=str(NAMES[score.letter]),
        doing=str(DOING[score.letter]),
        level=str(LEVELS[score.level]),
        liked=score.liked,
        answered=score.answered,
        width=round(BAR * score.share) if score.share is not None else 0,
    )


def _unknown(profile: InterestProfile) -> tuple[InterestScore, ...]:
    return tuple(score for score in profile.scores if score.share is None)


def _names(letters: tuple[InterestLetter, ...]) -> str:
    return joined([str(SHORT[letter]) for letter in letters])
