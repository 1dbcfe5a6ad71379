"""Many keys in one parameter of a statement: a parameter each costs more than the rows that they name."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped
from sqlmodel import Session

BATCH = 5_000
"""So many keys are named by one statement: few enough that what it gives is small."""


def among(
    session: Session, column: ColumnElement[Any] | Mapped[Any], keys: Sequence[int]
) -> ColumnElement[bool]:
    """Whether a column is one of these numbers, on SQLite and PostgreSQL."""
    if session.get_bind().dialect.name == "sqlite":
        given = func.json_each(json.dumps(list(keys))).table_valued("value")
        return column.in_(select(given.c.value))
    return column == any_(literal(list(keys), ARRAY(BigInteger)))


def batches(keys: Iterable[int], size: int = BATCH) -> Iterator[list[int]]:
    """Parts that one statement names."""
    stream = iter(keys)
    while batch := list(islice(stream, size)):
        yield batch
