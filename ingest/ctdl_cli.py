"""`ingest ctdl …`: reads credential registries, competency frameworks and lists.

Exit codes: 0 done, 1 a file could not be read or lost something, 2 used wrongly.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from ingest.errors import IngestError
from ingest.list_cli import list_command, mappings_command
from portal.ctdl.asn_reader import read_asn
from portal.ctdl.case_reader import is_case_package, read_case
from portal.ctdl.compare import Conflict, compare, match
from portal.ctdl.competency import CompetencyFramework
from portal.ctdl.document import read_document
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.imported import ImportedBatch
from portal.ctdl.importing import import_documents
from portal.ctdl.json_source import MAX_BYTES, parse_json_bytes
from portal.ctdl.roundtrip import RoundTrip, roundtrip
from portal.ctdl.skill_reader import is_skill_list, read_skills
from portal.settings import Settings
from portal.store.catalog import read_catalog_files
from portal.store.ctdl import ImportSaved, save_import
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate

T = TypeVar("T")
EXIT_FAILED = 1
_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/ctdl.md)."
)


@click.group("ctdl")
def ctdl() -> None:
    """Read CTDL, competency frameworks and lists of credentials. A folder or a zip stands for all files in it."""


@ctdl.command("roundtrip")
@_FILES
@click.option("--table", is_flag=True, help="Print one line a file in place of JSON.")
def roundtrip_command(files: tuple[Path, ...], *, table: bool) -> None:
    """Read FILES, write them again, and print the terms mapped, kept and dropped as JSON."""
    reports, problems = _each(files, lambda raw, name: roundtrip(raw, name=name))
    if table:
        for report in reports:
            click.echo(_line(report))
    else:
        totals = {
            "files": len(reports),
            "equal": sum(report.equal is True for report in reports),
            "differ": sum(report.equal is False for report in reports),
            "not_read": sum(report.equal is None for report in reports),
            "mapped": sum(sum(report.mapped.values()) for report in reports),
            "kept": sum(sum(report.kept.values()) for report in reports),
            "kept_unknown": sum(sum(report.kept_unknown.values()) for report in reports),
            "dropped": sum(sum(d.terms.values()) for report in reports for d in report.dropped),
        }
        _print(
            {
                "totals": totals,
                "unreadable": problems,
                "files": [report.model_dump(mode="json") for report in reports],
            }
        )
    if problems or any(report.equal is False for report in reports):
        raise SystemExit(EXIT_FAILED)


@ctdl.command("import")
@_FILES
@click.option("--source", required=True, help="Who published the files: “Credential Registry”, for instance.")
@click.option("--save", is_flag=True, help="Keep the records and the questions in the database.")
@_JSON
@click.pass_obj
def import_command(
    settings: Settings, files: tuple[Path, ...], *, source: str, save: bool, as_json: bool
) -> None:
    """Read FILES as credentials, courses and their relations, and compare them with the catalog.

    The catalog stays as it is: what differs is shown with both sources, and a curator decides.
    """
    documents, problems = _each(files, lambda raw, name: read_document(raw, name=name))
    batch = import_documents(documents, source=source, imported_on=settings.now().date())
    catalog = read_catalog_files(settings.config_dir, soc_codes=frozenset(), today=None)
    matches, _ = match(catalog, batch)
    conflicts = compare(catalog, batch)
    saved = _save(settings, batch, conflicts) if save else None
    if as_json:
        _print(
            {
                "unreadable": problems,
                "saved": saved.model_dump() if saved else None,
                "batch": batch.model_dump(mode="json"),
                "matches": [pair.model_dump(mode="json") for pair in matches],
                "conflicts": [conflict.model_dump(mode="json") for conflict in conflicts],
            }
        )
    else:
        kinds = Counter(conflict.kind.value for conflict in conflicts)
        click.echo(
            f"{len(documents)} files: {len(batch.credentials)} credentials, {len(batch.learning)} courses and "
            f"programmes, {len(batch.transfer_values)} transfer values, {len(batch.others)} other records, "
            f"{len(batch.edges)} relations."
        )
        click.echo(f"{len(matches)} are in the catalog. To decide: {_counts(kinds) or 'nothing'}.")
        for conflict in conflicts:
            click.echo(
                f"  {conflict.credential_id} {conflict.field} ({conflict.kind.value}): "
                f"catalog “{conflict.curated}”, {conflict.imported_evidence.source} “{conflict.imported}”"
            )
        click.echo(f"Remarks: {_counts(Counter(remark.kind.value for remark in batch.remarks)) or 'none'}.")
        if saved:
            click.echo(
                f"Saved: {saved.inserted} new, {saved.updated} changed, {saved.unchanged} the same; "
                f"{saved.asked} new questions, {saved.asked_again} asked again, {saved.withdrawn} withdrawn."
            )
    _fail_for(problems)


def _save(settings: Settings, batch: ImportedBatch, conflicts: tuple[Conflict, ...]) -> ImportSaved:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.store_url())
    try:
        migrate(engine)
        with open_session(engine) as session:
            saved = save_import(session, batch, conflicts)
            session.commit()
    finally:
        engine.dispose()
    return saved


@ctdl.command("competencies")
@_FILES
@_JSON
def competencies_command(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Read competencies from CTDL-ASN, CASE packages and rich skill descriptors."""
    found, problems = _each(files, _frameworks)
    frameworks = [framework for part in found for framework in part]
    if as_json:
        _print({"unreadable": problems, "frameworks": [f.model_dump(mode="json") for f in frameworks]})
    else:
        for framework in frameworks:
            click.echo(
                f"{len(framework.competencies):>6} {framework.name} ({framework.publisher or 'no publisher'})"
            )
            for remark in framework.remarks:
                click.echo(f"       {remark}")
    _fail_for(problems)


