"""Who is signed in on this request, and the person it is about."""

from datetime import date, timedelta
from functools import lru_cache

from flask import current_app, g, session
from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.staff import NotAllowed, Staff
from portal.settings import Settings
from portal.store.caseload_tables import PersonRow
from portal.store.people import find_tied_person
from portal.store.sealing import Sealer
from portal.store.signed_in import find_staff as find_staff_of_token
from portal.web.store_session import store_session

COOKIE_KEY = "staff"
"""Of the signed session cookie: the token of the sign-in."""


def site_settings() -> Settings:
    """The settings of the site."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def sealer() -> Sealer:
    """What opens and seals personal columns.

    Raises: InvalidSettings where the deployment has no keys.
    """
    return _sealer(site_settings().seal_keys)


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> Sealer:
    return Sealer(keys)


def today() -> date:
    """The day by which ties and grants go."""
    return site_settings().now().date()


def find_staff(store: Session) -> Staff | None:
    """Who is signed in by the request's cookie."""
    token = session.get(COOKIE_KEY)
    settings = site_settings()
    if not isinstance(token, str) or not settings.seal_keys:
        return None
    return find_staff_of_token(
        store,
        sealer(),
        token,
        now=settings.now(),
        idle=timedelta(minutes=settings.staff_idle_minutes),
        longest=timedelta(hours=settings.staff_session_hours),
    )


def current_staff() -> Staff:
    """Who is signed in; the gate found them.

    Raises: NotAllowed on a page that the gate did not let anybody through to.
    """
    staff: Staff | None = g.get("staff")
    if staff is None:
        raise NotAllowed("Nobody is signed in on this request.")
    return staff


def current_person() -> PersonRow:
    """The person that the address names, from the request's own session with the store.

    Raises: NotFound where the tie has ended since the gate looked.
    """
    person = find_tied_person(store_session(), current_staff(), g.get("person_id", ""), today=today())
    if person is None:
        raise NotFound("There is no such person in this caseload.")
    return person
