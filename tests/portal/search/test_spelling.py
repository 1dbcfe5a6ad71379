"""Which known word somebody meant."""

import pytest

from portal.search.spelling import Speller

SPELLER = Speller(
    {
        "welder": 900,
        "vendor": 40,
        "sender": 5,
        "manager": 500,
        "ranger": 90,
        "nurse": 800,
        "maintenance": 70,
        "rn": 9,
    }
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weldr", "welder"),
        ("wellder", "welder"),
        ("wleder", "welder"),
        ("wender", "welder"),
        ("manger", "manager"),
        ("nurce", "nurse"),
        ("xanger", "ranger"),
    ],
)
def test_one_error(typed: str, meant: str) -> None:
    assert SPELLER.nearest(typed, max_errors=1) == meant


def test_two_errors_only_where_they_are_allowed() -> None:
    assert SPELLER.nearest("maintenence", max_errors=1) == "maintenance"
    assert SPELLER.nearest("mantenence", max_errors=1) is None
    assert SPELLER.nearest("mantenence", max_errors=2) == "maintenance"
    assert SPELLER.nearest("aintenence", max_errors=2) is None, "the first letter must be right"


def test_the_singular_of_a_plural_title_is_known() -> None:
    assert Speller({"plumbers": 3}).nearest("plumer", max_errors=1) == "plumber"
    assert Speller({"business": 3}).nearest("busines", max_errors=1) == "business"


def test_nothing_near_gives_nothing() -> None:
    assert SPELLER.nearest("plumber", max_errors=2) is None
    assert SPELLER.nearest("rm", max_errors=1) is None
    assert Speller({}).nearest("welder", max_errors=2) is None
