"""Every request of the Meilisearch engine stands against the documented interface. No server is at hand here:
a double on loopback keeps the requests and answers in the documented forms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from portal.domain.errors import SearchUnavailable
from portal.domain.region import Region, ResolvedRegion
from portal.search.config import read_search_config
from portal.search.facets import Facet
from portal.search.meilisearch import MeilisearchEngine
from portal.search.port import SearchKind, SearchQuery, SearchSort
from portal.settings import ROOT
from tests.contract.search_samples import CREDENTIALS, OCCUPATIONS, PLACES, POSTINGS, TODAY, posting
from tests.portal.search.meilisearch_double import MeilisearchDouble, serve

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
GARY = ResolvedRegion(region=Region.parse("zip:46402:25"), label="", latitude=41.6178, longitude=-87.3378)


@pytest.fixture
def double() -> MeilisearchDouble:
    return MeilisearchDouble()


@pytest.fixture
def engine(double: MeilisearchDouble) -> Iterator[MeilisearchEngine]:
    server = serve(double)
    url = f"http://127.0.0.1:{server.server_port}"
    yield MeilisearchEngine(url, "a-key", read_search_config(ROOT / "config"), clock=lambda: NOW)
    server.shutdown()
    server.server_close()


def ask(
    engine: MeilisearchEngine, double: MeilisearchDouble, text: str = "", **values: object
) -> dict[str, object]:
    engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY, **values))
    return double.asked("POST", "/multi-search")[0]["queries"][0]


def test_a_rebuild_makes_an_index_beside_sets_it_fills_it_checks_it_and_swaps(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    state = engine.rebuild(SearchKind.POSTINGS, POSTINGS, expected=lambda: len(POSTINGS), data_version="1")
    assert (state.documents, state.data_version, state.committed_at) == (len(POSTINGS), "1", NOW)
    kinds = [task["type"] for task in double.tasks]
    assert kinds == [
        "indexCreation", "settingsUpdate", "documentAdditionOrUpdate", "indexCreation", "indexSwap",
        "indexDeletion", "documentAdditionOrUpdate",
    ]  # fmt: skip
    (swap,) = double.asked("POST", "/swap-indexes")
    assert swap[0]["indexes"][0] == "rungs_postings"
    assert set(double.indexes) == {"rungs_postings", "rungs_state"}
    assert engine.state(SearchKind.POSTINGS) == state
    assert set(double.keys) == {"Bearer a-key"}


def test_settings_hold_the_gates_of_typing_errors_synonyms_and_exact_totals(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    engine.rebuild(SearchKind.OCCUPATIONS, OCCUPATIONS, expected=lambda: len(OCCUPATIONS), data_version="1")
    (settings,) = double.asked("PATCH", "/indexes/.*/settings")
    assert settings["typoTolerance"]["minWordSizeForTypos"] == {"oneTypo": 5, "twoTypos": 8}
    assert "nclex" in settings["typoTolerance"]["disableOnWords"]
    assert settings["typoTolerance"]["disableOnNumbers"] is True
    assert "soldador" in settings["synonyms"]["welder"]
    assert settings["rankingRules"][-1] == "employment:desc"
    assert settings["pagination"]["maxTotalHits"] >= 1_000_000
    assert set(settings) == {
        "searchableAttributes", "filterableAttributes", "sortableAttributes", "rankingRules", "stopWords",
        "synonyms", "typoTolerance", "faceting", "pagination",
    }  # fmt: skip


def test_documents_leave_out_what_is_not_known_and_have_keys_that_the_server_takes(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    engine.rebuild(SearchKind.POSTINGS, POSTINGS, expected=lambda: len(POSTINGS), data_version="1")
    engine.rebuild(SearchKind.PLACES, PLACES, expected=lambda: len(PLACES), data_version="1")
    rows = double.indexes["rungs_postings"]
    assert "annual_pay_min_usd" not in rows["4"]
    assert "posted_day" not in rows["6"]
    assert rows["1"]["_geo"] == {"lat": 41.6178, "lng": -87.3378}
    assert rows["6"]["_geojson"]["geometry"]["type"] == "MultiPoint"
    assert rows["6"]["_geojson"]["geometry"]["coordinates"][0] == [-87.5, 41.5834], "longitude first"
    place = double.indexes["rungs_places"]["zip_46402_25"]
    assert place["key"] == "zip:46402:25"


def test_filters_are_expressions_and_values_cannot_end_them(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    query = ask(
        engine,
        double,
        region=GARY,
        soc_codes={"31-1131"},
        source_keys={'bo"ard'},
        pay_min_usd=45_000,
        no_experience=True,
        posting_ids=frozenset({7, 1}),
    )
    assert query["filter"] == [
        f"last_day >= {TODAY.toordinal()} AND NOT first_day > {TODAY.toordinal()}",
        "(is_remote = true OR _geoRadius(41.6178, -87.3378, 40233.6))",
        'soc_codes IN ["31-1131"]',
        'source_key IN ["bo\\"ard"]',
        "annual_pay_min_usd >= 45000.0",
        "no_experience = true",
        "posting_id IN [1, 7]",
    ]


def test_text_has_phrases_and_minus_and_codes_become_filters(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    query = ask(engine, double, 'nurse "night shift" -dental 31-1131')
    assert query["q"] == 'nurse "night shift" -dental'
    assert '(codes = "31-1131" OR soc_codes = "31-1131")' in query["filter"]
    assert query["matchingStrategy"] == "all"
    assert query["sort"] == []


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        (SearchSort.RELEVANCE, ["posted_day:desc"]),
        (SearchSort.NEWEST, ["posted_day:desc"]),
        (SearchSort.PAY, ["annual_pay_min_usd:desc"]),
        (SearchSort.DISTANCE, ["_geoPoint(41.6178, -87.3378):asc"]),
    ],
)
def test_orders(
    engine: MeilisearchEngine, double: MeilisearchDouble, sort: SearchSort, wanted: list[str]
) -> None:
    assert ask(engine, double, region=GARY, sort=sort)["sort"] == wanted


def test_counts_go_along_in_one_multi_search_each_without_its_own_filter(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    double.results = [
        {"hits": [{"key": "3", "_rankingScore": 0.9, "_geoDistance": 1609.344}], "totalHits": 1},
        {"facetDistribution": {"source_key": {"board": 5, "sample": 1}}},
        *({"totalHits": count} for count in (3, 3, 2, 1, 0, 0, 4)),
    ]
    result = engine.search(
        SearchQuery(
            kind=SearchKind.POSTINGS, text="nurse", today=TODAY, source_keys={"sample"}, pay_min_usd=60_000,
            facets=(Facet.SOURCE, Facet.PAY), region=GARY, sort=SearchSort.DISTANCE,
        )
    )  # fmt: skip
    assert len(double.asked("POST", "/multi-search")) == 1
    _, source, *steps = double.asked("POST", "/multi-search")[0]["queries"]
    assert not any("source_key" in expression for expression in source["filter"])
    assert "annual_pay_min_usd >= 60000.0" in source["filter"]
    assert steps.pop()["filter"][-1] == "annual_pay_min_usd NOT EXISTS"
    assert [step["filter"][-1] for step in steps] == [
        f"annual_pay_min_usd >= {step}" for step in (25_000, 35_000, 45_000, 60_000, 80_000, 100_000)
    ]
    assert not any("annual_pay_min_usd >= 60000.0" in step["filter"] for step in steps)
    assert {one.value: one.count for one in result.facets[Facet.SOURCE]} == {"board": 5, "sample": 1}
    assert result.facets[Facet.PAY][3].count == 1
    assert result.hits[0].id == "3"
    assert result.hits[0].distance_miles == pytest.approx(1)


def test_suggestions_ask_all_kinds_at_once_and_titles_once_each(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    double.results = [{"hits": [{"key": "cna-in", "name": "Certified Nurse Aide", "name_es": "Auxiliar"}]}]
    offers = engine.suggest("nur", today=TODAY)
    assert (offers[0].id, offers[0].name_es) == ("cna-in", "Auxiliar")
    queries = double.asked("POST", "/multi-search")[0]["queries"]
    assert [query["indexUid"] for query in queries] == [
        "rungs_credentials", "rungs_occupations", "rungs_postings", "rungs_places"
    ]  # fmt: skip
    assert queries[2]["distinct"] == "title_key"
    assert queries[2]["filter"] == [
        f"last_day >= {TODAY.toordinal()} AND NOT first_day > {TODAY.toordinal()}"
    ]


def test_changes_are_put_in_and_taken_out_and_the_version_is_noted(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    for kind, rows in (
        (SearchKind.POSTINGS, POSTINGS), (SearchKind.CREDENTIALS, CREDENTIALS),
        (SearchKind.OCCUPATIONS, OCCUPATIONS), (SearchKind.PLACES, PLACES),
    ):  # fmt: skip
        engine.rebuild(kind, rows, expected=lambda rows=rows: len(rows), data_version="1")
    assert engine.version() == "1"
    state = engine.apply_changes(
        SearchKind.POSTINGS, [posting(70, "Glazier")], deletes=["1"], data_version="2"
    )
    assert (state.documents, state.data_version) == (len(POSTINGS), "2")
    assert "70" in double.indexes["rungs_postings"]
    assert "1" not in double.indexes["rungs_postings"]
    assert engine.version() is None
    engine.note_version("3")
    assert engine.version() == "3"


def test_a_task_that_fails_is_an_error_and_the_live_index_stays(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    engine.rebuild(SearchKind.POSTINGS, POSTINGS, expected=lambda: len(POSTINGS), data_version="1")
    double.failing["documentAdditionOrUpdate"] = {"code": "invalid_document_geo_field", "message": "bad _geo"}
    with pytest.raises(SearchUnavailable, match="invalid_document_geo_field"):
        engine.rebuild(SearchKind.POSTINGS, POSTINGS[:1], expected=lambda: 1, data_version="2")
    assert len(double.indexes["rungs_postings"]) == len(POSTINGS)
    assert set(double.indexes) == {"rungs_postings", "rungs_state"}, "the half-built one is gone"


def test_a_wrong_count_keeps_the_live_index(engine: MeilisearchEngine, double: MeilisearchDouble) -> None:
    engine.rebuild(SearchKind.POSTINGS, POSTINGS, expected=lambda: len(POSTINGS), data_version="1")
    with pytest.raises(SearchUnavailable, match="1 documents, the store 2"):
        engine.rebuild(SearchKind.POSTINGS, POSTINGS[:1], expected=lambda: 2, data_version="2")
    assert len(double.indexes["rungs_postings"]) == len(POSTINGS)


def test_without_a_server_or_an_index_it_says_what_to_do(engine: MeilisearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        engine.state(SearchKind.POSTINGS)
    gone = MeilisearchEngine("http://127.0.0.1:9", "", read_search_config(ROOT / "config"), clock=lambda: NOW)
    with pytest.raises(SearchUnavailable, match="PORTAL_MEILISEARCH_URL"):
        gone.search(SearchQuery(kind=SearchKind.POSTINGS, today=date(2026, 6, 20)))
    assert gone.version() is None
