"""The committed places and occupations, held against official counts and against what is commonly known."""

import csv
import gzip
import re
import tomllib
from collections import Counter
from math import cos, hypot, radians
from pathlib import Path

import pytest

from ingest.snapshot.artefact import Manifest, sha256_of
from ingest.snapshot.soc import build_soc_snapshot
from portal.labor.oews_occupation import OEWS_GROUP_TITLES, find_oews_occupation
from portal.store.snapshots import (
    CountyPlace,
    ZipPlace,
    read_counties,
    read_oews_areas,
    read_oews_occupations,
    read_soc_occupations,
    read_soc_titles,
    read_states,
    read_zips,
)
from tests.real_data import SHARED

CONFIG = Path(__file__).parents[3] / "config"
EMBEDDED = CONFIG / "embedded"


@pytest.fixture(scope="module")
def counties() -> dict[str, CountyPlace]:
    return {one.county_fips: one for one in read_counties(EMBEDDED / "places")}


@pytest.fixture(scope="module")
def zips() -> dict[str, ZipPlace]:
    return {one.zip_code: one for one in read_zips(EMBEDDED / "places")}


@pytest.mark.parametrize("name", ["oews", "soc", "places"])
def test_tables_are_those_of_the_manifest(name: str) -> None:
    manifest = Manifest.model_validate_json((EMBEDDED / name / "manifest.json").read_text())
    assert {table.file_name for table in manifest.tables} == {p.name for p in (EMBEDDED / name).glob("*.gz")}
    for table in manifest.tables:
        assert sha256_of(EMBEDDED / name / table.file_name) == table.sha256
    assert manifest.command.startswith(f"ingest snapshot {name}")


def test_the_2018_soc_is_whole() -> None:
    """23 major, 98 minor, 459 broad groups and 867 detailed occupations (2018 SOC Manual)."""
    occupations = {one.soc_code: one for one in read_soc_occupations(EMBEDDED / "soc")}
    levels = Counter(one.level for one in occupations.values())
    assert levels == {"major": 23, "minor": 98, "broad": 459, "detailed": 867}
    above = {"minor": "major", "broad": "minor", "detailed": "broad"}
    for one in occupations.values():
        assert bool(one.parent_code) == (one.level != "major")
        if one.parent_code:
            assert occupations[one.parent_code].level == above[one.level]
        assert bool(one.definition) == (one.level == "detailed"), one.soc_code
    assert occupations["29-1221"].parent_code == "29-1210"
    assert occupations["31-1131"].title == "Nursing Assistants"


def test_direct_match_titles_point_at_detailed_occupations() -> None:
    detailed = {one.soc_code for one in read_soc_occupations(EMBEDDED / "soc") if one.level == "detailed"}
    titles = list(read_soc_titles(EMBEDDED / "soc"))
    assert len(titles) == 6_537
    assert {one.soc_code for one in titles} <= detailed
    assert {one.soc_code for one in titles if one.title == "Certified Nursing Assistant"} == {"31-1131"}


@pytest.mark.real_data
def test_soc_built_again_from_the_workbooks_is_the_committed_one(tmp_path: Path) -> None:
    built = build_soc_snapshot(SHARED / "crosswalks", tmp_path)
    committed = Manifest.model_validate_json((EMBEDDED / "soc" / "manifest.json").read_text())
    assert [t.content_sha256 for t in built.tables] == [t.content_sha256 for t in committed.tables]
    assert built.sources == committed.sources


def test_nearly_every_civilian_occupation_has_a_printed_oews_code() -> None:
    printed = {
        one.occupation_code for one in read_oews_occupations(EMBEDDED / "oews") if one.level == "detailed"
    }
    found = {
        one.soc_code: find_oews_occupation(one.soc_code, printed)
        for one in read_soc_occupations(EMBEDDED / "soc")
        if one.level == "detailed"
    }
    without = {code for code, one in found.items() if one is None}
    assert {code for code in without if not code.startswith("55-")} == {"11-1031", "45-3031"}
    reached = {one.printed_code for one in found.values() if one is not None}
    assert reached == printed
    aide = found["31-1121"]
    assert aide is not None
    assert (aide.printed_code, aide.is_group) == ("31-1120", True)
    titles = {one.occupation_code: one.title for one in read_oews_occupations(EMBEDDED / "oews")}
    assert OEWS_GROUP_TITLES.items() <= titles.items()
    own_group = find_oews_occupation("21-1011", {"21-1010", "21-1018"})
    assert own_group is not None
    assert own_group.printed_code == "21-1018", "the broad group has figures for the nation only"
    assert find_oews_occupation("25-9042", printed) == find_oews_occupation("25-9042", sorted(printed))


