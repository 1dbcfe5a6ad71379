"""Why a result is there."""

from portal.search.embedded_query import stem
from portal.search.port import SoughtPhrase
from portal.search.why import explain, snippet


def english(word: str) -> str:
    return stem("en", word)


CARE = SoughtPhrase(typed="guarderia", phrases=(("guarderia",), ("child", "care"), ("daycare",)))
NIGHT = SoughtPhrase(typed="nigh", phrases=(("nigh",),), is_prefix=True)


def test_the_first_part_that_has_it_is_named_with_its_words_as_written() -> None:
    parts = {"title": "Child Care Workers", "employer": "Night Owl", "text": "child care"}
    found = [(why.part, why.words) for why in explain([CARE, NIGHT], parts, stem=english)]
    assert found == [("title", "Child Care"), ("employer", "Night")]


def test_what_no_part_has_is_left_out() -> None:
    assert explain([NIGHT], {"title": "Cook"}, stem=english) == ()


def test_a_snippet_shows_the_words_in_their_sentence() -> None:
    text = (
        "We are open all year. " * 6 + "You work in our day-care, with children. " + "Come and see us. " * 6
    )
    sought = SoughtPhrase(typed="children", phrases=(("children",),))
    found = snippet([sought], text, stem=english)
    assert found is not None
    assert found.found == "children."
    assert found.before.startswith("…")
    assert found.before.endswith("with")
    assert found.after.endswith("…")
    assert snippet([NIGHT], text, stem=english) is None
    assert snippet([sought], "", stem=english) is None
