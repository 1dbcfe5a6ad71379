"""Who needs me this week: every reason with its day and its link, and nothing that nobody said yes to."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.plan_document import PlanDocument, SavedPosting
from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.consent_tables import ConsentGrantRow
from portal.store.desk_tables import ShortlistRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.tables import JobPostingRow
from tests.portal.web.caseload.conftest import Desk
from tests.portal.web.page_client import Page, words_of
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_account, add_person
from tests.portal.web.world import NONE_ASKED, NOW, OPEN, TODAY

LONG_AGO = NOW - timedelta(days=100)


@pytest.fixture
def counselor(staff_site: Flask, staff_world: StaffWorld, store: Session) -> Desk:
    """A counselor without people."""
    id_ = add_account(
        store, Sealer((SEAL_KEY,)), organisation_id=staff_world.school, role=Role.COUNSELOR, email=new_id()
    )
    store.commit()
    return Desk(staff_site, id_)


def _add(
    store: Session, world: StaffWorld, desk: Desk, label: str, *purposes: Purpose, **told: object
) -> str:
    plan = PlanDocument.model_validate({"created_on": TODAY, "changed_on": TODAY, **told})
    id_ = add_person(
        store,
        Sealer((SEAL_KEY,)),
        world.school,
        label=label,
        account_id=desk.account_id,
        purposes=purposes,
        plan=plan,
    )
    store.commit()
    return id_


def _card(page: Page, label: str) -> str:
    cards = [words_of(item) for item in page.all("li", class_="panel")]
    return next((card for card in cards if card.startswith(label)), "")


def test_a_late_step_comes_before_a_job_that_closes_and_that_before_the_rest(
    counselor: Desk, staff_world: StaffWorld, store: Session
) -> None:
    last = TODAY + timedelta(days=5)
    row = store.exec(select(JobPostingRow).where(JobPostingRow.id == OPEN)).one()
    row.valid_through_on = last
    store.add(row)
    saved = SavedPosting(posting_id=OPEN, title="As saved", saved_on=TODAY)
    held_until = [{"credential_id": "cna-in", "last_day": str(TODAY + timedelta(days=40))}]
    ada = _add(
        store,
        staff_world,
        counselor,
        "Ada",
        *Purpose,
        held=("cna-in",),
        held_until=held_until,
        postings=(saved.model_dump(),),
    )
    person = store.exec(select(PersonRow).where(PersonRow.id == ada)).one()
    person.plan_made_at = person.added_at = LONG_AGO
    task = new_id()
    store.add(
        TaskRow(
            id=task,
            organisation_id=staff_world.school,
            person_id=ada,
            account_id=counselor.account_id,
            kind="task",
            doer="person",
            what_sealed=Sealer((SEAL_KEY,)).seal("Call the school", about=place("task", "what", task)),
            due_on=TODAY - timedelta(days=2),
            made_at=NOW,
        )
    )
    store.commit()
    page = counselor.get("")
    card = _card(page, "Ada")
    order = [
        "Late since June 18, 2026: Call the school",
        f"{row.title}: the last day to apply is June 25, 2026.",
        "ends on July 30, 2026. Renew it in time.",
        "new jobs ask for what they have.",
        "and 2 more",
    ]
    for later in (
        "No contact yet. You added them on March 12, 2026.",
        "They have not opened their plan. It came on March 12, 2026.",
    ):
        assert later not in card
        assert later in counselor.get(f"/people/{ada}").words()
    places = [card.find(words) for words in order]
    assert -1 not in places, (card, places)
    assert places == sorted(places)
    links = {a.get("href") for a in page.all("a")}
    base = f"/staff/people/{ada}"
    assert {f"{base}/tasks#task-{task}", f"{base}/plan", f"{base}/desk"} <= links
    only = counselor.get("?why=overdue")
    assert "Ada" in only.words()
    seen = list_entries(store, staff_world.school, account_id=counselor.account_id)
    assert {(each.action, each.about) for each in seen} == {
        ("caseload.dashboard", (ada,)),
        ("caseload.person", (ada,)),
    }


def test_without_a_yes_nothing_of_plan_jobs_or_notes_is_a_reason(
    counselor: Desk, staff_world: StaffWorld, store: Session
) -> None:
    held_until = [{"credential_id": "cna-in", "last_day": str(TODAY + timedelta(days=4))}]
    told: dict[str, object] = {"held": ("cna-in",), "held_until": held_until}
    _add(store, staff_world, counselor, "Bea", **told)
    page = counselor.get("")
    card = _card(page, "Bea")
    assert "They have not said yes to anything yet. You added them on June 20, 2026." in card
    assert card.count("Renew") == 0
    _add(store, staff_world, counselor, "Bob", Purpose.PLAN, **told)
    assert "Renew it in time" in _card(counselor.get(""), "Bob")
    bob = _id_of(store, "Bob")
    grant = store.exec(select(ConsentGrantRow).where(ConsentGrantRow.person_id == bob)).one()
    grant.until = TODAY - timedelta(days=1)
    store.add(grant)
    store.commit()
    card = _card(counselor.get(""), "Bob")
    assert "Their yes ended on June 19, 2026: the plan." in card
    assert "Renew" not in card


def _id_of(store: Session, label: str) -> str:
    sealer = Sealer((SEAL_KEY,))
    return next(
        row.id
        for row in store.exec(select(PersonRow))
        if sealer.open(row.label_sealed, about=place("person", "label", row.id)) == label
    )


def test_new_jobs_are_those_seen_since_the_last_look_that_ask_for_what_is_held(
    counselor: Desk, staff_world: StaffWorld, store: Session
) -> None:
    told: dict[str, object] = {"region": "county:18089", "held": ("cna-in",)}
    _add(store, staff_world, counselor, "Cy", Purpose.JOBS, Purpose.PLAN, **told)
    _add(store, staff_world, counselor, "Dot", Purpose.PLAN, **told)
    _add(store, staff_world, counselor, "Eli", Purpose.JOBS, **told)
    page = counselor.get("")
    assert "new jobs ask for what they have" in _card(page, "Cy")
    assert "First seen after June 13, 2026." in _card(page, "Cy")
    assert _card(page, "Dot") == "", "she said yes to the plan, not to jobs"
    assert _card(page, "Eli") == "", "what he holds stands in his plan, and to that he did not say yes"
    person = store.exec(select(PersonRow).where(PersonRow.id == _id_of(store, "Cy"))).one()
    person.matches_seen_at = NOW
    store.add(person)
    store.commit()
    assert _card(counselor.get(""), "Cy") == ""


def test_a_job_on_the_shortlist_that_closes_leads_to_the_shortlist(
    counselor: Desk, staff_world: StaffWorld, store: Session
) -> None:
    eve = _add(store, staff_world, counselor, "Eve", Purpose.JOBS)
    row = store.exec(select(JobPostingRow).where(JobPostingRow.id == NONE_ASKED)).one()
    row.valid_through_on = TODAY + timedelta(days=7)
    store.add(row)
    shortlisted = ShortlistRow(
        id=new_id(),
        organisation_id=staff_world.school,
        person_id=eve,
        posting_id=NONE_ASKED,
        title=row.title,
        status="suggested",
        added_at=NOW,
        changed_at=NOW,
    )
    store.add(shortlisted)
    store.commit()
    page = counselor.get("")
    assert "the last day to apply is June 27, 2026." in _card(page, "Eve")
    assert page.all("a", href=f"/staff/people/{eve}/shortlist")
    shortlisted.status = "applied"
    store.add(shortlisted)
    store.commit()
    assert _card(counselor.get(""), "Eve") == ""


def test_a_class_that_was_not_asked_yet_is_one_line(
    counselor: Desk, staff_world: StaffWorld, store: Session
) -> None:
    for number in range(3):
        _add(store, staff_world, counselor, f"Pupil {number}")
    page = counselor.get("")
    assert "3 people have not said yes to anything yet." in page.words()
    assert "Pupil 1" not in page.words()
    assert "Nobody needs you right now" in page.words()
    assert "Pupil 1" in counselor.get("/people?state=unasked").words()
    assert "Pupil 1" in counselor.get("/people?state=needs").words()


def test_closed_cases_need_nobody(counselor: Desk, staff_world: StaffWorld, store: Session) -> None:
    id_ = _add(store, staff_world, counselor, "Fay")
    assert "Fay" in counselor.get("").words()
    counselor.send(f"/people/{id_}/close", {"reason": "done"})
    page = counselor.get("")
    assert "Fay" not in page.words()
    assert "No open case" in page.words()
