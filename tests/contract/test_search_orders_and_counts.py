"""Orders, pages and counts, in every engine."""

from portal.search.facets import Facet
from portal.search.port import SearchEngine, SearchKind, SearchSort
from tests.contract.asking import around, counts_of, credentials, ids, postings
from tests.contract.search_samples import CREDENTIALS, GARY, posting


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


def test_counts_follow_a_change_of_the_index(own_engine: SearchEngine) -> None:
    before = counts_of(postings(own_engine, facets=(Facet.SOURCE,)))
    own_engine.apply_changes(SearchKind.POSTINGS, [posting(95, "Baker")])
    after = counts_of(postings(own_engine, facets=(Facet.SOURCE,)))
    assert after[Facet.SOURCE]["board"] == before[Facet.SOURCE]["board"] + 1


def test_steps_of_pay_days_cost_and_weeks_add_up(engine: SearchEngine) -> None:
    counts = counts_of(postings(engine, facets=(Facet.PAY, Facet.POSTED)))
    assert counts[Facet.PAY] == {
        "25000": 3, "35000": 3, "45000": 2, "60000": 1, "80000": 0, "100000": 0, "unknown": 3
    }  # fmt: skip
    assert counts[Facet.POSTED] == {"1": 1, "3": 2, "7": 2, "14": 3, "30": 4}
    counts = counts_of(credentials(engine, "", facets=(Facet.COST, Facet.WEEKS, Facet.DELIVERY)))
    assert counts[Facet.COST] == {"0": 0, "100": 1, "500": 1, "2000": 2, "10000": 2, "unknown": 8}
    assert counts[Facet.WEEKS] == {"1": 1, "4": 1, "12": 2, "26": 2, "52": 2, "104": 2, "unknown": 8}
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
