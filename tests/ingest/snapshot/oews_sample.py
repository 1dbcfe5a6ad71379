"""A small hand-written release of OEWS in the layout of BLS's flat files, and the same packed as SQLite."""

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

FILES = {
    "oe.release": "release_date\tdescription\r\n2025A01\tMay 2025\r\n",
    "oe.area": (
        "state_code\tarea_code\tareatype_code\tarea_name\r\n"
        "00\t0000000\tN\tNational\r\n"
        "18\t1800000\tS\tIndiana\r\n"
        "17\t0016980\tM\tChicago-Naperville-Elgin, IL-IN\r\n"
        "18\t1800001\tM\tNorthern Indiana nonmetropolitan area\r\n"
    ),
    "oe.occupation": (
        "occupation_code\toccupation_name\toccupation_description\tdisplay_level\tselectable\tsort_sequence\r\n"
        "000000\tAll Occupations\t\t0\tT\t0\r\n"
        "291141\tRegistered Nurses\tAssess health.\t3\tT\t1\r\n"
        "291212\tCardiologists\tHearts.\t3\tT\t2\r\n"
        "252021\tElementary School Teachers\tTeach.\t3\tT\t3\r\n"
        "272011\tActors\tPlay.\t3\tT\t4\r\n"
    ),
    "oe.footnote": (
        "footnote_code\tfootnote_text\r\n"
        "4\tReported either as hourly wages or annual salaries.\r\n"
        "5\tThis wage is equal to or greater than $115.00 per hour or $239,200 per year.\r\n"
        "8\tEstimate not released.\r\n"
    ),
}
ORDER = ("01", "17", "08", "04", "11", "12", "13", "14", "15")
WAGES = ("45.10", "93800", "61000", "75000", "88000", "101000", "131000")
ROWS: dict[str, tuple[str, ...]] = {
    # area type + area + industry + occupation → value, or value|footnote, or "" for no row; in the order of ORDER
    "N0000000000000291141": ("3300000", "", *WAGES),
    "M0016980000000291141": ("100", "1.04", "-|8", "-|8", "-|8", "-|8", "-|8", "-|8", "-|8"),
    "M1800001000000291141": ("-|8", "-|8", *WAGES),
    "M1800001000000291212": ("40", "0.50", "-|5", "350000", "90000", "-|5", "-|5", "-|5", "-|5"),
    "S1800000000000252021": ("9000", "1.00", "-|4", "61000", "40000", "50000", "60000", "70000", "80000"),
    "S1800000000000272011": ("300", "0.20", "22.50", "-|4", "-|4", "-|4", "-|4", "-|4", "-|4"),
    "S1800000111000291141": ("7", "", *WAGES),  # one industry only: not ours
}


def data_lines(rows: dict[str, tuple[str, ...]], year: str = "2025") -> list[str]:
    """Lines of oe.data: `series_id year period value footnote_codes`, padded as BLS pads them."""
    lines = ["series_id                     \tyear\tperiod\t       value\tfootnote_codes"]
    for key, cells in rows.items():
        for data_type, cell in zip(ORDER, cells, strict=True):
            value, _, notes = cell.partition("|")
            if value:
                lines.append(f"OEU{key}{data_type}      \t{year}\tA01\t{value:>12}\t{notes}")
    return lines


def write_flat_files(folder: Path, rows: dict[str, tuple[str, ...]] = ROWS, **replace: str) -> Path:
    """Write the sample; `oe_footnote="…"` replaces a whole file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(replace.get(name.replace(".", "_"), text), newline="")
    (folder / "oe.data.0.Current").write_text("\r\n".join(data_lines(rows)) + "\r\n", newline="")
    return folder


def write_packed(folder: Path) -> Path:
    """The same release as `oews-2025.sqlite.gz` with a manifest."""
    folder.mkdir(parents=True)
    database = folder / "plain.sqlite"
    columns = [f"v{n:02d} TEXT, f{n:02d} TEXT" for n in range(1, 18)]
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"CREATE TABLE cell (key TEXT PRIMARY KEY, {', '.join(columns)})")
        connection.execute("CREATE TABLE area (area_code, areatype_code, state_code, area_name)")
        connection.execute(
            "CREATE TABLE occupation (occupation_code, occupation_name, display_level INTEGER)"
        )
        connection.execute("CREATE TABLE footnote (footnote_code, footnote_text)")
        for line in FILES["oe.area"].splitlines()[1:]:
            state, code, kind, name = line.split("\t")
            connection.execute("INSERT INTO area VALUES (?, ?, ?, ?)", (code, kind, state, name))
        for line in FILES["oe.occupation"].splitlines()[1:]:
            code, name, _, level, *_ = line.split("\t")
            connection.execute("INSERT INTO occupation VALUES (?, ?, ?)", (code, name, int(level)))
        for line in FILES["oe.footnote"].splitlines()[1:]:
            connection.execute("INSERT INTO footnote VALUES (?, ?)", line.split("\t"))
        for key, cells in ROWS.items():
            connection.execute("INSERT INTO cell (key) VALUES (?)", (f"OEU{key}",))
            for data_type, cell in zip(ORDER, cells, strict=True):
                value, _, notes = cell.partition("|")
                connection.execute(
                    f"UPDATE cell SET v{data_type} = ?, f{data_type} = ? WHERE key = ?",
                    (value or None, notes or None, f"OEU{key}"),
                )
        connection.commit()
    packed = folder / "oews-2025.sqlite.gz"
    packed.write_bytes(gzip.compress(database.read_bytes(), mtime=0))
    database.unlink()
    manifest = {
        "file_sha256": hashlib.sha256(packed.read_bytes()).hexdigest(),
        "release": {"year": "2025", "description": "May 2025"},
        "sources": {"oe.area": {"sha256": "0" * 64, "last_modified": "2026-05-15"}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
