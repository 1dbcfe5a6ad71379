"""Each criterion: what it rests on, and that silence is never taken for an answer."""

import pytest

from portal.domain.errors import InvalidCode, InvalidSettings
from portal.domain.occupation_profile import RatedElement
from portal.domain.posting_text import Signal, SignalKind, SignalValue
from portal.matching.config import MatchingConfig, parse_matching_config
from portal.matching.facts import PartKind, PartVerdict, PostingFacts, Required, RequiredPart
from portal.matching.match import match
from portal.matching.model import Band, Criterion, CriterionKey, CriterionState, Help, Reason
from portal.matching.wishes import Wishes

_K, _V = SignalKind, SignalValue
MET, MISSING = CriterionState.MET, CriterionState.MISSING
UNKNOWN, NOT_ASKED = CriterionState.UNKNOWN, CriterionState.NOT_ASKED


def said(kind: SignalKind, value: SignalValue = _V.STATED, *, high: float | None = None) -> Signal:
    return Signal(kind=kind, value=value, low=high, high=high, sentence=f"It says {value}.")


def denied(kind: SignalKind, value: SignalValue = _V.STATED, *, high: float | None = None) -> Signal:
    return said(kind, value, high=high).model_copy(update={"is_denied": True})


def element(id_: str, value: float) -> RatedElement:
    return RatedElement(
        element_id=id_, name="Spend Time Standing", description="", value=value, release="30.1"
    )


def one(needs: str, key: CriterionKey, **facts: object) -> Criterion:
    found = match(PostingFacts.model_validate(facts), Wishes.parse(needs), MatchingConfig())
    return found.get(key)


@pytest.mark.parametrize(
    ("needs", "key", "signals", "state"),
    [
        ("standing", "standing", [], UNKNOWN),
        ("standing", "standing", [said(_K.PHYSICAL, _V.STAND)], MISSING),
        ("standing", "standing", [said(_K.PHYSICAL, _V.WALK)], MISSING),
        ("standing", "standing", [said(_K.PHYSICAL, _V.SIT)], MET),
        ("standing", "standing", [said(_K.PHYSICAL, _V.SIT), said(_K.PHYSICAL, _V.STAND)], MISSING),
        ("standing", "standing", [denied(_K.PHYSICAL, _V.STAND)], MET),
        ("standing", "standing", [said(_K.PHYSICAL, _V.DEMANDING)], MISSING),
        ("lifting", "lifting", [said(_K.PHYSICAL, _V.LIFT, high=50)], MISSING),
        ("lifting", "lifting", [said(_K.PHYSICAL, _V.LIFT, high=20)], MET),
        (
            "lifting",
            "lifting",
            [said(_K.PHYSICAL, _V.LIFT, high=10), said(_K.PHYSICAL, _V.DEMANDING)],
            UNKNOWN,
        ),
        ("lifting", "lifting", [denied(_K.PHYSICAL, _V.LIFT, high=50)], UNKNOWN),
        ("lifting", "lifting", [denied(_K.PHYSICAL, _V.LIFT, high=20)], MET),
        ("lifting", "lifting", [said(_K.PHYSICAL, _V.STAND)], UNKNOWN),
        ("shift-night", "shift", [said(_K.SHIFT, _V.NIGHT)], MET),
        ("shift-night", "shift", [said(_K.SHIFT, _V.DAY)], MISSING),
        ("shift-night", "shift", [said(_K.SHIFT, _V.NIGHT), said(_K.SHIFT, _V.DAY)], UNKNOWN),
        ("shift-night,shift-day", "shift", [said(_K.SHIFT, _V.NIGHT), said(_K.SHIFT, _V.DAY)], MET),
        ("shift-day", "shift", [said(_K.SHIFT, _V.ROTATING)], MISSING),
        ("shift-day", "shift", [said(_K.SHIFT, _V.DAY), said(_K.SHIFT, _V.ON_CALL)], UNKNOWN),
        ("shift-day", "shift", [said(_K.SHIFT, _V.SET_TIMES)], UNKNOWN),
        ("shift-night", "shift", [denied(_K.SHIFT, _V.NIGHT)], MISSING),
        ("shift-night", "shift", [], UNKNOWN),
        ("weekends-off", "weekends", [said(_K.SHIFT, _V.WEEKEND)], MISSING),
        ("weekends-off", "weekends", [denied(_K.SHIFT, _V.WEEKEND)], MET),
        ("weekends-off", "weekends", [said(_K.SHIFT, _V.DAY)], UNKNOWN),
        ("transport", "transport", [said(_K.TRANSPORT, _V.OWN_VEHICLE)], MISSING),
        ("transport", "transport", [said(_K.TRANSPORT, _V.NEAR_TRANSIT)], MET),
        ("transport", "transport", [said(_K.TRANSPORT, _V.VEHICLE_PROVIDED)], UNKNOWN),
        (
            "transport",
            "transport",
            [said(_K.TRANSPORT, _V.OWN_VEHICLE), said(_K.TRANSPORT, _V.RIDE_PROVIDED)],
            UNKNOWN,
        ),
        ("remote", "remote", [said(_K.REMOTE)], MET),
        ("remote", "remote", [denied(_K.REMOTE)], MISSING),
        ("remote", "remote", [said(_K.REMOTE), denied(_K.REMOTE)], UNKNOWN),
        ("remote", "remote", [said(_K.HYBRID)], UNKNOWN),
        ("training", "training", [said(_K.TRAINING)], MET),
        ("training", "training", [said(_K.NO_EXPERIENCE)], UNKNOWN),
        ("hours-20", "hours", [said(_K.HOURS, high=20)], MET),
        ("hours-20", "hours", [said(_K.HOURS, high=32)], MISSING),
        ("noise", "noise", [said(_K.PHYSICAL, _V.DEMANDING)], UNKNOWN),
    ],
)
def test_the_jobs_own_sentences_speak(
    needs: str, key: str, signals: list[Signal], state: CriterionState
) -> None:
    found = one(needs, CriterionKey(key), signals=signals)
    assert found.state is state
    line = found.lines[0]
    if state in (MET, MISSING):
        assert line.sentence in [signal.sentence for signal in signals]
    if not signals:
        assert (line.reason, line.help) == (Reason.SILENT, Help.ASK_EMPLOYER)
    if state is MISSING:
        assert line.help is Help.ASK_FOR_CHANGE


