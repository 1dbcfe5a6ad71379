import gzip
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.kit.geography.county_areas import CountyAreaFinder, Delineation
from ingest.kit.geography.place_name import write_place_name
from ingest.kit.geography.zip_points import read_zip_points
from ingest.snapshot.oews import build_oews_snapshot
from ingest.snapshot.places import build_places_snapshot
from portal.store.snapshots import OewsArea, read_counties, read_states, read_zips
from tests.ingest.snapshot.oews_sample import write_flat_files

HUD = (
    "ZIP,COUNTY,USPS_ZIP_PREF_CITY,USPS_ZIP_PREF_STATE,RES_RATIO,BUS_RATIO,OTH_RATIO,TOT_RATIO\n"
    "501,36103,HOLTSVILLE,NY,0.0,1.0,0.0,1.0\n"
    "46402,18089,GARY,IN,1.0,1.0,1.0,1.0\n"
    "46394,18127,MC CORDSVILLE,IN,0.2,0.9,0.9,0.55\n"
    "46394,18089,MC CORDSVILLE,IN,0.8,0.1,0.1,0.45\n"
    "6103,9110,HARTFORD,CT,1.0,1.0,1.0,1.0\n"
)
GAZETTEER = (
    "CT|09003|1|Hartford County|1|1|1|1|41.8|-72.7\n"
    "IN|18089|1|Lake County|1|1|1|1|41.472239|-87.374337\n"
    "IN|18127|1|Pońter County|1|1|1|1|41.5|-87.07\n"
    "NY|36103|1|Suffolk County|1|1|1|1|40.943554|-72.692218\n"
)
DELINEATIONS = (
    "cbsacode,metropolitandivisioncode,csacode,cbsatitle,metropolitanmicropolitanstatis,metropolitandivisiontitle,"
    "csatitle,countycountyequivalent,statename,fipsstatecode,fipscountycode,centraloutlyingcounty\n"
    '16980,,,"Chicago-Naperville-Elgin, IL-IN",Metropolitan Statistical Area,,,Lake County,Indiana,18,089,Central\n'
    '25540,,,"Hartford, CT",Metropolitan Statistical Area,,,Capitol Planning Region,Connecticut,9,110,Central\n'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "hud_zip_county_crosswalk.csv.gz").write_bytes(gzip.compress(HUD.encode(), mtime=0))
    (folder / "gazetteer_2017_counties.txt").write_text(GAZETTEER)
    (folder / "cbsa2fipsxw.csv").write_text(DELINEATIONS)
    (folder / "object.js").write_text(
        "module.exports = {\n  '46402': { latitude: 41.617812, longitude: -87.337799 },\n"
        "  '06103': { latitude: 41.765078, longitude: -72.67084 },\n}\n"
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["FIPS code", "State", "State abbreviation", "May 2021 MSA code ", "May 2021 MSA name", "County code",
         "Township code", "County name (or Township name for the New England states)"]
    )  # fmt: skip
    sheet.append(["18", "Indiana", "IN", 16980, "Chicago", "089", "000", "Lake County"])
    name = "Northern Indiana nonmetropolitan area"
    sheet.append(["18", "Indiana", "IN", "1800001", name, "127", "000", "Porter County"])
    book.save(folder / "area_definitions_m2021.xlsx")
    return folder


@pytest.fixture
def oews(tmp_path: Path) -> Path:
    build_oews_snapshot(write_flat_files(tmp_path / "bls"), tmp_path / "oews")
    return tmp_path / "oews"


def _build(source: Path, out: Path, oews: Path) -> Path:
    build_places_snapshot(source, out, points=source / "object.js", oews=oews)
    return out


def test_zips_have_their_main_county_first_and_leading_zeros_back(
    source: Path, oews: Path, tmp_path: Path
) -> None:
    zips = {one.zip_code: one for one in read_zips(_build(source, tmp_path / "out", oews))}
    assert list(zips) == ["00501", "06103", "46394", "46402"]
    assert zips["46394"].counties == (("18089", 0.45), ("18127", 0.55))  # more homes are in Lake County
    assert zips["46394"].place_name == "Mc Cordsville"
    assert zips["06103"].counties == (("09110", 1.0),)
    assert (zips["00501"].kind, zips["00501"].point_basis) == ("no_homes", "county")
    assert (zips["00501"].latitude, zips["00501"].longitude) == (40.9436, -72.6922)
    assert (zips["46402"].kind, zips["46402"].point_basis, zips["46402"].latitude) == (
        "standard", "zcta", 41.6178,
    )  # fmt: skip


def test_counties_say_how_their_area_is_known(source: Path, oews: Path, tmp_path: Path) -> None:
    counties = {one.county_fips: one for one in read_counties(_build(source, tmp_path / "out", oews))}
    lake, porter, capitol = counties["18089"], counties["18127"], counties["09110"]
    assert (lake.area_code, lake.area_method, lake.area_basis) == ("0016980", "verified", "metro_2023")
    assert porter.county_name == "Poñter County"  # the copy of the Gazetteer has its letters wrong
    assert (porter.area_code, porter.area_basis) == ("1800001", "sole_nonmetro_area")
    assert (capitol.county_name, capitol.point_basis) == ("Capitol Planning Region", "zip_mean")
    assert (capitol.area_code, capitol.area_basis) == ("", "state_only")
    assert (counties["09003"].status, counties["09003"].area_code) == ("former", "")
    assert {one.area_vintage for one in counties.values()} == {"2025-05"}


