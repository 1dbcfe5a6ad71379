from pathlib import Path

import pytest

from ingest.snapshot.oews import build_oews_snapshot
from portal.domain.wage import FigureStatus
from portal.store.snapshots import (
    OewsArea,
    OewsEstimate,
    figure_status,
    read_oews_areas,
    read_oews_estimates,
    read_oews_occupations,
    read_oews_release,
)
from tests.ingest.snapshot.oews_sample import FILES, ROWS, data_lines, write_flat_files, write_packed


def _build(folder: Path, out: Path) -> dict[tuple[str, str], OewsEstimate]:
    build_oews_snapshot(folder, out)
    return {(one.occupation_code, one.area_code): one for one in read_oews_estimates(out)}


def test_every_way_of_missing_stays_apart(tmp_path: Path) -> None:
    found = _build(write_flat_files(tmp_path / "bls"), tmp_path / "out")
    assert set(found) == {
        ("29-1141", "0000000"),
        ("29-1141", "0016980"),
        ("29-1141", "1800001"),
        ("29-1212", "1800001"),
        ("25-2021", "1800000"),
        ("27-2011", "1800000"),
    }
    nation = found["29-1141", "0000000"]
    assert nation[2:] == (
        3300000, None, 45.10, 93800, 61000, 75000, 88000, 101000, 131000, ".-.......",
    )  # fmt: skip
    assert found["29-1141", "0016980"].marks == "..sssssss"
    assert found["29-1141", "0016980"].annual_median_wage_usd is None
    assert found["29-1141", "1800001"].marks == "ss......."
    heart = found["29-1212", "1800001"]
    assert (heart.marks, heart.annual_mean_wage_usd, heart.annual_p10_wage_usd) == (
        "..t..tttt",
        350000,
        90000,
    )
    assert heart.annual_median_wage_usd is None
    assert found["25-2021", "1800000"].marks == "..a......"
    assert found["27-2011", "1800000"].marks == "...hhhhhh"
    assert found["27-2011", "1800000"].hourly_median_wage_usd == 22.5


def test_areas_occupations_and_release(tmp_path: Path) -> None:
    build_oews_snapshot(write_flat_files(tmp_path / "bls"), tmp_path / "out")
    assert list(read_oews_areas(tmp_path / "out")) == [
        OewsArea("0000000", "nation", "National", ""),
        OewsArea("0016980", "metro", "Chicago-Naperville-Elgin, IL-IN", "IL"),
        OewsArea("1800000", "state", "Indiana", "IN"),
        OewsArea("1800001", "nonmetro", "Northern Indiana nonmetropolitan area", "IN"),
    ]
    levels = {one.occupation_code: one.level for one in read_oews_occupations(tmp_path / "out")}
    assert levels["00-0000"] == "all"
    assert levels["29-1141"] == "detailed"
    release = read_oews_release(tmp_path / "out")
    assert (release.vintage, release.release) == ("2025-05", "May 2025")
    assert (release.top_code_hourly_usd, release.top_code_annual_usd) == (115.0, 239200.0)


def test_flat_files_and_packed_file_give_the_same_tables_twice(tmp_path: Path) -> None:
    flat, packed = write_flat_files(tmp_path / "flat"), write_packed(tmp_path / "packed")
    for name, source in (("a", flat), ("b", flat), ("c", packed)):
        build_oews_snapshot(source, tmp_path / name)
    for table in ("areas.tsv.gz", "occupations.tsv.gz", "estimates.tsv.gz"):
        assert len({(tmp_path / name / table).read_bytes() for name in "abc"}) == 1, table
    assert (tmp_path / "a/manifest.json").read_bytes() == (tmp_path / "b/manifest.json").read_bytes()


def test_the_newest_year_of_a_long_file_is_taken(tmp_path: Path) -> None:
    folder = write_flat_files(tmp_path / "bls")
    old = data_lines({"N0000000000000291141": ("1", "", *("1.00",) * 7)}, year="2024")[1:]
    (folder / "oe.data.0.Current").write_text("\n".join([*data_lines(ROWS), *old]) + "\n")
    assert _build(folder, tmp_path / "out")["29-1141", "0000000"].employment == 3300000


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("-|9", r"occupation 291141, area 0000000, data type 01: “-” with footnotes “9” is new to us"),
        ("-", r"“-” with footnotes “” is new to us"),
        ("-|5", r"data type 01: “-” with footnotes “5” is new to us"),
        ("12,000", r"“12,000” is not a number"),
    ],
)
def test_a_cell_of_unknown_meaning_stops_the_build(tmp_path: Path, cell: str, message: str) -> None:
    rows = {"N0000000000000291141": (cell, *ROWS["N0000000000000291141"][1:])}
    with pytest.raises(ValueError, match=message):
        build_oews_snapshot(write_flat_files(tmp_path / "bls", rows), tmp_path / "out")


@pytest.mark.parametrize(
    ("replace", "message"),
    [
        ({"oe_footnote": "footnote_code\tfootnote_text\n8\tEstimate not released.\n"}, "states the top code"),
        ({"oe_release": "release_date\tdescription\n2024A01\tMay 2024\n"}, "does not name 2025A01"),
        ({"oe_area": FILES["oe.area"].replace("0016980", "0099999")}, "Occupation 291141, area 0016980"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    tmp_path: Path, replace: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        build_oews_snapshot(write_flat_files(tmp_path / "bls", **replace), tmp_path / "out")


def test_damaged_input_is_named(tmp_path: Path) -> None:
    folder = write_flat_files(tmp_path / "bls")
    data = folder / "oe.data.0.Current"
    good = data.read_text()
    data.write_text(good + "OEUN000\t2025\tA01\t5\t\n")
    with pytest.raises(ValueError, match=r"oe\.data\.0\.Current, line \d+: .* is not an OEWS series id"):
        build_oews_snapshot(folder, tmp_path / "out")
    data.write_text(good + good.splitlines()[1] + "\n")
    with pytest.raises(ValueError, match="occurs twice in one year"):
        build_oews_snapshot(folder, tmp_path / "out")
    data.write_text(good)
    (folder / "oe.occupation").unlink()
    with pytest.raises(ValueError, match=r"oe\.occupation is missing\. Fetch https://download\.bls\.gov"):
        build_oews_snapshot(folder, tmp_path / "out")
    with pytest.raises(FileNotFoundError, match="holds neither BLS flat files"):
        build_oews_snapshot(tmp_path / "out", tmp_path / "out")


def test_a_packed_file_that_changed_is_refused(tmp_path: Path) -> None:
    packed = write_packed(tmp_path / "packed") / "oews-2025.sqlite.gz"
    packed.write_bytes(packed.read_bytes() + b"\0")
    with pytest.raises(ValueError, match="does not match the checksum"):
        build_oews_snapshot(packed, tmp_path / "out")


def test_marks_mean_what_the_domain_calls_them() -> None:
    assert [figure_status(mark) for mark in ".stha-"] == [
        FigureStatus.PUBLISHED,
        FigureStatus.SUPPRESSED,
        FigureStatus.TOP_CODED,
        FigureStatus.HOURLY_ONLY,
        FigureStatus.ANNUAL_ONLY,
        FigureStatus.NOT_PUBLISHED,
    ]
