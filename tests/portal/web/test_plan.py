"""My plan on the site: saved from pages, carried by link and code, put back, deleted; nothing leaks or is left."""

import random
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.domain.plan_changes import hold, note, save_posting, want
from portal.domain.plan_document import (
    MAX_NOTES,
    InvalidPlan,
    PlanDocument,
    PlanFull,
    SavedPosting,
    SeenWage,
    Wanted,
    new_plan,
)
from portal.domain.region import Goal, Region
from portal.domain.return_code import parse_return_code
from portal.store.plan_code_table import PlanCodeRow
from portal.web.app import create_app
from portal.web.plan.carried import carry_in_page
from portal.web.plan.link import MAX_TOKEN, read_signed_plan, sign_plan
from portal.web.plan.tries import WINDOW_SECONDS, Tries
from tests.portal.web.conftest import CONFIG
from tests.portal.web.page_client import Page, PageClient, check_page
from tests.portal.web.world import CLOSED, REAL, TODAY, build_index, close_site, fill_store, settings_for

LADDER = "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma"
LETTERS = [chr(code) for code in range(0x1200, 0x1240)]
SECRET = "a secret of the tests"


@pytest.fixture(scope="module")
def plan_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """A site of its own: codes write into its store."""
    folder = tmp_path_factory.mktemp("plan-site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


class Learner:
    """A browser without JavaScript: follows forms as they stand on the page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.page: Page
        self.address = ""

    def open(self, address: str, *, status: int = 200) -> Page:
        response = self.client.get(address, headers={"Accept-Language": "en"})
        assert response.status_code == status, address
        self.page, self.address = Page(response.get_data(as_text=True), status), address
        check_page(self.page, address)
        return self.page

    def send(self, action: str, *, status: int = 200, **values: str) -> Page:
        """Send the first form that goes to `action`, some of its fields filled in, and follow where it leads."""
        form = next(
            form
            for form in self.page.all("form", action=action)
            if all(
                value in [f.get("value") for f in form.iter() if f.get("name") == name]
                for name, value in values.items()
                if name in ("part", "key")
            )
        )
        fields = {
            each.get("name"): each.get("value") or "".join(each.itertext())
            for each in form.iter()
            if each.get("name")
        }
        response = self.client.post(action, data={**fields, **values}, headers={"Accept-Language": "en"})
        if response.status_code == 303:
            self.address = response.headers["Location"]
            response = self.client.get(self.address, headers={"Accept-Language": "en"})
        assert response.status_code == status, response.get_data(as_text=True)[:300]
        self.page = Page(response.get_data(as_text=True), status)
        check_page(self.page, self.address)
        self.headers = response.headers
        return self.page

    def plan(self) -> PlanDocument:
        token = next(
            e.get("data-portal-plan") for e in self.page.all("div") if "data-portal-plan" in e.attrib
        )
        assert token
        return read_signed_plan(token, secret=self.app.extensions["settings"].secret_key)

    def code(self) -> str:
        found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", self.page.words())
        assert found
        return found[0]


@pytest.fixture
def learner(plan_site: Flask) -> Learner:
    plan_site.extensions["plan_code_tries"] = Tries(30)
    return Learner(plan_site)


def with_ladder(learner: Learner) -> Learner:
    learner.open(LADDER)
    learner.send("/plan/ladders")
    return learner


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
    assert "Taken out: Licensed Practical" in learner.page.words()
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


def test_who_guesses_codes_has_to_wait_and_typing_mistakes_do_not_count(learner: Learner) -> None:
    learner.app.extensions["plan_code_tries"] = Tries(3)
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


def test_wrong_tries_are_forgotten_after_ten_minutes() -> None:
    tries = Tries(2)
    for at in (0.0, 1.0):
        tries.count_wrong("one", at=at)
    assert not tries.may_try("one", at=2.0)
    assert tries.may_try("another", at=2.0)
    assert tries.may_try("one", at=WINDOW_SECONDS + 0.5)


def test_deleting_stops_the_codes_and_leaves_nothing(learner: Learner) -> None:
    with_ladder(learner)
    learner.send("/plan/codes")
    code = learner.code()
    page = learner.send("/plan/delete")
    assert "Your plan is deleted" in page.words()
    assert "plan=" not in learner.address
    page = learner.send("/plan/open", status=422, code=code)
    assert "This code does not work" in page.words()


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


def token_of(learner: Learner, plan: PlanDocument) -> str:
    return sign_plan(plan, secret=learner.app.extensions["settings"].secret_key)


def test_the_calendar_file_is_read_by_a_calendar(learner: Learner) -> None:
    with_ladder(learner)
    token = learner.address.split("plan=")[1].split("#")[0]
    response = learner.client.get(f"/plan/calendar.ics?plan={token}", headers={"Accept-Language": "en"})
    assert response.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(response.get_data()).walk("VEVENT")
    titles = [str(event["SUMMARY"]) for event in events]
    assert titles[0] == "Step: Practical Nursing Certificate"
    assert events[0]["DTSTART"].dt == TODAY
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in events)
    assert len({str(event["UID"]) for event in events}) == len(events)
    again = learner.client.get(f"/plan/calendar.ics?plan={token}", headers={"Accept-Language": "en"})
    assert again.get_data() == response.get_data(), "a second file changes entries, it does not double them"


def test_the_plan_leaks_to_no_other_site_and_no_search_engine(learner: Learner) -> None:
    with_ladder(learner)
    assert learner.headers["Referrer-Policy"] == "same-origin"
    assert learner.headers["Cache-Control"] == "no-store"
    assert learner.headers["X-Robots-Tag"] == "noindex"
    token = learner.address.split("plan=")[1]
    elsewhere = learner.client.get(f"/jobs?plan={token}")
    assert elsewhere.headers["X-Robots-Tag"] == "noindex"


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
