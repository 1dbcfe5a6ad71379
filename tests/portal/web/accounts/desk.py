"""An organisation of a test's own, its accounts, and browsers that come from different addresses."""

import itertools
import re
from dataclasses import dataclass, field

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from portal.store.audit import AuditEntry, list_entries
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.staff import EMAIL
from portal.store.staff_tables import AccountRow, OrganisationRow, StaffSessionRow
from portal.web.accounts.one_time_codes import SECONDS
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import SEAL_KEY
from tests.portal.web.staff_world import sign_in as open_session
from tests.portal.web.world import NOW

PASSWORD = "otter lamp seven drift"
SEALER = Sealer((SEAL_KEY,))
_numbers = itertools.count(1)
KEY = re.compile(r'account-key">([A-Z2-7 ]+)<')


@dataclass
class Desk:
    """One organisation."""

    app: Flask
    organisation: str = ""
    emails: dict[str, str] = field(default_factory=dict)

    def store(self) -> Session:
        return Session(self.app.extensions["store_engine"], expire_on_commit=False)

    def add(self, role: Role = Role.COUNSELOR, *, password: str = PASSWORD, is_active: bool = True) -> str:
        """One more account; return its id."""
        id_, email = new_id(), f"person{next(_numbers)}@desk.example"
        hash_ = self.app.extensions["password_keeper"].hash(password) if password else ""
        with self.store() as store:
            store.add(
                AccountRow(
                    id=id_,
                    organisation_id=self.organisation,
                    role=role.value,
                    email_sealed=SEALER.seal(email, about=place("account", "email", id_)),
                    email_hash=SEALER.fingerprints(email, about=EMAIL)[0],
                    name_sealed=SEALER.seal("Dana Whitfield", about=place("account", "name", id_)),
                    password_hash=hash_,
                    is_active=is_active,
                    made_at=NOW,
                )
            )
            store.commit()
        self.emails[id_] = email
        return id_

    def browser(self) -> FlaskClient:
        """A browser at an address of its own."""
        number = next(_numbers)
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.1.{number // 250}.{number % 250 + 1}"
        client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko Firefox/140.0"
        return client

    def signed_in(self, account_id: str, *, second_factor: bool = True) -> FlaskClient:
        """A browser with a sign-in, as after all proofs."""
        client = self.browser()
        open_session(client, self.app, account_id, second_factor=second_factor)
        return client

    def try_password(
        self, client: FlaskClient, account_id: str, password: str = PASSWORD, *, wish: str = ""
    ) -> TestResponse:
        """Send the form of the sign-in."""
        form = {"email": self.emails[account_id], "password": password, "next": wish}
        return client.post("/staff/sign-in", data=form, headers={"Accept-Language": "en"})

    def account(self, account_id: str) -> AccountRow:
        with self.store() as store:
            row = store.get(AccountRow, account_id)
            assert row is not None
            return row

    def live_sessions(self, account_id: str) -> list[StaffSessionRow]:
        with self.store() as store:
            return list(
                store.exec(
                    select(StaffSessionRow).where(
                        StaffSessionRow.account_id == account_id, col(StaffSessionRow.ended_at).is_(None)
                    )
                ).all()
            )

    def log(self) -> list[AuditEntry]:
        """The organisation's log, newest first."""
        with self.store() as store:
            return list_entries(store, self.organisation)

    def actions(self) -> list[str]:
        return [entry.action for entry in self.log() if entry.kind == "account"]


def new_desk(app: Flask, *, kind: str = "school", needs_second_factor: bool = False) -> Desk:
    """A new organisation."""
    desk = Desk(app, new_id())
    with desk.store() as store:
        store.add(
            OrganisationRow(
                id=desk.organisation,
                name="Lake View School",
                kind=kind,
                needs_second_factor=needs_second_factor,
                made_at=NOW,
            )
        )
        store.commit()
    return desk


def page_of(client: FlaskClient) -> PageClient:
    """The client that checks every page."""
    return PageClient(client)


def set_up_app(client: FlaskClient) -> str:
    """Go through the app's set-up; return its key."""
    page = page_of(client).get("/staff/security/app")
    found = KEY.search(page.text)
    assert found is not None
    key = found[1].replace(" ", "")
    answer = client.post("/staff/security/app", data={"code": code_of(key)})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
    return key


def code_of(key: str, *, steps: int = 0) -> str:
    """What an app with this key shows, now or some steps from now."""
    import base64
    import time

    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    app = TOTP(base64.b32decode(key), 6, SHA1(), SECONDS)
    return app.generate(int(time.time()) + steps * SECONDS).decode()


def steps_later(count: int) -> time_machine.travel:
    """The real clock, some half minutes on."""
    import datetime

    return time_machine.travel(
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=SECONDS * count), tick=False
    )
