"""Lists by a saved mapping: every row becomes a record or a rejection with its line and reason."""

import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.errors import AssertionFailed, SourceChanged
from ingest.kit.document import Document
from ingest.sources.credential_list import ListReading, read_list
from portal.ctdl.listed import ListMapping, ListStatus, parse_mapping
from portal.domain.errors import InvalidSettings
from tests.real_data import SHARED

MAPPINGS = Path(__file__).resolve().parents[3] / "config" / "mappings"
HEADER = "ID,NAME,SOC,CIP,COST,GONE,NOTE\n"


def mapping(**changes: Any) -> ListMapping:
    fields: dict[str, Any] = {
        "key": "test",
        "title": "A list",
        "publisher": "A board",
        "licence": "none",
        "kind": "credential",
        "min_records": 0,
        "file": {"format": "csv"},
        "columns": {
            "ref": "ID",
            "name": "NAME",
            "occupation_codes": "SOC",
            "cip_code": "CIP",
            "total_cost_usd": "COST",
            "status": "GONE",
        },
        "values": {"status": {"0": "active", "1": "retired"}},
        "unused": ["NOTE"],
        "split": {"occupation_codes": ";"},
    }
    return ListMapping.model_validate(fields | changes)


def read(content: str | bytes, found: ListMapping | None = None) -> ListReading:
    raw = content.encode() if isinstance(content, str) else content
    return read_list(Document(name="list.csv", url="", raw=raw), found or mapping())


def test_a_row_becomes_a_record_with_its_line() -> None:
    (record,) = read(HEADER + '7,"Welder,\n certified",51-4121.00;47-2211,480508,"$1,200.50",1,x\n').records

    assert (record.line, record.ref, record.name) == (2, "7", "Welder, certified")
    assert record.occupation_codes == ("51-4121", "47-2211")
    assert record.cip_code == "48.0508"
    assert record.total_cost_usd == 1200.5
    assert record.status is ListStatus.RETIRED


def test_what_a_list_does_not_say_is_unknown() -> None:
    (record,) = read(HEADER + "7,Welder,,,,,\n").records

    assert (record.status, record.total_cost_usd, record.cip_code, record.occupation_codes) == (
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ("8,,51-4121,,,0,", "missing field", "name"),
        ("8,Welder,989,,,0,", "invalid code", "989"),
        ("8,Welder,,abc,,0,", "invalid code", "abc"),
        ("8,Welder,,,much,0,", "not a number", "COST is “much”"),
        ("8,Welder,,,-5,0,", "invalid value", "total_cost_usd"),
        ("8,Welder,,,,2,", "unknown category", "GONE is “2”"),
        ("8,Welder,,,", "wrong number of cells", "header"),
        ("8,Welder,,,,0,x,y", "wrong number of cells", "header"),
        ("7,Other,,,,0,", "id twice", "line 2"),
    ],
)
def test_a_row_that_does_not_fit_is_rejected_with_line_and_reason(row: str, reason: str, detail: str) -> None:
    reading = read(f"{HEADER}7,Good,,,,0,\n{row}\n9,Also good,,,,0,\n")

    (rejected,) = reading.rejected
    assert (rejected.line, rejected.reason) == (3, reason)
    assert detail in rejected.detail
    assert [record.ref for record in reading.records] == ["7", "9"]
    assert reading.rows == 3


def test_a_new_column_is_an_alarm_and_a_missing_one_an_error() -> None:
    assert read("NEW," + HEADER + "n,7,Welder,,,,,\n").alarms == ("unknown column “NEW”",)
    with pytest.raises(SourceChanged, match="has no column “COST”"):
        read("ID,NAME,SOC,CIP,GONE\n7,Welder,,,\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body>gone</body></html>", "web page"),
        (b"", "no header"),
        (b"ID,NAME,ID\n1,2,3\n", "stands twice"),
        (b'ID,NAME\n1,"open\n', "Mend the quotes|unexpected end"),
        (b"ID,NAME\n\xff\xfe,1\n", "not UTF-8"),
        (gzip.compress(b"ID,NAME\n1,2\n", mtime=0)[:-9], "gzip"),
    ],
)
def test_a_file_of_another_form_is_named(content: bytes, words: str) -> None:
    with pytest.raises(SourceChanged, match=words):
        read(content)


def test_too_few_records_are_not_believed() -> None:
    with pytest.raises(AssertionFailed, match="1 of 1 rows"):
        read(HEADER + "7,Welder,,,,0,\n", mapping(min_records=2))


