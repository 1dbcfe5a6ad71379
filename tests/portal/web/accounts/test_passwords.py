"""Passwords: what is kept of them, which are good enough, and what a breach service is told."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.web.accounts.device import device_words
from portal.web.accounts.passwords import PasswordKeeper
from portal.web.accounts.strength import Fault, find_fault, is_breached
from tests.portal.web.accounts.desk import PASSWORD, Desk, page_of

KEEPER = PasswordKeeper(memory_kib=64, rounds=1)
STOLEN = "correct horse battery staple"


def test_a_password_is_kept_by_argon2id_with_its_own_salt() -> None:
    one, two = KEEPER.hash(PASSWORD), KEEPER.hash(PASSWORD)
    assert one.startswith("$argon2id$")
    assert one != two
    assert KEEPER.is_right(one, PASSWORD)
    assert not KEEPER.is_right(one, PASSWORD + " ")
    assert not KEEPER.is_right("", PASSWORD)
    assert not KEEPER.is_right("no hash at all", PASSWORD)


def test_letters_count_as_they_look() -> None:
    assert KEEPER.is_right(KEEPER.hash("caf\u00e9 noir und so"), "cafe\u0301 noir und so")


def test_a_very_long_one_is_never_right_and_costs_no_more() -> None:
    assert not KEEPER.is_right(KEEPER.hash("x" * 200), "x" * 201)
    assert KEEPER.is_right(KEEPER.hash("x" * 200), "x" * 200)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", Fault.SHORT),
        ("eleven char", Fault.SHORT),
        ("1q2w3e4r5t6y", Fault.COMMON),
        ("Password12345", Fault.GUESSED),
        ("dana whitfield", Fault.GUESSED),
        ("dana@lake.example", Fault.GUESSED),
        (PASSWORD, None),
        ("trece gatos bajo la mesa", None),
        ("x" * 201, Fault.LONG),
    ],
)
def test_a_new_password_is_looked_at(password: str, fault: Fault | None) -> None:
    assert find_fault(password, about=["Dana Whitfield", "dana@lake.example", "Lake View School"]) == fault


class _Ranges(BaseHTTPRequestHandler):
    """The service: knows one stolen password, and pads its answer."""

    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        digest = hashlib.sha1(STOLEN.encode()).hexdigest().upper()
        lines = ["0" * 35 + ":0"]
        if self.path == f"/range/{digest[:5]}":
            lines += [f"{digest[5:]}:1203", f"{hashlib.sha1(b'x').hexdigest().upper()[5:]}:0"]
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\r\n".join(lines).encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    _Ranges.asked.clear()
    with HTTPServer(("127.0.0.1", 0), _Ranges) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/range/"
        server.shutdown()
        thread.join()


def test_a_breach_service_learns_five_letters_of_a_hash(service: str) -> None:
    assert is_breached(STOLEN, range_url=service) is True
    assert is_breached(PASSWORD, range_url=service) is False
    assert [len(path) for path in _Ranges.asked] == [len("/range/") + 5] * 2


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:1/range/", "file:///etc/", "ftp://127.0.0.1/"])
def test_a_service_that_is_off_or_away_says_nothing(url: str) -> None:
    assert is_breached(STOLEN, range_url=url) is None


def _change(desk: Desk, counselor: str, url: str, password: str) -> tuple[int, str]:
    settings = desk.app.extensions["settings"]
    desk.app.extensions["settings"] = settings.model_copy(update={"breach_range_url": url})
    client = desk.signed_in(counselor)
    answer = client.post(
        "/staff/security/password", data={"new_password": password}, headers={"Accept-Language": "en"}
    )
    if answer.status_code == 303:
        return 303, page_of(client).get(answer.headers["Location"]).words()
    return answer.status_code, answer.get_data(as_text=True)


def test_a_stolen_password_is_refused(desk: Desk, counselor: str, service: str) -> None:
    status, text = _change(desk, counselor, service, STOLEN)
    assert status == 422
    assert "This password stands in stolen lists." in text


def test_the_page_says_who_was_asked(desk: Desk, counselor: str, service: str) -> None:
    _, text = _change(desk, counselor, service, "walnut ferry quiet nine")
    assert "did not answer" not in text
    assert "We also ask a service" in text
    _, text = _change(desk, counselor, "http://127.0.0.1:1/range/", "walnut ferry quiet ten")
    assert "The service for stolen passwords did not answer, so only our own list was asked." in text
    _, text = _change(desk, counselor, "", "walnut ferry quiet six")
    assert "No service is asked." in text
    told = [
        entry.detail["breach_service_asked"] for entry in desk.log() if entry.action == "password_changed"
    ]
    assert told == [False, False, True]


def test_a_changed_password_ends_every_other_sign_in(desk: Desk, counselor: str) -> None:
    other, client = desk.signed_in(counselor), desk.signed_in(counselor)
    assert (
        client.post("/staff/security/password", data={"new_password": "walnut ferry quiet nine"}).status_code
        == 303
    )
    assert other.get("/staff/security").status_code == 303
    assert client.get("/staff/security").status_code == 200


def test_sign_ins_are_ended_one_by_one_and_all_at_once(desk: Desk, counselor: str) -> None:
    stranger = desk.signed_in(desk.add())
    one, two, three = (desk.signed_in(counselor) for _ in range(3))
    rows = {row.id for row in desk.live_sessions(counselor)}
    with one.session_transaction() as cookie:
        from portal.store.signed_in import session_id_of

        mine = session_id_of(cookie["staff"])
    assert mine in rows
    stranger.post(f"/staff/security/sessions/{mine}/end")
    assert one.get("/staff/security").status_code == 200, "nobody ends another's"
    two.post(f"/staff/security/sessions/{mine}/end")
    assert one.get("/staff/security").status_code == 303
    assert two.post("/staff/security/sessions/end-all").headers["Location"] == "/staff/sign-in?said=out"
    assert three.get("/staff/security").status_code == 303
    assert desk.live_sessions(counselor) == []


def test_a_password_is_asked_again_before_something_sensitive(desk: Desk, counselor: str) -> None:
    from datetime import timedelta

    client = desk.signed_in(counselor)
    with desk.store() as store:
        for row in desk.live_sessions(counselor):
            row.proved_at -= timedelta(minutes=16)
            store.add(row)
        store.commit()
    assert (
        client.post("/staff/security/password", data={"new_password": "x"})
        .headers["Location"]
        .startswith("/staff/prove")
    )
    page_of(client).get("/staff/prove?next=/staff/security/app")
    form = {"password": "not it at all", "next": "/staff/security/app"}
    assert client.post("/staff/prove", data=form).status_code == 422
    answer = client.post("/staff/prove", data={**form, "password": PASSWORD})
    assert answer.headers["Location"] == "/staff/security/app"
    assert client.get("/staff/security/app").status_code == 200
    assert "proved" in desk.actions()


def test_wrong_proofs_count_like_wrong_sign_ins(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    seen = [client.post("/staff/prove", data={"password": "wrong"}).status_code for _ in range(11)]
    assert seen == [422] * 10 + [429]
    assert desk.try_password(desk.browser(), counselor).status_code == 429


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140 Safari/537.36",
            "Chrome · Chromebook",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("curl/8", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 50, ""),
    ],
)
def test_a_device_is_named_in_two_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
