"""The words that people agree to change only together with their number; and days to choose from are within a year."""

import hashlib
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.domain.errors import InvalidCode
from portal.domain.staff import Purpose
from portal.store.consent import WORDS_VERSION
from portal.web.sharing.ends import MOST_DAYS, offered_ends, parse_end
from portal.web.sharing.words import words_of

AGREED_TO = {1: "ad60e0ee55ba6b2d006700f219b5058cd658d2c4a41ac5513a217c141cd10f4c"}
"""SHA-256 of names and sentences, English and Spanish, by version: an old one is never changed, a new one is added."""


def test_other_words_have_another_number(small_site: Flask) -> None:
    said = []
    for language in ("en", "es"):
        with small_site.test_request_context(f"/?lang={language}"):
            words = [words_of(purpose) for purpose in Purpose]
            said += [f"{each.key}\n{each.name}\n{each.sentence}" for each in words]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    assert AGREED_TO[WORDS_VERSION] == digest, (
        "raise WORDS_VERSION in portal/store/consent.py, and add a line here"
    )
    assert max(AGREED_TO) == WORDS_VERSION


@pytest.mark.parametrize("is_school", [True, False])
def test_every_day_that_is_offered_may_be_chosen(is_school: bool) -> None:
    for number in range(400):
        today = date(2027, 6, 1) + timedelta(days=number)
        ends = offered_ends(today, is_school=is_school)
        for end in ends:
            assert parse_end(end.on.isoformat(), today=today) == end.on
        assert ends[0].kind in (("school_year", "year") if is_school else ("year",))
        with pytest.raises(InvalidCode):
            parse_end((today + timedelta(days=MOST_DAYS + 1)).isoformat(), today=today)


def test_no_form_of_the_persons_page_is_taken_without_its_token(small_site: Flask) -> None:
    client = small_site.test_client()
    for route in small_site.url_map.iter_rules():
        if route.rule.startswith("/sharing") and "POST" in (route.methods or set()):
            assert client.post(route.rule).status_code == 400, route.rule
