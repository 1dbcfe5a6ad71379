"""The command line as people call it; each JSON output fits the schema that docs/cli/ingest.md states."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ingest.cli import main
from ingest.pipeline.lock import hold_lock
from tests.ingest.conftest import CONFIG, ROOT
from tests.ingest.feeds import good_rows, write_mirror

_SCHEMA = re.compile(r"```json schema=(\w+)\n(.*?)```", re.S)


def schemas() -> dict[str, Any]:
    return {
        name: json.loads(body) for name, body in _SCHEMA.findall((ROOT / "docs/cli/ingest.md").read_text())
    }


class Command:
    """Calls `ingest` in this process with settings of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.argv", ["ingest", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out = self._capsys.readouterr()
        return code, out.out, out.err


@pytest.fixture
def ingest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sqlite_template: Path
) -> Command:
    data, config = tmp_path / "data", tmp_path / "config"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "rungs.sqlite")
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("embedded"))
    (config / "embedded").symlink_to(CONFIG / "embedded")
    nyc = config / "sources" / "nyc.toml"
    nyc.write_text(nyc.read_text().replace("min = 200", "min = 2"))
    for name, value in {
        "PORTAL_DATA_DIR": data, "PORTAL_CONFIG_DIR": config, "PORTAL_AS_OF": "2026-06-20", "PORTAL_LOG_LEVEL": "ERROR",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    # what ships is loaded by the store's own tests; here it would only cost time
    monkeypatch.setattr("ingest.wiring.load_embedded", lambda *_a, **_k: {})
    return Command(capsys, monkeypatch)


def test_list_fits_its_schema_and_says_how_to_turn_sources_on(ingest: Command) -> None:
    code, out, _ = ingest("list", "--json")
    assert code == 0
    listed = json.loads(out)
    jsonschema.validate(listed, schemas()["list"])
    states = {row["key"]: row["state"] for row in listed["sources"]}
    assert (states["nyc"], states["usajobs"], states["handover"], states["sample"]) == (
        "off",
        "off",
        "waiting",
        "on",
    )
    assert all(row["how_to_turn_on"] for row in listed["sources"] if row["state"] != "on")
    assert "PORTAL_USAJOBS_API_KEY" in ingest("list")[1]


def test_run_and_status_fit_their_schemas(ingest: Command, tmp_path: Path) -> None:
    mirror = str(write_mirror(tmp_path / "m", good_rows(3)))
    code, out, err = ingest("run", "nyc", "--mirror", mirror, "--json")
    assert (code, err) == (0, "")
    jsonschema.validate(json.loads(out), schemas()["run"])
    assert json.loads(out)["inserted"] == 3
    code, out, _ = ingest("run", "nyc", "--mirror", mirror)
    assert "0 new, 0 changed, 3 unchanged" in out
    code, out, _ = ingest("run", "nyc", "--mirror", mirror, "--dry-run", "--json")
    jsonschema.validate(json.loads(out), schemas()["run"])
    code, out, _ = ingest("status", "--json")
    assert code == 0
    jsonschema.validate(json.loads(out), schemas()["status"])
    nyc = next(row for row in json.loads(out)["sources"] if row["key"] == "nyc")
    assert nyc["last_good_run"]["unchanged"] == 3
    assert "last good" in ingest("status", "nyc")[1]


def test_exit_codes_mean_something(ingest: Command, tmp_path: Path) -> None:
    code, _, err = ingest("run", "nowhere")
    assert code == 2
    assert "There is no source “nowhere”" in err
    assert ingest("run")[0] == 2
    code, out, _ = ingest("run", "nyc", "--mirror", str(write_mirror(tmp_path / "a", good_rows(1))))
    assert code == 3
    assert "fewer than the floor of 2" in out
    code, out, _ = ingest("run", "nyc", "--mirror", str(write_mirror(tmp_path / "b", b"<html>")))
    assert code == 1
    assert "HTML" in out
    code, out, _ = ingest("run", "handover")
    assert code == 4
    assert "CSV file" in out
    with hold_lock(tmp_path / "data" / "locks", "sample"):
        code, _, err = ingest("run", "sample")
    assert code == 4
    assert "another process" in err


def test_a_second_scheduler_ends_at_once(ingest: Command, tmp_path: Path) -> None:
    with hold_lock(tmp_path / "data" / "locks", "scheduler"):
        code, _, err = ingest("schedule", "--once")
    assert code == 4
    assert "scheduler" in err


def test_a_broken_source_file_is_named(ingest: Command, tmp_path: Path) -> None:
    (tmp_path / "config" / "sources" / "odd.toml").write_text('key = "odd"\ncolour = "red"\n')
    code, _, err = ingest("list")
    assert code == 1
    assert "config/sources/odd.toml" in err


@pytest.mark.parametrize("command", ["list", "run", "status", "schedule", "snapshot"])
def test_every_command_explains_itself(ingest: Command, command: str) -> None:
    code, out, _ = ingest(command, "--help")
    assert code == 0
    assert "Usage" in out


def test_all_sources_side_by_side_and_what_they_rejected_once_more(ingest: Command, tmp_path: Path) -> None:
    sources = tmp_path / "config" / "sources"
    for path in sources.glob("*.toml"):
        if path.stem not in ("nyc", "handover"):
            path.unlink()
    nyc = sources / "nyc.toml"
    nyc.write_text(nyc.read_text().replace("enabled = false", "enabled = true"))
    (tmp_path / "data" / "handover").mkdir()
    (tmp_path / "data" / "handover" / "a.csv").write_text(
        "identifier,title,employer,salaryMin\n1,Cook,Fern,\n2,Cook,Fern,x\n"
    )
    mirror = str(write_mirror(tmp_path / "m", good_rows(3)))
    assert ingest("run", "--mirror", mirror)[0] == ingest("run", "nyc", "--all")[0] == 2
    code, out, _ = ingest("run", "--all", "--mirror", mirror, "--json")
    told = json.loads(out)
    assert (code, told["busy"]) == (0, [])
    for report in told["runs"]:
        jsonschema.validate(report, schemas()["run"])
    assert {r["source_key"]: (r["inserted"], r["rejected"]) for r in told["runs"]} == {
        "handover": (1, 1),
        "nyc": (3, 0),
    }
    code, out, _ = ingest("replay", "--json")
    jsonschema.validate(json.loads(out), schemas()["replay"])
    assert [(r["source_key"], r["rejected"], r["settled"]) for r in json.loads(out)["replays"]] == [
        ("handover", 1, 0)
    ]
    next((tmp_path / "data" / "archive" / "handover").glob("*.csv")).unlink()
    code, _, err = ingest("replay", "handover", "--apply")
    assert (code, "no longer archived" in err) == (1, True)
    with hold_lock(tmp_path / "data" / "locks", "nyc"):
        assert ingest("run", "--all", "--mirror", mirror)[0] == 4
