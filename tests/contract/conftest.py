"""The engines that must keep the contract of search: the embedded one, and a real server where one is told of."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.meilisearch import MeilisearchEngine
from portal.search.port import SearchEngine, SearchKind
from portal.settings import ROOT
from tests.contract.search_samples import CREDENTIALS, OCCUPATIONS, PLACES, POSTINGS

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
CONFIG = read_search_config(ROOT / "config")


def embedded(root: Path) -> SearchEngine:
    return EmbeddedEngine(root, CONFIG, clock=lambda: NOW)


def meilisearch(_root: Path) -> SearchEngine:
    """A real server; each test has indexes of its own there."""
    url, key = os.environ["MEILISEARCH_URL"], os.environ.get("MEILISEARCH_KEY", "")
    return MeilisearchEngine(url, key, CONFIG, clock=lambda: NOW, prefix=f"test_{secrets.token_hex(4)}")


ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"embedded": embedded}
if os.environ.get("MEILISEARCH_URL"):
    ENGINES["meilisearch"] = meilisearch


@pytest.fixture(params=list(ENGINES))
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = ENGINES[request.param](tmp_path / "search")
    yield engine
    engine.close()


@pytest.fixture
def own_engine(empty: SearchEngine) -> SearchEngine:
    """An engine with the samples, for a test that changes its index."""
    _fill(empty)
    return empty


@pytest.fixture(scope="session", params=list(ENGINES))
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    engine = ENGINES[request.param](tmp_path_factory.mktemp("search"))
    _fill(engine)
    yield engine
    engine.close()


@pytest.fixture
def engine(filled: SearchEngine) -> Iterator[SearchEngine]:
    """The engine with the samples that all tests ask and none changes."""
    before = [filled.state(kind) for kind in SearchKind]
    yield filled
    after = [filled.state(kind) for kind in SearchKind]
    assert after == before, "a test that changes the index takes `own_engine`"


def _fill(engine: SearchEngine) -> None:
    for kind, documents in (
        (SearchKind.CREDENTIALS, CREDENTIALS),
        (SearchKind.OCCUPATIONS, OCCUPATIONS),
        (SearchKind.POSTINGS, POSTINGS),
        (SearchKind.PLACES, PLACES),
    ):
        count = len(documents)
        engine.rebuild(kind, documents, expected=lambda count=count: count, data_version="1")
