"""Posting columns read from the store: what the unlock index is built from."""

import gc
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
from pydantic_core import from_json
from sqlalchemy import ColumnElement, Executable, Text, cast, or_, select
from sqlmodel import Session, col

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, RequirementsState
from portal.stacks.postings import ColumnsBuilder, PostingColumns
from portal.stacks.signature import Signature, Signer
from portal.store.city_counties import City, read_city_counties
from portal.store.live import is_ever_shown
from portal.store.tables import CredentialRow, JobPostingPlaceRow, JobPostingRow

READ_AT_ONCE = 5_000
ASK_AT_ONCE = 500
"""Ids in one question; databases bound the number of parameters."""

_LEVELS = {level.value: level for level in EducationLevel}
_SENTENCE = re.compile(r'sentence": ?"[^"\\]*+(?:\\.[^"\\]*+)*"')
"""Stored sentences: what is asked does not rest on them, and without them many postings ask the same."""


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
    with _without_collection():
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
    """Reads places, then postings, many rows at a time, and keeps of them what the columns will."""

    def __init__(self, session: Session) -> None:
        self.builder = ColumnsBuilder()
        self._session = session
        self._signatures = _SignatureRows(_jurisdictions(session), self.builder)

    def take(self, of_postings: list[ColumnElement[bool]], of_places: list[ColumnElement[bool]]) -> None:
        states_of = self._take_places(of_places)
        question = select(
            col(JobPostingRow.id),
            cast(col(JobPostingRow.requirements), Text),
            col(JobPostingRow.soc_code),
            col(JobPostingRow.valid_through_on),
            col(JobPostingRow.shown_from_on),
            col(JobPostingRow.is_remote),
        ).where(*of_postings)
        for ids, requirements, soc_codes, last_days, first_days, is_remote in self._chunks(question):
            self.builder.add(
                ids,
                map(self._signatures.row, requirements, states_of(ids)),
                soc_codes=soc_codes,
                first_days=first_days,
                last_days=last_days,
                is_remote=is_remote,
            )

    def _take_places(self, of_places: list[ColumnElement[bool]]) -> "_StatesOf":
        cities = self._cities(of_places)
        question = (
            select(
                col(JobPostingPlaceRow.posting_id),
                col(JobPostingPlaceRow.state),
                col(JobPostingPlaceRow.county_fips),
                col(JobPostingPlaceRow.latitude),
                col(JobPostingPlaceRow.longitude),
                col(JobPostingPlaceRow.place_name),
            )
            .where(*of_places)
            .order_by(col(JobPostingPlaceRow.id))
        )
        states_of = _StatesOf()
        for ids, states, county_fips, latitudes, longitudes, names in self._chunks(question):
            states_of.take(ids, states)
            self.builder.add_places(
                ids,
                states,
                county_fips=[
                    county or cities.get(city)
                    for county, city in zip(county_fips, zip(states, names, strict=True), strict=True)
                ],
                latitudes=latitudes,
                longitudes=longitudes,
            )
        states_of.sort()
        return states_of

    def _chunks(self, question: Executable) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows of an answer, some thousands at a time, column by column, as the driver gives them."""
        connection = self._session.connection()
        if connection.dialect.name == "sqlite":
            # Its own rows: to make an object of each of millions would take longer than to read them. Without a
            # number of rows to yield, so that the result takes none of them into a buffer of its own.
            with closing(connection.execute(question)) as result:
                while rows := result.cursor.fetchmany(READ_AT_ONCE):
                    yield tuple(zip(*rows, strict=True))
            return
        for some in connection.execute(question.execution_options(yield_per=READ_AT_ONCE)).partitions():
            yield tuple(zip(*some, strict=True))

    def _cities(self, of_places: list[ColumnElement[bool]]) -> dict[City, str]:
        countyless = select(col(JobPostingPlaceRow.state), col(JobPostingPlaceRow.place_name)).where(
            col(JobPostingPlaceRow.county_fips).is_(None), *of_places
        )
        named = {(row[0], row[1]) for row in self._session.connection().execute(countyless.distinct())}
        return read_city_counties(self._session, named)


class _StatesOf:
    """The states of postings by id: of a million, two arrays instead of a million sets."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._states = array("i")
        self._row: dict[str, int] = {}
        self._names: tuple[str, ...] = ()
        self._sets: dict[tuple[int, ...], frozenset[str]] = {}
        self._rows = np.zeros(0, dtype=np.int32)
        self._sorted = np.zeros(0, dtype=np.int64)

    def take(self, posting_ids: Iterable[int], states: Iterable[str]) -> None:
        """States of places, in any order."""
        row = self._row
        self._ids.extend(posting_ids)
        self._states.extend([row.setdefault(state, len(row)) for state in states])

    def sort(self) -> None:
        """Called when all are taken."""
        ids = np.frombuffer(self._ids, dtype=np.int64)
        order = np.argsort(ids, kind="stable")
        self._sorted = ids[order]
        self._rows = np.frombuffer(self._states, dtype=np.int32)[order]
        names = tuple(self._row)
        self._sets = {(row,): frozenset({name}) for row, name in enumerate(names)}
        self._names = names

    def __call__(self, posting_ids: Sequence[int]) -> Iterator[frozenset[str]]:
        starts = np.searchsorted(self._sorted, posting_ids)
        ends = np.searchsorted(self._sorted, posting_ids, side="right")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            rows = tuple(self._rows[start:end].tolist())
            states = self._sets.get(rows)
            if states is None:
                states = self._sets[rows] = frozenset(self._names[row] for row in rows)
            yield states


@dataclass(frozen=True, slots=True)
class _Bound:
    """A signature that depends on the states of the posting, without them, and its row for each set of states."""

    signature: Signature
    rows: dict[frozenset[str], int]


class _SignatureRows:
    """Signature rows of stored requirements. Texts that differ in their sentences only are understood once."""

    def __init__(self, jurisdictions: Mapping[str, str | None], builder: ColumnsBuilder) -> None:
        self._signer = Signer(jurisdictions)
        self._builder = builder
        self._known: dict[bytes, int | _Bound] = {}

    def row(self, requirements: str, states: frozenset[str]) -> int:
        # A digest, for the texts themselves would take more memory than all that is built from them.
        key = blake2b(_SENTENCE.sub("", requirements).encode(), digest_size=16).digest()
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._understand(requirements)
        if isinstance(known, int):
            return known
        row = known.rows.get(states)
        if row is None:
            signature = replace(known.signature, states=states)
            row = known.rows[states] = self._builder.signature_row(signature)
        return row

    def _understand(self, requirements: str) -> int | _Bound:
        asked: dict[str, Any] = from_json(requirements)
        signature = self._signer.sign(
            RequirementsState(asked["state"]),
            [
                (tuple(group.get("any_of", ())), bool(group.get("unresolved")))
                for group in asked.get("groups", ())
                if group["kind"] == RequirementKind.REQUIRED
            ],
            [
                (_LEVELS.get(each.get("education")), each.get("experience_months"), each.get("min_age"))
                for each in asked.get("conditions", ())
                if each["kind"] == RequirementKind.REQUIRED
            ],
            states=frozenset(),
        )
        if self._signer.is_bound(signature):
            return _Bound(signature, {})
        return self._builder.signature_row(signature)


@contextmanager
def _without_collection() -> Iterator[None]:
    """No garbage is looked for meanwhile: hundreds of thousands of objects are made and all of them kept."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _jurisdictions(session: Session) -> dict[str, str | None]:
    ids = select(col(CredentialRow.id), col(CredentialRow.jurisdiction))
    return {row[0]: row[1] for row in session.connection().execute(ids)}
