"""Where else an offer is seen, and when the same job was posted before."""

from collections import Counter
from datetime import datetime

from sqlmodel import Session

from portal.domain.job_posting import PlacePrecision
from portal.domain.model import DataModel
from portal.domain.source import SourceConfig
from portal.store.duplicates import list_copies, list_history
from portal.store.postings import list_places
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from portal.web.formats import day

MIDDLE_TRUST = 50


class SeenAt(DataModel):
    """One source that has the offer too. `employer` only where it names another one, as a staffing firm does;
    `more_places` those that the copy that is shown does not name."""

    source_title: str
    source_is_english: bool
    attribution: str
    employer: str
    more_places: tuple[str, ...]
    times: int
    url: str


class EarlierTime(DataModel):
    """One time that the same job was here before."""

    first_seen: str
    until: str


class Copies(DataModel):
    """Other sources of an offer, the most trusted first, and its history, newest first."""

    also_seen: tuple[SeenAt, ...] = ()
    earlier: tuple[EarlierTime, ...] = ()
    first_of_all: str = ""


def build_copies(
    session: Session, row: JobPostingRow, *, sources: dict[str, SourceConfig], language: str, now: datetime
) -> Copies:
    """What is known of the copies of one open posting."""
    assert row.id is not None
    copies = list_copies(session, row, now=now)
    lines = Counter((copy.source_key, _employer(copy, row)) for copy in copies)
    urls = {(copy.source_key, _employer(copy, row)): copy.url or copy.apply_url for copy in reversed(copies)}
    places = list_places(session, [row.id, *(copy.id or 0 for copy in copies)])
    shown = {_place(place) for place in places[row.id]}
    more: dict[tuple[str, str], dict[str, None]] = {line: {} for line in lines}
    for copy in copies:
        named = (_place(place) for place in places[copy.id or 0])
        more[copy.source_key, _employer(copy, row)].update(dict.fromkeys(p for p in named if p not in shown))
    ranked = sorted(lines, key=lambda line: (-_trust(sources.get(line[0])), line))
    history = list_history(session, row.id)
    also_seen = tuple(
        _seen_at(
            sources.get(key),
            key,
            employer,
            more_places=tuple(more[key, employer]),
            times=lines[key, employer],
            url=urls[key, employer],
            language=language,
        )
        for key, employer in ranked
    )
    return Copies(
        also_seen=also_seen,
        earlier=tuple(
            EarlierTime(first_seen=day(each.first_seen_at), until=day(each.until) if each.until else "")
            for each in history
        ),
        first_of_all=day(history[-1].first_seen_at) if history else "",
    )


def _seen_at(
    source: SourceConfig | None,
    key: str,
    employer: str,
    *,
    more_places: tuple[str, ...],
    times: int,
    url: str,
    language: str,
) -> SeenAt:
    title = key if source is None else source.title_es if language == "es" else source.title
    return SeenAt(
        source_title=title,
        source_is_english=language == "en" or source is None,
        attribution=source.attribution if source else "",
        employer=employer,
        more_places=more_places,
        times=times,
        url=url,
    )


def _place(place: JobPostingPlaceRow) -> str:
    is_state = place.precision == PlacePrecision.STATE
    return place.place_name if is_state else f"{place.place_name}, {place.state}"


def _employer(copy: JobPostingRow, row: JobPostingRow) -> str:
    return "" if copy.employer_name.casefold() == row.employer_name.casefold() else copy.employer_name


def _trust(source: SourceConfig | None) -> int:
    return source.trust if source else MIDDLE_TRUST
