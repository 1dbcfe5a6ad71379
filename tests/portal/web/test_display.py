"""How a page looks is chosen without an account, comes with the page, and an odd cookie breaks nothing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.display.choice import PARTS, DisplayChoice
from tests.portal.web.page_client import PageClient


@pytest.fixture
def client(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def send(client: FlaskClient, **choice: str) -> str:
    """Send the form as the page of jobs has it; return what the browser is told to keep."""
    page = client.get("/jobs?q=nurse&lang=es").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = client.post(
        "/display",
        data={**choice, "csrf_token": token[1]},
        headers={"Referer": "http://localhost/jobs?q=nurse&lang=es"},
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/jobs?q=nurse"
    return answer.headers["Set-Cookie"]


def test_a_choice_is_kept_and_comes_with_the_next_page(client: FlaskClient) -> None:
    cookie = send(client, theme="contrast", text="larger", space="wide", motion="off")
    assert cookie.startswith("rungs_display=theme-contrast.text-larger.space-wide.motion-off;")
    assert "SameSite=Lax" in cookie
    page = client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert ' data-theme="contrast" data-text="larger" data-space="wide" data-motion="off">' in page
    assert '<meta name="color-scheme" content="dark">' in page


def test_going_back_to_usual_forgets_the_choice(client: FlaskClient) -> None:
    send(client, theme="dark")
    assert "Max-Age=0" in send(client, theme="auto", text="usual", space="usual", motion="auto")
    assert "data-theme" not in client.get("/").get_data(as_text=True).split("<head>")[0]


@pytest.mark.parametrize(
    "text", ["", "theme-", "theme-pink", 'theme-"><script>', "x" * 4000, ".-.-.", "theme-dark.theme-x"]
)
def test_an_odd_cookie_is_passed_over(client: FlaskClient, text: str) -> None:
    client.set_cookie("rungs_display", text)
    page = client.get("/")
    assert page.status_code == 200
    root = page.get_data(as_text=True).split("<head>")[0]
    assert "<script" not in root
    assert "pink" not in root


def test_every_value_can_be_kept_and_read_back() -> None:
    for part, values in PARTS.items():
        for value in values:
            choice = DisplayChoice.model_validate({part: value})
            assert DisplayChoice.parse(str(choice)) == choice


def test_the_page_of_its_own_shows_what_is_chosen(pages: PageClient) -> None:
    pages.client.set_cookie("rungs_display", "text-large")
    page = pages.get("/display")
    checked = {
        radio.get("name"): radio.get("value")
        for radio in page.all("input", type="radio")
        if "checked" in radio.attrib
    }
    assert checked == {"theme": "auto", "text": "large", "space": "usual", "motion": "auto"}
