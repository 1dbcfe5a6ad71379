"""What a class could do with a credential: one lesson in our own words, for teachers who preview a field."""

from typing import Self

from pydantic import Field, model_validator

from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel


class LessonPreview(DataModel):
    """One lesson that tries out a part of what a credential proves. Ours, so it carries no evidence.

    Units: minutes of class time.
    """

    title: LocalizedText
    minutes: int = Field(ge=10, le=240)
    materials: LocalizedText
    steps: tuple[LocalizedText, ...] = Field(min_length=2, max_length=6)
    shows: LocalizedText = Field(description="what a learner can show at the end")
    supports: LocalizedText | None = Field(default=None, description="ways in for learners who need them")

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        if len({step.en for step in self.steps}) < len(self.steps):
            raise ValueError("lesson: a step stands twice; keep one")
        return self
