"""A professional's first day in real Chromium, by keyboard: invitation, a passkey of its virtual device, sign-in.

Looked at by axe on the way, on a phone's width and in the dark too.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.staff import Role
from portal.store.staff import add_invited, create_organisation
from portal.store.staff_links import LinkKind, make_link
from portal.web.app import create_app
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL, open_all
from tests.browser.test_journeys import tab_to
from tests.fixtures.loopback import serving
from tests.portal.web.accounts.conftest import CONFIG
from tests.portal.web.accounts.desk import PASSWORD, SEALER
from tests.portal.web.staff_world import SEAL_KEY
from tests.portal.web.world import NOW, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Axe = Callable[..., list[str]]


@pytest.fixture(scope="module")
def staff_app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[Flask, str]]:
    folder = tmp_path_factory.mktemp("staff-browser")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'site.sqlite'}", folder, CONFIG)
    app = create_app(settings.model_copy(update={"seal_keys": (SEAL_KEY,), "argon2_memory_kib": 64}))
    with serving(app) as address:
        yield app, address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number


@pytest.fixture
def invitation(staff_app: tuple[Flask, str]) -> str:
    """The path of a new administrator's link."""
    with Session(staff_app[0].extensions["store_engine"]) as store:
        organisation = create_organisation(
            store, "Lake View School", kind="school", needs_second_factor=False, now=NOW
        )
        account = add_invited(
            store,
            SEALER,
            organisation_id=organisation.id,
            email=f"{organisation.id}@lake.example",
            role=Role.ADMINISTRATOR,
            now=NOW,
        )
        token = make_link(store, account, LinkKind.JOIN, now=NOW)
        store.commit()
    return f"/staff/join/{token}"


@pytest.fixture
def page(chromium: "Browser", staff_app: tuple[Flask, str]) -> "Iterator[Page]":
    """A page of a browser with a device that has passkeys and a finger that is always right."""
    context = chromium.new_context(
        base_url=staff_app[1],
        viewport={"width": 1280, "height": 900},
        locale="en-US",
        service_workers="block",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(8000)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()
    assert [text for text in complaints if "the server responded with a status of 4" not in text] == []


def good(page: "Page", axe: Axe) -> None:
    """Axe, the size of targets, and no scrolling sideways: wide, and on a phone in the dark."""
    assert axe(page, "color-contrast") == [], page.url
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    assert axe(page) == [], f"{page.url} dark, 320"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == [], page.url
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def join(page: "Page", invitation: str) -> None:
    """Take an invitation up by keyboard."""
    page.goto(invitation)
    tab_to(page, 'id="name"')
    page.keyboard.type("Ruth Okafor")
    tab_to(page, 'id="new_password"')
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/second-factor*")


def test_from_the_invitation_to_a_colleague_by_keyboard(page: "Page", invitation: str, axe: Axe) -> None:
    page.goto(invitation)
    good(page, axe)
    join(page, invitation)
    good(page, axe)
    tab_to(page, "/staff/security/passkey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/security/passkey")
    good(page, axe)
    tab_to(page, "data-portal-passkey-go")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/security/codes")
    assert page.locator(".account-codes code").count() == 10
    good(page, axe)
    tab_to(page, "I have kept them")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/security")
    good(page, axe)
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.get_by_text("You are signed out.").wait_for()
    good(page, axe)
    tab_to(page, "data-portal-passkey-go", limit=80)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/admin/accounts")
    tab_to(page, 'id="email"')
    page.keyboard.type("colleague@lake.example")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hand over this link").wait_for()
    open_all(page)
    good(page, axe)


def test_a_passkey_is_the_second_step_and_proves_anew(page: "Page", invitation: str) -> None:
    join(page, invitation)
    page.goto("/staff/security/passkey")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/staff/security/codes")
    email = page.request.get("/staff/security").text().split("<dd>")[1].split("<")[0]
    page.context.clear_cookies()
    page.goto("/staff/sign-in?next=/staff/security")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/staff/second-factor*")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/staff/security")
    page.goto("/staff/prove?next=/staff/security/app")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/staff/security/app")


def test_a_device_without_the_passkey_says_so_and_other_ways_stay(page: "Page", axe: Axe) -> None:
    page.goto("/staff/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work. Try again, or use another way.").wait_for()
    assert page.evaluate("document.activeElement.textContent").strip() == "Sign in with a passkey"
    good(page, axe)


@pytest.mark.parametrize("path", ["/professionals", "/staff/recover"])
def test_pages_for_whoever_looks_in_are_good(page: "Page", axe: Axe, path: str) -> None:
    page.goto(path)
    good(page, axe)
