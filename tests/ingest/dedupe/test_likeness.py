import pytest

from ingest.dedupe.likeness import Likeness, compare
from ingest.dedupe.packed import pack_traits, unpack_traits
from ingest.dedupe.traits import OfferFacts, OfferTraits, read_traits
from tests.ingest.dedupe.offers import GARY, HAMMOND, NURSING, WELDING, facts


def likeness(left: OfferFacts, right: OfferFacts) -> Likeness | None:
    there, back = (
        compare(read_traits(left), read_traits(right)),
        compare(read_traits(right), read_traits(left)),
    )
    assert there == back, "the same both ways"
    packed = compare(kept(left), kept(right))
    assert packed == there, "the same when the traits were put away with their feed"
    return there


def kept(offer: OfferFacts) -> OfferTraits:
    traits = read_traits(offer)
    return unpack_traits(traits.offer_key, pack_traits(traits))


def is_same(left: OfferFacts, right: OfferFacts) -> bool:
    found = likeness(left, right)
    return found is not None and found.is_same


SHIFTS = f"{NURSING} You work from 7 am to 3 pm, and we pay $18.50 an hour."


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "NURSING ASSISTANT - Lakeside Care Center (Gary, IN) - apply today!"},
        {"title": "Nursing Assistants", "employer_name": "LAKESIDE CARE CENTER, INC."},
        {"text": NURSING.upper().replace(".", ". \n")},
        {"text": f"{NURSING} Job number 20260417. Lakeside is an equal opportunity employer."},
        {"text": " ".join(NURSING.split()[:60]) + "…"},
        {"text": ""},
        {"employer_name": "Brightpath Staffing", "text": f"Our client needs you. {NURSING}"},
        {"places": (GARY, HAMMOND)},
        {"places": (("IN", "Gary", ""),)},
        {"title": "Nursing Assistant - Full Time"},
        {"title": "Nursing Assistant (CNA)"},
    ],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_a_copy_is_found(changed: dict[str, object]) -> None:
    assert is_same(facts(), facts(**changed))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({}, {"places": (HAMMOND,)}),
        ({}, {"places": (("IN", "Gary", "46404"),)}),
        ({"place_note": "no state: Springfield"}, {"place_note": "no state: Fairview"}),
        ({}, {"is_remote": True}),
        ({}, {"title": "Senior Nursing Assistant"}),
        ({"title": "Nursing Assistant - Nights"}, {"title": "Nursing Assistant - Days"}),
        ({"title": "Nursing Assistant, part time"}, {"title": "Nursing Assistant, full-time"}),
        ({"title": "Nursing Assistant (Wound Care)"}, {"title": "Nursing Assistant (Dialysis)"}),
        ({"text": SHIFTS}, {"text": SHIFTS.replace("7 am to 3 pm", "11 pm to 7 am")}),
        ({"text": SHIFTS}, {"text": SHIFTS.replace("18.50", "21.00")}),
        ({"text": NURSING + " Evening shift."}, {"text": NURSING + " Night shift."}),
        ({"annual_pay_min_usd": 40_000.0}, {"annual_pay_min_usd": 45_000.0}),
        ({"hours_per_week": 40.0}, {"hours_per_week": 20.0}),
        ({"employment_types": ("FULL_TIME",)}, {"employment_types": ("PART_TIME",)}),
        ({}, {"text": NURSING.replace("hall of twenty beds", "memory ward")}),
        ({}, {"text": WELDING}),
        ({}, {"employer_name": "Calumet Home", "text": " ".join(NURSING.split()[:30])}),
    ],
)
def test_another_job_is_not_taken_for_a_copy(left: dict[str, object], right: dict[str, object]) -> None:
    assert not is_same(facts(**left), facts(**right))


def test_a_job_that_is_written_anew_is_like_enough_to_be_posted_again() -> None:
    found = likeness(facts(), facts(text=NURSING.replace("hall of twenty beds", "memory ward")))
    assert found is not None
    assert not found.is_same
    assert found.share > 0.9
    assert likeness(facts(), facts(text=WELDING)) is None


def test_the_key_of_an_offer_does_not_hang_on_form() -> None:
    plain = read_traits(facts())
    again = read_traits(
        facts(
            title="nursing  assistant",
            text=NURSING.replace(" ", "\n"),
            employer_name="Lakeside Care Center Inc",
        )
    )
    assert again.offer_key == plain.offer_key
    assert read_traits(facts(places=(HAMMOND,))).offer_key != plain.offer_key
    assert read_traits(facts(text=WELDING)).offer_key != plain.offer_key


def test_copies_meet_in_a_drawer_and_towns_do_not() -> None:
    plain = read_traits(facts())
    staffing = read_traits(facts(employer_name="Brightpath", text=f"Our client needs you. {NURSING}"))
    assert set(plain.block_keys) & set(staffing.block_keys)
    assert not set(plain.block_keys) & set(read_traits(facts(places=(HAMMOND,))).block_keys)
