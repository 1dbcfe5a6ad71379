"""After a whole journey no word of a person stands readable in the database's files, nor in what is logged."""

import io
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from portal.domain.staff import Role
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.desk_tables import ShortlistRow
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import OPEN, TODAY

WORDS = {
    "label": "Xyloquartz Vmbrax",
    "reference": "Qw-7731-Zz",
    "note": "Frobnicated gladly on Tuesday",
    "task": "Bring the quibblewort form",
    "payer": "Grandaunt Zsuzsanna",
    "group": "Quokka homeroom",
    "plan notes": "I dream of zeppelins",
    "document": "Hortensia Mxyzptlk",
    "reason": "Snorkelworthy commute",
    "listed": "Pseudonymous Wombatina",
}


@pytest.fixture
def counselor(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    return client


def _journey(client: FlaskClient, site: Flask, world: StaffWorld) -> None:
    """A person is added, agrees on paper, and everything that can be written about them is written."""

    def post(address: str, form: dict[str, object], *, status: int = 303) -> str:
        answer = client.post(address, data=form, content_type="multipart/form-data")
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return str(answer.headers.get("Location", ""))

    post(
        "/staff/people/add",
        {"way": "pseudonym", "label": WORDS["label"], "reference": WORDS["reference"], "language": "en"},
    )
    with Session(site.extensions["store_engine"]) as store:
        mine = select(TieRow.person_id).where(TieRow.account_id == world.account(Role.COUNSELOR))
        id_ = store.exec(
            select(PersonRow.id)
            .where(col(PersonRow.id).in_(mine), PersonRow.reference_hash != "")
            .order_by(col(PersonRow.added_at).desc())
        ).first()
    base = f"/staff/people/{id_}"
    signed = {"signed_on": TODAY.isoformat(), "until": TODAY.replace(month=12).isoformat()}
    purposes = ["plan", "jobs", "notes", "report", "share"]
    post(f"{base}/consent/paper", {**signed, "purpose": purposes, "given_by": "person"})
    post(f"{base}/notes", {"kind": "met", "on_date": TODAY.isoformat(), "text": WORDS["note"]})
    task = {"kind": "task", "what": WORDS["task"], "doer": "person", "payer": WORDS["payer"]}
    post(f"{base}/tasks", task)
    post("/staff/groups", {"name": WORDS["group"]})
    plan = client.get(f"{base}/plan/notes").get_data(as_text=True)
    notes_form = plan[plan.index(f"{base}/plan/notes") :]
    hidden = dict(re.findall(r'type="hidden" name="(version|seen)" value="([^"]*)"', notes_form)[:2])
    post(f"{base}/plan/notes", {**hidden, "notes": WORDS["plan notes"]})
    post(f"{base}/document", {"team-0-name": WORDS["document"], "team-0-role": "Aunt", "version": "0"})
    post(f"{base}/shortlist", {"posting": str(OPEN)})
    with Session(site.extensions["store_engine"]) as store:
        row = store.exec(select(ShortlistRow).where(ShortlistRow.person_id == id_)).one()
    declined = {"status": "declined", "on": TODAY.isoformat(), "kind": "other", "words": WORDS["reason"]}
    post(f"{base}/shortlist/{row.id}", {**declined, "version": str(row.version)})
    listed = io.BytesIO(f"name\n{WORDS['listed']}\n".encode())
    post("/staff/people/import", {"list": (listed, "class.csv")})
    for page in ("", "/notes", "/tasks", "/plan", "/document", "/export.json", "/ties"):
        assert client.get(base + page).status_code == 200, page


def test_no_word_of_a_person_stands_in_the_files(
    staff_site: Flask,
    staff_world: StaffWorld,
    counselor: FlaskClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        _journey(counselor, staff_site, staff_world)
    database = Path(staff_site.extensions["store_engine"].url.database)
    files = [database, database.with_name(f"{database.name}-wal")]
    assert all(file.exists() for file in files)
    held = b"".join(file.read_bytes() for file in files)
    assert b"Lake View School" in held, "what is not personal is found: the search works"
    for what, words in WORDS.items():
        for part in (words, *words.split()):
            if len(part) > 5:
                assert part.encode() not in held, f"{what} stands in the database"
                assert part not in caplog.text, f"{what} stands in the log"
