"""Words of sources: sure or unknown, never guessed."""

import pytest

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import places_of_texts, sort_sections
from ingest.kit.terms import find_employment_types, parse_pay_unit, place_from_text, says_remote, stated_pay
from portal.domain.job_posting import PayUnit


@pytest.mark.parametrize(
    ("text", "kinds", "is_understood"),
    [
        ("Permanent Full Time", ("FULL_TIME",), True),
        ("fulltime_permanent".replace("_", " "), ("FULL_TIME",), True),
        ("Regular Part-Time (20 hrs)", ("PART_TIME",), True),
        ("Full-time, temporary", ("FULL_TIME", "TEMPORARY"), True),
        ("Internship - Non Paid", ("INTERN",), True),
        ("International, permanent", (), True),
        ("Internal transfer", (), False),
        ("PRN / as needed", ("PER_DIEM",), True),
        ("Permanent", (), True),
        ("Zesty", (), False),
        ("", (), True),
    ],
)
def test_kinds_of_employment_of_free_text(text: str, kinds: tuple[str, ...], is_understood: bool) -> None:
    assert find_employment_types(text) == (kinds, is_understood)


@pytest.mark.parametrize(
    ("text", "is_remote"),
    [
        ("Remote - US", True), ("US-Remote", True), ("Work from home", True), ("Hybrid remote", False),
        ("Not remote", False), ("Gary, IN", False), ("Remotely Operated Vehicles", False), ("", False),
    ],
)  # fmt: skip
def test_remote(text: str, is_remote: bool) -> None:
    assert says_remote(text) is is_remote


@pytest.mark.parametrize(
    ("text", "locality", "region", "country"),
    [
        ("Dyess AFB, TX United States", "Dyess AFB", "TX", "US"),
        ("Pentagon, Arlington, VA United States", "Arlington", "VA", "US"),
        ("US-MA-Boston", "Boston", "MA", "US"),
        ("US-IN", "", "IN", "US"),
        ("Gary, IN", "", "", ""),
        ("Okinawa Island Japan", "", "", ""),
        ("Indiana, United States", "", "", "US"),
    ],
)
def test_places_of_one_text(text: str, locality: str, region: str, country: str) -> None:
    place = place_from_text(text)
    assert place is not None
    assert (place.locality, place.region, place.country) == (locality, region, country)
    assert place.text, "the text stays"


def test_several_places_in_one_text_are_all_kept() -> None:
    places, is_remote = places_of_texts(["Gary, IN or Hammond, IN; Hobart, IN", "Gary, IN", "Remote"])
    assert [place.text for place in places] == ["Gary, IN", "Hammond, IN", "Hobart, IN", "Remote"]
    assert is_remote


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("per year", PayUnit.YEAR),
        ("1 HOUR", PayUnit.HOUR),
        ("Monthly", PayUnit.MONTH),
        ("Year", PayUnit.YEAR),
    ],
)
def test_periods_of_pay(text: str, unit: PayUnit) -> None:
    assert parse_pay_unit(text, field="pay") is unit


@pytest.mark.parametrize("text", ["", "fortnight", "bi-weekly", "K"])
def test_no_period_is_guessed(text: str) -> None:
    with pytest.raises(RecordRejected, match="unknown category"):
        parse_pay_unit(text, field="pay")


def test_pay_without_amount_is_none_and_below_zero_is_rejected() -> None:
    assert stated_pay(0, None, unit=PayUnit.HOUR) is None
    with pytest.raises(RecordRejected, match="below zero"):
        stated_pay(-1, 5, unit=PayUnit.HOUR)


def test_only_a_heading_that_says_so_makes_a_requirement() -> None:
    headings = ("What you do", "Minimum Qualifications", "Preferred qualifications", "You & us")
    description, qualifications, preferred = sort_sections((heading, "text") for heading in headings)
    assert description == "<h4>What you do</h4>text\n<h4>You &amp; us</h4>text"
    assert qualifications == "<h4>Minimum Qualifications</h4>text"
    assert preferred == "<h4>Preferred qualifications</h4>text"
