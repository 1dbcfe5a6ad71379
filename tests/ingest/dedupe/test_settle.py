from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, create_engine, select

from ingest.dedupe import drawers
from ingest.dedupe.offers import read_places
from ingest.dedupe.settle import settle
from portal.store.duplicate_tables import OfferBlockRow, OfferLikenessRow, PostingRepostRow
from portal.store.engine import open_engine, open_session
from portal.store.live import is_live, is_open, live_conditions
from portal.store.tables import EmbeddedLoad, JobPostingPlaceRow, JobPostingRow
from tests.ingest.dedupe.offers import GARY, HAMMOND, NOW, NURSING, WELDING, add

# what the settling of copies reads and writes: all tables of the store would take longer to make than the test
TABLES = [
    SQLModel.metadata.tables[row.__tablename__]
    for row in (
        EmbeddedLoad,  # the version of the rules stands there
        JobPostingRow,
        JobPostingPlaceRow,
        OfferBlockRow,
        OfferLikenessRow,
        PostingRepostRow,
    )
]

TRUST = {"employer": 90, "board": 50, "collector": 20}
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        yield session
    engine.dispose()


def put_in_order(session: Session, *rows: JobPostingRow, now: datetime = NOW) -> list[int]:
    return settle(session, [row.id or 0 for row in rows], trust=TRUST, now=now)


def shown(session: Session, now: datetime = NOW) -> list[str]:
    session.expire_all()
    rows = session.exec(select(JobPostingRow).where(*live_conditions(now)))
    return sorted(f"{row.source_key} {row.source_ref}" for row in rows)


def test_an_offer_is_shown_once_from_the_most_trusted_source(session: Session) -> None:
    rows = [add(session, "1", source=key) for key in ("collector", "employer", "board")]
    assert len(put_in_order(session, *rows)) == 2
    assert shown(session) == ["employer 1"]


def test_when_the_best_copy_closes_the_next_stands_in_by_the_clock_alone(session: Session) -> None:
    add_day = NOW.date()
    rows = [
        add(session, "1", source="employer", last_day=add_day),
        add(session, "1", source="board", last_day=add_day + timedelta(days=3)),
        add(session, "1", source="collector"),
    ]
    put_in_order(session, *rows)
    assert shown(session) == ["employer 1"]
    assert shown(session, NOW + timedelta(days=1)) == ["board 1"]
    assert shown(session, NOW + timedelta(days=3)) == ["board 1"]
    assert shown(session, NOW + timedelta(days=4)) == ["collector 1"]


def test_a_copy_that_is_taken_down_makes_room_and_comes_back_to_its_place(session: Session) -> None:
    best, other = add(session, "1", source="employer"), add(session, "9", source="board")
    put_in_order(session, best, other)
    best.removed_at = NOW
    session.add(best)
    session.flush()
    assert put_in_order(session, best) == [other.id]
    assert shown(session) == ["board 9"]
    best.removed_at = None
    session.add(best)
    session.flush()
    put_in_order(session, best)
    assert shown(session) == ["employer 1"]


def test_a_posting_that_becomes_another_job_is_no_copy_any_more(session: Session) -> None:
    best, other = add(session, "1", source="employer"), add(session, "9", source="board")
    put_in_order(session, best, other)
    best.title, best.description_text = "Welder", WELDING
    session.add(best)
    session.flush()
    put_in_order(session, best)
    assert shown(session) == ["board 9", "employer 1"]
    assert session.exec(select(OfferLikenessRow)).all() == []
    carried = set(session.exec(select(JobPostingRow.offer_key)))
    assert set(session.exec(select(OfferBlockRow.offer_key).distinct())) == carried, (
        "no drawer keeps what is gone"
    )


def test_no_town_is_lost(session: Session) -> None:
    rows = [
        add(session, "1", source="employer", places=[GARY]),
        add(session, "2", source="employer", places=[HAMMOND]),
        add(session, "3", source="board", places=[GARY, HAMMOND]),
        add(session, "4", source="collector", places=[HAMMOND]),
    ]
    put_in_order(session, *rows)
    # the board's copy names both towns, so neither of the employer's stands for it; the collector's is covered
    assert shown(session) == ["board 3", "employer 1", "employer 2"]


def test_samples_and_postings_for_own_staff_are_nobodys_copy(session: Session) -> None:
    rows = [
        add(session, "1"),
        add(session, "2", is_sample=True),
        add(session, "3", is_internal=True, source="employer"),
    ]
    put_in_order(session, *rows)
    assert shown(session) == ["board 1", "board 2"]
    rows[0].is_internal = True
    session.add(rows[0])
    session.flush()
    put_in_order(session, rows[0])
    session.refresh(rows[0])
    assert rows[0].offer_key is None


def test_a_job_posted_again_follows_its_closed_one_and_is_told_from_a_copy(session: Session) -> None:
    weeks = [NOW - timedelta(days=days) for days in (60, 30, 0)]
    first = add(session, "a", first_seen_at=weeks[0], removed_at=weeks[1])
    second = add(
        session, "b", first_seen_at=weeks[1], removed_at=weeks[2], text=NURSING.replace("twenty", "thirty")
    )
    third = add(session, "c", first_seen_at=weeks[2])
    copy = add(session, "d", first_seen_at=weeks[2], source="collector")
    long_ago = add(
        session, "e", first_seen_at=NOW - timedelta(days=500), removed_at=NOW - timedelta(days=400)
    )
    put_in_order(session, first, second, third, copy, long_ago)
    follows = {row.posting_id: row.previous_id for row in session.exec(select(PostingRepostRow))}
    assert follows == {second.id: first.id, third.id: second.id, copy.id: second.id}
    assert shown(session) == ["board c"]


