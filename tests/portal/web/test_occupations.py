"""Occupation pages: every figure with place and date, years never unlabelled, and what is not loaded is said."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from sqlmodel import Session

from ingest.kit.document import Document, Surroundings
from ingest.pipeline.reference import replace_tables
from ingest.registry import build_adapter
from portal.domain.occupation_profile import OccupationProfile
from portal.domain.outlook import Projection, YearsBasis
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.outlook import load_entry_snapshot, replace_projections
from portal.store.tables import WageEstimateRow
from portal.store.wage_projections import load_wage_projection_snapshot
from portal.store.wages import FIGURES
from portal.web.app import create_app
from portal.web.knowledge import build_knowledge, read_moment
from portal.web.occupations.onet_parts import schooling_shares
from portal.web.occupations.topology import state_paths
from tests.ingest.feeds import source
from tests.ingest.reference_feeds import onet_zip
from tests.portal.web.page_client import PageClient, markup, swapped_main
from tests.portal.web.world import NOW, close_site, fill_store, settings_for

CONFIG = ROOT / "config"
EMBEDDED = CONFIG / "embedded"
LAKE = "region=county:18089"
AIDES = f"/occupations/31-1131?{LAKE}"
ALL = (
    "/occupations",
    "/occupations?q=nurs",
    "/occupations?q=zzzz",
    AIDES,
    f"{AIDES}&map=jobs",
    f"{AIDES}&map=outlook",
    "/occupations/29-2061",
    f"/occupations/compare?soc=31-1131,29-2061&{LAKE}",
    "/occupations/compare?soc=31-1131&region=county:18089&region=state:IN",
)


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """The small world with all reference data that the pages read."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with open_session(engine) as session:
        add_reference(session, folder)
        session.commit()
    engine.dispose()
    app = create_app(settings_for(url, folder, CONFIG))
    app.config["TESTING"] = True
    yield app
    close_site(app)


def add_reference(session: Session, folder: Path) -> None:
    for vintage, code in (("2017-05", "21-1011"), ("2025-05", "21-1018")):
        session.add(WageEstimateRow(vintage=vintage, area_code="0000000", soc_code=code, **suppressed()))
    load_entry_snapshot(session, EMBEDDED / "entry")
    load_wage_projection_snapshot(session, EMBEDDED / "wage_projection")
    state = {"area_code": "1800000", "source_key": "projections_central", "start_year": 2022, "end_year": 2032,
             "years_basis": YearsBasis.INFERRED}  # fmt: skip
    replace_projections(
        session,
        [
            Projection(soc_code="31-1131", title="Nursing Assistants", base_employment=29_920,
                       projected_employment=31_900, change_percent=6.6, annual_openings=4_580, **state),
            Projection(soc_code="00-0000", title="All", change_percent=3.2, is_summary=True, **state),
        ],
    )  # fmt: skip
    around = Surroundings(today=NOW.date(), data_dir=folder, config_dir=CONFIG)
    adapter = build_adapter(source("onet"), around)
    packed = Document(name="db_30_1_text.zip", url="https://example.org/x/db_30_1_text.zip", raw=onet_zip())
    replace_tables(session, adapter.read([packed]), progress=lambda _count: None)  # type: ignore[union-attr]


@pytest.fixture
def full(full_site: Flask) -> PageClient:
    return PageClient(full_site.test_client())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("url", ALL)
def test_every_page_keeps_the_laws_with_and_without_reference_data(
    pages: PageClient, full: PageClient, url: str, language: str
) -> None:
    for client in (pages, full):
        assert client.get(url, language=language).all("html")[0].get("lang") == language


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/occupations/99-9999", 404),
        ("/occupations/abc", 422),
        (f"{AIDES}&map=weather", 422),
        ("/occupations/31-1131?region=4640", 422),
        ("/occupations?page=0", 422),
        ("/occupations/compare", 422),
        ("/occupations/compare?soc=31-1131,29-2061,29-1141,11-1011,11-1021", 422),
    ],
)
def test_wrong_addresses_get_a_page_that_helps(pages: PageClient, url: str, status: int) -> None:
    assert pages.get(url, status=status).all("a")


def suppressed() -> dict[str, Any]:
    return {status: "suppressed" for _, status in FIGURES.values()}


def test_codes_of_past_years_are_not_taken_for_todays(full_site: Flask) -> None:
    """21-1011 stood alone until 2018; today BLS prints it under 21-1018."""
    with full_site.app_context(), open_session(full_site.extensions["store_engine"]) as session:
        printed = build_knowledge(session, read_moment(session)).printed_codes
    assert "21-1018" in printed
    assert "21-1011" not in printed


