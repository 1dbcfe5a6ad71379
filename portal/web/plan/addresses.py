"""What the address of a saved ladder says, and the place of a plan."""

from urllib.parse import parse_qsl, urlsplit

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.region import Region, ResolvedRegion
from portal.web.choices import Choices
from portal.web.regions import region_of_request


def read_ladder_address(address: str) -> Choices:
    """The choices of a ladder's address.

    Raises: InvalidCode when it is not one.
    """
    parts = urlsplit(address)
    if parts.path != "/ladder" or parts.netloc:
        raise InvalidCode("This is not the address of a ladder.")
    return Choices.parse(MultiDict(parse_qsl(parts.query)))


def place_of(session: Session, region: Region | None) -> ResolvedRegion:
    """The place of a plan; the site's own where it names none, or one that we no longer know."""
    try:
        return region_of_request(session, region)
    except NotFound:
        return region_of_request(session, None)
