"""Reading CTDL in all its forms, and what is said where a file is something else."""

import base64
import gzip
import json
from typing import Any

import pytest

from portal.ctdl.document import Form, read_document
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.records import read_record
from portal.ctdl.resources import CredentialResource, LearningResource
from portal.ctdl.roundtrip import RoundTrip, roundtrip

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
WELDER = {
    "@id": "https://example.org/welder",
    "@type": "ceterms:Certificate",
    "ceterms:name": {"en": "Welder", "es": "Soldador"},
    "ceterms:ownedBy": ["https://example.org/college"],
}


def as_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def trip(value: Any) -> RoundTrip:
    return roundtrip(as_bytes(value), name="test.json")


def test_same_credential_reads_the_same_from_compact_names_and_from_full_addresses() -> None:
    compact = {"@context": CONTEXT, **WELDER}
    expanded = [
        {
            "@id": "https://example.org/welder",
            "@type": ["https://purl.org/ctdl/terms/Certificate"],
            "https://purl.org/ctdl/terms/name": [
                {"@value": "Welder", "@language": "en"},
                {"@value": "Soldador", "@language": "es"},
            ],
            "http://purl.org/ctdl/terms/ownedBy": [{"@id": "https://example.org/college"}],
        }
    ]

    (one,) = map(read_record, read_document(as_bytes(compact), name="a").nodes)
    (other,) = map(read_record, read_document(as_bytes(expanded), name="b").nodes)

    assert isinstance(one, CredentialResource)
    assert isinstance(other, CredentialResource)
    assert one == other
    assert [(t.text, t.language) for t in one.name] == [("Welder", "en"), ("Soldador", "es")]
    assert one.owned_by == ("https://example.org/college",)


def envelope(resource: Any, *, decoded: Any = None, **more: Any) -> dict[str, Any]:
    payload = base64.urlsafe_b64encode(as_bytes(resource)).decode().rstrip("=")
    found = {
        "envelope_version": "1.0.0",
        "envelope_id": "e1",
        "resource": f"eyJhbGciOiJSUzI1NiJ9.{payload}.sig",
    }
    return found | ({"decoded_resource": decoded} if decoded is not None else {}) | more


def test_an_envelope_with_a_token_alone_is_opened() -> None:
    document = read_document(as_bytes(envelope({"@context": CONTEXT, "@graph": [WELDER]})), name="e")

    assert document.form is Form.ENVELOPE
    assert document.envelopes[0].read_from == "resource"
    assert document.nodes[0]["@id"] == "https://example.org/welder"


def test_an_envelope_whose_two_forms_differ_says_so() -> None:
    other = {"@context": CONTEXT, "@graph": [{**WELDER, "ceterms:name": {"en": "Baker"}}]}

    document = read_document(as_bytes(envelope({"@graph": [WELDER]}, decoded=other)), name="e")

    assert any("differs" in remark for remark in document.remarks)
    assert document.nodes[0]["ceterms:name"] == {"en": "Baker"}


def test_a_deleted_envelope_says_so() -> None:
    document = read_document(
        as_bytes(envelope(WELDER, decoded=WELDER, deleted_at="2026-01-02T00:00:00Z")), name="e"
    )

    assert any("deleted" in remark for remark in document.remarks)


def test_an_envelope_without_a_readable_resource_is_an_error() -> None:
    with pytest.raises(UnreadableCtdl, match="no resource that can be read"):
        read_document(as_bytes({"envelope_version": "1.0.0", "resource": "not a token"}), name="e")


def test_a_list_of_envelopes_is_a_bulk_page() -> None:
    page = [
        envelope({"@graph": [WELDER]}),
        envelope({"@graph": [{**WELDER, "@id": "https://example.org/2"}]}),
    ]

    document = read_document(as_bytes(page), name="page")

    assert [node["@id"] for node in document.nodes] == ["https://example.org/welder", "https://example.org/2"]
    assert len(document.envelopes) == 2


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (b'{"@context": "x", "@graph": [{"@id": "a"', "ends in the middle"),
        (b'{"@id": "a",, }', "is not JSON"),
        (b'{"@id": NaN}', "is not JSON"),
        (b"\xff\xfe{\x00", "UTF-8"),
        (gzip.compress(b'{"@id": "a"}', mtime=0)[:-9], "gzip"),
        (b"[" * 5000 + b"]" * 5000, "nested"),
        (b'{"@id":"x","ceterms:requires":' + b'{"a":' * 150 + b"1" + b"}" * 151, "nested more than"),
    ],
)
def test_what_is_no_json_is_named(raw: bytes, words: str) -> None:
    with pytest.raises(UnreadableCtdl, match=words) as error:
        read_document(raw, name="upload.json")

    assert "upload.json" in str(error.value)


def test_a_file_that_is_too_large_is_refused_also_when_it_is_compressed() -> None:
    large = as_bytes({"@id": "x", "ceterms:name": "a" * 5000})

    for raw in (large, gzip.compress(large, mtime=0)):
        with pytest.raises(UnreadableCtdl, match="larger than 1,000 bytes"):
            read_document(raw, name="x", max_bytes=1000)


