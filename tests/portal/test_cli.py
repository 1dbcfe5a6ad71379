"""The command line on a prepared site: right answers, documented JSON, meaningful exit codes."""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from portal.answers import SearchAnswer, UnlockReport
from portal.cli import main
from portal.doctor import Finding, Health, Report
from portal.doctor_cli import CatalogReport
from portal.plan_answer import PlansAnswer
from portal.prepare import prepare
from portal.settings import ROOT, load_settings

DOC = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
OUTPUTS = {
    "search": SearchAnswer,
    "unlock": UnlockReport,
    "plan": PlansAnswer,
    "doctor": Report,
    "doctor catalog": CatalogReport,
}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, prepared_folder: Path) -> Iterator[Path]:
    folder = Path(shutil.copytree(prepared_folder, tmp_path_factory.mktemp("site") / "data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATA_DIR", str(folder))
        yield folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def documented_schema(command: str) -> dict[str, object]:
    found = re.search(rf"## `portal {command}.*?```json\n(.*?)```", DOC, re.DOTALL)
    assert found is not None, f"docs/cli.md has no schema for {command}"
    return json.loads(found[1])


@pytest.mark.parametrize("command", OUTPUTS)
def test_the_documented_schema_is_that_of_the_code(command: str) -> None:
    assert documented_schema(command) == OUTPUTS[command].model_json_schema(mode="serialization")


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "weldng"),
        ("search", "cna", "--kind", "postings", "--region", "state:IN"),
        ("search", "nurse", "--kind", "occupations"),
        ("unlock", "--held", "high-school-diploma", "--region", "county:18089"),
        ("plan", "--goal", "occupation:29-1141", "--held", "cna-in", "--region", "zip:46402:25"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_json_output_is_as_documented(data_dir: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    jsonschema.validate(json.loads(result.stdout), documented_schema(arguments[0]))


def test_search_forgives_a_typing_error_and_says_so(data_dir: Path) -> None:
    answer = json.loads(run("search", "weldng", "--json").stdout)
    assert answer["corrected"] == "welding"
    assert "aws-certified-welder" in [item["id"] for item in answer["items"]]


def test_unlock_puts_every_posting_in_exactly_one_state(data_dir: Path) -> None:
    answer = json.loads(run("unlock", "--region", "state:IN", "--json").stdout)
    states = [answer[state] for state in ("qualifies", "one_away", "further", "unknown")]
    assert sum(states) == answer["total"] > 600
    assert answer["likely"] <= answer["unknown"]
    assert [gain["opens"] for gain in answer["gains"]] == sorted(
        (gain["opens"] for gain in answer["gains"]), reverse=True
    )


def test_holding_what_opens_jobs_opens_them(data_dir: Path) -> None:
    before = json.loads(run("unlock", "--region", "state:IN", "--json").stdout)
    first = before["gains"][0]
    after = json.loads(run("unlock", "--region", "state:IN", "--held", first["credential"], "--json").stdout)
    assert after["qualifies"] == before["qualifies"] + first["opens"]


def test_a_plan_always_has_four_ways_and_ends_at_the_goal(data_dir: Path) -> None:
    answer = json.loads(
        run("plan", "--goal", "credential:rn-license-in", "--region", "state:IN", "--json").stdout
    )
    assert [plan["way"] for plan in answer["plans"]] == ["fastest", "cheapest", "soonest", "return"]
    for plan in answer["plans"]:
        assert plan["steps"][-1]["credential"] == "rn-license-in"
        for step in plan["steps"][:-1] if plan["way"] != "soonest" else ():  # a rung for pay may stand apart
            assert all(proof["method"] for proof in step["why"])
            assert step["why"], f"{step['credential']} says why it is there"
    by_way = {plan["way"]: plan for plan in answer["plans"]}
    assert by_way["fastest"]["weeks"] == min(plan["weeks"] for plan in answer["plans"])
    assert by_way["cheapest"]["cost_usd"] == min(plan["cost_usd"] for plan in answer["plans"])


def test_what_is_held_already_needs_no_plan(data_dir: Path) -> None:
    result = run("plan", "--goal", "credential:cna-in", "--held", "rn-license-in", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["is_reached"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("plan", "--goal", "nonsense"), 2, "not a goal that we can read"),
        (("unlock", "--region", "moon"), 2, "not a place that we can read"),
        (("unlock", "--region", "00000"), 1, "do not know the ZIP code 00000"),
        (("unlock", "--held", "no-such-thing"), 1, "no credential"),
        (("plan", "--goal", "credential:no-such-thing"), 4, "do not know yet which credentials"),
        (("search", "zzzzqqqq"), 4, "0 found"),
        (("no-such-command",), 2, "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_exit_codes_mean_something(data_dir: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    result = run(*arguments)
    assert says in result.output
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_doctor_names_what_to_do_on_an_empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    result = run("doctor")
    assert result.exit_code == 1
    assert "portal migrate" in result.output


def test_doctor_says_when_the_lines_of_benefits_are_of_another_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_AS_OF", "2026-06-20")
    (found,) = [each for each in doctor_findings() if each.subject == "benefits"]
    assert found.health is Health.OK
    assert "not yet checked at their source" in found.message
    monkeypatch.setenv("PORTAL_AS_OF", "2027-01-01")
    (found,) = [each for each in doctor_findings() if each.subject == "benefits"]
    assert found.health is Health.WARNING
    assert "sga (US, until 2026-12-31)" in found.message
    assert "config/benefits" in found.fix


def doctor_findings() -> tuple[Finding, ...]:
    return Report.model_validate_json(run("doctor", "--json").stdout).findings


@pytest.mark.parametrize(
    "arguments", [("plan", "--goal", "credential:cna-in"), ("unlock",), ("search", "nurse")], ids=" ".join
)
def test_a_database_that_was_never_made_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    result = run(*arguments)
    assert result.exit_code == 1
    assert "portal migrate" in result.output or "portal reindex" in result.output
    assert "Traceback" not in result.output


def test_a_second_preparation_changes_no_byte_of_the_tables(data_dir: Path) -> None:
    before = _digest(data_dir / "rungs.sqlite")
    prepare(load_settings(), Console(quiet=True)).dispose()
    assert _digest(data_dir / "rungs.sqlite") == before


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "portal", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.startswith(
        "portal"
    )


def _digest(file: Path) -> str:
    """Of the file itself, with all that was written put into it."""
    with closing(sqlite3.connect(file)) as connection:
        (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not is_busy
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def test_limits_of_a_plan_are_kept_or_say_what_would_be_enough(data_dir: Path) -> None:
    goal = (
        "plan",
        "--goal",
        "occupation:29-1141",
        "--region",
        "county:18089",
        "--held",
        "high-school-diploma",
    )
    free = json.loads(run(*goal, "--json").stdout)
    least = min(way["cost_usd"] for way in free["plans"])
    tight = run(*goal, "--budget", "300", "--json")
    assert tight.exit_code == 4
    assert json.loads(tight.stdout)["blocked"] == [
        "There is no way for $300.",
        f"The cheapest way costs ${least:,.0f}.",
    ]
    online = run(*goal, "--delivery", "online", "--json")
    assert online.exit_code == 4
    assert json.loads(online.stdout)["blocked"][0] == "There is no way that is all online."


def test_a_plan_has_its_days_and_side_by_side_ends_sooner(data_dir: Path) -> None:
    goal = (
        "plan",
        "--goal",
        "credential:ase-master-automobile",
        "--region",
        "state:IN",
        "--start",
        "2099-01-05",
    )
    alone = json.loads(run(*goal, "--json").stdout)["plans"][0]
    beside = json.loads(run(*goal, "--side-by-side", "--weeks", "12", "--json").stdout)["plans"][0]
    assert alone["calendar"]["starts_on"] == "2099-01-05"
    assert alone["calendar"]["weeks"] == alone["weeks"] > 12
    assert beside["calendar"]["weeks"] <= 12
    assert beside["calendar"]["ends_on"] < alone["calendar"]["ends_on"]
    assert run(*goal, "--weeks", "12").exit_code == 4


def test_what_has_run_out_is_renewed_in_a_plan(data_dir: Path) -> None:
    answer = json.loads(
        run(
            "plan", "--goal", "credential:cna-in", "--lapsed", "cna-in", "--region", "state:IN", "--json"
        ).stdout
    )
    assert answer["lapsed"] == ["cna-in"]
    (step,) = answer["plans"][0]["steps"]
    assert (step["credential"], step["is_renewal"], step["weeks"]) == ("cna-in", True, 0.0)


def test_most_doors_and_other_ways_in_text_and_json(data_dir: Path) -> None:
    doors = json.loads(run("plan", "--goal", "doors:2", "--region", "county:18089", "--json").stdout)
    (way,) = doors["plans"]
    assert way["way"] == "doors"
    assert 1 <= len(way["steps"]) <= 2
    assert doors["doors"]["at_most"] >= doors["doors"]["qualifies"] > doors["doors"]["qualifies_now"]
    others = run(
        "plan", "--goal", "occupation:29-1141", "--held", "cna-in,high-school-diploma", "--region", "state:IN",
        "--others", "2",
    )  # fmt: skip
    assert "another way" in others.stdout
    assert "longer and costs" in others.stdout


def test_ids_of_former_times_are_those_of_today(data_dir: Path) -> None:
    opened = json.loads(run("unlock", "--held", "ky-rank-ii", "--region", "state:IN", "--json").stdout)
    assert opened["held"] == ["educator-rank-ii-ky"]
    goal, held = ("--goal", "credential:ky-rank-i"), ("--held", "ky-rank-ii,educator-rank-ii-ky")
    planned = json.loads(run("plan", *goal, *held, "--region", "state:KY", "--json").stdout)
    assert planned["goal"] == "credential:educator-rank-i-ky"
    assert planned["held"] == ["educator-rank-ii-ky"]
