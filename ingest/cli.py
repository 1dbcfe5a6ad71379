"""`ingest …`: the command line of ingestion. The parts are wired together here and nowhere else.

Exit codes: 0 done, 1 failed, 2 used wrongly, 3 quarantined (the feed was not believed), 4 busy or waiting.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from ingest.coder.cli import coder
from ingest.ctdl_cli import ctdl
from ingest.errors import IngestError, SourceBusy
from ingest.logs import set_up_logging
from ingest.pipeline.report import RunReport
from ingest.pipeline.workshop import RunRequest
from ingest.registry import get_source, read_sources
from ingest.run_cli import (
    EXIT_BUSY,
    EXIT_FAILED,
    EXIT_USAGE,
    print_json,
    replay_command,
    run_command,
    run_once,
)
from ingest.sample.command import sample
from ingest.schedule import run_schedule
from ingest.snapshot.cli import snapshot
from ingest.status import describe_source, source_state, source_status
from ingest.try_feed import try_command
from ingest.understand_cli import understand
from ingest.wiring import delete_what_ended, surroundings_of
from portal.domain.errors import NotFound, PortalError
from portal.domain.source import SourceConfig
from portal.settings import Settings, load_settings
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.runs import last_good_run

_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/cli/ingest.md)."
)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_KEY = click.argument("key")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def ingest(context: click.Context) -> None:
    """Take postings in from their sources.

    Exit codes: 0 done, 1 failed, 2 used wrongly, 3 quarantined, 4 busy or waiting.
    """
    settings = load_settings()
    set_up_logging(settings)
    context.obj = settings


ingest.add_command(snapshot)
ingest.add_command(ctdl)
snapshot.add_command(sample)
ingest.add_command(coder)
ingest.add_command(understand)
ingest.add_command(try_command)
ingest.add_command(run_command)
ingest.add_command(replay_command)


@ingest.command("list")
@_JSON
@click.pass_obj
def list_command(settings: Settings, *, as_json: bool) -> None:
    """List the sources: what each is, whether it is on, and how to turn it on."""
    surroundings = surroundings_of(settings)
    rows = [describe_source(s, surroundings, now=settings.now()) for s in read_sources(settings.config_dir)]
    if as_json:
        print_json({"sources": rows})
        return
    for row in rows:
        click.echo(f"{row['key']:<12} {row['state']:<8} {row['title']} (run on: {row['run_on']})")
        if row["how_to_turn_on"]:
            click.echo(f"{'':<12} {row['how_to_turn_on']}")


@ingest.command("status")
@click.argument("key", required=False)
@_JSON
@click.pass_obj
def status_command(settings: Settings, key: str | None, *, as_json: bool) -> None:
    """Show the last run, the last good run and the next run of each source, or of KEY."""
    sources = [get_source(settings.config_dir, key)] if key else list(read_sources(settings.config_dir))
    surroundings = surroundings_of(settings)
    engine = open_engine(settings.store_url())
    migrate(engine)
    with open_session(engine) as session:
        rows = [source_status(session, s, surroundings, now=settings.now()) for s in sources]
    if as_json:
        print_json({"sources": rows})
        return
    for row in rows:
        last, good = row["last_run"], row["last_good_run"]
        click.echo(f"{row['key']:<12} {row['state']:<8} next {row['next_run_at'] or '-'}")
        if last:
            click.echo(f"{'':<12} last run {last['started_at']}: {last['status']} {last['error']}".rstrip())
        if good:
            click.echo(
                f"{'':<12} last good {good['finished_at']}: {good['parsed']} taken, {good['rejected']} rejected"
            )


@ingest.command("schedule")
@click.option("--once", is_flag=True, help="Run what is due now, then end.")
@click.option(
    "--until-stdin-closes", is_flag=True, help="End with the program that started it (the site does so)."
)
@click.pass_obj
def schedule_command(settings: Settings, *, once: bool, until_stdin_closes: bool) -> None:
    """Run the sources that are on at their times, until stopped. A second copy ends at once."""
    surroundings = surroundings_of(settings)
    sources = [s for s in read_sources(settings.config_dir) if s.enabled]
    runner = _SettingsRunner(settings)
    run_schedule(
        sources,
        runner,
        lock_folder=settings.data_dir / "locks",
        clock=settings.now,
        is_ready=lambda source: source_state(source, surroundings)[0] == "on",
        tidy=lambda: delete_what_ended(settings),
        once=once,
        lifeline=sys.stdin.buffer if until_stdin_closes else None,
    )


class _SettingsRunner:
    """Runs sources as the settings say; each run opens the store anew, so that an outage ends with the outage."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def run(self, source: SourceConfig) -> RunReport:
        return run_once(
            source, self._settings, request=RunRequest(mirror=self._settings.mirror), progress=lambda _n: None
        )

    def last_good_at(self, source: SourceConfig) -> datetime | None:
        engine = open_engine(self._settings.store_url())
        migrate(engine)
        with open_session(engine) as session:
            row = last_good_run(session, source.key)
        engine.dispose()
        if row is None or row.finished_at is None:
            return None
        # a fixed clock stands still, so runs are compared on its time
        moment = row.as_of if self._settings.as_of else row.finished_at
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def main() -> None:
    """The command `ingest`: turns errors into one sentence and an exit code."""
    try:
        ingest(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from error
    except click.Abort as error:
        click.echo("Stopped.", err=True)
        raise SystemExit(130) from error
    except SourceBusy as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_BUSY) from error
    except NotFound as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_USAGE) from error
    except (PortalError, IngestError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_FAILED) from error
    except DBAPIError as error:
        click.echo(f"The database refused: {error.orig}. Nothing of this run was taken over.", err=True)
        raise SystemExit(EXIT_FAILED) from error
