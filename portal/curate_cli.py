"""`portal curate …`: works through what reading and imports left open.

Exit codes: 0 done, 1 failed, 2 used wrongly (a value that does not fit, or a decision that stands), 4 nothing found.
"""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.domain.errors import InvalidCode, NotFound, PortalError
from portal.domain.review import ReviewAction
from portal.settings import load_settings
from portal.store.curate import (
    KINDS,
    CurateEntry,
    decide_curate_entry,
    get_curate_detail,
    list_curate_entries,
    undo_curate_decision,
)
from portal.store.engine import open_engine, open_session
from portal.store.review import refresh_review_queue

EXIT_FAILED, EXIT_USAGE, EXIT_NOTHING = 1, 2, 4
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/cli.md).")
_BY = click.option("--by", "actor", default=getpass.getuser, help="Who decides; else your login name.")
_NOTE = click.option("--note", default="", help="Why, for whoever looks at it later.")
_EMPLOYER = click.option(
    "--employer", default="", help="Only for this employer's postings (occupations only), as they write it."
)
_ID = click.argument("entry_id", metavar="ID")


@contextmanager
def _desk() -> Iterator[tuple[Session, datetime]]:
    """A session that is committed at the end, and the time; what can be explained becomes a sentence and a code."""
    try:
        settings = load_settings()
        engine = open_engine(settings.store_url())
        try:
            with open_session(engine) as session:
                yield session, settings.now()
                session.commit()
        finally:
            engine.dispose()
    except NotFound as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_NOTHING)
    except InvalidCode as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_USAGE)
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except DBAPIError as error:
        click.echo(f"portal: The database is not ready ({error.orig}). Run: portal migrate", err=True)
        sys.exit(EXIT_FAILED)


@click.group("curate")
def curate() -> None:
    """What postings and imports leave open: see it, decide it, take a decision back.

    Exit codes: 0 done, 1 failed, 2 used wrongly, 4 nothing found.
    """


@curate.command("list")
@click.option("--kind", type=click.Choice(KINDS), help="Only these.")
@click.option("--all", "show_all", is_flag=True, help="Also what is decided or has closed by itself.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@_JSON
def list_command(*, kind: str | None, show_all: bool, limit: int, as_json: bool) -> None:
    """List what waits for a person, those of most postings first."""
    with _desk() as (session, _now):
        found = list_curate_entries(session, kind=kind, open_only=not show_all, limit=limit)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    elif found.entries:
        _console().print(_table(found.entries))
    if not found.entries:
        click.echo("Nothing waits.", err=True)
        sys.exit(EXIT_NOTHING)


@curate.command("show")
@_ID
@_JSON
def show_command(entry_id: str, *, as_json: bool) -> None:
    """Show ID with what could be right and the postings that raise it."""
    with _desk() as (session, _now):
        detail = get_curate_detail(session, entry_id)
    if as_json:
        click.echo(detail.model_dump_json(indent=2))
        return
    console = _console()
    console.print(_table((detail.entry,)))
    for proposal in detail.proposals:
        console.print(f"  {proposal.value:<32} {proposal.name}", markup=False)
    for example in detail.examples:
        console.print(f"  /jobs/{example.id}  {example.title} · {example.employer_name}", markup=False)


@curate.command("accept")
@_ID
@_EMPLOYER
@_BY
@_NOTE
@_JSON
def accept_command(entry_id: str, *, employer: str, actor: str, note: str, as_json: bool) -> None:
    """Accept what ID proposes first; of doubted pay: that the doubt is right; of the catalog: the import."""
    _decide(entry_id, ReviewAction.ACCEPT, employer=employer, actor=actor, note=note, as_json=as_json)


@curate.command("reject")
@_ID
@_BY
@_NOTE
@_JSON
def reject_command(entry_id: str, *, actor: str, note: str, as_json: bool) -> None:
    """Say that nothing fits ID; of doubted pay: that the pay is right; of the catalog: that the catalog is."""
    _decide(entry_id, ReviewAction.REJECT, actor=actor, note=note, as_json=as_json)


@curate.command("assign")
@_ID
@click.argument("value")
@_EMPLOYER
@_BY
@_NOTE
@_JSON
def assign_command(entry_id: str, value: str, *, employer: str, actor: str, note: str, as_json: bool) -> None:
    """Say what is right for ID: a SOC code, a credential's id, zip:46402 or county:18089, or “both”."""
    _decide(
        entry_id, ReviewAction.ASSIGN, value=value, employer=employer, actor=actor, note=note, as_json=as_json
    )


@curate.command("undo")
@_ID
@_BY
@_JSON
def undo_command(entry_id: str, *, actor: str, as_json: bool) -> None:
    """Take the decision about ID back. It stays in the record, with who undid it."""
    with _desk() as (session, now):
        entry = undo_curate_decision(session, entry_id, undone_by=actor, undone_at=now)
    _say(entry, as_json=as_json)


@curate.command("refresh")
@_JSON
def refresh_command(*, as_json: bool) -> None:
    """Bring the queue in line with the open postings; every run of a source does the same."""
    with _desk() as (session, now):
        report = refresh_review_queue(session, now=now)
    if as_json:
        click.echo(report.model_dump_json(indent=2))
        return
    click.echo(
        f"{report.opened:,} opened, {report.reopened:,} opened again, {report.closed:,} closed, "
        f"{report.changed:,} changed, {report.unchanged:,} as they were"
    )


def _decide(
    entry_id: str,
    action: ReviewAction,
    *,
    value: str = "",
    employer: str = "",
    actor: str,
    note: str,
    as_json: bool,
) -> None:
    with _desk() as (session, now):
        entry = decide_curate_entry(
            session, entry_id, action, value=value, employer=employer, note=note, decided_by=actor,
            decided_at=now,
        )  # fmt: skip
    _say(entry, as_json=as_json)


def _say(entry: CurateEntry, *, as_json: bool) -> None:
    if as_json:
        click.echo(entry.model_dump_json(indent=2))
    elif entry.decision is None:
        again = "waits again" if entry.is_open else "is read as before from the next run of the sources"
        click.echo(f"{entry.id} {again}: {entry.label}")
    else:
        said = f"{entry.decision.action} {entry.decision.value}".strip()
        click.echo(f"{entry.id}, {entry.label}: {said}. It counts from the next run of the sources.")


def _table(entries: tuple[CurateEntry, ...]) -> Table:
    table = Table("id", "kind", "postings", "what", "why", "decided")
    for entry in entries:
        decision = entry.decision
        said = f"{decision.action} {decision.value} ({decision.decided_by})" if decision else ""
        if not said and not entry.is_open:
            said = "closed by itself"
        table.add_row(entry.id, entry.kind, f"{entry.postings:,}", entry.label, entry.detail, said)
    return table


def _console() -> Console:
    return Console(highlight=False)
