"""The five bands of the match desk, for every posting at once, are those of judging each posting by itself."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.band import band_of
from portal.matching.model import Band
from portal.stacks.assess import assess
from portal.stacks.bands import DeskBand
from portal.stacks.graph import CredentialGraph
from portal.stacks.postings import build_posting_columns
from portal.stacks.unlock import UnlockIndex, UsualEntry
from portal.web.jobs.fit_basis import required_of
from tests.portal.stacks import worlds
from tests.portal.stacks.sizes import BOUNDED


@BOUNDED
@given(st.data())
def test_every_posting_stands_in_the_band_that_judging_it_alone_gives(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    postings = data.draw(worlds.postings())
    graph = CredentialGraph(catalog)
    columns = build_posting_columns(postings, {c.id: c.jurisdiction for c in catalog.credentials})
    usual = {code: UsualEntry() for code in columns.soc_codes}
    index = UnlockIndex.build(columns, graph, usual_entry=usual)
    likely = set(index.likely(person, np.ones(len(columns), dtype=bool)))
    codes = index.bands(person)
    by_id = {posting.posting_id: posting for posting in postings}
    for id_, code in zip(columns.posting_ids.tolist(), codes.tolist(), strict=True):
        posting = by_id[id_]
        assessment = assess(
            posting.requirements, person, graph, posting_states=frozenset(p.state for p in posting.places)
        )
        band = band_of(required_of(assessment, told=True, is_likely=id_ in likely))
        wanted = DeskBand.LIKELY if band is Band.ASK and id_ in likely else DeskBand(band.value)
        assert list(DeskBand)[code] is wanted, posting
    assert Counter(codes.tolist()).total() == len(columns)


@BOUNDED
@given(st.data())
def test_what_each_credential_opens_is_what_it_opens_alone(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    columns = build_posting_columns(
        data.draw(worlds.postings()), {c.id: c.jurisdiction for c in catalog.credentials}
    )
    index = UnlockIndex.build(columns, CredentialGraph(catalog))
    everything = np.ones(len(columns), dtype=bool)
    gains = index.answer(person, everything).gains
    for id_, opened in zip(gains, index.opened_by_each(person, gains), strict=True):
        assert np.count_nonzero(opened) == gains[id_]
        assert tuple(columns.posting_ids[opened].tolist()) == index.opened_by(person, id_, everything)
