"""What every test gets: databases, a browser, and the rule for real data. pyproject.toml has the options."""

import os

import pytest

from tests.real_data import SHARED

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.compiled_templates",
    "tests.fixtures.databases",
    "tests.fixtures.longest_first",
    "tests.fixtures.shipped",
]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests on real data skip where the data is not, and fail there in CI, which has it."""
    if item.get_closest_marker("real_data") is None or SHARED.is_dir():
        return
    reason = f"real data is not beside this checkout (no folder {SHARED})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a test uses says which kind it is, so that `-m "not browser"` needs no mark by hand."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "chromium" in fixtures:
            item.add_marker("browser")
        if "postgres_url" in fixtures:
            item.add_marker("postgres")
