"""Makes the lock files anew: exact versions with hashes, no index address, for Python 3.11 and newer on any platform.

Run as `make lock`. Needs uv, from the path or installed into `.venv` on the spot; nothing else uses it.
`make lock` keeps the versions that the lock files already have where pyproject.toml still allows them;
`python -m portal.setup.lock --upgrade` takes the newest.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",  # one version of each package for every Python, not one for each
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
    "--no-config",  # a machine's own uv settings have no place in a shared file
    "--quiet",
)
# Lock file -> what it is made from. Each is held to the versions of the first, so that all can stand in one .venv.
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--extra=dev", "--extra=snapshot"],
    "requirements-node.lock": ["--group=node"],
}


def find_uv() -> str:
    """The uv program: from the path or `.venv`, else installed into `.venv` now."""
    own = Path(sys.executable).with_name("uv")
    if found := shutil.which("uv") or shutil.which(own):
        return found
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "uv"], check=True)
    return str(own)


def main() -> int:
    """Write every lock file; return the exit code of the first tool that fails, else 0."""
    uv = find_uv()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
    for lock, sources in LOCKS.items():
        constraint = [] if lock == "requirements.lock" else ["--constraints", "requirements.lock"]
        command = [
            uv,
            "pip",
            "compile",
            *OPTIONS,
            *constraint,
            *sources,
            "--output-file",
            lock,
            *sys.argv[1:],
        ]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    npm = shutil.which("npm")
    if npm is None:
        print("package-lock.json was left as it is: no npm on the path", file=sys.stderr)
        return 0
    return subprocess.run([npm, "install", "--package-lock-only"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
