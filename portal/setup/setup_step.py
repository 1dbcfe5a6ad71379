"""What every step of set-up uses: a tool run with its output in the log, one sentence when it fails, and a stamp.

A step is skipped when what it was made from has not changed (`.venv/.setup.json`); what the tools print goes to
`.venv/setup.log`. Imports nothing but the standard library: it runs before anything is installed.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".setup.json"
LOG = VENV / "setup.log"

# What a failed tool says -> what we say. The first that matches wins.
KNOWN_FAILURES = (
    (r"No space left on device|ENOSPC", "the disk is full; make room and run make again"),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "a downloaded file is not the one that the lock file names; try again, and if it stays so, "
        "ask whoever runs your package mirror",
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|nodename nor servname|NewConnectionError"
        r"|Network is unreachable|Connection refused|Read timed out|ConnectTimeout|Could not fetch URL"
        r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|SSLError|Temporary failure resolving|Failed to fetch",
        "no package registry answered; check the network (or your proxy and mirror settings) and run make again",
    ),
    (r"Permission denied|EACCES", "a file may not be written; check who owns this folder and run make again"),
    (
        r"No matching distribution found",
        "a package is not made for this Python and processor; use Python 3.11 to 3.14 on Linux or macOS "
        "(x86-64 or arm64)",
    ),
)


class SetupError(Exception):
    """Set-up cannot go on; the message is one sentence for the person who ran make."""


def explain_failure(what: str, output: str) -> str:
    """Turn what a failed tool printed into one sentence, with the last line of it where we do not know the cause."""
    for pattern, sentence in KNOWN_FAILURES:
        if re.search(pattern, output):
            return f"{what} failed: {sentence}."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"{what} failed: {lines[-1] if lines else 'it printed nothing'} (all of it is in .venv/setup.log)."


def digest(paths: Iterable[Path], *extra: str) -> str:
    """One hash over the names and contents of `paths` and over `extra`."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b"missing"
        total.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    total.update("\0".join(extra).encode())
    return total.hexdigest()


def run(what: str, command: Sequence[str | Path], **environment: str) -> None:
    """Run a tool with its output in the log. Raises: SetupError in one sentence when it fails or is missing."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise SetupError(f"{what} failed: {command[0]} is not installed.") from None
    output = done.stdout + done.stderr
    if VENV.is_dir():
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(map(str, command))}\n{output}\n")
    if done.returncode:
        raise SetupError(explain_failure(what, output))


def say(text: str) -> None:
    """Tell the person at the terminal which step runs now."""
    print(f"  {text}", flush=True)


class Stamps:
    """Which input each finished step was made from, kept in `.venv/.setup.json`."""

    def __init__(self) -> None:
        try:
            self._digests: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            self._digests = {}

    def holds(self, step: str, value: str) -> bool:
        """Whether `step` was finished from just this input."""
        return self._digests.get(step) == value

    def keep(self, **digests: str) -> None:
        """Record finished steps at once, so that an interrupted set-up goes on where it stopped."""
        self._digests.update(digests)
        part = STAMP.with_suffix(".part")
        part.write_text(json.dumps(self._digests, indent=1), encoding="utf-8")
        part.replace(STAMP)
