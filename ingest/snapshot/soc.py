"""Builds the SOC 2018 snapshot: codes, titles, hierarchy, definitions, and the direct match titles."""

import re
from pathlib import Path

from ingest.kit.sheet import read_sheet
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

DEFINITIONS_FILE = "soc_2018_definitions.xlsx"
TITLES_FILE = "soc_2018_direct_match_title_file.xlsx"
OFFICIAL_COUNTS = {"major": 23, "minor": 98, "broad": 459, "detailed": 867}
"""Source: 2018 SOC Manual, “What's new in the 2018 SOC”."""
_CODE = re.compile(r"\d\d-\d{4}")


def build_soc_snapshot(source: Path, out: Path, *, progress: Progress = no_progress) -> Manifest:
    """Write occupations and titles with their manifest into `out` from the two workbooks in `source`.

    Raises: FileNotFoundError when a workbook is missing; ValueError when the codes do not form the 2018 SOC.
    """
    for name in (DEFINITIONS_FILE, TITLES_FILE):
        if not (source / name).exists():
            raise FileNotFoundError(
                f"{name} is not in {source}. Fetch it from https://www.bls.gov/soc/2018/."
            )
    out.mkdir(parents=True, exist_ok=True)
    progress(0, 2)
    occupations = _read_occupations(source / DEFINITIONS_FILE)
    progress(1, 2)
    tables = (
        _write_occupations(out, occupations),
        _write_titles(out, source / TITLES_FILE, set(occupations)),
    )
    progress(2, 2)
    manifest = Manifest(
        name="soc",
        title="Standard Occupational Classification, 2018",
        description="Every 2018 SOC group and occupation with its definition, and the titles that match directly.",
        licence="United States government work, public domain",
        vintage="2018",
        command="ingest snapshot soc --from FOLDER",
        sources=tuple(
            SourceFile(
                file_name=name,
                publisher="U.S. Bureau of Labor Statistics, on behalf of the SOC Policy Committee",
                url=f"https://www.bls.gov/soc/2018/{name}",
                licence="United States government work, public domain",
                vintage="2018 SOC, November 2017",
                sha256=sha256_of(source / name),
            )
            for name in (DEFINITIONS_FILE, TITLES_FILE)
        ),
        tables=tables,
        notes=(
            "The parent of a code is the group of the level above (major, minor, broad) under which SOC lists it.",
            "A direct match title belongs to the occupation beside it; titles that occur twice have two rows.",
        ),
    )
    write_manifest(out, manifest)
    return manifest


def _read_occupations(path: Path) -> dict[str, tuple[str, str, str, str]]:
    """Code to (title, level, parent code, definition).

    The parent is the last group of the level above in the published order: digits alone do not tell it
    (29-1221 Pediatricians stands under 29-1210 Physicians, 15-1251 under 15-1250 under 15-1200).
    """
    levels = tuple(OFFICIAL_COUNTS)
    last = dict.fromkeys(levels, "")
    occupations: dict[str, tuple[str, str, str, str]] = {}
    for group, code, title, definition in read_sheet(
        path, ("SOC Group", "SOC Code", "SOC Title", "SOC Definition")
    ):
        if not _CODE.fullmatch(code) or group.lower() not in OFFICIAL_COUNTS or code in occupations:
            raise ValueError(f"{path.name}: “{group} {code} {title}” is not a new code of a known group.")
        level = group.lower()
        last[level] = code
        parent = last[levels[levels.index(level) - 1]] if level != "major" else ""
        if parent[:2] not in ("", code[:2]):
            raise ValueError(f"{path.name}: {code} ({level}) stands below {parent}: the order is broken.")
        occupations[code] = (title, level, parent, definition)
    counts = {level: sum(one[1] == level for one in occupations.values()) for level in OFFICIAL_COUNTS}
    if counts != OFFICIAL_COUNTS:
        raise ValueError(f"{path.name}: {counts} is not the 2018 SOC, which has {OFFICIAL_COUNTS}.")
    return occupations


def _write_occupations(out: Path, occupations: dict[str, tuple[str, str, str, str]]) -> TableFile:
    columns = ("soc_code", "title", "level", "parent_code", "definition")
    rows = ((code, *rest) for code, rest in sorted(occupations.items()))
    return write_table(out / "occupations.tsv.gz", columns, rows=rows)


def _write_titles(out: Path, path: Path, codes: set[str]) -> TableFile:
    header = ("2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example")
    rows = set()
    for code, _title, match, example in read_sheet(path, header):
        if code not in codes or not match or example.lower() not in ("", "x"):
            raise ValueError(f"{path.name}: “{match}” has the code “{code}” and the mark “{example}”.")
        rows.add((match, code, example.lower()))
    return write_table(out / "titles.tsv.gz", ("title", "soc_code", "is_illustrative"), rows=sorted(rows))
