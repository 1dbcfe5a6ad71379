"""Scheduled runs under a fast clock with random faults: the freshness contract holds after every one."""

from pathlib import Path

import pytest

from ingest.enrich.understand import Reader
from tests.ingest.freshness import found_site
from tests.ingest.soak import FAULTS, soak


def test_a_short_soak(tmp_path: Path, sqlite_template: Path, reader: Reader) -> None:
    found_site(tmp_path / "site", sqlite_template, reader)
    made = soak(tmp_path / "site", reader, runs=60, seed=20260620, twice_every=1)
    assert made.ends["succeeded"] > 30


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])
def test_two_thousand_runs(tmp_path: Path, sqlite_template: Path, reader: Reader, seed: int) -> None:
    found_site(tmp_path / "site", sqlite_template, reader)
    made = soak(tmp_path / "site", reader, runs=2_000, seed=seed, twice_every=1)
    assert set(made.faults) == set(FAULTS)
    assert made.faults.total() == made.ends.total() == 2_000
    print(dict(made.faults), dict(made.ends))  # noqa: T201 - the story of the soak, with pytest -s
