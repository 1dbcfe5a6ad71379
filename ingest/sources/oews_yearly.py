"""OEWS of past years: the yearly national, state and area workbooks, and tables of medians made from them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from ingest.errors import SourceChanged
from ingest.kit import oews_rows
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.oews_rows import WAGE_COLUMNS, Cells
from ingest.kit.reference import ReferenceLoad, ReferenceTable, Value, unpack
from ingest.kit.workbook import read_sheet_rows
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES

SOURCE_KEY = "oews_history"
MAX_BYTES = 200_000_000
HISTORY_COLUMNS = (
    "area_code", "soc_code", "vintage", "source_key", "employment", "annual_mean_wage_usd",
    "annual_median_wage_usd", "annual_median_status",
)  # fmt: skip
_STATES = (
    "AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 ME23 MD24 MA25 "
    "MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 "
    "UT49 VT50 VA51 WA53 WV54 WI55 WY56 GU66 PR72 VI78"
)
STATE_FIPS = {one[:2]: one[2:] for one in _STATES.split()}
_WORKBOOK = re.compile(r"(national|state|MSA|BOS)_M(\d{4})_dl.*\.xlsx$", re.IGNORECASE)


class OewsYearlyOptions(DataModel):
    """Options of a source with this adapter.

    `years` of tables that do not state theirs, by file name; `urls` of BLS's yearly zips.
    """

    urls: tuple[str, ...] = ()
    years: Mapping[str, int] = Field(default_factory=dict)


class OewsYearly:
    """Adapter for BLS's yearly workbooks of OEWS since May 2014 (.xlsx)."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = OewsYearlyOptions.model_validate(options)

    def waits_for(self) -> str:
        """The addresses of the yearly zips."""
        return "" if self._options.urls else "options.urls, the yearly zips of BLS, or a mirror"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """One zip a year and kind."""
        for url in self._options.urls:
            yield fetcher.get(url)

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """Full estimates of the workbooks, and medians of the tables. Raises: SourceChanged."""
        estimates: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        medians: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        rejections: Counter[str] = Counter()
        alarms = []
        for path, content in unpack(documents, max_bytes=MAX_BYTES):
            name = path.rpartition("/")[2]
            if workbook := _WORKBOOK.search(name):
                rows = _sheet(content, name)
                oews_rows.take_estimates(
                    rows, year=int(workbook[2]), name=name, into=estimates, rejections=rejections
                )
            elif name in self._options.years:
                table = (_with_area(row) for row in _table(content))
                year = self._options.years[name]
                oews_rows.take_estimates(table, year=year, name=name, into=estimates, rejections=rejections)
            elif name.startswith("national_2001_2015"):
                _take_medians(_table(content), into=medians, rejections=rejections)
            elif name.startswith("registered_nurses"):
                _take_nurses(_table(content), into=medians, rejections=rejections)
            else:
                alarms.append(f"{name}: is in no form that we read; it was left out.")
        if not estimates and not medians:
            raise SourceChanged(f"{SOURCE_KEY}: no file is a yearly workbook or table that we know.")
        return ReferenceLoad(
            (
                ReferenceTable(
                    "wage_estimate",
                    WAGE_COLUMNS,
                    list(estimates.values()),
                    {"vintage": frozenset(str(row[2]) for row in estimates.values())},
                ),
                ReferenceTable(
                    "wage_history",
                    HISTORY_COLUMNS,
                    list(medians.values()),
                    {"source_key": frozenset(str(row[3]) for row in medians.values())},
                ),
            ),
            records=len(estimates) + len(medians) + sum(rejections.values()),
            rejections=dict(rejections),
            alarms=tuple(alarms),
        )


def _sheet(content: bytes, name: str) -> Iterator[Cells]:
    rows = read_sheet_rows(content, name=name)
    header = [str(cell or "").strip().lower() for cell in next(rows, ())]
    for row in rows:
        yield {column: row[place] for place, column in enumerate(header) if column and place < len(row)}


def _table(content: bytes) -> Iterator[dict[str, str]]:
    text = content.decode("utf-8-sig")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    yield from reader


def _with_area(row: Mapping[str, str]) -> Cells:
    """A state's row by its FIPS code, whatever the table calls the state."""
    state = row.get("prim_state", "")
    return {**row, "area": STATE_FIPS.get(state, row.get("area", "")), "area_type": "2"}


def _take_medians(
    rows: Iterable[Mapping[str, str]],
    *,
    into: dict[tuple[Value, ...], tuple[Value, ...]],
    rejections: Counter[str],
) -> None:
    """National means and medians of 2001–2015. A blank is suppressed or top-coded: the table does not say which."""
    for row in rows:
        median = oews_rows.number(row["a_median"])
        if median is None:
            rejections["no median; whether suppressed or top-coded is not said"] += 1
            continue
        key = ("0000000", row["occ_code"], f"{row['year']}-05", "oews_tidy_national")
        into[key] = (
            *key,
            oews_rows.number(row["tot_emp"]),
            oews_rows.number(row["a_mean"]),
            median,
            "published",
        )


def _take_nurses(
    rows: Iterable[Mapping[str, str]],
    *,
    into: dict[tuple[Value, ...], tuple[Value, ...]],
    rejections: Counter[str],
) -> None:
    """Registered nurses by state, 1998–2020: 29-1111 up to 2011, 29-1141 from 2012."""
    names = {name: code for code, name in STATE_NAMES.items()}
    for row in rows:
        state, year = names.get(row["state"].strip()), int(row["year"])
        median = oews_rows.number(row["annual_salary_median"])
        if state is None or state not in STATE_FIPS or median is None:
            rejections["no median" if state else "unknown state"] += 1
            continue
        code = "29-1141" if year >= 2012 else "29-1111"
        key = (f"{STATE_FIPS[state]}00000", code, f"{year}-05", "oews_nurses_by_state")
        employment, mean = row["total_employed_rn"], row["annual_salary_avg"]
        into[key] = (*key, oews_rows.number(employment), oews_rows.number(mean), median, "published")
