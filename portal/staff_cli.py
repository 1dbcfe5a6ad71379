"""`portal staff …`: organisations, their first administrator, and whether the log is whole.

Exit codes: 0 done, 1 failed, 2 used wrongly, 4 nothing found.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from portal.domain.errors import InvalidCode, NotFound, PortalError
from portal.domain.staff import Role
from portal.settings import Settings, load_settings
from portal.store.audit import append_entry, check_chain
from portal.store.engine import open_engine
from portal.store.sealing import Sealer
from portal.store.staff import (
    add_invited,
    create_organisation,
    email_of,
    get_organisation,
    list_accounts,
    name_of,
)
from portal.store.staff_links import LinkKind, make_link
from portal.store.staff_tables import AccountRow, OrganisationRow
from portal.store.staff_tries import unlock_account

EXIT_FAILED, EXIT_USAGE, EXIT_NOTHING = 1, 2, 4
_ORGANISATION = click.argument("organisation_id", metavar="ORGANISATION")


@contextmanager
def open_desk() -> Iterator[tuple[Session, Settings, Sealer]]:
    """A session that is committed at the end; what can be explained becomes a sentence and a code."""
    try:
        settings = load_settings()
        sealer = Sealer(settings.seal_keys)
        engine = open_engine(settings.store_url())
        try:
            with Session(engine, expire_on_commit=False) as session:
                yield session, settings, sealer
                session.commit()
        finally:
            engine.dispose()
    except NotFound as error:
        _stop(str(error), EXIT_NOTHING)
    except InvalidCode as error:
        _stop(str(error), EXIT_USAGE)
    except PortalError as error:
        _stop(str(error), EXIT_FAILED)
    except DBAPIError as error:
        _stop(f"The database is not ready ({error.orig}). Run: portal migrate", EXIT_FAILED)


@click.group("staff")
def staff() -> None:
    """Professionals: organisations, the first administrator, accounts, and the log.

    Exit codes: 0 done, 1 failed, 2 used wrongly, 4 nothing found.
    """


@staff.command("create-organisation")
@click.argument("name")
@click.option("--kind", type=click.Choice(["school", "vr", "other"]), required=True)
@click.option("--second-factor", is_flag=True, help="Everybody there needs one, whatever their role.")
def create_command(name: str, *, kind: str, second_factor: bool) -> None:
    """Add the organisation NAME; print its id."""
    if not name.strip():
        raise click.UsageError("Write the organisation's name.")
    with open_desk() as (session, settings, _sealer):
        row = create_organisation(
            session, name.strip(), kind=kind, needs_second_factor=second_factor, now=settings.now()
        )
        _log(session, row.id, "organisation_made", now=settings.now())
    click.echo(row.id)


@staff.command("invite")
@_ORGANISATION
@click.option("--email", prompt="E-mail address", help="Asked for when left out, so that no shell keeps it.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADMINISTRATOR.value,
    show_default=True,
)
def invite_command(organisation_id: str, *, email: str, role: str) -> None:
    """Invite somebody to ORGANISATION, its first administrator above all; print the link, which works once."""
    with open_desk() as (session, settings, sealer):
        now = settings.now()
        get_organisation(session, organisation_id)
        account = add_invited(
            session, sealer, organisation_id=organisation_id, email=email, role=Role(role), now=now
        )
        token = make_link(session, account, LinkKind.JOIN, now=now)
        _log(session, organisation_id, "invited", now=now, detail={"account": account.id, "role": role})
    site = settings.public_url or f"http://{settings.host}:{settings.port}"
    click.echo(f"{site}/staff/join/{token}")
    click.echo("Hand this link over in a safe way. It works once, for 7 days.", err=True)


@staff.command("list")
def list_command() -> None:
    """List organisations and their accounts, with addresses: for the eyes of whoever runs the site."""
    with open_desk() as (session, _settings, sealer):
        table = Table("organisation", "account", "role", "state", "name", "e-mail")
        organisations = session.exec(select(OrganisationRow).order_by(col(OrganisationRow.made_at))).all()
        for organisation in organisations:
            accounts = list_accounts(session, organisation.id)
            table.add_row(organisation.id, "", organisation.kind, "", organisation.name, "")
            for account in accounts:
                state = "active" if account.is_active else "invited"
                named = (name_of(sealer, account), email_of(sealer, account))
                table.add_row("", account.id, account.role, state, *map(_plain, named))
    if not organisations:
        _stop("There is no organisation yet. Make one with: portal staff create-organisation", EXIT_NOTHING)
    Console(highlight=False, markup=False, emoji=False, width=160).print(table)


@staff.command("unlock")
@click.argument("account_id", metavar="ACCOUNT")
def unlock_command(account_id: str) -> None:
    """Let ACCOUNT try again at once after too many wrong passwords or codes."""
    with open_desk() as (session, settings, sealer):
        account = session.get(AccountRow, account_id)
        if account is None or account.ended_at is not None:
            raise NotFound(f"There is no account {account_id[:40]}. See them with: portal staff list")
        # the real clock, as the site counts: a clock fixed by `as_of` would never be over
        unlock_account(
            session,
            sealer,
            email=email_of(sealer, account),
            account_id=account.id,
            secret=settings.secret_key,
            now=datetime.now(UTC),
        )
        _log(session, account.organisation_id, "unlocked", now=settings.now(), detail={"account": account.id})
    click.echo("Unlocked.")


@staff.command("check-log")
def check_log_command() -> None:
    """Check that no entry of any organisation's log was changed or taken out; exit code 1 where one was."""
    broken = 0
    with open_desk() as (session, _settings, _sealer):
        for organisation in session.exec(select(OrganisationRow).order_by(col(OrganisationRow.made_at))):
            found = check_chain(session, organisation.id)
            broken += found.broken_at is not None
            said = f"broken at entry {found.broken_at:,}" if found.broken_at else "whole"
            click.echo(f"{organisation.id}  {found.entries:,} entries, {said}")
    if broken:
        _stop("A log is broken: keep a copy of the database, and compare it with a backup.", EXIT_FAILED)


def _log(
    session: Session,
    organisation_id: str,
    action: str,
    *,
    now: datetime,
    detail: dict[str, str] | None = None,
) -> None:
    append_entry(
        session,
        organisation_id=organisation_id,
        account_id=None,
        actor="system",
        kind="account",
        action=action,
        now=now,
        detail=detail,
    )


def _stop(message: str, code: int) -> None:
    click.echo(f"portal: {message}", err=True)
    sys.exit(code)


def _plain(text: str) -> str:
    """The text without what would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
