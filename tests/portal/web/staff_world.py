"""Two organisations that must never see each other, their professionals, and the people they work with."""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument, write_plan
from portal.domain.staff import Purpose, Role
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.consent import grant
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.signed_in import session_id_of
from portal.store.staff_tables import AccountRow, OrganisationRow, StaffSessionRow
from portal.web.gate.access import COOKIE_KEY
from tests.portal.web.world import NOW, TODAY

SEAL_KEY = "c2VhbCBrZXkgb2YgdGhlIHRlc3RzLCBub3QgYSBzZWM="
"""Of the tests alone: 32 bytes in URL-safe base64."""


@dataclass
class StaffWorld:
    """Ids. `school` and `agency` are organisations; accounts by organisation and role."""

    school: str = ""
    agency: str = ""
    accounts: dict[tuple[str, Role], str] = field(default_factory=dict)
    ana: str = ""
    """Of the school's counselor, who has every yes of hers. She holds a CNA certificate and wants to be a nurse."""
    ben: str = ""
    """Of the same counselor; said yes to nothing."""
    old: str = ""
    """Of the same counselor until last week."""
    cleo: str = ""
    """A client of the agency's VR counselor, with every yes."""

    def account(self, role: Role, organisation: str = "school") -> str:
        """The id of an account."""
        return self.accounts[organisation, role]


def fill_staff_world(session: Session) -> StaffWorld:
    """Put both organisations into a store. The caller commits."""
    world = StaffWorld()
    sealer = Sealer((SEAL_KEY,))
    for name, kind in (("school", "school"), ("agency", "vr")):
        row = OrganisationRow(
            id=new_id(),
            name={"school": "Lake View School", "agency": "North Agency"}[name],
            kind=kind,
            made_at=NOW,
        )
        session.add(row)
        session.flush()
        setattr(world, name, row.id)
        for role in Role:
            world.accounts[name, role] = add_account(
                session, sealer, organisation_id=row.id, role=role, email=f"{role.value}@{name}.example"
            )
    counselor, vr = world.account(Role.COUNSELOR), world.account(Role.VR_COUNSELOR, "agency")
    world.ana = add_person(
        session, sealer, world.school, label="Ana", account_id=counselor, purposes=tuple(Purpose)
    )
    world.ben = add_person(session, sealer, world.school, label="Ben", account_id=counselor)
    world.old = add_person(
        session,
        sealer,
        world.school,
        label="Olga",
        account_id=counselor,
        purposes=tuple(Purpose),
        tied_until=TODAY - timedelta(days=7),
    )
    world.cleo = add_person(
        session, sealer, world.agency, label="Cleo", account_id=vr, purposes=tuple(Purpose)
    )
    return world


def add_account(
    session: Session, sealer: Sealer, *, organisation_id: str, role: Role, email: str, name: str = ""
) -> str:
    """One more account, without a password."""
    id_ = new_id()
    session.add(
        AccountRow(
            id=id_,
            organisation_id=organisation_id,
            role=role.value,
            email_sealed=sealer.seal(email, about=place("account", "email", id_)),
            email_hash=sealer.fingerprints(email, about="account.email")[0],
            name_sealed=sealer.seal(
                name or f"{role.value.replace('_', ' ').title()} Smith", about=place("account", "name", id_)
            ),
            made_at=NOW,
        )
    )
    session.flush()
    return id_


def add_person(
    session: Session,
    sealer: Sealer,
    organisation_id: str,
    *,
    label: str,
    account_id: str,
    purposes: tuple[Purpose, ...] = (),
    tied_until: date | None = None,
    plan: PlanDocument | None = None,
) -> str:
    """One more person, tied to an account, with a plan."""
    id_ = new_id()
    plan = plan or PlanDocument(created_on=TODAY, changed_on=TODAY, held=("cna",))
    session.add(
        PersonRow(
            id=id_,
            organisation_id=organisation_id,
            label_sealed=sealer.seal(label, about=place("person", "label", id_)),
            way="pseudonym",
            plan_sealed=sealer.seal(write_plan(plan), about=place("person", "plan", id_)),
            plan_version=1,
            plan_made_at=NOW,
            plan_changed_at=NOW,
            added_at=NOW,
            touched_at=NOW,
        )
    )
    session.flush()
    session.add(
        TieRow(
            id=new_id(),
            organisation_id=organisation_id,
            person_id=id_,
            account_id=account_id,
            part="lead",
            starts_on=TODAY - timedelta(days=30),
            ends_on=tied_until,
        )
    )
    for purpose in purposes:
        grant(
            session,
            organisation_id=organisation_id,
            person_id=id_,
            purpose=purpose,
            given_by="person",
            how="online",
            until=TODAY + timedelta(days=200),
            now=NOW,
        )
    session.flush()
    return id_


def sign_in(client: FlaskClient, app: Flask, account_id: str, *, second_factor: bool = True) -> None:
    """A sign-in as it stands after the password and the second factor were shown."""
    token = secrets.token_urlsafe(32)
    with Session(app.extensions["store_engine"]) as session:
        session.add(
            StaffSessionRow(
                id=session_id_of(token),
                account_id=account_id,
                made_at=NOW,
                seen_at=NOW,
                proved_at=NOW,
                second_factor_at=NOW if second_factor else None,
            )
        )
        session.commit()
    with client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = token
