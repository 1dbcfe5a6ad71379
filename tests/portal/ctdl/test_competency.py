"""Competencies from CTDL-ASN, CASE and rich skill descriptors."""

import json
from typing import Any

import pytest

from portal.ctdl.asn_reader import read_asn
from portal.ctdl.case_reader import read_case
from portal.ctdl.competency import Competency, find_circle
from portal.ctdl.document import read_document
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.skill_reader import read_skills
from tests.real_data import SHARED

CREDENTIALS = SHARED / "credentials"


def case(*items: dict[str, Any], associations: tuple[dict[str, Any], ...] = ()) -> bytes:
    document = {"identifier": "f", "title": "Framework", "creator": "A board"}
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": associations}).encode()


def child(origin: str, parent: str, kind: str = "isChildOf") -> dict[str, Any]:
    return {
        "associationType": kind,
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": parent},
    }


def test_a_case_package_gives_statements_parents_and_alignments() -> None:
    framework = read_case(
        case(
            {"identifier": "a", "fullStatement": "Weld safely.", "humanCodingScheme": "W.1", "notes": "n"},
            {"identifier": "b", "fullStatement": "Weld well."},
            associations=(child("a", "f"), child("b", "a"), child("b", "x", "exactMatchOf"), {}),
        ),
        name="case.json",
    )

    assert [(c.statement, c.code, c.parent_ids) for c in framework.competencies] == [
        ("Weld safely.", "W.1", ("f",)),
        ("Weld well.", "", ("a",)),
    ]
    assert framework.competencies[1].alignments == (("exactMatchOf", "x"),)
    assert framework.left_out == {"notes": 1}
    assert framework.remarks == ("1 associations name no origin, target or kind",)


def test_circles_missing_parents_and_ids_that_stand_twice_are_remarked() -> None:
    framework = read_case(
        case(
            {"identifier": "a", "fullStatement": "A."},
            {"identifier": "b", "fullStatement": "B."},
            {"identifier": "a", "fullStatement": "A again."},
            associations=(child("a", "b"), child("b", "a"), child("b", "gone")),
        ),
        name="case.json",
    )

    assert len(framework.competencies) == 3
    assert framework.remarks == (
        "the id a stands more than once; all are kept",
        "1 parents are not in the document, gone first",
        "a circle of parents: a → b → a",
    )


def test_a_long_chain_of_parents_is_walked_without_recursion() -> None:
    chain = tuple(
        Competency(id=str(n), statement="s", parent_ids=(str(n + 1),) if n < 20000 else ())
        for n in range(20001)
    )

    assert find_circle(chain) == ()
    assert len(find_circle((*chain[:-1], Competency(id="20000", statement="s", parent_ids=("0",))))) == 20002


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{}", "no CASE package"),
        (b"<html></html>", "web page"),
        (case({"identifier": "a"}), "item 1 has no identifier or no fullStatement"),
        (b'{"CFDocument": {}, "CFItems": {"a": 1}}', "CFItems is not a list"),
    ],
)
def test_what_is_no_case_package_is_named(raw: bytes, words: str) -> None:
    with pytest.raises(UnreadableCtdl, match=words):
        read_case(raw, name="case.json")


def test_a_skill_keeps_its_detailed_occupations_only() -> None:
    skill = {
        "uuid": "s",
        "skillName": "Weld",
        "skillStatement": "Join metal.",
        "categories": ["Metal"],
        "keywords": ["arc", "arc", {"skillName": "torch"}],
        "occupations": [
            {"code": "51-0000"},
            {"code": "51-4121"},
            {"code": "51-4121.06"},
            {"code": "nonsense"},
        ],
    }

    (found,) = read_skills(json.dumps([skill]).encode(), name="skills.json").competencies

    assert found.soc_codes == ("51-4121",)
    assert found.keywords == ("arc", "torch")
    assert (found.label, found.category) == ("Weld", "Metal")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"[]", "no rich skill"),
        (b'[{"skillStatement": "x"}]', "skill 1 has no id"),
        (b"[1]", "no rich skill"),
    ],
)
def test_what_holds_no_skills_is_named(raw: bytes, words: str) -> None:
    with pytest.raises(UnreadableCtdl, match=words):
        read_skills(raw, name="skills.json")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "count", "aligned"),
    [
        ("Ordering.json", 28, 0),
        ("SmartLevelFramework.json", 14, 0),
        ("Utf8TestFramework.json", 1, 0),
        ("opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json", 16, 23),
    ],
)
def test_real_case_packages(name: str, count: int, aligned: int) -> None:
    framework = read_case((CREDENTIALS / "case" / name).read_bytes(), name=name)

    assert len(framework.competencies) == count
    assert sum(len(c.alignments) for c in framework.competencies) == aligned
    assert all(c.parent_ids for c in framework.competencies)
    assert framework.remarks == ()


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "count"), [("v3_collections_uuid_get.json", 24), ("v3_skills_get.json.gz", 50)]
)
def test_real_skills(name: str, count: int) -> None:
    framework = read_skills((CREDENTIALS / "rsd" / name).read_bytes(), name=name)

    assert len(framework.competencies) == count
    assert sum(bool(c.soc_codes) for c in framework.competencies) >= 16


@pytest.mark.real_data
def test_real_ctdl_frameworks() -> None:
    files = sorted((CREDENTIALS / "ctdl" / "schema_development").glob("Competency-Frameworks_*"))

    frameworks = read_asn(read_document(path.read_bytes(), name=path.name) for path in files)

    found = {framework.name: len(framework.competencies) for framework in frameworks}
    assert found["Associate Safety Professional (ASP)"] == 170
    assert found["HOSP 229, Revenue Management"] == 13
    assert sum(found.values()) > 1100
