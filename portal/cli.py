"""`portal …`: serve, migrate, reindex, doctor, search, unlock, plan.

Exit codes: 0 done, 1 failed or unfit, 2 used wrongly, 4 nothing found or no way up.
"""

import sys

import click
from rich.console import Console
from rich.table import Table

from portal.cli_options import (
    AGE,
    EDUCATION,
    EXIT_NOTHING,
    EXPERIENCE,
    HELD,
    JSON,
    REGION,
    explained,
    open_console,
    show,
)
from portal.ctdl_cli import ctdl
from portal.curate_cli import curate
from portal.doctor_cli import doctor
from portal.domain.credential import EducationLevel
from portal.domain.errors import PortalError
from portal.domain.person import Person
from portal.domain.region import Region
from portal.kiosk_cli import kiosk, kiosk_serve
from portal.plan_cli import plan
from portal.staff_cli import staff
from portal.staff_data_cli import add_data_commands


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="portal")
def main() -> None:
    """Career pathways: which credentials stack toward which jobs that are open near you.

    Exit codes: 0 done, 1 failed or unfit, 2 used wrongly, 4 nothing found or no way up.
    """


main.add_command(ctdl)
main.add_command(curate)
main.add_command(doctor)
main.add_command(kiosk)
main.add_command(kiosk_serve)
main.add_command(plan)
main.add_command(staff)
add_data_commands(staff)


@main.command()
def serve() -> None:
    """Start the site and its scheduler; sets up the database, embedded data and search index first."""
    from portal.prepare import prepare
    from portal.serve import serve as run
    from portal.setup_check import check_disk, check_python, find_port_conflict

    console = open_console()
    with explained() as settings:
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

    with explained() as settings:
        prepare_store(settings, open_console()).dispose()
        click.echo("The database is up to date.")


@main.command()
def reindex() -> None:
    """Build the search index anew beside the live one, and swap."""
    from portal.prepare import rebuild_search

    with explained() as settings:
        rebuild_search(settings, open_console())
        click.echo("The search index is built.")


@main.command()
@click.argument("query")
@click.option(
    "--kind",
    type=click.Choice(["credentials", "postings", "occupations"]),
    default="credentials",
    show_default=True,
)
@REGION
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@JSON
def search(*, query: str, kind: str, region: Region | None, limit: int, as_json: bool) -> None:
    """Search for QUERY; --region counts for postings only."""
    from portal.answers import answer_search
    from portal.search.port import SearchKind

    with explained() as settings:
        answer = answer_search(settings, text=query, kind=SearchKind(kind), region=region, size=limit)

    def draw(console: Console) -> None:
        if answer.corrected:
            console.print(f"Searched for “{answer.corrected}”.", markup=False)
        for item in answer.items:
            console.print(f"{item.id:<40} {item.name}", markup=False)
        console.print(f"{answer.total:,} found.")

    show(answer, as_json=as_json, draw=draw)
    if not answer.items:
        sys.exit(EXIT_NOTHING)


@main.command()
@HELD
@REGION
@EDUCATION
@EXPERIENCE
@AGE
@click.option(
    "--limit", type=click.IntRange(1, 5000), default=20, show_default=True, help="How many credentials."
)
@JSON
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
    with explained() as settings:
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

    show(answer, as_json=as_json, draw=draw)


def _person(
    held: tuple[str, ...], education: str | None, *, experience: int | None, age: int | None
) -> Person:
    level = EducationLevel(education) if education else None
    return Person(held=held, education=level, experience_months=experience, age=age)
