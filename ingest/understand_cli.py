"""`ingest understand`: reads postings from a file and says what was understood, so that anyone can check it."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from ingest.enrich.understand import Reader
from ingest.errors import RecordRejected
from ingest.understand import understood_line
from portal.settings import Settings
from portal.store.catalog import read_catalog_files
from portal.store.snapshots import read_soc_occupations

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("understand")
@click.option(
    "--in",
    "source",
    type=_IN,
    required=True,
    help="JSON lines: id, title and perhaps text, organization, location, pay.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="JSON lines to write."
)
@click.pass_obj
def understand(settings: Settings, source: Path, out: Path) -> None:
    """Read postings and write what was understood of each: occupation, requirements, place, pay.

    Exit code 1 when a line cannot be read; nothing is written then.
    """
    soc = frozenset(o.soc_code for o in read_soc_occupations(settings.config_dir / "embedded" / "soc"))
    catalog = read_catalog_files(settings.config_dir, soc_codes=soc, today=settings.now().date())
    reader = Reader.build(settings.config_dir, catalog)
    part = out.with_name(out.name + ".part")
    count = 0
    try:
        with part.open("w", encoding="utf-8") as lines:
            for number, row in _rows(source):
                try:
                    understood = understood_line(reader, row)
                except RecordRejected as error:
                    raise click.ClickException(f"{source.name}, line {number}: {error}") from error
                lines.write(json.dumps(understood, ensure_ascii=False) + "\n")
                count += 1
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{count:,} postings read, written to {out}", err=True)


def _rows(source: Path) -> Iterator[tuple[int, dict[str, object]]]:
    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise click.ClickException(f"{source.name}, line {number}: not JSON ({error}).") from error
            if not isinstance(row, dict):
                raise click.ClickException(
                    f"{source.name}, line {number}: each line must be one JSON object."
                )
            yield number, row
