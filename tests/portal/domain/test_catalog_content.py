"""Laws of the catalog that ships: what `config/catalog` must hold beyond being well formed."""

import csv
import gzip
import io
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.domain.catalog_file import parse_catalog, parse_clusters
from portal.domain.credential import Catalog, Credential, CredentialKind, EdgeKind
from tests.real_data import real_file

CONFIG = Path(__file__).resolve().parents[3] / "config"

NOCTI = {
    "Ambulating Aids": 5,
    "Aseptic Technique (Dental)": 3,
    "Aseptic Techniques and Culturing Microbes": 3,
    "Basic Construction Hand Tools": 5,
    "Basic Construction Math": 4,
    "Basic Construction Power Tools": 4,
    "Basic Ingredient Identification": 5,
    "Basic Multimeter Use": 4,
    "Basic Site Plans": 4,
    "Basic Wooden Framing Materials": 4,
}
"""NOCTI's ten micro-credentials and how many skills each targets."""

TOO_COMMON = frozenset(
    {
        "aide",
        "nurse",
        "teacher",
        "assistant",
        "technician",
        "driver",
        "cook",
        "welder",
        "certified",
        "license",
    }
)


CLUSTERS_2024 = frozenset(
    c.slug for c in parse_clusters((CONFIG / "clusters-2024.toml").read_text(encoding="utf-8"))
)


