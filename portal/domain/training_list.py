"""Where people look for training themselves: public lists of programs, one a state and one for all states."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, ValidationError

from portal.domain.codes import StateCode
from portal.domain.errors import InvalidSettings
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel

FILE = "training-lists.toml"


class TrainingList(DataModel):
    """One public list. `state` None: it is for all states. Source: `config/training-lists.toml`."""

    state: StateCode | None = None
    title: LocalizedText
    url: str = Field(pattern=r"^https?://\S+$")
    evidence: Evidence


def parse_training_lists(tables: Mapping[str, Any]) -> tuple[TrainingList, ...]:
    """Read the tables of the file.

    Raises: InvalidSettings naming the entry and what is wrong.
    """
    unknown = sorted(set(tables) - {"list"})
    if unknown:
        raise InvalidSettings(f"config/{FILE}: no such table “{unknown[0]}”. Write [[list]].")
    lists = []
    for number, table in enumerate(tables.get("list", ()), start=1):
        try:
            lists.append(TrainingList.model_validate(table))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise InvalidSettings(f"config/{FILE}: list {number}: {place}: {first['msg']}") from error
    states = [one.state for one in lists]
    for state in states:
        if states.count(state) > 1:
            raise InvalidSettings(f"config/{FILE}: {state or 'all states'} stands twice; keep one list.")
    return tuple(lists)


def lists_for(lists: tuple[TrainingList, ...], state: str | None) -> tuple[TrainingList, ...]:
    """The list of a state, then the one for all states."""
    return tuple(
        sorted((one for one in lists if one.state in (state, None)), key=lambda one: one.state is None)
    )
