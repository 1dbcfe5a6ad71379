"""Signing in by password: who gets in, what an answer tells, who has to wait, and where one is led."""

import re
from datetime import timedelta
from typing import Literal

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import event

from portal.domain.staff import Role
from portal.store.signed_in import session_id_of
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.next_page import is_staff_page, next_page
from portal.web.accounts.passwords import PasswordKeeper
from portal.web.gate.access import COOKIE_KEY
from tests.portal.web.accounts.desk import PASSWORD, Desk, page_of, steps_later
from tests.portal.web.world import NOW

WRONG = "not their password"


def test_the_right_password_begins_a_sign_in(desk: Desk, counselor: str) -> None:
    client = desk.browser()
    page_of(client).get("/staff/sign-in")
    answer = desk.try_password(client, counselor, wish="/staff/security")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/security")
    with client.session_transaction() as cookie:
        token = cookie[COOKIE_KEY]
    (row,) = desk.live_sessions(counselor)
    assert row.id == session_id_of(token) != token
    assert row.second_factor_at is None
    assert row.device_words == "Firefox · Windows"
    page = page_of(client).get("/staff/security")
    assert "Firefox · Windows" in page.words()
    assert "this one" in page.words()


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: Desk, counselor: str) -> None:
    answer = desk.try_password(desk.browser(), counselor)
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("rungs_session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie, "it goes when the browser is closed"


@pytest.mark.parametrize("environment", ["development", "production"])
def test_in_production_the_cookie_travels_encrypted_only(desk: Desk, environment: str) -> None:
    from flask import Flask

    from portal.web.security import init_security

    app = Flask("cookies")
    init_security(app, desk.app.extensions["settings"].model_copy(update={"environment": environment}))
    assert app.config["SESSION_COOKIE_SECURE"] is (environment == "production")
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True


def test_who_signs_in_over_a_sign_in_ends_it(desk: Desk, counselor: str) -> None:
    client, other = desk.signed_in(counselor), desk.add()
    desk.try_password(client, other)
    assert desk.live_sessions(counselor) == []
    assert len(desk.live_sessions(other)) == 1


def test_the_log_tells_it_without_name_or_address(desk: Desk, counselor: str) -> None:
    desk.try_password(desk.browser(), counselor, WRONG)
    desk.try_password(desk.browser(), counselor)
    entry = desk.log()[0]
    assert (entry.kind, entry.action, entry.account_id) == ("account", "signed_in", counselor)
    assert entry.detail == {"account": counselor, "way": "password", "wrong_before": 1}
    assert "desk.example" not in str(desk.log())
    assert "Dana" not in str(desk.log())


def _answers(desk: Desk, forms: list[dict[str, str]]) -> list[tuple[int, str, int, int]]:
    """Of each form: status, page without what was typed, password checks, and questions to the database."""
    counts = {"checks": 0, "questions": 0}

    def count_question(*_arguments: object) -> None:
        counts["questions"] += 1

    engine = desk.app.extensions["store_engine"]
    keeper: PasswordKeeper = desk.app.extensions["password_keeper"]
    usual = keeper._hasher

    class Counting(PasswordHasher):
        def verify(self, *arguments: str) -> Literal[True]:
            counts["checks"] += 1
            return super().verify(*arguments)

    found = []
    event.listen(engine, "before_cursor_execute", count_question)
    keeper._hasher = Counting(time_cost=1, memory_cost=64, parallelism=4)
    try:
        for form in forms:
            counts.update(checks=0, questions=0)
            answer = desk.browser().post("/staff/sign-in", data=form, headers={"Accept-Language": "en"})
            text = re.sub(r"(token|csrf_token\" value)=\"[^\"]+\"", "", answer.get_data(as_text=True))
            text = text.replace(f'value="{form["email"]}"', "value")
            found.append((answer.status_code, text, counts["checks"], counts["questions"]))
    finally:
        event.remove(engine, "before_cursor_execute", count_question)
        keeper._hasher = usual
    return found


def test_whoever_is_not_let_in_gets_one_answer_after_the_same_work(desk: Desk, counselor: str) -> None:
    """Measured by the work that is done, not by the clock: one Argon2 check, the same number of questions."""
    invited = desk.add(is_active=False, password="")
    desk.try_password(desk.browser(), counselor, WRONG)  # what is made once a process is made
    emails = [desk.emails[counselor], desk.emails[invited], "nobody@desk.example", "no address", ""]
    answers = _answers(desk, [{"email": email, "password": WRONG, "next": "/staff"} for email in emails])
    assert answers[0][0] == 422
    assert answers[0][2] == 1
    assert all(each == answers[0] for each in answers[1:]), [(each[0], *each[2:]) for each in answers]


def test_an_ended_account_and_a_closed_organisation_let_nobody_in(desk: Desk, counselor: str) -> None:
    with desk.store() as store:
        organisation = store.get(OrganisationRow, desk.organisation)
        assert organisation is not None
        organisation.closed_at = NOW
        store.add(organisation)
        store.commit()
    assert desk.try_password(desk.browser(), counselor).status_code == 422


@pytest.mark.parametrize("known", [True, False])
def test_ten_wrong_passwords_from_two_addresses_and_the_account_waits(desk: Desk, known: bool) -> None:
    account = desk.add() if known else "nobody"
    desk.emails.setdefault(account, "nobody-has@this.example" + desk.organisation)
    one, two = desk.browser(), desk.browser()
    for number in range(10):
        assert desk.try_password(one if number % 2 else two, account, WRONG).status_code == 422
    for client in (one, two, desk.browser()):
        answer = desk.try_password(client, account)
        assert answer.status_code == 429
        assert "Wait 10 minutes" in answer.get_data(as_text=True)
    with steps_later(10):
        assert "Wait 5 minutes" in desk.try_password(one, account).get_data(as_text=True)
    with steps_later(21):
        assert desk.try_password(one, account).status_code == (303 if known else 422)


def test_tries_that_wait_do_not_make_the_wait_longer(desk: Desk, counselor: str) -> None:
    client = desk.browser()
    for _ in range(10):
        desk.try_password(client, counselor, WRONG)
    with steps_later(19):
        assert desk.try_password(client, counselor).status_code == 429
    with steps_later(21):
        assert desk.try_password(client, counselor).status_code == 303


def test_a_right_password_is_not_counted(desk: Desk, counselor: str) -> None:
    client = desk.browser()
    for _ in range(15):
        assert desk.try_password(client, counselor).status_code == 303


def test_one_address_that_tries_many_accounts_waits(desk: Desk) -> None:
    client = desk.browser()
    seen = [
        client.post(
            "/staff/sign-in", data={"email": f"guess{number}@x.example", "password": WRONG}
        ).status_code
        for number in range(31)
    ]
    assert seen == [422] * 30 + [429]


def test_nothing_that_stood_in_the_cookie_before_survives(desk: Desk, counselor: str) -> None:
    """Fixation: whoever put a cookie into this browser knows nothing of what it holds after the sign-in."""
    client = desk.browser()
    with client.session_transaction() as cookie:
        cookie[COOKIE_KEY], cookie["planted"] = "a token that somebody else knows", "yes"
    desk.try_password(client, counselor)
    with client.session_transaction() as cookie:
        assert set(cookie) == {COOKIE_KEY}
        assert cookie[COOKIE_KEY] != "a token that somebody else knows"


def test_a_copy_of_the_cookie_is_worth_nothing_after_sign_out(desk: Desk, counselor: str) -> None:
    client, thief = desk.signed_in(counselor), desk.browser()
    with client.session_transaction() as cookie, thief.session_transaction() as copy:
        copy.update(cookie)
    assert thief.get("/staff/security").status_code == 200
    answer = client.post("/staff/sign-out")
    assert answer.headers["Location"] == "/staff/sign-in?said=out"
    assert thief.get("/staff/security").status_code == 303
    assert "You are signed out." in page_of(client).get("/staff/sign-in?said=out").words()
    assert desk.actions()[0] == "signed_out"


def test_of_too_many_sign_ins_the_oldest_ends(desk: Desk, counselor: str) -> None:
    clients = [desk.browser() for _ in range(6)]
    for client in clients:
        desk.try_password(client, counselor)
    assert len(desk.live_sessions(counselor)) == 5
    assert sum(client.get("/staff/security").status_code == 200 for client in clients) == 5
    assert clients[-1].get("/staff/security").status_code == 200


def test_a_sign_in_ends_by_itself(desk: Desk, counselor: str) -> None:
    client = desk.signed_in(counselor)
    settings = desk.app.extensions["settings"]
    desk.app.extensions["settings"] = settings.model_copy(
        update={"as_of": settings.as_of + timedelta(days=1)}
    )
    assert client.get("/staff/security").headers["Location"].startswith("/staff/sign-in")


def test_a_hash_of_an_older_cost_is_made_anew(desk: Desk, counselor: str) -> None:
    before = desk.account(counselor).password_hash
    keeper = PasswordKeeper(memory_kib=128, rounds=1)
    old = desk.app.extensions["password_keeper"]
    desk.app.extensions["password_keeper"] = keeper
    try:
        assert desk.try_password(desk.browser(), counselor).status_code == 303
    finally:
        desk.app.extensions["password_keeper"] = old
    after = desk.account(counselor).password_hash
    assert "m=64," in before
    assert "m=128," in after
    assert keeper.is_right(after, PASSWORD)


def test_no_form_is_taken_without_its_token(desk: Desk, counselor: str) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = desk.browser()
        assert desk.try_password(client, counselor).status_code == 400
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/staff/sign-in").text)
        assert token is not None
        form = {"email": desk.emails[counselor], "password": PASSWORD, "csrf_token": token[1]}
        assert client.post("/staff/sign-in", data=form).status_code == 303
    finally:
        desk.app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize(
    "wish",
    [
        *("https://evil.example/staff", "//evil.example/staff", "/\\evil.example", "/staff\\@evil.example"),
        *("javascript:alert(1)", "/plan", "/staffing", "staff", "/staff/../plan", "/staff/%2e%2e/plan"),
        *(
            "/staff/%2f%2fevil.example",
            "/staff\n/x",
            "/staff/x\r\nLocation: y",
            "http:/staff",
            "/staff//evil",
        ),
        *("", "/staff/sign-out", "/staff/sign-in?next=/staff", "\t/staff", "/staff/\u2028"),
    ],
)
def test_one_is_led_to_pages_of_the_professional_side_only(wish: str) -> None:
    assert next_page(wish, role=Role.COUNSELOR) == "/staff"
    assert next_page(wish, role=Role.ADMINISTRATOR) == "/staff/admin/accounts"


@pytest.mark.parametrize("wish", ["/staff/people/1?tab=notes&x=%20y", "/staff", "/staff/security#sign-ins"])
def test_a_page_of_the_professional_side_is_gone_on_to(wish: str) -> None:
    assert is_staff_page(wish)


def test_a_wished_address_elsewhere_is_not_followed(desk: Desk, counselor: str) -> None:
    answer = desk.try_password(desk.browser(), counselor, wish="//evil.example/staff")
    assert answer.headers["Location"] == "/staff"


def test_whoever_is_signed_in_is_not_asked_again(desk: Desk, counselor: str) -> None:
    answer = desk.signed_in(counselor).get("/staff/sign-in?next=/staff/security")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/security")


def test_tries_are_counted_by_the_real_clock(desk: Desk, counselor: str) -> None:
    """The site's clock is fixed to a day here; a wait by it would never end."""
    with time_machine.travel(NOW + timedelta(days=100), tick=False):
        for _ in range(10):
            desk.try_password(desk.browser(), counselor, WRONG)
        assert desk.try_password(desk.browser(), counselor).status_code == 429
    with time_machine.travel(NOW + timedelta(days=100, minutes=11), tick=False):
        assert desk.try_password(desk.browser(), counselor).status_code == 303
