"""The two whole journeys of the professional's side, each written once: the tests walk them, and so does the camera."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portal.domain.staff import Purpose, Role
from portal.store.caseload_tables import PersonRow
from tests.browser.offices import PASSWORD, Offices, Walker

NURSE, AIDE = "occupation:29-2061", "occupation:31-1131"
PLACE = "46402"
CLASS = "Student,Number,Period\nMuñoz Zoë,17,3\nLee Li,18,3\nOkoro Ada,19,3\n"
OWN_WORDS = ("bread", "boat", "rain")
WORDS = "I like to help people."
LADDER = f"/ladder?goal={NURSE}&region=zip:{PLACE}:25&held=high-school-diploma,cna-in"


@dataclass(frozen=True)
class LogLine:
    """One line of the log as the administrator reads it."""

    number: int
    when: str
    who: str
    what: str
    about: str


@dataclass(frozen=True)
class Counseled:
    """What came of the counselor's journey.

    `refused`: status and heading of what was asked for after the yes was taken back. `saved`: the notes of the plan.
    """

    person_id: str
    pdf: bytes
    docx: bytes
    looked: str
    refused: tuple[tuple[int, str], ...]
    log: tuple[LogLine, ...]
    chain: str


@dataclass(frozen=True)
class Placed:
    """What came of the VR counselor's journey: the words of pages."""

    person_id: str
    changes: str
    benefits: str
    history: str
    mine: str
    organisation: str
    report: str


def counselor_journey(offices: Offices, folder: Path) -> Counseled:
    """A class is read in; one student says yes, plans with the counselor, and takes a yes back."""
    counselor = offices.open("/staff/sign-in")
    counselor.write("#email", "counselor@school.example")
    counselor.write("#password", PASSWORD)
    counselor.go(".account-form button", "week")
    person_id = _read_in_class(counselor, offices, folder)
    code = _print_card(counselor)
    student = _say_yes(offices, code)
    _plan_together(counselor)
    pdf, docx = _make_document(counselor)
    counselor.go("main a[href$='/plan']")
    counselor.go("#notes a")
    student.page.reload()
    student.seen(student.page, "sharing")
    looked = student.page.locator("section[aria-labelledby=looked]").inner_text()
    student.go("form[action='/sharing/stop']:has(input[value=plan]) button", "taken-back")
    counselor.write("#notes-text", "Ask about night classes.")
    with counselor.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        counselor.go("form[action$='/plan/notes'] button", "refused")
    refused = [(answered.value.status, counselor.heading())]
    file = counselor.page.goto(f"/staff/people/{person_id}/document.pdf")
    assert file is not None
    refused.append((file.status, counselor.heading()))
    log, chain = _read_log(offices, person_id)
    return Counseled(person_id, pdf, docx, looked, tuple(refused), log, chain)


def _read_in_class(counselor: Walker, offices: Offices, folder: Path) -> str:
    """Read in the class and open one of it; who that is."""
    file = folder / "class.csv"
    file.write_text(CLASS, encoding="utf-8")
    counselor.go(".staff-nav a[href='/staff/people']")
    counselor.go("main a[href='/staff/people/import']")
    counselor.page.set_input_files("#list-file", file)
    counselor.go("main form button", "class-preview")
    counselor.go("form[action$='/do'] button, [formaction$='/do']")
    counselor.go("main a[href='/staff/people?state=unasked']")
    counselor.write("#people-q", "zoë")
    with counselor.page.expect_navigation():
        counselor.page.keyboard.press("Enter")
    counselor.go("main tbody a", "person")
    person_id = counselor.page.url.rpartition("/")[2]
    with offices.store() as session:
        assert session.get_one(PersonRow, person_id).way == "import"
    return person_id


