"""Invitations and new passwords: links that work once, for a time, and for what they were made."""

import re
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.message import Message

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from portal.store.staff_links import LinkKind, make_link, revoke_links, use_link
from portal.store.staff_tables import AccountRow
from portal.web.accounts.post import NotSent, PostOffice
from tests.portal.web.accounts.desk import PASSWORD, Desk, page_of, set_up_app
from tests.portal.web.world import NOW

NEW = "walnut ferry quiet nine"


def link_for(desk: Desk, account_id: str, kind: LinkKind) -> str:
    """A new link's path."""
    with desk.store() as store:
        token = make_link(store, desk.account(account_id), kind, now=NOW)
        store.commit()
    return f"/staff/{'join' if kind is LinkKind.JOIN else 'recover'}/{token}"


def later(desk: Desk, **days: float) -> None:
    """Move the site's clock on by whole days."""
    settings = desk.app.extensions["settings"]
    desk.app.extensions["settings"] = settings.model_copy(
        update={"as_of": settings.as_of + timedelta(**days)}
    )


@pytest.fixture
def invited(desk: Desk) -> str:
    return desk.add(Role.VR_COUNSELOR, password="", is_active=False)


def _join(client: FlaskClient, path: str, *, name: str = "Ruth Okafor", password: str = NEW) -> TestResponse:
    return client.post(path, data={"name": name, "new_password": password}, headers={"Accept-Language": "en"})


