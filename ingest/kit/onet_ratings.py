"""The rating files of O*NET: one layout for all domains, as text, as workbook, and reshaped by others."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.errors import SourceChanged
from ingest.kit.reference import Value
from ingest.kit.workbook import read_sheet_rows

DOMAINS = {
    "Abilities": "ability",
    "Education, Training, and Experience": "education",
    "Interests": "interest",
    "Knowledge": "knowledge",
    "Skills": "skill",
    "Work Activities": "work_activity",
    "Work Context": "work_context",
    "Work Styles": "work_style",
    "Work Values": "work_value",
}
"""File of a release → domain. Work Context was in no file at hand: its form is that of O*NET's data dictionary 30.1
(scales CX, CT, and CXP, CTP with a category), and it was read from files of our making only."""
RESHAPED = {"abilities": "ability", "knowledge": "knowledge", "work_activities": "work_activity"}
"""Tables of release 30.0 reshaped by others: importance and level side by side, without O*NET's advice on use."""
COLUMNS = (
    "onet_soc_code", "domain", "element_id", "scale_id", "category", "value", "is_suppressed", "stated_on", "release",
)  # fmt: skip
_NEEDED = ("O*NET-SOC Code", "Element ID", "Scale ID", "Data Value")
_KNOWN = {
    *_NEEDED, "Title", "Element Name", "Scale Name", "Category", "N", "Standard Error", "Lower CI Bound",
    "Upper CI Bound", "Recommend Suppress", "Not Relevant", "Date", "Domain Source",
}  # fmt: skip
_CODE = re.compile(r"\d\d-\d{4}\.\d\d")


@dataclass
class Ratings:
    """Rows of one domain, with what was turned away and what is new."""

    rows: list[tuple[Value, ...]]
    rejections: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)


def read_text_table(content: bytes, *, name: str) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated text file by column; a double quote is data, never a quote.

    Raises: SourceChanged when a row has more or fewer cells than the header.
    """
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise SourceChanged(f"{name}: is not UTF-8 text ({error}). Fetch it again.") from error
    header = lines[0].split("\t") if lines else []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise SourceChanged(f"{name}, line {number}: {len(cells)} cells, not {len(header)}.")
        yield dict(zip(header, cells, strict=True))


def read_ratings(
    content: bytes, *, name: str, domain: str, release: str, occupations: frozenset[str]
) -> Ratings:
    """Ratings of a text file or workbook of a release; rows of occupations that the release does not list are rejected.

    Raises: SourceChanged when a needed column is missing or a value is no number.
    """
    if content.startswith(b"PK"):
        rows = iter(read_sheet_rows(content, name=name))
        header = tuple(str(cell or "") for cell in next(rows, ()))
    else:
        lines = content.decode("utf-8-sig").splitlines()
        header = tuple(lines[0].split("\t")) if lines else ()
        rows = (tuple(line.split("\t")) for line in lines[1:])
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise SourceChanged(f"{name}: lacks the columns {', '.join(missing)}. Has the layout changed?")
    found = Ratings([])
    found.alarms += [f"{name} has a new column “{one}”." for one in header if one not in _KNOWN]
    place = {column: header.index(column) for column in header}
    code_at, element_at, scale_at, value_at = (place[column] for column in _NEEDED)
    category_at, suppress_at, date_at = (
        place.get(column) for column in ("Category", "Recommend Suppress", "Date")
    )
    width = len(header)
    for number, row in enumerate(rows, start=2):
        if len(row) < width:
            raise SourceChanged(f"{name}, line {number}: {len(row)} cells, not {width}.")
        code = str(row[code_at])
        if code not in occupations:
            reason = "unknown occupation" if _CODE.fullmatch(code) else "no O*NET-SOC code"
            found.rejections[reason] += 1
            continue
        category = row[category_at] if category_at is not None else None
        try:
            cell = row[value_at]
            value = float("" if cell is None else cell)  # 0 is a value
            order = 0 if category in (None, "n/a", "") else int(float(category))
        except ValueError:
            found.rejections["value is no number"] += 1
            continue
        found.rows.append((
            code, domain, str(row[element_at]), str(row[scale_at]), order, value,
            suppress_at is not None and row[suppress_at] == "Y",
            str(row[date_at] or "") if date_at is not None else "", release,
        ))  # fmt: skip
    return found


def read_reshaped_ratings(
    content: bytes, *, name: str, domain: str, release: str, occupations: frozenset[str]
) -> Ratings:
    """Ratings with importance and level side by side. Raises: SourceChanged when the columns differ."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    columns = ("onet_soc_code", "element_id", "element_name", "importance", "level")
    if tuple(reader.fieldnames or ()) != columns:
        raise SourceChanged(f"{name}: its columns are not {', '.join(columns)}.")
    found = Ratings([])
    for row in reader:
        if row["onet_soc_code"] not in occupations:
            found.rejections["unknown occupation"] += 1
            continue
        for scale, column in (("IM", "importance"), ("LV", "level")):
            if row[column]:
                found.rows.append((
                    row["onet_soc_code"], domain, row["element_id"], scale, 0, float(row[column]), False, "", release,
                ))  # fmt: skip
    return found


def domain_of(stem: str) -> Mapping[str, str]:
    """`{"domain": …, "form": publisher|reshaped}` of a file by its name without ending; empty for other files."""
    if stem in DOMAINS:
        return {"domain": DOMAINS[stem], "form": "publisher"}
    return {"domain": RESHAPED[stem], "form": "reshaped"} if stem in RESHAPED else {}
