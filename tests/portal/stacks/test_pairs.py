"""The best pairs against every pair."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph
from portal.stacks.pairs import best_pairs
from portal.stacks.postings import PostingFacts, build_posting_columns
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks import oracle, worlds
from tests.portal.stacks.builders import credential, edge, graph, group, requirements
from tests.portal.stacks.sizes import BOUNDED


@BOUNDED
@given(st.data())
def test_the_best_pairs_equal_the_best_of_every_pair(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    most = data.draw(st.integers(1, 4))
    columns = build_posting_columns(facts, {c.id: c.jurisdiction for c in catalog.credentials})
    index = UnlockIndex.build(columns, CredentialGraph(catalog))
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts))), dtype=bool)
    chosen = [p for p, on in zip(sorted(facts, key=lambda p: p.posting_id), mask, strict=True) if on]

    def opens(*ids: str) -> int:
        return sum(
            oracle.together(catalog, p.requirements, person, {x.state for x in p.places}, *ids)
            for p in chosen
        )

    truth = {
        ids: opens(*ids)
        for ids in combinations(oracle.earnable(catalog), 2)
        if opens(*ids) > max(opens(ids[0]), opens(ids[1]))
    }
    found = best_pairs(index, person, index.reach(mask), most=most)
    assert [pair.opens for pair in found] == sorted(truth.values(), reverse=True)[:most]
    for pair in found:
        assert pair.opens == truth[pair.credential_ids]
        assert pair.alone == tuple(opens(id_) for id_ in pair.credential_ids)


def test_two_halves_of_a_whole_and_two_groups_of_a_posting_are_found() -> None:
    network = graph(
        credential("whole"),
        credential("one"),
        credential("two"),
        credential("card"),
        edge("part_of", "one", "whole", completes=True),
        edge("part_of", "two", "whole", completes=True),
    )
    columns = build_posting_columns(
        [
            PostingFacts(1, requirements(group("whole"))),
            PostingFacts(2, requirements(group("whole"))),
            PostingFacts(3, requirements(group("card"), group("one"))),
        ],
        {},
    )
    index = UnlockIndex.build(columns, network)
    found = best_pairs(index, Person(), index.reach(np.ones(3, dtype=bool)))
    assert [(p.credential_ids, p.opens, p.together) for p in found] == [
        (("card", "whole"), 3, 1),
        (("one", "two"), 2, 2),
        (("card", "one"), 1, 1),
    ]