def test_every_area_of_a_county_is_an_oews_area_of_its_kind(counties: dict[str, CountyPlace]) -> None:
    areas = {area.area_code: area for area in read_oews_areas(EMBEDDED / "oews")}
    for county in counties.values():
        if county.area_code:
            area = areas[county.area_code]
            assert area.area_type == ("metro" if county.area_basis.startswith("metro") else "nonmetro")
            assert area.area_type == "metro" or area.state == county.state
            assert county.area_method in {"verified", "inferred"}
        else:
            assert (county.area_method, county.area_basis) in {("", "state_only"), ("", "former_county")}
    served = {county.area_code for county in counties.values()}
    assert {code for code, area in areas.items() if area.area_type == "metro"} <= served


def test_all_92_counties_of_indiana_are_mapped(counties: dict[str, CountyPlace]) -> None:
    indiana = [county for county in counties.values() if county.state == "IN"]
    assert len(indiana) == 92
    assert all(county.area_code for county in indiana)
    assert Counter(county.area_method for county in indiana) == {"verified": 44, "inferred": 48}


@pytest.mark.parametrize(
    ("county_fips", "county_name", "area_code"),
    [
        ("18089", "Lake County", "0016980"),  # Gary: Chicago-Naperville-Elgin
        ("18097", "Marion County", "0026900"),  # Indianapolis
        ("18003", "Allen County", "0023060"),  # Fort Wayne
        ("18141", "St. Joseph County", "0043780"),  # South Bend-Mishawaka
        ("18043", "Floyd County", "0031140"),  # New Albany: Louisville
        ("18029", "Dearborn County", "0017140"),  # Lawrenceburg: Cincinnati
        ("18163", "Vanderburgh County", "0021780"),  # Evansville
        ("18091", "LaPorte County", "0033140"),  # Michigan City-La Porte
        ("18177", "Wayne County", "1800002"),  # Richmond: Central Indiana
        ("18133", "Putnam County", "1800002"),  # left the Indianapolis area in 2023
        ("36005", "Bronx County", "0035620"),
        ("36047", "Kings County", "0035620"),
        ("36061", "New York County", "0035620"),
        ("36081", "Queens County", "0035620"),
        ("36085", "Richmond County", "0035620"),
        ("06037", "Los Angeles County", "0031080"),
        ("11001", "District of Columbia", "0047900"),
        ("09110", "Capitol Planning Region", "0025540"),
        ("39035", "Cuyahoga County", "0017410"),
        ("35013", "Doña Ana County", "0029740"),
        ("26089", "Leelanau County", "0045900"),
        ("48505", "Zapata County", ""),  # Texas redrew its nonmetropolitan areas: the state's figures
    ],
)
def test_counties_that_people_know(
    counties: dict[str, CountyPlace], county_fips: str, county_name: str, area_code: str
) -> None:
    assert (counties[county_fips].county_name, counties[county_fips].area_code) == (county_name, area_code)


def test_states_and_counties_are_complete(counties: dict[str, CountyPlace]) -> None:
    states = {one.state for one in read_states(EMBEDDED / "places")}
    assert len(states) == 56
    current = [one for one in counties.values() if one.status == "current"]
    fifty = [one for one in current if one.state not in {"AS", "GU", "MP", "PR", "VI"}]
    assert len(fifty) == 3_144  # counties and equivalents of 50 states and DC since 2022
    assert Counter(one.state for one in counties.values() if one.status == "former") == {"AK": 1, "CT": 8}
    assert {one.state for one in counties.values()} == states - {"AS"}