ctdl.add_command(mappings_command)
ctdl.add_command(list_command)


def _frameworks(raw: bytes, name: str) -> tuple[CompetencyFramework, ...]:
    value, _ = parse_json_bytes(raw, name=name)
    if is_case_package(value):
        return (read_case(raw, name=name),)
    if is_skill_list(value):
        return (read_skills(raw, name=name),)
    found = read_asn((read_document(raw, name=name),))
    if not found:
        raise UnreadableCtdl(f"{name}: holds no competencies of CTDL-ASN, CASE or rich skill descriptors.")
    return found


def _each(files: tuple[Path, ...], read: Callable[[bytes, str], T]) -> tuple[list[T], dict[str, str]]:
    """What each file gives, and for the others why they could not be read."""
    found: list[T] = []
    problems: dict[str, str] = {}
    for path in _all_files(files):
        try:
            for name, raw in _members(path):
                try:
                    found.append(read(raw, name))
                except (UnreadableCtdl, IngestError) as error:
                    problems[name] = str(error)
        except (OSError, zipfile.BadZipFile) as error:
            problems[path.name] = f"{path.name}: cannot be read: {error}. Fetch it again."
    for problem in problems.values():
        click.echo(problem, err=True)
    return found, problems


def _all_files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else (path,)


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file itself, or each file in a zip: the Registry hands its bulk downloads out so."""
    if not zipfile.is_zipfile(path) or path.suffix.lower() in (".xlsx", ".docx"):
        yield path.name, path.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            with archive.open(info) as member:
                # one byte more than is read lets the reader say that it is too large
                yield f"{path.name}/{info.filename}", member.read(MAX_BYTES + 1)


def _line(report: RoundTrip) -> str:
    state = {True: "equal", False: "LOST", None: "not read"}[report.equal]
    dropped = sum(sum(d.terms.values()) for d in report.dropped)
    counts = (
        f"{sum(report.mapped.values()):>5} mapped {sum(report.kept.values()):>5} kept "
        f"{sum(report.kept_unknown.values()):>4} unknown {dropped:>4} dropped"
    )
    return f"{state:<8} {report.nodes:>4} nodes {counts}  {report.form.value}: {report.file}"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _fail_for(problems: dict[str, str]) -> None:
    if problems:
        raise SystemExit(EXIT_FAILED)


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
