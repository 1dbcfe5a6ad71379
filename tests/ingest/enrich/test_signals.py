"""What sentences say about the work beside its tasks: said, denied, or not said at all."""

import pytest

from ingest.enrich.signals import read_signals
from portal.domain.posting_text import SignalKind, SignalValue
from tests.bench.signal_scores import score_signals

K, V = SignalKind, SignalValue


def said(text: str, title: str = "Aide") -> set[tuple[SignalKind, SignalValue, bool]]:
    return {(s.kind, s.value, s.is_denied) for s in read_signals(title, text)}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Must be able to work evenings and weekends.", K.SHIFT, V.WEEKEND),
        ("Must be able to work evenings and weekends.", K.SHIFT, V.EVENING),
        ("3rd shift, full time.", K.SHIFT, V.NIGHT),
        ("Work rotating shifts around the clock.", K.SHIFT, V.ROTATING),
        ("Hours are Monday to Friday, 9:00 a.m. - 5:00 p.m.", K.SHIFT, V.SET_TIMES),
        ("This is a fully remote position.", K.REMOTE, V.STATED),
        ("You may work remotely.", K.REMOTE, V.STATED),
        ("This position may be eligible for remote work up to 2 days per week.", K.HYBRID, V.STATED),
        ("Hybrid schedule in our Gary office.", K.HYBRID, V.STATED),
        ("Paid training for all new staff!", K.TRAINING, V.STATED),
        ("You will receive hands-on training.", K.TRAINING, V.STATED),
        ("There are no formal education or experience requirements.", K.NO_EXPERIENCE, V.STATED),
        ("The work includes lifting boxes and climbing stairs.", K.PHYSICAL, V.LIFT),
        ("Must attend evening meetings.", K.SHIFT, V.EVENING),
        ("You must be on standby each month.", K.SHIFT, V.ON_CALL),
        ("Be in person in the office three days per week.", K.HYBRID, V.STATED),
        ("Training will be provided.", K.TRAINING, V.STATED),
        ("No experience needed, we will train.", K.NO_EXPERIENCE, V.STATED),
        ("No experience needed, we will train.", K.TRAINING, V.STATED),
        ("We are a fair chance employer.", K.SECOND_CHANCE, V.STATED),
        ("Applicants with criminal records are encouraged to apply.", K.SECOND_CHANCE, V.STATED),
        ("Must have reliable transportation.", K.TRANSPORT, V.OWN_VEHICLE),
        ("Our site is on the bus line.", K.TRANSPORT, V.NEAR_TRANSIT),
        ("A company vehicle is provided.", K.TRANSPORT, V.VEHICLE_PROVIDED),
        ("Must be able to stand for long periods.", K.PHYSICAL, V.STAND),
        ("Ability to climb ladders and kneel.", K.PHYSICAL, V.BEND),
        ("This is physically demanding work.", K.PHYSICAL, V.DEMANDING),
    ],
)
def test_what_is_said(text: str, kind: SignalKind, value: SignalValue) -> None:
    assert (kind, value, False) in said(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No remote work.", K.REMOTE),
        ("This position is not eligible for telework.", K.REMOTE),
        ("Remote work is not available.", K.REMOTE),
        ("Telework eligible: No", K.REMOTE),
        ("No nights, weekends or holidays.", K.SHIFT),
        ("Weekends off!", K.SHIFT),
        ("Training is not provided. Paid training is not offered.", K.TRAINING),
        ("We are not a second chance employer.", K.SECOND_CHANCE),
    ],
)
def test_what_is_denied_is_kept_as_denied_and_never_as_said(text: str, kind: SignalKind) -> None:
    denied = {is_denied for k, _, is_denied in said(text) if k is kind}
    assert denied == {True}


@pytest.mark.parametrize(
    "text",
    [
        "Analyze remote sensing data and support remote sites.",
        "Diagnose problems remotely by phone.",
        "Administer the agency's telework program.",
        "Reliable transportation options across the five boroughs.",
        "Programs serve families on weekends.",
        "Provide training to staff and clients.",
        "Enforce the Fair Chance Act and investigate complaints.",
        "Think on your feet; stand up for tenants.",
        "Class standing must be in the upper third.",
        "Report on call center performance.",
        "Carry out duties; we lift the veil on campaign money.",
        "Applicants who have received training in first aid.",
        "Migrate hybrid cloud infrastructure.",
        "Applicants must sit for the bar exam.",
        "Members with no experience in the field come to our center.",
        "We welcome applicants of every background.",
        "",
    ],
)
def test_nothing_is_inferred(text: str) -> None:
    assert said(text) == set()


def test_hours_are_those_of_the_work() -> None:
    (signal,) = read_signals("Aide", "Hours: 32-40 hours per week.")
    assert (signal.kind, signal.low, signal.high) == (K.HOURS, 32, 40)
    assert said("Three years of experience at 20 hours per week.") == set()
    assert said("The shop is open 168 hours a week.") == set()


def test_pounds_come_with_the_sentence_that_states_them() -> None:
    text = "Great team.\nMust lift up to 50 lbs. without help.\nSales of 50 pounds of flour."
    (signal,) = [s for s in read_signals("Loader", text) if s.value is V.LIFT]
    assert (signal.high, signal.sentence) == (50, "Must lift up to 50 lbs. without help.")


def test_accommodation_needs_a_contact() -> None:
    text = "To request a reasonable accommodation in the hiring process, email help@example.org or call us."
    (signal,) = read_signals("Clerk", text)
    assert (signal.kind, signal.contact) == (K.ACCOMMODATION, "help@example.org")
    assert said("We provide reasonable accommodations to qualified applicants.") == set()


def test_the_title_is_a_sentence_too() -> None:
    (signal,) = read_signals("CNA 2nd shift", "Help people live well.")
    assert (signal.value, signal.sentence) == (V.EVENING, "CNA 2nd shift")


def test_every_sentence_stands_in_the_text_word_for_word() -> None:
    text = "Nights.\u0130 x\nİstanbul: must work nights and weekends. Hybrid schedule offered. Lift 20 lbs daily."
    for signal in read_signals("Aide", text):
        assert signal.sentence.replace("I", "İ") in text.replace("I", "İ")


def test_a_weight_says_more_than_lifting_alone() -> None:
    found = read_signals("Porter", "You will be lifting boxes. You must lift 50 pounds.")
    assert [(s.value, s.low) for s in found if s.kind is K.PHYSICAL] == [(V.LIFT, 50.0)]


@pytest.mark.real_data
def test_real_postings_are_found_to_say_what_was_labelled() -> None:
    scores = score_signals()
    for kind in (K.SHIFT, K.HYBRID, K.PHYSICAL, K.ACCOMMODATION):
        assert min(scores[kind.value]["precision"][0], scores[kind.value]["recall"][0]) >= 0.9, kind
