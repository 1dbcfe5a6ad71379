"""An index that takes changes in answers as one built anew from everything, whatever the order of the changes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.region import Region, ResolvedRegion
from portal.stacks.assess import PostingState
from portal.stacks.changed_columns import change_columns, dead_signatures
from portal.stacks.graph import CredentialGraph
from portal.stacks.pairs import best_pairs
from portal.stacks.postings import PostingColumns, PostingFacts, PostingPlace, build_posting_columns
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockIndex, UsualEntry
from tests.portal.stacks import worlds
from tests.portal.stacks.builders import HIGH_SCHOOL, credential, graph, group, requirements
from tests.portal.stacks.sizes import BOUNDED

ENTRY = {"31-1131": UsualEntry(HIGH_SCHOOL), "29-1141": UsualEntry(license_ids=("a", "b"))}
REGIONS = (
    ResolvedRegion(region=Region.parse("us"), label="all"),
    ResolvedRegion(region=Region.parse("state:IN"), label="IN", states=frozenset({"IN"})),
    ResolvedRegion(region=Region.parse("county:18089"), label="Lake", county_fips=frozenset({"18089"})),
    ResolvedRegion(region=Region.parse("zip:46402:25"), label="Gary", latitude=41.55, longitude=-87.3),
)


@st.composite
def batches(draw: st.DrawFn, ids: list[int]) -> tuple[tuple[PostingFacts, ...], tuple[int, ...]]:
    """Postings new, changed and gone; some ids that were never there."""
    new = draw(worlds.postings())
    known = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    changed = [PostingFacts(id_, draw(worlds.needs()), places=(PostingPlace("IL"),)) for id_ in known]
    gone = draw(st.lists(st.sampled_from([*ids, 5]), max_size=4, unique=True))
    facts = {posting.posting_id: posting for posting in (*new, *changed)}
    return tuple(facts.values()), tuple(id_ for id_ in gone if id_ not in facts)


@BOUNDED
@given(st.data())
def test_changes_taken_in_equal_an_index_built_anew(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    network = CredentialGraph(catalog)
    jurisdictions = {c.id: c.jurisdiction for c in catalog.credentials}
    standing = {posting.posting_id: posting for posting in data.draw(worlds.postings())}

    def columns_of(facts: tuple[PostingFacts, ...]) -> PostingColumns:
        return build_posting_columns(facts, jurisdictions)

    index = UnlockIndex.build(columns_of(tuple(standing.values())), network, usual_entry=ENTRY)
    for _ in range(data.draw(st.integers(1, 3))):
        changed, gone = data.draw(batches(sorted(standing)))
        former, former_answer = index, index.answer(person, index.everywhere)
        index = index.changed(columns_of(changed), gone)
        assert former.answer(person, former.everywhere) == former_answer
        standing.update({posting.posting_id: posting for posting in changed})
        for id_ in gone:
            standing.pop(id_, None)
    anew = UnlockIndex.build(columns_of(tuple(standing.values())), network, usual_entry=ENTRY)
    assert index.columns.posting_ids.tolist() == anew.columns.posting_ids.tolist()
    for region in REGIONS:
        mask = region_mask(index.columns, region, today=worlds.TODAY)
        assert mask.tolist() == region_mask(anew.columns, region, today=worlds.TODAY).tolist()
        assert index.answer(person, mask) == anew.answer(person, mask)
        assert index.likely(person, mask) == anew.likely(person, mask)
        assert index.asking(person, mask) == anew.asking(person, mask)
        for state in PostingState:
            assert index.in_state(person, state, mask) == anew.in_state(person, state, mask)
        some = [pair.opens for pair in best_pairs(index, person, index.reach(mask))]
        assert some == [pair.opens for pair in best_pairs(anew, person, anew.reach(mask))]


@BOUNDED
@given(st.data())
def test_the_order_in_which_changes_come_does_not_matter(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    empty = UnlockIndex.build(build_posting_columns([], {}), CredentialGraph(catalog))
    jurisdictions = {c.id: c.jurisdiction for c in catalog.credentials}
    answers = []
    for order in (facts, data.draw(st.permutations(facts))):
        index = empty
        for posting in order:
            index = index.changed(build_posting_columns([posting], jurisdictions))
        mask = np.ones(len(facts), dtype=bool)
        answers.append((index.answer(person, mask), index.qualifying(person, mask)))
    assert answers[0] == answers[1]


def test_signatures_keep_their_rows_and_those_of_no_posting_are_counted() -> None:
    network = graph(credential("cpr"), credential("cna"))
    columns = build_posting_columns(
        [PostingFacts(1, requirements(group("cpr"))), PostingFacts(4, requirements(group("cna")))], {}
    )
    changed = build_posting_columns([PostingFacts(2, requirements(group("cpr", "cna")))], {})
    later = change_columns(columns, changed, [4, 99])
    assert later.posting_ids.tolist() == [1, 2]
    assert later.signature_rows.tolist() == [0, 2]
    assert (dead_signatures(columns), dead_signatures(later)) == (0, 1)
    index = UnlockIndex.build(columns, network).changed(changed, [4, 99])
    assert len(index.parts.parts) == 3
    assert not later.posting_ids.flags.writeable
