"""What would have to change, on the page and in the process: every count is what judging each posting alone gives."""

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.region import Region
from portal.matching.changes import Change, ChangeKind, changed_wishes
from portal.matching.model import ASKED_OF_PERSON, CriterionKey, CriterionState, Match
from portal.matching.wish_columns import RawPosting
from portal.matching.wishes import Wishes
from portal.store.desk_postings import read_raw_postings
from portal.store.places import resolve_region
from portal.web.choices import Choices
from portal.web.jobs.fit_basis import match_jobs
from portal.web.knowledge import knowledge
from portal.web.matchdesk.changing import Changing, count_for_client
from portal.web.matchdesk.client import read_client
from portal.web.store_session import store_session
from tests.portal.web.matchdesk.conftest import MatchDesk
from tests.portal.web.page_client import words_of
from tests.portal.web.world import NOW

NEEDS = ("standing", "lifting", "shift-day", "transport")


def in_request(desk: MatchDesk, ask: Callable[[], Changing]) -> Changing:
    """Ask as the page does: within a request of this professional about this person."""
    with desk.client:
        desk.get("desk/changes")
        return ask()


def by_hand(choices: Choices) -> tuple[int, int, int]:
    """Open postings of the region that qualify, that fit, and of these that leave something to ask."""
    session, known = store_session(), knowledge()
    assert choices.region is not None
    resolved = resolve_region(session, choices.region)
    mask = known.within(resolved, today=NOW.date()).mask
    ids = known.index.columns.posting_ids[mask].tolist()
    matches = match_jobs(
        session, known, ids, choices=choices, centre=None, home_state=resolved.home_state, now=NOW
    )
    qualifying = [each for each in matches.values() if each.band.value == "qualifies"]
    wished = [_wished(each) for each in qualifying]
    fitting = [states for states in wished if CriterionState.MISSING not in states]
    return len(qualifying), len(fitting), sum(CriterionState.UNKNOWN in states for states in fitting)


def _wished(match: Match) -> set[CriterionState]:
    return {
        each.state
        for each in match.criteria
        if each.key not in (*ASKED_OF_PERSON, CriterionKey.SKILLS, CriterionKey.DISTANCE)
    }


def changed(choices: Choices, change: Change) -> Choices:
    """The person, place or wishes after one change, made by hand."""
    value = change.value
    if change.kind is ChangeKind.CREDENTIAL:
        return choices.with_(held=(*choices.held, value))
    if change.kind is ChangeKind.SCHOOLING:
        return choices.with_(education=EducationLevel(value))
    if change.kind is ChangeKind.EXPERIENCE:
        return choices.with_(experience_months=int(value))
    if change.kind is ChangeKind.MILES:
        return (
            choices.with_(region=Region.parse(f"zip:{choices.region.code}:{value}"))
            if choices.region
            else choices
        )
    others = {(kind, text): wishes for kind, text, wishes in changed_wishes(choices.needs)}
    return choices.with_(needs=others[change.kind, value])


@pytest.mark.parametrize("pay", ["30000", "40000", "90000"])
def test_every_count_is_what_judging_each_posting_alone_gives(desk: MatchDesk, pay: str) -> None:
    desk.tell(NEEDS, least_pay_usd=pay)

    def ask() -> Changing:
        client = read_client(store_session(), knowledge())
        found = count_for_client(store_session(), knowledge(), client, now=NOW)
        assert found.now is not None
        now = (found.now.qualifying, found.now.fitting, found.now.to_ask)
        assert now == by_hand(client.choices)
        for change in found.changes:
            then = (change.then.qualifying, change.then.fitting, change.then.to_ask)
            assert then == by_hand(changed(client.choices, change)), (change.kind, change.value)
        return found

    found = in_request(desk, ask)
    assert {change.kind for change in found.changes} >= {
        *(ChangeKind.CREDENTIAL, ChangeKind.SCHOOLING, ChangeKind.EXPERIENCE, ChangeKind.MILES),
        *(
            ChangeKind.SHIFT,
            ChangeKind.MORE_HOURS,
            ChangeKind.LOWER_PAY,
            ChangeKind.HIGHER_PAY,
            ChangeKind.NEED,
        ),
    }
    opened = [change for change in found.changes if change.kind is ChangeKind.CREDENTIAL]
    assert any(change.more_qualifying > 0 for change in opened)


def test_a_credential_never_stands_by_its_count_alone(desk: MatchDesk) -> None:
    desk.tell()
    page = desk.get("desk/changes")
    section = next(each for each in page.all("section") if each.get("aria-labelledby") == "group-credential")
    rows = [row for row in section.iter() if row.tag.endswith("tr")][1:]
    assert rows
    for row in rows:
        words = words_of(row)
        assert re.search(r"week|time not known", words), words
        assert re.search(r"\$|free|cost not known", words), words
    assert "Look at what each one takes, not only at the count." in words_of(section)
    assert "25 miles around Gary, IN 46402 · June 20, 2026 · 5 open jobs" in page.words(), "area and date"


def test_what_is_only_given_for_several_others_is_no_single_change(
    desk: MatchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.tell()

    def ask() -> Changing:
        client = read_client(store_session(), knowledge())
        return count_for_client(store_session(), knowledge(), client, now=NOW)

    def ask_where_the_first_is_awarded() -> Changing:
        graph = knowledge().graph
        monkeypatch.setattr(graph, "steps", graph.steps - {first})
        return ask()

    def opened(found: Changing) -> list[str]:
        return [each.value for each in found.changes if each.kind is ChangeKind.CREDENTIAL]

    assert "it takes more than one step" in desk.get("desk/changes").words()
    first = opened(in_request(desk, ask))[0]
    assert first not in opened(in_request(desk, ask_where_the_first_is_awarded))


def test_a_change_of_the_employer_reads_the_right_way_round(desk: MatchDesk) -> None:
    desk.tell(NEEDS)
    assert "If the employer agrees to this: No heavy lifting" in desk.get("desk/changes").words()


def test_more_miles_are_counted_only_around_a_zip_code(desk: MatchDesk) -> None:
    desk.tell(region="47454", miles="10")
    assert "Look within 20 miles" in desk.get("desk/changes").words()
    desk.tell(region="IN")
    words = desk.get("desk/changes").words()
    assert "Look within" not in words
    assert "Give a ZIP code as the place to see what more miles would give." in words


def test_columns_are_kept_and_read_anew_where_a_posting_changed(
    staff_site: Flask, desk: MatchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.tell()
    desk.get("desk/changes")
    reads: list[int] = []

    def counted(session: Session, ids: Sequence[int]) -> Iterator[RawPosting]:
        reads.extend(ids)
        return read_raw_postings(session, ids)

    monkeypatch.setattr("portal.web.matchdesk.kept_columns.read_raw_postings", counted)
    desk.get("desk/changes")
    assert reads == [], "nothing is read twice"
    staff_site.extensions["desk_columns"]._forget()
    desk.get("desk/changes")
    assert len(reads) == 5


def test_wishes_of_a_profile_are_those_of_the_public_pages(desk: MatchDesk) -> None:
    desk.tell(NEEDS, least_hours="10")
    with desk.client:
        desk.get("desk/changes")
        client = read_client(store_session(), knowledge())
    expected = "standing,lifting,shift-day,transport,hours-30,minhours-10,pay-38000"
    assert client.choices.needs == Wishes.parse(expected)
