"""What changes of an index do to its readers, in every engine."""

from collections.abc import Iterator

import pytest

from portal.domain.errors import SearchUnavailable
from portal.search.facets import Facet
from portal.search.port import SearchEngine, SearchKind
from tests.contract.asking import around, credentials, ids, postings
from tests.contract.conftest import NOW
from tests.contract.search_samples import (
    GARY,
    POSTINGS,
    TODAY,
    credential,
    posting,
)


def test_changes_are_seen_at_the_next_query(own_engine: SearchEngine) -> None:
    changed = posting(2, "Brazer", description="", posted_on=TODAY)
    state = own_engine.apply_changes(
        SearchKind.POSTINGS, [changed, posting(70, "Glazier")], deletes=["1", "404"], data_version="2"
    )
    assert (state.documents, state.data_version) == (len(POSTINGS), "2")
    assert ids(postings(own_engine, "welder")) == []
    assert ids(postings(own_engine, "brazer")) == ["2"]
    assert ids(postings(own_engine, "glazier")) == ["70"]
    assert postings(own_engine, "46402").total == 0


def test_the_same_change_twice_changes_nothing(own_engine: SearchEngine) -> None:
    for _ in range(2):
        state = own_engine.apply_changes(SearchKind.POSTINGS, [POSTINGS[1], POSTINGS[1]])
        assert state.documents == len(POSTINGS)
    assert ids(postings(own_engine, "welder")) == ["2"]


def test_a_change_that_fails_half_way_changes_nothing(own_engine: SearchEngine) -> None:
    def broken() -> Iterator[object]:
        yield posting(80, "Glazier")
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        own_engine.apply_changes(SearchKind.POSTINGS, broken(), deletes=["1"])
    assert postings(own_engine).total == 6
    assert (
        own_engine.apply_changes(SearchKind.POSTINGS, [posting(81, "Roofer")]).documents == len(POSTINGS) + 1
    )
    assert postings(own_engine, "glazier").total == 0


def test_a_rebuild_with_a_wrong_count_keeps_the_old_index(own_engine: SearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match="1 documents, the store 2"):
        own_engine.rebuild(
            SearchKind.POSTINGS, [posting(1, "Only one")], expected=lambda: 2, data_version="9"
        )
    assert postings(own_engine).total == 6
    assert own_engine.state(SearchKind.POSTINGS).data_version == "1"


def test_a_rebuild_that_fails_keeps_the_old_index(own_engine: SearchEngine) -> None:
    def broken() -> Iterator[object]:
        yield posting(1, "Only one")
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        own_engine.rebuild(SearchKind.POSTINGS, broken(), expected=lambda: 1, data_version="9")
    assert postings(own_engine).total == 6
    own_engine.rebuild(SearchKind.POSTINGS, [posting(1, "Only one")], expected=lambda: 1, data_version="9")
    assert postings(own_engine).total == 1


def test_without_an_index_it_says_what_to_run(empty: SearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        credentials(empty, "nurse")
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        empty.apply_changes(SearchKind.POSTINGS, [posting(1, "Nurse")])
    assert empty.version() is None


def test_the_version_is_that_of_all_indexes_together(own_engine: SearchEngine) -> None:
    assert own_engine.version() == "1"
    own_engine.apply_changes(SearchKind.CREDENTIALS, [credential("new", "New Card")], data_version="2")
    assert own_engine.version() is None
    own_engine.note_version("3")
    assert own_engine.version() == "3"
    assert own_engine.state(SearchKind.POSTINGS).documents == len(POSTINGS)
    assert own_engine.state(SearchKind.CREDENTIALS).committed_at == NOW


def test_an_empty_index_answers(empty: SearchEngine) -> None:
    for kind in SearchKind:
        empty.rebuild(kind, (), expected=lambda: 0, data_version="0")
    for text in ("", "nurse", "weldr", "46402", '"a b"'):
        assert postings(empty, text, region=around(GARY, 25), facets=(Facet.STATE,)).total == 0
    assert empty.suggest("nurse", today=TODAY) == ()
