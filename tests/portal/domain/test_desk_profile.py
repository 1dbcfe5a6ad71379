"""What a job must have for somebody: only what is on the lists, in one form, and never a diagnosis."""

import pytest

from portal.domain.credential import EducationLevel
from portal.domain.desk_profile import (
    MAX_BYTES,
    AgeAnswer,
    DeskProfile,
    InvalidDeskProfile,
    read_desk_profile,
    write_desk_profile,
)
from portal.domain.region import Region
from portal.matching.wishes import Need, Wishes

FULL = DeskProfile(
    region=Region.parse("zip:46402:25"),
    schooling=EducationLevel.HIGH_SCHOOL,
    experience_months=0,
    age=AgeAnswer.FROM_18,
    needs=("shift-day", "lifting"),
    least_hours=10,
    most_hours=20,
    least_pay_usd=20_000,
)


@pytest.mark.parametrize("profile", [DeskProfile(), FULL])
def test_what_was_written_is_read(profile: DeskProfile) -> None:
    assert read_desk_profile(write_desk_profile(profile)) == profile


def test_nothing_told_and_a_time_of_none_are_two_things() -> None:
    assert read_desk_profile("").experience_months is None
    assert read_desk_profile(write_desk_profile(FULL)).experience_months == 0


def test_every_need_of_matching_can_be_written_down() -> None:
    needs = tuple(need.value for need in Need)
    kept = read_desk_profile(write_desk_profile(DeskProfile(needs=needs))).needs
    assert Wishes.parse(",".join(kept)).needs == tuple(Need)


def test_no_field_has_room_for_a_diagnosis() -> None:
    assert set(DeskProfile.model_fields) == {
        *("version", "region", "schooling", "experience_months", "age", "needs"),
        *("least_hours", "most_hours", "least_pay_usd"),
    }
    with pytest.raises(ValueError, match="needs"):
        DeskProfile(needs=("has a bad back",))


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"version":2}',
        '{"version":1,"diagnosis":"x"}',
        '{"version":1,"least_hours":30,"most_hours":20}',
        '{"version":1,"region":"mars"}',
        '{"version":1,"experience_months":-1}',
        f'{{"version":1,"needs":["{"a" * MAX_BYTES}"]}}',
    ],
)
def test_what_cannot_be_one_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(InvalidDeskProfile):
        read_desk_profile(text)


def test_ages_are_the_lowest_that_they_can_be() -> None:
    assert [age.years for age in AgeAnswer] == [14, 16, 18, 21]
