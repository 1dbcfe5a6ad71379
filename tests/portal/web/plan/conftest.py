"""A site of its own for plans: codes and tries write into its store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlmodel import Session

from portal.store.try_table import TryRow
from portal.web.app import create_app
from tests.portal.web.conftest import CONFIG
from tests.portal.web.plan.learner import Learner
from tests.portal.web.world import build_index, close_site, fill_store, settings_for


@pytest.fixture(scope="session")
def plan_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("plan-site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def learner(plan_site: Flask) -> Learner:
    with Session(plan_site.extensions["store_engine"]) as session:
        session.connection().execute(delete(TryRow))
        session.commit()
    return Learner(plan_site)
