"""Curated against imported: both are kept, and a curator is asked exactly what differs."""

import json
from pathlib import Path

import pytest

from portal.ctdl.compare import ConflictKind, MatchedBy, compare, match, normal_name
from portal.ctdl.document import read_document
from portal.ctdl.export import export_catalog
from portal.ctdl.importing import import_documents
from portal.domain.credential import Edge
from portal.store.catalog import read_catalog_files
from tests.portal.ctdl.worlds import (
    REGISTRY,
    SAFETY,
    SOURCE,
    TODAY,
    WELD,
    batch,
    catalog,
    college,
    curated,
    welder,
)

CONFIG = Path(__file__).resolve().parents[3] / "config"
PROOF = {"method": "published", "source": "S", "document": "D"}


def test_what_says_the_same_raises_no_question_but_the_ctid() -> None:
    (asked,) = compare(catalog(curated()), batch(college(), welder()))

    assert (asked.field, asked.kind, asked.imported) == ("ctid", ConflictKind.FILLS_GAP, WELD)


def test_ctid_goes_before_name() -> None:
    ours = catalog(curated(id="other", ctid=WELD, name="Old name"), curated())

    matches, unclear = match(ours, batch(college(), welder()))

    assert [(m.credential_id, m.matched_by) for m in matches] == [("other", MatchedBy.CTID)]
    assert unclear == ()


def test_the_same_name_with_another_ctid_is_another_credential() -> None:
    ours = catalog(curated(ctid=SAFETY))

    assert match(ours, batch(college(), welder())) == ((), ())


def test_the_same_name_of_another_issuer_is_another_credential() -> None:
    assert compare(catalog(curated(issuer="Fort Wayne College")), batch(college(), welder())) == ()


def test_a_title_goes_before_an_alias() -> None:
    ours = catalog(curated(), curated(id="helper", name="Welding Helper", aliases=["Certified Welder"]))

    matches, unclear = match(ours, batch(college(), welder(alternateName={"en": "Welding Helper"})))

    assert [m.credential_id for m in matches] == ["welder"]
    assert unclear == ()


def test_our_own_export_is_our_catalog_and_raises_no_question() -> None:
    ours = read_catalog_files(CONFIG, soc_codes=frozenset(), today=None)
    export = read_document(json.dumps(export_catalog(ours)).encode(), name="export")
    theirs = import_documents([export], source=SOURCE, imported_on=TODAY)

    matches, _ = match(ours, theirs)

    assert {(m.imported_key.removeprefix("urn:rungs:credential:"), m.credential_id) for m in matches} == {
        (c.id, c.id) for c in ours.credentials
    }
    assert compare(ours, theirs) == ()


def test_an_import_without_issuer_is_a_question() -> None:
    (asked,) = compare(catalog(curated()), batch(welder(ownedBy=None)))

    assert asked.kind is ConflictKind.AMBIGUOUS
    assert "names no issuer" in asked.imported


def test_a_name_that_fits_two_is_a_question() -> None:
    (asked,) = compare(catalog(curated(), curated(id="welder-2")), batch(college(), welder()))

    assert asked.kind is ConflictKind.AMBIGUOUS
    assert "welder, welder-2" in asked.imported


def test_two_imports_that_fit_one_are_questions() -> None:
    second = {**welder(ctid=SAFETY), "@id": REGISTRY + SAFETY}

    asked = compare(catalog(curated()), batch(college(), welder(), second))

    assert [a.kind for a in asked] == [ConflictKind.AMBIGUOUS] * 2
    assert {a.imported_key for a in asked} == {WELD, SAFETY}


