"""The embedded data as it ships: loaded once, loaded again without a change, and right on what it claims."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from portal.domain.errors import InvalidCatalog, InvalidCode, NotFound
from portal.domain.region import Region
from portal.domain.wage import AreaType, FigureStatus
from portal.settings import ROOT
from portal.store.catalog import get_credential, list_credentials, read_catalog
from portal.store.embedded import load_embedded
from portal.store.engine import open_engine, open_session
from portal.store.occupations import get_occupation, list_occupation_codes, list_occupations
from portal.store.places import find_counties_by_name, find_zip, list_counties, resolve_region
from portal.store.tables import CountyRow, WageEstimateRow, ZipRow
from portal.store.wages import list_wage_estimates, wage_areas

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONFIG = ROOT / "config"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, embedded_folder: Path) -> Iterator[Session]:
    store = tmp_path_factory.mktemp("embedded") / "store.sqlite"
    shutil.copyfile(embedded_folder / "rungs.sqlite", store)
    engine = open_engine(f"sqlite:///{store}")
    with open_session(engine) as session:
        yield session
    engine.dispose()


def test_loading_again_changes_nothing(session: Session) -> None:
    assert load_embedded(session, CONFIG, now=NOW, progress=lambda _name, _rows: None) == {
        "soc": 0,
        "oews": 0,
        "crosswalks": 0,
        "entry": 0,
        "onet_core": 0,
        "wage_projection": 0,
        "places": 0,
        "catalog": 0,
    }


def test_every_occupation_and_area_of_the_official_lists_is_there(session: Session) -> None:
    assert len(list_occupation_codes(session)) == 867
    assert session.exec(select(func.count()).select_from(WageEstimateRow)).one() > 200_000
    assert len(list_counties(session, "IN")) == 92
    assert session.exec(select(func.count()).select_from(ZipRow)).one() > 38_000


def test_each_indiana_county_has_a_wage_area_and_a_workforce_region(session: Session) -> None:
    counties = session.exec(select(CountyRow).where(CountyRow.state == "IN")).all()
    assert [c.county_name for c in counties if not c.area_code] == []
    assert {c.workforce_region for c in counties} == {f"in-{n}" for n in range(1, 12)}


def test_wages_go_from_the_nearest_area_to_the_nation(session: Session) -> None:
    resolved = resolve_region(session, Region.parse("46402"))
    areas = wage_areas(session, resolved)
    assert [area.area_type for area in areas] == [AreaType.METRO, AreaType.STATE, AreaType.NATION]
    estimates = list_wage_estimates(session, ["31-1131"], areas)
    assert {code for _, code in estimates} == {"0016980", "1800000", "0000000"}
    for estimate in estimates.values():
        assert estimate.vintage == "2025-05"
        assert estimate.annual_median_wage_usd.status is FigureStatus.PUBLISHED


def test_a_missing_figure_keeps_its_reason(session: Session) -> None:
    rows = session.exec(select(WageEstimateRow.annual_median_status).distinct()).all()
    assert {"published", "suppressed", "top_coded"} <= set(rows)
    top = session.exec(
        select(WageEstimateRow.annual_median_wage_usd)
        .where(WageEstimateRow.annual_median_status == "top_coded")
        .distinct()
    ).all()
    assert len(top) == 1
    assert top[0] is not None
    assert top[0] > 200_000


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("46402", "25 miles around 46402 (Gary, IN)"),
        ("county:18089", "Lake County, Indiana"),
        ("metro:35620", "New York-Newark-Jersey City, NY-NJ"),
        ("wdr:in-1", "Indiana workforce region 1"),
        ("state:IN", "Indiana"),
        ("in", "Indiana"),
        ("us", "the United States"),
    ],
)
def test_each_form_of_a_region_has_a_name_for_people(session: Session, text: str, label: str) -> None:
    assert resolve_region(session, Region.parse(text)).label == label


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("00000", "do not know the ZIP code"),
        ("09012", "military"),
        ("county:99999", "county"),
        ("metro:00001", "metropolitan"),
        ("wdr:in-12", "workforce region"),
        ("state:ZZ", "not a state"),
    ],
)
def test_an_unknown_place_says_what_to_type(session: Session, text: str, says: str) -> None:
    with pytest.raises(NotFound, match=says):
        resolve_region(session, Region.parse(text))


@pytest.mark.parametrize(
    "text",
    ["", "46", "zip:46402:0", "zip:46402:999", "zip:46402:-5", "county:1", "moon:1", "zip:４６４０２:5"],
)
def test_what_is_no_region_is_refused(text: str) -> None:
    with pytest.raises(InvalidCode, match=r"Type|miles"):
        Region.parse(text)


def test_names_of_counties_are_found_with_and_without_the_word(session: Session) -> None:
    assert [c.county_fips for c in find_counties_by_name(session, "lake", state="IN")] == ["18089"]
    assert [c.county_fips for c in find_counties_by_name(session, "Lake County", state="IN")] == ["18089"]
    assert find_zip(session, "46402") is not None


def test_the_catalog_comes_back_as_it_was_loaded(session: Session) -> None:
    catalog = read_catalog(session)
    assert len(catalog.credentials) >= 90
    assert len(catalog.edges) >= 130
    first = catalog.credentials[0]
    assert get_credential(session, first.id) == first
    assert [c.id for c in list_credentials(session, ["no-such", first.id])] == [first.id]
    with pytest.raises(NotFound):
        get_credential(session, "no-such-credential")


def test_occupations_are_found_by_code(session: Session) -> None:
    assert get_occupation(session, "31-1131").soc_title == "Nursing Assistants"
    assert set(list_occupations(session, ["31-1131", "99-0000"])) == {"31-1131"}
    with pytest.raises(NotFound):
        get_occupation(session, "99-0000")


def test_a_broken_catalog_loads_nothing_and_names_the_fix(session: Session, tmp_path: Path) -> None:
    before = read_catalog(session)
    for name in ("embedded", "regions", "clusters.toml", "clusters-2024.toml"):
        (tmp_path / name).symlink_to(CONFIG / name)
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "health-science.toml").write_text('[[credential]]\nid = "cna-in"\n')
    with pytest.raises(InvalidCatalog, match="cna-in: name: is missing; add it"):
        load_embedded(session, tmp_path, now=NOW, progress=lambda _name, _rows: None)
    session.rollback()
    assert read_catalog(session) == before
