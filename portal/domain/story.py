"""A worked example: what is known of how one credential was used, and what it opened."""

from typing import Self

from pydantic import model_validator

from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.recognition import PartialDate


class StoryPart(DataModel):
    """One statement of the story with its own proof."""

    text: LocalizedText
    stated_on: PartialDate | None = None
    evidence: Evidence


class Story(DataModel):
    """Level, credit, recognition and what opened. A part that no source tells is left out and shown as not known."""

    level: StoryPart | None = None
    credit: StoryPart | None = None
    recognition: StoryPart | None = None
    opened: StoryPart | None = None

    @property
    def parts(self) -> dict[str, StoryPart | None]:
        """The four questions in their order, None where nobody told."""
        return {
            "level": self.level,
            "credit": self.credit,
            "recognition": self.recognition,
            "opened": self.opened,
        }

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if not any(self.parts.values()):
            raise ValueError("story: tell at least one of level, credit, recognition, opened")
        return self
