"""The law on every real file: known terms survive reading and writing without loss."""

import json
from collections import Counter
from pathlib import Path

import pytest

from portal.ctdl.document import Form
from portal.ctdl.roundtrip import RoundTrip, roundtrip
from tests.real_data import SHARED

FOLDER = SHARED / "credentials" / "ctdl"


@pytest.fixture(scope="module")
def reports() -> dict[Path, RoundTrip]:
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    return {path: roundtrip(path.read_bytes(), name=path.name) for path in files}


@pytest.mark.real_data
def test_nothing_is_lost_on_the_way_through_any_file(reports: dict[Path, RoundTrip]) -> None:
    assert len(reports) == 136
    assert [path.name for path, report in reports.items() if report.equal is False] == []


@pytest.mark.real_data
def test_only_requests_and_foreign_formats_are_not_read(reports: dict[Path, RoundTrip]) -> None:
    forms = Counter(report.form for report in reports.values())

    assert forms == {
        Form.GRAPH: 75,
        Form.RESOURCE: 26,
        Form.LIST: 13,
        Form.ENVELOPE: 6,
        Form.ASSISTANT_GRAPH: 1,
        Form.ASSISTANT: 13,
        Form.OTHER: 2,
    }
    assert all(("Badgr" in p.name) for p, report in reports.items() if report.form is Form.OTHER)


@pytest.mark.real_data
def test_every_term_of_what_is_read_is_mapped_or_kept(reports: dict[Path, RoundTrip]) -> None:
    """Counted in the bytes of the files, apart from our own reading of them."""
    for path, report in reports.items():
        if report.form not in (Form.GRAPH, Form.RESOURCE) or path.suffix == ".gz":
            continue
        found: Counter[str] = Counter()

        def count(pairs: list[tuple[str, object]], found: Counter[str] = found) -> dict[str, object]:
            found.update(key for key, _ in pairs if key.startswith(("ceterms:", "ceasn:", "qdata:")))
            return dict(pairs)

        json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=count)
        counted: Counter[str] = Counter()
        for part in (report.mapped, report.kept, report.kept_unknown, *(d.terms for d in report.dropped)):
            counted.update(part)
        lost = {name: (n, counted[name]) for name, n in found.items() if counted[name] < n}
        assert lost == {}, path.name


@pytest.mark.real_data
def test_most_terms_find_a_typed_field(reports: dict[Path, RoundTrip]) -> None:
    mapped = sum(sum(report.mapped.values()) for report in reports.values())
    kept = sum(sum(report.kept.values()) + sum(report.kept_unknown.values()) for report in reports.values())

    assert mapped / (mapped + kept) > 0.7


@pytest.mark.real_data
def test_the_indiana_nursing_degree_is_typed(reports: dict[Path, RoundTrip]) -> None:
    (report,) = (r for p, r in reports.items() if "Nursing_Pre-Licensure__API_Output" in p.name)

    assert report.classes["ceterms:BachelorDegree"] == 1
    assert report.mapped["ceterms:occupationType"] >= 1
    assert not report.misfits
