"""Strict rows: pop each field, then look at what is left."""

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.errors import RecordRejected


class StrictRow:
    """One record of a source. Fields are taken out one by one; `left_over` names those nobody asked for."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)

    def pop(self, name: str) -> Any:
        """Take a field out; None when it is absent."""
        return self._fields.pop(name, None)

    def pop_text(self, name: str, *, required: bool = False) -> str:
        """Take a text out, stripped; numbers are written as text.

        Raises: RecordRejected when it is required and missing, or is a list or an object.
        """
        value = self._fields.pop(name, None)
        if value is None:
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
            return float(text.replace(",", "").replace("$", ""))
        except ValueError:
            raise RecordRejected("not a number", f"{name} is “{text[:40]}”") from None

    def left_over(self, *, known: Iterable[str] = ()) -> list[str]:
        """Names of the fields that were not taken out and are not known to be unused."""
        return sorted(self._fields.keys() - set(known))