def listed_codes() -> Iterator[tuple[str, str]]:
    """Every code of the lists that ship, with its list."""
    with gzip.open(CONFIG / "embedded" / "crosswalks" / "titles.tsv.gz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            yield row["taxonomy"], row["code"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with gzip.open(CONFIG / "embedded" / "soc" / "occupations.tsv.gz", "rt", encoding="utf-8") as rows:
        detailed = frozenset(
            row["soc_code"] for row in csv.DictReader(rows, delimiter="\t") if row["level"] == "detailed"
        )
    assert len(detailed) == 867
    return parse_catalog(
        {p.name: p.read_text(encoding="utf-8") for p in (CONFIG / "catalog").glob("*.toml")},
        cluster_slugs=frozenset(
            c.slug for c in parse_clusters((CONFIG / "clusters.toml").read_text(encoding="utf-8"))
        ),
        cluster_2024_slugs=CLUSTERS_2024,
        soc_codes=detailed,
        cip_codes=frozenset(code for list_, code in listed_codes() if list_ == "cip-2020"),
        today=datetime.now(UTC).date(),
    )


def test_it_is_large_enough_to_be_of_use(catalog: Catalog) -> None:
    assert len(catalog.credentials) >= 90
    assert len(catalog.edges) >= 130
    assert {edge.kind for edge in catalog.edges} == set(EdgeKind)


def test_nocti_micro_credentials_are_all_there_with_their_skills(catalog: Catalog) -> None:
    skills = {
        c.name: len(c.competencies)
        for c in catalog.credentials
        if c.issuer == "NOCTI" and c.kind is CredentialKind.MICRO_CREDENTIAL
    }
    leads_on = {edge.from_id for edge in catalog.edges if edge.kind is EdgeKind.PREPARES_FOR}

    assert skills == NOCTI
    assert all(c.id in leads_on for c in catalog.credentials if c.name in NOCTI)


def test_all_clusters_of_both_frameworks_are_filled(catalog: Catalog) -> None:
    """Sixteen of 2002 and fourteen of 2024: each has ways in, and every credential stands in both."""
    old = Counter(slug for c in catalog.credentials for slug in c.clusters)
    new = Counter(slug for c in catalog.credentials for slug in c.clusters_2024)

    assert {slug for list_, slug in listed_codes() if list_ == "cluster-2024"} == CLUSTERS_2024 == new.keys()
    assert len(CLUSTERS_2024) == 14
    assert len(old) == 16
    assert [c.id for c in catalog.credentials if not c.clusters_2024] == []
    assert [slug for slug in CLUSTERS_2024 if new[slug] < 20] == []
    assert [c.id for c in catalog.credentials if len(set(c.clusters_2024)) != len(c.clusters_2024)] == []


def closure(catalog: Catalog, held: str) -> set[str]:
    """Everything that `held` counts as."""
    counted, queue = {held}, [held]
    while queue:
        at = queue.pop()
        for edge in catalog.edges:
            if edge.kind is EdgeKind.SATISFIES and edge.from_id == at and edge.to_id not in counted:
                counted.add(edge.to_id)
                queue.append(edge.to_id)
    return counted


def required(catalog: Catalog, goal: str) -> set[str]:
    """Everything that stands below `goal` in any of its OR-groups."""
    by_id = {c.id: c for c in catalog.credentials}
    below: set[str] = set()
    queue = [goal]
    while queue:
        for group in by_id[queue.pop()].requires:
            new = set(group.any_of) - below
            below |= new
            queue += sorted(new)
    return below


@pytest.mark.parametrize(
    ("held", "counts_as"),
    [
        ("rn-license-in", {"lpn-license-in", "cna-in"}),
        ("rn-license-ny", {"lpn-license-ny", "cna-ny"}),
        ("paramedic-license-in", {"aemt-in", "emt-in", "emr-in"}),
        ("bachelor-nursing", {"bachelor-degree", "high-school-diploma"}),
        ("associate-early-childhood", {"associate-degree", "high-school-diploma"}),
        ("cda-preschool", {"cda-credential"}),
        ("hse-in", {"high-school-diploma"}),
    ],
)
def test_holding_more_counts_as_less(catalog: Catalog, held: str, counts_as: set[str]) -> None:
    assert counts_as <= closure(catalog, held)


@pytest.mark.parametrize(
    ("held", "is_not"),
    [
        ("cna-in", "lpn-license-in"),
        ("qma-in", "lpn-license-in"),
        ("rn-license-in", "rn-license-ny"),
        ("bachelor-nursing", "rn-license-in"),
        ("bachelor-degree", "associate-degree"),
        ("bls-provider", "cpr-first-aid"),
    ],
)
def test_it_does_not_claim_too_much(catalog: Catalog, held: str, is_not: str) -> None:
    assert is_not not in closure(catalog, held)


@pytest.mark.parametrize(
    ("goal", "rungs"),
    [
        ("qma-in", {"cna-in", "high-school-diploma", "hse-in"}),
        ("lpn-license-in", {"practical-nursing-certificate"}),
        ("rn-license-in", {"associate-nursing", "bachelor-nursing"}),
        ("paramedic-license-in", {"paramedic-program", "emt-in", "bls-provider"}),
        ("pharmacy-technician-license-in", {"pharmacy-technician-course", "cpht-ptcb"}),
        ("teacher-license-early-childhood-in", {"bachelor-early-childhood", "cpr-aed"}),
    ],
)
def test_ladders_have_their_rungs(catalog: Catalog, goal: str, rungs: set[str]) -> None:
    assert rungs <= required(catalog, goal)


def test_a_state_stands_in_the_id_and_no_licence_counts_across_a_border(catalog: Catalog) -> None:
    state_of = {c.id: c.jurisdiction for c in catalog.credentials}

    assert [i for i, state in state_of.items() if state and not i.endswith(f"-{state.lower()}")] == []
    crossing = [
        (edge.from_id, edge.to_id)
        for edge in catalog.edges
        if edge.kind is EdgeKind.SATISFIES
        and None not in (state_of[edge.from_id], state_of[edge.to_id])
        and state_of[edge.from_id] != state_of[edge.to_id]
    ]
    assert crossing == []


def names_of(credential: Credential) -> Iterator[str]:
    yield credential.name
    yield from credential.aliases
    yield from credential.aliases_es


def test_names_that_postings_use_are_specific(catalog: Catalog) -> None:
    holders: defaultdict[str, list[Credential]] = defaultdict(list)
    for credential in catalog.credentials:
        for name in {n if n.isupper() else n.casefold() for n in names_of(credential)}:
            assert name not in TOO_COMMON, f"{credential.id}: “{name}” matches too much"
            assert re.search(r"\w{2}|\w\.\w", name), f"{credential.id}: “{name}” is too short"
            holders[name].append(credential)
    for name, shared in holders.items():
        # A shared name means any of them, so they must lead to the same work.
        common = set.intersection(*(set(c.soc_codes) for c in shared))
        ids = [c.id for c in shared]
        assert len(shared) == 1 or common or len({c.jurisdiction for c in shared}) > 1, f"“{name}”: {ids}"


def test_sentences_are_in_both_languages_and_short(catalog: Catalog) -> None:
    for credential in catalog.credentials:
        texts = [
            credential.summary,
            *([credential.entry.note] if credential.entry and credential.entry.note else []),
        ]
        for text in texts:
            assert text.en != text.es, credential.id
            for sentence in re.split(r"(?<=[.!?:])\s+", text.en):
                assert len(sentence.split()) <= 25, f"{credential.id}: “{sentence}” is long; split it"


def test_no_link_is_without_a_reason_that_names_its_source(catalog: Catalog) -> None:
    checked = [edge for edge in catalog.edges if edge.evidence.is_checked]

    assert all(edge.evidence.url for edge in checked)
    assert len(checked) >= 20


@pytest.mark.real_data
def test_every_cip_code_is_one_of_2020(catalog: Catalog) -> None:
    with gzip.open(real_file("crosswalks/CIPCode2020.csv.gz")) as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig"))
        codes = {row["CIPCode"].strip('="') for row in rows}

    assert [(c.id, code) for c in catalog.credentials for code in c.cip_codes if code not in codes] == []


def test_each_file_says_its_cluster_and_holds_it() -> None:
    for path in sorted((CONFIG / "catalog").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if "cluster" in document:
            assert document["cluster"].startswith(path.stem.removesuffix("-more"))
            strangers = [c["id"] for c in document["credential"] if document["cluster"] not in c["clusters"]]
            assert strangers == []
