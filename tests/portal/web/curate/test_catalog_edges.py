"""Steps that may be missing are confirmed with a proof and count at once; the queue is brought up to date."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.staff import Role
from portal.settings import ROOT
from portal.store.catalog import read_catalog
from portal.store.catalog_overlay import read_overlay
from portal.store.embedded import load_catalog_files
from portal.store.review_tables import ReviewItemRow
from tests.portal.web.curate.curate_world import fill_curate_world
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import NOW
from tests.portal.web.world_catalog import CATALOG

ALIKE = """
[[credential]]
id = "{id}"
name = "{name}"
name_es = "{name}"
kind = "Certificate"
issuer = "Test Board"
summary = {{ en = "You help.", es = "Ayudas." }}
competencies = ["Take blood pressure", "Move a patient safely", "Wash hands well", "Write a report"]
clusters = ["health-science"]
evidence = [{{ method = "general_knowledge" }}]
"""
EDGE = "/staff/curate/aide-one+aide-two"


@pytest.fixture(scope="module")
def own_catalog(staff_site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with a catalog of files of its own: the small one, and two credentials that are alike."""
    config = tmp_path_factory.mktemp("own") / "config"
    shutil.copytree(ROOT / "config", config, ignore=shutil.ignore_patterns("catalog", "embedded"))
    (config / "catalog").mkdir()
    extra = ALIKE.format(id="aide-one", name="Aide One") + ALIKE.format(id="aide-two", name="Aide Two")
    (config / "catalog" / "test.toml").write_text(CATALOG + extra, encoding="utf-8")
    before = staff_site.extensions["settings"]
    settings = before.model_copy(update={"config_dir": config})
    with Session(staff_site.extensions["store_engine"]) as session:
        load_catalog_files(session, config, now=NOW, data_dir=settings.data_dir)
        session.commit()
    staff_site.extensions["settings"] = settings
    yield staff_site
    staff_site.extensions["settings"] = before


@pytest.fixture
def curator(own_catalog: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = own_catalog.test_client()
    sign_in(client, own_catalog, staff_world.account(Role.CURATOR))
    return client


def mark(client: FlaskClient) -> str:
    return PageClient(client).get(EDGE).all("input", name="seen")[0].get("value") or ""


def edges(site: Flask) -> set[tuple[str, str, str]]:
    with Session(site.extensions["store_engine"]) as session:
        return {(edge.kind.value, edge.from_id, edge.to_id) for edge in read_catalog(session).edges}


def test_an_edge_needs_a_proof_counts_at_once_and_can_be_taken_back(
    own_catalog: Flask, curator: FlaskClient, staff_world: StaffWorld
) -> None:
    words = PageClient(curator).get(EDGE).words()
    assert "Aide One · Aide Two" in words
    assert "of the skills of the smaller one are the same" in words
    assert "prepares_for" not in words
    answer = {"seen": mark(curator), "choice": "assign prepares_for:aide-one:aide-two", "kind": "edge"}
    refused = curator.post(EDGE, data={**answer, "note": " "})
    assert refused.status_code == 422
    assert "Say where you read it" in refused.get_data(as_text=True)
    decided = curator.post(EDGE, data={**answer, "note": "Rules, https://board.example/rules"})
    assert (decided.status_code, decided.headers["Location"]) == (
        303, "/staff/curate?kind=edge&done=aide-one%2Baide-two",
    )  # fmt: skip
    assert PageClient(curator).get(decided.headers["Location"]).all("a", href=EDGE)
    words = PageClient(curator).get(EDGE).words()
    assert "chose: Aide One is a help before Aide Two" in words
    assert words.count("board.example/rules") == 1, "it stands in the history, and is not why it was asked"
    assert "June 20, 2026: " in words, "the day on which it was decided"
    assert ("prepares_for", "aide-one", "aide-two") in edges(own_catalog)
    with Session(own_catalog.extensions["store_engine"]) as session:
        (proof,) = [edge.evidence for edge in read_catalog(session).edges if edge.from_id == "aide-one"]
    assert proof.source == "a curator of this site", "readers see no account's id"
    (kept,) = read_overlay(own_catalog.extensions["settings"].data_dir)
    assert kept.decided_by == staff_world.account(Role.CURATOR)
    assert curator.post(EDGE, data=answer).status_code == 409
    assert curator.post(f"{EDGE}/undo", data={"seen": mark(curator)}).status_code == 303
    assert ("prepares_for", "aide-one", "aide-two") not in edges(own_catalog)
    assert "took it back" in PageClient(curator).get(EDGE).words()


def test_the_queue_is_brought_up_to_date(own_catalog: Flask, curator: FlaskClient) -> None:
    with Session(own_catalog.extensions["store_engine"]) as session:
        fill_curate_world(session)
        session.commit()
    assert curator.post("/staff/curate/refresh").headers["Location"] == "/staff/curate"
    with Session(own_catalog.extensions["store_engine"]) as session:
        nowhere = session.get_one(ReviewItemRow, 4)
        assert nowhere.closed_at is not None, "no open job is at this place"
    assert "It closed by itself" in PageClient(curator).get("/staff/curate/4").words()
