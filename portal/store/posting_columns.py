"""Posting columns read from the store: what the unlock index is built from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Executable, Text, cast, or_, select
from sqlmodel import Session, col

from portal.domain.job_posting import Requirements
from portal.stacks.postings import ColumnsBuilder, PostingColumns
from portal.stacks.signature import sign
from portal.store.city_counties import City, read_city_counties
from portal.store.live import is_ever_shown
from portal.store.tables import CredentialRow, JobPostingPlaceRow, JobPostingRow

READ_AT_ONCE = 5_000
ASK_AT_ONCE = 500
"""Ids in one question; databases bound the number of parameters."""

_SENTENCE = re.compile(r'sentence": ?"(?:[^"\\]|\\.)*"')
"""Stored sentences: what is asked does not rest on them, and without them many postings ask the same."""

Place = tuple[int, str, str | None, float | None, float | None, str]
"""Row of the place table: posting id, state, county, latitude, longitude, name."""


def read_posting_columns(session: Session, *, today: date | None = None) -> PostingColumns:
    """Read every posting that is open, whatever the clock says.

    A posting past its last day, or a copy that waits for a better one to close, may be among them: `region_mask`
    drops those by its own `today`, so that columns read once stay right overnight. `today` leaves out what was already
    past then, to save memory.

    Source: job_posting, job_posting_place, credential, zip_place (counties of a city that lies in several).
    """
    conditions = _is_open()
    if today is not None:
        last_day = col(JobPostingRow.valid_through_on)
        conditions.append(or_(last_day.is_(None), last_day >= today))
    reader = _Reader(session)
    # Places of postings that are not open are read past: to ask of each whether its posting is open costs more.
    reader.take(conditions, [])
    return reader.builder.build()


def read_columns_of(session: Session, posting_ids: Iterable[int]) -> PostingColumns:
    """The same of some postings: those of them that are open.

    Source: as `read_posting_columns`.
    """
    reader = _Reader(session)
    ids = sorted(set(posting_ids))
    for at in range(0, len(ids), ASK_AT_ONCE):
        some = ids[at : at + ASK_AT_ONCE]
        reader.take(
            [*_is_open(), col(JobPostingRow.id).in_(some)], [col(JobPostingPlaceRow.posting_id).in_(some)]
        )
    return reader.builder.build()


def _is_open() -> list[ColumnElement[bool]]:
    """The law of portal.store.live without its clock, which the mask applies."""
    return [
        col(JobPostingRow.removed_at).is_(None),
        col(JobPostingRow.is_internal).is_(False),
        col(JobPostingRow.is_sample_retired).is_(False),
        is_ever_shown(),
    ]


class _Reader:
    """Reads postings and their places side by side, each by rising posting id, and keeps neither."""

    def __init__(self, session: Session) -> None:
        self.builder = ColumnsBuilder()
        self._session = session
        self._signer = _Signer(_jurisdictions(session), self.builder)

    def take(self, of_postings: list[ColumnElement[bool]], of_places: list[ColumnElement[bool]]) -> None:
        cities = self._cities(of_places)
        places = self._stream(
            select(
                col(JobPostingPlaceRow.posting_id),
                col(JobPostingPlaceRow.state),
                col(JobPostingPlaceRow.county_fips),
                col(JobPostingPlaceRow.latitude),
                col(JobPostingPlaceRow.longitude),
                col(JobPostingPlaceRow.place_name),
            )
            .where(*of_places)
            .order_by(col(JobPostingPlaceRow.posting_id), col(JobPostingPlaceRow.id))
        )
        postings = self._stream(
            select(
                col(JobPostingRow.id),
                cast(col(JobPostingRow.requirements), Text),
                col(JobPostingRow.soc_code),
                col(JobPostingRow.valid_through_on),
                col(JobPostingRow.shown_from_on),
                col(JobPostingRow.is_remote),
            )
            .where(*of_postings)
            .order_by(col(JobPostingRow.id))
        )
        builder, signer = self.builder, self._signer
        place: Place | None = next(places, None)
        for posting_id, requirements, soc_code, last_day, first_day, is_remote in postings:
            while place is not None and place[0] < posting_id:
                place = next(places, None)
            own: list[Place] = []
            while place is not None and place[0] == posting_id:
                own.append(place)
                place = next(places, None)
            builder.add(
                posting_id,
                signer.row(requirements, own),
                soc_code=soc_code,
                first_day=first_day,
                last_day=last_day,
                is_remote=is_remote,
            )
            for _, state, county_fips, latitude, longitude, name in own:
                builder.add_place(state, county_fips or cities.get((state, name)), latitude, longitude)

    def _stream(self, question: Executable) -> Iterator[Any]:
        connection = self._session.connection()
        return iter(connection.execute(question.execution_options(yield_per=READ_AT_ONCE)))

    def _cities(self, of_places: list[ColumnElement[bool]]) -> dict[City, str]:
        countyless = select(col(JobPostingPlaceRow.state), col(JobPostingPlaceRow.place_name)).where(
            col(JobPostingPlaceRow.county_fips).is_(None), *of_places
        )
        named = {(row[0], row[1]) for row in self._session.connection().execute(countyless.distinct())}
        return read_city_counties(self._session, named)


class _Signer:
    """Signature rows of stored requirements. Texts that differ in their sentences only are understood once."""

    def __init__(self, jurisdictions: Mapping[str, str | None], builder: ColumnsBuilder) -> None:
        self._jurisdictions = jurisdictions
        self._builder = builder
        self._states: dict[tuple[str, ...], frozenset[str]] = {}
        self._rows: dict[tuple[str, frozenset[str]], int] = {}

    def row(self, requirements: str, places: list[Place]) -> int:
        text = _SENTENCE.sub('sentence": "-"', requirements)
        named = tuple(place[1] for place in places)
        states = self._states.get(named)
        if states is None:
            states = self._states[named] = frozenset(named)
        row = self._rows.get((text, states))
        if row is None:
            signature = sign(
                Requirements.model_validate_json(text), states=states, jurisdictions=self._jurisdictions
            )
            row = self._rows[text, states] = self._builder.signature_row(signature)
        return row


def _jurisdictions(session: Session) -> dict[str, str | None]:
    ids = select(col(CredentialRow.id), col(CredentialRow.jurisdiction))
    return {row[0]: row[1] for row in session.connection().execute(ids)}
