"""What would have to change: the columns say what the criteria say, and every count is what counting by hand gives."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.enrich.signals import read_signals
from portal.domain.occupation_profile import RatedElement
from portal.domain.posting_text import Signal, SignalKind, SignalValue
from portal.matching.changes import (
    ChangeKind,
    Instead,
    changed_wishes,
    count_changes,
    count_now,
    is_against,
    weigh_wishes,
)
from portal.matching.config import MatchingConfig
from portal.matching.elements import ELEMENT_IDS
from portal.matching.facts import PostingFacts
from portal.matching.match import match
from portal.matching.model import ASKED_OF_PERSON, CriterionKey, CriterionState
from portal.matching.wish_columns import MET, MISSING, UNKNOWN, RawPosting, RawSignal, WishColumns, WishReader
from portal.matching.wishes import Need, Wishes
from tests.bench.held_out_postings import real_postings
from tests.real_data import SHARED

CONFIG = MatchingConfig()
ELEMENTS = {
    code: tuple(
        RatedElement(element_id=id_, name="x", description="", value=value, release="30.1")
        for id_, value in zip(ELEMENT_IDS, values, strict=False)
    )
    for code, values in {
        "31-1131": (4.5, 3.5, 2.0, 2.6, 1.5),
        "43-9061": (1.5, 1.2, 1.1, 2.9, 2.0),
        "53-7062": (4, 4),
    }.items()
}
STATES = {CriterionState.MET: MET, CriterionState.MISSING: MISSING, CriterionState.UNKNOWN: UNKNOWN}
_FIGURE = st.sampled_from([None, 10.0, 20.0, 29.0, 35.0, 40.0])
_SIGNALS = st.builds(
    RawSignal,
    kind=st.sampled_from([each.value for each in SignalKind]),
    value=st.sampled_from([each.value for each in SignalValue]),
    is_denied=st.booleans(),
    low=_FIGURE,
    high=_FIGURE,
)
_PAY = st.sampled_from([None, 20_000.0, 34_999.0, 35_000.0, 50_000.0])


@st.composite
def _postings(draw: st.DrawFn) -> RawPosting:
    return RawPosting(
        posting_id=draw(st.integers(1, 10_000)),
        employer=draw(st.sampled_from(["", "One", "one ", "Two"])),
        signals=tuple(draw(st.lists(_SIGNALS, max_size=5))),
        soc_code=draw(st.sampled_from([None, *ELEMENTS, "99-0000"])),
        annual_pay_min_usd=draw(_PAY),
        annual_pay_max_usd=draw(_PAY),
        is_pay_doubted=draw(st.booleans()),
        hours_per_week=draw(_FIGURE),
        employment_types=draw(
            st.sampled_from([(), ("FULL_TIME",), ("PART_TIME",), ("FULL_TIME", "PART_TIME")])
        ),
        is_remote=draw(st.booleans()),
    )


_WISHES = st.builds(
    Wishes,
    needs=st.lists(st.sampled_from(Need), unique=True).map(
        lambda needs: tuple(need for need in Need if need in needs)
    ),
    most_hours=st.sampled_from([None, 10, 20, 35, 40]),
    least_hours=st.sampled_from([None, 5, 20, 35]),
    least_pay_usd=st.sampled_from([None, 3, 20_000, 35_000, 999_999]),
)


def facts_of(posting: RawPosting) -> PostingFacts:
    """The same posting as the criteria take it."""
    return PostingFacts(
        signals=tuple(
            Signal(
                kind=SignalKind(each.kind),
                value=SignalValue(each.value),
                is_denied=each.is_denied,
                low=each.low,
                high=each.high,
                sentence="A sentence.",
            )
            for each in posting.signals
        ),
        annual_pay_min_usd=posting.annual_pay_min_usd,
        annual_pay_max_usd=posting.annual_pay_max_usd,
        pay_flag="doubted" if posting.is_pay_doubted else "",
        hours_per_week=posting.hours_per_week,
        employment_types=posting.employment_types,
        is_remote=posting.is_remote,
        elements=ELEMENTS.get(posting.soc_code or "", ()),
    )


def states_of(posting: RawPosting, wishes: Wishes) -> dict[CriterionKey, int]:
    """What the criteria say of everything that was wished for."""
    found = match(facts_of(posting), wishes, CONFIG)
    return {
        each.key: STATES[each.state]
        for each in found.criteria
        if each.key not in (*ASKED_OF_PERSON, CriterionKey.SKILLS) and each.state in STATES
    }


def columns_of(postings: Sequence[RawPosting]) -> WishColumns:
    return WishReader(CONFIG).read(postings, ELEMENTS)


@given(st.lists(_postings(), min_size=1, max_size=6), _WISHES)
@settings(max_examples=80, deadline=None)
def test_columns_say_what_the_criteria_say(postings: list[RawPosting], wishes: Wishes) -> None:
    columns = columns_of(postings)
    judged = columns.judged(wishes)
    for row, posting in enumerate(postings):
        assert {key: int(codes[row]) for key, codes in judged.items()} == states_of(posting, wishes)


@given(
    st.lists(st.tuples(_postings(), st.booleans(), st.booleans()), min_size=1, max_size=12),
    _WISHES,
)
@settings(max_examples=50, deadline=None)
def test_every_change_counts_what_counting_by_hand_gives(
    world: list[tuple[RawPosting, bool, bool]], wishes: Wishes
) -> None:
    postings = [each[0] for each in world]
    qualifies, is_here = np.array([each[1] for each in world]), np.array([each[2] for each in world])
    everywhere = np.ones(len(world), dtype=np.bool_)
    found = count_changes(
        columns_of(postings),
        wishes,
        is_here=is_here,
        qualifies=qualifies,
        instead=[Instead(ChangeKind.MILES, "35", everywhere, qualifies)],
    )

    def by_hand(here: Sequence[bool], asked: Wishes) -> tuple[int, int, int]:
        kept = [p for p, q, near in zip(postings, qualifies, here, strict=True) if q and near]
        states = [set(states_of(posting, asked).values()) for posting in kept]
        fits = [each for each in states if MISSING not in each]
        return len(kept), len(fits), len([each for each in fits if UNKNOWN in each])

    other = {(kind, value): asked for kind, value, asked in changed_wishes(wishes)}
    assert len(found) == len(other) + 1
    for change in found:
        now, then = change.now, change.then
        assert (now.qualifying, now.fitting, now.to_ask) == by_hand(is_here.tolist(), wishes)
        here = everywhere if change.kind is ChangeKind.MILES else is_here
        assert (then.qualifying, then.fitting, then.to_ask) == by_hand(
            here.tolist(), other.get((change.kind, change.value), wishes)
        )
        assert change.more_fitting == then.fitting - now.fitting
        if change.kind is not ChangeKind.HIGHER_PAY:
            assert change.more_fitting >= 0, "to ask for less never loses a job"
        assert 0 <= then.to_ask <= then.fitting <= then.qualifying


def test_a_need_set_aside_gives_the_jobs_against_which_it_alone_speaks() -> None:
    stand = RawSignal("physical", "stand", False, None, None)
    night = RawSignal("shift", "night", False, None, None)
    plain = RawPosting(1, "A", (), None, None, None, False, None, (), False)
    postings = [
        plain,
        plain._replace(posting_id=2, signals=(stand,)),
        plain._replace(posting_id=3, signals=(stand, night)),
        plain._replace(posting_id=4, signals=(night,)),
    ]
    columns = columns_of(postings)
    wishes = Wishes.parse("standing,shift-day")
    all_ = np.ones(4, dtype=np.bool_)
    changes = {(c.kind, c.value): c for c in count_changes(columns, wishes, is_here=all_, qualifies=all_)}
    assert changes[(ChangeKind.NEED, "standing")].more_fitting == 1, (
        "only the second has nothing else against it"
    )
    assert changes[(ChangeKind.SHIFT, "shift-night")].more_fitting == 1, "only the fourth"
    assert changes[(ChangeKind.SHIFT, "shift-evening")].more_fitting == 0
    assert count_now(columns, wishes, all_).fitting == 1
    assert is_against(columns, wishes).tolist() == [False, True, True, True]
    assert weigh_wishes(columns, wishes, CONFIG).tolist() == [0, -1, -2, -1]


def test_employers_are_told_apart_and_who_has_no_name_is_one_of_their_own() -> None:
    plain = RawPosting(1, "Big Care", (), None, None, None, False, None, (), False)
    columns = columns_of(
        [plain, plain._replace(posting_id=2, employer=" big care"), plain._replace(posting_id=3, employer="")]
    )
    assert columns.employers[0] == columns.employers[1] != columns.employers[2]
    assert columns.take(np.array([2, 0])).posting_ids.tolist() == [3, 1]
    assert len(columns.followed_by(columns)) == 6


def test_nothing_wished_and_no_posting_is_no_trouble() -> None:
    columns = columns_of([])
    none = np.zeros(0, dtype=np.bool_)
    assert count_changes(columns, Wishes(), is_here=none, qualifies=none) == ()
    assert count_now(columns, Wishes.parse("pay-30000,hours-20,shift-day"), none).qualifying == 0


@pytest.mark.parametrize(
    ("text", "types", "hours", "state"),
    [
        ("minhours-20", (), 15.0, MISSING),
        ("minhours-20", (), 20.0, MET),
        ("hours-30,minhours-20", (), 40.0, MISSING),
        ("hours-30,minhours-20", (), 25.0, MET),
        ("minhours-35", ("PART_TIME",), None, MISSING),
        ("minhours-30", ("FULL_TIME",), None, MET),
        ("minhours-38", ("FULL_TIME",), None, UNKNOWN),
        ("hours-30,minhours-20", ("FULL_TIME",), None, MISSING),
        ("minhours-20", ("PART_TIME",), None, UNKNOWN),
    ],
)
def test_hours_have_a_lower_end_too(
    text: str, types: tuple[str, ...], hours: float | None, state: int
) -> None:
    posting = RawPosting(1, "", (), None, None, None, False, hours, types, False)
    wishes = Wishes.parse(text)
    assert states_of(posting, wishes) == {CriterionKey.HOURS: state}
    assert Wishes.parse(str(wishes)) == wishes
    assert bool(wishes)


@pytest.mark.real_data
def test_columns_and_counts_say_the_same_of_real_postings() -> None:
    """The signals of 150 real texts, held against what the criteria say of each by itself."""
    rows = list(islice(real_postings(SHARED), 150))
    postings = [
        RawPosting(
            number,
            f"employer {number % 40}",
            tuple(
                RawSignal(each.kind.value, each.value.value, each.is_denied, each.low, each.high)
                for each in read_signals(row["title"], row["text"])
            ),
            (None, *ELEMENTS)[number % 4],
            *((None, None), (24_000.0, 36_000.0), (41_000.0, None))[number % 3],
            number % 17 == 0,
            None,
            (("FULL_TIME",), ("PART_TIME",), ())[number % 3],
            False,
        )
        for number, row in enumerate(rows)
    ]
    assert sum(bool(each.signals) for each in postings) > 75
    columns = columns_of(postings)
    wishes = Wishes.parse("standing,lifting,transport,shift-day,weekends-off,training,hours-30,pay-30000")
    all_ = np.ones(len(postings), dtype=np.bool_)
    for kind, value, other in [(None, "", wishes), *changed_wishes(wishes)]:
        states = [set(states_of(posting, other).values()) for posting in postings]
        fitting = sum(MISSING not in each for each in states)
        assert count_now(columns, other, all_).fitting == fitting, (kind, value)
    assert 0 < count_now(columns, wishes, all_).fitting < len(postings)
