"""`portal doctor` and `portal doctor catalog`: what to fix, with exit codes for scripts."""

import sys
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console

from portal.catalog_changes import CatalogChanges, WayBeforeAfter, find_changes
from portal.catalog_check import CatalogCheck, check_catalog
from portal.cli_options import EXIT_FAILED, JSON, REGION, explained, open_console, show
from portal.domain.model import DataModel
from portal.domain.region import Region
from portal.labor.skills import SuggestedEdge, suggest_edges

MOST_SHOWN = 40


class CatalogReport(DataModel):
    """`portal doctor catalog`. `changes` is null without --against, `suggestions` without --suggest."""

    check: CatalogCheck
    changes: CatalogChanges | None
    suggestions: tuple[SuggestedEdge, ...] | None


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Look the installation over and say what to fix; exit code 1 where something must be fixed."""
    if context.invoked_subcommand is not None:
        return
    from portal.doctor import Health, Report, examine
    from portal.search.build import open_search_engine

    with explained() as settings, closing(open_search_engine(settings)) as engine:
        report = Report(findings=tuple(examine(settings, engine)))

    def draw(console: Console) -> None:
        for finding in report.findings:
            console.print(f"{finding.health.value:<8} {finding.subject}: {finding.message}")
            if finding.fix:
                console.print(f"         {finding.fix}")

    show(report, as_json=as_json, draw=draw)
    if any(finding.health is Health.PROBLEM for finding in report.findings):
        sys.exit(EXIT_FAILED)


@doctor.command("catalog")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the catalog's files as they were; says which plans the change alters.",
)
@click.option("--suggest", is_flag=True, help="List credentials that assess much the same and have no edge.")
@REGION
@JSON
def catalog_command(*, against: Path | None, suggest: bool, region: Region | None, as_json: bool) -> None:
    """Check the catalog's files; exit code 1 where something must be mended. Needs no database without --against."""
    changes = None
    with explained() as settings:
        check, catalog = check_catalog(settings)
        if against is not None and catalog is not None:
            where = region or Region.parse(f"state:{settings.home_state}")
            with open_console().status("Planning for every occupation, before and after …"):
                changes = find_changes(settings, against, region=where)

    suggestions = suggest_edges(catalog) if suggest and catalog is not None else None

    def draw(console: Console) -> None:
        _draw_check(console, check)
        for each in suggestions or ():
            names = ", ".join(each.shared)
            console.print(f"inferred, to confirm: {each.from_id} → {each.to_id} ({each.score:.0%}): {names}")
        if changes is not None:
            _draw_changes(console, changes)

    report = CatalogReport(check=check, changes=changes, suggestions=suggestions)
    show(report, as_json=as_json, draw=draw)
    if check.findings:
        sys.exit(EXIT_FAILED)


def _draw_check(console: Console, check: CatalogCheck) -> None:
    for finding in check.findings:
        where = f"{finding.where}: " if finding.where else ""
        console.print(f"{finding.kind}: {where}{finding.message}")
    console.print(
        f"{check.credentials:,} credentials, {check.edges:,} edges. To mend: {len(check.findings):,}."
    )
    console.print(
        f"Statements read at their source: {check.checked:,}; not yet: {check.not_checked:,}; "
        f"read more than a year ago: {len(check.old_checks):,}."
    )
    for finding in check.old_checks[:MOST_SHOWN]:
        console.print(f"  {finding.where}: {finding.message}")


def _draw_changes(console: Console, changes: CatalogChanges) -> None:
    for title, names in (
        ("credentials added", changes.credentials_added),
        ("credentials removed", changes.credentials_removed),
        ("credentials changed", changes.credentials_changed),
        ("edges added", changes.edges_added),
        ("edges removed", changes.edges_removed),
        ("edges changed", changes.edges_changed),
    ):
        if names:
            console.print(f"{len(names)} {title}: {'; '.join(names[:MOST_SHOWN])}")
    works = len({each.soc_code for each in changes.plans})
    console.print(
        f"{changes.goals} occupations planned for in {changes.region}, from nothing held: "
        f"plans changed for {works}."
    )
    for each in changes.plans:
        console.print(f"{each.soc_code} {each.occupation}, {each.way}:")
        console.print(f"  before {_way(each, after=False)}")
        console.print(f"  after  {_way(each, after=True)}")


def _way(each: WayBeforeAfter, *, after: bool) -> str:
    steps = each.steps_after if after else each.steps_before
    weeks = each.weeks_after if after else each.weeks_before
    cost = each.cost_after_usd if after else each.cost_before_usd
    if weeks is None or cost is None:
        return "no such way"
    return f"{' → '.join(steps) or 'nothing to do'} ({weeks:g} weeks, ${cost:,.0f})"
