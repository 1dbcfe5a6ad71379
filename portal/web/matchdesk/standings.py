"""Every open posting of a client's region: its band, what it is to their wishes, and the order in which they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from portal.domain.person import Person
from portal.matching.changes import is_against, weigh_wishes
from portal.matching.config import MatchingConfig
from portal.matching.wish_columns import WishColumns
from portal.matching.wishes import Wishes
from portal.search.exposure import fair_rows
from portal.stacks.bands import BAND_CODE, DeskBand
from portal.web.jobs.fit_basis import has_told
from portal.web.knowledge import Knowledge
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.kept_columns import kept_columns

MOST_WEIGHED = 150_000
"""Postings of a region that are held against the wishes: some 3 s the first time, and some 30 ms from then on."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """The open postings of a region before one person. `columns` is None where the region has too many to weigh.

    Shape: `ids`, `codes` (places of `DeskBand`) and `columns` one entry a posting, by rising id.
    """

    ids: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int8]
    columns: WishColumns | None

    def in_band(self, band: DeskBand) -> Mask:
        """Postings of one band. Shape: one boolean a posting."""
        found: Mask = self.codes == BAND_CODE[band]
        return found

    def counts(self) -> dict[DeskBand, int]:
        """Postings by band; together they are all of the region."""
        counts = np.bincount(self.codes, minlength=len(DeskBand)).tolist()
        return dict(zip(DeskBand, counts, strict=True))

    def against(self, wishes: Wishes) -> Mask:
        """Postings against which something is known. Shape: one boolean a posting."""
        return (
            np.zeros(len(self.ids), dtype=np.bool_)
            if self.columns is None
            else is_against(self.columns, wishes)
        )

    def page(
        self, chosen: Mask, wishes: Wishes, config: MatchingConfig, *, day: date, start: int, stop: int
    ) -> list[int]:
        """Ids from place `start` to before `stop` of the chosen ones, in their order.

        First by the weights of what fits and what does not; equals take turns, and one employer has three places
        before others have theirs (`portal.search.exposure`).
        """
        found: list[int] = []
        before = 0
        for tier in self._tiers(chosen, wishes, config):
            if before >= stop:
                break
            if before + len(tier) > start:
                employers = -self.ids[tier] if self.columns is None else self.columns.employers[tier]
                fair = tier[fair_rows(self.ids[tier], employers, day=day)]
                found += self.ids[fair[max(start - before, 0) : stop - before]].tolist()
            before += len(tier)
        return found

    def _tiers(self, chosen: Mask, wishes: Wishes, config: MatchingConfig) -> Iterator[npt.NDArray[np.int64]]:
        rows = np.flatnonzero(chosen)
        if self.columns is None:
            yield rows
            return
        weights = np.round(weigh_wishes(self.columns, wishes, config)[rows], 6)
        for weight in np.unique(weights)[::-1]:
            yield rows[weights == weight]


def read_standings(session: Session, known: Knowledge, client: Client, *, now: datetime) -> Standings:
    """Every open posting of the client's region; each stands in exactly one band."""
    mask = known.within(client.resolved, today=now.date()).mask
    ids = known.index.columns.posting_ids[mask]
    columns = kept_columns().get(session, known, ids) if len(ids) <= MOST_WEIGHED else None
    return Standings(ids=ids, codes=bands_of(known, client, person_of(client, now))[mask], columns=columns)


def bands_of(known: Knowledge, client: Client, person: Person) -> npt.NDArray[np.int8]:
    """Band of every posting; of somebody who told nothing, nothing is judged. Shape: one code a posting."""
    codes = known.index.bands(person)
    if has_told(client.choices):
        return codes
    asks = np.int8(BAND_CODE[DeskBand.ASK])
    return np.where(codes == BAND_CODE[DeskBand.QUALIFIES], codes, asks)


def person_of(client: Client, now: datetime) -> Person:
    """The person as the stack engine takes them, on this day."""
    return client.choices.person(state=client.resolved.home_state, today=now.date())