def test_changed_trust_puts_everything_in_order_anew(session: Session) -> None:
    rows = [add(session, "1", source="employer"), add(session, "1", source="board")]
    put_in_order(session, *rows)
    changed = settle(session, [], trust={"board": 99}, now=NOW)
    assert sorted(changed) == sorted(row.id or 0 for row in rows)
    assert shown(session) == ["board 1"]
    assert settle(session, [], trust={"board": 99}, now=NOW) == []


def test_a_drawer_that_is_too_full_is_not_looked_through(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawers, "MOST_IN_DRAWER", 4)
    texts = [f"{NURSING} Hall {number}." for number in range(6)]
    few = [add(session, str(at), text=text) for at, text in enumerate(texts[:3])]
    put_in_order(session, *few)
    assert len(shown(session)) == 1
    rest = [add(session, str(at), text=text) for at, text in enumerate(texts[3:], start=3)]
    put_in_order(session, *rest)
    assert len(shown(session)) == 6, "as if all had come at once"
    for row in rest:
        row.is_internal = True
        session.add(row)
    session.flush()
    put_in_order(session, *rest)
    assert len(shown(session)) == 1, "as if they had never come"


# Random worlds -----------------------------------------------------------------------------------------------------

_TEXTS = (
    NURSING,
    NURSING + " We are an equal opportunity employer and welcome everybody who likes the work.",
    " ".join(NURSING.split()[:50]),
    NURSING.replace("hall of twenty beds", "memory ward"),
    WELDING,
)
_POSTING = st.fixed_dictionaries(
    {
        "source": st.sampled_from(sorted(TRUST)),
        "text": st.sampled_from(_TEXTS),
        "title": st.sampled_from(["Nursing Assistant", "Nursing Assistant (CNA)"]),
        "employer_name": st.sampled_from(["Lakeside Care Center", "Brightpath Staffing"]),
        "places": st.sampled_from([(GARY,), (HAMMOND,), (GARY, HAMMOND), ()]),
        "last_day": st.sampled_from([None, *(NOW.date() + timedelta(days=days) for days in (-2, 0, 1, 5))]),
        "removed_at": st.sampled_from([None, None, None, NOW - timedelta(days=3)]),
        "first_seen_at": st.sampled_from([NOW, NOW - timedelta(days=10), NOW - timedelta(days=2)]),
    }
)


def fresh_engine() -> Engine:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=TABLES)
    return engine


def state(session: Session) -> tuple[object, ...]:
    session.expire_all()
    refs = {row.id: row.source_ref for row in session.exec(select(JobPostingRow))}
    days = {row.source_ref: (row.offer_key, row.shown_from_on) for row in session.exec(select(JobPostingRow))}
    follows = {refs[row.posting_id]: refs[row.previous_id] for row in session.exec(select(PostingRepostRow))}
    alike = {(row.offer_key, row.other_key, row.is_same) for row in session.exec(select(OfferLikenessRow))}
    blocks = {(row.block_key, row.offer_key) for row in session.exec(select(OfferBlockRow))}
    return days, follows, alike, blocks


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=st.lists(_POSTING, min_size=2, max_size=9), data=st.data())
def test_order_and_portions_do_not_matter_twice_changes_nothing_and_nothing_is_lost(
    world: list[dict[str, object]], data: st.DataObject
) -> None:
    numbered = list(enumerate(world))
    mixed = data.draw(st.permutations(numbered))
    cut = data.draw(st.integers(0, len(world)))
    with Session(fresh_engine()) as at_once, Session(fresh_engine()) as in_portions:
        put_in_order(at_once, *(add(at_once, str(at), **posting) for at, posting in numbered))  # type: ignore[arg-type]
        for portion in (mixed[:cut], mixed[cut:]):
            put_in_order(in_portions, *(add(in_portions, str(at), **posting) for at, posting in portion))  # type: ignore[arg-type]
        assert state(in_portions) == state(at_once)
        everything = list(at_once.exec(select(JobPostingRow)))
        assert put_in_order(at_once, *everything) == []
        assert state(in_portions) == state(at_once)
        for day in (-3, 0, 1, 2, 6):
            nothing_is_lost(at_once, NOW + timedelta(days=day))
        # what left and came back leaves no trace
        gone = everything[0]
        removed_at, gone.removed_at = gone.removed_at, NOW
        put_in_order(at_once, gone)
        gone.removed_at = removed_at
        put_in_order(at_once, gone)
        assert state(in_portions) == state(at_once)


def nothing_is_lost(session: Session, now: datetime) -> None:
    """Each open posting is shown, or one is shown that is alike to it by a chain of copies and names all its towns."""
    rows = [row for row in session.exec(select(JobPostingRow)) if is_open(row, now)]
    places = read_places(session, [row.id or 0 for row in rows])
    alike: dict[int, set[int]] = {}
    for edge in session.exec(select(OfferLikenessRow).where(col(OfferLikenessRow.is_same))):
        alike.setdefault(edge.offer_key, set()).add(edge.other_key)
    for row in rows:
        if is_live(row, now):
            continue
        assert row.offer_key is not None
        group, todo = {row.offer_key}, [row.offer_key]
        while todo:
            new = alike.get(todo.pop(), set()) - group
            group |= new
            todo += new
        standing = [other for other in rows if other.offer_key in group and is_live(other, now)]
        assert any(set(places[row.id or 0]) <= set(places[other.id or 0]) for other in standing)


def test_the_day_of_the_far_end_is_a_day(session: Session) -> None:
    rows = [add(session, "1", last_day=date.max), add(session, "2", source="collector")]
    put_in_order(session, *rows)
    assert shown(session) == ["board 1"]
