import pytest

from portal.search.shift import read_shifts


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("Day shift, 7 to 3.", ["day"]),
        ("First-shift work", ["day"]),
        ("RN (days)", ["day"]),
        ("Evenings and weekends", ["evening", "weekend"]),
        ("Overnight shift or overnights", ["night"]),
        ("No overnight shift", []),
        ("Overnight shifts off", []),
        ("Turno de noche", ["night"]),
        ("turnos rotativos", ["rotating"]),
        ("A rotating shift with no weekends", ["rotating"]),
        ("Weekends off", []),
        ("A daycare that shifts its hours", []),
        ("at the end of each shift", []),
    ],
)
def test_shifts_are_read_where_the_text_names_them(text: str, shifts: list[str]) -> None:
    assert list(read_shifts("Cook", text)) == shifts
