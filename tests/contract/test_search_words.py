"""Words, errors, acronyms, codes, phrases: what every search engine makes of what is typed."""

import pytest

from portal.search.documents import PlaceDocument
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from tests.contract.asking import credentials, ids, postings
from tests.contract.search_samples import (
    CREDENTIALS,
    TODAY,
    credential,
    posting,
)


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


def test_a_word_of_few_names_is_an_error_only_where_it_finds_nothing(engine: SearchEngine) -> None:
    # The only Wender works elsewhere: here the welder was meant.
    result = postings(engine, "wender", no_experience=True)
    assert ids(result) == ["2"]
    assert result.corrected == "welder"
    assert ids(postings(engine, "wender", source_keys=frozenset({"sample"}))) == ["3"]


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


def test_all_words_in_the_name_come_before_words_in_the_text(own_engine: SearchEngine) -> None:
    extra = posting(50, "Cook", description="nurse aide nurse aide nurse aide registered nurse nurse")
    own_engine.apply_changes(SearchKind.POSTINGS, [extra])
    assert ids(postings(own_engine, "nurse aide"))[0] == "1"
    assert "50" in ids(postings(own_engine, "nurse aide"))


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


def test_a_plus_sign_is_part_of_a_name(own_engine: SearchEngine) -> None:
    rows = [
        credential("a-plus", "CompTIA A+"),
        credential("network-plus", "CompTIA Network+"),
        credential("a-course", "A Course", summary="Plus some practice."),
    ]
    own_engine.apply_changes(SearchKind.CREDENTIALS, rows)
    assert ids(credentials(own_engine, "comptia a+")) == ["a-plus"]
    assert ids(credentials(own_engine, "A+")) == ["a-plus"]
    assert (
        ids(credentials(own_engine, "network plus"))
        == ids(credentials(own_engine, "network+"))
        == ["network-plus"]
    )


def test_a_state_at_the_end_of_a_place_is_no_stop_word(own_engine: SearchEngine) -> None:
    rows = [
        PlaceDocument(id="county:18089", name="Lake County, IN", size=10),
        PlaceDocument(id="county:17097", name="Lake County, IL", size=90),
    ]
    own_engine.apply_changes(SearchKind.PLACES, rows)
    assert (
        ids(own_engine.search(SearchQuery(kind=SearchKind.PLACES, text="lake county in")))[0]
        == "county:18089"
    )
