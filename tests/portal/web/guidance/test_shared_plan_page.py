"""The plan that two people make on one screen: what can be done there, and what happens when two do it at once."""

import threading

from sqlmodel import Session, select

from portal.domain.plan_edits import mark
from portal.domain.region import Goal
from portal.domain.staff import Purpose
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.consent import revoke
from portal.store.plan_code_table import PlanCodeRow
from portal.store.sealing import Sealer
from portal.store.tasks import list_tasks
from tests.portal.web.guidance.desk import NURSE, Desk
from tests.portal.web.staff_world import SEAL_KEY
from tests.portal.web.world import NOW


def test_a_plan_is_built_on_one_screen(desk: Desk) -> None:
    desk.open()
    page = desk.open("?hold=food")
    assert "Add" in page.words()
    desk.open("?want=nurse")
    desk.send("want", goal=NURSE)
    assert [str(each.goal) for each in desk.plan().wanted] == [NURSE]
    page = desk.open(f"?goal={NURSE}")
    for words in (
        "Ways to",
        "Time",
        "Cost",
        "Open jobs of any kind that they would qualify for",
        "Why we say this",
        "in all",
    ):
        assert words in page.words()
    desk.send("ladders")
    (ladder,) = desk.plan().ladders
    assert ladder.goal == Goal.parse(NURSE)
    assert ladder.steps
    assert "in the plan" in desk.page.words()
    desk.send("notes", notes="Call the school.\nAsk about rides.")
    assert desk.plan().notes == "Call the school.\nAsk about rides."
    desk.send("place", region="46402")
    assert str(desk.plan().region) == "zip:46402:25"


def test_no_other_form_can_be_sent_in_place_of_the_notes(desk: Desk) -> None:
    plan = desk.open()
    assert not plan.all("textarea"), "another form of the page would be sent without it, and the text lost"
    page = desk.open("/notes")
    forms = [form for form in page.all("form") if (form.get("action") or "").startswith(desk.base)]
    assert [form.get("action") for form in forms] == [f"{desk.base}/notes"]
    page = desk.send("notes", notes="Call the school.")
    assert "Call the school." in page.words()


def test_only_codes_that_there_are_can_be_stopped(desk: Desk) -> None:
    assert "Stop all codes made here" not in desk.open().words()
    assert desk.client.post(f"{desk.base}/code").status_code == 200
    assert "Stop all codes made here" in desk.open().words()


