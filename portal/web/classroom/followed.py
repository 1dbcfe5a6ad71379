"""The class that a browser follows: its code in the browser's own session cookie, and nothing on our side."""

from flask import request, session
from sqlalchemy.exc import SQLAlchemyError

from portal.domain.errors import InvalidCode, PortalError
from portal.domain.model import DataModel
from portal.store.classrooms import Classroom, find_class, parse_class_code, show_class_code
from portal.web.classroom.own_page import page_name
from portal.web.gate.rules import is_behind_gate
from portal.web.plan.current import secret_key, site_settings
from portal.web.store_session import store_session

COOKIE_KEY = "class"
WITHOUT_BAR = frozenset({"classroom", "offline", "kiosk"})
"""Areas whose pages have no bar: the class's own, and those that are kept for everybody on a device."""


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
    area = (request.endpoint or "").partition(".")[0]
    if not isinstance(code, str) or area in WITHOUT_BAR or is_behind_gate(request.path):
        return None
    try:
        found = find_followed(code)
        if found is not None:
            return show_class(code, found)
    except (SQLAlchemyError, PortalError):  # the page that says so has the bar too, and must not fail for it
        return None
    session.pop(COOKIE_KEY, None)
    return None


def follow(code: str) -> None:
    """Remember the class in the browser's cookie."""
    if session.get(COOKIE_KEY) != code:
        session[COOKIE_KEY] = code


def leave() -> None:
    """Forget it."""
    session.pop(COOKIE_KEY, None)
