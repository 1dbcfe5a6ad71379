"""`portal …`: serve, migrate, reindex, doctor, search, unlock, plan.

Exit codes: 0 done, 1 failed or unfit, 2 used wrongly, 4 nothing found or no way up.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from portal.ctdl_cli import ctdl
from portal.curate_cli import curate
from portal.domain.credential import EducationLevel
from portal.domain.errors import InvalidCode, PortalError
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, Region, parse_held
from portal.settings import Settings, load_settings

EXIT_FAILED = 1
EXIT_NOTHING = 4
T = TypeVar("T")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/cli.md).")


class _Written(click.ParamType[T]):
    """A value in one of the forms that travel (DESIGN.md §4, "Names that travel")."""

    def __init__(self, name: str, parse: Callable[[str], T]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read the text of an option; what cannot be read is wrong use."""
        if not isinstance(value, str):
            return value  # type: ignore[return-value]  # click hands a default through as it is
        try:
            return self._parse(value)
        except InvalidCode as error:
            self.fail(str(error), param, ctx)


_REGION = click.option(
    "--region",
    type=_Written("REGION", Region.parse),
    help="zip:46402:25, county:18089, metro:26900, wdr:in-1, state:IN or us; the site's default when left out.",
)
_HELD = click.option(
    "--held",
    type=_Written("IDS", parse_held),
    default="",
    help="Credentials that are held, ids joined by commas.",
)
_EDUCATION = click.option(
    "--education",
    type=click.Choice([level.value for level in EducationLevel]),
    help="Highest schooling so far.",
)
_EXPERIENCE = click.option("--experience", type=click.IntRange(0, 720), help="Months of work in the field.")
_AGE = click.option("--age", type=click.IntRange(5, 120), help="Age in years.")


@contextmanager
def _explained() -> Iterator[Settings]:
    """Hand out the settings; turn what the portal can explain into one sentence and an exit code."""
    try:
        yield load_settings()
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except DBAPIError as error:
        click.echo(f"portal: The database is not ready ({error.orig}). Run: portal migrate", err=True)
        sys.exit(EXIT_FAILED)


