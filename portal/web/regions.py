"""The region of a request: what the address says, else the deployment's own."""

from flask import current_app
from sqlmodel import Session

from portal.domain.region import Region, ResolvedRegion
from portal.settings import Settings
from portal.store.places import resolve_region


def region_of_request(session: Session, region: Region | None) -> ResolvedRegion:
    """Look the region up; None takes `default_region` of the settings.

    Raises: NotFound when the store does not know the place.
    """
    settings: Settings = current_app.extensions["settings"]
    return resolve_region(session, region or Region.parse(settings.default_region))
