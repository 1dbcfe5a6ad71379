"""An import says what the registry says, with its source, and nothing more."""

import json

import pytest

from portal.ctdl.document import read_document
from portal.ctdl.imported import RemarkKind
from portal.ctdl.importing import import_documents
from portal.domain.credential import CredentialKind, CredentialStatus, EdgeKind
from portal.domain.evidence import EvidenceMethod
from tests.portal.ctdl.worlds import (
    COLLEGE,
    CONTEXT,
    REGISTRY,
    SAFETY,
    SOURCE,
    TODAY,
    WELD,
    batch,
    college,
    welder,
)
from tests.real_data import SHARED


def condition(**terms: object) -> dict[str, object]:
    return {"@type": "ceterms:ConditionProfile"} | {f"ceterms:{name}": value for name, value in terms.items()}


def test_a_credential_has_what_the_registry_says_and_no_more() -> None:
    (one,) = batch(college(), welder()).credentials

    assert one.key == one.ctid == WELD
    assert one.kind is CredentialKind.CERTIFICATION
    assert one.name == "Certified Welder"
    assert [(o.key, o.name) for o in one.owners] == [(COLLEGE, "The Gary Welding College")]
    assert one.evidence.method is EvidenceMethod.PUBLISHED
    assert one.evidence.source == "Credential Registry"
    assert one.evidence.url == REGISTRY + WELD
    assert one.evidence.checked_on is None
    assert (one.weeks_exact, one.renewal_months, one.status, one.costs, one.homepage) == (
        None,
        None,
        None,
        (),
        "",
    )


