"""A person as the portal knows them: only what they chose to tell, for one request."""

from pydantic import Field

from portal.domain.codes import StateCode
from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel


class Person(DataModel):
    """What somebody told us. None means *not told*, which is unknown and neither met nor failed.

    Held diplomas and degrees tell the education too; `education` is for saying it directly (also "none").
    Units: months of work experience in the field of the goal, years of age.
    """

    held: tuple[str, ...] = ()
    education: EducationLevel | None = None
    experience_months: int | None = Field(default=None, ge=0, le=720)
    age: int | None = Field(default=None, ge=5, le=120)
    state: StateCode | None = None
