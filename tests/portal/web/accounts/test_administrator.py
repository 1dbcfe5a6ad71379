"""The administrator's page: what one may do, to whom, and what happens to whoever is in the middle of their work."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from portal.store.audit import check_chain
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.ids import new_id
from portal.store.staff_tables import OrganisationRow
from tests.portal.web.accounts.desk import PASSWORD, Desk, new_desk, page_of, set_up_app
from tests.portal.web.world import NOW, TODAY

PAGE = "/staff/admin/accounts"


@pytest.fixture
def office(desk: Desk, administrator: str) -> FlaskClient:
    """The administrator's browser."""
    return desk.signed_in(administrator)


def _do(client: FlaskClient, account_id: str, what: str, **form: str) -> TestResponse:
    return client.post(f"{PAGE}/{account_id}/{what}", data=form, headers={"Accept-Language": "en"})


def test_an_invitation_shows_its_link_once_and_lets_somebody_in(desk: Desk, office: FlaskClient) -> None:
    answer = office.post(f"{PAGE}/invite", data={"email": " Ruth@Lake.Example ", "role": "counselor"})
    assert answer.headers["Location"] == PAGE
    page = page_of(office).get(PAGE)
    assert "This site sends no e-mail, so give it to ruth@lake.example yourself" in page.words()
    (field,) = page.all("input", id="link")
    address = field.get("value") or ""
    assert re.fullmatch(r"http://localhost/staff/join/[\w-]{43}", address)
    assert "open until June 27, 2026" in page.words()
    assert "/staff/join/" not in page_of(office).get(PAGE).text.replace(address, ""), "it is gone"
    form = {"name": "Ruth Okafor", "new_password": PASSWORD}
    assert desk.browser().post(address.removeprefix("http://localhost"), data=form).status_code == 303
    assert "Ruth Okafor" in page_of(office).get(PAGE).words()
    assert "invited" in desk.actions()
    assert "lake.example" not in str(desk.log())


