"""Single sign-on against a provider on this machine that signs what it says: whom it lets in, and what it refuses."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from portal.store.staff_links import LinkKind, make_link
from tests.portal.web.accounts.conftest import cheap_settings, open_site
from tests.portal.web.accounts.desk import Desk, new_desk, page_of
from tests.portal.web.accounts.provider import CLIENT, SECRET, Provider, run_provider
from tests.portal.web.world import NOW, close_site


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with run_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def joined_site(
    provider: Provider, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Flask]:
    settings = cheap_settings(tmp_path_factory.mktemp("sso"), sqlite_template).model_copy(
        update={
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "Lake County",
        }
    )
    app = open_site(settings)
    yield app
    close_site(app)


@pytest.fixture
def desk(joined_site: Flask, provider: Provider) -> Desk:
    provider.claims, provider.signing_key, provider.named_issuer = {}, None, ""
    provider.asked.clear()
    joined_site.extensions["single_sign_on"].staff.server_metadata.clear()
    return new_desk(joined_site)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


def at_provider(address: str) -> str:
    """Go to the provider's page, which says yes; return where it sends the browser back to."""
    from urllib.error import HTTPError

    with pytest.raises(HTTPError) as found:
        build_opener(_Stay).open(address, timeout=5)
    location = found.value.headers["Location"]
    found.value.close()
    return str(location)


def go_through(client: FlaskClient, wish: str = "/staff/security", *, headers: Any = None) -> TestResponse:
    """The whole way: out, yes, and back."""
    out = client.get(f"/staff/oidc?next={wish}")
    assert out.status_code == 302, out.get_data(as_text=True)[:300]
    back = urlsplit(at_provider(out.headers["Location"]))
    return client.get(f"{back.path}?{back.query}", headers={"Accept-Language": "en", **(headers or {})})


def test_an_address_that_the_provider_checked_opens_its_account(desk: Desk, provider: Provider) -> None:
    account, client = desk.add(), desk.browser()
    assert "Sign in with Lake County" in page_of(client).get("/staff/sign-in").words()
    with client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    provider.claims = {"email": desk.emails[account].upper()}
    answer = go_through(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/security")
    assert client.get("/staff/security").status_code == 200
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"staff", "csrf_token"}
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 16
    assert len(asked["state"]) >= 16
    assert desk.log()[0].detail["way"] == "oidc"


@pytest.mark.parametrize("factor", [True, False])
def test_it_is_a_second_factor_only_where_the_provider_says_so(
    desk: Desk, provider: Provider, factor: bool
) -> None:
    vr, client = desk.add(Role.VR_COUNSELOR), desk.browser()
    provider.claims = {"email": desk.emails[vr], "amr": ["pwd", "mfa"] if factor else ["pwd"]}
    go_through(client)
    assert client.get("/staff/security").status_code == (200 if factor else 303)


def _claims(desk: Desk, account: str, change: dict[str, Any]) -> dict[str, Any]:
    return {"email": desk.emails[account], **change}


