"""The comparison that the round trip rests on must see a lost or changed statement, and nothing else."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ctdl.canonical import canonical_statements
from portal.ctdl.document import read_document
from portal.ctdl.records import read_record
from portal.ctdl.roundtrip import rewrite

# all but the character 0, which no database keeps and the reader refuses (test_json_source.py)
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CREDENTIAL = {
    "@context": "https://credreg.net/ctdl/schema/context/json",
    "@graph": [
        {
            "@id": "https://e.org/a",
            "@type": "ceterms:Certification",
            "ceterms:name": {"en": "Welder", "es": "Soldador"},
            "ceterms:keyword": {"en": ["steel", "arc"]},
            "ceterms:isNonCredit": True,
            "ceterms:requires": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:minimumAge": 18,
                    "ceterms:targetCredential": ["https://e.org/b", "https://e.org/c"],
                    "ceterms:alternativeCondition": [{"ceterms:yearsOfExperience": 2.5}],
                }
            ],
        }
    ],
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value below the graph."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        if key != "@context":
            yield (*path, key)
            yield from places(child, (*path, key))


PLACES = [path for path in places(CREDENTIAL) if len(path) > 2]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path[2:])))
def test_taking_out_any_value_is_seen(path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(CREDENTIAL)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]

    assert canonical_statements(changed) != canonical_statements(CREDENTIAL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ceterms:name": {"en": "a"}}, {"ceterms:name": {"es": "a"}}),
        ({"ceterms:name": {"en": "a"}}, {"ceterms:name": "a"}),
        ({"ceterms:isProctored": True}, {"ceterms:isProctored": 1}),
        ({"ceterms:price": 1}, {"ceterms:price": "1"}),
        ({"ceterms:price": 1}, {"ceterms:currency": 1}),
        ({"ceterms:keyword": ["a", "a"]}, {"ceterms:keyword": ["a"]}),
        ({"x": {"@list": ["a", "b"]}}, {"x": {"@list": ["b", "a"]}}),
    ],
)
def test_what_says_something_else_differs(one: Any, other: Any) -> None:
    assert canonical_statements(one) != canonical_statements(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ceterms:keyword": ["a", "b"]}, {"ceterms:keyword": ["b", "a"]}),
        ({"ceterms:name": {"en": "a"}}, {"ceterms:name": [{"@value": "a", "@language": "en"}]}),
        ({"ceterms:name": {"en-US": "a"}}, {"ceterms:name": {"en-us": ["a"]}}),
        ({"ceterms:ownedBy": "https://e.org"}, {"ceterms:ownedBy": [{"@id": "https://e.org"}]}),
        ({"ceterms:price": 1}, {"https://purl.org/ctdl/terms/price": 1.0}),
        ({"@context": {"res": "https://e.org/"}, "@id": "res:a"}, {"@id": "https://e.org/a"}),
        ({"ceterms:price": None, "ceterms:subject": []}, {}),
    ],
)
def test_what_says_the_same_is_equal(one: Any, other: Any) -> None:
    assert canonical_statements(one) == canonical_statements(other)


TERMS = st.sampled_from(
    [
        "ceterms:name",
        "ceterms:requires",
        "ceterms:price",
        "ceterms:subject",
        "ceterms:ctid",
        "ceasn:hasChild",
        "x:y",
        "bare",
    ]
)
LEAVES = st.one_of(
    st.text(LETTERS, max_size=8), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(), st.none(), st.fixed_dictionaries({"@id": st.text("ab:/", max_size=5)}),
    st.dictionaries(st.sampled_from(["en", "es", "en-US"]), st.text(LETTERS, max_size=5), max_size=2),
    st.fixed_dictionaries({"@value": st.text(LETTERS, max_size=5)}, optional={"@language": st.just("en")}),
)  # fmt: skip
CLASSES = st.sampled_from(
    ["ceterms:Badge", "ceterms:ConditionProfile", "ceterms:CostProfile", "ceasn:Competency", "other:Thing"]
)
NODES = st.recursive(
    st.dictionaries(TERMS, LEAVES, max_size=4),
    lambda inner: st.dictionaries(
        TERMS, st.one_of(LEAVES, inner, st.lists(st.one_of(LEAVES, inner), max_size=3))
    ).flatmap(lambda node: CLASSES.map(lambda name: {**node, "@type": name})),
    max_leaves=12,
)


@given(NODES)
def test_any_node_survives_reading_and_writing(node: dict[str, Any]) -> None:
    source = {
        "@context": "https://credreg.net/ctdl/schema/context/json",
        "@graph": [{"@id": "urn:x", **node}],
    }
    document = read_document(json.dumps(source).encode(), name="made up")

    written = rewrite(document, tuple(tuple(map(read_record, part.nodes)) for part in document.sections))

    assert canonical_statements(written) == canonical_statements(source)
