"""What every search engine must do. One suite, run over each engine that `ENGINES` can make."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from portal.domain.errors import SearchUnavailable
from portal.domain.region import Region, ResolvedRegion
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.facets import Facet
from portal.search.meilisearch import MeilisearchEngine
from portal.search.port import ALL_KINDS, SearchEngine, SearchKind, SearchQuery, SearchResult, SearchSort
from portal.settings import ROOT
from tests.contract.search_samples import (
    CREDENTIALS,
    FORT_WAYNE,
    GARY,
    OCCUPATIONS,
    PLACES,
    POSTINGS,
    TODAY,
    credential,
    posting,
)

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
CONFIG = read_search_config(ROOT / "config")


def embedded(root: Path) -> SearchEngine:
    return EmbeddedEngine(root, CONFIG, clock=lambda: NOW)


def meilisearch(_root: Path) -> SearchEngine:
    """A real server; each test has indexes of its own there."""
    url, key = os.environ["MEILISEARCH_URL"], os.environ.get("MEILISEARCH_KEY", "")
    return MeilisearchEngine(url, key, CONFIG, clock=lambda: NOW, prefix=f"test_{secrets.token_hex(4)}")


ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"embedded": embedded}
if os.environ.get("MEILISEARCH_URL"):
    ENGINES["meilisearch"] = meilisearch


@pytest.fixture(params=list(ENGINES))
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = ENGINES[request.param](tmp_path / "search")
    yield engine
    engine.close()


@pytest.fixture
def engine(empty: SearchEngine) -> SearchEngine:
    for kind, documents in (
        (SearchKind.CREDENTIALS, CREDENTIALS),
        (SearchKind.OCCUPATIONS, OCCUPATIONS),
        (SearchKind.POSTINGS, POSTINGS),
        (SearchKind.PLACES, PLACES),
    ):
        count = len(documents)
        empty.rebuild(kind, documents, expected=lambda count=count: count, data_version="1")
    return empty


def credentials(engine: SearchEngine, text: str, **values: object) -> SearchResult:
    return engine.search(SearchQuery(kind=SearchKind.CREDENTIALS, text=text, **values))


def postings(engine: SearchEngine, text: str = "", **values: object) -> SearchResult:
    return engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY, **values))


def ids(result: SearchResult) -> list[str]:
    assert result.total >= len(result.hits)
    return [hit.id for hit in result.hits]


def around(point: tuple[float, float], miles: int) -> ResolvedRegion:
    return ResolvedRegion(
        region=Region.parse(f"zip:46402:{miles}"), label="here", latitude=point[0], longitude=point[1]
    )


# ---- words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nurse aide", "cna-in"),
        ("certified nursing assistant", "cna-in"),
        ("welders", "aws-certified-welder"),
        ("soldadores", "aws-certified-welder"),
        ("weld", "aws-certified-welder"),
        ("registered nur", "rn-license-in"),
        ("ENFERMERIA", "cna-in"),
        ("enfermería auxiliar", "cna-in"),
        ("indiana cna", "cna-in"),
        ("commercial drivers license", "cdl-a-in"),
        ("commercial driver’s license", "cdl-a-in"),
    ],
)
def test_words_prefixes_endings_and_accents_find_the_name(
    engine: SearchEngine, text: str, first: str
) -> None:
    assert ids(credentials(engine, text))[0] == first


@pytest.mark.parametrize(
    ("text", "first", "corrected"),
    [
        ("weldr", "aws-certified-welder", "welder"),
        ("wleder", "aws-certified-welder", "welder"),
        ("wender", "aws-certified-welder", "welder"),
        ("manger", "manager", "manager"),
        ("commercal driver's license", "cdl-a-in", "commercial driver's license"),
        ("certiffied welder", "aws-certified-welder", "certified welder"),
        ("assosiate", "cda", "associate"),
        ("developmant asociate", "cda", None),
        ("registred nurse", "rn-license-in", "registered nurse"),
        ("certifiedwelder", "aws-certified-welder", "certified welder"),
    ],
)
def test_a_typing_error_is_forgiven_and_told(
    engine: SearchEngine, text: str, first: str, corrected: str | None
) -> None:
    result = credentials(engine, text)
    assert ids(result)[0] == first
    if corrected:
        assert result.corrected == corrected


def test_a_word_that_is_known_is_never_corrected(engine: SearchEngine) -> None:
    # Wender is an employer here: one letter from welder, and meant.
    result = postings(engine, "wender")
    assert ids(result) == ["3"]
    assert result.corrected is None
    assert ids(postings(engine, "welder")) == ["2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CNA", {"cna-in"}),
        ("cna", {"cna-in"}),
        ("c.n.a.", {"cna-in"}),
        ("CDL", {"cdl-a-in"}),
        ("cdl", {"cdl-a-in"}),
        ("HVAC", {"epa-608"}),
        ("hvac", {"epa-608"}),
        ("ASE", {"ase-a1"}),
        ("ase", {"ase-a1"}),
        ("RN", {"rn-license-in"}),
        ("LPN", {"lpn-license-ny"}),
    ],
)
def test_an_acronym_finds_what_bears_it_and_nothing_near_it(
    engine: SearchEngine, text: str, found: set[str]
) -> None:
    result = credentials(engine, text)
    assert set(ids(result)) == found
    assert result.corrected is None


@pytest.mark.parametrize("text", ["cnq", "RM", "cdm", "asr", "HVAG", "RPN"])
def test_a_short_word_is_not_taken_for_another(engine: SearchEngine, text: str) -> None:
    result = credentials(engine, text)
    assert result.total == 0
    assert result.corrected is None


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("cuidado de niños", SearchKind.POSTINGS, "6"),
        ("buscamos cocineros", SearchKind.POSTINGS, "7"),
        ("cuidado de ninos", SearchKind.POSTINGS, "6"),
        ("guardería", SearchKind.POSTINGS, "6"),
        ("daycare", SearchKind.POSTINGS, "6"),
        ("enfermera registrada", SearchKind.POSTINGS, "3"),
        ("soldador", SearchKind.POSTINGS, "2"),
        ("trabajos de soldadura", SearchKind.POSTINGS, "2"),
        ("soporte técnico", SearchKind.POSTINGS, "4"),
        ("enfermeras registradas", SearchKind.OCCUPATIONS, "29-1141"),
        ("soldador", SearchKind.OCCUPATIONS, "51-4121"),
        ("licencia comercial", SearchKind.CREDENTIALS, "cdl-a-in"),
    ],
)
def test_spanish_and_english_lead_to_the_same(
    engine: SearchEngine, text: str, kind: SearchKind, first: str
) -> None:
    today = TODAY if kind is SearchKind.POSTINGS else None
    assert ids(engine.search(SearchQuery(kind=kind, text=text, today=today)))[0] == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("31-1131", {"cna-in"}),
        ("31-1131.00", {"cna-in"}),
        ("29-0000", {"rn-license-in", "lpn-license-ny"}),
        ("48.0508", {"aws-certified-welder"}),
        ("ce-12345678-1234-1234-1234-123456789ABC", {"cna-in"}),
        ("31-1132", set()),
        ("48.0509", set()),
    ],
)
def test_a_code_is_an_exact_hit(engine: SearchEngine, text: str, found: set[str]) -> None:
    assert set(ids(credentials(engine, text))) == found


def test_a_zip_code_finds_postings_there_and_no_near_one(engine: SearchEngine) -> None:
    assert ids(postings(engine, "46402")) == ["1"]
    assert ids(postings(engine, "46403")) == []


def test_phrases_and_words_to_leave_out(engine: SearchEngine) -> None:
    assert ids(postings(engine, '"certified nursing assistant"')) == ["1"]
    assert ids(postings(engine, '"assistant nursing certified"')) == []
    assert set(ids(credentials(engine, "nurse -practical"))) == {"rn-license-in", "cna-in"}
    assert set(ids(credentials(engine, 'nurse -"nurse aide"'))) == {"rn-license-in", "lpn-license-ny"}


def test_all_words_in_the_name_come_before_words_in_the_text(engine: SearchEngine) -> None:
    extra = posting(50, "Cook", description="nurse aide nurse aide nurse aide registered nurse nurse")
    engine.apply_changes(SearchKind.POSTINGS, [extra])
    assert ids(postings(engine, "nurse aide"))[0] == "1"
    assert "50" in ids(postings(engine, "nurse aide"))


def test_a_word_found_nowhere_is_left_out_and_told(engine: SearchEngine) -> None:
    result = postings(engine, "welder qqqzzz")
    assert ids(result) == ["2"]
    assert result.ignored_words == ("qqqzzz",)


def test_words_that_nothing_has_together_give_what_has_half_of_them(engine: SearchEngine) -> None:
    result = postings(engine, "welder toddlers")
    assert set(ids(result)) == {"2", "6"}
    assert result.is_relaxed
    assert not postings(engine, "welder").is_relaxed


def test_matched_words_are_those_of_the_name(engine: SearchEngine) -> None:
    assert credentials(engine, "soldador").hits[0].matched_words == ("welder",)
    assert credentials(engine, "weldr").hits[0].matched_words == ("welder",)
    assert credentials(engine, "registered nur").hits[0].matched_words == ("registered", "nurse")
    assert postings(engine, "toddlers").hits[0].matched_words == ("toddlers",)


@pytest.mark.parametrize("text", ["", "   ", "jobs", "trabajos en", "(", '"', "-", "🙂", "?!"])
def test_a_query_that_says_nothing_shows_everything_open_newest_first(
    engine: SearchEngine, text: str
) -> None:
    result = postings(engine, text)
    assert result.total == 6
    assert ids(result)[0] == "4"
    assert ids(result)[-1] == "6", "a posting without a date comes last"
    assert credentials(engine, text).total == len(CREDENTIALS)


@pytest.mark.parametrize(
    "text",
    [
        '"unbalanced nurse',
        "((nurse OR",
        "nurse AND NOT (aide",
        "title:nurse",
        "nurse^99 ~2 [a TO b] {x}",
        "nurse\x00aide",
        "\ud800",
        "nurse " + "🙂" * 300,
        "nurse " * 2_000,
        "n" * 10_000,
        "*",
        "nurse*",
        "/.*/",
        "\\",
        "-" * 500,
        '"' * 501,
        "'; DROP TABLE job_posting; --",
        "<script>alert(1)</script>",
        "中文 العربية русский",
        "1e999 -0 00000000000000000000",
        "a-b-c-d-e -x -y -z",
    ],
)
def test_no_text_makes_it_fail(engine: SearchEngine, text: str) -> None:
    assert postings(engine, text).total >= 0
    assert credentials(engine, text).total >= 0
    assert len(engine.suggest(text, today=TODAY)) <= 20


# ---- filters


def test_ended_postings_are_neither_found_nor_counted(engine: SearchEngine) -> None:
    assert set(ids(postings(engine, "nurse aide"))) == {"1"}
    assert "6" in ids(postings(engine, "child care")), "its last day is today"


@pytest.mark.parametrize(
    ("region", "found"),
    [
        (ResolvedRegion(region=Region.parse("us"), label=""), {"1", "2", "3", "4", "6", "7"}),
        (ResolvedRegion(region=Region.parse("state:IN"), label="", states={"IN"}), {"1", "2", "4", "6"}),
        (
            ResolvedRegion(region=Region.parse("county:18089"), label="", county_fips={"18089"}),
            {"1", "4", "6"},
        ),
        (
            ResolvedRegion(region=Region.parse("wdr:in-1"), label="", county_fips={"18089", "18003"}),
            {"1", "2", "4", "6"},
        ),
        (around(GARY, 5), {"1", "4"}),
        (around(GARY, 10), {"1", "4", "6"}),
        (around(GARY, 25), {"1", "3", "4", "6"}),
        (around(FORT_WAYNE, 1), {"2", "4", "6"}),
        (around((GARY[0], FORT_WAYNE[1]), 20), {"4"}),
    ],
)
def test_a_region_holds_its_places_and_remote_work_and_the_total_is_exact(
    engine: SearchEngine, region: ResolvedRegion, found: set[str]
) -> None:
    result = postings(engine, region=region)
    assert set(ids(result)) == found
    assert result.total == len(found)
    assert postings(engine, region=region, size=1).total == len(found)


def test_the_edge_of_a_radius_is_exact(engine: SearchEngine) -> None:
    # One degree of latitude is 69.0933 miles on the sphere of mean radius.
    inside, outside = (GARY[0] + 25 / 69.0935, GARY[1]), (GARY[0] + 25 / 69.0931, GARY[1])
    engine.apply_changes(
        SearchKind.POSTINGS,
        [posting(60, "Edge", points=(inside,), states=("IL",)), posting(61, "Edge", points=(outside,))],
    )
    assert ids(postings(engine, "edge", region=around(GARY, 25))) == ["60"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"soc_codes": {"31-1131"}}, {"1"}),
        ({"soc_codes": {"31-0000", "51-0000"}}, {"1", "2"}),
        ({"credential_ids": {"cna-in"}}, {"1"}),
        ({"credential_ids": {"cna-in", "rn-license-in"}}, {"1", "3"}),
        ({"is_remote": True}, {"4"}),
        ({"is_remote": False, "source_keys": {"sample"}}, {"3"}),
        ({"posting_ids": frozenset({1, 2, 5, 999})}, {"1", "2"}),
        ({"posting_ids": frozenset()}, set()),
        ({"posting_ids": frozenset({1, 3}), "soc_codes": {"29-1141"}}, {"3"}),
        ({"clusters": {"health-science"}}, {"1", "3"}),
        ({"shifts": {"night"}}, {"1"}),
        ({"shifts": {"night", "weekend"}, "is_remote": False}, {"1"}),
        ({"languages": {"es"}}, {"7"}),
        ({"no_experience": True}, {"2"}),
        ({"employment_types": {"PART_TIME"}}, {"4"}),
        ({"pay_min_usd": 45_000}, {"2", "3"}),
        ({"posted_since": date(2026, 6, 10)}, {"1", "2", "4"}),
    ],
)
def test_filters_of_postings(engine: SearchEngine, values: dict[str, object], found: set[str]) -> None:
    result = postings(engine, **values)
    assert set(ids(result)) == found
    assert result.total == len(found)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"clusters": {"transportation"}}, {"ase-a1", "cdl-a-in"}),
        (
            {"credential_kinds": {"License"}, "clusters": {"health-science"}},
            {"rn-license-in", "lpn-license-ny"},
        ),
        ({"credential_kinds": {"License"}, "states": {"NY"}}, {"lpn-license-ny"}),
        ({"clusters": {"transportation"}, "states": {"NY"}}, {"ase-a1"}),
        ({"cost_max_usd": 100}, {"epa-608"}),
        ({"cost_max_usd": 1_000}, {"epa-608", "cna-in"}),
        ({"weeks_max": 1}, {"epa-608"}),
        ({"deliveries": {"online"}}, {"epa-608"}),
    ],
)
def test_filters_of_credentials(engine: SearchEngine, values: dict[str, object], found: set[str]) -> None:
    assert set(ids(credentials(engine, "", **values))) == found


@pytest.mark.parametrize(
    "values",
    [
        {"kind": SearchKind.POSTINGS},
        {"kind": SearchKind.CREDENTIALS, "is_remote": True},
        {"kind": SearchKind.OCCUPATIONS, "clusters": {"health-science"}},
        {"kind": SearchKind.CREDENTIALS, "sort": SearchSort.PAY},
        {"kind": SearchKind.CREDENTIALS, "facets": (Facet.STATE,)},
        {"kind": SearchKind.CREDENTIALS, "page": 0},
        {"kind": SearchKind.CREDENTIALS, "size": 101},
        {"kind": SearchKind.POSTINGS, "today": TODAY, "sort": SearchSort.DISTANCE},
        {"kind": SearchKind.CREDENTIALS, "shifts": {"night"}},
        {"kind": SearchKind.PLACES, "clusters": {"health-science"}},
        {"kind": SearchKind.CREDENTIALS, "soc_codes": {"nurse"}},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchQuery(**values)


def test_sorting_and_paging(engine: SearchEngine) -> None:
    assert ids(postings(engine, sort=SearchSort.PAY))[:3] == ["3", "2", "1"]
    assert ids(postings(engine, "nurse", sort=SearchSort.NEWEST)) == ["1", "3"]
    whole = ids(postings(engine))
    paged = [id for page in (1, 2, 3) for id in ids(postings(engine, page=page, size=2))]
    assert paged == whole
    assert ids(postings(engine, page=4, size=2)) == []
    beyond = postings(engine, page=1_000_000, size=100)
    assert (beyond.hits, beyond.total) == ((), 6)
    assert ids(credentials(engine, "", sort=SearchSort.NAME))[:3] == [
        "ase-a1",
        "nocti-aseptic",
        "aws-certified-welder",
    ]


def test_facets_count_what_was_found(engine: SearchEngine) -> None:
    facets = (
        Facet.STATE,
        Facet.SOC_MAJOR_GROUP,
        Facet.REMOTE,
        Facet.SOURCE,
        Facet.CREDENTIAL,
        Facet.EMPLOYMENT_TYPE,
    )
    counts = {
        facet: {count.value: count.count for count in rows}
        for facet, rows in postings(engine, facets=facets).facets.items()
    }
    assert counts[Facet.STATE] == {"IN": 3, "IL": 1, "OH": 1}
    assert counts[Facet.SOC_MAJOR_GROUP] == {"31-0000": 1, "51-0000": 1, "29-0000": 1}
    assert counts[Facet.REMOTE] == {"true": 1, "false": 5}
    assert counts[Facet.SOURCE] == {"board": 5, "sample": 1}
    assert counts[Facet.CREDENTIAL] == {"cna-in": 1, "rn-license-in": 1}
    assert counts[Facet.EMPLOYMENT_TYPE] == {"FULL_TIME": 5, "PART_TIME": 1}
    found = credentials(engine, "nurse", facets=(Facet.CREDENTIAL_KIND,)).facets[Facet.CREDENTIAL_KIND]
    assert {count.value: count.count for count in found} == {"License": 2, "Certification": 1}


def counts_of(result: SearchResult) -> dict[Facet, dict[str, int]]:
    return {facet: {one.value: one.count for one in rows} for facet, rows in result.facets.items()}


def test_a_facet_is_counted_without_its_own_filter_and_with_all_others(engine: SearchEngine) -> None:
    facets = (Facet.SOURCE, Facet.SOC_MAJOR_GROUP, Facet.PAY, Facet.REMOTE)
    result = postings(engine, source_keys={"sample"}, pay_min_usd=45_000, facets=facets)
    assert ids(result) == ["3"]
    counts = counts_of(result)
    assert counts[Facet.SOURCE] == {"board": 1, "sample": 1}
    assert counts[Facet.SOC_MAJOR_GROUP] == {"29-0000": 1}
    assert counts[Facet.PAY]["25000"] == 1
    assert counts[Facet.REMOTE] == {"false": 1}
    assert counts_of(postings(engine, source_keys={"sample"}, pay_min_usd=45_000, facets=facets)) == counts


def test_counts_follow_a_change_of_the_index(engine: SearchEngine) -> None:
    before = counts_of(postings(engine, facets=(Facet.SOURCE,)))
    engine.apply_changes(SearchKind.POSTINGS, [posting(95, "Baker")])
    after = counts_of(postings(engine, facets=(Facet.SOURCE,)))
    assert after[Facet.SOURCE]["board"] == before[Facet.SOURCE]["board"] + 1


def test_steps_of_pay_days_cost_and_weeks_add_up(engine: SearchEngine) -> None:
    counts = counts_of(postings(engine, facets=(Facet.PAY, Facet.POSTED)))
    assert counts[Facet.PAY] == {
        "25000": 3, "35000": 3, "45000": 2, "60000": 1, "80000": 0, "100000": 0
    }  # fmt: skip
    assert counts[Facet.POSTED] == {"1": 1, "3": 2, "7": 2, "14": 3, "30": 4}
    counts = counts_of(credentials(engine, "", facets=(Facet.COST, Facet.WEEKS, Facet.DELIVERY)))
    assert counts[Facet.COST] == {"0": 0, "100": 1, "500": 1, "2000": 2, "10000": 2}
    assert counts[Facet.WEEKS] == {"1": 1, "4": 1, "12": 2, "26": 2, "52": 2, "104": 2}
    assert counts[Facet.DELIVERY] == {"in_person": 2, "online": 1}


def test_sorting_by_distance_is_exact_and_pages_without_repeats(engine: SearchEngine) -> None:
    result = postings(engine, region=around(GARY, 200), sort=SearchSort.DISTANCE)
    assert ids(result) == ["1", "6", "3", "2", "4"]
    miles = [hit.distance_miles for hit in result.hits]
    assert miles[0] == 0
    assert miles[-1] is None, "work from home has no distance"
    assert miles[:-1] == sorted(miles[:-1])
    assert round(miles[2] or 0, 1) == 23.6
    paged = [
        id
        for page in (1, 2, 3)
        for id in ids(postings(engine, region=around(GARY, 200), sort=SearchSort.DISTANCE, page=page, size=2))
    ]
    assert paged == ids(result)


def test_credentials_sort_by_cost_and_weeks_with_the_unknown_last(engine: SearchEngine) -> None:
    assert ids(credentials(engine, "", sort=SearchSort.COST))[:2] == ["epa-608", "cna-in"]
    assert ids(credentials(engine, "", sort=SearchSort.WEEKS))[:2] == ["epa-608", "cna-in"]
    assert len(ids(credentials(engine, "", sort=SearchSort.COST))) == len(CREDENTIALS)


def test_what_was_sought_is_told_for_the_why_of_a_hit(engine: SearchEngine) -> None:
    (sought,) = postings(engine, "guardería").sought
    assert sought.typed == "guarderia"
    assert ("child", "care") in sought.phrases


# ---- suggestions


def test_an_occupation_is_found_with_errors_in_the_singular(engine: SearchEngine) -> None:
    result = engine.search(SearchQuery(kind=SearchKind.OCCUPATIONS, text="wleder"))
    assert (ids(result), result.corrected) == (["51-4121"], "welder")


def suggested(engine: SearchEngine, text: str, *kinds: SearchKind, limit: int = 5) -> list[str]:
    return [s.id for s in engine.suggest(text, today=TODAY, limit=limit, kinds=kinds or ALL_KINDS)]


def test_suggestions_are_names_of_all_kinds_in_groups(engine: SearchEngine) -> None:
    offers = engine.suggest("nur", today=TODAY)
    names = [offer.name for offer in offers]
    assert "Registered Nurses" in names
    assert "Certified Nurse Aide (Indiana)" in names
    assert "Nurse Aide (CNA)" in names
    kinds = [offer.kind for offer in offers]
    assert kinds == sorted(kinds, key=list(ALL_KINDS).index), "each kind stands together"
    reg = engine.suggest("enfermero reg", today=TODAY)
    assert reg[0].id == "rn-license-in"
    assert reg[0].name_es == "Enfermero registrado (Indiana)"
    assert suggested(engine, "comm driv") == ["cdl-a-in"]
    assert len(engine.suggest("n", today=TODAY, limit=2, kinds=(SearchKind.CREDENTIALS,))) == 2
    for nothing in ("bathe", "", "qqqq"):
        assert suggested(engine, nothing) == []


def test_titles_are_suggested_from_any_word_with_the_number_that_are_open(engine: SearchEngine) -> None:
    engine.apply_changes(SearchKind.POSTINGS, [posting(90, "Nurse Aide (CNA)"), posting(91, "Night Guard")])
    offers = engine.suggest("nurse", today=TODAY, kinds=(SearchKind.POSTINGS,))
    assert next((offer.name, offer.count) for offer in offers) == ("Nurse Aide (CNA)", 2)
    assert suggested(engine, "guar", SearchKind.POSTINGS) == ["Night Guard"]
    assert suggested(engine, "gu", SearchKind.POSTINGS) == [], "too short for the many titles there are"
    assert "Nurse Aide, weekends" not in [offer.name for offer in offers], "it has ended"


def test_places_are_suggested_by_name_state_and_beginning_of_a_zip_code(engine: SearchEngine) -> None:
    assert suggested(engine, "gary", SearchKind.PLACES)[0] == "zip:46402:25"
    assert suggested(engine, "lake county", SearchKind.PLACES)[0] == "county:18089"
    assert suggested(engine, "fort wayne in", SearchKind.PLACES) == ["zip:46802:25"]
    assert suggested(engine, "464", SearchKind.PLACES) == ["zip:46402:25"]
    assert suggested(engine, "ind", SearchKind.PLACES)[0] == "state:IN", "the largest first"


@pytest.mark.parametrize(
    ("text", "first"),
    [("46402", "zip:46402:25"), ("lake county", "county:18089"), ("gary sd", "zip:57237:25")],
)
def test_places_are_found_by_name_and_code(engine: SearchEngine, text: str, first: str) -> None:
    assert ids(engine.search(SearchQuery(kind=SearchKind.PLACES, text=text)))[0] == first


def test_the_larger_occupation_comes_first_where_names_fit_equally(engine: SearchEngine) -> None:
    result = engine.search(SearchQuery(kind=SearchKind.OCCUPATIONS, text="nurse"))
    assert ids(result)[0] == "29-1141"
    assert suggested(engine, "nurse", SearchKind.OCCUPATIONS)[0] == "29-1141"
    assert ids(engine.search(SearchQuery(kind=SearchKind.OCCUPATIONS, text="nurse midwives")))[0] == "29-1161"
    assert ids(engine.search(SearchQuery(kind=SearchKind.OCCUPATIONS, text="31-0000")))[0] == "31-0000"


def test_a_suggestion_forgives_a_typing_error_and_knows_what_means_the_same(engine: SearchEngine) -> None:
    assert "aws-certified-welder" in suggested(engine, "weldr")
    assert "51-4121" in suggested(engine, "soldador", SearchKind.OCCUPATIONS)


# ---- life of an index


def test_changes_are_seen_at_the_next_query(engine: SearchEngine) -> None:
    changed = posting(2, "Brazer", description="", posted_on=TODAY)
    state = engine.apply_changes(
        SearchKind.POSTINGS, [changed, posting(70, "Glazier")], deletes=["1", "404"], data_version="2"
    )
    assert (state.documents, state.data_version) == (len(POSTINGS), "2")
    assert ids(postings(engine, "welder")) == []
    assert ids(postings(engine, "brazer")) == ["2"]
    assert ids(postings(engine, "glazier")) == ["70"]
    assert postings(engine, "46402").total == 0


def test_the_same_change_twice_changes_nothing(engine: SearchEngine) -> None:
    for _ in range(2):
        state = engine.apply_changes(SearchKind.POSTINGS, [POSTINGS[1], POSTINGS[1]])
        assert state.documents == len(POSTINGS)
    assert ids(postings(engine, "welder")) == ["2"]


def test_a_change_that_fails_half_way_changes_nothing(engine: SearchEngine) -> None:
    def broken() -> Iterator[object]:
        yield posting(80, "Glazier")
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.apply_changes(SearchKind.POSTINGS, broken(), deletes=["1"])
    assert postings(engine).total == 6
    assert engine.apply_changes(SearchKind.POSTINGS, [posting(81, "Roofer")]).documents == len(POSTINGS) + 1
    assert postings(engine, "glazier").total == 0


def test_a_rebuild_with_a_wrong_count_keeps_the_old_index(engine: SearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match="1 documents, the store 2"):
        engine.rebuild(SearchKind.POSTINGS, [posting(1, "Only one")], expected=lambda: 2, data_version="9")
    assert postings(engine).total == 6
    assert engine.state(SearchKind.POSTINGS).data_version == "1"


def test_a_rebuild_that_fails_keeps_the_old_index(engine: SearchEngine) -> None:
    def broken() -> Iterator[object]:
        yield posting(1, "Only one")
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        engine.rebuild(SearchKind.POSTINGS, broken(), expected=lambda: 1, data_version="9")
    assert postings(engine).total == 6
    engine.rebuild(SearchKind.POSTINGS, [posting(1, "Only one")], expected=lambda: 1, data_version="9")
    assert postings(engine).total == 1


def test_without_an_index_it_says_what_to_run(empty: SearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        credentials(empty, "nurse")
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        empty.apply_changes(SearchKind.POSTINGS, [posting(1, "Nurse")])
    assert empty.version() is None


def test_the_version_is_that_of_all_indexes_together(engine: SearchEngine) -> None:
    assert engine.version() == "1"
    engine.apply_changes(SearchKind.CREDENTIALS, [credential("new", "New Card")], data_version="2")
    assert engine.version() is None
    engine.note_version("3")
    assert engine.version() == "3"
    assert engine.state(SearchKind.POSTINGS).documents == len(POSTINGS)
    assert engine.state(SearchKind.CREDENTIALS).committed_at == NOW


def test_an_empty_index_answers(empty: SearchEngine) -> None:
    for kind in SearchKind:
        empty.rebuild(kind, (), expected=lambda: 0, data_version="0")
    for text in ("", "nurse", "weldr", "46402", '"a b"'):
        assert postings(empty, text, region=around(GARY, 25), facets=(Facet.STATE,)).total == 0
    assert empty.suggest("nurse", today=TODAY) == ()
