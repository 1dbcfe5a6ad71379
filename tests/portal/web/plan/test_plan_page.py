"""My plan on the site: saved from pages, put back, deleted; unknown things are refused."""

import pytest
from flask import Flask

from portal.domain.plan_document import MAX_NOTES
from portal.domain.region import Region
from tests.portal.web.page_client import PageClient
from tests.portal.web.plan.learner import Learner, with_ladder
from tests.portal.web.world import REAL


def test_a_ladder_a_job_and_a_credential_are_saved_from_their_pages_without_javascript(
    learner: Learner,
) -> None:
    with_ladder(learner)
    plan = learner.plan()
    assert [str(each.goal) for each in plan.wanted] == ["occupation:29-2061"]
    assert plan.held == ("high-school-diploma",)
    assert plan.region == Region.parse("zip:46402:25")
    assert plan.ladders[0].steps == ("practical-nursing", "lpn-license-in")
    job = next(a.get("href") for a in learner.page.all("a") if (a.get("href") or "").startswith("/jobs?"))
    assert "plan=" in str(job), "the plan goes along to the other pages"
    token = str(job).split("plan=")[1]
    learner.open(f"/jobs/{REAL}?plan={token}")
    learner.send("/plan/jobs")
    learner.open(f"/credentials/food-handler?plan={learner.address.split('plan=')[1]}")
    learner.send("/plan/held")
    plan = learner.plan()
    assert [each.posting_id for each in plan.postings] == [REAL]
    assert plan.held == ("high-school-diploma", "food-handler")
    assert len(plan.ladders) == 1


def test_what_is_taken_out_can_be_put_back_whole(learner: Learner) -> None:
    with_ladder(learner)
    before = learner.plan()
    learner.send("/plan/out", part="ladders")
    assert learner.plan().ladders == ()
    assert "Taken out: Licensed practical" in learner.page.words()
    learner.send("/plan/back")
    assert learner.plan() == before


def test_notes_stay_plain_text(learner: Learner) -> None:
    with_ladder(learner)
    hostile = '</textarea><script>alert(1)</script> <img src=x onerror="alert(1)"> {{ 7 * 7 }}\n two\u202e'
    page = learner.send("/plan/notes", notes=hostile)
    assert learner.plan().notes == hostile.removesuffix("\u202e")
    assert not [script for script in page.all("script") if not script.get("src")]
    assert page.by_id("notes-text").text.strip() == hostile.removesuffix("\u202e").strip()
    assert "49" not in page.words()
    page = learner.send("/plan/notes", status=422, notes="x" * (MAX_NOTES + 1))
    assert "too long" in page.words()
    assert learner.plan().notes == hostile.removesuffix("\u202e"), "the plan is as it was"


def test_two_windows_do_not_undo_each_other(learner: Learner) -> None:
    """What the browser keeps goes with each form: a change is made to the newest plan, not to the page's."""
    first = with_ladder(learner)
    second = Learner(learner.app)
    second.open(learner.address)
    second.send("/plan/notes", notes="from the second window")
    newest = next(e.get("data-portal-plan") for e in second.page.all("div") if e.get("data-portal-plan"))
    first.send("/plan/out", part="held", key="high-school-diploma", plan=str(newest))
    assert first.plan().notes == "from the second window"
    assert first.plan().held == ()


def test_forms_need_the_token_of_the_page(plan_site: Flask) -> None:
    client = plan_site.test_client()
    for rule in plan_site.url_map.iter_rules():
        if rule.rule.startswith("/plan") and "POST" in (rule.methods or ()):
            assert client.post(rule.rule).status_code == 400, rule.rule


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pages_keep_the_laws_in_both_languages(learner: Learner, language: str) -> None:
    pages = PageClient(learner.client)
    pages.get("/plan", language=language)
    with_ladder(learner)
    pages.get(learner.address, language=language)


def test_unknown_things_are_refused(learner: Learner) -> None:
    with_ladder(learner)
    learner.page = learner.open(f"/jobs/{REAL}")
    form = {"csrf_token": str(learner.page.all("input", name="csrf_token")[0].get("value"))}
    for path, values, status in (
        ("/plan/jobs", {"job": "99999999"}, 404),
        ("/plan/jobs", {"job": "1 or 1"}, 422),
        ("/plan/ladders", {"address": "https://elsewhere.test/ladder?goal=wage:1"}, 422),
        ("/plan/ladders", {"address": "/ladder?region=us"}, 422),
        ("/plan/held", {"held": "no-such-credential"}, 422),
        ("/plan/out", {"part": "version", "key": "1"}, 400),
        ("/plan/back", {"out": "nothing"}, 422),
    ):
        assert learner.client.post(path, data={**form, **values}).status_code == status, path
