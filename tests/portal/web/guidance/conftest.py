"""Two professionals of one school at the plan of one person."""

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose, Role
from portal.store.caseload_tables import TieRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer
from tests.portal.web.guidance.desk import Desk
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_account, add_person
from tests.portal.web.world import TODAY


@pytest.fixture
def desks(staff_site: Flask, staff_world: StaffWorld) -> tuple[Desk, Desk]:
    """Two professionals of one school who work with the same person, whose plan is new."""
    sealer = Sealer((SEAL_KEY,))
    first = staff_world.account(Role.COUNSELOR)
    with Session(staff_site.extensions["store_engine"]) as session:
        second = add_account(
            session,
            sealer,
            organisation_id=staff_world.school,
            role=Role.COUNSELOR,
            email=f"{new_id()}@school.example",
        )
        person = add_person(
            session,
            sealer,
            staff_world.school,
            label="Dana",
            account_id=first,
            purposes=tuple(Purpose),
            plan=PlanDocument(created_on=TODAY, changed_on=TODAY, held=("high-school-diploma", "cna-in")),
        )
        session.add(
            TieRow(
                id=new_id(),
                organisation_id=staff_world.school,
                person_id=person,
                account_id=second,
                part="support",
                starts_on=TODAY,
            )
        )
        session.commit()
    return Desk(staff_site, first, person), Desk(staff_site, second, person)


@pytest.fixture
def desk(desks: tuple[Desk, Desk]) -> Desk:
    return desks[0]
