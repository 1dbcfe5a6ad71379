import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.pipeline.workshop import Workshop
from portal.store.engine import open_engine
from tests.ingest.conftest import NOW


@pytest.fixture
def with_keys(surroundings: Surroundings) -> Surroundings:
    """A deployment that has every key."""
    names = ("adzuna_app_id", "adzuna_app_key", "careeronestop_user_id", "careeronestop_token")
    return replace(surroundings, keys=dict.fromkeys(names, "me"))


@pytest.fixture
def sqlite_workshop(sqlite_template: Path, tmp_path: Path, reader: Reader) -> Iterator[Workshop]:
    """The real loop on SQLite; that both databases behave alike is tested with the loop."""
    path = tmp_path / "store.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield Workshop(engine=engine, data_dir=tmp_path / "data", now=NOW, reader=reader)
    engine.dispose()