def _print_card(counselor: Walker) -> str:
    """Make a card with the person's own code and print it; the code."""
    counselor.go("main a[href$='/consent']", "consent")
    counselor.go("form[action$='/consent/card'] button", "card")
    counselor.page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    counselor.keys.use("[data-portal-print]")
    assert counselor.page.locator("body[data-printed=yes]").count()
    counselor.page.emulate_media(media="print")
    assert counselor.page.locator(".own-card svg").is_visible()
    assert not counselor.page.locator(".staff-nav").is_visible()
    counselor.page.emulate_media(media="screen")
    return counselor.page.locator(".own-card .plan-code").inner_text()


def _say_yes(offices: Offices, code: str) -> Walker:
    """On a phone and without an account the student says yes to everything, one by one."""
    student = offices.open("/sharing", width=390)
    student.seen(student.page, "code")
    student.write("#own-code", code.lower())
    student.go("form[action='/sharing/open'] button", "choose-words")
    for word in OWN_WORDS:
        student.keys.use(f"input[name=word][value={word}]")
    student.go("form[action='/sharing/words'] button")
    for purpose in Purpose:
        student.keys.use(f"#answers input[value={purpose.value}]")
    student.keys.use("#answers input[value=person]")
    student.go("form[action='/sharing/answers'] button", "said-yes")
    return student


def _plan_together(counselor: Walker) -> None:
    """What the student holds, two goals, their ladders next to each other, and tasks of one."""
    counselor.go("main a[href$='/consent']")
    counselor.go(".eyebrow a[href^='/staff/people/']")
    counselor.go(".chips a[href$='/plan']")
    counselor.write("#guide-place", PLACE)
    counselor.go("form[action$='/plan/place'] button")
    counselor.write("#find-held", "high school")
    counselor.go("#held .find button")
    counselor.go("form[action$='/plan/hold']:has(input[value='high-school-diploma']) button")
    for goal, words in ((AIDE, "nursing assistant"), (NURSE, "practical nurse")):
        counselor.write("#find-want", words)
        counselor.go("#wanted .find button")
        counselor.go(f"form[action$='/plan/want']:has(input[value='{goal}']) button")
    counselor.go(f"#wanted a[href*='{NURSE.replace(':', '%3A')}']", "plan")
    counselor.go("form[action$='/plan/ladders'] button")
    counselor.go("#wanted a[href$='/plan/compare']", "compare")
    counselor.go(".eyebrow a[href$='/plan']")
    counselor.go("#ladders a[href*='/plan/tasks?ladder=']", "tasks")
    counselor.write("#payer-0", "Grant")
    counselor.go("form[action$='/plan/tasks'] button")
    assert "The tasks are made." in counselor.text()


def _make_document(counselor: Walker) -> tuple[bytes, bytes]:
    """Fill the form of the individual plan; its PDF and its Word file."""
    counselor.go("a[href$='/document']")
    counselor.write("#own_words", WORDS)
    counselor.go("form[action$='/document'] button[type=submit]", "document")
    return counselor.save_file("a[href$='/document.pdf']"), counselor.save_file("a[href$='/document.docx']")


def _read_log(offices: Offices, person_id: str) -> tuple[tuple[LogLine, ...], str]:
    """The whole log as the administrator reads it, the oldest first, and what is said of its order."""
    administrator = offices.open("/staff/admin/log", role=Role.ADMINISTRATOR)
    administrator.seen(administrator.page, "log")
    chain = administrator.page.locator("main .notice").inner_text()
    lines: list[LogLine] = []
    while True:
        rows = administrator.page.eval_on_selector_all(
            "main tbody tr", "all => all.map(row => [...row.cells].map(cell => cell.innerText))"
        )
        for row in rows:
            when, who, what, about = (" ".join(text.split()) for text in row)
            number, _, moment = when.partition(" ")
            lines.append(LogLine(int(number), moment, who, what, about))
        if not administrator.page.locator("main a[rel=next]").count():
            break
        administrator.go("main a[rel=next]")
    administrator.write("#person", person_id)
    administrator.go(".log-filters button")
    about = administrator.page.locator("main tbody td:last-child").all_inner_texts()
    assert about
    assert all(person_id[:8] in text or "more" in text for text in about), "a line about many names three"
    return tuple(reversed(lines)), chain


