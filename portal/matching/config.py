"""The settings of matching, as `config/matching.toml` has them."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from portal.domain.errors import InvalidSettings
from portal.domain.model import DataModel
from portal.matching.model import ASKED_OF_PERSON, CriterionKey


class ElementLimits(DataModel):
    """Where an O*NET rating of 1 to 5 speaks: below `fine_below` likely fine, from `change_from` on not."""

    fine_below: float = Field(default=2.5, ge=1, le=5)
    change_from: float = Field(default=3.0, ge=1, le=5)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.fine_below > self.change_from:
            raise ValueError("fine_below must not be above change_from")
        return self


class MatchingConfig(DataModel):
    """Weights put postings of one band in order; they are never shown and never change a band. Units: pounds, years.

    `return_years` is for how long the way with the best return counts the gain in pay.
    """

    return_years: int = Field(default=5, ge=1, le=40)
    heavy_pounds: float = Field(default=20, gt=0)
    elements: ElementLimits = ElementLimits()
    weights: dict[CriterionKey, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weights_are_of_wishes(self) -> Self:
        for key, weight in self.weights.items():
            if key in ASKED_OF_PERSON:
                raise ValueError(f"weights.{key.value}: what a job asks decides the band and has no weight")
            if weight < 0:
                raise ValueError(f"weights.{key.value} must not be below 0")
        return self

    def weight(self, key: CriterionKey) -> float:
        """1 where the file says nothing."""
        return self.weights.get(key, 1.0)


def parse_matching_config(raw: Mapping[str, Any]) -> MatchingConfig:
    """The settings from the parsed file.

    Raises: InvalidSettings naming the key and what is wrong with it.
    """
    try:
        return MatchingConfig.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidSettings(f"matching.toml: {key}: {first['msg']}. See docs/matching.md.") from error
