"""A counselor plans with a student in real Chromium, by keyboard: plan, compare, tasks, document; a class follows."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose, Role
from portal.store.sealing import Sealer
from tests.browser.hands import Keys
from tests.browser.offices import sign_in_browser
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.fixtures.loopback import serving
from tests.fixtures.staff_site import small_staff_site
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person
from tests.portal.web.world import TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
NURSE, AIDE = "occupation:29-2061", "occupation:31-1131"


class School:
    """The site, and pages of the school's counselor, who works with a student."""

    def __init__(self, app: Flask, url: str, chromium: "Browser", *, world: StaffWorld, student: str) -> None:
        self.app, self.url, self.world, self.student = app, url, world, student
        self._chromium = chromium

    def open(self, path: str, *, is_counselor: bool = True, width: int = 1280, **options: Any) -> "Page":
        context = self._chromium.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, service_workers="block", **options
        )
        if is_counselor:
            sign_in_browser(context, self.app, self.url, account_id=self.world.account(Role.COUNSELOR))
        page = context.new_page()
        page.set_default_timeout(12_000)
        page.goto(path if path.startswith("/") else f"/staff/people/{self.student}/{path}")
        return page


@pytest.fixture(scope="module")
def school(
    chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[School]:
    with small_staff_site(tmp_path_factory.mktemp("school"), sqlite_template) as app:
        world: StaffWorld = app.extensions["staff_world"]
        with Session(app.extensions["store_engine"]) as session:
            student = add_person(
                session,
                Sealer((SEAL_KEY,)),
                world.school,
                label="Dana",
                account_id=world.account(Role.COUNSELOR),
                purposes=tuple(Purpose),
                plan=PlanDocument(created_on=TODAY, changed_on=TODAY, held=("high-school-diploma",)),
            )
            session.commit()
        with serving(app) as address:
            yield School(app, address, chromium, world=world, student=student)


def test_a_counselor_plans_with_a_student_by_keyboard(
    school: School, axe: "Callable[..., list[str]]", tmp_path: Path
) -> None:
    page = school.open("plan")
    keys = Keys(page)

    def send(selector: str) -> None:
        """Use what leads to another page, and wait until it is there."""
        with page.expect_navigation():
            keys.use(selector)

    keys.write("#find-held", "food handler")
    send("#held .find button")
    send("form[action$='/plan/hold'] button")
    page.get_by_text("Saved.").wait_for()
    send("form[action$='/plan/out']:has(input[value='food-handler']) button")
    page.get_by_text("Taken out:").wait_for()
    send("form[action$='/plan/back'] button")
    page.get_by_text("Saved.").wait_for()
    for goal, words in ((NURSE, "practical nurse"), (AIDE, "nursing assistant")):
        keys.write("#find-want", words)
        send("#wanted .find button")
        send(f"form[action$='/plan/want']:has(input[value='{goal}']) button")
        page.get_by_text("Saved.").wait_for()
    send(f"#wanted a[href*='{NURSE.replace(':', '%3A')}']")
    page.get_by_role("heading", name=re.compile("^Ways to")).wait_for()
    assert axe(page) == []
    send("form[action$='/plan/ladders'] button")
    page.get_by_text("Saved.").wait_for()
    send("#wanted a[href$='/plan/compare']")
    page.get_by_role("heading", name="Compare ladders", exact=True).wait_for()
    assert page.locator(".guide-compare tbody tr").count() == 5
    assert axe(page) == []
    page.go_back()
    send("#ladders a[href*='/plan/tasks?ladder=']")
    page.get_by_role("heading", name="Who does what by when").wait_for()
    assert axe(page) == []
    keys.write("#payer-0", "Grant")
    send("form[action$='/plan/tasks'] button")
    page.get_by_text("The tasks are made.").wait_for()
    send("a[href$='/document']")
    page.get_by_role("heading", name="Document for Dana").wait_for()
    assert axe(page) == []
    keys.write("#own_words", "I like to help people.")
    send("form[action$='/document'] button[type=submit]")
    page.wait_for_url(re.compile("#files$"))
    with page.expect_download() as waiting:
        keys.use("a[href$='/document.pdf']")
    waiting.value.save_as(tmp_path / "plan.pdf")
    read = ReadPdf((tmp_path / "plan.pdf").read_bytes())
    check_ua(read, language="en", title="My plan to graduate")
    assert "I like to help people." in read.text
    assert "Grant" in read.text
    page.context.close()


def test_a_class_follows_and_no_page_moves_under_anybody(
    school: School, axe: "Callable[..., list[str]]"
) -> None:
    lead = school.open("/staff/class")
    keys = Keys(lead)
    keys.write("#class-words", "Which pictures do you like?")
    keys.use("button[value='/interests']")
    heading = lead.locator("h1").inner_text()
    assert axe(lead) == []
    learner = school.open("/class", is_counselor=False, width=320)
    assert axe(learner) == []
    Keys(learner).write("#class-code", heading.rpartition(" ")[2].lower())
    learner.keyboard.press("Enter")
    learner.get_by_role("link", name="Go to: Interests").wait_for()
    assert axe(learner) == []
    learner.clock.install()
    learner.goto("/occupations")
    learner.locator("main a").first.focus()
    focused = learner.evaluate("document.activeElement.outerHTML")
    lead.locator("#class-words").fill("Now find a job.")
    lead.locator("button[value='/jobs']").click()
    lead.get_by_text("Now find a job.").wait_for()
    learner.clock.fast_forward(10_500)
    learner.get_by_text("Your class went on.").wait_for()
    assert learner.url.endswith("/occupations")
    assert learner.evaluate("document.activeElement.outerHTML") == focused, "the focus stays"
    assert axe(learner) == []
    assert learner.evaluate("document.documentElement.scrollWidth") <= 320
    for page in (lead, learner):
        page.context.close()


@pytest.mark.parametrize("path", ["plan", "document", "/staff/fair-sheet"])
def test_no_page_breaks_a_rule_in_any_theme_width_or_language(
    school: School, axe: "Callable[..., list[str]]", path: str
) -> None:
    page = school.open(path)
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    for width in (768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} scrolls sideways"
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []
    page.goto(f"{page.url}?lang=es")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path} scrolls sideways in Spanish"
    page.context.close()
