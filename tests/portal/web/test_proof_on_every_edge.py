"""Every edge that a page shows has its evidence on that page, for the whole catalog that ships."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from flask import Flask
from lxml.html import HtmlElement

from portal.domain.catalog_file import parse_catalog
from portal.domain.credential import Catalog, Credential, EdgeKind
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.store.catalog import load_catalog, read_catalog_files
from portal.store.engine import open_engine, open_session
from portal.store.tables import EmbeddedLoad
from portal.web.app import create_app
from tests.portal.web.world import TODAY, close_site, settings_for
from tests.portal.web.world_catalog import CATALOG, OCCUPATIONS

ROOT = Path(__file__).resolve().parents[3]
CONFIG = ROOT / "config"
# method, document, address, and whether a day of the check is told: what a proof on a page must carry over
Shown = tuple[str, str, str, bool]
EVERY_NTH_GOAL = 12
"""Ladders of every n-th credential; in `make test-long` of each one."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog_files(CONFIG, soc_codes=frozenset(), today=None)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, catalog: Catalog
) -> Iterator[Flask]:
    yield from _site(tmp_path_factory.mktemp("catalog-site"), sqlite_template, catalog)


def _site(folder: Path, sqlite_template: Path, catalog: Catalog) -> Iterator[Flask]:
    """A site that knows a catalog and nothing else."""
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    engine = open_engine(url)
    with open_session(engine) as session:
        load_catalog(session, catalog)
        loaded_at = datetime(2026, 6, 20, tzinfo=UTC)
        session.add(
            EmbeddedLoad(name="catalog", sha256=catalog.version, rows=len(catalog.edges), loaded_at=loaded_at)
        )
        session.commit()
    engine.dispose()
    app = create_app(settings_for(url, folder, CONFIG))
    yield app
    close_site(app)


def _get(app: Flask, url: str) -> HtmlElement:
    answer = app.test_client().get(url, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, url
    return lxml.html.document_fromstring(answer.get_data(as_text=True))


def _words(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content())).strip()


def _shown(proof: HtmlElement) -> Shown:
    (badge,) = proof.find_class("badge")
    assert _words(badge), "a method without a name"
    (method,) = (name.removeprefix("badge--") for name in badge.get("class").split() if "--" in name)
    documents = [_words(cite) for cite in proof.iter("cite")]
    if method != EvidenceMethod.GENERAL_KNOWLEDGE:
        assert documents, f"{method} names no document"
        assert _words(badge.getparent()).startswith(f"{_words(badge)} "), "no source stands beside the method"
    addresses = [link.get("href") for link in proof.iter("a")]
    text = _words(proof)
    is_checked = re.search(r"\bchecked [A-Z][a-z]+ \d+, \d{4}", text) is not None
    assert is_checked or "not yet checked at its source" in text
    return method, "".join(documents), "".join(addresses), is_checked


def _expected(evidence: Evidence) -> Shown:
    document = re.sub(r"\s+", " ", evidence.document).strip()
    return evidence.method.value, document, evidence.url, evidence.checked_on is not None


def _told_of(catalog: Catalog, credential: Credential) -> Counter[Shown]:
    """Evidence of every edge at a credential, of who recognises it and of the credit it gives.

    An OR-group that it asks for is one link.
    """
    id_ = credential.id
    told = Counter(
        _expected(one.evidence)
        for one in (*credential.requires, *credential.recognitions, *credential.articulations)
    )
    return told + Counter(
        _expected(edge.evidence)
        for edge in catalog.edges
        if edge.to_id == id_ or (edge.from_id == id_ and edge.kind is not EdgeKind.REQUIRES)
    )


