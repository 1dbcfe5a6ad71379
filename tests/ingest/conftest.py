from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.pipeline.workshop import Workshop
from portal.store.catalog import read_catalog_files
from portal.store.engine import open_engine

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
DATA = ROOT / "tests" / "data"
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Reads with what ships: the whole catalog, all titles and places."""
    return Reader.build(CONFIG, read_catalog_files(CONFIG, soc_codes=frozenset(), today=date(2026, 12, 31)))


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(
        today=NOW.date(),
        data_dir=tmp_path / "data",
        config_dir=CONFIG,
        keys={"usajobs_api_key": "k3y", "usajobs_email": "a@example.org"},
    )


@pytest.fixture
def workshop(store_url: str, tmp_path: Path, reader: Reader) -> Iterator[Workshop]:
    engine = open_engine(store_url)
    yield Workshop(engine=engine, data_dir=tmp_path / "data", now=NOW, reader=reader)
    engine.dispose()