def _console(*, stderr: bool = True) -> Console:
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _show(answer: DataModel, *, as_json: bool, draw: Callable[[Console], None]) -> None:
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
    else:
        draw(_console(stderr=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="portal")
def main() -> None:
    """Career pathways: which credentials stack toward which jobs that are open near you.

    Exit codes: 0 done, 1 failed or unfit, 2 used wrongly, 4 nothing found or no way up.
    """


main.add_command(ctdl)
main.add_command(curate)


@main.command()
def serve() -> None:
    """Start the site and its scheduler; sets up the database, embedded data and search index first."""
    from portal.prepare import prepare
    from portal.serve import serve as run
    from portal.setup_check import check_disk, check_python, find_port_conflict

    console = _console()
    with _explained() as settings:
        for message in (
            check_python(),
            find_port_conflict(settings.host, settings.port),
            check_disk(settings.data_dir, needed_mb=500),
        ):
            if message is not None:
                raise PortalError(message)
        prepare(settings, console).dispose()
        run(settings, console)


@main.command()
def migrate() -> None:
    """Bring the database to this version and load the embedded data; doing it again changes nothing."""
    from portal.prepare import prepare_store

    with _explained() as settings:
        prepare_store(settings, _console()).dispose()
        click.echo("The database is up to date.")


@main.command()
def reindex() -> None:
    """Build the search index anew beside the live one, and swap."""
    from portal.prepare import rebuild_search

    with _explained() as settings:
        rebuild_search(settings, _console())
        click.echo("The search index is built.")


@main.command()
@_JSON
def doctor(*, as_json: bool) -> None:
    """Look the installation over and say what to fix; exit code 1 where something must be fixed."""
    from portal.doctor import Health, Report, examine
    from portal.search.build import open_search_engine

    with _explained() as settings, closing(open_search_engine(settings)) as engine:
        report = Report(findings=tuple(examine(settings, engine)))

    def draw(console: Console) -> None:
        for finding in report.findings:
            console.print(f"{finding.health.value:<8} {finding.subject}: {finding.message}")
            if finding.fix:
                console.print(f"         {finding.fix}")

    _show(report, as_json=as_json, draw=draw)
    if any(finding.health is Health.PROBLEM for finding in report.findings):
        sys.exit(EXIT_FAILED)


@main.command()
@click.argument("query")
@click.option(
    "--kind",
    type=click.Choice(["credentials", "postings", "occupations"]),
    default="credentials",
    show_default=True,
)
@_REGION
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@_JSON
def search(*, query: str, kind: str, region: Region | None, limit: int, as_json: bool) -> None:
    """Search for QUERY; --region counts for postings only."""
    from portal.answers import answer_search
    from portal.search.port import SearchKind

    with _explained() as settings:
        answer = answer_search(settings, text=query, kind=SearchKind(kind), region=region, size=limit)

    def draw(console: Console) -> None:
        if answer.corrected:
            console.print(f"Searched for “{answer.corrected}”.")
        for item in answer.items:
            console.print(f"{item.id:<40} {item.name}")
        console.print(f"{answer.total:,} found.")

    _show(answer, as_json=as_json, draw=draw)
    if not answer.items:
        sys.exit(EXIT_NOTHING)


@main.command()
@_HELD
@_REGION
@_EDUCATION
@_EXPERIENCE
@_AGE
@click.option(
    "--limit", type=click.IntRange(1, 5000), default=20, show_default=True, help="How many credentials."
)
@_JSON
def unlock(
    *,
    held: tuple[str, ...],
    region: Region | None,
    education: str | None,
    experience: int | None,
    age: int | None,
    limit: int,
    as_json: bool,
) -> None:
    """Count open postings by what is held, and what each credential more would open."""
    from portal.answers import answer_unlock

    person = _person(held, education, experience=experience, age=age)
    with _explained() as settings:
        where = region or Region.parse(settings.default_region)
        answer = answer_unlock(settings, person=person, region=where, limit=limit)

    def draw(console: Console) -> None:
        console.print(
            f"{answer.region_name}, {answer.as_of}: {answer.total:,} open · {answer.qualifies:,} open to you · "
            f"{answer.one_away:,} one away · {answer.further:,} further · {answer.unknown:,} unknown "
            f"({answer.likely:,} of them likely)"
        )
        table = Table("opens", "credential", "name", box=None)
        for gain in answer.gains:
            table.add_row(f"{gain.opens:,}", gain.credential, gain.name)
        console.print(table)

    _show(answer, as_json=as_json, draw=draw)


@main.command()
@click.option(
    "--goal", type=_Written("GOAL", Goal.parse), required=True, help="occupation:31-1131, credential:ID, …"
)
@_HELD
@_REGION
@_EDUCATION
@_EXPERIENCE
@_AGE
@_JSON
def plan(
    *,
    goal: Goal,
    held: tuple[str, ...],
    region: Region | None,
    education: str | None,
    experience: int | None,
    age: int | None,
    as_json: bool,
) -> None:
    """Find the four best ways from what is held to a goal; exit code 4 where there is none."""
    from portal.answers import answer_plan

    person = _person(held, education, experience=experience, age=age)
    with _explained() as settings:
        where = region or Region.parse(settings.default_region)
        answer = answer_plan(settings, person=person, goal=goal, region=where)

    def draw(console: Console) -> None:
        if answer.is_reached:
            console.print("What you hold is enough.")
        for line in answer.blocked:
            console.print(line)
        for way in answer.plans:
            weeks = f"{'at least ' if way.weeks_at_least else ''}{way.weeks:g} weeks"
            cost = f"{'at least ' if way.cost_at_least else ''}${way.cost_usd:,.0f}"
            note = "" if way.all_checked else " (estimates, not yet checked)"
            console.print(f"[bold]{way.way}[/bold]: {weeks}, {cost}{note}")
            for number, step in enumerate(way.steps, start=1):
                console.print(f"  {number}. {step.name} [{step.credential}]", markup=False)

    _show(answer, as_json=as_json, draw=draw)
    if not answer.is_reached and not answer.plans:
        sys.exit(EXIT_NOTHING)


def _person(
    held: tuple[str, ...], education: str | None, *, experience: int | None, age: int | None
) -> Person:
    level = EducationLevel(education) if education else None
    return Person(held=held, education=level, experience_months=experience, age=age)