def test_changes_of_different_parts_by_two_both_survive(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.open("/notes")
    second.open()
    first.send("notes", notes="From the first.")
    second.send("place", region="46402")
    assert "Somebody else changed this plan since you opened it" in second.page.words()
    assert first.plan().notes == "From the first."
    assert str(first.plan().region) == "zip:46402:25"


def test_threads_that_add_at_once_lose_nothing(desks: tuple[Desk, Desk]) -> None:
    ids = ("practical-nursing", "lpn-license-in", "food-handler")
    answers: list[int] = []

    def add(desk: Desk, id_: str) -> None:
        answers.append(desk.client.post(f"{desk.base}/hold", data={"id": id_}).status_code)

    threads = [threading.Thread(target=add, args=(desks[n % 2], id_)) for n, id_ in enumerate(ids)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * len(ids)
    assert set(ids) <= set(desks[0].plan().held)


def test_the_same_notes_by_two_are_shown_side_by_side_and_one_chooses(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.open("/notes")
    second.open("/notes")
    first.send("notes", notes="Rides are hard.")
    page = second.send("notes", status=409, notes="Wants mornings.")
    assert "Rides are hard." in page.words()
    assert "Wants mornings." in page.words()
    assert first.plan().notes == "Rides are hard.", "nothing is written until one chooses"
    second.send("notes", status=303, notes="Rides are hard.\n\nWants mornings.")
    assert second.plan().notes == "Rides are hard.\n\nWants mornings."


def test_a_third_change_while_one_chooses_is_a_clash_again(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.open("/notes")
    second.open("/notes")
    first.send("notes", notes="One.")
    second.send("notes", status=409, notes="Two.")
    first.send("notes", notes="Three.", seen=mark("One."))
    page = second.send("notes", status=409, notes="Two.", seen=mark("One."))
    assert "Three." in page.words()


def test_what_was_taken_out_meanwhile_is_told_and_can_be_put_back_with_the_change(
    desks: tuple[Desk, Desk],
) -> None:
    first, second = desks
    first.open()
    second.open()
    first.send("out", part="held", key="cna-in")
    page = second.send("until", status=409, key="cna-in", last_day="2027-01-31", seen="")
    assert "took out" in page.words()
    assert second.plan().held == ("high-school-diploma",)
    second.send("until", key="cna-in", last_day="2027-01-31", again="1")
    assert second.plan().held == ("high-school-diploma", "cna-in")
    assert str(second.plan().held_until[0].last_day) == "2027-01-31"


def test_a_ladder_whose_goal_went_meanwhile_and_one_with_other_steps_are_clashes(
    desks: tuple[Desk, Desk],
) -> None:
    first, second = desks
    first.open()
    first.send("want", goal=NURSE)
    second.open()
    first.open()
    first.send("out", part="wanted", key=NURSE)
    page = second.send("ladders", status=409)
    assert "took out" in page.words()
    assert second.plan().ladders == ()
    first.open(f"?goal={NURSE}")
    page = first.send("ladders", status=409, steps="food-handler")
    assert "other steps now" in page.words()
    first.send("ladders", anyway="now")
    assert first.plan().ladders[0].goal == Goal.parse(NURSE)


def test_taking_out_can_be_undone_with_all_that_belonged_to_it(desk: Desk) -> None:
    desk.open()
    desk.send("until", key="cna-in", last_day="2027-01-31", seen="")
    desk.send("out", part="held", key="cna-in")
    assert desk.plan().held == ("high-school-diploma",)
    assert desk.plan().held_until == ()
    assert "Taken out" in desk.page.words()
    desk.send("back")
    assert desk.plan().held == ("high-school-diploma", "cna-in")
    assert str(desk.plan().held_until[0].last_day) == "2027-01-31"


def test_the_undo_of_one_person_does_nothing_to_another(desk: Desk, desks: tuple[Desk, Desk]) -> None:
    desk.open()
    desk.send("out", part="held", key="cna-in")
    token = desk.fields("back")["out"]
    other = desk.app.extensions["staff_world"].ana
    assert desk.client.post(f"/staff/people/{other}/plan/back", data={"out": token}).status_code == 400


def test_a_full_plan_and_bad_input_are_said_in_clear_words_and_kept(desk: Desk) -> None:
    desk.open()
    page = desk.send("notes", status=422, notes="x" * 1001)
    assert "too long" in page.words()
    assert "x" * 1001 in page.text, "what was typed stays"
    page = desk.send("place", status=422, region="Nowhere at all")
    assert "We do not know a place" in page.words()
    page = desk.send("until", status=422, key="cna-in", last_day="2027-13-45", seen="")
    assert "We cannot read this day" in page.words()
    assert desk.client.post(f"{desk.base}/hold", data={"id": "no-such-thing"}).status_code == 422
    assert desk.client.post(f"{desk.base}/want", data={"goal": "javascript:1"}).status_code == 422
    assert desk.client.post(f"{desk.base}/out", data={"part": "notes", "key": "1"}).status_code == 400


def test_steps_become_tasks_in_one_tap_once_and_can_be_taken_back(desk: Desk) -> None:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("ladders")
    (ladder,) = desk.plan().ladders
    desk.send("tasks")
    tasks = _tasks(desk)
    assert [task.credential_id for task in tasks] == list(ladder.steps)
    assert {task.kind for task in tasks} == {"step"}
    assert {task.doer for task in tasks} == {"person"}
    assert tasks[0].due_on is not None
    assert tasks[0].due_on > NOW.date()
    back = desk.fields("tasks/back")
    desk.open()
    desk.send("tasks")
    assert len(_tasks(desk)) == len(ladder.steps), "no step is a task twice"
    desk.send("tasks/back", **back)
    assert _tasks(desk) == []


def test_tasks_made_of_steps_are_in_the_language_of_the_person(desk: Desk) -> None:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("ladders")
    desk.send("tasks")
    english = _said(desk)
    desk.send("tasks/back")
    with Session(desk.app.extensions["store_engine"]) as session:
        person = session.get(PersonRow, desk.person_id)
        assert person is not None
        person.language = "es"
        session.commit()
    desk.open()
    desk.send("tasks")
    assert _said(desk) != english


def test_who_does_what_by_when_is_said_before_and_what_is_wrong_stays_to_mend(desk: Desk) -> None:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("ladders")
    (ladder,) = desk.plan().ladders
    sent = {
        "ladder": ladder.address,
        "step": ladder.steps[0],
        "quick": "",
        "doer-0": "other",
        "name-0": "Her aunt",
    }
    page = desk.send("tasks", status=422, **sent, **{"cost-0": "lots", "due-0": "2026-12-01"})
    assert "Write the cost in dollars" in page.words()
    assert 'value="Her aunt"' in page.text
    response = desk.client.post(
        f"{desk.base}/tasks",
        data={**sent, "cost-0": "$1,200.50", "due-0": "2026-12-01", "payer-0": "VR", "evidence-0": "Card"},
    )
    assert response.status_code == 303
    (task,) = _tasks(desk)
    assert (task.doer, task.cost_usd, str(task.due_on)) == ("other", 1200.5, "2026-12-01")
    assert task.evidence_sealed
    assert "aunt" not in task.doer_name_sealed


def test_a_code_opens_the_plan_and_stops_with_the_persons_yes(desk: Desk) -> None:
    desk.open()
    response = desk.client.post(f"{desk.base}/code")
    assert response.status_code == 200
    with Session(desk.app.extensions["store_engine"]) as session:
        (row,) = session.exec(select(PlanCodeRow).where(PlanCodeRow.person_id == desk.person_id)).all()
        assert "cna-in" not in row.snapshot
        revoke(session, person_id=desk.person_id, purpose=Purpose.SHARE, by="person", now=NOW)
        session.commit()
    with Session(desk.app.extensions["store_engine"]) as session:
        assert not session.exec(select(PlanCodeRow).where(PlanCodeRow.person_id == desk.person_id)).all()
    assert desk.client.post(f"{desk.base}/code").status_code == 403


def test_a_newer_plan_is_taken_over_by_choice(desk: Desk, desks: tuple[Desk, Desk]) -> None:
    desk.open()
    desk.send("notes", notes="Ours.")
    learner = desk.app.test_client()
    made = learner.post("/plan/held", data={"held": ["high-school-diploma", "food-handler"]})
    link = made.headers["Location"]
    page = desk.client.post(f"{desk.base}/take-over", data={"code": f"https://site.example{link}"})
    assert page.status_code == 200
    assert "Take over" in page.get_data(as_text=True)
    token = link.partition("plan=")[2].partition("&")[0]
    sent = {"theirs": token, "take": "held:food-handler", "drop": "held:cna-in", "seen": mark("Ours.")}
    merged = desk.client.post(f"{desk.base}/take-over/merge", data=sent)
    assert merged.status_code == 303
    assert desk.plan().held == ("high-school-diploma", "food-handler")
    assert desk.plan().notes == "Ours.", "what was not chosen stays"
    desk.open("?" + merged.headers["Location"].partition("?")[2].partition("#")[0])
    desk.send("back")
    assert set(desk.plan().held) == {"high-school-diploma", "food-handler", "cna-in"}, "taken out, put back"
    assert desk.client.post(f"{desk.base}/take-over", data={"code": link[:-9]}).status_code == 422
    assert desk.client.post(f"{desk.base}/take-over", data={"code": "7H2X-5CWM-9RPH"}).status_code == 422


def test_two_goals_stand_side_by_side(desk: Desk) -> None:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("want", goal="occupation:31-1131")
    desk.base += "/compare"
    page = desk.open()
    for words in ("In all", "Steps", "First paycheck", "Pay"):
        assert words in page.words()
    desk.open("?goal=nonsense&goal=occupation:99-9999&way=never")


def test_every_change_is_in_the_log_and_a_clash_is_a_look(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.open("/notes")
    second.open("/notes")
    first.send("notes", notes="One.")
    second.send("notes", status=409, notes="Two.")
    with Session(first.app.extensions["store_engine"]) as session:
        entries = list_entries(session, _organisation(first), person_id=first.person_id)
    told = [(entry.kind, entry.action) for entry in reversed(entries)]
    changes = [action for kind, action in told if kind == "change"]
    assert changes == ["guidance.set_notes"]
    assert ("look", "guidance.set_notes") in told


def _tasks(desk: Desk) -> list[TaskRow]:
    with Session(desk.app.extensions["store_engine"]) as session:
        rows = session.exec(select(TaskRow).where(TaskRow.person_id == desk.person_id)).all()
    return sorted(rows, key=lambda row: row.position)


def _said(desk: Desk) -> list[str]:
    with Session(desk.app.extensions["store_engine"]) as session:
        person = session.get(PersonRow, desk.person_id)
        assert person is not None
        return [task.what for task in list_tasks(session, person, Sealer((SEAL_KEY,)))]


def _organisation(desk: Desk) -> str:
    with Session(desk.app.extensions["store_engine"]) as session:
        person = session.get(PersonRow, desk.person_id)
        assert person is not None
        return person.organisation_id
