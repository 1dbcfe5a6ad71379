"""The lock files: complete, hashed, without an address, and of one mind."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)


def _pins(lock: str) -> dict[str, str]:
    return {match[1]: match[2] for match in PIN.finditer((ROOT / lock).read_text(encoding="utf-8"))}


def _named(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_an_exact_version_or_one_of_its_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    strange = [
        line
        for line in lines
        if not PIN.match(line) and not re.match(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", line)
    ]
    assert strange == []
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=" not in block] == []


def test_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    runtime, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert _named(project["dependencies"]) - set(_pins("requirements.lock")) == set(), "run `make lock`"
    assert _named(extras["dev"]) - set(_pins("requirements-dev.lock")) == set(), "run `make lock`"
    assert _named(extras["snapshot"]) - set(_pins("requirements-dev.lock")) == set(), "run `make lock`"


def test_front_end_packages_are_locked_by_content_not_by_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [
        name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_no_front_end_package_moves_with_its_registry() -> None:
    """npm asks the registry what "latest" is, so a lock that holds it is false on the day of the next release."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    overrides = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["overrides"]
    moving = {
        (path.rpartition("node_modules/")[2], name)
        for path, entry in lock["packages"].items()
        for name, wanted in entry.get("dependencies", {}).items()
        if wanted == "latest"
    }
    assert moving == {(package, name) for package, pins in overrides.items() for name in pins}
