"""Outcomes of a file of its own: joined by school and field, never made up where they are kept back."""

import csv
from pathlib import Path

import pytest

from ingest.kit.document import Document
from ingest.sources.credential_list import read_list
from portal.ctdl.listed import ListedRecord, OutcomeFile, parse_mapping
from portal.ctdl.outcomes import join_outcomes
from portal.ctdl.programs import program_of
from portal.settings import ROOT
from tests.real_data import real_file

FORM = OutcomeFile(
    issuer_ref="school", cip_code="field", employed_q2_rate="rate", people="people", withheld=("-99999",)
)


def record(ref: str, school: str, cip: str | None) -> ListedRecord:
    return ListedRecord.model_validate(
        {"kind": "program", "ref": ref, "line": 1, "name": "Welding", "issuer_ref": school, "cip_code": cip}
    )


def row(school: str, field: str, rate: str, people: str = "10") -> dict[str, str]:
    return {"school": school, "field": field, "rate": rate, "people": people}


def test_a_figure_goes_to_each_program_of_its_school_and_field() -> None:
    records = [record("1", "6", "48.0508"), record("2", "6", "01.0204"), record("3", "7", "48.0508")]
    found = join_outcomes(records, [row("6", "480508", "0.8"), row("6", "10204", "0")], FORM)
    assert [r.employed_q2_rate for r in found.records] == [0.8, 0.0, None]
    assert [r.outcome_people for r in found.records] == [10, 10, None]
    assert (found.rows, found.joined, found.withheld, found.wrong) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("rate", "people", "withheld", "wrong"),
    [("-99999", "3", 1, 0), ("0.5", "0", 1, 0), ("1.2", "9", 0, 1), ("-1", "9", 0, 1), ("many", "9", 0, 1)],
)
def test_what_is_kept_back_or_wrong_stays_unknown(rate: str, people: str, withheld: int, wrong: int) -> None:
    found = join_outcomes([record("1", "6", "48.0508")], [row("6", "480508", rate, people)], FORM)
    assert found.records[0].employed_q2_rate is None
    assert (found.joined, found.withheld, found.wrong) == (0, withheld, wrong)


def test_a_file_of_another_form_is_named() -> None:
    with pytest.raises(KeyError, match="school"):
        join_outcomes([], [{"a": "1"}], FORM)


@pytest.mark.real_data
def test_new_jerseys_outcomes_stand_with_their_definition() -> None:
    path = ROOT / "config" / "mappings" / "nj_etpl.toml"
    mapping = parse_mapping(path.read_text(encoding="utf-8"), name=path.name)
    file: Path = real_file("credentials/nj/standardized_etpl_slice.csv.gz")
    reading = read_list(Document(name=file.name, url="", raw=file.read_bytes()), mapping)
    assert mapping.outcomes is not None
    with real_file("credentials/nj/outcomes_schcip.csv").open(encoding="utf-8") as lines:
        found = join_outcomes(reading.records, csv.DictReader(lines), mapping.outcomes)
    assert (found.rows, found.joined, found.withheld, found.wrong) == (1565, 28, 14, 0)
    [outcome] = next(p.outcomes for r in found.records if (p := program_of(r, mapping, as_of="")).outcomes)
    assert 0 <= outcome.value <= 1
    assert outcome.definition.en.startswith("Of all who finished at this school in this field")
