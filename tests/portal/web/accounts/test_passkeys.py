"""Passkeys by a device in software: made, shown, never replayed. A real dialog: tests/browser/test_accounts.py."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.domain.staff import Role
from portal.store.passkeys import list_passkeys
from tests.portal.web.accounts.authenticator import Device
from tests.portal.web.accounts.desk import Desk, page_of


def _options(client: FlaskClient, path: str) -> dict[str, Any]:
    answer = client.post(path, json={})
    assert answer.status_code == 200, answer.status_code
    told: dict[str, Any] = answer.get_json()
    return told


def make(client: FlaskClient, device: Device, *, name: str = "My laptop") -> int:
    """Add a passkey; the answer's status."""
    made = device.make(_options(client, "/staff/passkey/new-options"))
    return client.post("/staff/passkey/new", json={**made, "name": name}).status_code


def show(client: FlaskClient, device: Device, *, wish: str = "/staff/security") -> tuple[int, str]:
    """Show it; the answer's status, and where one is led."""
    shown = device.show(_options(client, "/staff/passkey/options"))
    answer = client.post("/staff/passkey/use", json={**shown, "next": wish})
    return answer.status_code, (answer.get_json() or {}).get("next", "")


@pytest.fixture
def device(desk: Desk, counselor: str) -> Device:
    """A device with a passkey of the counselor."""
    device = Device()
    assert make(desk.signed_in(counselor), device) == 200
    return device


def test_a_passkey_alone_signs_in_as_both_factors(desk: Desk, device: Device, counselor: str) -> None:
    client = desk.browser()
    with client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    assert show(client, device) == (200, "/staff/security")
    assert client.get("/staff/security").status_code == 200
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert desk.log()[0].detail["way"] == "passkey"
    assert "My laptop" in page_of(client).get("/staff/security").words()
    assert "My laptop" not in str(desk.log())


def test_the_first_passkey_brings_recovery_codes(desk: Desk) -> None:
    vr = desk.add(Role.VR_COUNSELOR)
    client = desk.browser()
    desk.try_password(client, vr)
    made = Device().make(_options(client, "/staff/passkey/new-options"))
    answer = client.post("/staff/passkey/new", json=made)
    assert answer.get_json() == {"next": "/staff/security/codes"}
    assert "Your recovery codes" in page_of(client).get("/staff/security/codes").words()


def test_it_is_the_second_factor_after_the_password(desk: Desk, device: Device, counselor: str) -> None:
    client = desk.browser()
    desk.try_password(client, counselor)
    assert client.get("/staff/security").status_code == 303
    device.verifies = False  # a simple security key: the password was just shown
    assert show(client, device) == (200, "/staff/security")
    assert client.get("/staff/security").status_code == 200


def test_without_finger_face_or_pin_it_is_no_sign_in_by_itself(desk: Desk, device: Device) -> None:
    device.verifies = False
    assert show(desk.browser(), device)[0] == 422


def test_an_answer_cannot_be_sent_again(desk: Desk, device: Device) -> None:
    """Neither in the same browser with its old cookie, nor in another one."""
    client, thief = desk.browser(), desk.browser()
    shown = device.show(_options(client, "/staff/passkey/options"))
    with client.session_transaction() as cookie, thief.session_transaction() as copy:
        copy.update(cookie)
    assert client.post("/staff/passkey/use", json=shown).status_code == 200
    assert thief.post("/staff/passkey/use", json=shown).status_code == 422
    assert desk.browser().post("/staff/passkey/use", json=shown).status_code == 422


def test_a_challenge_ends_after_a_wrong_answer(desk: Desk, device: Device) -> None:
    client, stranger = desk.browser(), Device()
    options = _options(client, "/staff/passkey/options")
    assert client.post("/staff/passkey/use", json=stranger.show(options)).status_code == 422
    assert client.post("/staff/passkey/use", json=device.show(options)).status_code == 422


@pytest.mark.parametrize(
    "change", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"origin": "http://localhost:81"}]
)
def test_an_answer_for_another_site_is_nothing(desk: Desk, device: Device, change: dict[str, str]) -> None:
    for name, value in change.items():
        setattr(device, name, value)
    assert show(desk.browser(), device)[0] == 422


def test_a_count_that_does_not_go_up_is_a_copied_key(desk: Desk, device: Device) -> None:
    assert show(desk.browser(), device)[0] == 200
    device.count = 0
    assert show(desk.browser(), device)[0] == 422


def test_anothers_passkey_is_no_second_factor(desk: Desk, device: Device) -> None:
    other = desk.add()
    client = desk.signed_in(other, second_factor=False)
    assert show(client, device)[0] == 422
    assert len(desk.live_sessions(other)) == 1


def test_a_passkey_of_an_ended_account_opens_nothing(desk: Desk, device: Device, counselor: str) -> None:
    with desk.store() as store:
        account = desk.account(counselor)
        account.is_active = False
        store.add(account)
        store.commit()
    assert show(desk.browser(), device)[0] == 422


def test_the_same_passkey_is_not_added_twice(desk: Desk, device: Device) -> None:
    assert make(desk.signed_in(desk.add()), device) == 422


def test_a_challenge_for_showing_makes_none(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    made = Device().make(_options(client, "/staff/passkey/options"))
    assert client.post("/staff/passkey/new", json=made).status_code == 422


def test_it_is_taken_out(desk: Desk, device: Device, counselor: str) -> None:
    with desk.store() as store:
        (row,) = list_passkeys(store, counselor)
    other = desk.signed_in(desk.add())
    other.post(f"/staff/security/passkeys/{row.id}/remove")
    assert show(desk.browser(), device)[0] == 200, "nobody takes out another's"
    assert desk.signed_in(counselor).post(f"/staff/security/passkeys/{row.id}/remove").status_code == 303
    assert show(desk.browser(), device)[0] == 422
    assert desk.account(counselor).second_factor_since is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"id": 5}',
        b'{"id": "x", "response": 3}',
        b"\xff",
        b'{"id": "\\ud800"}',
        b"[" * 60_000,
    ],
)
def test_what_is_no_answer_is_refused(desk: Desk, body: bytes) -> None:
    client = desk.browser()
    _options(client, "/staff/passkey/options")
    assert client.post("/staff/passkey/use", data=body, content_type="application/json").status_code == 422


def test_it_proves_anew_who_is_signed_in(desk: Desk, device: Device, counselor: str) -> None:
    from datetime import timedelta

    client = desk.signed_in(counselor)
    with desk.store() as store:
        for row in desk.live_sessions(counselor):
            row.proved_at -= timedelta(minutes=20)
            store.add(row)
        store.commit()
    assert (
        client.get("/staff/security/app").headers["Location"] == "/staff/prove?next=%2Fstaff%2Fsecurity%2Fapp"
    )
    assert "Use a passkey" in page_of(client).get("/staff/prove?next=/staff/security/app").words()
    assert show(client, device, wish="/staff/security/app") == (200, "/staff/security/app")
    assert client.get("/staff/security/app").status_code == 200


def test_challenges_are_not_given_out_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.web.accounts.waiting.MOST_CHALLENGES", 5)
    client = desk.browser()
    seen = [client.post("/staff/passkey/options", json={}).status_code for _ in range(6)]
    assert seen == [200] * 5 + [429]
