"""Names that are offered while somebody types, in every engine."""

import pytest

from portal.search.port import ALL_KINDS, SearchEngine, SearchKind, SearchQuery
from tests.contract.asking import ids
from tests.contract.search_samples import (
    TODAY,
    posting,
)


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


def test_titles_are_suggested_from_any_word_with_the_number_that_are_open(own_engine: SearchEngine) -> None:
    own_engine.apply_changes(
        SearchKind.POSTINGS, [posting(90, "Nurse Aide (CNA)"), posting(91, "Night Guard")]
    )
    offers = own_engine.suggest("nurse", today=TODAY, kinds=(SearchKind.POSTINGS,))
    assert next((offer.name, offer.count) for offer in offers) == ("Nurse Aide (CNA)", 2)
    assert suggested(own_engine, "guar", SearchKind.POSTINGS) == ["Night Guard"]
    assert suggested(own_engine, "gu", SearchKind.POSTINGS) == [], "too short for the many titles there are"
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
