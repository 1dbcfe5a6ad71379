"""The one line that says what steps take and cost together."""

import pytest
from flask import Flask

from portal.web.pathways.totals import say_total


@pytest.mark.parametrize(
    ("weeks", "cost", "least", "words"),
    [
        (6, 900, (False, False), "6 weeks and $900 in all"),
        (6, 900, (True, True), "at least 6 weeks and at least $900 in all"),
        (6, 0, (False, False), "6 weeks and $0 in all"),
        (6, 0, (False, True), "6 weeks; cost not known yet"),
        (0, 900, (True, False), "time not known and $900 in all"),
        (0, 0, (True, True), "time not known; cost not known yet"),
    ],
)
def test_what_is_not_known_is_never_said_as_nothing(
    small_site: Flask, weeks: float, cost: float, least: tuple[bool, bool], words: str
) -> None:
    with small_site.test_request_context():
        assert say_total(weeks, cost, weeks_at_least=least[0], cost_at_least=least[1]) == words
