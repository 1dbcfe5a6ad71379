"""What lets a professional in is used up once, on both databases: links, codes, steps, challenges, sign-ins."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.domain.staff import Role
from portal.store.account_log import list_account_events
from portal.store.audit import append_entry
from portal.store.engine import open_engine
from portal.store.leads import count_people_without_lead
from portal.store.passkeys import add_challenge, take_challenge
from portal.store.sealing import Sealer
from portal.store.second_factors import make_recovery_codes, set_totp, take_step, use_recovery_code
from portal.store.staff import (
    AlreadyInvited,
    LastAdministrator,
    add_invited,
    create_organisation,
    end_account,
)
from portal.store.staff_links import LinkKind, find_link_account, make_link, use_link
from portal.store.staff_sessions import end_sessions, list_sessions, start_session
from portal.store.staff_tables import AccountRow
from portal.store.staff_tries import Tried, key_of_email, unlock_account
from portal.store.tries import add_try, count_tries
from tests.portal.web.staff_world import SEAL_KEY

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
SEALER = Sealer((SEAL_KEY,))


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def account(engine: Engine) -> AccountRow:
    with Session(engine, expire_on_commit=False) as session:
        organisation = create_organisation(
            session, "Lake View School", kind="school", needs_second_factor=False, now=NOW
        )
        row = add_invited(
            session,
            SEALER,
            organisation_id=organisation.id,
            email="Ada@Lake.Example",
            role=Role.ADMINISTRATOR,
            now=NOW,
        )
        row.is_active = True
        session.commit()
        return row


def winners(engine: Engine, use: Callable[[Session], bool]) -> int:
    """How many of four at once get through."""
    seen: list[bool] = []

    def run() -> None:
        with Session(engine) as session:
            seen.append(use(session))
            session.commit()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    return sum(seen)


def test_of_several_at_once_one_gets_through(engine: Engine, account: AccountRow) -> None:
    with Session(engine, expire_on_commit=False) as session:
        row = session.get(AccountRow, account.id)
        assert row is not None
        token = make_link(session, row, LinkKind.RESET, now=NOW)
        code, *_ = make_recovery_codes(session, row, now=NOW)
        set_totp(session, SEALER, row, secret="ABCDEFGH", step=7, now=NOW)
        add_challenge(session, b"challenge", now=NOW)
        session.commit()
    assert winners(engine, lambda store: use_link(store, token, LinkKind.RESET, now=NOW)) == 1
    assert winners(engine, lambda store: use_recovery_code(store, account.id, code, now=NOW)) == 1
    assert winners(engine, lambda store: take_step(store, account.id, 8)) == 1
    assert winners(engine, lambda store: take_challenge(store, b"challenge", now=NOW)) == 1
    with Session(engine) as session:
        assert find_link_account(session, token, LinkKind.RESET, now=NOW) is None
        assert not take_step(session, account.id, 7)


def test_a_challenge_lasts_five_minutes(engine: Engine) -> None:
    with Session(engine) as session:
        add_challenge(session, b"one", now=NOW)
        assert not take_challenge(session, b"one", now=NOW + timedelta(minutes=6))
        add_challenge(session, b"two", now=NOW)
        assert take_challenge(session, b"two", now=NOW + timedelta(minutes=4))


def test_sign_ins_begin_and_end(engine: Engine, account: AccountRow) -> None:
    with Session(engine) as session:
        for minute in range(4):
            start_session(
                session,
                account.id,
                now=NOW + timedelta(minutes=minute),
                has_second_factor=True,
                device_words="",
                most=3,
            )
        limits = {"idle": timedelta(minutes=30), "longest": timedelta(hours=10)}
        rows = list_sessions(session, account.id, now=NOW + timedelta(minutes=5), **limits)
        assert [row.made_at for row in rows] == [NOW + timedelta(minutes=minute) for minute in (3, 2, 1)]
        assert list_sessions(session, account.id, now=NOW + timedelta(hours=1), **limits) == []
        assert end_sessions(session, account.id, now=NOW, but=rows[0].id) == 2
        assert len(list_sessions(session, account.id, now=NOW, **limits)) == 1


def test_an_address_is_one_accounts_however_it_is_written(engine: Engine, account: AccountRow) -> None:
    with Session(engine) as session:
        with pytest.raises(AlreadyInvited):
            add_invited(
                session,
                SEALER,
                organisation_id=account.organisation_id,
                email=" ADA@lake.example ",
                role=Role.CURATOR,
                now=NOW,
            )
        row = session.get(AccountRow, account.id)
        assert row is not None
        with pytest.raises(LastAdministrator):
            end_account(session, row, now=NOW)
        assert count_people_without_lead(session, account.organisation_id, today=NOW.date()) == 0


def test_unlocking_forgets_tries_of_one_account_alone(engine: Engine) -> None:
    keys = [key_of_email(SEALER, email) for email in ("a@b.org", "c@d.org")]
    with Session(engine) as session:
        for key in keys:
            add_try(session, Tried.PASSWORD, key, secret="s", now=NOW)
        session.flush()
        unlock_account(session, SEALER, email="A@b.org ", account_id="x", secret="s", now=NOW)
        assert [count_tries(session, Tried.PASSWORD, key, secret="s", now=NOW) for key in keys] == [0, 1]


def test_an_account_is_told_what_was_done_with_it_and_nothing_else(
    engine: Engine, account: AccountRow
) -> None:
    with Session(engine) as session:
        for action, about, by in (
            ("factor_reset", account.id, "b" * 24),
            ("ended", "c" * 24, "b" * 24),
            ("unlocked", account.id, None),
            ("signed_in", account.id, account.id),
        ):
            append_entry(
                session,
                organisation_id=account.organisation_id,
                account_id=by,
                actor="administrator" if by else "system",
                kind="account",
                action=action,
                now=NOW,
                detail={"account": about},
            )
        events = list_account_events(session, account)
        assert [(each.action, each.by) for each in events] == [
            ("signed_in", "own"),
            ("unlocked", "system"),
            ("factor_reset", "other"),
        ]