@pytest.mark.parametrize(
    "change",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": ["a@b.org"]},
        {"email": "nobody@desk.example"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"exp": 946_684_800},  # the year 2000
        {"exp": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_statement_that_is_not_right_in_every_part_lets_nobody_in(
    desk: Desk, provider: Provider, change: dict[str, Any]
) -> None:
    account, client = desk.add(), desk.browser()
    provider.claims = _claims(desk, account, change)
    answer = go_through(client)
    assert answer.status_code == 422
    assert client.get("/staff/security").status_code == 303
    assert desk.live_sessions(account) == []


def test_another_key_signs_nothing(desk: Desk, provider: Provider) -> None:
    account = desk.add()
    provider.claims = {"email": desk.emails[account]}
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert go_through(desk.browser()).status_code == 422


def test_a_provider_by_another_name_is_refused(desk: Desk, provider: Provider) -> None:
    provider.named_issuer = "https://evil.example"
    provider.claims = {"email": desk.emails[desk.add()], "iss": "https://evil.example"}
    assert go_through(desk.browser()).status_code == 422


def test_a_code_of_another_browser_or_used_before_is_nothing(desk: Desk, provider: Provider) -> None:
    account, client, victim = desk.add(), desk.browser(), desk.browser()
    provider.claims = {"email": desk.emails[account]}
    back = urlsplit(at_provider(client.get("/staff/oidc").headers["Location"]))
    victim.get("/staff/oidc")
    assert victim.get(f"{back.path}?{back.query}").status_code == 422, "login forgery"
    assert client.get(f"{back.path}?{back.query}").status_code == 303
    again = desk.browser()
    with client.session_transaction() as cookie, again.session_transaction() as copy:
        copy.update(cookie)
    assert again.get(f"{back.path}?{back.query}").status_code == 422
    assert desk.browser().get("/staff/oidc/back?code=x&state=y").status_code == 422
    assert desk.browser().get("/staff/oidc/back?error=access_denied").status_code == 422


def test_who_is_invited_joins_by_it_and_who_is_not_any_more_does_not(desk: Desk, provider: Provider) -> None:
    invited, dropped = (desk.add(password="", is_active=False) for _ in range(2))
    with desk.store() as store:
        make_link(store, desk.account(invited), LinkKind.JOIN, now=NOW)
        make_link(store, desk.account(dropped), LinkKind.JOIN, now=NOW - timedelta(days=8))
        store.commit()
    provider.claims = {"email": desk.emails[dropped]}
    assert go_through(desk.browser()).status_code == 422
    provider.claims = {"email": desk.emails[invited], "name": "Ruth Okafor"}
    client = desk.browser()
    assert go_through(client).status_code == 303
    assert desk.account(invited).is_active
    assert "joined" in desk.actions()


def test_it_leads_to_no_other_site(desk: Desk, provider: Provider) -> None:
    provider.claims = {"email": desk.emails[desk.add()]}
    assert go_through(desk.browser(), "//evil.example").headers["Location"] == "/staff"


def test_it_proves_anew_only_where_the_provider_just_asked(desk: Desk, provider: Provider) -> None:
    account = desk.add(password="")
    client = desk.signed_in(account)
    with desk.store() as store:
        for row in desk.live_sessions(account):
            row.proved_at -= timedelta(minutes=20)
            store.add(row)
        store.commit()
    assert client.get("/staff/security/app").headers["Location"].startswith("/staff/prove")
    assert "Sign in there again" in page_of(client).get("/staff/prove").words()
    provider.claims = {"email": desk.emails[account], "auth_time": int(time.time()) - 3600}
    assert go_through(client, "/staff/security/app").status_code == 422
    provider.claims = {"email": desk.emails[account]}
    assert go_through(client, "/staff/security/app").headers["Location"] == "/staff/security/app"
    assert provider.asked[-1]["prompt"] == "login"
    assert client.get("/staff/security/app").status_code == 200
    provider.claims = {"email": desk.emails[desk.add()]}
    assert go_through(client).status_code == 422, "another's sign-in is no proof"


def test_a_provider_that_is_away_is_said_plainly(desk: Desk, provider: Provider) -> None:
    oauth = desk.app.extensions["single_sign_on"].staff
    address = oauth._server_metadata_url
    oauth._server_metadata_url = "http://127.0.0.1:1/nothing"
    try:
        answer = desk.browser().get("/staff/oidc", headers={"Accept-Language": "en"})
    finally:
        oauth._server_metadata_url = address
    assert answer.status_code == 422
    assert "The other sign-in does not answer." in answer.get_data(as_text=True)


def test_the_secret_is_sent_to_nobody_but_the_provider(desk: Desk) -> None:
    out = desk.browser().get("/staff/oidc")
    query = parse_qs(urlsplit(out.headers["Location"]).query)
    assert SECRET not in out.headers["Location"] + str(out.headers)
    assert query["scope"] == ["openid email profile"]
