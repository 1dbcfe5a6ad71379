"""`ingest ctdl …` and `portal ctdl export` as a person calls them."""

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from ingest.ctdl_cli import ctdl as ingest_ctdl
from portal.ctdl.listed import parse_mapping
from portal.ctdl_cli import ctdl as portal_ctdl
from portal.settings import ROOT, load_settings
from portal.store.programs import ProgramsSaved
from tests.real_data import SHARED

CONFIG = ROOT / "config"
GRAPH = {
    "@context": "https://credreg.net/ctdl/schema/context/json",
    "@graph": [{"@id": "https://e.org/a", "@type": "ceterms:Badge", "ceterms:name": {"en": "CompTIA A+"}}],
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.json"
    path.write_text(json.dumps(GRAPH))
    return path


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(GRAPH)[:40])
    return path


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(ingest_ctdl, [str(word) for word in words], obj=load_settings())


def answer(result: Result) -> Any:
    return json.loads(result.stdout)


def test_roundtrip_prints_terms_as_json(good: Path) -> None:
    result = call("roundtrip", good)

    assert result.exit_code == 0
    found = answer(result)
    assert found["totals"]["equal"] == 1
    assert found["files"][0]["mapped"] == {"ceterms:name": 1}


def test_a_file_that_cannot_be_read_fails_and_the_others_are_still_told(good: Path, cut: Path) -> None:
    result = call("roundtrip", good, cut)

    assert result.exit_code == 1
    assert "cut.json: ends in the middle" in result.stderr
    assert answer(result)["totals"]["files"] == 1
    assert list(answer(result)["unreadable"]) == ["cut.json"]


def test_import_compares_with_the_catalog(good: Path) -> None:
    found = answer(call("import", good, "--source", "A board", "--json"))

    assert [c["name"] if "name" in c else c["names"] for c in found["batch"]["credentials"]]
    assert [c["credential_id"] for c in found["conflicts"]] == ["comptia-a-plus"]
    assert "To decide: 1 ambiguous" in call("import", good, "--source", "A board").stdout


def test_import_asks_who_published_the_files(good: Path) -> None:
    assert call("import", good).exit_code == 2


def test_a_zip_stands_for_its_files(good: Path, cut: Path, tmp_path: Path) -> None:
    path = tmp_path / "bulk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(good, "ce-1.json")
        archive.write(cut, "part/ce-2.json")

    result = call("roundtrip", path)

    assert result.exit_code == 1
    assert [file["file"] for file in answer(result)["files"]] == ["bulk.zip/ce-1.json"]
    assert list(answer(result)["unreadable"]) == ["bulk.zip/part/ce-2.json"]


def test_import_saves_only_when_asked(
    good: Path, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "rungs.sqlite")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(data))

    assert answer(call("import", good, "--source", "A board", "--json"))["saved"] is None
    assert answer(call("import", good, "--source", "A board", "--json", "--save"))["saved"]["inserted"] == 1
    assert (
        "0 new, 0 changed, 1 the same; 0 new questions"
        in call("import", good, "--source", "A board", "--save").stdout
    )


def test_competencies_names_a_file_that_has_none(good: Path) -> None:
    result = call("competencies", good)

    assert result.exit_code == 1
    assert "holds no competencies" in result.stderr