@pytest.mark.parametrize(
    ("value", "state"),
    [(1.0, MET), (2.49, MET), (2.5, UNKNOWN), (2.99, UNKNOWN), (3.0, MISSING), (5.0, MISSING)],
)
def test_onet_speaks_where_the_job_is_silent(value: float, state: CriterionState) -> None:
    found = one("standing", CriterionKey.STANDING, elements=[element("4.C.2.d.1.b", value)])
    assert found.state is state
    assert found.lines[0].element is not None
    assert found.lines[0].element.value == value


def test_a_sentence_speaks_before_onet_and_another_element_not_at_all() -> None:
    standing = [element("4.C.2.d.1.b", 1.0)]
    told = one("standing", CriterionKey.STANDING, signals=[said(_K.PHYSICAL, _V.STAND)], elements=standing)
    assert told.state is MISSING
    assert one("noise", CriterionKey.NOISE, elements=standing).state is UNKNOWN


def test_pace_is_fine_only_where_both_its_elements_are_loaded() -> None:
    pressure, equipment = element("4.C.3.d.1", 2.0), element("4.C.3.d.3", 1.0)
    assert one("pace", CriterionKey.PACE, elements=[pressure]).state is UNKNOWN
    assert one("pace", CriterionKey.PACE, elements=[pressure, equipment]).state is MET
    assert one("pace", CriterionKey.PACE, elements=[pressure, element("4.C.3.d.3", 4.0)]).state is MISSING


@pytest.mark.parametrize(
    ("low", "high", "flag", "state"),
    [
        (36_000, 40_000, "", MET),
        (35_000, 35_000, "", MET),
        (20_000, 34_999, "", MISSING),
        (30_000, 40_000, "", UNKNOWN),
        (30_000, None, "", UNKNOWN),
        (None, 40_000, "", UNKNOWN),
        (None, 30_000, "", MISSING),
        (36_000, None, "", MET),
        (None, None, "", UNKNOWN),
        (360_000, 400_000, "far above", UNKNOWN),
    ],
)
def test_the_whole_range_of_pay_counts(
    low: float | None, high: float | None, flag: str, state: CriterionState
) -> None:
    found = one("pay-35000", CriterionKey.PAY, annual_pay_min_usd=low, annual_pay_max_usd=high, pay_flag=flag)
    assert found.state is state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"hours_per_week": 20}, MET),
        ({"hours_per_week": 40}, MISSING),
        ({"signals": [Signal(kind=_K.HOURS, low=16, high=30, sentence="16 to 30 hours.")]}, UNKNOWN),
        ({"employment_types": ["FULL_TIME"]}, MISSING),
        ({"employment_types": ["FULL_TIME", "PART_TIME"]}, UNKNOWN),
        ({"employment_types": ["PART_TIME"]}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_hours(facts: dict[str, object], state: CriterionState) -> None:
    assert one("hours-20", CriterionKey.HOURS, **facts).state is state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"miles": 9.0, "most_miles": 10}, MET),
        ({"miles": 11.0, "most_miles": 10}, MISSING),
        ({"most_miles": 10}, UNKNOWN),
        ({"most_miles": 10, "is_remote": True}, MET),
        ({"miles": 9.0}, NOT_ASKED),
    ],
)
def test_distance(facts: dict[str, object], state: CriterionState) -> None:
    assert one("", CriterionKey.DISTANCE, **facts).state is state


