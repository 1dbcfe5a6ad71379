"""What changed since last time."""

from datetime import date

from portal.domain.plan_changes import hold, save_posting, want
from portal.domain.plan_document import PlanDocument, SavedPosting, SeenWage, Wanted, new_plan
from portal.domain.region import Goal, Region
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
