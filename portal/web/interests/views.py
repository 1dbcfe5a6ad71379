"""Addresses of the interest profile."""

from urllib.parse import urlencode

from flask import Blueprint, current_app, redirect, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from portal.domain.interest import InterestPicture
from portal.settings import Settings
from portal.store.interests import find_onet_profiler, load_pictures
from portal.web.htmx import render_page
from portal.web.interests.question_sets import PICKED, WORDS, QuestionSet, find_set
from portal.web.interests.questions_page import build_questions_page
from portal.web.interests.result_page import build_result_page
from portal.web.interests.trip import read_trip
from portal.web.interests.words_page import build_words_page
from portal.web.store_session import store_session

blueprint = Blueprint("interests", __name__, url_prefix="/interests")


@blueprint.get("")
def choose() -> Response:
    """Which questions to answer, and what becomes of the answers."""
    along = [(name, request.args.get(name, "")[:2000]) for name in ("region", "held")]
    query = urlencode([(name, value) for name, value in along if value], safe=":,")
    has_onet = find_onet_profiler(store_session()) is not None
    return render_page("interests/choose", has_onet=has_onet, along=f"?{query}" if query else "")


@blueprint.get("/<any(pictures, onet):key>")
def questions(key: str) -> Response:
    """The questions, one at a time or all at once. A sent form leads to the address of its answers."""
    asked = _questions(store_session(), key)
    trip = read_trip(asked, request.args)
    go = request.args.get("go", "")
    if go == "result":
        return redirect(trip.url("result"))
    if go == "next":
        is_last = trip.at == len(asked.questions)
        return redirect(trip.url("result") if is_last else trip.url(at=trip.at + 1))
    return _private(render_page("interests/questions", page=build_questions_page(asked, trip)))


@blueprint.get("/words")
def words() -> Response:
    """I like, I'm good at, I need: words to pick."""
    session = store_session()
    asked = _questions(session, WORDS)
    trip = read_trip(asked, request.args)
    has_sent = "go" in request.args
    if has_sent and PICKED in trip.answers:
        return redirect(trip.url("result"))
    page = build_words_page(asked, trip, is_empty=has_sent)
    return _private(render_page("interests/words", status=422 if has_sent else 200, page=page))


@blueprint.get("/<any(pictures, onet, words):key>/result")
def result(key: str) -> Response:
    """What the answers say, and work near the person that fits."""
    session = store_session()
    asked = _questions(session, key)
    trip = read_trip(asked, request.args)
    page = build_result_page(session, asked.profile(trip.answers), trip=trip, args=request.args)
    status = 422 if page.place_error else 200
    return _private(render_page("interests/result", status=status, page=page))


def _questions(session: Session, key: str) -> QuestionSet:
    return find_set(session, key, _pictures())


def _pictures() -> tuple[InterestPicture, ...]:
    settings: Settings = current_app.extensions["settings"]
    return load_pictures(settings.config_dir)


def _private(response: Response) -> Response:
    """Answers stand in the address: no search engine and no shared computer keeps the page."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response
