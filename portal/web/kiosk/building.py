"""Builds the bundle of an event from the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import cos, radians

from flask import current_app
from flask_babel import force_locale
from sqlmodel import Session, col, select

from portal.domain.interest import InterestPicture, parse_pictures
from portal.domain.region import ResolvedRegion
from portal.kiosk.bundle import Bundle, JobView
from portal.kiosk.event import Event
from portal.settings import Settings, read_config_text
from portal.store.places import resolve_region
from portal.store.postings import PostingCard, list_places, list_posting_cards
from portal.store.tables import JobPostingPlaceRow, ZipRow
from portal.web.kiosk.book import BookWriter
from portal.web.kiosk.facts import count_region
from portal.web.kiosk.ways import WayUp, list_ways
from portal.web.knowledge import Knowledge
from portal.web.language import LOCALES

ZIP_MILES = 80.0
"""How far around the region's centre ZIP codes are known to a kiosk without a network."""
MILES_PER_DEGREE = 69.0
ASK_AT_ONCE = 400


def build_bundle(session: Session, known: Knowledge, *, event: Event, settings: Settings) -> Bundle:
    """Everything for the event as of now, in its languages. Takes seconds: some hundred ladders are drawn.

    Raises: NotFound when the store does not know the event's region.
    """
    now = settings.now()
    resolved = resolve_region(session, event.parsed_region)
    within = known.within(resolved, today=now.date())
    ways = tuple(list_ways(session, known, event=event, resolved=resolved, today=now.date()))
    cards = _cards(session, ways, now=now)
    counts = count_region(session, known, settings=settings, resolved=resolved, within=within)
    books = {}
    for language in event.languages:
        with force_locale(LOCALES[language]):
            writer = BookWriter(
                session,
                known,
                event=event,
                resolved=resolved,
                within=within,
                ways=ways,
                cards=cards,
                counts=counts,
                pictures=_pictures(settings),
                assets=current_app.extensions["assets"],
                now=now,
            )
            books[language] = writer.write()
    shown = {
        id_ for book in books.values() for each in book.ladders for id_ in (*each.next_jobs, *each.goal_jobs)
    }
    return Bundle(
        event=event.name,
        place=event.place,
        region=event.region,
        as_of=now,
        good_until=now + timedelta(hours=event.bundle_hours),
        is_sample=event.is_sample or counts.is_sample,
        jobs=tuple(_jobs(session, event, cards={id_: cards[id_] for id_ in sorted(shown)})),
        zips=_zips(session, resolved),
        books=books,
    )


def _cards(session: Session, ways: Sequence[WayUp], *, now: datetime) -> dict[int, PostingCard]:
    ids = sorted({id_ for way in ways for id_ in (*way.next_jobs, *way.goal_jobs)})
    found: dict[int, PostingCard] = {}
    for at in range(0, len(ids), ASK_AT_ONCE):
        for card in list_posting_cards(session, ids[at : at + ASK_AT_ONCE], now=now):
            found[card.id] = card
    return found


def _jobs(session: Session, event: Event, *, cards: Mapping[int, PostingCard]) -> list[JobView]:
    places: dict[int, list[JobPostingPlaceRow]] = {}
    ids = list(cards)
    for at in range(0, len(ids), ASK_AT_ONCE):
        places |= list_places(session, ids[at : at + ASK_AT_ONCE])
    found = []
    for card in cards.values():
        booth = event.find_booth(card.employer_name)
        here = [place for place in places.get(card.id, []) if place.latitude is not None]
        only = here[0] if len(here) == 1 and not card.is_remote else None
        found.append(
            JobView(
                id=card.id,
                title=card.title,
                employer=card.employer_name,
                places=", ".join(card.place_names[:2]),
                booth=booth.number if booth else "",
                latitude=only.latitude if only else None,
                longitude=only.longitude if only else None,
                is_sample=card.is_sample,
            )
        )
    return found


def _zips(session: Session, resolved: ResolvedRegion) -> dict[str, tuple[float, float]]:
    """ZIP codes around the region with their points, to about 100 yards."""
    question = select(ZipRow.postal_code, ZipRow.latitude, ZipRow.longitude).where(
        col(ZipRow.latitude).is_not(None)
    )
    if resolved.latitude is not None and resolved.longitude is not None:
        north = ZIP_MILES / MILES_PER_DEGREE
        east = north / max(0.2, cos(radians(resolved.latitude)))
        question = question.where(
            col(ZipRow.latitude).between(resolved.latitude - north, resolved.latitude + north),
            col(ZipRow.longitude).between(resolved.longitude - east, resolved.longitude + east),
        )
    else:
        question = question.where(col(ZipRow.state).in_({resolved.home_state or "", *resolved.states}))
    return {
        code: (round(latitude, 3), round(longitude, 3))
        for code, latitude, longitude in session.exec(question)
        if latitude is not None and longitude is not None
    }


def _pictures(settings: Settings) -> tuple[InterestPicture, ...]:
    path = settings.config_dir / "interests" / "pictures.toml"
    return parse_pictures(read_config_text(path)) if path.exists() else ()
