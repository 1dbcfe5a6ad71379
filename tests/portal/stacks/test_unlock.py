"""The unlock index against the oracle, and the laws that hold between its answers."""

from datetime import date
from itertools import pairwise
from math import acos, cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.credential import Catalog
from portal.domain.errors import NotFound
from portal.domain.job_posting import RequirementsState
from portal.domain.person import Person
from portal.domain.region import Region, ResolvedRegion
from portal.stacks.assess import PostingState, assess
from portal.stacks.graph import CredentialGraph
from portal.stacks.postings import PostingColumns, PostingFacts, PostingPlace, build_posting_columns
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockAnswer, UnlockIndex, UsualEntry
from tests.portal.stacks import oracle, worlds
from tests.portal.stacks.builders import HIGH_SCHOOL, condition, credential, edge, graph, group, requirements
from tests.portal.stacks.sizes import BOUNDED

US = ResolvedRegion(region=Region.parse("us"), label="the nation")
ENTRY = {"31-1131": UsualEntry(HIGH_SCHOOL), "29-1141": UsualEntry(license_ids=("a", "b"))}


def columns_of(catalog: Catalog, facts: tuple[PostingFacts, ...]) -> PostingColumns:
    return build_posting_columns(facts, {c.id: c.jurisdiction for c in catalog.credentials})


def states_of(posting: PostingFacts) -> set[str]:
    return {place.state for place in posting.places}


def everything(columns: PostingColumns) -> np.ndarray:
    return np.ones(len(columns), dtype=bool)


@BOUNDED
@given(st.data())
def test_closure_equals_the_oracle(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    held = data.draw(worlds.people(catalog)).held
    assert CredentialGraph(catalog).closure(held) == oracle.closure(catalog, set(held))


@BOUNDED
@given(st.data())
def test_states_and_gains_equal_the_oracle(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    columns = columns_of(catalog, facts)
    network = CredentialGraph(catalog)
    index = UnlockIndex.build(columns, network)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts))), dtype=bool)
    chosen = [p for p, on in zip(sorted(facts, key=lambda p: p.posting_id), mask, strict=True) if on]
    found = {p.posting_id: oracle.state(catalog, p.requirements, person, states_of(p)) for p in chosen}
    steps = {p.posting_id: oracle.single_steps(catalog, p.requirements, person, states_of(p)) for p in chosen}
    answer = index.answer(person, mask)
    for state in PostingState:
        ids = tuple(i for i, s in found.items() if s == state)
        assert index.in_state(person, state, mask) == ids
        assert getattr(answer, state.value) == len(ids)
    for id_ in network.ids:
        opened = tuple(i for i, by in steps.items() if id_ in by)
        assert index.opened_by(person, id_, mask) == opened
        assert answer.gains.get(id_, 0) == len(opened)
    for posting in chosen:
        one = assess(posting.requirements, person, network, posting_states=frozenset(states_of(posting)))
        assert one.state == found[posting.posting_id]
        assert list(one.one_step) == steps[posting.posting_id]