def test_list_shows_lines_and_reasons(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(
        "ID,NAME,CODE,DATECREATED,DATELASTMODIFIED,ISDELETED,DATEDELETED\n" + "1,A,989,,,0,\n" * 2
    )

    result = call("list", "nj_licenses", path)

    assert result.exit_code == 1
    assert "0 of 2 rows" in str(result.exception)


def test_mappings_are_listed() -> None:
    assert "nj_etpl" in call("mappings").stdout


def test_export_reads_back(tmp_path: Path) -> None:
    out = tmp_path / "catalog.jsonld"

    result = CliRunner().invoke(portal_ctdl, ["export", "--out", str(out)])

    assert result.exit_code == 0, result.output
    report = answer(call("roundtrip", out))
    assert report["totals"]["equal"] == 1
    assert report["files"][0]["kept_unknown"] == {}
    assert not list(tmp_path.glob("*.part"))


def test_export_refuses_an_address_without_a_scheme() -> None:
    assert CliRunner().invoke(portal_ctdl, ["export", "--base-url", "rungs.example"]).exit_code == 2


@pytest.mark.real_data
def test_roundtrip_of_the_whole_folder() -> None:
    totals = answer(call("roundtrip", SHARED / "credentials" / "ctdl"))["totals"]

    assert (totals["files"], totals["equal"], totals["differ"], totals["not_read"]) == (136, 121, 0, 15)


DOCS = (Path(__file__).resolve().parents[3] / "docs" / "ctdl.md").read_text(encoding="utf-8")
SCHEMAS = {
    name: json.loads(text) for name, text in re.findall(r"```json schema=(\w+)\n(.*?)```", DOCS, re.DOTALL)
}


def test_outputs_fit_the_schemas_of_the_docs(good: Path, tmp_path: Path) -> None:
    rows = tmp_path / "degrees.csv"
    rows.write_text(
        "ID,NAME,CODE,ISSUERID,DATECREATED,DATELASTMODIFIED,ISDELETED,DATEDELETED\n"
        + "".join(f"{n},Name {n},c,1,,,{n % 3},\n" for n in range(3000))
    )
    outputs = {
        "roundtrip": answer(call("roundtrip", good)),
        "import": answer(call("import", good, "--source", "A board", "--json")),
        "list": answer(call("list", "nj_credentials", rows, "--json")),
    }

    assert outputs.keys() == SCHEMAS.keys()
    for name, output in outputs.items():
        Draft202012Validator(SCHEMAS[name]).validate(output)
    assert (outputs["list"]["taken"], len(outputs["list"]["rejected"])) == (2000, 1000)


@pytest.mark.real_data
def test_the_figures_of_the_docs_are_those_of_the_files() -> None:
    totals = answer(call("roundtrip", SHARED / "credentials" / "ctdl"))["totals"]

    cells = [
        [c.strip() for c in line.split("|")[1:-1]] for line in DOCS.splitlines() if line.startswith("| ")
    ]
    rows = [row for row in cells if len(row) == 9 and row[2].isdigit()]
    sums = [
        sum(int(row[column].replace(",", "").replace("–", "0")) for row in rows) for column in range(2, 9)
    ]
    names = ("files", "equal", None, "mapped", "kept", "kept_unknown", "dropped")
    assert {n: s for n, s in zip(names, sums, strict=True) if n} == {n: totals[n] for n in names if n}


def test_a_list_of_programs_is_kept_whole_and_a_list_of_licenses_is_not_taken_for_one(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "rungs.sqlite")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(data))
    columns = {
        "programid": "7", "officialname": "Phlebotomy", "standardized_name_1": "A School", "providerid": "1",
        "cipcode": "511009", "calendarlengthid": "5", "totalcost": "900", "zip": "08330", "state": "NJ",
        "childcare": "2", "industrycredentialname": "Certified Phlebotomist",
    }  # fmt: skip
    mapping = parse_mapping((CONFIG / "mappings" / "nj_etpl.toml").read_text(), name="nj_etpl.toml")
    names = sorted({*mapping.columns.values(), *columns})
    file = tmp_path / "list.csv"
    file.write_text(f"{','.join(names)}\n{','.join(columns.get(name, '') for name in names)}\n")

    saved = answer(call("list", "nj_etpl", file, "--save", "--as-of", "2023-05-04", "--json"))
    assert saved["saved"] == ProgramsSaved(inserted=1).model_dump()
    assert saved["records"][0]["weeks_between"] == "4-11"
    again = call("list", "nj_etpl", file, "--save", "--as-of", "2023-05-04")
    assert "0 new, 0 changed, 1 the same, 0 removed" in again.stdout
    assert answer(call("list", "nj_etpl", file, "--json"))["saved"] is None
    wrong = call("list", "nj_licenses", file, "--save")
    assert "only programs can be saved" in str(wrong.exception)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": "\\ud800"}', "half of a character"),
        ('{"a": 1e999}', "larger than any"),
        ('{"a": -' + "9" * 400 + "}", "larger than any"),
        ('{"a": ' + "9" * 5000 + "}", "larger than any"),
    ],
)
def test_one_file_that_nobody_could_keep_stops_no_other(
    good: Path, tmp_path: Path, text: str, said: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text)
    for words in (("roundtrip",), ("import", "--source", "A board", "--json")):
        result = call(*words, bad, good)
        assert (result.exit_code, result.stderr.count("bad.json: "), said in result.stderr) == (1, 1, True)
        assert "CompTIA A+" in result.stdout or answer(result)["totals"]["equal"] == 1


def test_what_only_looks_like_half_a_character_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "fine.json"
    node = {**GRAPH["@graph"][0], "ceterms:name": {"en": "😀 \\\\u0000"}}  # type: ignore[dict-item]  # one node
    path.write_text(json.dumps({**GRAPH, "@graph": [node]}))
    assert answer(call("roundtrip", path))["totals"]["equal"] == 1


def test_a_time_beyond_every_number_stays_unknown(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    said = {
        "ceterms:estimatedDuration": [
            {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P" + "9" * 500 + "Y"}
        ],
        "ceterms:renewalFrequency": "P" + "9" * 500 + "Y",
    }
    path.write_text(json.dumps({**GRAPH, "@graph": [GRAPH["@graph"][0] | said]}))  # type: ignore[operator]  # one node
    [found] = answer(call("import", path, "--source", "A board", "--json"))["batch"]["credentials"]
    assert (found["weeks_exact"], found["renewal_months"]) == (None, None)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"ID,NAME," + b",".join(b"c%d" % n for n in range(20_000)) + b"\n", "20,002 columns"),
        (b"ID,NAME,CODE\n1,a\0b,13-2011\n", "zero bytes"),
        ("ID,NAME,CODE\n".encode("utf-16"), "zero bytes"),
        ("ID,NAME\n1,Peña\n".encode("latin-1"), "not UTF-8"),
        (b"ID,NAME,NAME\n", "stands twice"),
    ],
)
def test_a_hostile_list_is_refused_in_a_sentence(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(raw)
    result = call("list", "nj_licenses", path)
    assert (result.exit_code, said in str(result.exception)) == (1, True), result.output


@pytest.mark.parametrize("line", [b'{"a": "\xff"}', b"[" * 100_000])
def test_a_broken_line_of_json_names_its_number(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "list.jsonl"
    path.write_bytes(b"\n" + line + b"\n")
    result = call("list", "co_program_names", path)
    assert (result.exit_code, "line 2 is not JSON" in str(result.exception)) == (1, True), result.output
