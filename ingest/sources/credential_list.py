"""Reads lists of credentials and programmes (CSV, Excel, JSON) by a saved mapping of `config/mappings`.

Every row becomes a record or a rejection with its line and reason; a column that the mapping does not know is an alarm.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ingest.errors import AssertionFailed, RecordRejected, SourceChanged
from ingest.kit.document import Document
from ingest.kit.list_rows import Row, read_list_rows
from ingest.kit.rows import StrictRow
from portal.ctdl.listed import ListedRecord, ListMapping
from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode

ROW_NUMBER = "#"
"""In place of a column: the row's number, for lists without ids. Such ids change when the list is sorted anew."""
_NUMBERS = frozenset(
    name for name, info in ListedRecord.model_fields.items() if info.annotation == float | None
)
_TRUTHS = frozenset(
    name for name, info in ListedRecord.model_fields.items() if info.annotation == bool | None
)
_TRUTH_WORDS = {
    "true": True, "t": True, "yes": True, "y": True, "1": True,
    "false": False, "f": False, "no": False, "n": False, "0": False,
}  # fmt: skip
_LISTS = ("occupation_codes", "credentials")


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken: where it stands, a short fixed reason, and the value that was wrong."""

    line: int
    reason: str
    detail: str


@dataclass(frozen=True)
class ListReading:
    """All that one file gave. `rows` = `records` + `rejected`."""

    mapping: ListMapping
    sha256: str
    rows: int
    records: tuple[ListedRecord, ...]
    rejected: tuple[RejectedRow, ...]
    alarms: tuple[str, ...] = field(default=())
    repeated_names: int = 0


def read_list(document: Document, mapping: ListMapping) -> ListReading:
    """Read one file.

    Raises: SourceChanged when the file has another form or lacks a mapped column; AssertionFailed when it gives fewer
    records than the mapping expects.
    """
    form = mapping.file
    rows = list(read_list_rows(document, form.format, sheet=form.sheet, paths=form.rows))
    if not rows:
        raise SourceChanged(f"{document.name}: holds no rows. Check the file, or file.rows of the mapping.")
    present = {column for _, row in rows if row for column in row}
    missing = sorted(set(mapping.columns.values()) - present - {ROW_NUMBER})
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        raise SourceChanged(
            f"{document.name}: has no column {names}. Mend config/mappings/{mapping.key}.toml."
        )
    records: list[ListedRecord] = []
    rejected: list[RejectedRow] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        try:
            record = _record(row, mapping, line=line)
            if record.ref in lines:
                raise RecordRejected("id twice", f"{record.ref} stands in line {lines[record.ref]} too")
        except RecordRejected as error:
            rejected.append(RejectedRow(line, error.reason, error.detail))
            continue
        lines[record.ref] = line
        records.append(record)
    if len(records) < mapping.min_records:
        raise AssertionFailed(
            f"{document.name}: {len(records)} of {len(rows)} rows could be read, fewer than {mapping.min_records}. "
            f"Is it the right file for the mapping {mapping.key}?"
        )
    folded = [record.name.casefold() for record in records]
    return ListReading(
        mapping=mapping,
        sha256=document.sha256,
        rows=len(rows),
        records=tuple(records),
        rejected=tuple(rejected),
        alarms=tuple(f"unknown column “{column}”" for column in _unknown(present, mapping)),
        repeated_names=len(folded) - len(set(folded)),
    )


def _unknown(present: set[str], mapping: ListMapping) -> list[str]:
    starts = tuple(name[:-1] for name in mapping.unused if name.endswith("*"))
    return sorted(column for column in present - mapping.taken if not (starts and column.startswith(starts)))


def _record(row: Row, mapping: ListMapping, *, line: int) -> ListedRecord:
    if row is None:
        raise RecordRejected("wrong number of cells", "not as many as in the header")
    strict = StrictRow(row)
    values: dict[str, Any] = {
        "kind": mapping.kind,
        "line": line,
        "issuer": mapping.issuer,
        "credential_kind": mapping.credential_kind,
        "jurisdiction": mapping.jurisdiction,
        "more": {name: _text(row.get(name), mapping, name) for name in mapping.keep},
    }
    for name, column in mapping.columns.items():
        value = str(line) if column == ROW_NUMBER else strict.pop(column)
        values[name] = _list(value, mapping, name) if name in _LISTS else _field(value, mapping, name)
    values["more"] = {name: text for name, text in values["more"].items() if text}
    try:
        return ListedRecord.model_validate(
            {name: value for name, value in values.items() if value is not None and value != ""}
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "missing":
            raise RecordRejected("missing field", place) from error
        raise RecordRejected("invalid value", f"{place}: {first['msg']}") from error


def _field(value: Any, mapping: ListMapping, name: str) -> Any:
    """One value of ours; None where the file says nothing."""
    text = _text(value, mapping, name)
    if text in mapping.empty:
        return None
    if name in mapping.values:
        if text not in mapping.values[name]:
            raise RecordRejected("unknown category", f"{mapping.columns[name]} is “{text[:40]}”")
        return mapping.values[name][text] or None
    if name in _NUMBERS:
        return _number(text, mapping.columns[name])
    if name in _TRUTHS:
        if text.casefold() not in _TRUTH_WORDS:
            raise RecordRejected("unknown category", f"{mapping.columns[name]} is “{text[:40]}”")
        return _TRUTH_WORDS[text.casefold()]
    if name == "cip_code":
        return _cip(text)
    return text


def _number(text: str, column: str) -> float:
    try:
        return float(text.replace(",", "").replace("$", ""))
    except ValueError:
        raise RecordRejected("not a number", f"{column} is “{text[:40]}”") from None


def _list(value: Any, mapping: ListMapping, name: str) -> tuple[str, ...]:
    items = (
        value
        if isinstance(value, list)
        else _text(value, mapping, name).split(mapping.split.get(name) or "\0")
    )
    texts = [text for item in items if (text := _text(item, mapping, name)) not in mapping.empty]
    if name == "occupation_codes":
        try:
            texts = [parse_soc_code(text) for text in texts]
        except InvalidCode as error:
            raise RecordRejected("invalid code", str(error)) from error
    return tuple(dict.fromkeys(texts))


def _cip(text: str) -> str:
    """`513501`, `51.3501` or `1.0102` (a number cut by Excel) as `51.3501`."""
    whole, dot, part = text.partition(".")
    if not dot and re.fullmatch(r"\d{5,6}", whole):
        whole, part = whole[:-4], whole[-4:]
    if not (re.fullmatch(r"\d{1,2}", whole) and re.fullmatch(r"\d{1,4}", part)):
        raise RecordRejected("invalid code", f"“{text[:20]}” is no CIP code (51.3902)")
    return f"{whole.zfill(2)}.{part.ljust(4, '0')}"


def _text(value: Any, mapping: ListMapping, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list | dict):
        raise RecordRejected(
            "wrong type", f"{mapping.columns.get(name, name)} is {type(value).__name__}, not text"
        )
    return " ".join(str(value).split())
