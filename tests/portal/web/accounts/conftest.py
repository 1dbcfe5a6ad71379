"""A site without postings for the tests of accounts, where a password costs little; each test has its own desk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.staff import Role
from portal.settings import Settings
from portal.web.app import create_app
from tests.portal.web.accounts.desk import Desk, new_desk
from tests.portal.web.staff_world import SEAL_KEY
from tests.portal.web.world import close_site, settings_for

CONFIG = Path(__file__).resolve().parents[4] / "config"


def cheap_settings(folder: Path, template: Path) -> Settings:
    """Settings over a new empty store."""
    shutil.copyfile(template, folder / "site.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'site.sqlite'}", folder, CONFIG)
    return settings.model_copy(update={"seal_keys": (SEAL_KEY,), "argon2_memory_kib": 64, "argon2_rounds": 1})


def open_site(settings: Settings) -> Flask:
    """The site over it, without tokens in forms."""
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="session")
def account_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    app = open_site(cheap_settings(tmp_path_factory.mktemp("accounts"), sqlite_template))
    yield app
    close_site(app)


@pytest.fixture
def desk(account_site: Flask) -> Iterator[Desk]:
    """An organisation of this test's own; the site's settings are as before afterwards."""
    settings = account_site.extensions["settings"]
    yield new_desk(account_site)
    account_site.extensions["settings"] = settings


@pytest.fixture
def counselor(desk: Desk) -> str:
    return desk.add(Role.COUNSELOR)


@pytest.fixture
def administrator(desk: Desk) -> str:
    return desk.add(Role.ADMINISTRATOR)
