"""Reference figures against the publishers' files by a second path: readers written here with the standard library."""

import csv
import gzip
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ingest.kit.document import Document, Surroundings
from ingest.kit.reference import ReferenceLoad
from ingest.registry import build_adapter
from portal.settings import ROOT
from portal.store.snapshots import read_oews_areas, read_oews_occupations, read_soc_occupations
from tests.ingest.conftest import CONFIG, NOW
from tests.ingest.feeds import source
from tests.real_data import SHARED, real_file

pytestmark = pytest.mark.real_data
EMBEDDED = ROOT / "config" / "embedded"
TEXT = "onet/db_30_1_text"


def load(key: str, tmp_path: Path, *names: str) -> ReferenceLoad:
    around = Surroundings(today=NOW.date(), data_dir=tmp_path, config_dir=CONFIG)
    files = [real_file(name) for name in names]
    documents = [
        Document(name=file.name, url=file.resolve().as_uri(), raw=file.read_bytes()) for file in files
    ]
    return build_adapter(source(key), around).read(documents)  # type: ignore[union-attr]


def rows(found: ReferenceLoad, table: str) -> list[dict[str, object]]:
    (one,) = [each for each in found.tables if each.name == table]
    return [dict(zip(one.columns, row, strict=True)) for row in one.rows]


@pytest.fixture(scope="module")
def onet(tmp_path_factory: pytest.TempPathFactory) -> ReferenceLoad:
    real_file(f"{TEXT}/Occupation Data.txt")
    names = [f"{TEXT}/{path.name}" for path in sorted((SHARED / TEXT).iterdir())]
    return load("onet", tmp_path_factory.mktemp("onet"), *names)


def text_table(name: str) -> list[dict[str, str]]:
    path = SHARED / TEXT / f"{name}.txt"
    packed = path.with_name(path.name + ".gz")
    raw = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    header, *lines = raw.decode("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n")
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_a_hundred_ratings_of_onet_are_those_of_its_text(onet: ReferenceLoad) -> None:
    domains = {
        "Interests": "interest",
        "Work Values": "work_value",
        "Work Styles": "work_style",
        "Education, Training, and Experience": "education",
    }
    ours = {
        (row["domain"], row["onet_soc_code"], row["element_id"], row["scale_id"], row["category"]): row
        for row in rows(onet, "onet_rating")
    }
    chance = random.Random(1)
    checked = 0
    for file, domain in domains.items():
        published = text_table(file)
        assert sum(1 for key in ours if key[0] == domain) == len(published)
        for row in chance.sample(published, 30):
            category = int(row["Category"]) if row.get("Category", "n/a") != "n/a" else 0
            key = (domain, row["O*NET-SOC Code"], row["Element ID"], row["Scale ID"], category)
            assert ours[key]["value"] == float(row["Data Value"])
            assert ours[key]["is_suppressed"] is (row.get("Recommend Suppress") == "Y")
            checked += 1
    assert checked == 120


def test_counts_and_words_of_onet_are_the_publishers(onet: ReferenceLoad) -> None:
    for table, file, count in (
        ("onet_occupation", "Occupation Data", 1016),
        ("onet_task", "Task Statements", 18796),
        ("onet_technology", "Technology Skills", 32773),
        ("onet_related", "Related Occupations", 18460),
        ("onet_element", "Content Model Reference", 630),
        ("onet_job_zone", "Job Zone Reference", 5),
    ):
        assert len(rows(onet, table)) == len(text_table(file)) == count, table
    assert len(rows(onet, "onet_title")) == 56505 + 7955
    ours = {row["task_id"]: row for row in rows(onet, "onet_task")}
    for row in random.Random(2).sample(text_table("Task Statements"), 40):
        mine = ours[int(row["Task ID"])]
        assert (mine["onet_soc_code"], mine["statement"]) == (row["O*NET-SOC Code"], row["Task"])
    zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in text_table("Job Zones")}
    for row in rows(onet, "onet_occupation"):
        assert row["job_zone"] == zones.get(str(row["onet_soc_code"]))


