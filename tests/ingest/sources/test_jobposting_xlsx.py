"""The hand-over workbook is the hand-over CSV on a sheet."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, get_source
from ingest.sources.jobposting_xlsx import JobPostingXlsx
from portal.domain.job_posting import PayUnit, PostingRecord
from tests.ingest.conftest import CONFIG
from tests.ingest.sources.worlds import CannedFetcher

HEADER = [
    "ID",
    "Job Title",
    "Employer",
    "City",
    "State",
    "Zip",
    "Posted",
    "Closing date",
    "Pay min",
    "Pay unit",
    "Mood",
]
ROWS = [
    [101, "Cook", "Diner", "Gary", "IN", 46402, date(2026, 10, 1), "12/31/2026", 15.5, "hour", "good"],
    [None, "No id", "Diner", "Gary", "IN", 46402, None, None, None, None, None],
    [103, "Odd", "Diner", "Gary", "IN", 46402, None, None, 12, "per fortnight", None],
]


def _book(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _parse(raw: bytes, surroundings: Surroundings) -> list[object]:
    adapter = JobPostingXlsx({"folder": "handover"}, surroundings)
    return list(adapter.parse(Document(name="jobs.xlsx", url="", raw=raw)))


def test_rows_become_postings_and_a_title_above_the_table_is_skipped(surroundings: Surroundings) -> None:
    outcomes = _parse(_book(["Jobs of October"], [], HEADER, *ROWS), surroundings)
    alarm = next(o for o in outcomes if isinstance(o, Alarm))
    assert "Mood" in alarm.message
    [cook] = [o for o in outcomes if isinstance(o, PostingRecord)]
    assert (cook.source_ref, cook.places[0].postal_code) == ("101", "46402"), (
        "numbers without a decimal point"
    )
    assert (cook.posted_on, cook.valid_through_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert cook.pay is not None
    assert (cook.pay.minimum, cook.pay.unit) == (15.5, PayUnit.HOUR)
    rejected = [(o.reason, o.detail.split(":")[0]) for o in outcomes if isinstance(o, Rejection)]
    assert rejected == [("missing field", "line 5"), ("unknown category", "line 6")]


def test_what_is_no_workbook_or_no_table_says_so(surroundings: Surroundings) -> None:
    with pytest.raises(SourceChanged, match=r"not an Excel workbook"):
        _parse(b"PK\x03\x04 broken", surroundings)
    with pytest.raises(SourceChanged, match="no row with title"):
        _parse(_book(["a", "b"], [1, 2]), surroundings)


def test_a_workbook_that_unpacks_without_end_is_refused(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sources.jobposting_xlsx.MAX_FILE_BYTES", 1_000_000)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 2_000_000)
    with pytest.raises(SourceChanged, match="unpack to 2,000,000"):
        _parse(raw.getvalue(), surroundings)


def test_a_second_run_changes_nothing(sqlite_workshop: Workshop, surroundings: Surroundings) -> None:
    folder = surroundings.data_dir / "handover"
    folder.mkdir(parents=True)
    (folder / "jobs.xlsx").write_bytes(_book(HEADER, *ROWS))
    source = get_source(CONFIG, "handover_xlsx")

    def run() -> object:
        adapter = build_adapter(source, surroundings)
        return run_source(source, adapter, CannedFetcher({}), workshop=sqlite_workshop, request=RunRequest())  # type: ignore[arg-type]

    first, second = run(), run()
    assert (first.status, first.inserted, first.rejected) == ("succeeded", 1, 2)  # type: ignore[attr-defined]
    assert (second.inserted, second.updated, second.unchanged) == (0, 0, 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cell", "zip_code"),
    [
        (2134, "02134"),
        (46402, "46402"),
        (21341234, "021341234"),
        ("02134", "02134"),
        ("2134", "2134"),
        (None, ""),
    ],
)
def test_a_zip_code_that_the_sheet_holds_as_a_number_gets_its_zeros_back(
    cell: object, zip_code: str, surroundings: Surroundings
) -> None:
    row = [1, "Cook", "Diner", "Boston", "MA", cell]
    (record,) = _parse(_book(HEADER[:6], row), surroundings)
    assert isinstance(record, PostingRecord)
    assert record.places[0].postal_code == zip_code
