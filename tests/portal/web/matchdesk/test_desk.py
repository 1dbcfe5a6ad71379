"""The match desk: every open job in one of five bands, none left out, each with its reasons; no needs in an address."""

import re

import pytest
from flask import Flask

from portal.domain.staff import Purpose, Role
from portal.store.caseload_tables import PersonRow
from portal.store.consent import revoke
from portal.web.matchdesk import desk_page
from tests.portal.web.matchdesk.conftest import MatchDesk, NewDesk
from tests.portal.web.page_client import Page, text_of, words_of
from tests.portal.web.staff_world import StaffWorld
from tests.portal.web.world import CLOSED, INTERNAL, LICENSED, NONE_ASKED, NOTHING_FOUND, NOW, OPEN, REAL

BANDS = ("qualifies", "one_step", "likely", "ask", "not_yet")


def counts(page: Page) -> list[int]:
    """The figures of the five bands."""
    (bands,) = page.all("ul", class_="desk-bands")
    return [int(re.findall(r"\d+", words_of(link))[0]) for link in bands.iter() if link.get("href")]


def listed(page: Page) -> list[int]:
    """Numbers of the jobs of the page, in order."""
    links = [each.get("href") or "" for card in page.all("li", class_="desk-card") for each in card.iter()]
    return [int(found[1]) for link in links if (found := re.search(r"/desk/(\d+)$", link))]


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_page, "PAGE_SIZE", 1)


def every_job(desk: MatchDesk) -> dict[str, list[int]]:
    """The jobs of every page of every band."""
    found = {}
    for band in BANDS:
        jobs, number = [], 1
        while True:
            page = desk.get(f"desk?band={band}&page={number}")
            jobs += listed(page)
            if not page.all("a", rel="next"):
                break
            number += 1
        found[band] = jobs
    return found


@pytest.mark.usefixtures("short_pages")
def test_all_pages_of_all_bands_are_all_open_jobs_each_once(desk: MatchDesk) -> None:
    desk.tell()
    page = desk.get()
    jobs = every_job(desk)
    assert counts(page) == [len(jobs[band]) for band in BANDS]
    everything = [job for each in jobs.values() for job in each]
    assert sorted(everything) == sorted([OPEN, NONE_ASKED, NOTHING_FOUND, REAL, LICENSED]), (
        "not more, not fewer"
    )
    assert CLOSED not in everything
    assert INTERNAL not in everything
    assert set(jobs["qualifies"]) == {OPEN, NONE_ASKED}
    assert jobs["not_yet"] == [REAL], "three months are known to be fewer than twelve"
    assert jobs["one_step"] == [LICENSED]
    assert "= 5 open jobs. That is every open job here: none is left out." in page.words()


def test_a_filter_is_seen_counted_and_taken_away_in_one_tap(desk: MatchDesk) -> None:
    desk.tell(least_pay_usd="90000")
    page = desk.get("desk?band=qualifies")
    (chip,) = page.all("a", class_="chip")
    assert "Fold away 2 jobs" in words_of(chip)
    folded = desk.pages.get((chip.get("href") or "").partition("#")[0])
    assert listed(folded) == []
    assert "0 jobs are listed and 2 are folded away: 2 in this group." in folded.words()
    (chip,) = folded.all("a", class_="chip chip--on")
    assert listed(desk.pages.get((chip.get("href") or "").partition("#")[0])) == listed(page)


def test_every_card_says_why_and_whom_to_ask(desk: MatchDesk) -> None:
    desk.tell()
    words = desk.get("desk?band=one_step").words()
    assert "Ask a school or training provider Licenses and certificates" in words
    assert "Ask the employer" in words
    assert "You must hold a lpn-license-in now." in words, "the job's own sentence"
    asked = desk.get("desk?band=ask").words()
    assert "We found nothing about this in the job's text." in asked
    desk.tell(experience_months="")
    untold = desk.get("desk?band=ask").words()
    assert "Ask the person" in untold


def test_one_job_shows_every_criterion_and_lines_of_benefits_that_are_not_kept(desk: MatchDesk) -> None:
    desk.tell()
    page = desk.get(f"desk/{OPEN}")
    words = page.words()
    for name in ("Licenses and certificates", "Pay", "Time of day", "Not much standing", "Hours a week"):
        assert name in words
    assert "This is not advice" not in words, "nobody chose to look at benefits"
    shown = desk.send(f"desk/{OPEN}", {"show": ["ssdi"]}, status=200)
    assert "This is not advice. Talk to a benefits counselor first." in shown.words()
    assert "This is not advice" not in desk.get(f"desk/{OPEN}").words(), "it was for that view alone"


def test_what_was_told_stands_sealed_and_in_no_address(desk: MatchDesk) -> None:
    desk.tell(("lifting", "transport"))
    for page in (desk.get(), desk.get("desk/changes"), desk.get(f"desk/{OPEN}")):
        for link in page.all("a"):
            assert not re.search(r"needs=|held=|age=|experience=|lifting", link.get("href") or "")
    with desk.session() as session:
        person = session.get(PersonRow, desk.person_id)
        assert person is not None
        assert person.desk_version == 1
        assert "lifting" not in person.desk_sealed
        assert person.matches_seen_at is not None, "what comes after is new"


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(desk: MatchDesk) -> None:
    typed = {
        "version": "0",
        "region": "Nowhere Town",
        "experience_months": "a year",
        "least_hours": "30",
        "most_hours": "20",
        "age": "12",
        "needs": ["standing", "a bad back"],
    }
    page = desk.send("desk", typed, status=422)
    words = page.words()
    assert "We do not know a place called “Nowhere Town”." in words
    assert "Write a whole number from 0 to 720." in words
    assert "The most hours must not be fewer than the least." in words
    assert "One of the needs is not on our list." in words
    assert page.by_id("desk-region").get("value") == "Nowhere Town"
    assert page.by_id("desk-experience_months").get("aria-invalid") == "true"
    assert [
        box.get("value") for box in page.all("input", name="needs") if box.get("checked") is not None
    ] == ["standing"]
    assert "no place was told" in desk.get().words(), "nothing was written"


