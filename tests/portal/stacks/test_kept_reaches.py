"""Regions that are kept folded: the same answer as folding anew, made once, and no more of them than fit."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.region import Region, ResolvedRegion
from portal.stacks.graph import CredentialGraph
from portal.stacks.kept_reaches import KeptReaches
from portal.stacks.postings import build_posting_columns
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks import worlds
from tests.portal.stacks.sizes import BOUNDED

REGIONS = tuple(
    ResolvedRegion(region=Region.parse(f"state:{state}"), label=state, states=frozenset({state}))
    for state in worlds.STATES
)


@BOUNDED
@given(st.data())
def test_a_kept_region_answers_as_a_region_folded_anew(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    columns = build_posting_columns(data.draw(worlds.postings()), {})
    index = UnlockIndex.build(columns, CredentialGraph(catalog))
    kept = KeptReaches(index, most_bytes=data.draw(st.sampled_from([0, 1_000, 1_000_000])))
    asked = data.draw(st.lists(st.tuples(st.sampled_from(REGIONS), st.integers(0, 1)), max_size=6))
    for region, days in asked:
        today = worlds.TODAY + timedelta(days=days)
        mask = region_mask(columns, region, today=today)
        within = kept.within(region, today=today)
        assert np.array_equal(within.mask, mask)
        assert index.answer(person, within.reach) == index.answer(person, mask)


def test_a_region_and_day_is_folded_once_and_the_longest_unused_goes_first() -> None:
    postings = [worlds.PostingFacts(1, worlds.make.requirements(), is_remote=True)]
    index = UnlockIndex.build(build_posting_columns(postings, {}), CredentialGraph(worlds.make.catalog()))
    here, there = REGIONS
    one = KeptReaches(index).within(here, today=worlds.TODAY)
    size = one.mask.nbytes + one.reach.nbytes
    kept = KeptReaches(index, most_bytes=2 * size)
    first = kept.within(here, today=worlds.TODAY)
    assert kept.within(here, today=worlds.TODAY) is first
    second = kept.within(there, today=worlds.TODAY)
    assert kept.within(here, today=worlds.TODAY) is first
    kept.within(here, today=worlds.TODAY + timedelta(days=1))
    assert len(kept) == 2
    assert kept.within(here, today=worlds.TODAY) is first
    assert kept.within(there, today=worlds.TODAY) is not second


def test_nobody_can_change_the_mask_that_others_read() -> None:
    index = UnlockIndex.build(
        build_posting_columns([worlds.PostingFacts(1, worlds.make.requirements())], {}),
        CredentialGraph(worlds.make.catalog()),
    )
    within = KeptReaches(index).within(REGIONS[0], today=worlds.TODAY)
    with pytest.raises(ValueError, match="read-only"):
        within.mask[0] = True
