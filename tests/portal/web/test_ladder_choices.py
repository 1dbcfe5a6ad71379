"""Limits, days, what has run out, saved ways and typed goals on the ladder page: said, kept in the address, mended."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.portal.web.page_client import PageClient, markup, swapped_main, words_of
from tests.portal.web.test_pages import LADDER
from tests.portal.web.world import CLOSED

OTHERS = LADDER.replace("/ladder", "/ladder/other-ways")


def rungs_of(page: object) -> list[str]:
    items = page.all("li")  # type: ignore[attr-defined]
    return [words_of(item) for item in items if "rung " in f"{item.get('class')} "]


def buttons(page: object) -> dict[str, str]:
    links = page.all("a")  # type: ignore[attr-defined]
    return {words_of(a): a.get("href") for a in links if "button" in (a.get("class") or "")}


@pytest.mark.parametrize(
    "url",
    [
        LADDER + "&budget=20000&weeks=104&delivery=in_person&parallel=1&start=2026-09-01",
        LADDER + "&lapsed=cna-in",
        LADDER + ",cna-in&until=cna-in:2026-08-01",
        "/ladder?goal=doors:2&budget=1000",
        OTHERS,
        "/ladder/goals",
        "/ladder/goals?work=nurse&region=46402&held=cna-in",
        "/ladder/goals?work=zzzz",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_new_page_keeps_the_laws_of_pages(pages: PageClient, url: str, language: str) -> None:
    assert pages.get(url, language=language).all("h1")


@pytest.mark.parametrize(
    ("limits", "reason", "says", "tap"),
    [
        ("budget=300", "There is no way for $300.", "The cheapest way costs $9,300.", "Allow $9,300"),
        ("weeks=4", "There is no way within 4 weeks.", "The fastest way takes 13 months.", "Allow 13 months"),
        (
            "budget=300&weeks=4",
            "No way fits all of your limits at once.",
            "Without limits, the cheapest way costs $9,300.",
            "Take all limits off",
        ),
        (
            "budget=300&weeks=100",
            "No way fits all of your limits at once.",
            "With your other limits, the cheapest way costs $9,300.",
            "Allow $9,300",
        ),
    ],
)
def test_limits_that_no_way_fits_say_what_would_be_enough_and_one_tap_leads_out(
    pages: PageClient, limits: str, reason: str, says: str, tap: str
) -> None:
    page = pages.get(f"{LADDER}&{limits}")
    assert reason in page.words()
    assert says in page.words()
    out = pages.get(buttons(page)[tap])
    assert len(rungs_of(out)) == 3
    assert reason not in out.words()


def test_a_limit_is_a_chip_that_takes_itself_off(pages: PageClient) -> None:
    page = pages.get(LADDER + "&budget=10000&weeks=104")
    chip = page.by_id("limit-budget")
    assert words_of(chip) == "At most $10,000 : take it off"
    assert chip.get("href") == LADDER + "&weeks=104"
    assert page.by_id("ladder-budget").get("value") == "10000"


def test_a_cheap_limit_turns_the_plan_to_the_way_that_fits(pages: PageClient) -> None:
    assert "Your next rung Certified Nurse Aide" in rungs_of(pages.get(LADDER + "&way=soonest"))[1]
    limited = rungs_of(pages.get(LADDER + "&way=soonest&budget=9400"))
    assert "Your next rung Practical Nursing" in limited[1], (
        "with the aide's card the steps would cost $9,700"
    )


def test_the_calendar_adds_weeks_to_the_first_day(pages: PageClient) -> None:
    words = pages.get(LADDER).words()
    assert "Start today, and you are done by Jul 17, 2027." in words  # 20 June 2026 and 56 weeks
    assert "Jun 20, 2026 to May 22, 2027 Practical Nursing Certificate" in words
    later = pages.get(LADDER + "&start=2026-09-01").words()
    assert "Start on Sep 1, 2026, and you are done by Sep 28, 2027." in later
    past = pages.get(LADDER + "&start=2020-01-01").words()
    assert "Start today" in past, "nobody starts in the past"


def test_what_runs_out_on_the_way_is_renewed_on_the_calendar(pages: PageClient) -> None:
    words = pages.get(LADDER + ",cna-in&until=cna-in:2026-08-01").words()
    assert "by Aug 1, 2026 Renew: Certified Nurse Aide (Indiana) (fee not known)" in words
    assert "We don't know what these renewals cost." in words


@pytest.mark.parametrize("told", ["lapsed=cna-in", "held=cna-in&until=cna-in:2026-06-19"])
def test_what_has_run_out_counts_as_nothing_and_renewing_it_is_a_step(pages: PageClient, told: str) -> None:
    page = pages.get(f"/ladder?goal=credential:cna-in&region=zip:46402:25&{told}")
    here, renew = rungs_of(page)
    assert "Starting out" in here
    assert "Renew: Certified Nurse Aide (Indiana)" in renew
    assert "beside your work" in renew
    assert "Cost We don't know yet" in renew
    assert "+1 more open job" in renew
    assert "Certified Nurse Aide (Indiana) (run out)" in page.words()


def test_what_held_until_today_still_counts(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=credential:cna-in&region=zip:46402:25&held=cna-in&until=cna-in:2026-06-20")
    assert "You hold what this goal asks for." in page.words()


def test_jobs_count_what_has_run_out_as_nothing_too(pages: PageClient) -> None:
    good = pages.get("/jobs?region=zip:46402:25&held=cna-in&state=qualifies").words()
    over = pages.get("/jobs?region=zip:46402:25&held=cna-in&until=cna-in:2026-06-19&state=qualifies").words()
    assert "Nurse Aide, days" in good
    assert "Nurse Aide, days" not in over


def test_the_form_with_days_and_boxes_leads_to_one_address(pages: PageClient) -> None:
    response = pages.client.get(
        "/ladder?goal=occupation:29-2061&held=cna-in,high-school-diploma&region=46402&miles=25&budget=500&weeks=&"
        "delivery=&start=&education=&experience=&age=&until-cna-in=2027-01-01&lapsed=high-school-diploma"
    )
    assert response.status_code == 302
    assert response.headers["Location"] == (
        "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=cna-in&lapsed=high-school-diploma"
        "&until=cna-in:2027-01-01&budget=500"
    )


@pytest.mark.parametrize(
    ("part", "says", "field"),
    [
        ("budget=abc", "Money must be a whole number of dollars", "ladder-budget"),
        ("start=2026-02-31", "Write a day like 2027-06-01.", "ladder-start"),
        ("age=300", "Your age must be a number from 5 to 120.", "ladder-age"),
    ],
)
def test_a_part_that_cannot_be_read_is_left_out_said_and_marked(
    pages: PageClient, part: str, says: str, field: str
) -> None:
    page = pages.get(f"{LADDER}&{part}", status=422)
    assert says in page.words()
    assert page.by_id(field).get("aria-invalid") == "true"
    assert len(rungs_of(page)) == 3, "the ladder is there all the same"


@pytest.mark.parametrize(
    "part", ["weeks=0", "delivery=pigeon", "until=x:1", "way=none", "parallel=2", "steps=<b>"]
)
def test_other_parts_that_cannot_be_read_are_told_too(pages: PageClient, part: str) -> None:
    page = pages.get(f"{LADDER}&{part}", status=422)
    assert "We left it out." in page.words()
    assert rungs_of(page)


def test_too_many_held_are_said_with_their_number(pages: PageClient) -> None:
    held = ",".join(f"credential-{number}" for number in range(61))
    page = pages.get(f"/ladder?goal=occupation:29-2061&region=46402&held={held}", status=422)
    assert "You chose 61. We can count at most 60" in page.words()
    assert "Pick the work" not in page.words()


def test_a_held_credential_that_is_gone_is_told_with_what_comes_near(pages: PageClient) -> None:
    page = pages.get(
        "/ladder?goal=occupation:29-2061&region=46402".replace("46402", "zip:46402:25") + "&held=cna-indiana"
    )
    assert "“cna-indiana” is no longer in our list, so we left it out." in page.words()
    near = next(a for a in page.all("a") if words_of(a) == "Certified Nurse Aide (Indiana) : put it on")
    assert parse_qs(urlsplit(near.get("href") or "").query)["held"] == ["cna-in"]


def test_a_goal_that_was_renamed_says_so_and_still_gives_a_plan(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=credential:lpn-licence-in&region=zip:46402:25")
    assert "“lpn-licence-in” is no longer in our list." in page.words()
    assert "Your ladder to Licensed Practical Nurse (Indiana)" in page.words()
    assert len(rungs_of(page)) > 1
    assert pages.get("/ladder?goal=credential:zzzz&region=zip:46402:25", status=422).all("form")


def test_a_job_that_is_closed_leads_to_the_ladder_of_its_work(pages: PageClient) -> None:
    page = pages.get(f"/ladder?goal=posting:{CLOSED}&region=zip:46402:25")
    assert "This job is closed, so we cannot plan for it." in page.words()
    assert rungs_of(pages.get(buttons(page)["Ladder to Nursing assistant"]))


def test_a_way_chosen_by_hand_is_drawn_until_it_no_longer_stands(pages: PageClient) -> None:
    chosen = LADDER + "&steps=cna-in,practical-nursing,lpn-license-in"
    page = pages.get(chosen)
    assert "You see a way that you chose yourself." in page.words()
    assert [
        bool(re.search(name, rung))
        for name, rung in zip(
            ("Diploma", "Certified Nurse Aide", "Practical Nursing", "Licensed Practical"),
            rungs_of(page),
            strict=True,
        )
    ] == [True] * 4
    for steps, why in (
        ("cna-in,old-course", "is no longer in our list: old-course."),
        ("lpn-license-in", "no longer leads to this goal"),
        ("cna-in", "no longer leads to this goal"),
    ):
        broken = pages.get(f"{LADDER}&steps={steps}")
        assert why in broken.words()
        assert len(rungs_of(broken)) == 3, "the best way instead"
    toggled = next(a for a in page.all("a") if a.get("id") == "way-fastest")
    assert "steps=" not in (toggled.get("href") or "")


def test_a_rung_says_what_would_make_it_cheaper_and_what_is_unknown(pages: PageClient) -> None:
    school = rungs_of(pages.get(LADDER))[1]
    assert "With Certified Nurse Aide (Indiana) first, you save about 5 weeks, about $500 (2025)." in school
    assert "We don't know if it is taught online or in person." in school
    aide = rungs_of(pages.get("/ladder?goal=credential:cna-in&region=zip:46402:25"))[1]
    assert "Prices run from $600 to $1,200." in aide
    assert "It must be renewed. We don't know that fee." in aide
    with_aide = rungs_of(pages.get(LADDER + ",cna-in"))[1]
    assert "With Certified Nurse Aide" not in with_aide, "it is held and taken off already"


def test_the_words_read_in_order_with_a_stop_between_sentences(pages: PageClient) -> None:
    page = pages.get(LADDER + "&way=soonest")
    (listed,) = [each for each in page.all("ol") if each.get("class") == "words"]
    said = words_of(listed)
    assert not re.search(r"[.:][A-Z$]", said), "sentences run together"
    names = [
        "You are here: High School Diploma.",
        "Next: Certified Nurse Aide",
        "Next: Practical",
        "Last step: Licensed",
    ]
    places = [said.index(name) for name in names]
    assert places == sorted(places)
    assert "Time: 6 weeks. Cost: about $900 (2025). This is an estimate." in said
    assert "Then 1 more job is open to you." in said


def test_most_doors_within_limits(pages: PageClient) -> None:
    free = pages.get("/ladder?goal=doors:1&region=zip:46402:25")
    assert "Certified Nurse Aide" in rungs_of(free)[1]
    tight = pages.get("/ladder?goal=doors:1&region=zip:46402:25&budget=100")
    assert "Within your limits, no step opens more jobs here." in tight.words()
    assert rungs_of(pages.get(buttons(tight)["Take off: At most $100"]))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("CNA", "occupation:31-1131"),
        ("enfermería", "occupation:31-1131"),
        ("food", "occupation:35-2021"),
        ("nursing asistant", "occupation:31-1131"),
        ("health", "occupation:29-2061"),
        ("cna", "credential:cna-in"),
    ],
)
def test_goals_are_found_by_title_credential_spanish_field_and_with_a_typing_error(
    pages: PageClient, typed: str, wanted: str
) -> None:
    page = pages.get(f"/ladder/goals?work={typed.replace(' ', '+')}")
    assert wanted in {box.get("value") for box in page.all("input", name="goal")}


def test_goals_without_words_are_all_there_by_field_and_most_doors_first(pages: PageClient) -> None:
    values = [box.get("value") for box in pages.get("/ladder/goals").all("input", name="goal")]
    assert values[:3] == ["doors:1", "doors:2", "doors:3"]
    assert {"occupation:29-2061", "occupation:35-2021", "cluster:health-science"} <= set(values)


def test_goals_hand_on_what_else_was_chosen(pages: PageClient) -> None:
    page = pages.get(
        "/ladder/goals?work=food&region=Lake+County,+IN&held=cna-in&held=food-handler&budget=5&evil=1"
    )
    hidden = [(box.get("name"), box.get("value")) for box in page.all("input", type="hidden")]
    assert [pair for pair in hidden if pair[0] != "csrf_token"] == [
        ("region", "Lake County, IN"),
        ("held", "cna-in"),
        ("held", "food-handler"),
        ("budget", "5"),
    ]


def test_typed_words_lead_to_the_one_goal_that_fits_else_to_the_goals(pages: PageClient) -> None:
    one = pages.client.get("/ladder?region=46402&held=cna-in&work=food+preparation&goal=")
    assert one.headers["Location"] == "/ladder?goal=occupation:35-2021&region=zip:46402:25&held=cna-in"
    several = pages.get("/ladder?region=46402&held=cna-in&work=nurse", status=422)
    assert "Pick one of these." in several.words()
    none = pages.get("/ladder?region=46402&work=zzzz", status=422)
    assert "Nothing fits “zzzz”." in none.words()


def test_other_ways_say_why_they_come_after(pages: PageClient) -> None:
    page = pages.get(OTHERS)
    assert "We know of no other way that differs in more than a name." in page.words()


@pytest.mark.parametrize(
    ("old", "new", "fragment"),
    [
        (LADDER, LADDER + "&budget=300", "pathways-ladder"),
        (LADDER, LADDER + "&lapsed=cna-in&parallel=1", "pathways-ladder"),
        ("/ladder/goals", "/ladder/goals?work=food", "pathways-goals"),
        (LADDER, OTHERS, "pathways-other-ways"),
    ],
)
def test_a_swap_equals_a_fresh_load(pages: PageClient, old: str, new: str, fragment: str) -> None:
    after_swap = swapped_main(pages.get(old), pages.fragment(new))
    assert markup(pages.get(new).by_id(fragment)) in after_swap


def test_a_form_that_cannot_be_read_sends_the_browser_to_the_page_of_the_error(pages: PageClient) -> None:
    answer = pages.client.get("/ladder?goal=occupation:29-2061&region=99999", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/ladder?goal=occupation:29-2061&region=99999"


def test_a_zip_code_of_post_boxes_says_from_where_we_measure(pages: PageClient) -> None:
    note = "We measure from the middle of its county."
    assert note in pages.get("/ladder?goal=credential:cna-in&region=zip:46401:25").words()
    assert note not in pages.get("/ladder?goal=credential:cna-in&region=zip:46402:25").words()
