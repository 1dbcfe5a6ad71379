"""`portal curate …`: works through what reading and imports left open.

Exit codes: 0 done, 1 failed, 2 used wrongly (a value that does not fit, or a decision that stands), 4 nothing found.
"""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.domain.errors import InvalidCode, NotFound, PortalError
from portal.domain.review import ReviewAction
from portal.settings import Settings, load_settings
from portal.store.catalog import read_catalog
from portal.store.curate import (
    KINDS,
    CurateEntry,
    CurateList,
    decide_curate_entry,
    get_curate_detail,
    list_curate_entries,
    undo_curate_decision,
)
from portal.store.curate_edges import (
    EDGE,
    decide_edge,
    get_edge_detail,
    is_edge_id,
    list_edge_entries,
    undo_edge,
)
from portal.store.embedded import load_catalog_files
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
def _desk() -> Iterator[tuple[Session, Settings]]:
    """A session that is committed at the end; what can be explained becomes a sentence and a code."""
    try:
        settings = load_settings()
        engine = open_engine(settings.store_url())
        try:
            with open_session(engine) as session:
                yield session, settings
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
@click.option("--kind", type=click.Choice((*KINDS, EDGE)), help="Only these.")
@click.option("--all", "show_all", is_flag=True, help="Also what is decided or has closed by itself.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@_JSON
def list_command(*, kind: str | None, show_all: bool, limit: int, as_json: bool) -> None:
    """List what waits for a person, those of most postings first."""
    with _desk() as (session, settings):
        entries: tuple[CurateEntry, ...] = ()
        if kind != EDGE:
            entries = list_curate_entries(session, kind=kind, open_only=not show_all, limit=limit).entries
        if kind in (None, EDGE):
            entries += list_edge_entries(read_catalog(session), settings.data_dir, open_only=not show_all)
        found = CurateList(entries=entries[:limit])
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
    with _desk() as (session, settings):
        if is_edge_id(entry_id):
            detail = get_edge_detail(read_catalog(session), settings.data_dir, entry_id)
        else:
            detail = get_curate_detail(session, entry_id)
    if as_json:
        click.echo(detail.model_dump_json(indent=2))
        return
    console = _console()
    console.print(_table((detail.entry,)))
    for proposal in detail.proposals:
        console.print(f"  {_plain(proposal.value):<32} {_plain(proposal.name)}")
    for example in detail.examples:
        console.print(_plain(f"  /jobs/{example.id}  {example.title} · {example.employer_name}"))


@curate.command("accept")
@_ID
@_EMPLOYER
@_BY
@_NOTE
@_JSON
def accept_command(entry_id: str, *, employer: str, actor: str, note: str, as_json: bool) -> None:
    """Accept what ID proposes first; of doubted pay: that the doubt is right; of the catalog: the import.

    Of an edge: that the first credential is a help before the second, with the proof in --note.
    """
    _decide(entry_id, ReviewAction.ACCEPT, employer=employer, actor=actor, note=note, as_json=as_json)


@curate.command("reject")
@_ID
@_BY
@_NOTE
@_JSON
def reject_command(entry_id: str, *, actor: str, note: str, as_json: bool) -> None:
    """Say that nothing fits ID; of doubted pay: that the pay is right; of the catalog: that the catalog is.

    Of an edge: that neither credential leads to the other.
    """
    _decide(entry_id, ReviewAction.REJECT, actor=actor, note=note, as_json=as_json)


@curate.command("assign")
@_ID
@click.argument("value")
@_EMPLOYER
@_BY
@_NOTE
@_JSON
def assign_command(entry_id: str, value: str, *, employer: str, actor: str, note: str, as_json: bool) -> None:
    """Say what is right for ID: a SOC code, a credential's id, zip:46402 or county:18089, or “both”.

    Of an edge: one of its proposals, such as prepares_for:cna-in:hha-in, with the proof in --note.
    """
    _decide(
        entry_id, ReviewAction.ASSIGN, value=value, employer=employer, actor=actor, note=note, as_json=as_json
    )


@curate.command("undo")
@_ID
@_BY
@_JSON
def undo_command(entry_id: str, *, actor: str, as_json: bool) -> None:
    """Take the decision about ID back. It stays in the record, with who undid it."""
    with _desk() as (session, settings):
        if is_edge_id(entry_id):
            entry = undo_edge(settings.data_dir, entry_id, undone_by=actor)
            load_catalog_files(session, settings.config_dir, now=settings.now(), data_dir=settings.data_dir)
        else:
            entry = undo_curate_decision(session, entry_id, undone_by=actor, undone_at=settings.now())
    _say(entry, as_json=as_json)


@curate.command("refresh")
@_JSON
def refresh_command(*, as_json: bool) -> None:
    """Bring the queue in line with the open postings; every run of a source does the same."""
    with _desk() as (session, settings):
        report = refresh_review_queue(session, now=settings.now())
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
    with _desk() as (session, settings):
        now = settings.now()
        if is_edge_id(entry_id):
            entry = decide_edge(
                read_catalog(session), settings.data_dir, entry_id, action=action, value=value, note=note,
                decided_by=actor, decided_at=now,
            )  # fmt: skip
            load_catalog_files(session, settings.config_dir, now=now, data_dir=settings.data_dir)
        else:
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
    elif entry.kind == EDGE:
        said = f"confirmed as {entry.decision.value}" if entry.decision.value else "is no edge"
        click.echo(f"{entry.id} {said}. It counts at once; what postings ask is read anew at the next run.")
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
        cells = (entry.id, entry.kind, f"{entry.postings:,}", entry.label, entry.detail, said)
        table.add_row(*map(_plain, cells))
    return table


def _console() -> Console:
    # What is shown comes from files of others: a bracket in it is no style, and “:cat:” no picture.
    return Console(highlight=False, markup=False, emoji=False)


def _plain(text: str) -> str:
    """The text without what would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
