"""`ingest run` and `ingest replay`: one source, all of them, or once more what they rejected.

Exit codes: 0 done, 1 failed, 2 used wrongly, 3 quarantined (the feed was not believed), 4 busy or waiting.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest.errors import IngestError, SourceBusy
from ingest.pipeline.replay import ReplayReport
from ingest.pipeline.report import FAILED, QUARANTINED, RunReport
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import get_source, read_sources
from ingest.search_index import SearchIndex
from ingest.status import source_state
from ingest.wiring import open_workshop, replay_configured, run_configured, surroundings_of
from portal.domain.source import SourceConfig
from portal.search.build import open_search_engine
from portal.settings import Settings

EXIT_FAILED, EXIT_USAGE, EXIT_QUARANTINED, EXIT_BUSY = 1, 2, 3, 4
_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/cli/ingest.md)."
)


@click.command("run")
@click.argument("key", required=False)
@click.option("--all", "all_sources", is_flag=True, help="Every source that is on, instead of KEY.")
@click.option(
    "--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="How many sources at once."
)
@click.option(
    "--mirror",
    type=click.Path(file_okay=False, path_type=Path),
    help="Read from this folder, not the network.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--accept-shrink", is_flag=True, help="Believe a feed that shrank; a person looked at it.")
@_JSON
@click.pass_obj
def run_command(
    settings: Settings,
    key: str | None,
    *,
    all_sources: bool,
    jobs: int,
    mirror: Path | None,
    dry_run: bool,
    accept_shrink: bool,
    as_json: bool,
) -> None:
    """Run the source KEY once, be it on or off; or with --all every source that is on, several at once."""
    if bool(key) == all_sources:
        raise click.UsageError("Name one source, or say --all.")
    request = RunRequest(mirror=mirror or settings.mirror, dry_run=dry_run, accept_shrink=accept_shrink)
    if key is None:
        _run_all(settings, request, jobs=jobs, as_json=as_json)
        return
    source = get_source(settings.config_dir, key)
    with _progress_bar(f"{key}: reading") as progress:
        report = run_once(source, settings, request=request, progress=progress)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(_story(report))
    if code := _exit_code(report):
        raise SystemExit(code)


def _run_all(settings: Settings, request: RunRequest, *, jobs: int, as_json: bool) -> None:
    """Every source that is on. The exit code is that of the worst: failed, then quarantined, then busy."""
    around = surroundings_of(settings)
    sources = [s for s in read_sources(settings.config_dir) if source_state(s, around)[0] == "on"]
    reports: list[RunReport] = []
    busy: list[str] = []

    workshop = _workshop(settings)

    def run(source: SourceConfig) -> RunReport | str:
        try:
            return run_configured(source, settings, workshop=workshop, request=request)
        except SourceBusy as error:
            return str(error)

    with ThreadPoolExecutor(jobs) as pool:
        for outcome in pool.map(run, sources):
            if isinstance(outcome, RunReport):
                reports.append(outcome)
                if not as_json:
                    click.echo(_story(outcome))
            else:
                busy.append(outcome)
                click.echo(outcome, err=True)
    workshop.engine.dispose()
    if as_json:
        print_json({"runs": [asdict(report) for report in reports], "busy": busy})
    codes = {_exit_code(report) for report in reports} | ({EXIT_BUSY} if busy else set())
    for code in (EXIT_FAILED, EXIT_QUARANTINED, EXIT_BUSY):
        if code in codes:
            raise SystemExit(code)


def _exit_code(report: RunReport) -> int:
    if report.status == QUARANTINED:
        return EXIT_QUARANTINED
    if report.status == FAILED:
        return EXIT_BUSY if " waits for " in report.error else EXIT_FAILED
    return 0


@click.command("replay")
@click.argument("key", required=False)
@click.option(
    "--reason", help="Only what was rejected for this reason (its words as `ingest run` prints them)."
)
@click.option("--apply", is_flag=True, help="Take over what can be taken; without it nothing is written.")
@_JSON
@click.pass_obj
def replay_command(
    settings: Settings, key: str | None, *, reason: str | None, apply: bool, as_json: bool
) -> None:
    """Look again at the records that the last good run rejected, of KEY or of all sources, after a fix.

    The archived bytes are read again. Says what would now be taken; --apply takes it. Nothing is ever closed by it.
    """
    sources = [get_source(settings.config_dir, key)] if key else list(read_sources(settings.config_dir))
    workshop = _workshop(settings)
    try:
        reports, errors = [], []
        for source in sources:
            try:
                found = replay_configured(source, settings, workshop=workshop, reason=reason, apply=apply)
            except IngestError as error:
                if key:
                    raise
                errors.append(str(error))
            else:
                reports += [found] if key or found.rejected else []
    finally:
        workshop.engine.dispose()
    if as_json:
        print_json({"replays": [asdict(report) for report in reports], "errors": errors})
    else:
        for report in reports:
            click.echo(_replayed(report))
        if not reports and not errors:
            click.echo("Nothing is waiting: no record was rejected.")
    for line in errors:
        click.echo(line, err=True)
    if errors:
        raise SystemExit(EXIT_FAILED)


def _replayed(report: ReplayReport) -> str:
    lines = [
        f"{report.source_key}: {report.settled} of {report.rejected} rejected records are "
        f"{'settled' if report.applied else 'to be settled'}: {report.inserted} new, {report.updated} changed, "
        f"{report.reopened} back",
        *(f"  still rejected: {count} × {reason}" for reason, count in report.left.items()),
        *(f"  look at: {warning}" for warning in report.warnings),
    ]
    if report.settled and not report.applied:
        lines.append("  Nothing was written. Take them over with --apply.")
    return "\n".join(lines)


def run_once(
    source: SourceConfig, settings: Settings, *, request: RunRequest, progress: Callable[[int], None]
) -> RunReport:
    """One run on a store of its own, opened anew, so that an outage ends with the outage.

    Raises: SourceBusy, StoreUnavailable and other errors of the portal.
    """
    workshop = _workshop(settings)
    try:
        return run_configured(source, settings, workshop=workshop, request=request, progress=progress)
    finally:
        workshop.engine.dispose()


def _workshop(settings: Settings) -> Workshop:
    workshop = open_workshop(settings, index=None)
    search = open_search_engine(settings)
    if search.version() is None:  # the first start of the site builds it
        return workshop
    return workshop.with_index(SearchIndex(search))


def _story(report: RunReport) -> str:
    lines = [
        f"{report.source_key}: {report.status}{' (dry run, nothing written)' if report.dry_run else ''} "
        f"as of {report.as_of:%Y-%m-%d} in {report.seconds:.1f} s",
        f"  {report.fetched} records fetched, {report.parsed} taken, {report.rejected} rejected, "
        f"{report.internal} only for own staff, {report.expired} newly past their last day",
        f"  {report.inserted} new, {report.updated} changed, {report.unchanged} unchanged, {report.reopened} back, "
        f"{report.removed} gone",
    ]
    if not report.dry_run:
        lines.append(f"  {report.coded} with an occupation, {report.abstained} left open")
    lines += [f"  rejected: {count} × {reason}" for reason, count in report.rejections.items()]
    lines += [f"  look at: {warning}" for warning in report.warnings]
    if report.error:
        lines.append(f"  {report.error}")
    return "\n".join(lines)


def print_json(value: Any) -> None:
    """The one form of JSON that the commands print."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_as_text))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def _progress_bar(title: str) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, only where a person watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda count: bar.advance(task, count)
