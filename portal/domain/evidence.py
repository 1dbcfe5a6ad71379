"""Evidence: why we say a thing. Every edge and every figure carries one."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from portal.domain.model import DataModel


class EvidenceMethod(StrEnum):
    """How a statement came to be. The order is from strongest to weakest."""

    PUBLISHED = "published"
    """Stated by the issuer, a registry or the law itself."""
    CROSSWALK = "crosswalk"
    """Follows from an official code table."""
    CURATED = "curated"
    """A curator joined published facts."""
    EXTRACTED = "extracted"
    """Read from a posting's own text."""
    INFERRED = "inferred"
    """Computed; shown differently from what was published."""
    GENERAL_KNOWLEDGE = "general_knowledge"
    """Written from general knowledge and not yet checked at a source."""


class Evidence(DataModel):
    """One reason to believe a statement.

    `checked_on` is the day on which a person read the statement at `url`; empty is shown as "not yet checked".
    """

    method: EvidenceMethod
    source: str = Field(default="", description="issuer or publisher")
    document: str = Field(default="", description="title of the document or page, with section or table")
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    checked_on: date | None = None
    note: str = ""

    @property
    def is_checked(self) -> bool:
        """True where somebody read it at its source on a stated day."""
        return self.checked_on is not None and self.method is not EvidenceMethod.GENERAL_KNOWLEDGE

    @property
    def is_stated(self) -> bool:
        """False where nobody said so: it was computed, or read from a posting. Such a statement is in no plan."""
        return self.method not in (EvidenceMethod.INFERRED, EvidenceMethod.EXTRACTED)

    @model_validator(mode="after")
    def _names_its_source(self) -> Self:
        if self.method is EvidenceMethod.GENERAL_KNOWLEDGE:
            if self.checked_on is not None:
                raise ValueError(
                    "general_knowledge cannot have checked_on: use published once it was checked"
                )
            return self
        if not self.source or not self.document:
            raise ValueError(f"evidence by method {self.method.value} needs source and document")
        return self
