"""The review queue: one question once, closed when its cause is gone, decided by a named person, undone when wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.review import CuratedOccupation, ReviewAction, ReviewKind
from portal.store.engine import open_engine, open_session
from portal.store.review import (
    ReviewRefresh,
    count_open_review_items,
    decide_review_item,
    get_review_item,
    list_review_items,
    read_curated,
    refresh_review_queue,
    undo_review_decision,
)
from portal.store.review_tables import ReviewDecisionRow, ReviewItemRow
from portal.store.tables import CredentialRow, JobPostingRow, OccupationRow, ZipRow

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAMED = {
    "state": "understood",
    "groups": [
        {"any_of": [], "unresolved": ["Certified Dental Radiographer"], "kind": "required", "sentence": "x"},
        {"any_of": [], "unresolved": ["one of several ways to qualify"], "kind": "required", "sentence": "x"},
        {"any_of": [], "unresolved": ["license"], "kind": "required", "sentence": "x"},
    ],
    "conditions": [],
}


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as found:
        yield found
    engine.dispose()


def add(session: Session, ref: str, **fields: Any) -> JobPostingRow:
    row = JobPostingRow.model_validate(
        {
            "source_key": "nyc", "source_ref": ref, "content_hash": ref, "title": "Crew Wizard II",
            "employer_name": "City of Gary", "first_seen_at": NOW, "changed_at": NOW, "employment_types": [],
            "soc_candidates": ["53-7065", "45-4011"], "soc_reason": "not sure enough",
            "requirements_state": "understood",
            "requirements": {"state": "nothing_found", "groups": [], "conditions": []}, "text_reading": {}, **fields,
        }
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def occupations(session: Session) -> None:
    for code in ("53-7065", "45-4011"):
        session.add(OccupationRow(soc_code=code, soc_title=f"Title of {code}", level="detailed"))
    session.flush()


def test_one_question_is_asked_once_however_often_and_however_written(session: Session) -> None:
    add(session, "1", title="Crew Wizard II #12345")
    add(session, "2", title="CREW WIZARD, II")
    add(session, "3", title="Cook", soc_code="35-2014")
    assert refresh_review_queue(session, now=NOW) == ReviewRefresh(opened=1)
    (item,) = list_review_items(session)
    assert (item.kind, item.key, item.posting_count) == (ReviewKind.OCCUPATION, "crew wizard ii", 2)
    assert item.candidates == ("53-7065", "45-4011")

    before = session.exec(select(ReviewItemRow)).one().model_dump()
    assert refresh_review_queue(session, now=NOW + timedelta(days=1)) == ReviewRefresh(unchanged=1)
    assert session.exec(select(ReviewItemRow)).one().model_dump() == before


def test_a_question_closes_when_its_cause_is_gone_and_opens_when_it_is_back(session: Session) -> None:
    row = add(session, "1")
    refresh_review_queue(session, now=NOW)
    row.removed_at = NOW
    assert refresh_review_queue(session, now=NOW).closed == 1
    assert list_review_items(session) == []
    assert refresh_review_queue(session, now=NOW) == ReviewRefresh()
    row.removed_at = None
    assert refresh_review_queue(session, now=NOW).reopened == 1
    assert len(list_review_items(session)) == 1


def test_samples_and_postings_for_own_staff_ask_nothing(session: Session) -> None:
    add(session, "1", is_sample=True)
    add(session, "2", is_internal=True)
    add(session, "3", valid_through_on=NOW.date() - timedelta(days=1))
    assert refresh_review_queue(session, now=NOW) == ReviewRefresh()


def test_unknown_names_places_and_doubted_pay_are_asked_about(session: Session) -> None:
    add(
        session, "1", soc_code="35-2014", requirements=NAMED, place_note="the town is not known: Xyzzy, IN",
        pay_flag="more than 1,000,000 dollars a year: is the unit right?", pay_minimum=900_000.0, pay_unit="HOUR",
    )  # fmt: skip
    add(
        session,
        "2",
        soc_code="35-2014",
        place_note="remote, no place stated; outside the United States: Paris",
    )
    refresh_review_queue(session, now=NOW)
    assert count_open_review_items(session) == {
        ReviewKind.CREDENTIAL: 1, ReviewKind.PLACE: 1, ReviewKind.PAY: 1,
    }  # fmt: skip
    (name,) = list_review_items(session, kind=ReviewKind.CREDENTIAL)
    assert (name.label, name.detail) == ("Certified Dental Radiographer", "required")
    (place,) = list_review_items(session, kind=ReviewKind.PLACE)
    assert (place.key, place.detail) == ("xyzzy in", "the town is not known")


def test_a_decision_is_kept_with_its_person_obeyed_and_can_be_undone(session: Session) -> None:
    occupations(session)
    add(session, "1")
    refresh_review_queue(session, now=NOW)
    (item,) = list_review_items(session)
    decided = decide_review_item(
        session, item.id, ReviewAction.ASSIGN, value="45-4011", employer="City of Gary",
        note="asked them", decided_by="maria", decided_at=NOW,
    )  # fmt: skip
    assert decided.decision is not None
    assert (decided.decision.decided_by, decided.decision.value) == ("maria", "45-4011")
    assert list_review_items(session) == []
    assert read_curated(session).occupations == (
        CuratedOccupation(title_key="crew wizard ii", employer_key="city of gary", soc_code="45-4011"),
    )

    undo_review_decision(session, item.id, undone_by="jo", undone_at=NOW)
    assert read_curated(session).occupations == ()
    assert [i.id for i in list_review_items(session)] == [item.id]
    row = session.exec(select(ReviewDecisionRow)).one()
    assert (row.decided_by, row.undone_by, row.note) == ("maria", "jo", "asked them")
    with pytest.raises(NotFound):
        undo_review_decision(session, item.id, undone_by="jo", undone_at=NOW)


def test_accepting_takes_the_first_proposal_and_a_decision_is_not_overwritten(session: Session) -> None:
    add(session, "1")
    refresh_review_queue(session, now=NOW)
    (item,) = list_review_items(session)
    accepted = decide_review_item(session, item.id, ReviewAction.ACCEPT, decided_by="maria", decided_at=NOW)
    assert accepted.decision is not None
    assert accepted.decision.value == "53-7065"
    with pytest.raises(InvalidCode, match="decided by maria"):
        decide_review_item(session, item.id, ReviewAction.REJECT, decided_by="jo", decided_at=NOW)


def test_values_must_be_known(session: Session) -> None:
    add(
        session, "1", requirements=NAMED, place_note="no state: Springfield", pay_flag="odd", pay_minimum=1.0,
        pay_unit="HOUR",
    )  # fmt: skip
    session.add(CredentialRow(id="cdr", name="Radiographer", kind="Certification", document={}))
    session.add(ZipRow(postal_code="46402", place_name="Gary", state="IN", county_shares=[]))
    refresh_review_queue(session, now=NOW)
    ids = {item.kind: item.id for item in list_review_items(session)}

    def assign(kind: ReviewKind, value: str) -> None:
        decide_review_item(
            session, ids[kind], ReviewAction.ASSIGN, value=value, decided_by="maria", decided_at=NOW
        )

    for kind, wrong in (
        (ReviewKind.OCCUPATION, "99-9999"), (ReviewKind.CREDENTIAL, "nope"), (ReviewKind.PLACE, "46402"),
        (ReviewKind.PLACE, "zip:00000"), (ReviewKind.PAY, "20"),
    ):  # fmt: skip
        with pytest.raises(InvalidCode):
            assign(kind, wrong)
    with pytest.raises(InvalidCode, match="proposes nothing"):
        decide_review_item(
            session, ids[ReviewKind.PLACE], ReviewAction.ACCEPT, decided_by="maria", decided_at=NOW
        )
    with pytest.raises(NotFound):
        get_review_item(session, 4711)
    assign(ReviewKind.CREDENTIAL, "cdr")
    assign(ReviewKind.PLACE, "zip:46402")
    decide_review_item(session, ids[ReviewKind.PAY], ReviewAction.REJECT, decided_by="maria", decided_at=NOW)
    curated = read_curated(session)
    assert curated.credential_names == (("Certified Dental Radiographer", "cdr"),)
    assert curated.places == (("springfield", "zip:46402"),)
    assert curated.confirmed_pay == ("city of gary 1 - hour",)