@BOUNDED
@given(st.data())
def test_holding_more_never_lowers_what_one_qualifies_for(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    more = data.draw(st.sampled_from([c.id for c in catalog.credentials]))
    columns = columns_of(catalog, data.draw(worlds.postings()))
    index = UnlockIndex.build(columns, CredentialGraph(catalog), usual_entry=ENTRY)
    richer = person.model_copy(update={"held": (*person.held, more)})
    mask = everything(columns)
    assert set(index.qualifying(person, mask)) <= set(index.qualifying(richer, mask))
    assert set(index.likely(person, mask)) <= set(index.likely(richer, mask))


@BOUNDED
@given(st.data())
def test_the_order_of_postings_does_not_matter(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    network = CredentialGraph(catalog)

    def ask(given_facts: tuple[PostingFacts, ...]) -> tuple[UnlockAnswer, tuple[int, ...]]:
        columns = columns_of(catalog, given_facts)
        index = UnlockIndex.build(columns, network, usual_entry=ENTRY)
        mask = region_mask(columns, US, today=worlds.TODAY)
        return index.answer(person, mask), index.qualifying(person, mask)

    assert ask(facts) == ask(tuple(data.draw(st.permutations(facts))))


def region(text: str, **more: object) -> ResolvedRegion:
    return ResolvedRegion(region=Region.parse(text), label=text, **more)


POINT = {"latitude": 41.55, "longitude": -87.3}
WIDENING = (
    region("zip:46402:5", **POINT),
    region("zip:46402:25", **POINT),
    region("zip:46402:200", **POINT),
    US,
)


@BOUNDED
@given(st.data())
def test_widening_a_region_never_lowers_counts(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    columns = columns_of(catalog, data.draw(worlds.postings()))
    index = UnlockIndex.build(columns, CredentialGraph(catalog), usual_entry=ENTRY)
    masks = [region_mask(columns, r, today=worlds.TODAY) for r in WIDENING]
    county = region_mask(columns, region("county:18089", county_fips={"18089"}), today=worlds.TODAY)
    state = region_mask(columns, region("state:IN", states={"IN"}, county_fips={"18089"}), today=worlds.TODAY)
    for narrow, wide in [*pairwise(masks), (county, state), (state, masks[-1])]:
        assert not np.any(narrow & ~wide)
        one, two = index.answer(person, narrow), index.answer(person, wide)
        for name in ("total", "qualifies", "one_away", "further", "unknown", "likely"):
            assert getattr(one, name) <= getattr(two, name)
        assert all(count <= two.gains[id_] for id_, count in one.gains.items())


@BOUNDED
@given(worlds.postings())
def test_region_masks_equal_the_oracle(facts: tuple[PostingFacts, ...]) -> None:
    columns = build_posting_columns(facts, {})
    ordered = sorted(facts, key=lambda p: p.posting_id)

    def is_near(place: PostingPlace, miles: float) -> bool:
        if place.latitude is None or place.longitude is None:
            return False
        a, b = radians(place.latitude), radians(41.55)
        turn = radians(place.longitude + 87.3)
        inner = min(1.0, sin(a) * sin(b) + cos(a) * cos(b) * cos(turn))
        return 3958.7613 * acos(inner) <= miles

    for where, covers in (
        (WIDENING[1], lambda place: is_near(place, 25)),
        (WIDENING[2], lambda place: is_near(place, 200)),
        (region("county:17031", county_fips={"17031"}), lambda place: place.county_fips == "17031"),
        (region("state:IL", states={"IL"}), lambda place: place.state == "IL"),
    ):
        wanted = [
            (p.is_remote or any(covers(place) for place in p.places))
            and (p.valid_through_on is None or p.valid_through_on >= worlds.TODAY)
            for p in ordered
        ]
        assert region_mask(columns, where, today=worlds.TODAY).tolist() == wanted


def test_an_expired_posting_is_never_in_a_mask_and_its_last_day_is() -> None:
    facts = tuple(
        PostingFacts(posting_id=i, requirements=requirements(), valid_through_on=day, is_remote=True)
        for i, day in enumerate([date(2026, 6, 19), date(2026, 6, 20), None], start=1)
    )
    columns = build_posting_columns(facts, {})
    assert columns.posting_ids[region_mask(columns, US, today=date(2026, 6, 20))].tolist() == [2, 3]


def test_equal_requirements_share_a_signature_and_states_count_only_where_they_matter() -> None:
    def posting(id_: int, state: str, *ids: str) -> PostingFacts:
        return PostingFacts(id_, requirements(group(*ids)), places=(PostingPlace(state),))

    facts = (posting(1, "IN", "cpr"), posting(2, "IL", "cpr"), posting(3, "IN", "rn"), posting(4, "IL", "rn"))
    columns = build_posting_columns(facts, {"cpr": None, "rn": "IN"})
    assert columns.signature_rows.tolist() == [0, 0, 1, 2]
    assert columns.find_row(3) == 2
    assert columns.find_row(5) is None


def test_likely_is_counted_apart_and_respects_the_state_of_a_licence() -> None:
    network = graph(
        credential("rn-in", jurisdiction="IN"), credential("rn-il", jurisdiction="IL"), credential("cpr")
    )
    nothing = requirements(state=RequirementsState.NOTHING_FOUND)

    def posting(id_: int, soc: str | None, state: str) -> PostingFacts:
        return PostingFacts(id_, nothing, soc_code=soc, places=(PostingPlace(state),))

    facts = (
        posting(1, "29-1141", "IN"),
        posting(2, "29-1141", "IL"),
        posting(3, "31-1131", "IL"),
        posting(4, None, "IN"),
        PostingFacts(5, requirements(group("cpr", preferred=True)), "31-1131"),
        PostingFacts(6, requirements(condition(min_age=18)), "31-1131"),
        posting(7, "47-2111", "IN"),
    )
    columns = build_posting_columns(facts, {"rn-in": "IN", "rn-il": "IL", "cpr": None})
    entry = {"29-1141": UsualEntry(license_ids=("rn-in", "rn-il")), "31-1131": UsualEntry(HIGH_SCHOOL)}
    index = UnlockIndex.build(columns, network, usual_entry=entry)
    mask = everything(columns)
    assert index.likely(Person(), mask) == ()
    assert index.likely(Person(held=("rn-in",)), mask) == (1,)
    assert index.likely(Person(education=HIGH_SCHOOL), mask) == (3, 5)
    answer = index.answer(Person(held=("rn-in",), education=HIGH_SCHOOL), mask)
    assert (answer.total, answer.qualifies, answer.unknown, answer.likely) == (7, 0, 7, 3)


def test_the_last_part_of_a_whole_opens_what_the_whole_opens() -> None:
    network = graph(
        credential("whole"),
        credential("one"),
        credential("two"),
        edge("part_of", "one", "whole", completes=True),
        edge("part_of", "two", "whole", completes=True),
    )
    columns = build_posting_columns([PostingFacts(7, requirements(group("whole")))], {})
    index = UnlockIndex.build(columns, network)
    mask = everything(columns)
    assert dict(index.answer(Person(), mask).gains) == {"whole": 1}
    assert dict(index.answer(Person(held=("one",)), mask).gains) == {"two": 1, "whole": 1}
    assert index.opened_by(Person(held=("one",)), "two", mask) == (7,)
    assert index.qualifying(Person(held=("one", "two")), mask) == (7,)


def test_no_postings_and_ids_that_the_catalog_lacks() -> None:
    columns = build_posting_columns([], {})
    index = UnlockIndex.build(columns, graph(credential("cpr")))
    assert index.answer(Person(), everything(columns)) == UnlockAnswer(0, 0, 0, 0, 0, 0)
    assert region_mask(columns, WIDENING[0], today=worlds.TODAY).tolist() == []
    with pytest.raises(NotFound, match="“rn”"):
        index.answer(Person(held=("rn",)), everything(columns))
    with pytest.raises(NotFound, match="“rn”"):
        index.opened_by(Person(), "rn", everything(columns))
