"""What every filter keeps, in every engine."""

from datetime import date

import pytest
from pydantic import ValidationError

from portal.domain.region import Region, ResolvedRegion
from portal.search.facets import ANYWHERE, UNKNOWN, Facet
from portal.search.port import SearchEngine, SearchKind, SearchQuery, SearchSort
from tests.contract.asking import around, counts_of, credentials, ids, postings
from tests.contract.search_samples import (
    FORT_WAYNE,
    GARY,
    TODAY,
    posting,
)


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


def test_the_edge_of_a_radius_is_exact(own_engine: SearchEngine) -> None:
    # One degree of latitude is 69.0933 miles on the sphere of mean radius.
    inside, outside = (GARY[0] + 25 / 69.0935, GARY[1]), (GARY[0] + 25 / 69.0931, GARY[1])
    own_engine.apply_changes(
        SearchKind.POSTINGS,
        [posting(60, "Edge", points=(inside,), states=("IL",)), posting(61, "Edge", points=(outside,))],
    )
    assert ids(postings(own_engine, "edge", region=around(GARY, 25))) == ["60"]


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


NEW_YORK_CITY = "36005|36047|36061|36081|36085"


def counties(*codes: str) -> ResolvedRegion:
    return ResolvedRegion(region=Region.parse("metro:35620"), label="", county_fips=frozenset(codes))


@pytest.mark.parametrize(
    ("codes", "is_unsure", "found"),
    [
        (NEW_YORK_CITY.split("|"), None, {"90", "4"}),
        ([*NEW_YORK_CITY.split("|"), "36059"], None, {"90", "4"}),
        (["36061"], None, {"4"}),
        (["36061"], True, {"90", "4"}),
        (["18089"], True, {"1", "4", "6"}),
    ],
)
def test_a_city_in_several_counties_is_where_all_of_them_are(
    own_engine: SearchEngine, codes: list[str], is_unsure: bool | None, found: set[str]
) -> None:
    city = posting(90, "Clerk", states=("NY",), county_fips=(NEW_YORK_CITY,))
    own_engine.apply_changes(SearchKind.POSTINGS, [city])
    assert set(ids(postings(own_engine, region=counties(*codes), region_unsure=is_unsure))) == found


def test_what_states_no_figure_can_be_taken_in_and_is_counted(engine: SearchEngine) -> None:
    with_pay = set(ids(postings(engine, pay_min_usd=45_000)))
    without = set(ids(postings(engine, pay_unknown=True)))
    assert not with_pay & without
    assert set(ids(postings(engine, pay_min_usd=45_000, pay_unknown=True))) == with_pay | without
    cheap = credentials(engine, "", cost_max_usd=500, facets=(Facet.COST,))
    unknown = counts_of(cheap)[Facet.COST][UNKNOWN]
    assert credentials(engine, "", cost_max_usd=500, cost_unknown=True).total == cheap.total + unknown
    assert credentials(engine, "", weeks_unknown=True).total == unknown
    assert (
        counts_of(credentials(engine, "", cost_unknown=True, facets=(Facet.COST,)))[Facet.COST]
        == (counts_of(cheap)[Facet.COST])
    ), "the figure and its lack are one filter"


def test_credentials_by_id_alone_and_without(engine: SearchEngine) -> None:
    every = set(ids(credentials(engine, "", size=100)))
    two = frozenset({"cda", "epa-608"})
    assert set(ids(credentials(engine, "", only_ids=two))) == two
    assert set(ids(credentials(engine, "", without_ids=two, size=100))) == every - two
    assert credentials(engine, "", only_ids=frozenset()).total == 0


def test_where_credentials_count_is_counted(engine: SearchEngine) -> None:
    counts = counts_of(credentials(engine, "", states={"IN"}, facets=(Facet.CREDENTIAL_STATE,)))
    assert counts[Facet.CREDENTIAL_STATE] == {ANYWHERE: 6, "IN": 3, "NY": 1}
    assert credentials(engine, "", states={"IN"}).total == 9
