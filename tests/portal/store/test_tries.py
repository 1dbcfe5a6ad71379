"""Tries of one address: counted for all processes, forgotten after ten minutes, and nobody's address is stored."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.store.tries import add_try, count_tries, hash_address
from portal.store.try_table import TryRow

SECRET = "a secret of the tests"
NOON = datetime(2026, 6, 20, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 21, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


def test_tries_are_counted_by_address_and_kind_and_forgotten_after_ten_minutes(engine: Engine) -> None:
    with Session(engine) as one, Session(engine) as other:
        add_try(one, "plan_code", "192.0.2.1", secret=SECRET, now=NOON)
        add_try(one, "plan_code", "192.0.2.1", secret=SECRET, now=NOON + timedelta(minutes=5))
        one.commit()

        def count(what: str, who: str, minutes: float) -> int:
            return count_tries(other, what, who, secret=SECRET, now=NOON + timedelta(minutes=minutes))

        assert count("plan_code", "192.0.2.1", 6) == 2
        assert count("plan_code", "::ffff:192.0.2.1", 6) == 2, "the same address in another form"
        assert count("plan_code", "192.0.2.2", 6) == count("plan_pdf", "192.0.2.1", 6) == 0
        assert count("plan_code", "192.0.2.1", 10) == 1
        other.rollback()
        add_try(one, "plan_pdf", "2001:db8::1", secret=SECRET, now=NOON + timedelta(minutes=12))
        one.commit()
        assert len(one.exec(select(TryRow)).all()) == 2, "what is over is gone from the store"
        stored = " ".join(row.model_dump_json() for row in one.exec(select(TryRow)))
        assert "192.0.2" not in stored
        assert "2001:db8" not in stored


def test_a_new_day_is_a_new_name_and_no_new_beginning(engine: Engine) -> None:
    before, after = MIDNIGHT - timedelta(minutes=1), MIDNIGHT + timedelta(minutes=1)
    one, other = (hash_address("192.0.2.1", secret=SECRET, day=when.date()) for when in (before, after))
    assert one != other
    assert hash_address("192.0.2.1", secret="another", day=before.date()) != one
    with Session(engine) as session:
        add_try(session, "plan_code", "192.0.2.1", secret=SECRET, now=before)
        assert count_tries(session, "plan_code", "192.0.2.1", secret=SECRET, now=after) == 1


def test_a_home_with_many_addresses_is_one() -> None:
    day = NOON.date()
    assert hash_address("2001:db8::1", secret=SECRET, day=day) == hash_address(
        "2001:db8::ffff:1", secret=SECRET, day=day
    )
    assert hash_address("2001:db8:0:1::1", secret=SECRET, day=day) != hash_address(
        "2001:db8::1", secret=SECRET, day=day
    )
