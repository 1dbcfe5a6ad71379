"""Occupation pages by place: counties on a map, jobs week by week, who is hiring, and how sure we are."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.region import Region
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.openings import OpenSpan, first_day_of_history, list_open_spans
from portal.store.places import resolve_region
from portal.store.tables import CountyRow, JobPostingPlaceRow, JobPostingRow, ZipRow
from portal.web.app import create_app
from portal.web.occupations.classes import bounds_of, legend_of, rank_of
from portal.web.occupations.openings import HEIGHT, count_open, lay_out
from portal.web.occupations.topology import county_shapes
from tests.portal.web.page_client import PageClient, markup, swapped_main
from tests.portal.web.world import NOW, TODAY, build_index, close_site, fill_store, settings_for

CONFIG = ROOT / "config"
COUNTIES = ROOT / "static" / "vendor" / "us-atlas" / "counties-albers-10m.json"
LAKE, ORANGE = "region=county:18089", "region=county:18117"
AIDES = "/occupations/31-1131"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """The small world with half a year of history: five aides' jobs in Lake County, one in Orange County."""
    folder = tmp_path_factory.mktemp("places")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with open_session(engine) as session:
        for id_, employer, county, weeks_ago, gone_weeks_ago in (
            (101, "Lakeside Home", "18089", 12, None),
            (102, "Lakeside Home", "18089", 10, None),
            (103, "County Hospital", "18089", 9, 4),
            (104, "", "18089", 2, None),
            (105, "Orchard Home", "18117", 6, None),
        ):
            add_posting(session, id_, employer, county, weeks_ago=weeks_ago, gone_weeks_ago=gone_weeks_ago)
        orange = session.get(CountyRow, "18117")
        assert orange is not None
        orange.area_code, orange.area_method, orange.area_basis = "0023844", "inferred", "nonmetro_2021"
        boxes = session.get(ZipRow, "47454")
        assert boxes is not None
        boxes.point_basis = "county"
        session.commit()
    engine.dispose()
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def client(site: Flask) -> PageClient:
    return PageClient(site.test_client())


def add_posting(
    session: Session, id_: int, employer: str, county: str, *, weeks_ago: int, gone_weeks_ago: int | None
) -> None:
    seen = NOW - timedelta(weeks=weeks_ago)
    session.add(
        JobPostingRow(
            id=id_, source_key="nyc", source_ref=f"h{id_}", content_hash=f"h{id_}", title="Nurse Aide",
            employer_name=employer, first_seen_at=seen, changed_at=seen, soc_code="31-1131",
            removed_at=None if gone_weeks_ago is None else NOW - timedelta(weeks=gone_weeks_ago),
            employment_types=[], soc_candidates=[], requirements_state="nothing_found",
            requirements={"state": "nothing_found"},
        )
    )  # fmt: skip
    session.flush()
    session.add(
        JobPostingPlaceRow(posting_id=id_, precision="county", place_name="", state="IN", county_fips=county)
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "url", [f"{AIDES}?{LAKE}", f"{AIDES}?{LAKE}&counties=jobs", f"{AIDES}?region=us", f"{AIDES}?region=47454"]
)
def test_every_page_keeps_the_laws(client: PageClient, url: str, language: str) -> None:
    assert client.get(url, language=language).all("html")[0].get("lang") == language


def test_an_inferred_area_is_said_beside_the_pay(client: PageClient) -> None:
    assert "Orange County is in this area. We could not check it" in client.get(f"{AIDES}?{ORANGE}").words()
    assert "We could not check it" not in client.get(f"{AIDES}?{LAKE}").words()


def test_a_zip_without_area_says_from_where_we_measure(client: PageClient) -> None:
    assert "47454 has no area of its own" in client.get(f"{AIDES}?region=47454").words()
    assert "no area of its own" not in client.get(f"{AIDES}?region=46402").words()


def test_the_map_of_counties_and_its_table_say_the_same(client: PageClient) -> None:
    part = client.get(f"{AIDES}?{LAKE}&counties=jobs").by_id("occupations-counties")
    rows = [markup(one) for one in part.iter() if one.tag.endswith("}tr")][1:]
    assert len(rows) == 2
    assert "Lake County" in rows[0]
    if COUNTIES.is_file():
        titles = {one.text for one in part.iter() if one.tag.endswith("}title")}
        for row, county in zip(rows, ("Lake County", "Orange County"), strict=True):
            count = row.partition("<td>")[2].partition("</td>")[0]
            assert f"{county}: {count}" in titles
    pay = markup(client.get(f"{AIDES}?{LAKE}").by_id("occupations-counties"))
    assert "May 2025" in pay
    assert "not checked: Orange County" in pay


