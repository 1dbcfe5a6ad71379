"""`portal doctor catalog` names what to mend, and which plans a change of the catalog alters."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from portal.catalog_changes import CatalogChanges
from portal.catalog_check import CatalogFinding
from portal.cli import main
from portal.doctor_cli import CatalogReport
from portal.settings import ROOT
from tests.portal.test_cli import documented_schema
from tests.portal.web.world import build_index, fill_store, settings_for
from tests.portal.web.world_catalog import CATALOG

CONFIG = ROOT / "config"
LINK = """
[[edge]]
kind = "prepares_for"
from_id = "high-school-diploma"
to_id = "cna-in"
evidence = { method = "general_knowledge" }
"""


def configure(folder: Path, catalog: str) -> Path:
    """A configuration whose catalog is one file; the rest is what ships."""
    config = folder / "config"
    (config / "catalog").mkdir(parents=True)
    for path in CONFIG.iterdir():
        if path.name != "catalog":
            (config / path.name).symlink_to(path)
    (config / "catalog" / "test.toml").write_text(catalog, encoding="utf-8")
    return config


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def call(catalog: str, *words: str) -> Result:
        config = configure(tmp_path, catalog)
        monkeypatch.setenv("PORTAL_CONFIG_DIR", str(config))
        monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
        return CliRunner().invoke(main, ["doctor", "catalog", *words])

    return call


def report(result: Result) -> CatalogReport:
    assert result.stdout, result.stderr
    found = json.loads(result.stdout)
    jsonschema.validate(found, documented_schema("doctor catalog"))
    return CatalogReport.model_validate(found)


def test_the_catalog_that_ships_has_nothing_to_mend() -> None:
    result = CliRunner().invoke(main, ["doctor", "catalog", "--json"])

    assert result.exit_code == 0
    check = report(result).check
    assert check.findings == ()
    assert check.credentials > 700
    assert 0 < check.checked < check.not_checked


@pytest.mark.parametrize(
    ("planted", "kind", "says"),
    [
        ('cip_codes = ["99.9999"]', "broken law", "99.9999"),
        ('soc_codes = ["31-9999"]', "broken law", "31-9999"),
        ('requires = [{ any_of = ["no-such"], evidence = { method = "general_knowledge" } }]', "broken law", "no-such"),
        ("", "not translated", "aliases_es"),
        ("", "no cluster of 2024", "clusters_2024"),
        ('aliases = ["driver"]', "misleading name", "driver"),
    ],
)  # fmt: skip
def test_a_planted_error_is_named_with_its_credential(
    doctor: Callable[..., Result], planted: str, kind: str, says: str
) -> None:
    bare = CATALOG[: CATALOG.index("[[credential]]", 20)]
    result = doctor(bare + planted + "\n", "--json")

    assert result.exit_code == 1, result.output
    found = [each for each in report(result).check.findings if each.kind == kind]
    assert any(says in f"{each.where} {each.message}" and "high-school-diploma" in f"{each.where} {each.message}"
               for each in found), report(result).check.findings  # fmt: skip


def test_without_json_each_thing_to_mend_is_a_line(doctor: Callable[..., Result]) -> None:
    result = doctor(CATALOG)

    assert result.exit_code == 1
    assert "not translated: cna-in: aliases_es is empty" in result.stdout
    assert "To mend:" in result.stdout


def test_what_was_read_long_ago_is_listed_but_is_no_fault(doctor: Callable[..., Result]) -> None:
    result = doctor(CATALOG.replace("checked_on = 2026-05-01", "checked_on = 2020-05-01"), "--json")

    old = report(result).check.old_checks
    assert (
        CatalogFinding(
            kind="checked long ago",
            where="cna-in",
            message="Rules, part 1 was read on 2020-05-01; read it again at https://board.example/rules",
        )
        in old
    )
    assert not [each for each in report(result).check.findings if each.kind == "checked long ago"]


def test_a_change_shows_the_plans_that_it_alters_and_only_those(
    doctor: Callable[..., Result], tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "rungs.sqlite")
    url = f"sqlite:///{tmp_path / 'rungs.sqlite'}"
    fill_store(url, CONFIG)
    build_index(settings_for(url, tmp_path, CONFIG))
    old = tmp_path / "old"
    old.mkdir()
    longer = CATALOG.replace(
        "weeks = { low = 4, typical = 6, high = 8", "weeks = { low = 4, typical = 7, high = 8", 1
    )
    assert longer != CATALOG
    (old / "test.toml").write_text(longer + LINK, encoding="utf-8")

    changes = report(doctor(CATALOG, "--against", str(old), "--json")).changes

    assert isinstance(changes, CatalogChanges)
    assert changes.credentials_changed == ("cna-in",)
    assert changes.edges_removed == ("high-school-diploma prepares_for cna-in",)
    assert (changes.credentials_added, changes.edges_added, changes.region) == ((), (), "state:IN")
    assert changes.goals >= 2
    aides = [each for each in changes.plans if each.soc_code == "31-1131" and each.way == "fastest"]
    assert [(each.weeks_before, each.weeks_after) for each in aides] == [(7, 6)]
    assert aides[0].steps_after == ("cna-in",)
    unchanged = {"29-1141"} - {each.soc_code for each in changes.plans if each.way == "cheapest"}
    assert unchanged, "the cheapest way to a nurse's work does not go through the aide"


def test_two_catalogs_that_are_alike_change_no_plan(
    doctor: Callable[..., Result], tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "rungs.sqlite")
    url = f"sqlite:///{tmp_path / 'rungs.sqlite'}"
    fill_store(url, CONFIG)
    build_index(settings_for(url, tmp_path, CONFIG))
    old = tmp_path / "old"
    old.mkdir()
    (old / "test.toml").write_text(CATALOG, encoding="utf-8")

    result = doctor(CATALOG, "--against", str(old), "--region", "county:18089")

    assert "plans changed for 0" in result.stdout
    assert "in county:18089, from nothing held" in result.stdout