def test_a_name_that_stands_twice_keeps_both_values() -> None:
    raw = b'{"@context": "%s", "@id": "x", "ceterms:subject": "a", "ceterms:subject": "b"}' % CONTEXT.encode()

    report = roundtrip(raw, name="x")

    assert any("stands twice" in remark for remark in report.remarks)
    assert read_document(raw, name="x").nodes[0]["ceterms:subject"] == ["a", "b"]
    assert report.equal


def test_a_context_that_gives_ceterms_another_meaning_is_not_taken_for_ctdl() -> None:
    report = trip(
        {"@context": {"ceterms": "https://example.org/other/"}, "@id": "x", "ceterms:name": "Welder"}
    )

    assert report.mapped == {}
    assert report.kept_unknown == {"https://example.org/other/name": 1}
    assert any("another meaning" in remark for remark in report.remarks)
    assert report.equal


def test_a_context_that_does_not_name_ctdl_is_remarked() -> None:
    report = trip({"@context": "https://schema.org/", "@id": "x", "ceterms:name": "Welder"})

    assert any("does not name CTDL" in remark for remark in report.remarks)


def test_a_registry_assistant_request_is_not_taken_for_ctdl() -> None:
    report = trip({"Credential": {"Name": "Welder"}, "PublishForOrganizationIdentifier": "ce-1"})

    assert report.form is Form.ASSISTANT
    assert report.equal is None
    assert report.dropped[0].terms == {"Credential": 1, "PublishForOrganizationIdentifier": 1}


def test_the_graph_inside_an_assistant_request_is_read() -> None:
    report = trip({"GraphInput": {"@context": CONTEXT, "@graph": [WELDER]}, "DefaultLanguage": "en"})

    assert report.form is Form.ASSISTANT_GRAPH
    assert report.mapped["ceterms:name"] == 1
    assert report.equal


@pytest.mark.parametrize("value", [{"elementId": "5e2f", "children": []}, [1, 2], "text", 3, [], {}])
def test_other_json_is_no_ctdl(value: Any) -> None:
    assert trip(value).form is Form.OTHER


def test_ids_that_stand_twice_are_kept_and_named() -> None:
    report = trip({"@context": CONTEXT, "@graph": [WELDER, {**WELDER, "ceterms:name": {"en": "Other"}}]})

    assert report.nodes == 2
    assert any("2 nodes have the id https://example.org/welder" in remark for remark in report.remarks)
    assert report.equal


def test_nodes_that_refer_to_each_other_in_a_circle_are_read() -> None:
    one = {"@id": "https://e.org/a", "@type": "ceterms:Course", "ceterms:isPartOf": ["https://e.org/b"]}
    two = {"@id": "https://e.org/b", "@type": "ceterms:Course", "ceterms:isPartOf": ["https://e.org/a"]}

    report = trip({"@context": CONTEXT, "@graph": [one, two]})

    assert report.equal
    assert report.mapped["ceterms:isPartOf"] == 2


def test_misspelt_terms_and_values_of_another_form_are_kept_and_named() -> None:
    report = trip(
        {
            "@context": CONTEXT,
            "@id": "x",
            "@type": "ceterms:Course",
            "ceterms:inLangaue": "en",
            "ceterms:description": {"@type": "ceterms:Place"},
            "ceterms:subjectWebpage": ["https://a.example", "https://b.example"],
        }
    )

    assert report.kept_unknown == {"ceterms:inLangaue": 1}
    assert report.intended == {"ceterms:inLangaue": "ceterms:inLanguage"}
    assert report.misfits == {"ceterms:description": 1, "ceterms:subjectWebpage": 1}
    assert report.equal


def test_null_and_empty_lists_are_dropped_with_their_reason() -> None:
    report = trip(
        {
            "@context": CONTEXT,
            "@id": "x",
            "ceterms:name": None,
            "ceterms:keyword": [],
            "ceterms:subject": ["a", None],
        }
    )

    assert {d.reason: d.terms for d in report.dropped} == {
        "null or an empty list: says nothing in JSON-LD": {
            "ceterms:name": 1,
            "ceterms:keyword": 1,
            "ceterms:subject": 1,
        }
    }
    assert report.equal


def test_blanks_around_a_text_and_a_term_survive() -> None:
    report = trip({"@context": CONTEXT, "@id": "x", "@type": "ceterms:Course", "ceterms:name ": " a "})

    assert report.kept_unknown == {"ceterms:name ": 1}
    assert report.equal


def test_two_classes_of_which_one_is_known_give_the_known_record() -> None:
    (record,) = map(
        read_record,
        read_document(
            as_bytes({"@context": CONTEXT, "@id": "x", "@type": ["schema:Course", "ceterms:Course"]}),
            name="x",
        ).nodes,
    )

    assert isinstance(record, LearningResource)
    assert record.types == ("schema:Course", "ceterms:Course")
