"""`portal staff …` for records: what age deletes, new keys, and an organisation's copy and end.

Exit codes: 0 done, 1 failed, 2 used wrongly, 4 nothing found.
"""

from pathlib import Path

import click
from sqlmodel import Session

from portal.domain.errors import PortalError
from portal.settings import Settings
from portal.staff_cli import open_desk
from portal.store.audit import append_entry
from portal.store.erasure import erase_organisation
from portal.store.key_rotation import rotate_keys
from portal.store.organisation_export import export_organisation
from portal.store.retention import count_overdue, delete_overdue
from portal.store.staff import get_organisation

PASSES = 3
"""A pass finds what a process that still sealed with the old key wrote during the one before."""


def add_data_commands(group: click.Group) -> None:
    """Add these commands to `portal staff`."""
    for command in (retention, rotate, export, erase):
        group.add_command(command)


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Count only; delete nothing.")
def retention(*, dry_run: bool) -> None:
    """Delete records that were kept long enough, as the scheduler does each night."""
    with open_desk() as (session, settings, _sealer):
        now = settings.now()
        reports = count_overdue(session, now=now) if dry_run else delete_overdue(session, now=now)
    for report in reports:
        click.echo(f"{report.organisation_id}  {report.people:,} people, kept {report.retention_days:,} days")
        for name, count in report.counts.items():
            click.echo(f"  {name}: {count:,}")
    if not reports:
        click.echo("Nothing is old enough.")


@click.command("rotate-keys")
def rotate() -> None:
    """Seal everything anew with the first of PORTAL_SEAL_KEYS. It may be stopped and started again at any time."""
    with open_desk() as (session, settings, sealer):
        if len(settings.seal_keys) < 2:
            raise PortalError(
                "There is one key only. Put a new one in front of it in PORTAL_SEAL_KEYS, with a comma between; "
                "restart the site; then run this again."
            )
        for _ in range(PASSES):
            done = list(rotate_keys(session, sealer))
            renewed = sum(each.renewed for each in done)
            click.echo(f"{sum(each.rows for each in done):,} rows looked at, {renewed:,} sealed anew")
            if not renewed:
                break
        else:
            raise PortalError(
                "Something still seals with the old key. Restart every process of the site, and run this again."
            )
    click.echo(
        "The old key is needed for nothing here. Keep it for as long as you keep backups made with it."
    )


@click.command("export-organisation")
@click.argument("organisation_id", metavar="ORGANISATION")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A new file: FILE.zip",
)
@click.option(
    "--everything",
    is_flag=True,
    help="Also who agreed to no copy: where a law asks for it, or to move to another site.",
)
def export(organisation_id: str, *, target: Path, everything: bool) -> None:
    """Write the people of ORGANISATION into an archive of open files; each of them sees it in their own log."""
    with open_desk() as (session, settings, sealer):
        part = target.with_name(f"{target.name}.part")
        try:
            with target.open("xb"), part.open("wb") as file:  # refuses to take the place of another file
                part.chmod(0o600)
                done = export_organisation(
                    session, sealer, organisation_id, to=file, now=settings.now(), everything=everything
                )
            _log(session, organisation_id, "system.export", about=done.person_ids, settings=settings)
            session.commit()
            part.replace(target)
        except FileExistsError as error:
            raise PortalError(f"{target} is there already. Name a new file.") from error
        except (OSError, PortalError):
            part.unlink(missing_ok=True)
            target.unlink(missing_ok=True)
            raise
    click.echo(f"{len(done.person_ids):,} people in {target}; {done.kept_back:,} agreed to no copy.")
    click.echo("The file is not locked. Keep it safe.", err=True)


@click.command("erase-organisation")
@click.argument("organisation_id", metavar="ORGANISATION")
@click.option("--name", help="The organisation's name, to be sure; asked for when left out.")
def erase(organisation_id: str, *, name: str | None) -> None:
    """Delete all people and accounts of ORGANISATION, and close it. Its log stays. Nothing of it can be undone."""
    with open_desk() as (session, settings, _sealer):
        row = get_organisation(session, organisation_id)
        if (name or click.prompt("Write its name to delete it")).strip() != row.name:
            raise PortalError("That is not its name. Nothing was deleted.")
        _log(session, organisation_id, "system.erase_organisation", about=(), settings=settings)
        counts = erase_organisation(session, organisation_id, now=settings.now())
    for table, count in counts.items():
        click.echo(f"{table}: {count:,}")
    click.echo("Deleted. Backups still hold it until you delete them too.")


def _log(
    session: Session, organisation_id: str, action: str, *, about: tuple[str, ...], settings: Settings
) -> None:
    append_entry(
        session,
        organisation_id=organisation_id,
        account_id=None,
        actor="system",
        kind="change",
        action=action,
        about=about,
        now=settings.now(),
    )
