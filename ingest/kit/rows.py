"""Strict rows: pop each field, then look at what is left."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ingest.errors import RecordRejected


class StrictRow:
    """One record of a source. Fields are taken out one by one; `left_over` names those nobody asked for."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)
        self._children: list[tuple[str, StrictRow]] = []
        self.doubts: list[str] = []
        """What was read as unknown though something stood there: a person should look at it."""

    def pop(self, name: str) -> Any:
        """Take a field out; None when it is absent."""
        return self._fields.pop(name, None)

    def pop_text(self, name: str, *, required: bool = False) -> str:
        """Take a text out, stripped; numbers are written as text.

        Raises: RecordRejected when it is required and missing, or is a list or an object.
        """
        value = self._fields.pop(name, None)
        if type(value) is str:  # nearly all are, and a record has dozens
            text = value.strip()
        elif value is None:
            text = ""
        elif isinstance(value, bool) or not isinstance(value, str | int | float):
            raise RecordRejected("wrong type", f"{name} is {type(value).__name__}, not text")
        else:
            text = str(value).strip()
        if required and not text:
            raise RecordRejected("missing field", name)
        return text

    def pop_number(self, name: str) -> float | None:
        """Take a number out; None when it is absent or empty.

        Raises: RecordRejected when it is not a number.
        """
        text = self.pop_text(name)
        if not text:
            return None
        try:
            number = float(text.replace(",", "").replace("$", ""))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise RecordRejected("not a number", f"{name} is “{text[:40]}”")
        return number

    def pop_row(self, name: str) -> "StrictRow":
        """Take an object out as a row of its own; an empty row when it is absent.

        Raises: RecordRejected when it is no object.
        """
        value = self._fields.pop(name, None)
        if value is None or value == "":
            value = {}
        return self._child(name, value)

    def pop_rows(self, name: str) -> list["StrictRow"]:
        """Take a list of objects out; a single object counts as a list of one, absent as none.

        Raises: RecordRejected when it is neither.
        """
        value = self._fields.pop(name, None)
        if value is None or value == "":
            return []
        return [
            self._child(name, entry)
            for entry in (value if isinstance(value, list) else [value])
            if entry is not None and entry != ""
        ]

    def pop_texts(self, name: str) -> list[str]:
        """Take a list of texts out, or one text; what is empty is left out.

        Raises: RecordRejected when it holds anything else.
        """
        value = self._fields.pop(name, None)
        entries = value if isinstance(value, list) else [value]
        return [text for entry in entries if (text := StrictRow({name: entry}).pop_text(name))]

    def pop_flag(self, name: str) -> bool:
        """Take a yes or no out; absent is no.

        Raises: RecordRejected when it is neither.
        """
        value = self._fields.pop(name, None)
        text = str(value).strip().lower()
        if value is None or text in ("", "false", "no", "0"):
            return False
        if text in ("true", "yes", "1"):
            return True
        raise RecordRejected("unknown category", f"{name} is “{text[:40]}”, not yes or no")

    def doubt(self, message: str) -> None:
        """Note something that a person should look at; the record is taken all the same."""
        self.doubts.append(message)

    def all_doubts(self) -> list[str]:
        """The doubts of this row and of the rows inside it."""
        return self.doubts + [doubt for _, child in self._children for doubt in child.all_doubts()]

    def left_over(self, *, known: Iterable[str] = ()) -> list[str]:
        """Names of the fields that were not taken out and are not known to be unused.

        A field of an object that was taken out as a row is named `object.field`; `object.*` knows all of them.
        """
        if not self._fields and not self._children:
            return []
        unused = set(known)
        groups = tuple(name[:-1] for name in unused if name.endswith(".*"))
        names = set(self._fields)
        for name, child in self._children:
            names.update(f"{name}.{left}" for left in child.left_over())
        return sorted(name for name in names - unused if not (groups and name.startswith(groups)))

    def _child(self, name: str, value: Any) -> "StrictRow":
        if not isinstance(value, Mapping):
            raise RecordRejected("wrong type", f"{name} is {type(value).__name__}, not an object")
        child = StrictRow(value)
        self._children.append((name, child))
        return child
