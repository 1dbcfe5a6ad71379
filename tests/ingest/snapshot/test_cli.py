import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from ingest.snapshot.cli import snapshot
from ingest.snapshot.soc import DEFINITIONS_FILE, TITLES_FILE
from tests.ingest.snapshot.oews_sample import write_flat_files


def test_oews_is_built_and_told(tmp_path: Path) -> None:
    source, out = write_flat_files(tmp_path / "bls"), tmp_path / "out"
    result = CliRunner().invoke(snapshot, ["oews", "--from", str(source), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "Occupational Employment and Wage Statistics, May 2025" in result.stdout
    assert "estimates.tsv.gz" in result.stdout
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = CliRunner().invoke(snapshot, ["oews", "--from", str(source), "--out", str(out), "--json"])
    assert json.loads(again.stdout)["vintage"] == "2025-05"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_wrong_folder_gives_one_clear_sentence(tmp_path: Path) -> None:
    for arguments, message in (
        (["oews", "--from", str(tmp_path)], "holds neither BLS flat files"),
        (["soc", "--from", str(tmp_path)], "soc_2018_definitions.xlsx is not in"),
        (
            ["places", "--from", str(tmp_path), "--points", str(tmp_path)],
            "hud_zip_county_crosswalk.csv.gz is not",
        ),
    ):
        result = CliRunner().invoke(snapshot, [*arguments, "--out", str(tmp_path / "out")])
        assert result.exit_code == 1
        assert message in result.stderr
        assert "Traceback" not in result.output
    assert CliRunner().invoke(snapshot, ["soc"]).exit_code == 2


def _workbook(path: Path, *rows: list[str]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["Detailed", "11-1011", "Chief Executives", "Lead."]], "is not the 2018 SOC"),
        ([["Detailed", "11-101", "Chief Executives", "Lead."]], "is not a new code of a known group"),
        ([["Section", "11-1011", "Chief Executives", "Lead."]], "is not a new code of a known group"),
        (
            [["Major", "11-0000", "Management", ""], ["Minor", "13-1000", "Business", ""]],
            r"13-1000 \(minor\) stands below 11-0000",
        ),
    ],
)
def test_a_workbook_that_is_not_the_soc_is_refused(
    tmp_path: Path, rows: list[list[str]], message: str
) -> None:
    header = ["SOC Group", "SOC Code", "SOC Title", "SOC Definition"]
    _workbook(tmp_path / DEFINITIONS_FILE, ["Title line"], header, *rows)
    _workbook(tmp_path / TITLES_FILE, ["x"])
    result = CliRunner().invoke(snapshot, ["soc", "--from", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert re.search(message, result.stderr.replace("\n", " "))
    assert not (tmp_path / "out" / "occupations.tsv.gz").exists()


def test_a_sheet_without_the_expected_header_is_refused(tmp_path: Path) -> None:
    _workbook(tmp_path / DEFINITIONS_FILE, ["Code", "Name"])
    _workbook(tmp_path / TITLES_FILE, ["x"])
    result = CliRunner().invoke(snapshot, ["soc", "--from", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "no header with the columns SOC Group" in result.stderr
