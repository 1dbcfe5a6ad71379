"""The second factor by an app's codes and by recovery codes: set up, asked for, never taken twice."""

import re

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from portal.domain.staff import Role
from portal.store.staff_factor_tables import RecoveryCodeRow
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.one_time_codes import find_step, make_totp_secret, totp_address
from portal.web.accounts.waiting import real_now
from tests.portal.web.accounts.desk import Desk, code_of, page_of, set_up_app, steps_later

CODE = re.compile(r"<li><code>([a-z0-9-]{19})</code>")


def _show(client: FlaskClient, code: str) -> int:
    return client.post("/staff/second-factor", data={"code": code, "next": "/staff/security"}).status_code


def _codes(client: FlaskClient) -> list[str]:
    return CODE.findall(page_of(client).get("/staff/security/codes").text)


def test_who_needs_one_gets_nothing_before_it_is_set_up(desk: Desk) -> None:
    vr = desk.add(Role.VR_COUNSELOR)
    client = desk.browser()
    desk.try_password(client, vr, wish="/staff/security")
    assert client.get("/staff/security").headers["Location"] == "/staff/second-factor"
    page = page_of(client).get("/staff/second-factor")
    assert "Set up a second step" in page.words()
    set_up_app(client)
    assert len(_codes(client)) == 10
    assert client.get("/staff/security").status_code == 200
    assert "factor_added" in desk.actions()


def test_an_organisation_can_ask_everybody_for_one(desk: Desk, counselor: str) -> None:
    client = desk.browser()
    desk.try_password(client, counselor)
    assert client.get("/staff/security").status_code == 200
    with desk.store() as store:
        organisation = store.get(OrganisationRow, desk.organisation)
        assert organisation is not None
        organisation.needs_second_factor = True
        store.add(organisation)
        store.commit()
    assert client.get("/staff/security").headers["Location"] == "/staff/second-factor"


def test_who_set_one_up_is_asked_for_it(desk: Desk, counselor: str) -> None:
    key = set_up_app(desk.signed_in(counselor, second_factor=False))
    client = desk.browser()
    answer = desk.try_password(client, counselor, wish="/staff/security")
    assert answer.headers["Location"] == "/staff/second-factor?next=%2Fstaff%2Fsecurity"
    assert client.get("/staff/security").status_code == 303, "the password alone opens nothing"
    assert "One more step" in page_of(client).get("/staff/second-factor").words()
    with steps_later(1):
        assert _show(client, code_of(key)) == 303
        assert client.get("/staff/security").status_code == 200
    assert desk.log()[0].detail["way"] == "app"


def test_a_code_works_once_and_so_do_all_before_it(desk: Desk, counselor: str) -> None:
    key = set_up_app(desk.signed_in(counselor))
    one, two = desk.signed_in(counselor, second_factor=False), desk.signed_in(counselor, second_factor=False)
    assert _show(one, code_of(key)) == 422, "the code of the set-up is used up"
    with steps_later(2):
        assert _show(one, code_of(key)) == 303
        assert _show(two, code_of(key)) == 422, "the same code again"
        assert _show(two, code_of(key, steps=-1)) == 422, "an older one that was never used"
        assert _show(two, code_of(key, steps=1)) == 303


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(steps: int, is_right: bool) -> None:
    secret = make_totp_secret()
    assert (find_step(secret, code_of(secret, steps=steps), at=real_now()) is not None) is is_right


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5x", "-12345"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert find_step(make_totp_secret(), code, at=real_now()) is None


def test_the_key_is_the_one_of_the_standard() -> None:
    """RFC 6238, appendix B: at 1,111,111,109 s the SHA-1 key gives 07081804, of which six digits are the last."""
    import base64
    import datetime

    secret = base64.b32encode(b"12345678901234567890").decode()
    at = datetime.datetime.fromtimestamp(1111111109, datetime.UTC)
    assert find_step(secret, "081804", at=at) == 1111111109 // 30
    assert find_step(secret, "081 804", at=at) is not None
    assert totp_address("ABC", site="Rungs & Co", account="a@b.org") == (
        "otpauth://totp/Rungs%20%26%20Co:a@b.org?secret=ABC&issuer=Rungs+%26+Co"
    )


