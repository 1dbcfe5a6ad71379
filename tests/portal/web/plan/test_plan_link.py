"""A plan in a link: whole or refused, and it leaks to no other site."""

import random

import pytest

from portal.domain.plan_changes import note, save_posting
from portal.domain.plan_document import InvalidPlan, PlanFull, SavedPosting, new_plan
from portal.web.plan.carried import carry_in_page
from portal.web.plan.link import MAX_TOKEN, read_signed_plan, sign_plan
from tests.portal.web.plan.learner import Learner, with_ladder
from tests.portal.web.world import TODAY

LETTERS = [chr(code) for code in range(0x1200, 0x1240)]
SECRET = "a secret of the tests"


@pytest.mark.parametrize("broken", ["x", "A" * 50, "%00", "." * 30, "<script>", "A" * (MAX_TOKEN + 1)])
def test_a_broken_link_is_told_and_shows_nothing(learner: Learner, broken: str) -> None:
    page = learner.open(f"/plan?plan={broken}", status=422)
    assert "We cannot read this plan" in page.words()


def test_a_link_that_was_changed_or_signed_elsewhere_is_refused() -> None:
    token = sign_plan(note(new_plan(TODAY), "call the school", today=TODAY), secret=SECRET)
    assert read_signed_plan(token, secret=SECRET).notes == "call the school"
    for place in range(0, len(token) - 1, 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(InvalidPlan):
            read_signed_plan(changed, secret=SECRET)
    with pytest.raises(InvalidPlan):
        read_signed_plan(token, secret="another secret")


def test_a_plan_that_does_not_fit_into_a_link_is_full() -> None:
    chance = random.Random(1)  # text that cannot be packed
    plan = new_plan(TODAY)
    for number in range(20):
        noise = "".join(chance.choices(LETTERS, k=115))
        plan = save_posting(
            plan,
            SavedPosting(
                posting_id=number + 1, title=f"x{noise}x", employer_name=noise[:70] + "x", saved_on=TODAY
            ),
            today=TODAY,
        )
    with pytest.raises(PlanFull):
        sign_plan(plan, secret=SECRET)


def test_the_plan_leaks_to_no_other_site_and_no_search_engine(learner: Learner) -> None:
    with_ladder(learner)
    assert learner.headers["Referrer-Policy"] == "same-origin"
    assert learner.headers["Cache-Control"] == "no-store"
    assert learner.headers["X-Robots-Tag"] == "noindex"
    token = learner.address.split("plan=")[1]
    elsewhere = learner.client.get(f"/jobs?plan={token}")
    assert elsewhere.headers["X-Robots-Tag"] == "noindex"


def test_only_links_and_forms_of_ours_take_the_plan_along() -> None:
    page = (
        '<a href="/jobs?q=a#top">1</a><a href="https://elsewhere.test/">2</a><a href="#here">3</a>'
        '<a href="//elsewhere.test">4</a><form action="/search"></form>'
        '<form method="post" action="/plan/seen"></form><link href="/static/site.css">'
    )
    assert carry_in_page(page, "TOKEN") == (
        '<a href="/jobs?q=a&amp;plan=TOKEN#top">1</a><a href="https://elsewhere.test/">2</a><a href="#here">3</a>'
        '<a href="//elsewhere.test">4</a><form action="/search"><input type="hidden" name="plan" value="TOKEN"></form>'
        '<form method="post" action="/plan/seen"></form><link href="/static/site.css">'
    )
