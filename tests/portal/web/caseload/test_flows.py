"""People, groups and closing: each flow as somebody does it."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlmodel import Session, select

from portal.domain.plan_document import PlanDocument
from portal.domain.return_code import make_return_code, show_return_code
from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.consent import grant, granted_purposes
from portal.store.plan_codes import put_away
from portal.store.sealing import Sealer
from portal.web.plan.link import sign_plan
from tests.portal.web.caseload.conftest import Desk
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person
from tests.portal.web.world import NOW, TODAY


def test_day_one_says_how_to_begin(desk_of: Callable[..., Desk]) -> None:
    page = desk_of(Role.VR_COUNSELOR).get("")
    assert "Add your first person" in page.words()
    assert page.all("a", href="/staff/people/add")
    assert "Nobody yet" in desk_of(Role.VR_COUNSELOR).get("/people").words()


def test_who_may_only_read_sees_no_button_for_changes(
    desk_of: Callable[..., Desk], desk: Desk, staff_world: StaffWorld
) -> None:
    reader = desk_of(Role.READ_ONLY)
    assert not reader.get("").all("a", href="/staff/people/add")
    form = {"account": reader.account_id, "part": "look", "reason": "reads along"}
    desk.send(f"/people/{staff_world.ana}/ties", form)
    for path in ("", "/notes", "/tasks", "/ties"):
        page = reader.get(f"/people/{staff_world.ana}{path}")
        actions = [form.get("action") for form in page.all("form", method="post")]
        assert [action for action in actions if "/people/" in (action or "")] == [], path
    for path in ("/people", "/groups"):
        actions = [form.get("action") for form in reader.get(path).all("form", method="post")]
        assert all(not (action or "").startswith(f"/staff{path}") for action in actions)
    reader.send(f"/people/{staff_world.ana}/notes", {"text": "x"}, status=403)


def test_who_has_no_people_begins_elsewhere(desk_of: Callable[..., Desk]) -> None:
    for role, path in ((Role.CURATOR, "/staff/curate"), (Role.ADMINISTRATOR, "/staff/admin/accounts")):
        answer = desk_of(role).client.get("/staff")
        assert (answer.status_code, answer.headers["Location"]) == (303, path)


def test_a_person_is_added_under_a_name_alone(desk: Desk, store: Session) -> None:
    form = desk.get("/people/add")
    names = {field.get("name") for field in [*form.all("input"), *form.all("select"), *form.all("textarea")]}
    assert names & {"label", "reference", "language"} == {"label", "reference", "language"}
    assert not names & {"email", "phone", "address", "birth", "birthday", "diagnosis", "disability", "zip"}
    id_ = desk.add("Gentle Heron", reference="77")
    page = desk.get(f"/people/{id_}")
    assert "Gentle Heron" in page.words()
    assert "Number 77" in page.words()
    assert "You can see the plan once they say yes to it" in page.words()
    row = store.exec(select(PersonRow).where(PersonRow.id == id_)).one()
    assert "Heron" not in str(row.model_dump())
    assert "77" not in (row.reference_sealed, row.reference_hash)


def test_a_number_stands_for_one_person_and_the_same_name_is_asked_about(desk: Desk) -> None:
    desk.add("Twin", reference="t-1")
    answer = desk.send("/people/add", {"label": "Other", "reference": "t-1"}, status=422)
    assert "has this number" in answer.text
    assert 'value="Other"' in answer.text
    answer = desk.send("/people/add", {"label": "TWIN"}, status=422)
    assert "has this name" in answer.text
    desk.send("/people/add", {"label": "TWIN", "same": "1"})
    desk.send("/people/add", {"label": ""}, status=422)
    desk.send("/people/add", {"label": "x" * 81}, status=422)


def test_a_label_is_text_whatever_stands_in_it(desk: Desk) -> None:
    id_ = desk.add('<script>alert(1)</script>"\u202e')
    page = desk.get(f"/people/{id_}")
    assert not [script for script in page.all("script") if script.get("src") is None]
    assert "<script>alert(1)" in page.words()
    assert "\u202e" not in page.text


def test_name_number_and_language_are_changed(desk: Desk) -> None:
    id_ = desk.add("Before", reference="b-1")
    assert desk.get(f"/people/{id_}/edit").by_id("label").get("value") == "Before"
    page = desk.after(
        f"/people/{id_}/edit", {"label": "After", "reference": "b-2", "language": "es", "guardian": "1"}
    )
    assert "After" in page.words()
    assert "Number b-2" in page.words()
    assert "Español" in page.words()
    assert "A parent or guardian" in page.words()
    desk.send(f"/people/{id_}/edit", {"label": ""}, status=422)


def test_where_a_guardian_is_asked_from_now_on_the_yes_of_the_person_alone_ends(
    desk: Desk, staff_site: Flask, staff_world: StaffWorld
) -> None:
    with Session(staff_site.extensions["store_engine"]) as store:
        id_ = add_person(
            store,
            Sealer((SEAL_KEY,)),
            staff_world.school,
            label="Dana",
            account_id=staff_world.account(Role.COUNSELOR),
            purposes=(Purpose.NOTES, Purpose.PLAN),
        )
        store.commit()
    desk.send(f"/people/{id_}/edit", {"label": "Dana", "language": "en", "guardian": "1"}, status=303)
    with Session(staff_site.extensions["store_engine"]) as store:
        assert granted_purposes(store, id_, on=TODAY) == frozenset()
        grant(
            store,
            organisation_id=staff_world.school,
            person_id=id_,
            purpose=Purpose.NOTES,
            given_by="guardian",
            how="paper",
            until=TODAY + timedelta(days=9),
            now=NOW,
        )
        store.commit()
    desk.send(f"/people/{id_}/edit", {"label": "Dana", "language": "es", "guardian": "1"}, status=303)
    desk.send(f"/people/{id_}/edit", {"label": "Dana", "language": "es"}, status=303)
    with Session(staff_site.extensions["store_engine"]) as store:
        assert granted_purposes(store, id_, on=TODAY) == {Purpose.NOTES}, "a guardian's yes stays"
        said = [entry.action for entry in list_entries(store, staff_world.school, person_id=id_)]
    assert [action for action in said if "guardian" in action] == [
        "caseload.guardian_not_asked",
        "caseload.guardian_asked",
    ]


def test_search_finds_parts_of_names_and_starts_of_numbers(desk: Desk) -> None:
    desk.add("Zoë Quimby", reference="9001")
    desk.add("Zora Quist", reference="9002")
    words = desk.get("/people?q=qui+zo").words()
    assert "Zoë Quimby" in words
    assert "Zora Quist" in words
    assert "Ana" not in words.replace("Another", "")
    words = desk.get("/people?q=9002").words()
    assert "Zora Quist" in words
    assert "Quimby" not in words
    assert "Nobody is found" in desk.get("/people?q=002").words()
    assert "Nobody is found" in desk.get("/people?q=%25").words()
    assert desk.get("/people?q=quimby&sort=newest&state=open&group=x&page=1").status == 200
    desk.get("/people?page=0", status=422)


def test_a_case_is_closed_and_opened_again(desk: Desk) -> None:
    id_ = desk.add("Closing")
    page = desk.after(f"/people/{id_}/close", {"reason": "work"})
    assert "They have a job" in page.words()
    assert "Closing" not in desk.get("/people").words()
    assert "Closing" in desk.get("/people?state=closed").words()
    assert "This case is open again" in desk.after(f"/people/{id_}/reopen").words()
    assert "Closing" in desk.get("/people").words()


def test_groups_are_made_filled_renamed_deleted_and_put_back(desk: Desk, staff_world: StaffWorld) -> None:
    location = desk.send("/groups", {"name": "Period 3"}).headers["Location"]
    group = location.removeprefix("/staff").split("?")[0]
    desk.send("/groups", {"name": "PERIOD 3"}, status=422)
    desk.send("/groups", {"name": ""}, status=422)
    page = desk.after(f"{group}/in", {"person": [staff_world.ana, staff_world.cleo, staff_world.old]})
    assert "1 person" in page.words()
    assert "Ana" in page.words()
    assert "Cleo" not in page.words()
    assert "Ana" in desk.get(f"/people?group={group.split('/')[-1]}").words()
    assert "Period four" in desk.after(group, {"name": "Period four"}).words()
    page = desk.after(f"{group}/delete")
    assert "Deleted: Period four" in page.words()
    desk.get(group, status=404)
    assert "Ana" in desk.after(f"{group}/back").words()
    assert "Nobody is in it yet" in desk.after(f"{group}/out", {"person": [staff_world.ana]}).words()
    page = desk.after(f"/people/{staff_world.ana}/groups", {"group": group.split("/")[-1]})
    assert "Groups are saved" in page.words()
    assert "1 person" in desk.get(group).words()
    desk.after(f"/people/{staff_world.ana}/groups", {})
    assert "Nobody is in it yet" in desk.get(group).words()


def test_groups_are_their_makers_alone(desk: Desk, desk_of: Callable[..., Desk]) -> None:
    location = desk.send("/groups", {"name": "Mine"}).headers["Location"]
    path = location.removeprefix("/staff").split("?")[0]
    for other in (desk_of(Role.VR_COUNSELOR), desk_of(Role.VR_COUNSELOR, "agency")):
        other.get(path, status=404)
        for action in ("", "/in", "/out", "/delete", "/back"):
            other.send(f"{path}{action}", {"name": "Taken"}, status=404)
        assert "Mine" not in other.get("/groups").words()


def _plan_of_theirs() -> PlanDocument:
    return PlanDocument(created_on=TODAY, changed_on=TODAY, held=("cna-in",), notes="From the learner")


def test_a_plan_comes_by_code_or_link_and_stays_shut_until_they_say_yes(desk: Desk, store: Session) -> None:
    settings = desk.app.extensions["settings"]
    token = sign_plan(_plan_of_theirs(), secret=settings.secret_key)
    code = put_away(store, token, secret=settings.secret_key, now=settings.now(), days=30)
    store.commit()
    link = f"https://rungs.example/plan?plan={token}"
    for number, (told, way) in enumerate(
        (
            (show_return_code(code).lower(), "code"),
            (f"https://rungs.example/plan?code={code}", "code"),
            (link, "link"),
        )
    ):
        id_ = desk.add(f"Brings a plan {number}", way="handed", code=told)
        row = store.exec(select(PersonRow).where(PersonRow.id == id_)).one()
        assert (row.way, row.plan_version) == (way, 1)
        assert "cna-in" not in row.plan_sealed
        page = desk.get(f"/people/{id_}")
        assert "You can see the plan once they say yes to it" in page.words()
        assert "Certified Nurse Aide" not in page.words()
        desk.get(f"/people/{id_}/plan", status=403)


def test_a_code_that_opens_nothing_adds_nobody_and_cannot_be_guessed(desk: Desk) -> None:
    desk.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"  # other tests open codes from their own address
    form = {"label": "Wrong code", "way": "handed"}
    assert "Write something here" in desk.send("/people/add", {**form, "code": ""}, status=422).text
    for wrong in ("7H2X-5CWM-9RPJ", "https://rungs.example/plan?plan=changed", make_return_code()):
        answer = desk.send("/people/add", {**form, "code": wrong}, status=422)
        assert "We find no plan under this" in answer.text
        assert 'value="Wrong code"' in answer.text
    most = desk.app.extensions["settings"].plan_code_tries
    for _ in range(most):
        answer = desk.send("/people/add", {**form, "code": make_return_code()}, status=422)
    assert "Too many wrong codes" in answer.text
    assert "Nobody is found" in desk.get("/people?q=wrong+code").words()


def test_an_invitation_leads_to_the_card_of_their_own(desk: Desk) -> None:
    location = desk.send("/people/add", {"label": "Invited", "way": "invitation"}).headers["Location"]
    assert location.split("?")[0].endswith("/consent")
    desk.get(location.removeprefix("/staff"))
