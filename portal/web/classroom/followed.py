"""The class that a browser follows: its code in the browser's own session cookie, and nothing on our side."""

from flask import request, session

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.store.classrooms import Classroom, find_class, parse_class_code, show_class_code
from portal.web.classroom.own_page import page_name
from portal.web.plan.current import secret_key, site_settings
from portal.web.store_session import store_session

COOKIE_KEY = "class"


class FollowedClass(DataModel):
    """What a learner sees of a class. `is_new`: it moved on since the step that was shown before."""

    code: str
    shown_code: str
    address: str
    name: str
    words: str
    step: int
    is_new: bool = False


def find_followed(code: str) -> Classroom | None:
    """The class under a code as the cookie or an address has it; None where there is none."""
    try:
        read = parse_class_code(code)
    except InvalidCode:
        return None
    return find_class(store_session(), read, secret=secret_key(), now=site_settings().now())


def show_class(code: str, found: Classroom, *, seen: int | None = None) -> FollowedClass:
    """A class in words."""
    return FollowedClass(
        code=code,
        shown_code=show_class_code(code),
        address=found.address,
        name=page_name(found.address),
        words=found.words,
        step=found.step,
        is_new=seen is not None and seen != found.step,
    )


def followed_class() -> FollowedClass | None:
    """The class that this browser follows, for the bar; None where it follows none, or stands on its page."""
    code = session.get(COOKIE_KEY)
    if not isinstance(code, str) or (request.endpoint or "").startswith("classroom."):
        return None
    if request.path == "/staff" or request.path.startswith("/staff/"):
        return None
    found = find_followed(code)
    if found is None:
        session.pop(COOKIE_KEY, None)
        return None
    return show_class(code, found)


def follow(code: str) -> None:
    """Remember the class in the browser's cookie."""
    if session.get(COOKIE_KEY) != code:
        session[COOKIE_KEY] = code


def leave() -> None:
    """Forget it."""
    session.pop(COOKIE_KEY, None)
