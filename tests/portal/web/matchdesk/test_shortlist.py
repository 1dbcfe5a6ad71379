"""The shortlist: any status, all of it kept, two at once told, closed jobs kept, and what a sheet may show."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.consent import revoke
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.shortlist import MOST_JOBS
from portal.store.tables import JobPostingRow
from tests.portal.web.matchdesk.conftest import MatchDesk
from tests.portal.web.page_client import Page
from tests.portal.web.staff_world import StaffWorld
from tests.portal.web.world import CLOSED, NONE_ASKED, NOW, OPEN, REAL, TODAY


def entry_of(desk: MatchDesk, posting: int = OPEN) -> str:
    """The address of a job on the list, suggested where it was not yet."""
    desk.send("shortlist", {"posting": str(posting)})
    with desk.session() as session:
        row = session.exec(
            select(ShortlistRow).where(
                ShortlistRow.person_id == desk.person_id, ShortlistRow.posting_id == posting
            )
        ).one()
    return f"shortlist/{row.id}"


def version(page: Page) -> str:
    return page.all("input", name="version")[0].get("value") or ""


def change(desk: MatchDesk, entry: str, status: str, **more: str) -> Page:
    return desk.send(entry, {"version": version(desk.get(entry)), "status": status, **more})


def test_a_job_goes_from_suggested_to_placed_with_all_of_it_kept(desk: MatchDesk) -> None:
    entry = entry_of(desk)
    change(desk, entry, "discussed", words="They liked the <b>hours</b>.")
    change(desk, entry, "applied")
    page = change(desk, entry, "placed", wage="17.50", hours="24", on=TODAY.isoformat())
    words = page.words()
    assert "$17.50 an hour · 24 hours a week" in words
    assert "They liked the <b>hours</b>." in words, "as text, not as markup"
    assert [words.index(f"{each} ") for each in ("Placed", "Applied")] == sorted(
        words.index(f"{each} ") for each in ("Placed", "Applied")
    )
    with desk.session() as session:
        events = session.exec(
            select(ShortlistEventRow)
            .where(ShortlistEventRow.person_id == desk.person_id)
            .order_by(ShortlistEventRow.number)  # type: ignore[arg-type]
        ).all()
    assert [(each.number, each.status) for each in events] == [
        (1, "suggested"), (2, "discussed"), (3, "applied"), (4, "placed"),
    ]  # fmt: skip
    assert "liked" not in events[1].reason_sealed
    assert "Placed 1" in desk.get("shortlist").words()


def test_a_wage_that_is_not_known_stays_unknown(desk: MatchDesk) -> None:
    page = change(desk, entry_of(desk), "placed")
    assert "pay not known · hours not known" in page.words()


def test_letting_go_asks_why(desk: MatchDesk) -> None:
    entry = entry_of(desk)
    form = {"version": version(desk.get(entry)), "status": "declined", "words": "kept"}
    refused = desk.send(entry, form, status=422)
    assert "Choose why nothing came of it." in refused.words()
    assert "kept" in (refused.by_id("entry-words").text or ""), "what was typed stays"
    page = desk.send(entry, {**form, "kind": "too_far"})
    assert "Too far, or no way to get there" in page.words()


def test_the_last_change_is_taken_back_by_a_new_event(desk: MatchDesk) -> None:
    entry = entry_of(desk)
    change(desk, entry, "placed", wage="20")
    page = change(desk, entry, "declined", kind="pay")
    page = desk.send(f"{entry}/undo", {"version": version(page)})
    assert "Placed taken back to this" in page.words()
    assert "$20.00 an hour" in page.words()
    with desk.session() as session:
        rows = session.exec(
            select(ShortlistEventRow).where(ShortlistEventRow.person_id == desk.person_id)
        ).all()
    assert len(rows) == 4, "nothing is taken out"


def test_only_suggested_cannot_be_taken_back(desk: MatchDesk) -> None:
    entry = entry_of(desk)
    page = desk.get(entry)
    assert not [form for form in page.all("form") if (form.get("action") or "").endswith("/undo")]
    assert desk.client.post(f"{desk.base}/{entry}/undo", data={"version": "1"}).status_code == 404


def test_of_two_professionals_at_one_job_the_second_is_told(desk: MatchDesk, second: MatchDesk) -> None:
    entry = entry_of(desk)
    stale = version(second.get(entry))
    change(desk, entry, "applied")
    clash = second.send(
        entry, {"version": stale, "status": "declined", "kind": "pay", "words": "mine"}, status=409
    )
    words = clash.words()
    assert "Somebody else changed this job while you wrote." in words
    assert "Applied" in words
    assert "mine" in (clash.by_id("entry-words").text or "")
    again = second.send(
        entry, {"version": version(clash), "status": "declined", "kind": "pay", "words": "mine"}
    )
    assert "Robin Second" in again.words(), "who did it"
    assert "Applied" in again.words(), "and what the first one wrote is there"
    assert second.client.post(f"{second.base}/{entry}/undo", data={"version": stale}).status_code == 409


def test_adding_the_same_job_twice_changes_nothing(desk: MatchDesk, second: MatchDesk) -> None:
    entry = entry_of(desk)
    change(desk, entry, "applied")
    assert entry_of(second) == entry
    assert "Applied 1" in desk.get("shortlist").words()


@pytest.mark.parametrize(
    "typed", [str(OPEN), f"/jobs/{OPEN}", f"https://rungs.example/jobs/{OPEN}?region=us", f"jobs/{OPEN}#pay"]
)
def test_a_job_is_added_by_its_number_or_address(desk: MatchDesk, typed: str) -> None:
    assert "Nurse Aide, days" in desk.send("shortlist", {"posting": typed}).words()


NO_OPEN_JOBS = (
    "",
    "x",
    "-1",
    "1; drop table",
    str(CLOSED),
    "99999999999",
    "jobs/",
    "2147483648",
    "１",
    "/jobs/1/2/3",
)


def test_what_is_no_open_job_is_refused_in_words(desk: MatchDesk) -> None:
    for typed in NO_OPEN_JOBS:
        page = desk.send("shortlist", {"posting": typed}, status=422)
        assert "number of a job" in page.words() or "no open job of this number" in page.words(), typed
        answer = desk.client.get(f"{desk.base}/shortlist/add", query_string={"posting": typed})
        assert answer.status_code == 422, typed
    assert "No job is on the list yet." in desk.get("shortlist").words()


def test_a_link_alone_adds_nothing(desk: MatchDesk) -> None:
    page = desk.get(f"shortlist/add?posting={OPEN}")
    assert "Add this job to the shortlist?" in page.words()
    assert "No job is on the list yet." in desk.get("shortlist").words()


def test_a_closed_job_stays_with_its_day(desk: MatchDesk) -> None:
    entry = entry_of(desk, REAL)
    with desk.session() as session:
        row = session.get(JobPostingRow, REAL)
        assert row is not None
        row.removed_at = NOW
        session.add(row)
        session.commit()
    try:
        assert "Closed on June 20, 2026" in desk.get("shortlist").words()
        assert "Closed on June 20, 2026" in desk.get(entry).words()
        assert (
            "1 job of the list is not open any more. It is left out." in desk.get("shortlist/sheet").words()
        )
        change(desk, entry, "discussed")
    finally:
        with desk.session() as session:
            row = session.get(JobPostingRow, REAL)
            assert row is not None
            row.removed_at = None
            session.add(row)
            session.commit()


def test_a_job_that_closes_soon_is_flagged(desk: MatchDesk) -> None:
    entry_of(desk, NONE_ASKED)
    with desk.session() as session:
        row = session.get(JobPostingRow, NONE_ASKED)
        assert row is not None
        before, row.valid_through_on = row.valid_through_on, TODAY
        session.add(row)
        session.commit()
    try:
        assert "These close soon: Kitchen Helper until June 20, 2026" in desk.get("shortlist").words()
    finally:
        with desk.session() as session:
            row = session.get(JobPostingRow, NONE_ASKED)
            assert row is not None
            row.valid_through_on = before
            session.add(row)
            session.commit()


def test_the_sheet_needs_the_yes_to_copies(desk: MatchDesk) -> None:
    desk.tell()
    entry_of(desk)
    words = desk.get("shortlist/sheet").words()
    assert "Jobs to talk about" in words
    assert "Ask the employer" in words
    with desk.session() as session:
        revoke(session, person_id=desk.person_id, purpose=Purpose.SHARE, by="person", now=NOW)
        session.commit()
    assert "This person has not said yes to this" in desk.get("shortlist/sheet", status=403).words()
    desk.get("shortlist")


def test_another_persons_entry_is_not_there(
    staff_site: Flask, staff_world: StaffWorld, desk: MatchDesk
) -> None:
    entry = entry_of(desk)
    other = MatchDesk(staff_site, staff_world.account(Role.COUNSELOR), staff_world.ana)
    assert other.client.get(f"{other.base}/{entry}").status_code == 404, "one's own person, another's job"
    for path in (entry, f"{entry}/undo"):
        answer = other.client.post(f"{other.base}/{path}", data={"version": "1", "status": "placed"})
        assert answer.status_code == 404
    agency = MatchDesk(staff_site, staff_world.account(Role.VR_COUNSELOR, "agency"), desk.person_id)
    assert agency.client.get(f"{agency.base}/{entry}").status_code == 404


REFUSED = (
    {"status": "hired"},
    {"status": "placed", "wage": "1e9"},
    {"status": "placed", "wage": "-5"},
    {"status": "placed", "wage": "0"},
    {"status": "placed", "wage": "nan"},
    {"status": "placed", "hours": "200"},
    {"status": "applied", "on": "2099-01-01"},
    {"status": "applied", "on": "yesterday"},
    {"status": "declined", "kind": "illness"},
    {"status": "applied", "words": "x" * 501},
)


def test_what_cannot_be_is_refused_at_its_field(desk: MatchDesk) -> None:
    entry = entry_of(desk)
    for form in REFUSED:
        page = desk.send(entry, {"version": "1", **form}, status=422)
        assert [each for each in page.root.iter() if re.fullmatch(r"desk-\w+-error", each.get("id") or "")], (
            form
        )
    assert version(desk.get(entry)) == "1", "nothing was written"


def test_a_list_has_room_for_so_many(desk: MatchDesk) -> None:
    with desk.session() as session:
        for number in range(MOST_JOBS):
            session.add(_row(desk, session, 1000 + number))
        session.commit()
    page = desk.send("shortlist", {"posting": str(OPEN)}, status=422)
    assert f"The list has room for {MOST_JOBS} jobs." in page.words()


def _row(desk: MatchDesk, session: Session, posting: int) -> ShortlistRow:
    from portal.store.caseload_tables import PersonRow
    from portal.store.ids import new_id

    person = session.get(PersonRow, desk.person_id)
    assert person is not None
    return ShortlistRow(
        id=new_id(),
        organisation_id=person.organisation_id,
        person_id=person.id,
        posting_id=posting,
        title="Job",
        status="suggested",
        added_at=NOW,
        changed_at=NOW,
    )
