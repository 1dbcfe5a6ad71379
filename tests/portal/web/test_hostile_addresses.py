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


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("/plan/open", "/plan"),
        ("/plan/codes/stop?x=1", "/plan"),
        ("/nothing-here?q=a", "/nothing-here?q=a"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
    ],
)
def test_the_language_leads_back_to_a_page_that_can_be_asked_for(
    small_site: Flask, monkeypatch: pytest.MonkeyPatch, came_from: str, leads_to: str
) -> None:
    monkeypatch.setitem(small_site.config, "WTF_CSRF_ENABLED", False)
    answer = small_site.test_client().post(
        "/language/es", headers={"Referer": f"http://localhost{came_from}"}
    )
    assert answer.location == leads_to


def test_letters_that_turn_the_text_are_not_shown_back(
    small_site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(small_site.config, "WTF_CSRF_ENABLED", False)
    sent = {"held": "\u202e\x00evil", "code": "\u202e\x00evil", "plan": "\u202e\x00evil"}
    for action in ("/plan/held", "/plan/open"):
        page = small_site.test_client().post(action, data=sent).get_data(as_text=True)
        assert "evil" in page
        assert "\u202e" not in page
        assert "\x00" not in page


def test_a_page_that_carries_a_plan_is_kept_by_nobody(small_site: Flask) -> None:
    assert small_site.test_client().get("/jobs?plan=x").headers["Cache-Control"] == "no-store"


def test_a_referrer_that_is_no_address_leads_to_the_start(small_site: Flask) -> None:
    small_site.config["WTF_CSRF_ENABLED"] = False
    try:
        answer = small_site.test_client().post("/language/es", headers={"Referer": "http://[::1"})
    finally:
        small_site.config["WTF_CSRF_ENABLED"] = True
    assert (answer.status_code, answer.location) == (303, "/")