def test_building_twice_gives_the_same_bytes(source: Path, oews: Path, tmp_path: Path) -> None:
    first, second = _build(source, tmp_path / "a", oews), _build(source, tmp_path / "b", oews)
    names = sorted(path.name for path in first.iterdir())
    assert names == ["counties.tsv.gz", "manifest.json", "states.tsv.gz", "zips.tsv.gz"]
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes()
    assert len(list(read_states(first))) == 56


def test_missing_and_damaged_files_are_named(source: Path, oews: Path, tmp_path: Path) -> None:
    hud = source / "hud_zip_county_crosswalk.csv.gz"
    good = hud.read_bytes()
    hud.write_bytes(gzip.compress((HUD + "46402,18089,GARY,IN,1,1,1,1\n").encode(), mtime=0))
    with pytest.raises(ValueError, match="ZIP 46402 is not five digits, or names a county twice"):
        _build(source, tmp_path / "out", oews)
    hud.write_bytes(gzip.compress((HUD + "46999,18999,NOWHERE,IN,1,1,1,1\n").encode(), mtime=0))
    with pytest.raises(ValueError, match="Counties 18999 are in hud_zip_county_crosswalk"):
        _build(source, tmp_path / "out", oews)
    hud.write_bytes(good)
    (source / "object.js").write_text("module.exports = {}")
    with pytest.raises(ValueError, match=r"object\.js: no points"):
        _build(source, tmp_path / "out", oews)
    (source / "cbsa2fipsxw.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"cbsa2fipsxw\.csv is not in"):
        _build(source, tmp_path / "out", oews)


def test_census_gazetteer_of_zctas_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "2024_Gaz_zcta_national.txt"
    header = "GEOID\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT\tINTPTLONG  "
    file.write_text(f"{header}\n00601\t166836392\t798613\t64.416\t0.308\t18.180555\t-66.749961\n")
    assert read_zip_points(file) == {"00601": (18.180555, -66.749961)}
    file.write_text("00601\t18.1\t-66.7\n")
    with pytest.raises(ValueError, match="not the header of a Census Gazetteer ZCTA file"):
        read_zip_points(file)
    file.write_text(f"{header}\n00601\t1\t1\t1\t1\t48.8\t2.35\n00602\t1\t1\t1\t1\t98.8\t2.35\n")
    with pytest.raises(ValueError, match="outside the United States"):
        read_zip_points(file)


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("MCALLEN", "McAllen"),
        ("FOUNTAIN OF THE SUN", "Fountain of the Sun"),
        ("LAND O LAKES", "Land O Lakes"),
        ("TRAVIS AFB", "Travis AFB"),
        ("WINSTON-SALEM", "Winston-Salem"),
        ("O'FALLON", "O'Fallon"),
        ("MACOMB", "Macomb"),
        ("ST LOUIS", "St Louis"),
        ("THE DALLES", "The Dalles"),
    ],
)
def test_place_names_are_written_as_people_do(capitals: str, written: str) -> None:
    assert write_place_name(capitals) == written


def _finder(**names_2021: str) -> CountyAreaFinder:
    areas = [
        OewsArea("1800001", "nonmetro", "North", "IN"),
        OewsArea("1800002", "nonmetro", "Central", "IN"),
        OewsArea("1800000", "state", "Indiana", "IN"),
        OewsArea("0017410", "metro", "Cleveland, OH", "OH"),
    ]
    old = {
        "1800001": "North",
        "1800002": "Central",
        **{f"18{key[1:]}": name for key, name in names_2021.items()},
    }
    return CountyAreaFinder(
        areas,
        {"39035": Delineation("17460", "Cleveland, OH", is_metro=True, county_name="Cuyahoga County")},
        areas_2021={
            "18001": {"1800001"}, "18003": {"1800001"}, "18005": {"1800001"}, "18007": {"1800002"},
            "18100": {"0026900"}, "18200": {"0026900"},
        },
        area_names_2021=old,
        points={
            "18001": (41.0, -85.0), "18003": (41.1, -85.0), "18005": (41.2, -85.0), "18007": (39.0, -86.0),
            "18100": (41.05, -85.05), "18200": (39.6, -85.8),
        },
    )  # fmt: skip


def test_an_unchanged_state_keeps_its_2021_areas_and_says_inferred() -> None:
    found = _finder().find_area("18001")
    assert (found.area_code, found.method, found.basis) == ("1800001", "inferred", "nonmetro_2021")


def test_a_county_that_left_its_metro_follows_three_agreeing_neighbours_only() -> None:
    assert _finder().find_area("18100").basis == "nonmetro_neighbours"
    assert _finder().find_area("18100").area_code == "1800001"
    divided = _finder().find_area("18200")  # its nearest three are in two areas
    assert (divided.area_code, divided.method, divided.basis) == ("", "", "state_only")


@pytest.mark.parametrize("changed", [{"x00002": "Middle"}, {"x00003": "South"}])
def test_a_state_whose_areas_were_redrawn_gives_no_area(changed: dict[str, str]) -> None:
    assert _finder(**changed).find_area("18001").basis == "state_only"


def test_a_metro_with_another_code_but_the_same_title_is_inferred() -> None:
    found = _finder().find_area("39035")
    assert (found.area_code, found.method, found.basis) == ("0017410", "inferred", "metro_2023_by_title")
