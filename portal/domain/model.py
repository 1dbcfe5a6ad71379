"""The one base of every data model that travels between rooms."""

from pydantic import BaseModel, ConfigDict


class DataModel(BaseModel):
    """A frozen, strict-keyed record: unknown keys are errors, values cannot change after validation."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
