"""How a credential turns into college credit: by agreement, by review of what one knows, or by transfer."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from portal.domain.codes import Slug
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.recognition import PartialDate, check_dates


class ArticulationKind(StrEnum):
    """By which door the credit is given (`ceterms:TransferValueProfile`)."""

    AGREEMENT = "agreement"
    """A written agreement or crosswalk: holding it gives the credit."""
    PRIOR_LEARNING = "prior_learning"
    """Credit for prior learning: a review of the record or of work, for each person."""
    RECOMMENDED = "recommended"
    """A body such as the American Council on Education recommends credit; each college decides."""
    TRANSFER = "transfer"
    """Credits already earned move to another college."""


class Articulation(DataModel):
    """Credit that one institution gives for a credential. Unknown amounts are left out, never zero.

    Units: semester credit hours. `toward_id` names a credential of the catalog that the credit counts to.
    """

    kind: ArticulationKind
    institution: str = Field(min_length=2)
    credits: float | None = Field(default=None, gt=0, description="least or only amount")
    credits_high: float | None = Field(default=None, gt=0)
    toward: str = Field(default="", description="course or program that it counts to")
    toward_id: Slug | None = None
    conditions: LocalizedText | None = None
    stated_on: PartialDate | None = None
    until: PartialDate | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_dates(self.stated_on, self.until, self.evidence)
        if self.credits_high is not None and (self.credits is None or self.credits_high < self.credits):
            raise ValueError("credits must be told and rise to credits_high")
        return self
