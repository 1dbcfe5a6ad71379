"""Builds the entry snapshot: how people enter each occupation, and its projected jobs in the nation."""

from pathlib import Path

from ingest.errors import SourceChanged
from ingest.snapshot.artefact import (
    Manifest,
    Progress,
    SourceFile,
    no_progress,
    sha256_of,
    write_manifest,
    write_table,
)
from ingest.sources.bls_ep import EmploymentProjections, parse_projections

WORKBOOK = "occupation.xlsx"
COLUMNS = (
    "soc_code", "title", "level", "education", "experience", "training", "base_employment", "projected_employment",
    "change", "change_percent", "annual_openings", "annual_exits", "annual_transfers",
)  # fmt: skip
LICENCE = "United States government work, public domain"


def build_entry_snapshot(source: Path, out: Path, *, progress: Progress = no_progress) -> Manifest:
    """Write the table and its manifest into `out` from `occupation.xlsx` in `source`.

    Raises: FileNotFoundError when the workbook is missing; ValueError when it has a form that we do not know.
    """
    path = source / WORKBOOK
    if not path.exists():
        raise FileNotFoundError(
            f"{WORKBOOK} is not in {source}. Fetch it from https://www.bls.gov/emp/tables.htm (Occupation.xlsx)."
        )
    progress(0, 2)
    try:
        read = parse_projections(path.read_bytes(), name=WORKBOOK)
    except SourceChanged as error:
        raise ValueError(str(error)) from error
    if read.alarms:
        raise ValueError(" ".join(read.alarms))
    progress(1, 2)
    out.mkdir(parents=True, exist_ok=True)
    table = write_table(out / "occupations.tsv.gz", COLUMNS, rows=_rows(read))
    progress(2, 2)
    years = f"{read.start_year}-{read.end_year}"
    manifest = Manifest(
        name="entry",
        title=f"Employment Projections {years}: typical entry and projected employment by occupation, United States",
        description="Typical education, experience and training for entry, and projected jobs, by occupation.",
        licence=LICENCE,
        vintage=years,
        command="ingest snapshot entry --from FOLDER",
        sources=(
            SourceFile(
                file_name=WORKBOOK,
                publisher="U.S. Bureau of Labor Statistics, Employment Projections program",
                url="https://www.bls.gov/emp/tables.htm",
                licence=LICENCE,
                vintage=f"{years}, tables 1.2 and 1.10",
                sha256=sha256_of(path),
            ),
        ),
        tables=(table,),
        notes=(
            "Jobs are BLS's thousands with one decimal, times 1,000. Exits and transfers are the replacement part of "
            "openings. An empty cell is not published; summary rows have no typical entry.",
        ),
        facts={
            "start_year": str(read.start_year),
            "end_year": str(read.end_year),
            "source_name": f"BLS Employment Projections {years}",
            "source_url": "https://www.bls.gov/emp/",
        },
    )
    write_manifest(out, manifest)
    return manifest


def _rows(read: EmploymentProjections) -> list[tuple[str, ...]]:
    entries = {entry.soc_code: entry for entry in read.entries}
    rows = []
    for one in read.projections:
        entry = entries.get(one.soc_code)
        words = (entry.education.value, entry.experience.value, entry.training.value) if entry else ("",) * 3
        numbers = (
            one.base_employment, one.projected_employment, one.change, one.change_percent, one.annual_openings,
            one.annual_exits, one.annual_transfers,
        )  # fmt: skip
        level = "summary" if one.is_summary else "line_item"
        cells = (
            "" if number is None else f"{number:g}" if number % 1 else f"{number:.0f}" for number in numbers
        )
        rows.append((one.soc_code, one.title, level, *words, *cells))
    return sorted(rows)
