"""Everything was just deleted, told by one page to the next: in the session cookie, not in the address.

The page that hears it makes the browser forget all that it keeps. A link that somebody else made must not do that.
"""

from flask import session

COOKIE_KEY = "plan_deleted"


def tell_deleted() -> None:
    """The button was pressed in this browser."""
    session[COOKIE_KEY] = True


def hear_deleted() -> bool:
    """Whether the page before was that button; told once."""
    return bool(session.pop(COOKIE_KEY, False))
