"""Laws of matching, held over many made-up jobs and people."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.occupation_profile import RatedElement
from portal.domain.posting_text import Signal, SignalKind, SignalValue
from portal.matching.config import MatchingConfig
from portal.matching.elements import ELEMENT_IDS
from portal.matching.facts import PartKind, PartVerdict, PostingFacts, Required, RequiredPart
from portal.matching.match import match
from portal.matching.model import ASKED_OF_PERSON, Criterion, CriterionKey, CriterionState, Match, Reason
from portal.matching.order import order_matches
from portal.matching.wishes import Need, Wishes

_SIGNALS = st.builds(
    Signal,
    kind=st.sampled_from(SignalKind),
    value=st.sampled_from(SignalValue),
    is_denied=st.booleans(),
    low=st.sampled_from([None, 5.0, 20.0]),
    high=st.sampled_from([None, 20.0, 50.0]),
    sentence=st.sampled_from(["One sentence.", "Another."]),
)
_PARTS = st.builds(
    RequiredPart,
    kind=st.sampled_from(PartKind),
    verdict=st.sampled_from(PartVerdict),
    sentence=st.just("You must."),
)
_ELEMENTS = st.builds(
    RatedElement,
    element_id=st.sampled_from(ELEMENT_IDS),
    name=st.just("Noise"),
    description=st.just(""),
    value=st.floats(1, 5),
    release=st.just("30.1"),
)
_FIGURES = st.one_of(st.none(), st.floats(1, 100_000))


@st.composite
def _facts(draw: st.DrawFn) -> PostingFacts:
    parts = tuple(draw(st.lists(_PARTS, max_size=4)))
    is_silent = not parts and draw(st.booleans())
    return PostingFacts(
        required=Required(
            parts=parts,
            one_step=draw(st.sampled_from([(), ("cna-in",)])) if parts else (),
            is_silent=is_silent,
            none_sentence="" if parts or is_silent else "Nothing is needed.",
        ),
        signals=tuple(draw(st.lists(_SIGNALS, max_size=5))),
        elements=tuple(draw(st.lists(_ELEMENTS, max_size=3))),
        annual_pay_min_usd=draw(_FIGURES),
        annual_pay_max_usd=draw(_FIGURES),
        hours_per_week=draw(_FIGURES),
        is_remote=draw(st.booleans()),
        miles=draw(_FIGURES),
        most_miles=draw(_FIGURES),
    )


_WISHES = st.builds(
    Wishes,
    needs=st.lists(st.sampled_from(Need), unique=True, max_size=11).map(tuple),
    most_hours=st.sampled_from([None, 20]),
    least_pay_usd=st.sampled_from([None, 35_000]),
)
_CONFIG = MatchingConfig()


@given(_facts(), _WISHES)
@settings(max_examples=150, deadline=None)
def test_no_criterion_is_ever_missing_and_each_says_why(facts: PostingFacts, wishes: Wishes) -> None:
    found = match(facts, wishes, _CONFIG)
    assert [each.key for each in found.criteria] == list(CriterionKey)
    for each in found.criteria:
        for line in each.lines:
            if line.state is CriterionState.UNKNOWN:
                assert line.help is not None
            if line.state in (CriterionState.MET, CriterionState.MISSING):
                assert _rests_on_something(each, facts)


def _rests_on_something(criterion: Criterion, facts: PostingFacts) -> bool:
    """A sentence, an element, or a figure or field of the source."""
    for line in criterion.lines:
        has_figure = line.wanted is not None or line.reason is Reason.FROM_HOME
        if not (line.sentence or line.element or has_figure):
            return False
    return True


@given(_WISHES)
@settings(max_examples=60, deadline=None)
def test_what_is_unknown_never_becomes_met(wishes: Wishes) -> None:
    """A job of which nothing was read: nothing is met, nothing is missing, whatever matters."""
    found = match(PostingFacts(), wishes, _CONFIG)
    assert {each.state for each in found.criteria} <= {CriterionState.UNKNOWN, CriterionState.NOT_ASKED}


@given(_facts(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_part_that_comes_to_be_met_never_worsens_anything(facts: PostingFacts, data: st.DataObject) -> None:
    required = facts.required
    # The one step stays for who holds more; without told schooling an unknown could be settled the other way.
    parts = [part for part in required.parts if part.verdict is not PartVerdict.NOT_TOLD]
    before = facts.model_copy(update={"required": required.model_copy(update={"parts": tuple(parts)})})
    if not parts:
        return
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = parts[place].model_copy(update={"verdict": PartVerdict.MET})
    after = before.model_copy(update={"required": before.required.model_copy(update={"parts": tuple(parts)})})
    old, new = match(before, Wishes(), _CONFIG), match(after, Wishes(), _CONFIG)
    assert new.band.rank <= old.band.rank
    for key in ASKED_OF_PERSON:
        if old.get(key).state is CriterionState.MET:
            assert new.get(key).state is CriterionState.MET


@given(st.lists(_facts(), max_size=8), _WISHES, st.integers())
@settings(max_examples=60, deadline=None)
def test_the_order_is_stable_whole_and_within_the_bands(
    several: list[PostingFacts], wishes: Wishes, seed: int
) -> None:
    matches = [match(facts, wishes, _CONFIG) for facts in several]
    order = order_matches(matches, _CONFIG)
    assert sorted(order) == list(range(len(matches)))
    assert order == order_matches(matches, _CONFIG)
    bands = [matches[place].band.rank for place in order]
    assert bands == sorted(bands)
    again = order_matches([matches[place] for place in order], _CONFIG)
    assert again == list(range(len(matches)))  # ordering what is in order moves nothing
    random.Random(seed).shuffle(matches)
    shuffled = order_matches(matches, _CONFIG)
    assert [matches[place].band.rank for place in shuffled] == bands


def test_weights_order_within_a_band_and_never_across() -> None:
    good = Required(
        parts=(RequiredPart(kind=PartKind.CREDENTIAL, verdict=PartVerdict.MET, sentence="Must."),)
    )
    bad = Required(
        parts=(RequiredPart(kind=PartKind.CREDENTIAL, verdict=PartVerdict.MISSING, sentence="Must."),)
    )
    trains = (Signal(kind=SignalKind.TRAINING, sentence="We train."),)
    wishes = Wishes.parse("training,noise")
    plain, better, worse = (
        match(PostingFacts(required=required, signals=signals), wishes, _CONFIG)
        for required, signals in ((good, ()), (good, trains), (bad, trains))
    )
    assert order_matches([worse, plain, better], _CONFIG) == [2, 1, 0]
    flat = MatchingConfig(weights={CriterionKey.TRAINING: 0.0})
    assert order_matches([worse, plain, better], flat) == [1, 2, 0]


def test_no_fact_names_an_employer_or_a_person() -> None:
    fields = {*PostingFacts.model_fields, *Required.model_fields, *RequiredPart.model_fields}
    assert not {name for name in fields if "name" in name or "employer" in name or "title" in name}


def test_nothing_that_is_answered_is_a_share() -> None:
    assert not {name for name in Match.model_fields if "score" in name or "percent" in name}
