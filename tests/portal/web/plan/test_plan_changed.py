"""What changed since last time."""

from datetime import date

import pytest

from portal.domain.plan_changes import hold, hold_until, save_posting, want
from portal.domain.plan_document import PlanDocument, SavedPosting, SeenWage, Wanted, new_plan
from portal.domain.region import Goal, Region
from portal.web.plan import current
from tests.portal.web.plan.learner import Learner, token_of, with_ladder
from tests.portal.web.world import CLOSED, REAL, TODAY


def test_what_changed_tells_closed_jobs_and_pay_of_a_newer_date_once(learner: Learner) -> None:
    plan = new_plan(date(2026, 1, 5))
    plan = hold(plan, ("cna-in", "gone-from-the-list"), today=plan.created_on)
    for id_ in (REAL, CLOSED):
        saved = SavedPosting(posting_id=id_, title=f"Job {id_}", saved_on=plan.created_on)
        plan = save_posting(plan, saved, today=plan.created_on)
    goal = Goal.parse("occupation:31-1131")
    learner.open("/plan?plan=" + token_of(learner, plan))
    assert f"This job has closed: Job {CLOSED}." in learner.page.words()
    assert f"Job {REAL}." not in learner.page.words()
    learner.send("/plan/seen")
    assert "What changed" not in learner.page.words()
    with_ladder(learner)
    now = learner.plan().wanted[0].wage
    assert now is not None
    older = SeenWage(**{**now.model_dump(), "annual_median_usd": 50_000, "vintage": "2024-05"})
    elsewhere = SeenWage(**{**older.model_dump(), "area_code": "0100000"})
    lpn = Goal.parse("occupation:29-2061")
    base = PlanDocument(created_on=TODAY, changed_on=TODAY, region=Region.parse("zip:46402:25"))
    learner.open("/plan?plan=" + token_of(learner, want(base, Wanted(goal=lpn, wage=older), today=TODAY)))
    assert "$50,000 a year in May 2024" in learner.page.words()
    learner.open("/plan?plan=" + token_of(learner, want(base, Wanted(goal=lpn, wage=elsewhere), today=TODAY)))
    assert "What changed" not in learner.page.words(), "pay of another area is not compared"
    assert goal != lpn


def changes(learner: Learner) -> list[str]:
    """What the page says that changed."""
    if not learner.page.all("h2", id="changed"):
        return []
    items = [
        li for section in learner.page.all("section", aria_labelledby="changed") for li in section.iter()
    ]
    return [" ".join("".join(li.itertext()).split()) for li in items if li.tag.endswith("}li")]


def show(learner: Learner, plan: PlanDocument) -> list[str]:
    learner.open("/plan?plan=" + token_of(learner, plan))
    return changes(learner)


def test_new_jobs_of_the_work_wanted_are_counted_with_those_one_can_take(learner: Learner) -> None:
    work = Wanted(goal=Goal.parse("occupation:31-1131"))
    early = date(2026, 6, 1)
    plan = new_plan(early).model_copy(update={"region": Region.parse("zip:46402:25")})
    plan = want(plan, work, today=early)
    told = show(learner, plan)
    assert len(told) == 1
    number = int(told[0].split()[0])
    assert number > 0
    assert told[0].endswith("First seen after June 1, 2026.")
    assert "what they ask for" not in told[0], "who told nothing is told nothing of what fits"
    link = next(a for a in learner.page.all("a") if "sort=newest" in (a.get("href") or ""))
    listed = learner.open(str(link.get("href")))
    assert f"{number} open job" in listed.words() or f"{number} job" in listed.words()
    assert "you have what" in show(learner, hold(plan, ("cna-in", "high-school-diploma"), today=early))[0]
    learner.send("/plan/seen")
    assert changes(learner) == []


def test_a_last_day_that_moved_or_comes_near_is_told_once(learner: Learner) -> None:
    plan = new_plan(date(2026, 6, 1))
    saved = SavedPosting(
        posting_id=REAL, title="Nurse Aide", saved_on=plan.created_on, apply_until=date(2026, 8, 1)
    )
    moved = show(learner, save_posting(plan, saved, today=plan.created_on))
    assert moved == ["Nurse Aide: the last day to apply is now July 30, 2026. It was August 1, 2026."]
    learner.send("/plan/seen")
    assert changes(learner) == []
    assert learner.plan().postings[0].apply_until == date(2026, 7, 30)
    same = saved.model_copy(update={"apply_until": date(2026, 7, 30)})
    assert show(learner, save_posting(plan, same, today=plan.created_on)) == [], "forty days off"


def test_a_ladder_with_other_steps_or_other_sums_is_told(learner: Learner) -> None:
    with_ladder(learner)
    plan = learner.plan()
    assert plan.ladders[0].weeks
    assert plan.ladders[0].cost_usd
    other = plan.ladders[0].model_copy(
        update={"steps": ("practical-nursing",), "weeks": 10.0, "cost_usd": 100.0}
    )
    told = show(learner, plan.model_copy(update={"ladders": (other,)}))
    assert len(told) == 3
    assert "has other steps now: Practical Nursing Certificate → " in told[0]
    assert "It was 10 weeks." in told[1]
    assert "It was $100." in told[2]
    learner.send("/plan/seen")
    assert changes(learner) == []
    assert learner.plan().ladders == plan.ladders
    done = plan.ladders[0].model_copy(
        update={"address": "/ladder?goal=credential:cna-in&region=zip:46402:25&held=cna-in"}
    )
    assert (
        "You now have all that the ladder" in show(learner, plan.model_copy(update={"ladders": (done,)}))[0]
    )


def test_what_is_held_and_ends_is_told(learner: Learner) -> None:
    plan = hold(new_plan(date(2026, 1, 5)), ("cna-in",), today=date(2026, 1, 5))
    near = show(learner, hold_until(plan, "cna-in", date(2026, 7, 31), today=plan.created_on))
    assert near == ["Certified Nurse Aide (Indiana) ends on July 31, 2026. Renew it in time."]
    gone = show(learner, hold_until(plan, "cna-in", date(2026, 6, 19), today=plan.created_on))
    assert gone == ["Certified Nurse Aide (Indiana) ended on June 19, 2026."]
    assert show(learner, hold_until(plan, "cna-in", date(2027, 7, 31), today=plan.created_on)) == []


def test_a_last_day_is_written_down_changed_and_taken_out(learner: Learner) -> None:
    plan = hold(new_plan(TODAY), ("cna-in",), today=TODAY)
    learner.open("/plan?plan=" + token_of(learner, plan))
    learner.send("/plan/until", last_day="2027-01-31")
    assert learner.plan().held_until[0].last_day == date(2027, 1, 31)
    assert "until January 31, 2027" in learner.page.words()
    for wrong in ("31.1.2027", "1999-12-31", "2101-01-01", "2027-02-30", "x" * 50):
        page = learner.send("/plan/until", status=422, last_day=wrong)
        assert "We cannot read this day" in page.words()
        assert learner.plan().held_until[0].last_day == date(2027, 1, 31)
    learner.send("/plan/until", last_day="")
    assert learner.plan().held_until == ()
    assert hold_until(plan, "not-held", TODAY, today=TODAY) == plan


def test_a_credential_with_a_new_id_is_told_once_and_counts(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "read_renamed", lambda _folder: {"nurse-aide-once": "cna-in"})
    told = show(learner, hold(new_plan(TODAY), ("nurse-aide-once",), today=TODAY))
    assert told == ["Our list calls this now: Certified Nurse Aide (Indiana)."]
    assert learner.plan().held == ("cna-in",)
    assert show(learner, learner.plan()) == []
