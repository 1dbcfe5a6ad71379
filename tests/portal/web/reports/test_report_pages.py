"""Reports of an organisation: who counts, for what, and that no small number and no name comes out."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.consent import grant, revoke
from portal.store.consent_tables import AuditEntryRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from tests.portal.web.page_client import Page, PageClient
from tests.portal.web.reports.report_world import GROUP, fill_report_world
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import NOW, TODAY


@pytest.fixture(scope="module")
def filled(staff_site: Flask) -> Flask:
    with Session(staff_site.extensions["store_engine"]) as session:
        group, people = fill_report_world(session, staff_site.extensions["staff_world"])
        session.commit()
    staff_site.extensions.update(group=group, people=people)
    return staff_site


def pages_of(site: Flask, account_id: str) -> PageClient:
    client = site.test_client()
    sign_in(client, site, account_id)
    return PageClient(client)


@pytest.fixture
def counselor(filled: Flask, staff_world: StaffWorld) -> PageClient:
    return pages_of(filled, staff_world.account(Role.COUNSELOR))


def figures(page: Page) -> dict[str, str]:
    """What stands under each name."""
    return {
        "".join(pair[0].itertext()).strip(): " ".join("".join(pair[1].itertext()).split())
        for block in page.all("dl", class_="report-figures")
        for pair in block
    }


def test_the_figures_of_the_organisation(counselor: PageClient) -> None:
    page = counselor.get("/staff/reports?period=month")
    # Ana and Olga said yes as well; all have a plan of this month, which would tell about everybody
    assert figures(page) == {
        "People served": "70",
        "Made a plan": "not shown",
        "Finished a step": "25",
        "Earned a credential": "10",
        "Had a job suggested": "20",
        "Applied for a job": "not shown",
        "Started a job": "20",
    }
    words = page.words()
    assert "Half of them earn $24.50 an hour or more. The middle half earns $20.00 to $29.00." in words
    assert "$34.00" not in words
    assert "About 15 more people were served" in words
    assert "June 1, 2026 to June 30, 2026" in words
    assert "Made on June 20, 2026. These months are not over yet." in words


def test_a_row_of_a_group_and_what_its_difference_would_tell(filled: Flask, counselor: PageClient) -> None:
    page = counselor.get(f"/staff/reports?period=month&group={filled.extensions['group']}")
    assert GROUP in page.words()
    rows = [
        ["".join(cell.itertext()).strip() for cell in row if cell.get("role") == "cell"]
        for row in page.all("tr", role="row")[1:]
    ]
    # 24 of 25 did a step: the one who did not is protected, and so is the row of the others
    assert rows[0][0] == "25"
    assert rows[0][2] == rows[1][2] == "not shown"


def test_the_file_is_safe_and_names_nobody(filled: Flask, staff_world: StaffWorld) -> None:
    client = filled.test_client()
    sign_in(client, filled, staff_world.account(Role.COUNSELOR))
    response = client.get(
        f"/staff/reports.csv?period=own&from=2026-06&to=2026-06&group={filled.extensions['group']}"
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="report-2026-06-to-2026-06.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    text = response.get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    served = rows[0]
    assert (served["organization"], served["figure"], served["value"]) == ("Lake View School", "served", "70")
    assert (served["first_day"], served["last_day"], served["made_on"]) == (
        "2026-06-01",
        "2026-06-30",
        "2026-06-20",
    )
    shown = [int(row["value"]) for row in rows if row["unit"] in ("people", "times") and row["value"]]
    assert min(shown) >= 10
    assert all(value % 5 == 0 for value in shown)
    assert "Person" not in text
    assert "Ana" not in text
    assert not set(filled.extensions["people"]) & set(text.replace('"', ",").split(","))


def test_a_report_that_was_asked_for_stands_in_the_log(filled: Flask, counselor: PageClient) -> None:
    counselor.get("/staff/reports?period=own&from=2025-01&to=2025-02")
    with Session(filled.extensions["store_engine"]) as session:
        last = session.exec(select(AuditEntryRow).order_by(AuditEntryRow.id.desc())).first()  # type: ignore[union-attr]
    assert last is not None
    assert (last.action, last.detail["period"]) == ("reports.report", "2025-01:2025-02")


def test_nobody_sees_rows_of_another(filled: Flask, staff_world: StaffWorld) -> None:
    group = filled.extensions["group"]
    for account in (
        staff_world.account(Role.READ_ONLY),
        staff_world.account(Role.VR_COUNSELOR),
        staff_world.account(Role.COUNSELOR, "agency"),
    ):
        page = pages_of(filled, account).get(f"/staff/reports?period=month&group={group}&by=professional")
        assert page.all("table") == []
        assert "Period 3" not in page.text


def test_another_organisation_has_its_own_figures(filled: Flask, staff_world: StaffWorld) -> None:
    page = pages_of(filled, staff_world.account(Role.VR_COUNSELOR, "agency")).get(
        "/staff/reports?period=month"
    )
    assert figures(page) == {}
    assert "There is nothing to show." in page.words()
    assert "No one, or fewer than ten people, were left out" in page.words()


def test_an_administrator_may_have_rows_by_professional(filled: Flask, staff_world: StaffWorld) -> None:
    pages = pages_of(filled, staff_world.account(Role.ADMINISTRATOR))
    assert pages.get("/staff/reports?period=month").all("table") == []
    assert "There is nothing to show" in pages.get("/staff/reports?period=own&from=2026-05").words(), (
        "their yes is of June"
    )
    page = pages.get("/staff/reports?period=month&by=professional")
    assert "Counselor Smith" in page.words()
    assert "Vr Counselor Smith" in page.words()


def test_a_yes_that_was_taken_back_counts_no_more(filled: Flask, staff_world: StaffWorld) -> None:
    pages = pages_of(filled, staff_world.account(Role.COUNSELOR))
    before = figures(pages.get("/staff/reports?period=month"))["Started a job"]
    taken_back = filled.extensions["people"][:8]
    with Session(filled.extensions["store_engine"]) as session:
        for person in taken_back:
            revoke(
                session, person_id=person, purpose=Purpose.REPORT, by="person", now=NOW + timedelta(minutes=1)
            )
        session.commit()
    after = figures(pages.get("/staff/reports?period=month"))["Started a job"]
    with Session(filled.extensions["store_engine"]) as session:
        for person in taken_back:  # and said again, so that the other tests find them
            grant(
                session, organisation_id=staff_world.school, person_id=person, purpose=Purpose.REPORT,
                given_by="person", how="online", until=TODAY, now=NOW + timedelta(minutes=2),
            )  # fmt: skip
        session.commit()
    again = figures(pages.get("/staff/reports?period=month"))["Started a job"]
    assert (before, after, again) == ("20", "10", "20")


def test_a_placement_that_was_taken_back_or_written_by_mistake_is_none(
    filled: Flask, staff_world: StaffWorld
) -> None:
    pages = pages_of(filled, staff_world.account(Role.COUNSELOR))
    with Session(filled.extensions["store_engine"]) as session:
        jobs = session.exec(select(ShortlistRow).where(ShortlistRow.status == "placed")).all()[:8]
        events = [
            ShortlistEventRow(
                id=new_id(), organisation_id=job.organisation_id, person_id=job.person_id, shortlist_id=job.id,
                account_id=staff_world.account(Role.COUNSELOR), number=9, on_date=TODAY, made_at=NOW,
                status="suggested" if place < 4 else "declined",
                reason_kind="undo" if place < 4 else "mistake",
            )
            for place, job in enumerate(jobs)
        ]  # fmt: skip
        session.add_all(events)
        session.commit()
        found = figures(pages.get("/staff/reports?period=month"))
        for event in events:
            session.delete(event)
        session.commit()
    assert (found["Had a job suggested"], found["Started a job"]) == ("15", "10")


@pytest.mark.parametrize(
    "query", ["period=own&from=2026-13", "period=own&from=&to=%00", "period=own&from=2026-05&to=2026-04"]
)
def test_months_that_are_none_are_said_and_kept(counselor: PageClient, query: str) -> None:
    page = counselor.get(f"/staff/reports?{query}", status=422)
    assert page.all("p", role="alert")
    assert page.by_id("months-from").get("aria-invalid") == "true"


def test_nothing_typed_into_the_address_breaks_it(counselor: PageClient) -> None:
    counselor.get("/staff/reports?period=%27%3Cscript%3E&group=x&group=&by=professional")
