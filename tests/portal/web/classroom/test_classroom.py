"""Classroom mode: a code on the board that is hard to guess and ends, pages of ours only, and nobody is followed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlmodel import Session, select

from portal.domain.staff import Role
from portal.store.caseload_tables import ClassroomRow, GroupMemberRow, GroupRow, TaskRow
from portal.store.classrooms import class_code, parse_class_code
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.try_table import TryRow
from portal.web.plan.waiting import CLASS_SHARE
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, sign_in
from tests.portal.web.world import NOW

HOSTILE = (
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/jobs",
    "http://localhost@evil.example/jobs",
    "http://localhost:99/jobs",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hi",
    "/staff/people",
    "/%73taff/people",
    "/staff",
    "/class",
    "/sharing",
    "/plan",
    "/plan/my-plan.pdf",
    "/kiosk/sample-fair/operator",
    "/static/site.css",
    "/look/../staff/people",
    "/jobs/../staff",
    "/%2Fevil.example",
    "/jobs\nSet-Cookie: x",
    '/jobs?q="><script>',
    "/no-such-page",
    "jobs",
    "/" + "x" * 900,
)


@pytest.fixture
def teacher(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    with Session(staff_site.extensions["store_engine"]) as session:
        session.connection().execute(delete(ClassroomRow))
        session.connection().execute(delete(TryRow))
        session.commit()
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    return client


def start(app: Flask, teacher: FlaskClient, **values: str) -> tuple[str, str]:
    """A class that runs: its address for the teacher, and its code."""
    sent = {"address": "/interests", "words": "Which pictures do you like?", **values}
    response = teacher.post("/staff/class", data=sent)
    assert response.status_code == 303
    base = response.headers["Location"]
    return base, class_code(base.rpartition("/")[2], secret=app.extensions["settings"].secret_key)


def test_a_class_follows_from_page_to_page_and_stays_where_it_is(
    staff_site: Flask, teacher: FlaskClient
) -> None:
    base, code = start(staff_site, teacher)
    page = PageClient(teacher).get(base)
    assert f"{code[:4]}-{code[4:]}" in page.words()
    board = PageClient(teacher).get(f"{base}/board").words()
    assert "Sign out" not in board, "the projector shows no menu and no name"
    learner = staff_site.test_client()
    joined = learner.post("/class", data={"code": f" {code[:4].lower()}-{code[4:].lower()} "})
    assert joined.headers["Location"] == f"/class/{code}"
    page = PageClient(learner).get(f"/class/{code}")
    assert "Which pictures do you like?" in page.words()
    assert page.all("a", href="/interests")
    asked = {"HX-Request": "true"}
    assert learner.get(f"/class/{code}/now?step=1", headers=asked).status_code == 204
    moved = teacher.post(f"{base}/page", data={"quick": "/jobs", "words": "Find one near you."})
    assert moved.status_code == 303
    news = learner.get(f"/class/{code}/now?step=1", headers=asked)
    assert news.status_code == 200
    assert "Your class went on." in news.get_data(as_text=True)
    assert 'href="/jobs"' in news.get_data(as_text=True)
    page = PageClient(learner).get("/occupations")
    assert "Find one near you." in page.words(), "the bar tells on every page"
    teacher.post(f"{base}/end")
    over = learner.get(f"/class/{code}/now?step=2", headers=asked)
    assert over.status_code == 286, "the end stops the asking"
    assert "This class is over." in over.get_data(as_text=True)
    assert "class-bar" not in learner.get("/occupations").get_data(as_text=True)


def test_it_works_without_javascript_and_one_can_leave(staff_site: Flask, teacher: FlaskClient) -> None:
    _, code = start(staff_site, teacher)
    learner = staff_site.test_client()
    PageClient(learner).get("/class")
    page = PageClient(learner).get(f"/class/{code}")
    assert page.all("a", href=f"/class/{code}"), "a plain link looks again"
    assert learner.get(f"/class/{code}/now").status_code == 303
    learner.post("/class/leave")
    assert "class-bar" not in learner.get("/jobs").get_data(as_text=True)


def test_a_cookie_of_no_class_leaves_pages_as_they_are(staff_site: Flask, teacher: FlaskClient) -> None:
    for code in ("nonsense", 7, class_code(new_id(), secret="x")):
        learner = staff_site.test_client()
        with learner.session_transaction() as cookie:
            cookie["class"] = code
        page = PageClient(learner).get("/jobs")
        assert "class-bar" not in page.text


def test_codes_end_and_what_never_was_gets_the_same_answer(staff_site: Flask, teacher: FlaskClient) -> None:
    _, code = start(staff_site, teacher)
    with Session(staff_site.extensions["store_engine"]) as session:
        row = session.exec(select(ClassroomRow)).one()
        assert code not in row.model_dump_json()
        assert row.ends_at - NOW == timedelta(hours=2)
        row.ends_at = NOW
        session.add(row)
        session.commit()
    never = class_code(new_id(), secret="another")
    answers = set()
    for asked in (code, never):
        page = PageClient(staff_site.test_client()).get(f"/class/{asked}", status=404)
        answers.add(page.words())
    assert len(answers) == 1


def test_guessing_has_to_stop_and_those_who_follow_go_on(staff_site: Flask, teacher: FlaskClient) -> None:
    _, code = start(staff_site, teacher)
    learner, guesser = staff_site.test_client(), staff_site.test_client()
    learner.get(f"/class/{code}")
    most = staff_site.extensions["settings"].plan_code_tries * CLASS_SHARE
    with Session(staff_site.extensions["store_engine"]) as session:
        guesser.get("/class/" + class_code(new_id(), secret="x"))
        row = session.exec(select(TryRow)).one()
        told = row.model_dump(exclude={"id"})
        session.add_all(TryRow(**told) for _ in range(most - 1))
        session.commit()
    waits = guesser.post("/class", data={"code": class_code(new_id(), secret="y")})
    assert waits.status_code == 429
    assert waits.headers["Retry-After"] == "600"
    assert guesser.get(f"/class/{code}").status_code == 429, "a right guess tells nothing then"
    assert learner.get(f"/class/{code}").status_code == 200
    assert guesser.post("/class", data={"code": "nonsense"}).status_code == 422


def test_a_typing_mistake_is_found_without_a_look() -> None:
    code = class_code("a", secret="s")
    for at in range(8):
        wrong = "2" if code[at] != "2" else "5"
        with pytest.raises(Exception, match="letter"):
            parse_class_code(code[:at] + wrong + code[at + 1 :])


@pytest.mark.parametrize("address", HOSTILE)
def test_a_class_is_never_sent_elsewhere(staff_site: Flask, teacher: FlaskClient, address: str) -> None:
    response = teacher.post("/staff/class", data={"address": address, "words": "x"})
    assert response.status_code == 422
    with Session(staff_site.extensions["store_engine"]) as session:
        assert session.exec(select(ClassroomRow)).all() == []


def test_an_address_of_ours_is_taken_and_loses_what_is_somebodys_own(
    staff_site: Flask, teacher: FlaskClient
) -> None:
    base, code = start(
        staff_site,
        teacher,
        address="http://localhost/ladder?goal=occupation:29-2061&region=zip:46402:25&plan=secret&code=7H2X&lang=es",
    )
    page = PageClient(staff_site.test_client()).get(f"/class/{code}")
    (link,) = page.all("a", href="/ladder?goal=occupation:29-2061&region=zip:46402:25")
    assert "Licensed" in "".join(link.itertext())
    assert "secret" not in page.text
    words = PageClient(teacher).get(base).words()
    assert "secret" not in words


def test_a_class_is_its_own_teachers_alone(
    staff_site: Flask, staff_world: StaffWorld, teacher: FlaskClient
) -> None:
    base, code = start(staff_site, teacher)
    other = staff_site.test_client()
    sign_in(other, staff_site, staff_world.account(Role.COUNSELOR, "agency"))
    for path in ("", "/board"):
        assert other.get(base + path).status_code == 404
    for path in ("/page", "/end", "/assign"):
        assert other.post(base + path, data={"address": "/jobs"}).status_code == 404
    assert PageClient(staff_site.test_client()).get(f"/class/{code}").all("a", href="/interests")


def test_a_group_gets_the_task_where_each_said_yes_and_once(
    staff_site: Flask, staff_world: StaffWorld, teacher: FlaskClient
) -> None:
    base, _ = start(staff_site, teacher)
    group_id, sealer = new_id(), Sealer((SEAL_KEY,))
    with Session(staff_site.extensions["store_engine"]) as session:
        session.add(
            GroupRow(
                id=group_id,
                organisation_id=staff_world.school,
                account_id=staff_world.account(Role.COUNSELOR),
                name_sealed=sealer.seal("Grade 11", about=place("person_group", "name", group_id)),
                made_at=NOW,
            )
        )
        session.flush()
        for person in (staff_world.ana, staff_world.ben, staff_world.old):
            session.add(
                GroupMemberRow(
                    id=new_id(), organisation_id=staff_world.school, group_id=group_id, person_id=person
                )
            )
        session.commit()
    given = teacher.post(f"{base}/assign", data={"group": group_id})
    page = PageClient(teacher).get(given.headers["Location"].partition("#")[0])
    assert "1 person of “Grade 11” has it" in page.words()
    assert "Ben" in page.words()
    assert "Olga" not in page.words(), "with whom no tie holds any more"
    teacher.post(f"{base}/assign", data={"group": group_id})
    with Session(staff_site.extensions["store_engine"]) as session:
        (task,) = session.exec(select(TaskRow)).all()
    assert (task.person_id, task.address) == (staff_world.ana, "/interests")
    other = teacher.post(f"{base}/assign", data={"group": new_id()})
    assert other.status_code == 404
