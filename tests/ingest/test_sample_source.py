"""The sample postings: all of Indiana, every ladder live, and nothing that could be taken for real."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.registry import build_adapter
from ingest.sample.build import build_sample
from portal.domain.job_posting import PostingRecord, RequirementKind, RequirementsState
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, source

FILE = CONFIG / "embedded" / "sample_postings" / "postings.csv"


@pytest.fixture(scope="module")
def records() -> list[PostingRecord]:
    around = Surroundings(today=date(2026, 6, 20), data_dir=Path("unused"), config_dir=CONFIG)
    adapter = build_adapter(source("sample"), around)
    outcomes = [o for document in adapter.fetch(Pages()) for o in adapter.parse(document)]
    assert all(isinstance(o, PostingRecord) for o in outcomes)
    return [o for o in outcomes if isinstance(o, PostingRecord)]


def test_the_file_is_what_the_templates_make(tmp_path: Path) -> None:
    build_sample(CONFIG, tmp_path)
    assert (tmp_path / "postings.csv").read_bytes() == FILE.read_bytes()
    assert (tmp_path / "manifest.json").read_bytes() == (FILE.parent / "manifest.json").read_bytes()
    assert FILE.stat().st_size <= 900_000


def test_every_posting_is_open_marked_and_placed(records: list[PostingRecord], reader: Reader) -> None:
    assert len(records) >= 640
    assert all(r.is_sample and r.valid_through_on is not None for r in records)
    assert len({r.source_ref for r in records}) == len(records)
    counties = Counter(p.county_fips for r in records for p in reader.understand(r).places)
    assert len(counties) == 92
    assert all(code is not None and code.startswith("18") for code in counties)


def test_every_posting_is_understood(records: list[PostingRecord], reader: Reader) -> None:
    required: Counter[str] = Counter()
    for record in records:
        understood = reader.understand(record)
        assert understood.occupation.soc_code, record.title
        assert understood.requirements.state is not RequirementsState.NOTHING_FOUND, (
            record.qualifications_html
        )
        for group in understood.requirements.groups:
            if group.kind is RequirementKind.REQUIRED:
                assert group.any_of, group
                required.update(group.any_of)
    ladders = {
        "cna-in", "qma-in", "lpn-license-in", "rn-license-in", "ccma-nha", "cpt-nha", "emt-in", "cda-credential",
        "associate-early-childhood", "ase-entry-mr", "ase-a5", "ase-master-automobile", "servsafe-food-handler",
        "servsafe-manager", "osha-10-construction", "nccer-carpentry-1", "nccer-electrical-1", "epa-608-universal",
        "comptia-a-plus", "comptia-network-plus", "comptia-security-plus", "cdl-a-in",
    }  # fmt: skip
    assert {credential for credential in ladders if required[credential] < 2} == set()


def test_no_sample_names_a_real_address() -> None:
    with FILE.open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    assert "http" not in text
    assert "@" not in text
    assert len(next(csv.reader(text.splitlines()))) == 16
