"""Addresses and headers that are made to break a page: each gets a calm answer that says what to do."""

import pytest
from flask import Flask

from tests.portal.web.page_client import PageClient

LADDER = "/ladder?goal=occupation:31-1131&region=zip:46402:25"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{LADDER}&age=00001999999", 422),
        (f"{LADDER}&experience=000001999", 422),
        (f"{LADDER}&age=" + "9" * 5000, 422),
        ("/jobs/9223372036854775808", 404),
        ("/jobs/" + "9" * 30, 404),
    ],
)
def test_numbers_beyond_all_bounds_get_a_calm_page(small_site: Flask, url: str, status: int) -> None:
    page = PageClient(small_site.test_client()).get(url, status=status)
    assert page.words()


def test_a_referrer_that_is_no_address_leads_to_the_start(small_site: Flask) -> None:
    small_site.config["WTF_CSRF_ENABLED"] = False
    try:
        answer = small_site.test_client().post("/language/es", headers={"Referer": "http://[::1"})
    finally:
        small_site.config["WTF_CSRF_ENABLED"] = True
    assert (answer.status_code, answer.location) == (303, "/")
