"""Laws of the catalog that ships: what `config/catalog` must hold beyond being well formed."""

import csv
import gzip
import io
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.domain.catalog_file import parse_clusters
from portal.domain.catalog_quality import list_faults
from portal.domain.credential import Catalog, CredentialKind, EdgeKind
from tests.portal.domain.catalog_counts import write_counts
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

CLUSTERS_2024 = frozenset(
    c.slug for c in parse_clusters((CONFIG / "clusters-2024.toml").read_text(encoding="utf-8"))
)


def listed_codes() -> Iterator[tuple[str, str]]:
    """Every code of the lists that ship, with its list."""
    with gzip.open(CONFIG / "embedded" / "crosswalks" / "titles.tsv.gz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            yield row["taxonomy"], row["code"]


def test_it_is_large_enough_to_be_of_use(catalog: Catalog) -> None:
    assert len(catalog.credentials) >= 450
    assert len(catalog.edges) >= 900
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


def test_what_ships_has_no_fault(catalog: Catalog) -> None:
    """Plain words in both languages, names that do not mislead, no orphan, an occupation or a reason for none."""
    assert [f"{fault.credential_id}: {fault.message}" for fault in list_faults(catalog)] == []


def test_nothing_is_zero_without_a_reason(catalog: Catalog) -> None:
    figures = [(c.id, figure) for c in catalog.credentials for figure in (c.weeks, c.cost) if figure]

    silent = [
        id_
        for id_, figure in figures
        if figure.typical == 0 and not figure.evidence.note and not figure.evidence.is_checked
    ]
    assert silent == [], "say in the note of its evidence why it takes no time or money"


def test_every_credential_says_what_it_proves(catalog: Catalog) -> None:
    assert [c.id for c in catalog.credentials if not c.competencies] == []
    doubled = [c.id for c in catalog.credentials if len(set(c.competencies)) < len(c.competencies)]
    assert doubled == []


def test_every_exam_says_how_it_is_sat_and_each_language_has_its_proof(catalog: Catalog) -> None:
    assert [c.id for c in catalog.credentials if c.exam and c.exam_profile is None] == []
    for credential in catalog.credentials:
        profile = credential.exam_profile
        if profile is not None and set(profile.languages) - {"en"}:
            proved = {language for support in profile.supports for language in support.languages}
            assert set(profile.languages) - {"en"} == proved, credential.id


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


MARYLAND = {
    "mssc-cpt": "MSSC CPT",
    "leed-green-associate": "LEED Green Associate",
    "nccer-core": "NCCER Core",
    "comptia-security-plus": "CompTIA Security+",
    "cisco-ccna": "CCNA",
    "cda-credential": "CDA",
    "parapro-assessment": "ParaPro Assessment",
    "quickbooks-certified-user": "QuickBooks Certified User",
    "mos-excel-expert": "Excel Expert",
    "aipb-certified-bookkeeper": "AIPB prep",
    "servsafe-manager": "ServSafe Manager",
    "ahlei-cgsp": "AHLEI CGSP",
    "ccma-nha": "CCMA/NHA exam pathway",
    "lss-white": "Lean Six Sigma White Belt",
    "google-project-management": "Google Project Management Certificate",
    "google-analytics": "Google Analytics",
    "fema-pds": "FEMA Professional Development Series",
    "emt-in": "NREMT National Certification",
    "firefighter-1-in": "NFPA 1001 Firefighter I & II",
    "faa-ap": "FAA A&P (Airframe & Powerplant) prep",
    "icar-prolevel-1": "I-CAR certifications",
    "epa-609": "EPA 609 Refrigerant Recovery",
    "avid-media-composer-user": "Avid Media Composer",
}
"""A credential of ours, and the name under which Maryland lists it in a cluster of 2024."""


@pytest.mark.real_data
def test_clusters_of_2024_agree_with_a_state_that_uses_them(catalog: Catalog) -> None:
    with real_file("credentials/md/cte_postsecondary_crosswalk.json").open(encoding="utf-8") as file:
        clusters = json.load(file)["data"]
    theirs: defaultdict[str, set[str]] = defaultdict(set)
    for cluster in clusters:
        slug = re.sub(r"[^a-z]+", "-", cluster["cluster_name"].replace(" and ", " ").lower())
        for program in cluster["hs_programs"]:
            for name in program["ircs"]:
                theirs[name].add(slug)
    ours = {c.id: set(c.clusters_2024) for c in catalog.credentials}

    assert {slug for slugs in theirs.values() for slug in slugs} == CLUSTERS_2024
    assert [(id_, theirs[name]) for id_, name in MARYLAND.items() if not theirs[name] & ours[id_]] == []


@pytest.mark.real_data
def test_every_cip_code_is_one_of_2020(catalog: Catalog) -> None:
    with gzip.open(real_file("crosswalks/CIPCode2020.csv.gz")) as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig"))
        codes = {row["CIPCode"].strip('="') for row in rows}

    assert [(c.id, code) for c in catalog.credentials for code in c.cip_codes if code not in codes] == []


def test_the_doc_says_what_the_catalog_holds(catalog: Catalog) -> None:
    doc = (CONFIG.parent / "docs" / "catalog.md").read_text(encoding="utf-8")

    assert write_counts(catalog) in doc, (
        "put the output of `python -m tests.portal.domain.catalog_counts` into docs/catalog.md"
    )


def test_each_file_says_its_cluster_and_holds_it() -> None:
    for path in sorted((CONFIG / "catalog").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if "cluster" in document:
            assert document["cluster"].startswith(path.stem.removesuffix("-more"))
            strangers = [c["id"] for c in document["credential"] if document["cluster"] not in c["clusters"]]
            assert strangers == []
