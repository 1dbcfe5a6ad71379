"""The curator's desk: every queue in one list, each decision with its reason and way back, nobody decided over."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from portal.store.curate_tables import CurateStepRow
from portal.store.review import read_curated
from portal.store.review_tables import ReviewDecisionRow
from portal.store.tables import IngestRunRow
from tests.portal.web.curate.curate_world import HOSTILE, LONG, SENTENCE, add_rejected, fill_curate_world
from tests.portal.web.page_client import Page, PageClient
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import TODAY

REJECTED = "/staff/curate/rejected:usajobs:unknown-category"


@pytest.fixture(scope="module")
def desk_site(staff_site: Flask) -> Flask:
    with Session(staff_site.extensions["store_engine"]) as session:
        fill_curate_world(session)
        session.commit()
    return staff_site


@pytest.fixture
def curator(desk_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = desk_site.test_client()
    sign_in(client, desk_site, staff_world.account(Role.CURATOR))
    return client


@pytest.fixture
def other_curator(desk_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = desk_site.test_client()
    sign_in(client, desk_site, staff_world.account(Role.CURATOR, "agency"))
    return client


def seen(client: FlaskClient, url: str) -> str:
    """The mark that the form of a page carries."""
    (field,) = {one.get("value") for one in PageClient(client).get(url).all("input", name="seen")}
    return field or ""


def send(client: FlaskClient, url: str, **form: str) -> TestResponse:
    return client.post(url, data={"seen": seen(client, url), **form})


def undo(client: FlaskClient, url: str) -> None:
    response = client.post(f"{url}/undo", data={"seen": seen(client, url)})
    assert response.status_code == 303, response.get_data(as_text=True)[-3000:]


def labels(page: Page) -> list[str]:
    return [
        "".join(one.itertext()).strip()
        for block in page.all("ol")
        for one in block.iter()
        if one.tag.endswith("h2")
    ]


def test_the_list_counts_all_three_queues_with_most_jobs_first(curator: FlaskClient) -> None:
    page = PageClient(curator).get("/staff/curate")
    words = page.words()
    assert "9 questions wait for a person." in words
    assert labels(page)[1:3] == ["Crew Wizard Permit", LONG[:199] + "…"]
    for kind in ("Reading of jobs 5", "Catalog 1", "Sources 3", "Records not taken 1", "Kind of work 2"):
        assert kind in words
    assert "counts for all who use this site" in words


def test_hostile_names_are_text(curator: FlaskClient) -> None:
    page = PageClient(curator).get("/staff/curate?kind=occupation")
    assert labels(page)[0] == HOSTILE.replace("\u202e", " ").replace("  ", " ")
    assert "\u202e" not in page.text
    assert len(page.text) < 60_000
    PageClient(curator).get("/staff/curate/2")
    PageClient(curator).get(REJECTED)


def test_search_and_kinds_narrow_the_list(curator: FlaskClient) -> None:
    pages = PageClient(curator)
    assert labels(pages.get("/staff/curate?q=WIZARD+crew")) == ["Crew Wizard Permit"]
    assert labels(pages.get("/staff/curate?kind=ingestion")) == ["usajobs", "broken", "usajobs"]
    assert labels(pages.get("/staff/curate?kind=place&sort=name")) == ["Nowhere, ZZ"]
    assert "Nothing is in this list." in pages.get("/staff/curate?q=zzz&kind=<b>&page=9").words()
    assert labels(pages.get("/staff/curate?state=decided")) == []


def test_an_entry_says_why_with_the_sentence_and_what_fits(curator: FlaskClient) -> None:
    page = PageClient(curator).get("/staff/curate/3")
    assert SENTENCE in page.words()
    assert "20 open jobs" in page.words()
    page = PageClient(curator).get("/staff/curate/1")
    assert [one.get("value") for one in page.all("input", name="choice")] == [
        "assign 31-1131", "assign 29-2061", "reject", "other", "defer",
    ]  # fmt: skip
    assert "Wizards & Sons" in page.words()


def test_the_entries_of_sources_say_what_to_do_and_no_secret(curator: FlaskClient) -> None:
    pages = PageClient(curator)
    rejected = pages.get(REJECTED).words()
    assert "interval is “Fortnight”" in rejected
    assert 'ingest replay usajobs --reason "unknown category" --apply' in rejected
    for link in pages.get("/staff/curate?kind=run").all("a"):
        if "/staff/curate/run:" in (link.get("href") or ""):
            assert "secret" not in pages.get(link.get("href") or "").text


def test_a_decision_counts_for_reading_and_goes_on_to_the_next(
    desk_site: Flask, curator: FlaskClient
) -> None:
    url = "/staff/curate/1"
    response = send(curator, url, choice="assign 31-1131", note="asked the employer", kind="occupation")
    assert (response.status_code, response.headers["Location"]) == (
        303,
        "/staff/curate/2?kind=occupation&done=1",
    )
    with Session(desk_site.extensions["store_engine"]) as session:
        assert [one.soc_code for one in read_curated(session).occupations] == ["31-1131"]
    page = PageClient(curator).get(url)
    assert "chose: 31-1131 asked the employer" in page.words()
    assert "Curator Smith" in page.words()
    assert not page.all("input", name="choice")
    undo(curator, url)
    with Session(desk_site.extensions["store_engine"]) as session:
        assert read_curated(session).occupations == ()
    assert "took it back" in PageClient(curator).get(url).words()


def test_the_store_keeps_an_account_and_others_see_no_name(
    desk_site: Flask, curator: FlaskClient, other_curator: FlaskClient, staff_world: StaffWorld
) -> None:
    send(curator, "/staff/curate/5", choice="reject")
    with Session(desk_site.extensions["store_engine"]) as session:
        row = session.exec(select(ReviewDecisionRow).where(ReviewDecisionRow.item_id == 5)).all()[-1]
        assert row.decided_by == staff_world.account(Role.CURATOR)
    page = PageClient(other_curator).get("/staff/curate/5")
    history = page.words().partition("What was done")[2]
    assert "a curator said that none fits" in history
    assert "Smith" not in history
    undo(other_curator, "/staff/curate/5")


def test_two_curators_on_one_entry_do_not_decide_over_each_other(
    desk_site: Flask, curator: FlaskClient, other_curator: FlaskClient
) -> None:
    url = "/staff/curate/4"
    old = seen(other_curator, url)
    send(
        curator,
        url,
        choice="defer",
        until=(TODAY + timedelta(days=9)).isoformat(),
        note="the map comes <b>soon</b>",
    )
    response = other_curator.post(
        url, data={"seen": old, "choice": "other", "other": "county:18089", "note": "mine"}
    )
    assert response.status_code == 409
    page = Page(response.get_data(as_text=True), 409)
    assert "Somebody did something here while you looked." in page.words()
    assert "put off until June 29, 2026" in page.words()
    assert page.by_id("curate-other").get("value") == "county:18089"
    assert page.by_id("curate-note").text == "mine"
    with Session(desk_site.extensions["store_engine"]) as session:
        assert session.exec(select(ReviewDecisionRow).where(ReviewDecisionRow.item_id == 4)).all() == []
    assert other_curator.post(f"{url}/undo", data={"seen": old}).status_code == 409
    assert labels(PageClient(curator).get("/staff/curate?kind=place")) == []
    assert labels(PageClient(curator).get("/staff/curate?kind=place&state=deferred")) == ["Nowhere, ZZ"]
    undo(curator, url)
    assert labels(PageClient(curator).get("/staff/curate?kind=place")) == ["Nowhere, ZZ"]


@pytest.mark.parametrize(
    ("url", "form", "field"),
    [
        ("/staff/curate/1", {}, "choice"),
        ("/staff/curate/1", {"choice": "<script>"}, "choice"),
        ("/staff/curate/1", {"choice": "other", "other": "99-9999"}, "other"),
        ("/staff/curate/1", {"choice": "other"}, "other"),
        ("/staff/curate/3", {"choice": "assign no-such-credential"}, "other"),
        ("/staff/curate/4", {"choice": "other", "other": "zip:00000"}, "other"),
        ("/staff/curate/5", {"choice": "assign 20"}, "choice"),
        ("/staff/curate/1", {"choice": "defer", "note": "later"}, "until"),
        ("/staff/curate/1", {"choice": "defer", "until": "2026-06-30"}, "note"),
        ("/staff/curate/1", {"choice": "defer", "until": "2026-06-20", "note": "today"}, "until"),
        (REJECTED, {"choice": "reject"}, "choice"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_box_and_what_was_typed_stays(
    curator: FlaskClient, url: str, form: dict[str, str], field: str
) -> None:
    response = send(curator, url, **{"note": "", **form})
    page = Page(response.get_data(as_text=True), response.status_code)
    assert response.status_code == 422
    assert page.by_id(f"{field}-error").text is not None or len(page.by_id(f"{field}-error"))
    if "other" in form:
        assert page.by_id("curate-other").get("value") == form["other"]


def test_records_dealt_with_come_back_when_there_are_more(desk_site: Flask, curator: FlaskClient) -> None:
    assert send(curator, REJECTED, choice="settle", note="asked the publisher").status_code == 303
    assert labels(PageClient(curator).get("/staff/curate?kind=rejected")) == []
    assert "marked as dealt with" in PageClient(curator).get(REJECTED).words()
    with Session(desk_site.extensions["store_engine"]) as session:
        run = session.exec(select(IngestRunRow).where(IngestRunRow.source_key == "usajobs")).one()
        add_rejected(session, run.id or 0, 1)
        session.commit()
    assert labels(PageClient(curator).get("/staff/curate?kind=rejected")) == ["usajobs"]


def test_a_question_of_the_catalog_keeps_all_that_was_done(desk_site: Flask, curator: FlaskClient) -> None:
    url = "/staff/curate/q1"
    page = PageClient(curator).get(url)
    assert "Credential Registry: Certified <b>Nursing</b> Assistant" in page.words()
    assert "read on May 1, 2026" in page.words()
    response = send(curator, url, choice="assign both", note="two names", kind="catalog")
    assert response.headers["Location"] == "/staff/curate?kind=catalog&done=q1"
    assert (
        "That was the last one of this list." in PageClient(curator).get(response.headers["Location"]).words()
    )
    undo(curator, url)
    assert send(curator, url, choice="accept").status_code == 303
    words = PageClient(curator).get(url).words()
    assert re.search(r"chose: both two names .* took it back .* accepted", words)
    undo(curator, url)
    with Session(desk_site.extensions["store_engine"]) as session:
        steps = session.exec(
            select(CurateStepRow.action).where(CurateStepRow.entry_id == "q1").order_by(col(CurateStepRow.id))
        ).all()
    assert steps == ["assign", "undo", "accept", "undo"]


@pytest.mark.parametrize(
    "id_",
    [
        "0",
        "999",
        "q",
        "q0",
        "q99",
        "run:1",
        "run:x",
        "rejected:a:b",
        "a+b",
        "+",
        "..",
        "²",
        "9" * 40,
        "x" * 300,
    ],
)
def test_entries_that_are_none(curator: FlaskClient, id_: str) -> None:
    PageClient(curator).get(f"/staff/curate/{id_}", status=404)
    assert curator.post(f"/staff/curate/{id_}", data={"choice": "reject"}).status_code == 404
    assert curator.post(f"/staff/curate/{id_}/undo").status_code == 404
