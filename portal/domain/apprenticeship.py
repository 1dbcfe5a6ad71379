"""What the registered standards of an apprenticeship ask for."""

from typing import Self

from pydantic import Field, model_validator

from portal.domain.evidence import Evidence
from portal.domain.model import DataModel


class ApprenticeshipStandards(DataModel):
    """What the registered standards of an apprenticeship ask: hours at work and hours of related instruction.

    Source: national guidelines or work process schedules of the U.S. Department of Labor; `evidence` names which.
    """

    rapids_code: str = Field(
        default="", pattern=r"^(\d{4}[A-Z]{0,3})?$", description="RAPIDS occupation code"
    )
    work_hours: int | None = Field(default=None, gt=0, description="on-the-job learning, whole term")
    work_hours_high: int | None = Field(default=None, gt=0, description="where a range is registered")
    instruction_hours: int | None = Field(default=None, gt=0, description="related instruction, whole term")
    instruction_hours_per_year: int | None = Field(default=None, gt=0)
    is_competency_based: bool | None = Field(default=None, description="may end by skills shown, not by time")
    evidence: Evidence

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.work_hours, self.work_hours_high
        if high is not None and (low is None or high < low):
            raise ValueError("work_hours must be told and rise to work_hours_high")
        return self