def test_every_onet_code_is_of_the_official_list_and_stands_under_its_soc_code(onet: ReferenceLoad) -> None:
    with real_file("crosswalks/2019_to_SOC_Crosswalk.csv").open(encoding="utf-8-sig", newline="") as stream:
        official = {row[0]: row[2] for row in list(csv.reader(stream))[1:]}
    occupations = rows(onet, "onet_occupation")
    assert {str(row["onet_soc_code"]): row["soc_code"] for row in occupations} == official
    for table in ("onet_title", "onet_task", "onet_technology", "onet_rating", "onet_related"):
        assert {row["onet_soc_code"] for row in rows(onet, table)} <= set(official), table
    assert {row["related_onet_soc_code"] for row in rows(onet, "onet_related")} <= set(official)


def sheet_rows(path: Path, number: int = 1) -> Iterator[list[str]]:
    """Rows of a workbook's sheet as text, by its XML."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = [
            "".join(part.text or "" for part in item.iter(f"{space}t")) for item in strings.iter(f"{space}si")
        ]
        sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    for row in sheet.iter(f"{space}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{space}c"):
            place = 0
            for letter in re.sub(r"\d", "", cell.get("r", "")):
                place = place * 26 + ord(letter) - 64
            value = cell.find(f"{space}v")
            text = value.text if value is not None and value.text else ""
            cells[place - 1] = shared[int(text)] if cell.get("t") == "s" else text
        yield [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


COLUMNS = {
    "tot_emp": "employment", "a_pct10": "annual_p10_wage_usd", "a_median": "annual_median_wage_usd",
    "a_pct90": "annual_p90_wage_usd", "h_median": "hourly_median_wage_usd",
}  # fmt: skip


@pytest.mark.parametrize(("year", "top"), [(2015, 187_200), (2019, 208_000), (2024, 239_200)])
def test_past_national_wages_are_those_of_the_workbooks(year: int, top: int, tmp_path: Path) -> None:
    name = f"oews_history/national_M{year}_dl.xlsx"
    ours = {str(row["soc_code"]): row for row in rows(load("oews_history", tmp_path, name), "wage_estimate")}
    header, *published = sheet_rows(real_file(name))
    names = [one.strip().lower() for one in header]
    codes = {row[names.index("occ_code")].strip() for row in published}
    assert set(ours) == codes
    checked = 0
    for row in random.Random(year).sample(published, 60):
        cells = dict(zip(names, row, strict=False))
        mine = ours[cells["occ_code"].strip()]
        assert (mine["vintage"], mine["area_code"]) == (f"{year}-05", "0000000")
        for column, field in COLUMNS.items():
            text, status = cells.get(column, "").strip(), mine[field.replace("_wage_usd", "") + "_status"]
            if re.fullmatch(r"[\d,.]+", text):
                assert mine[field] == pytest.approx(float(text.replace(",", "")))
                assert status == "published"
                checked += 1
            elif text == "#":
                assert status == "top_coded"
                assert column.startswith("h") or mine[field] == top
            else:
                assert mine[field] is None
                assert status in ("suppressed", "annual_only", "hourly_only")
    assert checked >= 200


def test_state_projections_are_those_of_the_table(tmp_path: Path) -> None:
    name = "state_projections/projections_central_long_term.tsv.gz"
    ours = {
        (row["area_code"], row["soc_code"]): row
        for row in rows(load("projections_central", tmp_path, name), "occupation_projection")
    }
    with gzip.open(real_file(name), "rt", encoding="utf-8-sig", newline="") as stream:
        published = [row for row in csv.DictReader(stream, delimiter="\t") if row["OccCode"]]
    assert len(ours) == len(published) == 36_626
    for row in random.Random(4).sample(published, 60):
        mine = ours[f"{int(row['STFIPS']):02d}00000", row["OccCode"]]
        assert mine["base_employment"] == float(row["Base"].replace(",", ""))
        assert mine["projected_employment"] == float(row["Projected"].replace(",", ""))
        assert mine["change_percent"] == float(row["PercentChange"])
        assert mine["annual_openings"] == float(row["AvgAnnualOpenings"].replace(",", ""))
    soc = {one.soc_code for one in read_soc_occupations(EMBEDDED / "soc")}
    printed = {one.occupation_code for one in read_oews_occupations(EMBEDDED / "oews")}
    foreign = [key for key in ours if str(key[1]) not in soc | printed | {"00-0000"}]
    assert len(foreign) == 121, "Idaho, Nevada and some groups; the loop turns them away"
    areas = {
        one.area_code for one in read_oews_areas(EMBEDDED / "oews") if one.area_type in ("nation", "state")
    }
    assert {str(area) for area, _ in ours} <= areas | {"6000000"}
