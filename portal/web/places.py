"""Reads the place that somebody typed: a ZIP code, a county or a town."""

import re

from sqlmodel import Session, col, select
from werkzeug.datastructures import MultiDict

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.region import RADIUS_CHOICES_MILES, Region, RegionKind, ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.search.places import middle_zip, region_around
from portal.settings import Settings
from portal.store.places import (
    MILITARY_PREFIXES,
    find_counties_by_name,
    list_counties,
    nearby_zips,
    resolve_region,
)
from portal.store.tables import ZipRow
from portal.web.translate import gettext
from portal.web.words import region_label

_STATE_CODES = {name.casefold(): code for code, name in STATE_NAMES.items()}
_EVERYWHERE = {"us", "usa", "united states", "estados unidos"}


class UnclearPlace(Exception):
    """What was typed is no place that we know. The message is for people, in the language of the page."""


def read_place(session: Session, text: str, *, home_state: str) -> ResolvedRegion:
    """The region for what somebody typed; counties and towns are looked for in the home state first.

    Raises: UnclearPlace with a sentence that says what to type instead.
    """
    text = " ".join(text.split())
    if not text:
        raise UnclearPlace(gettext("Type a five-digit ZIP code, or choose a county from the list."))
    if re.fullmatch(r"[\d-]+", text) and not re.fullmatch(r"\d{5}(-\d{4})?", text):
        raise UnclearPlace(
            gettext("A ZIP code has five digits, like 46402. You typed “%(text)s”.", text=text[:20])
        )
    region = _find_region(session, text, home_state=home_state)
    if region is None:
        raise UnclearPlace(
            gettext(
                "We do not know a place called “%(text)s”. Type a five-digit ZIP code, or choose a county.",
                text=text[:40],
            )
        )
    try:
        return resolve_region(session, region)
    except NotFound as error:
        raise UnclearPlace(_explain(session, region)) from error


def read_place_of_request(
    session: Session, args: "MultiDict[str, str]", settings: Settings
) -> ResolvedRegion:
    """The region that `region` and `miles` of an address say; without them, the deployment's own.

    A form whose place has a name that nobody would type sends its code along as `region_code`; it counts as
    long as the name was not changed.
    Raises: UnclearPlace with a sentence that says what to type instead.
    """
    if not args.get("region", "").strip():
        return resolve_region(session, Region.parse(settings.default_region))
    resolved = _read_code(session, args) or read_place(
        session, args["region"], home_state=settings.home_state
    )
    miles = args.get("miles", "")
    if resolved.region.kind is not RegionKind.ZIP or miles not in {
        str(each) for each in RADIUS_CHOICES_MILES
    }:
        return resolved
    return resolve_region(session, resolved.region.model_copy(update={"radius_miles": int(miles)}))


def _read_code(session: Session, args: "MultiDict[str, str]") -> ResolvedRegion | None:
    try:
        resolved = resolve_region(session, Region.parse(args.get("region_code", "")))
    except (InvalidCode, NotFound):
        return None
    return resolved if region_label(resolved) == args["region"].strip() else None


def county_names(session: Session, state: str) -> tuple[str, ...]:
    """Counties of a state as the place box offers them."""
    return tuple(f"{county.county_name}, {county.state}" for county in list_counties(session, state))


def _find_region(session: Session, text: str, *, home_state: str) -> Region | None:
    if text.casefold() in _EVERYWHERE:
        return Region(kind=RegionKind.US)
    if text.casefold() in _STATE_CODES:
        return Region(kind=RegionKind.STATE, code=_STATE_CODES[text.casefold()])
    try:
        return Region.parse(text)
    except InvalidCode:
        pass
    name, _, tail = text.rpartition(",")
    state = _STATE_CODES.get(tail.strip().casefold()) or tail.strip().upper()
    if not name or state not in STATE_NAMES:
        name, state = text, home_state
    counties = find_counties_by_name(session, name, state=state)
    if len(counties) == 1:
        return Region(kind=RegionKind.COUNTY, code=counties[0].county_fips)
    of_town = session.exec(
        select(ZipRow)
        .where(ZipRow.state == state, col(ZipRow.place_name).ilike(_literal(name), escape="\\"))
        .where(ZipRow.kind == "standard", col(ZipRow.latitude).is_not(None))
    ).all()
    return region_around(middle_zip(list(of_town))) if of_town else None


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _explain(session: Session, region: Region) -> str:
    if region.kind is not RegionKind.ZIP:
        return gettext("We do not know this place. Type a five-digit ZIP code, or choose a county.")
    if region.code.startswith(MILITARY_PREFIXES):
        return gettext(
            "%(zip)s is a military address and has no place on our map. Type the ZIP code of a town near the base.",
            zip=region.code,
        )
    unknown = gettext(
        "We do not know the ZIP code %(zip)s. Check the five digits, or choose a county.", zip=region.code
    )
    near = ", ".join(f"{row.postal_code} ({row.place_name})" for row in nearby_zips(session, region.code))
    return unknown + (" " + gettext("ZIP codes like it: %(zips)s.", zips=near) if near else "")
