"""`ingest understand`: anyone's postings in, what was understood out."""

import json
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import ingest
from ingest.enrich.understand import Reader
from ingest.errors import RecordRejected
from ingest.understand import understood_line
from tests.bench.held_out_postings import real_postings
from tests.real_data import SHARED

LINE = {
    "id": "1",
    "title": "CNA 2nd shift PRN",
    "text": "Help residents.\nRequirements:\nActive Indiana CNA certification. CPR within 90 days of hire.",
    "location": "Kokomo, IN 46901",
    "pay": "$17.50 an hour",
}


def test_a_posting_in_the_scorers_form(reader: Reader) -> None:
    found = understood_line(reader, LINE)
    assert found["soc_2018"] == "31-1131"
    assert (found["soc_group"], found["soc_digits"]) == (None, 6)
    assert found["place"][0]["county_fips"] == "18067"
    assert found["pay"]["minimum_usd"] == 36_400
    assert {(q["kind"], q["surface"]) for q in found["requirements"]} >= {("after_hire", "CPR")}
    assert all(q["surface"] in q["sentence"] and q["sentence"] in LINE["text"] for q in found["requirements"])


@pytest.mark.real_data
def test_the_code_is_the_first_of_the_three_likeliest(reader: Reader) -> None:
    """Also where a licence that the text asks for decides between two."""
    checked = 0
    for row in islice(real_postings(SHARED), 500):
        line = understood_line(reader, {key: row[key] for key in ("id", "title", "text", "location")})
        if line["soc_method"] == "learned" and line["soc_2018"]:
            checked += 1
            assert line["soc_top3"][0]["soc_2018"] == line["soc_2018"], row["id"]
    assert checked > 200


def test_a_field_alone_leaves_the_code_open(reader: Reader) -> None:
    found = understood_line(reader, {"id": "2", "title": "Cook / Dishwasher"})
    assert (found["soc_2018"], found["soc_group"], found["soc_digits"]) == (None, "35-0000", 2)
    nothing = understood_line(reader, {"id": "3", "title": "Great opportunity, apply today"})
    assert (nothing["soc_2018"], nothing["soc_group"], nothing["soc_digits"]) == (None, None, 0)


@pytest.mark.parametrize(
    "row", [{}, {"id": "1"}, {"id": 1, "title": "Cook"}, {"id": "1", "title": "Cook", "text": 5}]
)
def test_a_line_that_is_no_posting_says_what_is_wrong(reader: Reader, row: dict[str, object]) -> None:
    with pytest.raises(RecordRejected):
        understood_line(reader, row)


def test_the_command_writes_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(LINE) + "\n\n", encoding="utf-8")
    done = CliRunner().invoke(ingest, ["understand", "--in", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["1"]
    out.unlink()
    source.write_text(json.dumps(LINE) + "\n{broken\n", encoding="utf-8")
    failed = CliRunner().invoke(ingest, ["understand", "--in", str(source), "--out", str(out)])
    assert failed.exit_code != 0
    assert "line 2" in failed.output
    assert not out.exists()
