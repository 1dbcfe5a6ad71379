"""Return codes: they carry a plan to another browser, end, are stopped, and cannot be guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from portal.domain.return_code import parse_return_code
from portal.store.plan_code_table import PlanCodeRow
from tests.portal.web.plan.learner import Learner, with_ladder


def test_a_code_carries_the_plan_to_another_browser_and_can_be_stopped(learner: Learner) -> None:
    with_ladder(learner)
    learner.send("/plan/codes")
    code = learner.code()
    other = Learner(learner.app)
    other.open("/plan")
    other.send("/plan/open", code=code.lower().replace("-", " "))
    assert other.plan() == learner.plan()
    assert code not in other.page.words(), "only the browser that made it remembers it"
    learner.send("/plan/codes/stop")
    assert "This code is stopped" in learner.page.words()
    other.open("/plan")
    page = other.send("/plan/open", status=422, code=code)
    assert "This code does not work" in page.words()


def test_an_ended_code_and_one_that_never_was_get_the_same_answer(learner: Learner) -> None:
    with_ladder(learner)
    learner.send("/plan/codes")
    code = learner.code()
    with Session(learner.app.extensions["store_engine"]) as session:
        row = session.exec(select(PlanCodeRow)).all()[-1]
        row.expires_at = datetime(2026, 6, 20, 11, 59, tzinfo=UTC)
        session.add(row)
        session.commit()
    learner.open("/plan")
    ended = learner.send("/plan/open", status=422, code=code).words().replace(code, "")
    unknown = "7H2X-5CWM-9RPH"
    never = learner.send("/plan/open", status=422, code=unknown).words().replace(unknown, "")
    assert ended == never


def test_the_database_holds_no_code_and_ended_plans_are_deleted(learner: Learner) -> None:
    with_ladder(learner)
    learner.send("/plan/codes")
    code = parse_return_code(learner.code())
    engine = learner.app.extensions["store_engine"]
    with Session(engine) as session:
        rows = session.exec(select(PlanCodeRow)).all()
        assert code not in "".join(row.model_dump_json() for row in rows)
        for row in rows:
            row.expires_at = datetime(2026, 6, 20, 12, tzinfo=UTC) - timedelta(days=1)
            session.add(row)
        session.commit()
    learner.send("/plan/codes")
    with Session(engine) as session:
        assert len(session.exec(select(PlanCodeRow)).all()) == 1


def test_who_guesses_codes_has_to_wait_and_typing_mistakes_do_not_count(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = learner.app.extensions["settings"]
    monkeypatch.setitem(
        learner.app.extensions, "settings", settings.model_copy(update={"plan_code_tries": 3})
    )
    with_ladder(learner)
    learner.send("/plan/codes")
    code = learner.code()
    learner.open("/plan")
    for _ in range(5):
        assert "one letter is wrong" in learner.send("/plan/open", status=422, code="7H2X-5CWM-9RPJ").words()
    for _ in range(3):
        learner.send("/plan/open", status=422, code="7H2X-5CWM-9RPH")
    page = learner.send("/plan/open", status=429, code=code)
    assert "Wait ten minutes" in page.words(), "the right code is not told either"
    assert learner.headers["Retry-After"] == "600"


def test_deleting_stops_the_codes_and_leaves_nothing(learner: Learner) -> None:
    with_ladder(learner)
    learner.send("/plan/codes")
    code = learner.code()
    forgotten = learner.client.post(
        "/plan/delete", data={"csrf_token": str(learner.page.all("input", name="csrf_token")[0].get("value"))}
    )
    assert forgotten.headers["Clear-Site-Data"] == '"cache"'
    with Session(learner.app.extensions["store_engine"]) as session:
        left = select(PlanCodeRow).where(PlanCodeRow.expires_at > datetime(2026, 6, 20, 12, tzinfo=UTC))
        assert parse_return_code(code) not in str(session.exec(left).all())
    page = learner.open(forgotten.headers["Location"])
    assert "All that we kept is deleted" in page.words()
    assert "plan=" not in learner.address
    page = learner.send("/plan/open", status=422, code=code)
    assert "This code does not work" in page.words()


def test_a_link_alone_makes_no_browser_forget_its_plan(learner: Learner) -> None:
    """`data-portal-plan-gone` lets static/js/plan.js delete all: only the button may bring it, and once."""
    page = learner.open("/plan?said=gone")
    assert "data-portal-plan-gone" not in page.text
    assert "is deleted" not in page.words()
    learner.send("/plan/delete")  # with an empty plan too: answers and pages may be kept
    assert "data-portal-plan-gone" in learner.page.text
    assert "data-portal-plan-gone" not in learner.open("/plan?said=gone").text
