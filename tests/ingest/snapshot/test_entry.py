"""The entry snapshot: its builder on small workbooks, and what ships, held against BLS's workbook by another path."""

import gzip
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook

from ingest.errors import SourceChanged
from ingest.snapshot.entry import build_entry_snapshot
from ingest.sources.bls_ep import parse_projections
from portal.store.snapshots_entry import read_entry_occupations, read_entry_release
from tests.real_data import real_file

ENTRY = Path(__file__).parents[3] / "config" / "embedded" / "entry"
HEAD_12 = [
    "2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type",
    "Employment, 2024", "Employment, 2034", "Employment change, numeric, 2024–34",
    "Employment change, percent, 2024–34", "Occupational openings, 2024–34 annual average",
    "Median annual wage, dollars, 2024[1]", "Typical education needed for entry",
    "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
]  # fmt: skip
HEAD_110 = [*HEAD_12[:7], "Labor force exits, 2024–34 annual average",
            "Occupational transfers, 2024–34 annual average", HEAD_12[7]]  # fmt: skip
AIDES = ["  Nursing assistants", "31-1131", "Line item", 1440.2, 1471.0, 30.8, 2.1]


def workbook(folder: Path, *, education: str = "Postsecondary nondegree award", extra: str = "") -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Index"
    one = book.create_sheet("Table 1.2")
    one.append(["Table 1.2 Occupational projections"])
    one.append([*HEAD_12, extra] if extra else HEAD_12)
    one.append([*AIDES, 204.1, 39530, education, "None", "None"])
    one.append(["Footnotes:"])
    two = book.create_sheet("Table 1.10")
    two.append(["Table 1.10 Separations"])
    two.append(HEAD_110)
    two.append([*AIDES, 89.7, 111.3, 204.1])
    folder.mkdir(exist_ok=True)
    book.save(folder / "occupation.xlsx")
    return folder


def test_thousands_become_jobs_and_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    source = workbook(tmp_path / "in")
    build_entry_snapshot(source, tmp_path / "out")
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    build_entry_snapshot(source, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first
    (row,) = read_entry_occupations(tmp_path / "out")
    assert row[:6] == (
        "31-1131",
        "Nursing assistants",
        "line_item",
        "postsecondary_certificate",
        "none",
        "none",
    )
    assert row[6:] == (1440200, 1471000, 30800, 2.1, 204100, 89700, 111300)
    assert read_entry_release(tmp_path / "out").period == "2024-2034"


def test_an_unknown_category_and_a_new_column_stop_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="31-1131: “A badge” is no known education"):
        build_entry_snapshot(workbook(tmp_path, education="A badge"), tmp_path / "out")
    with pytest.raises(ValueError, match="new column “Robots, 2034”"):
        build_entry_snapshot(workbook(tmp_path, extra="Robots, 2034"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match=r"occupation.xlsx: is not an Excel workbook"):
        parse_projections(b"<html>Access denied</html>", name="occupation.xlsx")
    with pytest.raises(FileNotFoundError, match="Fetch it from"):
        build_entry_snapshot(tmp_path, tmp_path)


def test_what_ships_adds_up() -> None:
    """BLS: 832 line items; the total is 169,956,100 jobs in 2024 and 175,167,900 in 2034."""
    rows = {row.soc_code: row for row in read_entry_occupations(ENTRY)}
    lines = [row for row in rows.values() if row.level == "line_item"]
    assert len(lines) == 832
    total = rows["00-0000"]
    assert (total.base_employment, total.projected_employment) == (169_956_100, 175_167_900)
    for figure in ("base_employment", "projected_employment", "annual_openings"):
        summed = sum(getattr(row, figure) for row in lines)
        # each of the 832 rows is rounded to 100 jobs
        assert abs(summed - getattr(total, figure)) <= 832 * 50, figure
    for row in lines:
        assert row.education, row
        assert row.training, row
        assert row.base_employment is not None
        assert row.projected_employment is not None
        assert row.change == pytest.approx(row.projected_employment - row.base_employment, abs=101)


def _cells(path: Path, number: int) -> list[dict[str, str]]:
    """The rows of a sheet by column letter, read with the standard library alone."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{space}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{space}si")
        ]
        sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{space}row"):
        cells = {}
        for cell in row.iter(f"{space}c"):
            value = cell.find(f"{space}v")
            if value is not None and value.text is not None:
                text = shared[int(value.text)] if cell.get("t") == "s" else value.text
                cells[re.sub(r"\d", "", cell.get("r", ""))] = text.strip()
        rows.append(cells)
    return rows


@pytest.mark.real_data
def test_every_figure_that_ships_is_the_publishers() -> None:
    """A second reader: the workbook's XML against the snapshot's text, all 1,113 rows."""
    path = real_file("bls_ep/2024-34/occupation.xlsx")
    published = {row["B"]: row for row in _cells(path, 3) if re.fullmatch(r"\d\d-\d{4}", row.get("B", ""))}
    assert len(published) == 1113
    text = gzip.decompress((ENTRY / "occupations.tsv.gz").read_bytes()).decode()
    checked = 0
    for line in text.splitlines()[1:]:
        cells = line.split("\t")
        row = published.pop(cells[0])
        assert cells[1] == row["A"].strip()
        for column, cell in zip("DEHIK", (*cells[6:10], cells[10]), strict=True):
            scale = 1 if column == "I" else 1000
            assert float(cell) == pytest.approx(float(row[column]) * scale, abs=0.06 if scale == 1 else 60)
            checked += 1
    assert published == {}
    assert checked == 5 * 1113
    assert json.loads((ENTRY / "manifest.json").read_text())["vintage"] == "2024-2034"