def test_a_county_of_unknown_area_says_why_its_pay_is_that_of_a_larger_place(full: PageClient) -> None:
    said = "We do not know which of them this county is in"
    assert said in full.get("/occupations/31-1131?region=county:18117").words()
    assert said not in full.get(AIDES).words()
    assert said not in full.get("/occupations/31-1131?region=IN").words()


def test_pay_never_stands_without_place_and_date(full: PageClient) -> None:
    page = full.get(AIDES)
    pay = markup(next(one for one in page.all("section") if one.get("aria-labelledby") == "pay"))
    words = re.sub(r"<[^>]+>", " ", pay)
    assert "May 2025" in words
    assert "Gary, IN area" in words
    (table,) = [one for one in page.all("table") if "Pay by the year" in markup(one)]
    rows = [one for one in table.iter() if one.tag.endswith("}tr")][1:]
    assert len(rows) == 3, "the area, its state and the nation"
    for row in rows:
        assert "May 2025" in markup(row)


def test_two_periods_stand_together_only_with_their_labels(full: PageClient) -> None:
    words = full.get(AIDES).words()
    assert "Indiana, 2022–32" in words
    assert "United States, 2024–34" in words
    assert "These forecasts are for different years" in words
    assert "The file does not state its years" in words
    assert "to replace people who leave" in words
    assert re.search(r"\d+ open jobs? here today .{0,60}June 20, 2026", words)


def test_a_forecast_is_shown_only_where_it_passed(full: PageClient, pages: PageClient) -> None:
    words = full.get(AIDES).words()
    assert re.search(r"United States, 2030 about \$\d\d,\d{3} \$\d\d,\d{3} to \$\d\d,\d{3}", words)
    assert re.search(r"United States, 2025: \$\d\d,\d{3}, as published", words), "what it is set against"
    assert "off by 5.4%; the range held 79% of the time" in words
    assert "Gary, IN area: not enough history yet. We have too few past years" in words
    assert "Indiana: not enough history yet." in words
    assert "2030" not in pages.get(AIDES).words()


def test_what_onet_says_is_shown_with_its_attribution(full: PageClient, pages: PageClient) -> None:
    words = full.get(AIDES).words()
    assert "Turn patients." in words
    assert "USDOL/ETA" in words
    assert "Nurse Aide" in words
    assert "29-1141" in full.get(AIDES).text
    bare = pages.get(AIDES).words()
    assert "O*NET is not loaded yet" in bare
    assert "Turn patients." not in bare
    assert "O*NET says nothing about this work" in full.get("/occupations/29-2061").words()


def test_the_map_has_a_table_that_says_the_same(full: PageClient) -> None:
    page = full.get(f"{AIDES}&map=outlook")
    part = page.by_id("occupations-map")
    titles = [one.text for one in part.iter() if one.tag.endswith("}title") and one.text]
    (table,) = [one for one in part.iter() if one.tag.endswith("}table")]
    assert "+6.6%" in markup(table)
    if state_paths(ROOT / "static" / "vendor" / "us-atlas" / "states-albers-10m.json"):
        assert "Indiana: +6.6%" in titles
    assert "Projections Central, 2022–2032" in markup(part)


def test_a_swapped_map_and_list_equal_a_fresh_load(full: PageClient) -> None:
    for first, second in ((AIDES, f"{AIDES}&map=jobs"), ("/occupations", "/occupations?q=nurs")):
        fragment = full.fragment(second)
        fresh = full.get(second)
        root = re.search(r'id="([a-z-]+)"', fragment)
        assert root is not None
        swapped = swapped_main(full.get(first), fragment)
        assert markup(fresh.by_id(root[1])) in swapped


def test_search_finds_by_code_title_and_other_names(full: PageClient, pages: PageClient) -> None:
    for query in ("31-1131", "nursing assistant", "CNA"):
        assert "/occupations/31-1131" in full.get(f"/occupations?q={query}").text, query
    for query in ("enfermería", "ENFERMERIA", "auxiliar"):
        assert "/occupations/31-1131" in pages.get(f"/occupations?q={query}").text, query
    assert "We found no work with this name." in pages.get("/occupations?q=zzzz").words()


def test_lists_and_comparisons_speak_the_language_of_the_page(full: PageClient) -> None:
    found = full.get("/occupations?q=auxiliar", language="es").words()
    assert "Auxiliar de enfermería" in found
    assert "Eres a quien más ven" in found
    compared = full.get(f"/occupations/compare?soc=31-1131,29-2061&{LAKE}", language="es").words()
    assert "Enfermera práctica con licencia" in compared


