"""Builds the small O*NET snapshot, so that a clone without a network can say what people do in each occupation."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Surroundings
from ingest.kit.reference import ReferenceLoad, Shares, Value
from ingest.registry import build_adapter, get_source
from ingest.snapshot.artefact import (
    Manifest,
    Progress,
    SourceFile,
    TableFile,
    no_progress,
    sha256_of,
    write_manifest,
    write_table,
)

MOST_TASKS, MOST_RELATED = 8, 8
LICENCE = "CC BY 4.0"
NO_DAY = date.min
"""A release does not hang on the day on which it is read."""
FILES = (
    "Occupation Data", "Job Zones", "Job Zone Reference", "Task Statements", "Related Occupations", "Interests",
    "Sample of Reported Titles", "Alternate Titles", "Content Model Reference", "Technology Skills",
)  # fmt: skip


def build_onet_core_snapshot(
    source: Path, out: Path, *, config_dir: Path, progress: Progress = no_progress
) -> Manifest:
    """Write occupations, their main tasks, interests, related work and shown titles from O*NET's own text files.

    Nothing is changed but the number of tasks and related occupations. Tables that others reshaped are not used.
    Raises: FileNotFoundError when a file is missing; ValueError when one has another layout.
    """
    paths = [_find(source, name) for name in FILES]
    around = Surroundings(today=NO_DAY, data_dir=out, config_dir=config_dir)
    adapter = build_adapter(get_source(config_dir, "onet"), around)
    documents = [
        Document(name=path.name, url=path.resolve().as_uri(), raw=path.read_bytes()) for path in paths
    ]
    progress(0, 2)
    try:
        load: ReferenceLoad = adapter.read(documents)  # type: ignore[union-attr]
    except SourceChanged as error:
        raise ValueError(str(error)) from error
    progress(1, 2)
    out.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        name="onet_core",
        title="O*NET 30.1 Database: occupations, main tasks, interests, related occupations",
        description="What people do in each occupation, which interests it suits, and which work is like it.",
        licence=LICENCE,
        vintage="30.1",
        command="ingest snapshot onet-core --from FOLDER",
        sources=tuple(
            SourceFile(
                file_name=path.name,
                publisher="National Center for O*NET Development, for USDOL/ETA",
                url="https://www.onetcenter.org/database.html",
                licence=LICENCE,
                vintage="O*NET 30.1, December 2025",
                sha256=sha256_of(path),
            )
            for path in paths
        ),
        tables=_write(out, load),
        notes=(
            get_source(config_dir, "onet").attribution,
            f"A selection: at most {MOST_TASKS} tasks and {MOST_RELATED} related occupations each. USDOL/ETA has not "
            "approved, endorsed, or tested these modifications.",
        ),
        facts={"release": "30.1"},
    )
    write_manifest(out, manifest)
    progress(2, 2)
    return manifest


def _find(source: Path, name: str) -> Path:
    for path in (source / f"{name}.txt", source / f"{name}.txt.gz"):
        if path.exists():
            return path
    raise FileNotFoundError(
        f"{name}.txt is not in {source}. Fetch the text files of https://www.onetcenter.org/database.html."
    )


def _write(out: Path, load: ReferenceLoad) -> tuple[TableFile, ...]:
    tables = {one.name: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for one in load.tables}
    tasks: dict[str, list[dict[str, Value | Shares]]] = defaultdict(list)
    for row in tables["onet_task"]:
        tasks[str(row["onet_soc_code"])].append(row)
    best = [
        row
        for rows in tasks.values()
        for row in sorted(rows, key=lambda r: (r["task_type"] != "core", -int(str(r["incumbents"] or 0))))[
            :MOST_TASKS
        ]
    ]
    related = [row for row in tables["onet_related"] if int(str(row["place"] or 0)) <= MOST_RELATED]
    interests = [row for row in tables["onet_rating"] if row["domain"] == "interest"]
    names = {str(row["element_id"]) for row in interests}
    elements = [row for row in tables["onet_element"] if row["element_id"] in names]
    shown = [row for row in tables["onet_title"] if row["is_shown"]]
    return tuple(
        write_table(
            out / f"{name}.tsv.gz",
            tuple(rows[0]),
            rows=sorted(tuple(_cell(value) for value in row.values()) for row in rows),
        )
        for name, rows in (
            ("onet_occupation", tables["onet_occupation"]),
            ("onet_job_zone", tables["onet_job_zone"]),
            ("onet_task", best),
            ("onet_related", related),
            ("onet_rating", interests),
            ("onet_element", elements),
            ("onet_title", shown),
        )
    )


def _cell(value: Value | Shares) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
