"""`portal curate …` as a curator calls it: its JSON is as documented, its exit codes tell what happened."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from portal.cli import main
from portal.ctdl.compare import Conflict, ConflictKind
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.settings import ROOT, load_settings
from portal.store.ctdl_tables import CatalogQuestionRow
from portal.store.curate import CurateDetail, CurateEntry, CurateList
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.review import ReviewRefresh
from portal.store.review_tables import ReviewDecisionRow
from portal.store.tables import JobPostingRow, OccupationRow

DOC = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
SCHEMAS = {"list": CurateList, "show": CurateDetail, "accept": CurateEntry, "refresh": ReviewRefresh}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    engine = open_engine(load_settings().store_url())
    migrate(engine)
    now = datetime.now(UTC)
    with open_session(engine) as session:
        session.add(OccupationRow(soc_code="45-4011", soc_title="Forest Workers", level="detailed"))
        session.add(
            JobPostingRow.model_validate(
                {
                    "source_key": "nyc", "source_ref": "1", "content_hash": "1", "title": "Crew Wizard",
                    "first_seen_at": now, "changed_at": now, "employment_types": [], "soc_candidates": ["45-4011"],
                    "requirements_state": "nothing_found", "text_reading": {},
                    "requirements": {"state": "nothing_found", "groups": [], "conditions": []},
                }
            )
        )  # fmt: skip
        conflict = Conflict(
            kind=next(iter(ConflictKind)), imported_key="ce-1", credential_id="cna-in", field="name",
            curated="CNA", imported="Certified Nursing Assistant", curated_evidence=None,
            imported_evidence=Evidence(method=EvidenceMethod.PUBLISHED, source="Credential Registry", document="x"),
        )  # fmt: skip
        session.add(
            CatalogQuestionRow.model_validate(
                {
                    "source": "Credential Registry", "imported_key": "ce-1", "credential_id": "cna-in",
                    "field": "name", "kind": conflict.kind.value, "asked_on": date(2026, 11, 1),
                    "document": conflict.model_dump(mode="json"),
                }
            )
        )  # fmt: skip
        session.commit()
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["curate", *arguments])


def printed(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def documented(command: str) -> dict[str, object]:
    found = re.search(rf"### `portal curate {command}.*?```json\n(.*?)```", DOC, re.DOTALL)
    assert found is not None, f"docs/cli.md has no schema for curate {command}"
    schema: dict[str, object] = json.loads(found[1])
    return schema


@pytest.mark.parametrize("command", SCHEMAS)
def test_the_documented_schema_is_that_of_the_code(command: str) -> None:
    assert documented(command) == SCHEMAS[command].model_json_schema(mode="serialization")


@pytest.mark.usefixtures("store")
def test_a_question_goes_from_the_list_to_a_decision_and_back() -> None:
    jsonschema.validate(printed("refresh"), documented("refresh"))
    listed = printed("list")
    jsonschema.validate(listed, documented("list"))
    ids = [entry["id"] for entry in listed["entries"]]  # type: ignore[attr-defined]
    assert ids == ["1", "q1"]
    detail = printed("show", "1")
    jsonschema.validate(detail, documented("show"))
    assert detail["proposals"] == [{"value": "45-4011", "name": "Forest Workers"}]
    assert printed("show", "q1")["examples"] == []

    decided = printed("accept", "1", "--by", "maria", "--note", "looked at the park")
    jsonschema.validate(decided, documented("accept"))
    assert printed("accept", "q1", "--by", "maria")["is_open"] is False
    assert run("list").exit_code == 4
    assert len(printed("list", "--all")["entries"]) == 2  # type: ignore[arg-type]

    assert printed("undo", "q1", "--by", "jo")["is_open"] is True
    assert printed("undo", "1", "--by", "jo")["is_open"] is True
    engine = open_engine(load_settings().store_url())
    with open_session(engine) as session:
        row = session.exec(select(ReviewDecisionRow)).one()
        assert (row.decided_by, row.note, row.undone_by) == ("maria", "looked at the park", "jo")
    engine.dispose()


@pytest.mark.usefixtures("store")
def test_wrong_use_says_what_to_do_and_changes_nothing() -> None:
    printed("refresh")
    for arguments, code, said in (
        (("assign", "1", "99-9999"), 2, "no detailed occupation"),
        (("assign", "q1", "45-4011"), 2, "both"),
        (("show", "777"), 4, "There is no item 777"),
        (("show", "q777"), 4, "no question"),
        (("show", "xyz"), 4, "no id"),
        (("undo", "1"), 4, "no decision"),
        (("list", "--kind", "weather"), 2, "weather"),
    ):
        result = run(*arguments)
        assert result.exit_code == code, (arguments, result.output)
        assert said in result.output
    printed("reject", "1", "--by", "maria")
    assert run("reject", "1").exit_code == 2
    assert printed("assign", "q1", "both", "--by", "maria")["decision"]["action"] == "both"  # type: ignore[index]