def vr_journey(offices: Offices) -> Placed:
    """A client with a plan of their own: consent on paper, the match desk, a placement, and the reports."""
    code = _hand_over_plan(offices)
    vr = offices.open("/staff/people/add", role=Role.VR_COUNSELOR, organisation="agency")
    vr.write("#label", "Kim")
    vr.keys.use("input[name=way][value=handed]")
    vr.write("#code", code)
    vr.go("main form button", "client")
    person_id = urlsplit(vr.page.url).path.rpartition("/")[2]
    with offices.store() as session:
        assert session.get_one(PersonRow, person_id).way == "code"
    vr.go("main a[href$='/consent']")
    for purpose in (Purpose.PLAN, Purpose.JOBS, Purpose.NOTES, Purpose.REPORT):
        vr.keys.use(f"form[action$='/consent/paper'] input[value={purpose.value}]")
    vr.keys.use("form[action$='/consent/paper'] input[value=person]")
    vr.go("form[action$='/consent/paper'] button", "paper")
    vr.go(".eyebrow a[href^='/staff/people/']")
    vr.go(".chips a[href$='/desk']")
    changes = _use_desk(vr)
    benefits = _choose_job(vr)
    history = _place(vr)
    vr.go(".staff-nav a[href='/staff/outcomes']", "outcomes")
    mine = vr.text()
    vr.write("#out-of", "The whole")
    vr.go("main form button", "outcomes-of-all")
    organisation = vr.text()
    vr.go(".staff-nav a[href='/staff/reports']", "report")
    return Placed(person_id, changes, benefits, history, mine, organisation, vr.text())


def _hand_over_plan(offices: Offices) -> str:
    """The client saves a ladder on the public site and makes a return code of the plan; the code."""
    client = offices.open(LADDER, width=390)
    client.keys.use('form[action="/plan/ladders"] button')
    client.page.wait_for_url(re.compile(r"/plan(\?|$)"))
    client.page.get_by_role("heading", name="My plan", exact=True).wait_for()
    client.page.wait_for_function("!location.search")
    client.keys.use("form[action='/plan/codes'] button")
    client.page.locator(".plan-code").wait_for()
    client.seen(client.page, "return-code")
    return client.page.locator(".plan-code").inner_text()


def _use_desk(vr: Walker) -> str:
    """Say what a job must have; what would have to change."""
    vr.write("#desk-region", PLACE)
    vr.write("#desk-most_hours", "40")
    vr.write("#desk-least_pay_usd", "25000")
    vr.keys.use("input[value=standing]")
    vr.go("#desk-form button", "desk")
    vr.go(".desk-tabs a[href$='/changes']", "changes")
    changes = vr.text()
    vr.go(".desk-tabs a[href$='/desk']")
    return changes


def _choose_job(vr: Walker) -> str:
    """Open the first job, look where its pay stands, and put it on the shortlist; what the lines said."""
    vr.go(".desk-card h3 a", "job")
    vr.keys.use("#benefits ~ form input[value=ssdi]")
    vr.go("#benefits ~ form button", "benefits")
    benefits = vr.page.locator("section[aria-labelledby=benefits]").inner_text()
    vr.go("form[action$='/shortlist'] button", "shortlisted")
    return benefits


def _place(vr: Walker) -> str:
    """Applied, then placed with pay and hours; what happened so far."""
    vr.write("#entry-status", "Applied")
    vr.go("form.stack button")
    vr.write("#entry-status", "Placed")
    vr.write("#entry-wage", "18.25")
    vr.write("#entry-hours", "24")
    vr.go("form.stack button", "placed")
    return vr.page.locator("section[aria-labelledby=history]").inner_text()
