"""A person as the portal knows them: only what they chose to tell, for one request."""

from datetime import date
from typing import Self

from pydantic import Field

from portal.domain.codes import StateCode
from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel


class HeldUntil(DataModel):
    """The last day on which a held credential counts, as its holder told it."""

    credential_id: str
    last_day: date


class Person(DataModel):
    """What somebody told us. None means *not told*, which is unknown and neither met nor failed.

    Held diplomas and degrees tell the education too; `education` is for saying it directly (also "none").
    Units: months of work experience in the field of the goal, years of age.
    """

    held: tuple[str, ...] = ()
    held_until: tuple[HeldUntil, ...] = ()
    lapsed: tuple[str, ...] = Field(default=(), description="held once and run out: counts as nothing")
    education: EducationLevel | None = None
    experience_months: int | None = Field(default=None, ge=0, le=720)
    age: int | None = Field(default=None, ge=5, le=120)
    state: StateCode | None = None

    def on(self, day: date) -> Self:
        """The person on a day: what has run out by then is no longer held, but can be renewed."""
        over = {each.credential_id for each in self.held_until if each.last_day < day}
        ended = tuple(id_ for id_ in self.held if id_ in over)
        if not ended:
            return self
        return self.model_copy(
            update={
                "held": tuple(id_ for id_ in self.held if id_ not in over),
                "lapsed": tuple(dict.fromkeys((*self.lapsed, *ended))),
            }
        )