def test_an_invitation_is_taken_up_once(desk: Desk, invited: str) -> None:
    path, client = link_for(desk, invited, LinkKind.JOIN), desk.browser()
    page = page_of(client).get(path)
    assert "Join Lake View School" in page.words()
    assert desk.emails[invited] in page.words()
    assert "VR counselor" in page.words()
    assert _join(client, path).status_code == 303
    assert client.get("/staff/security").headers["Location"] == "/staff/second-factor", "VR needs one"
    set_up_app(client)
    assert "Ruth Okafor" in page_of(client).get("/staff/security").text
    again = _join(desk.browser(), path, password="another long one of mine")
    assert again.status_code == 404
    assert "does not work any more" in again.get_data(as_text=True)
    assert "Ruth" not in str(desk.log())
    assert [each for each in desk.actions() if each == "joined"] == ["joined"]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "Too short"),
        ("password1234", "Many people use this password"),
        ("qwertyuiop123", "Many people use this password"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("ruth okafor 1", "easy to guess"),
        ("lakeviewschool", "easy to guess"),
        ("x" * 201, "Too long"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_and_the_name_stays(
    desk: Desk, invited: str, password: str, said: str
) -> None:
    path, client = link_for(desk, invited, LinkKind.JOIN), desk.browser()
    answer = _join(client, path, password=password)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert said in text
    assert 'value="Ruth Okafor"' in text
    assert f'"{password}"' not in text
    assert desk.account(invited).password_hash == ""
    assert _join(client, path).status_code == 303, "the link was not used up by that"


def test_a_name_has_no_signs_that_turn_words_around(desk: Desk, invited: str) -> None:
    client = desk.browser()
    _join(client, link_for(desk, invited, LinkKind.JOIN), name="Ruth \u202e\x00\r\nrofaK <b>")
    with desk.store() as store:
        from portal.store.staff import name_of
        from tests.portal.web.accounts.desk import SEALER

        row = store.get(AccountRow, invited)
        assert row is not None
        assert name_of(SEALER, row) == "Ruth rofaK <b>"


def test_a_name_is_needed(desk: Desk, invited: str) -> None:
    answer = _join(desk.browser(), link_for(desk, invited, LinkKind.JOIN), name="  ")
    assert answer.status_code == 422
    assert "Write your name." in answer.get_data(as_text=True)


@pytest.mark.parametrize(("days", "works"), [(6, True), (7, False)])
def test_an_invitation_lasts_seven_days(desk: Desk, invited: str, days: int, works: bool) -> None:
    path = link_for(desk, invited, LinkKind.JOIN)
    later(desk, days=days)
    assert desk.browser().get(path).status_code == (200 if works else 404)


def test_a_link_taken_back_or_replaced_is_dead(desk: Desk, invited: str) -> None:
    first = link_for(desk, invited, LinkKind.JOIN)
    second = link_for(desk, invited, LinkKind.JOIN)
    assert desk.browser().get(first).status_code == 404
    assert desk.browser().get(second).status_code == 200
    with desk.store() as store:
        revoke_links(store, invited, now=NOW)
        store.commit()
    assert desk.browser().get(second).status_code == 404


def test_of_two_at_once_one_gets_the_link(desk: Desk, invited: str) -> None:
    token = link_for(desk, invited, LinkKind.JOIN).rpartition("/")[2]
    with desk.store() as store:
        assert [use_link(store, token, LinkKind.JOIN, now=NOW) for _ in range(2)] == [True, False]


def test_a_link_is_good_for_nothing_else(desk: Desk, counselor: str, invited: str) -> None:
    reset = link_for(desk, counselor, LinkKind.RESET)
    assert desk.browser().get(reset.replace("recover", "join")).status_code == 404
    assert _join(desk.browser(), reset.replace("recover", "join")).status_code == 404
    join = link_for(desk, invited, LinkKind.JOIN)
    assert desk.browser().post(join.replace("join", "recover"), data={"new_password": NEW}).status_code == 404
    assert desk.browser().get("/staff/join/guess").status_code == 404


def test_a_new_password_ends_every_sign_in_and_keeps_the_second_factor(desk: Desk, counselor: str) -> None:
    old = desk.signed_in(counselor)
    set_up_app(old)
    path, client = link_for(desk, counselor, LinkKind.RESET), desk.browser()
    page_of(client).get(path)
    for _ in range(10):
        desk.try_password(desk.browser(), counselor, "wrong and wrong again")
    answer = client.post(path, data={"new_password": NEW})
    assert answer.headers["Location"] == "/staff/sign-in?said=reset"
    assert old.get("/staff/security").status_code == 303
    assert client.get("/staff/security").status_code == 303, "the link is no sign-in"
    assert client.post(path, data={"new_password": PASSWORD + "!"}).status_code == 404, "it worked once"
    assert desk.try_password(client, counselor).status_code == 422, "the old one is gone"
    assert desk.try_password(client, counselor, NEW).headers["Location"].startswith("/staff/second-factor")


def test_a_link_for_a_new_password_lasts_an_hour(desk: Desk, counselor: str) -> None:
    path = link_for(desk, counselor, LinkKind.RESET)
    later(desk, days=1)
    assert desk.browser().get(path).status_code == 404


def test_without_e_mail_nobody_is_told_that_one_was_sent(desk: Desk, counselor: str) -> None:
    client = desk.browser()
    page = page_of(client).get("/staff/recover")
    assert "This site sends no e-mail." in page.words()
    assert not page.all("input", name="email")
    answer = client.post("/staff/recover", data={"email": desk.emails[counselor]})
    assert answer.status_code == 422
    assert "This site sends no e-mail." in answer.get_data(as_text=True)
    assert desk.browser().get("/staff/recover").status_code == 200


class _MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to receive."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            self.wfile.write({b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))
            if word == b"DATA":
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                self.server.received.append(message_from_string(text.decode()))  # type: ignore[attr-defined]
                self.wfile.write(b"250 taken\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def mail(desk: Desk) -> Iterator[list[Message]]:
    """Letters that arrive at a mail server which the site is set to use."""
    received: list[Message] = []
    with socketserver.TCPServer(("127.0.0.1", 0), _MailServer) as server:
        server.received = received  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        settings = desk.app.extensions["settings"].model_copy(
            update={
                "smtp_host": "127.0.0.1",
                "smtp_port": server.server_address[1],
                "smtp_security": "none",
                "smtp_from": "site@rungs.example",
                "public_url": "https://rungs.example",
            }
        )
        desk.app.extensions["settings"] = settings
        closed, office = desk.app.extensions["post_office"], PostOffice(settings)
        desk.app.extensions["post_office"] = office
        yield received
        office.close()
        desk.app.extensions["post_office"] = closed
        server.shutdown()
        thread.join()


def _wait(desk: Desk) -> None:
    desk.app.extensions["post_office"].later(lambda: None).result(timeout=5)
    desk.app.extensions["post_office"].later(lambda: None).result(timeout=5)


def test_a_link_comes_by_e_mail_and_the_answer_tells_nothing(
    desk: Desk, counselor: str, mail: list[Message]
) -> None:
    answers = []
    for email in (desk.emails[counselor], "nobody@desk.example"):
        answer = desk.browser().post(
            "/staff/recover", data={"email": email}, headers={"Host": "evil.example", "Accept-Language": "en"}
        )
        answers.append((answer.status_code, answer.headers["Location"], answer.get_data(as_text=True)))
    assert answers[0] == answers[1]
    _wait(desk)
    (letter,) = mail
    assert letter["To"] == desk.emails[counselor]
    text = letter.get_payload(decode=True)
    assert isinstance(text, bytes)
    link = re.search(r"https://rungs\.example(/staff/recover/\S+)", text.decode())
    assert link is not None, "the address is the site's own, whatever host was named"
    answer = desk.browser().post(link[1], data={"new_password": NEW}, base_url="https://rungs.example")
    assert answer.status_code == 303
    assert desk.actions()[:2] == ["password_reset", "reset_link_sent"]
    page = page_of(desk.browser()).get("/staff/recover?said=sent")
    assert "If this address has an account, a link is on its way." in page.words()


def test_asking_for_letters_without_end_has_to_wait(desk: Desk, counselor: str, mail: list[Message]) -> None:
    client = desk.browser()
    seen = [
        client.post("/staff/recover", data={"email": desk.emails[counselor]}).status_code for _ in range(11)
    ]
    assert seen == [303] * 10 + [429]
    _wait(desk)
    assert len(mail) == 10


def test_a_mail_server_that_is_away_is_told_without_an_address(
    desk: Desk, counselor: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = desk.app.extensions["settings"].model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": 1, "smtp_from": "a@b.org", "public_url": "https://x.y"}
    )
    office = PostOffice(settings)
    with pytest.raises(NotSent):
        office.send("person@desk.example", subject="x", text="y")
    office.later(lambda: office.send("person@desk.example", subject="x", text="y")).result(timeout=5)
    office.close()
    assert "mail server did not take a message" in caplog.text
    assert "person@desk.example" not in caplog.text
