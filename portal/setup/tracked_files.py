"""Finds what must not be tracked: third-party files, package-registry hosts and paths of one person's machine.

Run as `python -m portal.setup.tracked_files`; exits 1 with one line for each finding.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]

# Written in two parts so that this file does not find itself.
REGISTRY_HOST = re.compile(
    "|".join(
        (
            "files.python" + "hosted",
            "pypi" + r"\.org/simple",
            "registry" + r"\.npmjs",
            "deb" + r"\.debian\.org",
        )
    )
)
# A machine's own folder: not part of a longer word, path or address ("/about/work/", "example.org/work/" are fine).
MACHINE_PATH = re.compile(r"(?<![\w.:/})*-])/(?:" + "|".join(("work", "farm", "root", "tmp")) + r")/")
THIRD_PARTY_FOLDERS = ("node_modules", "static/vendor", ".venv")
THIRD_PARTY_SUFFIXES = (".min.js", ".min.css", ".woff", ".woff2", ".ttf", ".otf", ".whl", ".mo", ".pyc")
# The licence texts of other people's files stand beside those files, which are not tracked either.
THIRD_PARTY_MARK = re.compile(
    r"^\s*(?:/\*!|<!--|\*|//|#)?\s*(?:@licen[sc]e\b|Copyright \([cC]\) (?!\d{4} Rungs))", re.MULTILINE
)


def list_tracked_files() -> list[str]:
    """Paths, relative to the checkout, of all files that git tracks and that are there."""
    told = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in told.split("\0") if name and (ROOT / name).is_file()]


def find_problems(name: str, content: bytes) -> Iterator[str]:
    """Yield one line for each thing in a tracked file that must not be tracked."""
    path = PurePosixPath(name)
    if any(path.is_relative_to(folder) for folder in THIRD_PARTY_FOLDERS) or name.endswith(
        THIRD_PARTY_SUFFIXES
    ):
        yield f"{name}: a third-party or built file; `make install` puts it in place, so take it out of git"
        return
    if b"\0" in content[:8000]:
        return
    text = content.decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if REGISTRY_HOST.search(line):
            yield f"{name}:{number}: names a package registry's host; leave the address to the machine's own settings"
        if MACHINE_PATH.search(line):
            yield f"{name}:{number}: names a folder of one machine; use a path relative to the checkout"
    if THIRD_PARTY_MARK.search(text):
        yield f"{name}: carries another owner's copyright; install it from a package instead of copying it here"


def main() -> int:
    """Check every tracked file; return 1 when anything was found."""
    problems = [
        problem
        for name in list_tracked_files()
        for problem in find_problems(name, (ROOT / name).read_bytes())
    ]
    print("\n".join(problems) or "nothing is tracked that should not be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