@pytest.mark.parametrize(
    "form",
    [
        {"email": "", "role": "counselor"},
        {"email": "no address", "role": "counselor"},
        {"email": "a@b@c.org", "role": "counselor"},
        {"email": "a@b.org\r\nBcc: x@y.org", "role": "counselor"},
        {"email": "x" * 250 + "@b.org", "role": "counselor"},
        {"email": "a@b.org", "role": "owner"},
        {"email": "a@b.org"},
    ],
)
def test_an_invitation_of_nobody_is_refused_and_keeps_what_was_typed(
    desk: Desk, office: FlaskClient, form: dict[str, str]
) -> None:
    answer = office.post(f"{PAGE}/invite", data=form, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Write an address like" in answer.get_data(as_text=True)
    assert "invited" not in desk.actions()


def test_an_address_is_invited_once_and_other_organisations_are_not_told_of(
    desk: Desk, office: FlaskClient
) -> None:
    elsewhere = new_desk(desk.app)
    other, own = elsewhere.add(), desk.add()
    texts = []
    for email in (elsewhere.emails[other], desk.emails[own]):
        answer = office.post(f"{PAGE}/invite", data={"email": email, "role": "counselor"})
        assert answer.status_code == 422
        found = re.search(r'id="invite-error"[^>]*>([^<]+)<', answer.get_data(as_text=True))
        assert found is not None
        texts.append(found[1])
    assert texts[0] == texts[1]
    assert "Lake View" not in texts[0]


ACTS = ("role", "end", "unlock", "reset-factor", "reset-link", "invite-again")


@pytest.mark.parametrize("what", ACTS)
def test_nothing_is_done_to_an_account_of_another_organisation(
    desk: Desk, office: FlaskClient, what: str
) -> None:
    elsewhere = new_desk(desk.app)
    other = elsewhere.add()
    before = desk.account(other).model_dump()
    assert _do(office, other, what, role="administrator").status_code == 404
    assert desk.account(other).model_dump() == before
    assert elsewhere.emails[other] not in page_of(office).get(PAGE).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_opens_the_page(desk: Desk, role: Role) -> None:
    client = desk.signed_in(desk.add(role))
    assert client.get(PAGE).status_code == 403
    assert _do(client, desk.add(), "end").status_code == 403


def test_a_role_counts_in_the_middle_of_a_sign_in(desk: Desk, office: FlaskClient, counselor: str) -> None:
    client = desk.signed_in(counselor, second_factor=False)
    assert client.get("/staff/security").status_code == 200
    assert _do(office, counselor, "role", role="read_only").status_code == 303
    assert "May look only" in page_of(client).get("/staff/security").words()
    _do(office, counselor, "role", role="vr_counselor")
    assert client.get("/staff/security").headers["Location"] == "/staff/second-factor", (
        "VR needs one, at once"
    )
    _do(office, counselor, "role", role="administrator")
    assert client.get(PAGE).headers["Location"] == "/staff/second-factor"
    assert [entry.detail.get("role") for entry in desk.log() if entry.action == "role_changed"] == [
        "administrator",
        "vr_counselor",
        "read_only",
    ]


def test_an_ended_account_is_out_in_the_middle_of_its_work(
    desk: Desk, office: FlaskClient, counselor: str
) -> None:
    client = desk.signed_in(counselor)
    set_up_app(client)
    email = desk.emails[counselor]
    assert _do(office, counselor, "end").headers["Location"] == f"{PAGE}?said=ended"
    assert client.get("/staff/security").headers["Location"].startswith("/staff/sign-in")
    assert desk.try_password(desk.browser(), counselor).status_code == 422
    row = desk.account(counselor)
    assert (row.email_sealed, row.password_hash, row.totp_sealed) == ("", "", "")
    assert row.name_sealed, "the log can still name who it was"
    assert email not in page_of(office).get(PAGE).text
    again = office.post(f"{PAGE}/invite", data={"email": email, "role": "counselor"})
    assert again.status_code == 303, "the address is free again"


def test_the_last_administrator_stays_one(desk: Desk, office: FlaskClient, administrator: str) -> None:
    desk.add(Role.ADMINISTRATOR, is_active=False)  # one who is only invited does not count
    for what, form in (("end", {}), ("role", {"role": "curator"})):
        answer = _do(office, administrator, what, **form)
        assert answer.status_code == 422
        assert "This is the last administrator." in answer.get_data(as_text=True)
    assert desk.account(administrator).is_active
    assert desk.account(administrator).role == "administrator"
    desk.add(Role.ADMINISTRATOR)
    assert _do(office, administrator, "role", role="curator").status_code == 303
    assert office.get(PAGE).status_code == 403


def test_a_locked_account_is_unlocked(desk: Desk, office: FlaskClient, counselor: str) -> None:
    for _ in range(10):
        desk.try_password(desk.browser(), counselor, "wrong and wrong again")
    assert desk.try_password(desk.browser(), counselor).status_code == 429
    assert "too many wrong tries" in page_of(office).get(PAGE).words()
    assert _do(office, counselor, "unlock").status_code == 303
    assert desk.try_password(desk.browser(), counselor).status_code == 303


def test_a_second_factor_that_is_taken_away_is_told_at_the_next_sign_in(
    desk: Desk, office: FlaskClient, counselor: str
) -> None:
    old = desk.signed_in(counselor)
    set_up_app(old)
    assert _do(office, counselor, "reset-factor").status_code == 303
    assert old.get("/staff/security").status_code == 303, "what was open is ended"
    client = desk.browser()
    answer = desk.try_password(client, counselor, wish="/staff/security")
    assert answer.headers["Location"] == "/staff/told?next=%2Fstaff%2Fsecurity"
    page = page_of(client).get(answer.headers["Location"])
    assert "took your second step away" in page.words()
    done = client.post("/staff/told", data={"next": "/staff/security"})
    assert done.headers["Location"] == "/staff/security"
    assert client.get("/staff/told").headers["Location"] == "/staff"
    entry = next(entry for entry in desk.log() if entry.action == "factor_reset")
    assert entry.detail["account"] == counselor
    assert entry.account_id != counselor


def test_a_link_for_a_new_password_is_told_too(desk: Desk, office: FlaskClient, counselor: str) -> None:
    assert _do(office, counselor, "reset-link").status_code == 303
    (field,) = page_of(office).get(PAGE).all("input", id="link")
    path = (field.get("value") or "").removeprefix("http://localhost")
    desk.browser().post(path, data={"new_password": "walnut ferry quiet nine"})
    client = desk.browser()
    desk.try_password(client, counselor, "walnut ferry quiet nine")
    assert "made a link for a new password" in page_of(client).get("/staff/told").words()


def test_an_administrator_who_takes_an_account_over_leaves_a_trace_that_its_owner_sees(
    desk: Desk, office: FlaskClient, counselor: str
) -> None:
    """Whoever signs in with a handed-out link can say "read"; what stands on My account cannot be taken away."""
    set_up_app(desk.signed_in(counselor))
    _do(office, counselor, "reset-factor")
    _do(office, counselor, "reset-link")
    (field,) = page_of(office).get(PAGE).all("input", id="link")
    path = (field.get("value") or "").removeprefix("http://localhost")
    desk.browser().post(path, data={"new_password": "walnut ferry quiet nine"})
    thief = desk.browser()
    desk.try_password(thief, counselor, "walnut ferry quiet nine")
    told = page_of(thief).get("/staff/told").words()
    assert "took your second step away" in told
    assert "made a link for a new password" in told
    thief.post("/staff/told")
    words = page_of(desk.signed_in(counselor)).get("/staff/security").words()
    assert words.count("by an administrator") == 2
    assert "Took a second step away · by an administrator" in words


def test_a_stale_proof_is_asked_for_anew(desk: Desk, office: FlaskClient, administrator: str) -> None:
    with desk.store() as store:
        for row in desk.live_sessions(administrator):
            row.proved_at -= timedelta(minutes=16)
            store.add(row)
        store.commit()
    assert office.get(PAGE).headers["Location"] == "/staff/prove?next=%2Fstaff%2Fadmin%2Faccounts"
    assert _do(office, desk.add(), "end").headers["Location"].startswith("/staff/prove")


def _settings(client: FlaskClient, **form: str) -> TestResponse:
    return client.post(f"{PAGE}/organisation", data=form, headers={"Accept-Language": "en"})


def test_the_organisations_rules_are_kept(desk: Desk, office: FlaskClient) -> None:
    _settings(office, name="Lake Shore School", retention_days="400", needs_second_factor="yes")
    with desk.store() as store:
        row = store.get(OrganisationRow, desk.organisation)
        assert row is not None
        assert (row.name, row.retention_days, row.needs_second_factor) == ("Lake Shore School", 400, True)
    _settings(office, name="Lake Shore School", retention_days="400")
    with desk.store() as store:
        row = store.get(OrganisationRow, desk.organisation)
        assert row is not None
        assert not row.needs_second_factor


@pytest.mark.parametrize("days", ["", "29", "3651", "-5", "1e3", "٤٠٠", "99999999999999999999"])
def test_days_that_cannot_be_are_refused(desk: Desk, office: FlaskClient, days: str) -> None:
    answer = _settings(office, name="Lake Shore School", retention_days=days)
    assert answer.status_code == 422
    assert "from 30 to 3650" in answer.get_data(as_text=True)
    with desk.store() as store:
        row = store.get(OrganisationRow, desk.organisation)
        assert row is not None
        assert (row.name, row.retention_days) == ("Lake View School", 1095)


def test_people_whom_nobody_leads_are_counted(desk: Desk, office: FlaskClient, counselor: str) -> None:
    person_id = new_id()
    with desk.store() as store:
        store.add(
            PersonRow(
                id=person_id,
                organisation_id=desk.organisation,
                label_sealed="",
                way="pseudonym",
                added_at=NOW,
                touched_at=NOW,
            )
        )
        store.flush()
        store.add(
            TieRow(
                id=new_id(),
                organisation_id=desk.organisation,
                person_id=person_id,
                account_id=counselor,
                part="lead",
                starts_on=TODAY,
            )
        )
        store.commit()
    assert "nobody who leads" not in page_of(office).get(PAGE).words()
    _do(office, counselor, "end")
    assert "1 person has nobody who leads the work with them." in page_of(office).get(PAGE).words()
    with desk.store() as store:
        assert check_chain(store, desk.organisation).broken_at is None


def test_the_page_for_whoever_looks_in(desk: Desk) -> None:
    for language in ("en", "es"):
        page = page_of(desk.browser()).get("/professionals", language=language)
        assert page.all("a", href="/staff/sign-in")
    page_of(desk.browser()).get("/staff/sign-in", language="es")
    page_of(desk.signed_in(desk.add(Role.ADMINISTRATOR))).get(PAGE, language="es")
    page_of(desk.signed_in(desk.add())).get("/staff/security", language="es")