def test_state_outlines_are_read_from_topojson(tmp_path: Path) -> None:
    file = tmp_path / "states.json"
    topology = {
        "type": "Topology",
        "transform": {"scale": [2, 2], "translate": [10, 0]},
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]], [[50, 50], [0, 0], [1, 0]]],
        "objects": {
            "states": {
                "geometries": [
                    {"type": "Polygon", "id": "18", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "26", "arcs": [[[-2, -1]], [[2]]]},
                    {"type": None, "id": "99"},
                ]
            }
        },
    }
    file.write_text(json.dumps(topology))
    assert state_paths(file) == {
        "18": "M5,0l10,0 0,10 -10,0 0,-10z",
        "26": "M5,0l0,10 10,0 0,-10 -10,0z",
        "99": "",
    }
    assert state_paths(tmp_path / "none.json") == {}


def test_the_place_box_holds_the_place_as_people_type_it(full_site: Flask) -> None:
    page = full_site.test_client().get("/occupations/31-1131?region=zip:46402:25").get_data(as_text=True)
    assert 'name="region" value="46402"' in page
    bare = full_site.test_client().get("/occupations/31-1131").get_data(as_text=True)
    assert 'name="region" value=""' in bare


def test_our_own_words_come_first_in_the_language_of_the_page(full: PageClient, pages: PageClient) -> None:
    for client in (full, pages):
        english, spanish = client.get(AIDES), client.get(AIDES, language="es")
        for page, title, moment in (
            (english, "Nursing assistant", "Your shift starts with a report"),
            (spanish, "Auxiliar de enfermería", "El turno empieza con un informe"),
        ):
            (heading,) = page.all("h1")
            assert (heading.text, heading.get("lang")) == (title, None)
            assert moment in page.words()
            assert page.text.index(moment) < page.text.index('id="pay"')
            assert "Nursing Assistants" in page.words(), "the official name stands too"


def test_interests_are_words_with_their_source(full: PageClient, pages: PageClient) -> None:
    for client in (full, pages):
        words = client.get(AIDES).words()
        assert words.index("Helping (Social)") < words.index("Doing (Realistic)")
        assert "Helps, teaches or cares for people." in words
        assert "Letters: S, R, C. O*NET interest profile" in words
        assert "USDOL/ETA" in words, "letters from O*NET carry its attribution where O*NET is not loaded too"


def test_work_conditions_are_shown_where_they_are_loaded(full: PageClient) -> None:
    page = full.get(AIDES)
    asks = markup(next(one for one in page.all("section") if one.get("aria-labelledby") == "asks"))
    assert "4.C.2.d.1.b" in asks, "the name is in no file of the small release"
    assert "4.5 of 5" in asks
    assert "(work context) are not loaded" not in asks
    assert "As O*NET says it Provide basic care." in page.words()


def test_schooling_that_workers_name_is_summed_by_level() -> None:
    profile = OccupationProfile(
        onet_soc_code="31-1131.00", soc_code="31-1131", title="Aides", description="Care.", job_zone=2,
        education_percent=((1, 0.4), (2, 60.2), (6, 20.0), (7, 5.3), (11, 3.0), (12, 2.0)),
    )  # fmt: skip
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        assert [share for _, share in schooling_shares(profile)] == ["60%", "25%", "5%"]
        assert schooling_shares(None) == ()


def test_one_occupation_is_compared_in_up_to_four_places(full: PageClient) -> None:
    """The way in stands on the page of the occupation; a narrow screen names each figure's place."""
    assert 'href="/occupations/compare?soc=31-1131&amp;region=county%3A18089#places"' in full.get(AIDES).text
    page = full.get(
        "/occupations/compare?soc=31-1131&region=46402&region=IN&region=&region=Orange+County,+IN"
    )
    assert "Compare places" in page.words()
    for place in ("25 miles around Gary, IN 46402", "Indiana", "Orange County, Indiana"):
        assert page.text.count(f'data-label="{place}"') == 7, place
    boxes = re.findall(r'name="region" value="([^"]*)"', page.text)
    assert boxes == ["46402", "Indiana", "Orange County, IN", ""]
    assert not re.findall(
        r'name="region" value', full.get(f"/occupations/compare?soc=31-1131,29-2061&{LAKE}").text
    )


@pytest.mark.parametrize(
    "url", ["/ladder?goal=occupation:31-1131&region=zip:46402:25", "/credentials/cna-in"]
)
def test_work_has_the_name_that_people_use_in_either_language(full: PageClient, url: str) -> None:
    spanish = full.get(url, language="es")
    assert "Auxiliar de enfermería" in spanish.words()
    assert not re.search(r'lang="en"[^>]*>(<a[^>]*>)?Auxiliar de enfermería', spanish.text)
    assert "Nursing assistant" in full.get(url).words()