def test_a_credential_page_proves_each_of_its_edges(site: Flask, catalog: Catalog) -> None:
    seen = 0
    for credential in catalog.credentials:
        page = _get(site, f"/credentials/{credential.id}")
        links = page.find_class("tie-link")
        proofs = [link.find_class("proof") for link in links]
        bare = [_words(link) for link, found in zip(links, proofs, strict=True) if len(found) != 1]
        assert bare == [], f"{credential.id}: edges or statements without their evidence"
        assert Counter(_shown(found[0]) for found in proofs) == _told_of(catalog, credential), credential.id
        assert page.get_element_by_id("proof").getparent().find_class("proof"), f"{credential.id} itself"
        seen += len(links)
    assert seen > len(catalog.edges), "every edge is seen from both its ends"


def _ladders(catalog: Catalog) -> list[str]:
    return sorted(credential.id for credential in catalog.credentials)


def _check_ladder(site: Flask, catalog: Catalog, goal: str, held: str) -> int:
    """Check all that the ladder draws; how many requirements of its rungs were found proved."""
    names = {credential.id: credential.name for credential in catalog.credentials}
    by_id = {credential.id: credential for credential in catalog.credentials}
    page = _get(site, f"/ladder?goal=credential:{goal}" + (f"&held={held}" if held else ""))
    rungs = [rung for rung in page.find_class("rung") if "rung--here" not in rung.get("class")]
    claims = {}
    for rung in rungs:
        assert rung.find_class("proof"), f"{goal}: a rung without a reason: {_words(rung)[:80]}"
        for proof in rung.find_class("proof"):
            claims[_words(proof[0])] = _shown(proof)
    proved = 0
    for rung in rungs:
        (link,) = rung.findall(".//h2/a")
        id_ = link.get("href").split("?")[0].rsplit("/", 1)[1]
        for group in by_id[id_].requires:
            said = [f"You need {names[asked]} before {names[id_]}." for asked in group.any_of]
            shown = [claims[claim] for claim in said if claim in claims]
            assert shown, f"{goal} from {held or 'nothing'}: nothing proves what {id_} requires: {said}"
            assert set(shown) == {_expected(group.evidence)}
            proved += 1
    return proved


@pytest.mark.parametrize("held", ["", "high-school-diploma"])
def test_a_ladder_proves_each_link_between_its_rungs(site: Flask, catalog: Catalog, held: str) -> None:
    goals = [*_ladders(catalog)[::EVERY_NTH_GOAL], "rn-license-in", "ase-master-automobile", "cda-credential"]
    assert sum(_check_ladder(site, catalog, goal, held) for goal in goals) > 20


@pytest.mark.long
@pytest.mark.parametrize("held", ["", "high-school-diploma", "cna-in"])
def test_every_ladder_proves_each_link_between_its_rungs(site: Flask, catalog: Catalog, held: str) -> None:
    assert sum(_check_ladder(site, catalog, goal, held) for goal in _ladders(catalog)) > 200


def test_inferred_looks_different_from_published(tmp_path: Path, sqlite_template: Path) -> None:
    inferred = CATALOG.rpartition("evidence = {")[0] + (
        'evidence = { method = "inferred", source = "Rungs", document = "Course lists compared" }\n'
    )
    clusters = frozenset(
        re.findall(r'slug = "([^"]+)"', (CONFIG / "clusters.toml").read_text(encoding="utf-8"))
    )
    world = parse_catalog(
        {"test.toml": inferred}, cluster_slugs=clusters, soc_codes=frozenset(OCCUPATIONS), today=TODAY
    )
    for app in _site(tmp_path, sqlite_template, world):
        page = _get(app, "/credentials/cna-in")
        badges = {badge.get("class"): _words(badge) for badge in page.find_class("badge")}
    assert badges["badge badge--inferred"] == "Worked out by us"
    assert badges["badge badge--published"] == "Published"
    style = (ROOT / "static" / "css" / "components" / "badge.css").read_text(encoding="utf-8")
    rules = {
        method: [
            rule for names, rule in re.findall(r"([^{}]+){([^}]*)}", style) if f".badge--{method}" in names
        ]
        for method in ("inferred", "published")
    }
    assert rules["inferred"]
    assert rules["inferred"] != rules["published"]