def test_figures_codes_and_third_parties_are_read() -> None:
    align = "ceterms:CredentialAlignmentObject"
    (one,) = batch(
        welder(
            credentialStatusType={"@type": align, "ceterms:targetNode": "credentialStat:Deprecated"},
            estimatedDuration=[{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P1Y"}],
            estimatedCost=[
                {
                    "@type": "ceterms:CostProfile",
                    "ceterms:price": 500,
                    "ceterms:currency": "USD",
                    "ceterms:directCostType": [{"@type": align, "ceterms:targetNode": "costType:Tuition"}],
                }
            ],
            occupationType=[
                {"@type": align, "ceterms:codedNotation": "51-4121.00", "ceterms:targetNodeName": "W"}
            ],
            renewalFrequency="P3Y",
            accreditedBy=[REGISTRY + COLLEGE],
            requires=[
                condition(
                    targetCompetency=[{"@type": align, "ceterms:targetNodeName": {"en": "Arc welding"}}],
                    targetLearningOpportunity=[REGISTRY + SAFETY],
                )
            ],
        )
    ).credentials

    assert one.status is CredentialStatus.DEPRECATED
    assert (one.weeks_exact, one.renewal_months) == (52, 36)
    assert (one.costs[0].price, one.costs[0].kind) == (500, "costType:Tuition")
    assert one.occupations[0].code == "51-4121.00"
    assert [(a.kind, a.agent.key) for a in one.assertions] == [("accredited", COLLEGE)]
    assert one.competencies == ("Arc welding",)
    assert one.learning_keys == (SAFETY,)
    assert one.requirement_groups == ()


def test_targets_of_one_profile_are_all_asked_and_alternatives_are_one_of_them() -> None:
    a, b, c, d = (f"https://e.org/{letter}" for letter in "abcd")

    found = batch(
        welder(
            requires=[
                condition(targetCredential=[a, b]),
                condition(
                    alternativeCondition=[condition(targetCredential=[c]), condition(targetCredential=[d])]
                ),
            ]
        )
    )

    assert [g.any_of for g in found.credentials[0].requirement_groups] == [(a,), (b,), (c, d)]
    assert {(e.kind, e.to_key) for e in found.edges} == {(EdgeKind.REQUIRES, x) for x in (a, b, c, d)}


@pytest.mark.parametrize(
    ("term", "kind", "turned"),
    [
        ("isPreparationFor", EdgeKind.PREPARES_FOR, False),
        ("preparationFrom", EdgeKind.PREPARES_FOR, True),
        ("isAdvancedStandingFor", EdgeKind.ADVANCED_STANDING, False),
        ("advancedStandingFrom", EdgeKind.ADVANCED_STANDING, True),
        ("isRequiredFor", EdgeKind.REQUIRES, True),
        ("isPartOf", EdgeKind.PART_OF, False),
        ("hasPart", EdgeKind.PART_OF, True),
    ],
)
def test_both_directions_of_a_relation_become_one(term: str, kind: EdgeKind, turned: bool) -> None:
    other = REGISTRY + SAFETY
    value = [other] if kind is EdgeKind.PART_OF else [condition(targetCredential=[other])]

    (edge,) = batch(welder(**{term: value})).edges

    assert edge.kind is kind
    assert (edge.from_key, edge.to_key) == ((SAFETY, WELD) if turned else (WELD, SAFETY))


def test_a_circle_of_requirements_is_remarked() -> None:
    other = {**welder(requires=[condition(targetCredential=[REGISTRY + WELD])]), "@id": REGISTRY + SAFETY}
    other["ceterms:ctid"] = SAFETY

    found = batch(welder(requires=[condition(targetCredential=[REGISTRY + SAFETY])]), other)

    assert [r.kind for r in found.remarks] == [RemarkKind.CIRCLE]
    assert len(found.edges) == 2


def test_a_credential_that_leads_to_itself_loses_that_edge_with_a_remark() -> None:
    found = batch(welder(isPreparationFor=[condition(targetCredential=[REGISTRY + WELD])]))

    assert found.edges == ()
    assert [r.kind for r in found.remarks] == [RemarkKind.CIRCLE]


def test_a_ctid_that_stands_twice_with_different_content_keeps_both() -> None:
    found = batch(welder(), welder(name={"en": "Other"}), welder())

    assert [(c.key, c.name) for c in found.credentials] == [
        (WELD, "Certified Welder"),
        (f"{WELD}#2", "Other"),
    ]
    assert [r.kind for r in found.remarks] == [RemarkKind.DOCUMENT, RemarkKind.DUPLICATE]


def test_blank_labels_of_two_documents_are_kept_apart() -> None:
    def raw(name: str) -> bytes:
        owner = {"@id": "_:o", "@type": "ceterms:CredentialOrganization", "ceterms:name": {"en": name}}
        credential = {"@id": f"https://e.org/{name}", "@type": "ceterms:Badge", "ceterms:ownedBy": ["_:o"]}
        return json.dumps({"@context": CONTEXT, "@graph": [owner, credential]}).encode()

    found = import_documents(
        [read_document(raw("one"), name="a"), read_document(raw("two"), name="b")],
        source=SOURCE,
        imported_on=TODAY,
    )

    assert [c.owners[0].name for c in found.credentials] == ["one", "two"]


def test_what_the_registry_deleted_is_left_out_and_named() -> None:
    envelope = {
        "envelope_version": "1.0.0",
        "envelope_ceterms_ctid": WELD,
        "deleted_at": "2026-01-02T00:00:00Z",
        "decoded_resource": {"@context": CONTEXT, "@graph": [welder(), college()]},
    }

    found = import_documents(
        [read_document(json.dumps(envelope).encode(), name="e")], source=SOURCE, imported_on=TODAY
    )

    assert found.credentials == ()
    assert [o.key for o in found.others] == [COLLEGE]
    assert found.deleted_keys == (WELD,)
    assert RemarkKind.DELETED in {r.kind for r in found.remarks}


def test_a_file_that_holds_no_ctdl_is_named() -> None:
    document = read_document(b'{"Credential": {"Name": "x"}, "OwnedBy": []}', name="request.json")

    (remark,) = import_documents([document], source=SOURCE, imported_on=TODAY).remarks

    assert (remark.kind, remark.key) == (RemarkKind.DOCUMENT, "request.json")
    assert "nothing was taken" in remark.message


def test_records_of_the_sandbox_say_that_they_are_test_data() -> None:
    node = {**welder(), "@id": f"https://sandbox.credentialengineregistry.org/resources/{WELD}"}

    found = batch(node)

    assert "test data" in found.credentials[0].evidence.source
    assert [r.kind for r in found.remarks] == [RemarkKind.TEST_DATA]


def test_a_class_that_is_none_of_ours_has_no_kind_and_others_are_counted() -> None:
    found = batch(
        {**welder(), "@type": "ceterms:Diploma"}, {"@id": "https://e.org/c", "@type": "skos:Concept"}
    )

    assert found.credentials[0].kind is None
    assert found.not_taken == {"skos:Concept": 1}


@pytest.mark.real_data
def test_all_real_files_together_give_records_with_their_sources() -> None:
    files = sorted(p for p in (SHARED / "credentials" / "ctdl").rglob("*") if p.is_file())
    documents = [read_document(path.read_bytes(), name=path.name) for path in files]

    found = import_documents(documents, source=SOURCE, imported_on=TODAY)

    assert len(found.credentials) >= 35
    assert len(found.learning) >= 85
    assert len(found.transfer_values) >= 8
    assert {c.name for c in found.credentials} >= {"B.S. in Nursing (Pre-Licensure)", "CompTIA Security+"}
    (noctis,) = [c for c in found.credentials if c.ctid == "ce-14525aea-57c5-4f5a-8f1c-bdc95c7f8b9b"]
    assert noctis.owners[0].name == "NOCTI"
    assert {a.kind for a in noctis.assertions} >= {"accredited"} or noctis.assertions