def test_a_swapped_map_of_counties_equals_a_fresh_load(client: PageClient) -> None:
    second = f"{AIDES}?{LAKE}&counties=jobs"
    swapped = swapped_main(client.get(f"{AIDES}?{LAKE}"), client.fragment(second))
    assert markup(client.get(second).by_id("occupations-counties")) in swapped


def test_the_whole_country_has_no_map_of_counties(client: PageClient) -> None:
    assert 'id="counties"' not in client.get(f"{AIDES}?region=us").text


def test_a_map_of_something_else_is_refused(client: PageClient) -> None:
    client.get(f"{AIDES}?{LAKE}&counties=weather", status=422)


def test_who_is_hiring_counts_by_name_and_owns_up_to_what_it_does_not_know(client: PageClient) -> None:
    words = client.get(f"{AIDES}?{LAKE}").words()
    assert "Lakeside Home 2 open jobs" in words
    assert "1 job names no employer." in words
    assert "County Hospital" not in words, "its posting is gone"
    assert "Orchard Home" not in words, "it is in another county"


def test_open_jobs_are_counted_week_by_week_from_first_sight_to_the_end(site: Flask) -> None:
    with open_session(site.extensions["store_engine"]) as session:
        lake = resolve_region(session, Region.parse("county:18089"))
        spans = list_open_spans(session, "31-1131", lake, since=date(2026, 1, 1), today=TODAY)
        assert first_day_of_history(session) == (NOW - timedelta(weeks=12)).date()
    counts = {back: count_open(spans, TODAY - timedelta(weeks=back)) for back in (13, 12, 9, 5, 3)}
    assert counts == {13: 0, 12: 1, 9: 3, 5: 3, 3: 2}


def test_the_picture_of_weeks_starts_where_our_history_does(client: PageClient) -> None:
    page = client.get(f"{AIDES}?{LAKE}")
    (table,) = [one for one in page.all("table") if "Open jobs week by week" in markup(one)]
    rows = [one for one in table.iter() if one.tag.endswith("}tr")][1:]
    assert len(rows) == 13, "twelve weeks back and today"
    assert page.text.count('class="weeks-bar"') == 13


def test_bars_stand_on_one_scale_from_zero() -> None:
    days = [(date(2026, 6, 6), 0), (date(2026, 6, 13), 5), (date(2026, 6, 20), 10)]
    view = lay_out(date(2026, 6, 1), days)
    assert [bar.height for bar in view.bars] == [0, HEIGHT // 2, HEIGHT]
    assert all(bar.y + bar.height == HEIGHT for bar in view.bars)
    assert all(bar.height == 0 for bar in lay_out(date(2026, 6, 1), [(day, 0) for day, _ in days]).bars)


def test_a_posting_that_closed_before_it_was_seen_is_never_open() -> None:
    span = OpenSpan(first_day=date(2026, 6, 10), last_day=date(2026, 6, 9))
    assert not any(count_open([span], date(2026, 6, 1) + timedelta(days=day)) for day in range(20))


def test_classes_hold_every_value_and_the_legend_only_what_is_there() -> None:
    values = [10.0, 20.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0]
    bounds = bounds_of(values)
    assert {rank_of(value, bounds) for value in values} == {1, 2, 3, 4}
    legend = legend_of([5.0, 5.0], bounds_of([5.0, 5.0]), in_words=str)
    assert [text for _, text in legend] == ["no figure", "5.0"]
    assert legend_of([], [], in_words=str) == ((0, "no figure"),)


@pytest.mark.skipif(not COUNTIES.is_file(), reason="front-end files are not installed: make install")
@pytest.mark.parametrize(("state", "counties"), [("18", 92), ("48", 254), ("15", 5)])
def test_every_county_of_a_state_is_drawn_within_its_picture(state: str, counties: int) -> None:
    shapes = county_shapes(COUNTIES, state)
    assert len(shapes.paths) == counties
    assert all(shapes.paths.values())
    assert max(shapes.width, shapes.height) == 400
    starts = [path[1:].partition("l")[0].split(",") for path in shapes.paths.values()]
    assert all(0 <= int(x) <= shapes.width and 0 <= int(y) <= shapes.height for x, y in starts)


def test_without_the_outline_file_the_table_stands_alone(tmp_path: Path) -> None:
    assert county_shapes(tmp_path / "none.json", "18").paths == {}