def test_every_difference_shows_both_statements_with_their_sources() -> None:
    ours = curated(
        ctid=WELD,
        homepage="https://gary.example/weld/",
        weeks={"typical": 10, "evidence": PROOF},
        renewal={"months": 24, "evidence": {"method": "general_knowledge"}},
        soc_codes=["51-4121"],
    )
    align = "ceterms:CredentialAlignmentObject"
    theirs = batch(
        college(),
        {
            **welder(
                name={"en": "Master Welder"},
                subjectWebpage="http://gary.example/weld",
                estimatedDuration=[{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P12W"}],
                renewalFrequency="P36M",
                occupationType=[{"@type": align, "ceterms:codedNotation": "47-2211.00"}],
            ),
            "@type": "ceterms:Badge",
        },
    )

    asked = {a.field: a for a in compare(catalog(ours), theirs)}

    assert {field: (a.curated, a.imported) for field, a in asked.items()} == {
        "name": ("Certified Welder", "Master Welder"),
        "kind": ("Certification", "Badge"),
        "weeks": ("10", "12"),
        "renewal_months": ("24", "36"),
        "soc_codes": ("51-4121", "47-2211"),
    }
    assert all(a.kind is ConflictKind.DIFFERS for a in asked.values())
    assert asked["weeks"].curated_evidence == ours.weeks.evidence  # type: ignore[union-attr]
    assert asked["weeks"].imported_evidence.source == "Credential Registry"


@pytest.mark.parametrize(
    ("low", "high", "asked"), [("P8W", "P12W", 0), ("P11W", "P12W", 1), (None, "P9W", 1)]
)
def test_a_range_that_holds_our_figure_is_no_difference(low: str | None, high: str, asked: int) -> None:
    duration = {"@type": "ceterms:DurationProfile", "ceterms:maximumDuration": high}
    if low:
        duration["ceterms:minimumDuration"] = low
    ours = curated(ctid=WELD, weeks={"typical": 10, "evidence": PROOF})

    assert len(compare(catalog(ours), batch(college(), welder(estimatedDuration=[duration])))) == asked


def test_a_price_of_another_currency_or_kind_is_not_compared() -> None:
    ours = curated(ctid=WELD, cost={"typical": 100, "year": 2025, "evidence": PROOF})

    def priced(currency: str, kind: str) -> int:
        target = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": kind}
        cost = {
            "@type": "ceterms:CostProfile",
            "ceterms:price": 500,
            "ceterms:currency": currency,
            "ceterms:directCostType": [target],
        }
        return len(compare(catalog(ours), batch(college(), welder(estimatedCost=[cost]))))

    assert priced("USD", "costType:AggregateCost") == 1
    assert priced("EUR", "costType:AggregateCost") == 0
    assert priced("USD", "costType:Tuition") == 0


def test_edges_between_two_known_credentials_are_compared() -> None:
    safety = curated(id="safety", name="Safety card", ctid=SAFETY)
    target = {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": [REGISTRY + SAFETY]}
    card = {**welder(ctid=SAFETY, name={"en": "Safety card"}), "@id": REGISTRY + SAFETY}
    theirs = batch(college(), welder(requires=[target]), card)
    ours = (curated(ctid=WELD), safety)

    def edge(from_id: str, to_id: str) -> Edge:
        return Edge.model_validate(
            {"kind": "requires", "from_id": from_id, "to_id": to_id, "evidence": PROOF}
        )

    (missing,) = compare(catalog(*ours), theirs)
    assert (missing.kind, missing.field) == (ConflictKind.FILLS_GAP, "edge requires safety")
    assert compare(catalog(*ours, edges=(edge("welder", "safety"),)), theirs) == ()
    (turned,) = compare(catalog(*ours, edges=(edge("safety", "welder"),)), theirs)
    assert (turned.kind, turned.curated) == (ConflictKind.DIFFERS, "safety requires welder")
    assert turned.curated_evidence is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Gary Welding College, Inc.", "gary welding college"),
        ("Técnico A&B", "tecnico a and b"),
        ("  CompTIA   A+ ", "comptia a"),
    ],
)
def test_names_are_compared_without_case_accents_and_legal_forms(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


def test_different_names_stay_different() -> None:
    assert normal_name("Welder I") != normal_name("Welder II")
