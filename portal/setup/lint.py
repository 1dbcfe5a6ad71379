"""Runs every check of `make lint`, all of them even when one fails, and says at the end which did.

Run as `python -m portal.setup.lint`; exits 1 when any failed.
"""

import subprocess
import sys
import time
from pathlib import Path

from portal.setup.tracked_files import list_tracked_files

ROOT = Path(__file__).resolve().parents[2]
LONG_MODULE = 350
PYTHON = [sys.executable, "-m"]
CHECKS = {
    "style": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "types": [*PYTHON, "mypy"],
    "import directions": [
        sys.executable,
        "-c",
        "import importlinter.cli as c; c.lint_imports_command()",
        "--no-logo",
    ],
    "templates": [*PYTHON, "djlint", "--lint", "--quiet", "--allow-empty-input", "templates"],
    "tracked files": [*PYTHON, "portal.setup.tracked_files"],
}


def list_long_modules() -> list[str]:
    """Tracked Python modules of more than 350 lines, longest first: a warning, since some read best whole."""
    lengths = [
        (len((ROOT / name).read_text(encoding="utf-8").splitlines()), name)
        for name in list_tracked_files()
        if name.endswith(".py")
    ]
    return [
        f"{name} has {lines} lines" for lines, name in sorted(lengths, reverse=True) if lines > LONG_MODULE
    ]


def main() -> int:
    """Run all checks; return 1 when any failed."""
    failed = []
    for name, command in CHECKS.items():
        if name == "templates" and not (ROOT / "templates").is_dir():
            continue
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(
            f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    for warning in list_long_modules():
        print(f"note   {warning}; would two modules read better?")
    if failed:
        print(f"lint failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