@pytest.mark.parametrize(
    ("zip_code", "place_name", "state", "county_fips"),
    [
        ("46402", "Gary", "IN", "18089"),
        ("46204", "Indianapolis", "IN", "18097"),
        ("47907", "West Lafayette", "IN", "18157"),
        ("10001", "New York", "NY", "36061"),
        ("11201", "Brooklyn", "NY", "36047"),
        ("10451", "Bronx", "NY", "36005"),
        ("10301", "Staten Island", "NY", "36085"),
        ("02108", "Boston", "MA", "25025"),
        ("90012", "Los Angeles", "CA", "06037"),
        ("99501", "Anchorage", "AK", "02020"),
        ("00601", "Adjuntas", "PR", "72001"),
        ("06103", "Hartford", "CT", "09110"),
    ],
)
def test_zip_codes_that_people_know(
    zips: dict[str, ZipPlace], zip_code: str, place_name: str, state: str, county_fips: str
) -> None:
    found = zips[zip_code]
    assert (found.place_name, found.state, found.counties[0][0]) == (place_name, state, county_fips)


def test_zips_stand_in_their_counties(zips: dict[str, ZipPlace], counties: dict[str, CountyPlace]) -> None:
    assert len(zips) == 39_485
    far = []
    for one in zips.values():
        assert re.fullmatch(r"\d{5}", one.zip_code)
        assert one.counties
        assert all(fips in counties for fips, _ in one.counties)
        assert abs(sum(share for _, share in one.counties) - 1) < 0.01, one
        assert one.latitude is not None
        assert one.longitude is not None
        county = counties[one.counties[0][0]]
        north = one.latitude - county.latitude
        east = (one.longitude - county.longitude) * cos(radians(county.latitude))
        if hypot(north, east) * 69 > 100 and county.state != "AK":
            far.append(one.zip_code)
    assert len(far) < 50, far


def test_indiana_growth_regions_hold_each_county_once(counties: dict[str, CountyPlace]) -> None:
    regions = tomllib.loads((CONFIG / "regions" / "IN.toml").read_text(encoding="utf-8"))["region"]
    assert [region["code"] for region in regions] == [f"wdr:in-{number}" for number in range(1, 12)]
    members = [fips for region in regions for fips in region["county_fips"]]
    assert sorted(members) == sorted(fips for fips in counties if fips.startswith("18"))
    assert "18089" in regions[0]["county_fips"]
    assert "18097" in regions[4]["county_fips"]


@pytest.mark.real_data
def test_every_row_of_hud_is_in_the_snapshot(zips: dict[str, ZipPlace]) -> None:
    """By another path: line by line, numbers as numbers."""
    lines = gzip.decompress((SHARED / "geography" / "hud_zip_county_crosswalk.csv.gz").read_bytes()).decode()
    rows = [line.split(",") for line in lines.splitlines()[1:]]
    assert len(rows) == sum(len(one.counties) for one in zips.values())
    most_homes: dict[str, float] = {}
    for row in rows:
        one = zips[f"{int(row[0]):05d}"]
        assert dict(one.counties)[f"{int(row[1]):05d}"] == pytest.approx(float(row[-1]), abs=6e-5)
        most_homes[one.zip_code] = max(most_homes.get(one.zip_code, 0), float(row[-4]))
    homes = {(f"{int(row[0]):05d}", f"{int(row[1]):05d}"): float(row[-4]) for row in rows}
    for one in zips.values():
        assert homes[one.zip_code, one.counties[0][0]] == most_homes[one.zip_code]
        assert (one.kind == "no_homes") == (most_homes[one.zip_code] == 0)


@pytest.mark.real_data
def test_every_metropolitan_county_of_the_2023_delineation_is_in_its_area(
    counties: dict[str, CountyPlace],
) -> None:
    path = SHARED / "geography" / "cbsa2fipsxw.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        metro = {
            f"{int(row['fipsstatecode']):02d}{int(row['fipscountycode']):03d}": f"{int(row['cbsacode']):07d}"
            for row in csv.DictReader(stream)
            if "Metropolitan" in row["metropolitanmicropolitanstatis"]
        }
    cleveland = {"0017460": "0017410"}  # OEWS has another code for the same title
    assert len(metro) > 1_200
    assert {fips: counties[fips].area_code for fips in metro} == {
        fips: cleveland.get(code, code) for fips, code in metro.items()
    }
    others = {one.area_code for fips, one in counties.items() if fips not in metro}
    assert not {code for code in others if code.startswith("00")}
