"""Outcomes: exact for one's own people, safe for the organisation, and nothing of another one."""

import csv
import io
import re
from typing import Any

from flask import Flask
from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.consent import revoke
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer
from tests.portal.web.matchdesk.conftest import MatchDesk, NewDesk
from tests.portal.web.page_client import Page, PageClient, words_of
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person, sign_in
from tests.portal.web.world import NONE_ASKED, NOW, OPEN, TODAY


def settle(desk: MatchDesk, status: str, *, posting: int = OPEN, **more: str) -> None:
    """Suggest a job and write down what became of it."""
    desk.send("shortlist", {"posting": str(posting)})
    with desk.session() as session:
        row = session.exec(
            select(ShortlistRow).where(
                ShortlistRow.person_id == desk.person_id, ShortlistRow.posting_id == posting
            )
        ).one()
    desk.send(f"shortlist/{row.id}", {"version": str(row.version), "status": status, **more})


def figures(page: Page, section: str) -> dict[str, str]:
    """Name and figure of each row of a section."""
    found = next(each for each in page.all("section") if each.get("aria-labelledby") == section)
    rows = [row for row in found.iter() if row.tag.endswith("}tr")]
    cells = [[words_of(cell) for cell in row] for row in rows]
    return dict(cells[1:])


def pages_of(app: Flask, account_id: str) -> PageClient:
    client = app.test_client()
    sign_in(client, app, account_id)
    return PageClient(client)


def test_ones_own_people_are_counted_exactly(new_desk: NewDesk, staff_site: Flask) -> None:
    first, second = new_desk(), new_desk()
    before = figures(first.pages.get("/staff/outcomes"), "funnel")
    settle(first, "placed", wage="18")
    settle(first, "declined", posting=NONE_ASKED, kind="hours")
    settle(second, "declined", kind="mistake")
    page = first.pages.get("/staff/outcomes")
    after = figures(page, "funnel")
    assert int(after["People"]) == int(before["People"]) + 1, "what was a mistake is nobody's"
    assert int(after["Placed"]) == int(before["Placed"]) + 1
    assert "The hours or the time of day" in figures(page, "why")
    assert figures(page, "figures")["Days from suggested to placed, median"] == "0"
    with Session(staff_site.extensions["store_engine"]) as session:
        entries = list_entries(session, _organisation(staff_site))
    looked = [entry for entry in entries if entry.action == "matchdesk.outcomes"]
    assert first.person_id in looked[0].about or first.person_id in looked[-1].about, (
        "the log names whom it counted"
    )


def test_who_took_the_yes_back_is_not_counted(new_desk: NewDesk) -> None:
    desk = new_desk()
    settle(desk, "interview")
    counted = int(figures(desk.pages.get("/staff/outcomes"), "funnel")["People"])
    with desk.session() as session:
        revoke(session, person_id=desk.person_id, purpose=Purpose.JOBS, by="person", now=NOW)
        session.commit()
    assert int(figures(desk.pages.get("/staff/outcomes"), "funnel")["People"]) == counted - 1


def test_over_others_people_nothing_small_is_shown(staff_site: Flask, staff_world: StaffWorld) -> None:
    with Session(staff_site.extensions["store_engine"]) as session:
        for number in range(22):
            _placed(session, staff_world, "placed" if number < 3 else "applied")
        session.commit()
    read_only = pages_of(staff_site, staff_world.account(Role.READ_ONLY))
    page = read_only.get("/staff/outcomes")
    assert "People are counted, not jobs" in page.words()
    assert not page.all("select", name="of"), "who has no people of their own has no choice"
    funnel = figures(page, "funnel")
    assert re.fullmatch(r"about \d+", funnel["People"])
    assert int(funnel["People"].removeprefix("about ")) % 5 == 0
    assert funnel["Placed"] == "not shown: too few people", "three of them"
    assert figures(page, "figures")["Pay an hour at placement, median of those known"].startswith("not shown")
    for path in ("outcomes", "outcomes.csv"):
        assert read_only.client.get(f"/staff/{path}?of=mine").status_code == 403, "exact figures"
    with Session(staff_site.extensions["store_engine"]) as session:
        newest = list_entries(session, staff_world.school, account_id=staff_world.account(Role.READ_ONLY))[0]
    assert (newest.action, newest.detail["of"]) == ("matchdesk.outcomes", "organization")
    rows = list(
        csv.reader(
            io.StringIO(read_only.client.get("/staff/outcomes.csv").get_data(as_text=True).lstrip("\ufeff"))
        )
    )
    placed = next(row for row in rows if row[:2] == ["funnel", "placed"])
    assert placed[2:4] == ["", "not shown: too few people"]
    administrator = pages_of(staff_site, staff_world.account(Role.ADMINISTRATOR)).get(
        "/staff/outcomes?of=organization"
    )
    assert figures(administrator, "funnel")["Placed"] == "not shown: too few people"
    other = pages_of(staff_site, staff_world.account(Role.VR_COUNSELOR, "agency"))
    assert figures(other.get("/staff/outcomes"), "funnel")["People"] == "0", (
        "another organisation's are not there"
    )
    assert figures(other.get("/staff/outcomes?of=organization"), "funnel")["People"].startswith("not shown")


def test_months_before_have_nothing(new_desk: NewDesk) -> None:
    desk = new_desk()
    settle(desk, "applied")
    page = desk.pages.get("/staff/outcomes?from=2025-01&to=2025-02")
    assert figures(page, "funnel")["People"] == "0"


def test_hostile_queries_are_refused(desk: MatchDesk) -> None:
    for query in ("of=all", "from=x", "from=2026-13", "from=2026-06&to=2026-01", "to=2026-06-01"):
        desk.pages.get(f"/staff/outcomes?{query}", status=422)


def test_the_file_is_a_download_of_the_same_figures(desk: MatchDesk) -> None:
    settle(desk, "interview")
    answer = desk.client.get("/staff/outcomes.csv?of=mine")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0] == ["part", "measure", "value", "note", "since", "until"]
    shown = figures(desk.pages.get("/staff/outcomes"), "funnel")
    assert next(row[2] for row in rows if row[:2] == ["funnel", "interview"]) == shown["Interview"]
    assert TODAY.isoformat()[:7] in rows[1][5]


def _placed(session: Session, world: StaffWorld, status: str) -> None:
    """One more person with a job that came so far, straight into the store."""
    account = world.account(Role.COUNSELOR)
    purposes = (Purpose.JOBS, Purpose.REPORT)
    person = add_person(
        session, Sealer((SEAL_KEY,)), world.school, label="x", account_id=account, purposes=purposes
    )
    entry = new_id()
    told: dict[str, Any] = {"organisation_id": world.school, "person_id": person, "status": status}
    session.add(ShortlistRow(id=entry, posting_id=OPEN, title="Job", added_at=NOW, changed_at=NOW, **told))
    session.flush()
    session.add(
        ShortlistEventRow(
            id=new_id(),
            shortlist_id=entry,
            account_id=account,
            number=1,
            hourly_wage_usd=19 if status == "placed" else None,
            on_date=TODAY,
            made_at=NOW,
            **told,
        )
    )


def _organisation(app: Flask) -> str:
    world: StaffWorld = app.extensions["staff_world"]
    return world.school