def test_excel_gives_the_same_as_csv() -> None:
    book = Workbook()
    sheet = book.create_sheet("Data")
    sheet.append(["ID", "NAME", "SOC", "CIP", "COST", "GONE", "NOTE"])
    sheet.append([7, "Welder", "51-4121", 48.0508, 1200.5, 0, None])
    sheet.append([None] * 7)
    sheet.append([8, "Other", None, 1.0102, None, 1, None])
    content = io.BytesIO()
    book.save(content)

    reading = read(content.getvalue(), mapping(file={"format": "xlsx", "sheet": "Data"}))

    assert [(r.line, r.ref, r.cip_code, r.total_cost_usd) for r in reading.records] == [
        (2, "7", "48.0508", 1200.5),
        (4, "8", "01.0102", None),
    ]


def test_rows_inside_json_know_what_stands_around_them() -> None:
    metal = {"title": "Metal", "rows": [{"a": {"name": "Welder"}}, {"a": {"name": "Fitter"}}]}
    value = {"clusters": [metal, {"title": "None", "rows": None}]}
    found = mapping(
        file={"format": "json", "rows": ["clusters.*.rows.*"]},
        columns={"ref": "#", "name": "a.name", "award": "clusters.title"},
        values={},
        split={},
    )

    reading = read(json.dumps(value), found)

    assert [(r.ref, r.name, r.award) for r in reading.records] == [
        ("1", "Welder", "Metal"),
        ("2", "Fitter", "Metal"),
    ]


def test_json_of_another_shape_is_named() -> None:
    found = mapping(
        file={"format": "json", "rows": ["programs.*"]},
        columns={"ref": "#", "name": "n"},
        values={},
        split={},
    )

    with pytest.raises(SourceChanged, match="“programs” is not in the file"):
        read('{"other": []}', found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("colums = {}", "no such key"),
        ("[columns]\nrefs = 'ID'", "“refs” is no field"),
        ("[columns]\nname = 'N'", "columns.ref is missing"),
        ("[columns", "not valid TOML"),
    ],
)
def test_a_mapping_that_is_wrong_is_named(change: str, words: str) -> None:
    head = "key='x'\ntitle='Title'\npublisher='Pub'\nlicence='none'\nkind='program'\nmin_records=0\n"
    text = head + "file={format='csv'}\n" + change
    if "[columns" not in change:
        text = head + change + "\nfile={format='csv'}\n[columns]\nref='a'\nname='b'\n"

    with pytest.raises(InvalidSettings, match=words) as error:
        parse_mapping(text, name="x.toml")

    assert "config/mappings/x.toml" in str(error.value)


def test_every_saved_mapping_is_valid() -> None:
    found = [parse_mapping(path.read_text(), name=path.name) for path in sorted(MAPPINGS.glob("*.toml"))]

    assert len(found) >= 9


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("key", "file", "rows", "taken", "reasons"),
    [
        ("nj_credentials", "nj/TBLINDUSTRYCREDENTIAL_DATA_TABLE.csv", 2041, 2041, {}),
        ("nj_licenses", "nj/TBLLICENSE_DATA_TABLE.csv", 228, 222, {"invalid code": 6}),
        ("nj_etpl", "nj/standardized_etpl_slice.csv.gz", 126, 126, {}),
        ("nj_etpl", "nj/standardized_etpl_test.csv", 6, 4, {"invalid code": 2}),
        ("ca_wioa", "ca/wioa_programs_fixture.json", 60, 60, {}),
        ("co_program_names", "co/etpl_program_names_cip.jsonl.gz", 2572, 2572, {}),
        ("co_provider_programs", "co/sample_provider_programs.json", 9, 9, {}),
        ("md_crosswalk", "md/cte_postsecondary_crosswalk.json", 477, 477, {}),
        ("rapids_codes", "apprenticeship/rapids-codes.xlsx", 3, 3, {}),
        ("apprenticeship_standard", "apprenticeship/occupation-standards-template.xlsx", 1, 1, {}),
    ],
)
def test_real_lists(key: str, file: str, rows: int, taken: int, reasons: dict[str, int]) -> None:
    found = parse_mapping((MAPPINGS / f"{key}.toml").read_text(), name=f"{key}.toml")

    reading = read_list(Document(name=file, url="", raw=(SHARED / "credentials" / file).read_bytes()), found)

    assert (reading.rows, len(reading.records)) == (rows, taken)
    assert Counter(row.reason for row in reading.rejected) == reasons
    assert reading.alarms == ()