def test_two_who_write_at_once_see_both_and_lose_nothing(desk: MatchDesk, second: MatchDesk) -> None:
    desk.tell(("standing",), experience_months="7")
    stale = {"version": "0", "region": "47454", "miles": "50", "needs": ["lifting"], "experience_months": "9"}
    clash = second.send("desk", stale, status=409)
    words = clash.words()
    assert "Two changes at once" in words
    assert {"No heavy lifting", "Not much standing or walking"} <= {
        text_of(cell) for cell in clash.all("td")
    } | {text_of(cell) for cell in clash.all("b")}
    assert desk.get().by_id("desk-experience_months").get("value") == "7", "nothing was written"
    form = next(each for each in clash.all("form") if (each.get("action") or "").endswith("/desk"))
    fields: dict[str, list[str]] = {}
    for field in form.iter():
        if field.get("name"):
            fields.setdefault(field.get("name") or "", []).append(field.get("value") or "")
    second.send("desk", fields)
    assert desk.get().by_id("desk-experience_months").get("value") == "9"


def test_without_the_plan_nothing_counts_as_held(new_desk: NewDesk) -> None:
    desk = new_desk(purposes=(Purpose.JOBS,))
    page = desk.tell()
    assert "The person has not shared the plan. So nothing counts as held." in page.words()
    assert OPEN not in listed(desk.get("desk?band=qualifies"))
    assert desk.get("shortlist/sheet", status=403).words()


def test_a_yes_that_is_taken_back_closes_every_page_at_once(desk: MatchDesk) -> None:
    desk.tell()
    with desk.session() as session:
        revoke(session, person_id=desk.person_id, purpose=Purpose.JOBS, by="person", now=NOW)
        session.commit()
    for path in (
        "desk",
        "desk/changes",
        f"desk/{OPEN}",
        "shortlist",
        "shortlist/sheet",
        f"shortlist/add?posting={OPEN}",
    ):
        assert "This person has not said yes to this" in desk.get(path, status=403).words()
    for path in ("desk", f"desk/{OPEN}", "shortlist"):
        desk.client.post(f"{desk.base}/{path}", data={"posting": str(OPEN), "version": "1"})
        assert desk.client.post(f"{desk.base}/{path}").status_code == 403


def test_somebody_elses_person_is_not_there(
    staff_site: Flask, staff_world: StaffWorld, desk: MatchDesk
) -> None:
    other = MatchDesk(staff_site, staff_world.account(Role.VR_COUNSELOR, "agency"), desk.person_id)
    for path in ("desk", "desk/changes", f"desk/{OPEN}", "shortlist"):
        assert other.client.get(f"{other.base}/{path}").status_code == 404
    assert other.client.post(f"{other.base}/desk", data={"version": "0"}).status_code == 404


HOSTILE = (
    "band=best",
    "band=ask%00",
    "fits=yes",
    "page=0",
    "page=-1",
    "page=9999",
    "page=1%27--",
    "band=QUALIFIES",
)


def test_hostile_queries_are_refused_in_words(desk: MatchDesk) -> None:
    for query in HOSTILE:
        desk.get(f"desk?{query}", status=422)


def test_a_job_that_is_not_open_is_not_there(desk: MatchDesk) -> None:
    for number in (0, CLOSED, INTERNAL, 10**9, 2**31, 10**17):
        desk.get(f"desk/{number}", status=404)


def test_the_desk_speaks_spanish(desk: MatchDesk) -> None:
    desk.tell()
    assert "Todos los empleos abiertos aquí, en cinco grupos" in desk.get(language="es").words()
    assert "Qué tendría que cambiar para Dana" in desk.get("desk/changes", language="es").words()


def test_who_holds_what_the_catalog_does_not_know_is_told_so(new_desk: NewDesk) -> None:
    desk = new_desk(held=("cna-in", "gone-in"))
    assert "1 credential of the plan is not in our list. It counts as nothing." in desk.get().words()


def test_the_order_is_explained_and_changes_from_day_to_day_alone(desk: MatchDesk) -> None:
    words = desk.get().words()
    assert "one employer has three places before others have theirs. Nobody can pay for a place." in words
    desk.tell()
    assert "What is not known counts neither way." in desk.get("desk?band=qualifies").words()
    assert listed(desk.get("desk?band=qualifies")) == listed(desk.get("desk?band=qualifies"))


def test_the_place_of_the_plan_stands_by_the_empty_box_where_it_counts(desk: MatchDesk) -> None:
    plan = f"{desk.base}/plan/place"
    assert desk.client.post(plan, data={"region": "46402"}).status_code == 303
    assert "Empty: the place of the plan, 25 miles around Gary, IN 46402" in desk.get("desk").words()
    assert "Empty: the place of the plan" not in desk.tell().words()