def part(verdict: PartVerdict, kind: PartKind = PartKind.CREDENTIAL) -> RequiredPart:
    return RequiredPart(kind=kind, verdict=verdict, sentence="You must.", credential_ids=("cna-in",))


_P = PartVerdict


@pytest.mark.parametrize(
    ("required", "band"),
    [
        (Required(parts=(part(_P.MET),)), Band.QUALIFIES),
        (Required(none_sentence="Nothing is needed."), Band.QUALIFIES),
        (Required(is_silent=True), Band.ASK),
        (Required(parts=(part(_P.MISSING),), one_step=("cna-in",)), Band.ONE_STEP),
        (Required(parts=(part(_P.UNRESOLVED),)), Band.ASK),
        (Required(parts=(part(_P.NOT_TOLD, PartKind.EDUCATION),), one_step=("ged",)), Band.ASK),
        (Required(parts=(part(_P.MISSING), part(_P.UNRESOLVED))), Band.NOT_YET),
        (Required(parts=(part(_P.MET), part(_P.MISSING, PartKind.AGE))), Band.NOT_YET),
        (Required(parts=(part(_P.TRANSFER_NEEDED),), one_step=("cna-in",)), Band.ONE_STEP),
    ],
)
def test_the_band_follows_from_what_the_job_asks(required: Required, band: Band) -> None:
    facts = PostingFacts(required=required)
    assert match(facts, Wishes(), MatchingConfig()).band is band
    # What is wished for changes no band, whatever it finds.
    everything = Wishes.parse("standing,noise,remote,hours-10,pay-80000")
    assert match(facts, everything, MatchingConfig()).band is band


def test_a_job_in_which_nothing_was_read_is_unknown_and_one_that_asks_nothing_is_not_asked() -> None:
    silent = match(PostingFacts(required=Required(is_silent=True)), Wishes(), MatchingConfig())
    assert silent.get(CriterionKey.CREDENTIALS).state is UNKNOWN
    free = match(
        PostingFacts(required=Required(none_sentence="No license needed.")), Wishes(), MatchingConfig()
    )
    line = free.get(CriterionKey.CREDENTIALS).lines[0]
    assert (line.state, line.sentence) == (NOT_ASKED, "No license needed.")


def test_wishes_travel_as_one_word_each() -> None:
    text = "standing,shift-night,weekends-off,hours-25,pay-35000"
    assert str(Wishes.parse(text)) == text
    assert str(Wishes.parse(" pay-35000 ,standing,standing,,")) == "standing,pay-35000"
    assert not Wishes.parse("")
    for wrong in ("autism", "hours-0", "hours-99", "pay-1000000", "pay--3", "hours-²", "hours-"):
        with pytest.raises(InvalidCode, match="not one of the things"):
            Wishes.parse(wrong)


def test_wrong_settings_are_refused_with_their_key() -> None:
    for raw, key in (
        ({"weights": {"education": 1}}, "has no weight"),
        ({"weights": {"pay": -1}}, "below 0"),
        ({"weights": {"luck": 1}}, "weights.luck"),
        ({"elements": {"fine_below": 4, "change_from": 3}}, "fine_below"),
        ({"share": 3}, "share"),
    ):
        with pytest.raises(InvalidSettings, match=key):
            parse_matching_config(raw)


def test_skills_are_shown_or_unknown_and_never_change_the_band() -> None:
    from_text = (
        {"name": "Blood pressure", "sentence": "Take blood pressure.", "is_shown": True},
        {"name": "Patient charts", "sentence": "Keep patient charts.", "is_shown": False},
    )
    required = Required(none_sentence="No license needed.")
    for skills, state, reasons in (
        (None, CriterionState.NOT_ASKED, [Reason.NOT_LOOKED]),
        ((), CriterionState.NOT_ASKED, [Reason.NONE_FOUND]),
        (from_text, CriterionState.UNKNOWN, [Reason.SKILL_SHOWN, Reason.SKILL_NOT_SHOWN]),
        (from_text[:1], CriterionState.MET, [Reason.SKILL_SHOWN]),
    ):
        facts = PostingFacts.model_validate({"required": required, "skills": skills})
        found = match(facts, Wishes(), MatchingConfig())
        criterion = found.get(CriterionKey.SKILLS)
        assert criterion.state is state
        assert [line.reason for line in criterion.lines] == reasons
        assert found.band is Band.QUALIFIES
        assert all(bool(line.sentence) == (line.skill != "") for line in criterion.lines)
