"""Our catalog as CTDL: read back, it is the same catalog."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ctdl.document import read_document
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.export import MAPPED_FIELDS, export_catalog
from portal.ctdl.export_reader import is_own_export, read_export, sorted_edges
from portal.ctdl.export_terms import find_months, find_weeks, write_weeks
from portal.ctdl.roundtrip import roundtrip
from portal.domain.credential import Catalog, Credential, Edge
from portal.store.catalog import read_catalog_files, read_clusters

CONFIG = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog_files(CONFIG, soc_codes=frozenset(), today=None)


def exported(catalog: Catalog, **more: Any) -> bytes:
    return json.dumps(export_catalog(catalog, **more), ensure_ascii=False).encode()


def assert_same(one: Catalog, other: Catalog) -> None:
    assert one.credentials == other.credentials
    assert one.edges == sorted_edges(other.edges)
    assert (one.version, one.read_on) == (other.version, other.read_on)


@pytest.mark.parametrize("base_url", ["", "https://rungs.example.org/"])
def test_the_whole_catalog_comes_back(catalog: Catalog, base_url: str) -> None:
    document = read_document(
        exported(catalog, clusters=read_clusters(CONFIG), base_url=base_url), name="export"
    )

    assert document.remarks == ()
    assert is_own_export(document)
    assert_same(read_export(document), catalog)


def test_the_export_is_ctdl_that_survives_its_own_round_trip(catalog: Catalog) -> None:
    report = roundtrip(exported(catalog), name="export")

    assert report.equal
    assert report.kept_unknown == {}
    assert report.misfits == {}
    assert report.dropped == ()


def test_no_ctid_is_invented(catalog: Catalog) -> None:
    graph = export_catalog(catalog)["@graph"]

    assert sum("ceterms:ctid" in node for node in graph) == sum(
        c.ctid is not None for c in catalog.credentials
    )


def test_ids_are_unique_and_references_resolve(catalog: Catalog) -> None:
    export = export_catalog(catalog)
    ids = [node["@id"] for node in export["@graph"]]

    assert len(ids) == len(set(ids))
    referred = {
        word
        for word in json.dumps(export).replace('"', " ").split()
        if word.startswith(("urn:rungs:credential:", "urn:rungs:organization:", "urn:rungs:assessment:"))
    }
    assert referred == set(ids)


def test_every_field_of_a_credential_travels() -> None:
    """A new field of the model travels in rungs:fields until it has a term; one that left the model is taken out."""
    assert Credential.model_fields.keys() >= MAPPED_FIELDS


PROOF = {
    "method": "published",
    "source": "S",
    "document": "D",
    "url": "https://e.org/x",
    "checked_on": "2026-01-02",
}
GUESS = {"method": "general_knowledge"}
# all but the character 0, which no database keeps and the reader refuses (test_json_source.py)
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(LETTERS, min_size=3, max_size=12).map(str.strip).filter(lambda t: len(t) > 2)
PROOFS = st.sampled_from(
    [PROOF, GUESS, {**PROOF, "method": "curated", "url": "", "checked_on": None, "note": "n"}]
)
BOTH = st.fixed_dictionaries({"en": TEXT, "es": TEXT})
WEEKS = st.lists(st.floats(0, 400, allow_nan=False).map(lambda w: round(w, 1)), min_size=3, max_size=3).map(
    sorted
)


def some(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), value)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    slugs = ["a", "b-2", "c"]
    credentials, edges = [], []
    for slug in slugs:
        low, typical, high = draw(WEEKS)
        others = [other for other in slugs if other != slug]
        credentials.append(
            Credential.model_validate(
                {
                    "id": slug,
                    "name": draw(TEXT),
                    "name_es": draw(TEXT),
                    "kind": draw(st.sampled_from(["Badge", "License", "MicroCredential"])),
                    "issuer": draw(st.sampled_from(["A College", "A-College", "State of Indiana"])),
                    "jurisdiction": draw(some(st.sampled_from(["IN", "NY", "PR"]))),
                    "offered_in": draw(st.sampled_from([(), ("IN", "KY")])),
                    "summary": draw(BOTH),
                    "clusters": draw(st.sampled_from([["health-science"], ["x", "y"]])),
                    "competencies": draw(st.lists(TEXT, max_size=3)),
                    "soc_codes": draw(st.sampled_from([[], ["31-1131", "29-1141"]])),
                    "aliases": draw(st.lists(TEXT, max_size=3)),
                    "aliases_es": draw(st.lists(TEXT, max_size=1)),
                    "delivery": draw(st.sampled_from([[], ["on_the_job", "online"]])),
                    "education_level": draw(some(st.just("associate"))),
                    "exam": draw(st.sampled_from(["", "The exam"])),
                    "status": draw(st.sampled_from(["active", "deprecated"])),
                    "ctid": draw(some(st.just("ce-12345678-1234-1234-1234-123456789abc"))),
                    "weeks": draw(
                        some(st.just({"low": low, "typical": typical, "high": high, "evidence": PROOF}))
                    ),
                    "cost": draw(
                        some(st.just({"typical": 9.5, "high": 10, "year": 2025, "evidence": GUESS}))
                    ),
                    "renewal": draw(
                        some(st.just({"months": 24, "cost_usd": 5, "cost_year": 2025, "evidence": PROOF}))
                    ),
                    "entry": draw(
                        some(
                            st.fixed_dictionaries(
                                {
                                    "min_age": some(st.integers(5, 99)),
                                    "education": some(st.just("high_school")),
                                    "experience_months": some(st.integers(0, 600)),
                                    "note": some(BOTH),
                                    "evidence": PROOFS,
                                }
                            )
                        )
                    ),
                    "requires": draw(
                        st.sampled_from(
                            [
                                [],
                                [
                                    {"any_of": others, "evidence": PROOF},
                                    {"any_of": others[:1], "evidence": GUESS},
                                ],
                            ]
                        )
                    ),
                    "evidence": [draw(PROOFS)],
                }
            )
        )
        for group in credentials[-1].requires:
            edges += [
                {"kind": "requires", "from_id": slug, "to_id": other, "evidence": group.evidence}
                for other in group.any_of
            ]
        for kind, more in draw(
            st.sampled_from(
                [
                    [],
                    [("prepares_for", {}), ("satisfies", {"note": {"en": "n", "es": "ñ"}})],
                    [
                        ("part_of", {"completes": True}),
                        ("advanced_standing", {"credits": 3.5, "weeks_saved": 2}),
                    ],
                    [("advanced_standing", {"cost_saved_usd": 10, "cost_year": 2024})],
                ]
            )
        ):
            edges.append(
                {"kind": kind, "from_id": slug, "to_id": others[0], "evidence": draw(PROOFS), **more}
            )
    return Catalog(
        credentials=tuple(credentials),
        edges=tuple(Edge.model_validate(edge) for edge in edges),
        version="v",
        read_on=draw(some(st.just(date(2026, 1, 2)))),
    )


@given(catalogs())
def test_any_catalog_comes_back(catalog: Catalog) -> None:
    assert_same(read_export(read_document(exported(catalog), name="export")), catalog)


def test_an_export_that_was_cut_names_the_credential(catalog: Catalog) -> None:
    export = json.loads(exported(catalog))
    for node in export["@graph"]:
        node.pop("ceterms:ownedBy", None)

    with pytest.raises(UnreadableCtdl, match="urn:rungs:credential:"):
        read_export(read_document(json.dumps(export).encode(), name="export"))


@given(st.floats(0, 2000, allow_nan=False))
def test_weeks_come_back_exactly(weeks: float) -> None:
    assert find_weeks(write_weeks(weeks)) == weeks


@pytest.mark.parametrize(
    ("duration", "weeks", "months"),
    [
        ("P12W", 12, None),
        ("P2Y", 104, 24),
        ("P1Y6M", 78, 18),
        ("P18M", 78, 18),
        ("P10D", 1.4, None),
        ("PT40H", None, None),
        ("P1Y.5M", None, None),
        ("P", None, None),
        ("2 years", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_durations_are_read_or_left_unknown(
    duration: str | None, weeks: float | None, months: int | None
) -> None:
    assert find_weeks(duration) == weeks
    assert find_months(duration) == months


def test_what_has_no_term_travels_as_a_json_literal() -> None:
    """Keys inside `rungs:fields` are ours: they are no terms, and nothing in them is dropped or translated."""
    proof = {"method": "general_knowledge"}
    said = {
        "kind": "state_list",
        "by": "State",
        "statement": {"en": "It counts.", "es": "Cuenta."},
        "evidence": proof,
    }
    credential = Credential.model_validate(
        {
            "id": "a",
            "name": "Nurse Aide",
            "name_es": "Auxiliar",
            "kind": "Badge",
            "issuer": "State",
            "summary": {"en": "You help.", "es": "Ayudas."},
            "clusters": ["health-science"],
            "clusters_2024": ["healthcare-human-services"],
            "recognitions": [said],
            "soc_scope": "any_occupation",
            "evidence": [proof],
        }
    )
    catalog = Catalog(credentials=(credential,), edges=(), version="v", read_on=None)

    report = roundtrip(exported(catalog), name="export")

    assert (report.equal, report.kept_unknown, report.dropped) == (True, {}, ())
    assert_same(read_export(read_document(exported(catalog), name="export")), catalog)