def test_wrong_codes_have_to_wait_from_whichever_browser(desk: Desk, counselor: str) -> None:
    key = set_up_app(desk.signed_in(counselor))
    clients = [desk.signed_in(counselor, second_factor=False) for _ in range(2)]
    with steps_later(3):
        wrong = "000000" if code_of(key) != "000000" else "000001"
        assert [_show(clients[number % 2], wrong) for number in range(10)] == [422] * 10
        assert _show(clients[0], code_of(key)) == 429


def test_a_recovery_code_works_once_however_it_is_typed(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    set_up_app(client)
    first, second, *_ = _codes(client)
    one, two = desk.signed_in(counselor, second_factor=False), desk.signed_in(counselor, second_factor=False)
    assert _show(one, first.replace("-", " ").upper()) == 303
    assert _show(two, first) == 422
    assert _show(two, second.replace("-", "")) == 303
    assert "You have 8 codes left." in page_of(two).get("/staff/security").words()
    assert [entry.detail.get("way") for entry in desk.log()][:1] == ["recovery_code"]


def test_recovery_codes_of_another_are_nothing(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    set_up_app(client)
    codes = _codes(client)
    other = desk.add()
    set_up_app(desk.signed_in(other))
    assert _show(desk.signed_in(other, second_factor=False), codes[0]) == 422


def test_codes_are_shown_once_and_kept_as_hashes(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    set_up_app(client)
    with client.session_transaction() as cookie:
        told = str(dict(cookie))
    codes = _codes(client)
    assert client.get("/staff/security/codes").status_code == 303
    with desk.store() as store:
        rows = store.exec(select(RecoveryCodeRow).where(RecoveryCodeRow.account_id == counselor)).all()
    kept = {row.code_hash for row in rows}
    assert len(kept) == 10
    for code in codes:
        assert code.replace("-", "") not in told + str(kept), (
            "the cookie is signed, not secret: sealed inside"
        )


def test_new_recovery_codes_end_the_old_ones(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    set_up_app(client)
    old = _codes(client)
    assert client.post("/staff/security/codes").status_code == 303
    new = _codes(client)
    other = desk.signed_in(counselor, second_factor=False)
    assert _show(other, old[0]) == 422
    assert _show(other, new[0]) == 303


def test_the_password_alone_adds_no_other_factor(desk: Desk, counselor: str) -> None:
    """Whoever stole the password of somebody with a second factor must not bring one of their own."""
    set_up_app(desk.signed_in(counselor))
    thief = desk.signed_in(counselor, second_factor=False)
    assert thief.get("/staff/security/app").status_code == 403
    assert thief.post("/staff/security/app", data={"code": "123456"}).status_code == 403
    assert thief.get("/staff/security/passkey").status_code == 403
    assert thief.post("/staff/passkey/new-options").status_code == 403
    assert thief.post("/staff/passkey/new", json={}).status_code == 403
    for path in ("/staff/security/codes", "/staff/security/app/remove", "/staff/security/password"):
        assert thief.post(path).headers["Location"] == "/staff/second-factor"


def test_the_key_stands_sealed_in_the_database_and_in_the_cookie(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    text = client.get("/staff/security/app").get_data(as_text=True)
    found = re.search(r'account-key">([A-Z2-7 ]+)<', text)
    assert found is not None
    with client.session_transaction() as cookie:
        assert found[1].replace(" ", "") not in str(dict(cookie))
    key = set_up_app(client)
    sealed = desk.account(counselor).totp_sealed
    assert sealed
    assert key not in sealed


def test_a_wrong_code_at_the_set_up_keeps_the_key_and_says_so(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    text = client.get("/staff/security/app").get_data(as_text=True)
    answer = client.post("/staff/security/app", data={"code": "12"})
    assert answer.status_code == 422
    assert re.findall(r'account-key">([A-Z2-7 ]+)<', text) == re.findall(
        r'account-key">([A-Z2-7 ]+)<', answer.get_data(as_text=True)
    )
    assert desk.account(counselor).totp_sealed == ""


def test_who_takes_the_last_one_out_is_led_to_a_new_one_where_it_is_needed(desk: Desk) -> None:
    vr = desk.add(Role.VR_COUNSELOR)
    client = desk.signed_in(vr)
    set_up_app(client)
    assert client.post("/staff/security/app/remove").status_code == 303
    assert desk.account(vr).second_factor_since is None
    assert client.get("/staff/security").headers["Location"] == "/staff/second-factor", "at once"
    fresh = desk.browser()
    desk.try_password(fresh, vr)
    assert "Set up a second step" in page_of(fresh).get("/staff/second-factor").words()
