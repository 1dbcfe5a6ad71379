"""`ingest ctdl list` and `ingest ctdl mappings`: lists of credentials and programmes by a saved mapping."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ingest.errors import SourceChanged
from ingest.kit.document import Document
from ingest.kit.list_rows import read_list_rows
from ingest.sources.credential_list import ListReading, read_list
from portal.ctdl.listed import ListKind, ListMapping, parse_mapping
from portal.ctdl.outcomes import JoinedOutcomes, join_outcomes
from portal.ctdl.programs import program_of
from portal.ctdl.same_name import find_same_names
from portal.domain.errors import InvalidCode, NotFound
from portal.settings import Settings
from portal.store.catalog import read_catalog_files
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.programs import ProgramsSaved, save_programs

_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/ctdl.md)."
)


@click.command("mappings")
@_JSON
@click.pass_obj
def mappings_command(settings: Settings, *, as_json: bool) -> None:
    """List the saved mappings of lists (config/mappings)."""
    mappings = list(_mappings(settings.config_dir))
    if as_json:
        _print({"mappings": [mapping.model_dump(mode="json") for mapping in mappings]})
        return
    for mapping in mappings:
        click.echo(f"{mapping.key:<26} {mapping.kind.value:<11} {mapping.title}")


@click.command("list")
@click.argument("key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--save", is_flag=True, help="Keep the programs; what the whole list no longer names is removed."
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the list; shown beside each program."
)
@click.option(
    "--outcomes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The publisher's own file of outcomes by school and field, where the mapping says how to read it.",
)
@_JSON
@click.pass_obj
def list_command(
    settings: Settings,
    *,
    key: str,
    file: Path,
    save: bool,
    as_of: datetime | None,
    outcomes: Path | None,
    as_json: bool,
) -> None:
    """Read the list FILE by the saved mapping KEY; print counts, rejections and alarms."""
    mappings = {mapping.key: mapping for mapping in _mappings(settings.config_dir)}
    if key not in mappings:
        raise NotFound(f"There is no mapping “{key}”. There are: {', '.join(mappings)}.")
    if save and mappings[key].kind is not ListKind.PROGRAM:
        raise InvalidCode(f"“{key}” is a list of {mappings[key].kind.value}s; only programs can be saved.")
    reading = read_list(Document(name=file.name, url="", raw=file.read_bytes()), mappings[key])
    joined = _join(reading, outcomes) if outcomes else None
    if joined is not None:
        reading = replace(reading, records=joined.records)
    catalog = read_catalog_files(settings.config_dir, soc_codes=frozenset(), today=None)
    same = find_same_names(catalog, {record.ref: record.name for record in reading.records})
    saved = _save(settings, reading, as_of=as_of.date().isoformat() if as_of else "") if save else None
    if as_json:
        _print(_reading(reading) | {"same_names": same, "saved": saved.model_dump() if saved else None})
        return
    if joined is not None:
        click.echo(
            f"Outcomes: {joined.rows} rows; {joined.joined} programs have a figure, of {joined.withheld} it was kept "
            f"back; {joined.wrong} rows are wrong."
        )
    reasons = Counter(row.reason for row in reading.rejected)
    click.echo(f"{reading.rows} rows: {len(reading.records)} taken, {len(reading.rejected)} rejected.")
    for row in reading.rejected:
        click.echo(f"  line {row.line}: {row.reason}: {row.detail}")
    if reasons:
        click.echo(f"Reasons: {', '.join(f'{count} {name}' for name, count in sorted(reasons.items()))}.")
    if reading.repeated_names:
        click.echo(f"{reading.repeated_names} rows repeat a name.")
    click.echo(f"{len(same)} have the name of a credential in the catalog (see --json); none was matched.")
    for alarm in reading.alarms:
        click.echo(f"Look at this: {alarm}")
    if saved:
        click.echo(
            f"Saved: {saved.inserted} new, {saved.updated} changed, {saved.unchanged} the same, "
            f"{saved.removed} removed; {saved.without_school} name no school and were left out."
        )


def _join(reading: ListReading, path: Path) -> JoinedOutcomes:
    """The records with what the file of outcomes says. Raises: InvalidCode, SourceChanged."""
    form = reading.mapping.outcomes
    if form is None:
        raise InvalidCode(f"The mapping “{reading.mapping.key}” says nothing of outcomes.")
    rows = read_list_rows(Document(name=path.name, url="", raw=path.read_bytes()), "csv", sheet="", paths=())
    try:
        return join_outcomes(reading.records, [row for _, row in rows if row is not None], form)
    except KeyError as error:
        raise SourceChanged(f"{path.name}: has no column {error}. Is it the right file?") from error


def _save(settings: Settings, reading: ListReading, *, as_of: str) -> ProgramsSaved:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.store_url())
    try:
        migrate(engine)
        with open_session(engine) as session:
            programs = [program_of(record, reading.mapping, as_of=as_of) for record in reading.records]
            saved = save_programs(session, programs, today=settings.now().date())
            session.commit()
    finally:
        engine.dispose()
    return saved


def _mappings(config_dir: Path) -> Iterator[ListMapping]:
    for path in sorted((config_dir / "mappings").glob("*.toml")):
        yield parse_mapping(path.read_text(encoding="utf-8"), name=path.name)


def _reading(reading: ListReading) -> dict[str, Any]:
    return {
        "mapping": reading.mapping.key,
        "sha256": reading.sha256,
        "rows": reading.rows,
        "taken": len(reading.records),
        "rejected": [{"line": r.line, "reason": r.reason, "detail": r.detail} for r in reading.rejected],
        "alarms": list(reading.alarms),
        "repeated_names": reading.repeated_names,
        "records": [record.model_dump(mode="json", exclude_defaults=True) for record in reading.records],
    }


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
