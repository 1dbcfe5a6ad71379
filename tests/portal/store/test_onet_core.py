"""The small O*NET snapshot that ships: enough for a page without a network, and never over the whole of O*NET."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from ingest.snapshot.artefact import sha256_of
from ingest.snapshot.onet_core import build_onet_core_snapshot
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.onet import find_profile, has_onet, search_occupations_by_title
from portal.store.onet_core import load_onet_core_snapshot
from portal.store.reference_tables import OnetOccupationRow
from portal.store.snapshots import read_soc_occupations
from portal.store.tables import IngestRunRow
from tests.real_data import SHARED, real_file

EMBEDDED = ROOT / "config" / "embedded"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        yield session
    engine.dispose()


def test_a_bare_clone_knows_what_people_do(session: Session) -> None:
    assert not has_onet(session)
    rows = load_onet_core_snapshot(session, EMBEDDED / "onet_core")
    assert load_onet_core_snapshot(session, EMBEDDED / "onet_core") == rows
    session.commit()
    profile = find_profile(session, "31-1131")
    assert profile is not None
    assert (profile.title, profile.job_zone, profile.interest_letters) == ("Nursing Assistants", 3, "SRC")
    assert len(profile.tasks) == 8
    assert profile.related[0][0].startswith("31-")
    assert profile.ratings.keys() == {"interest"}, "abilities come with the whole of O*NET"
    assert "31-1131" in search_occupations_by_title(session, "certified nursing")
    assert find_profile(session, "99-9999") is None


def test_nearly_every_occupation_has_tasks_and_interests(session: Session) -> None:
    load_onet_core_snapshot(session, EMBEDDED / "onet_core")
    session.commit()
    codes = [one.soc_code for one in read_soc_occupations(EMBEDDED / "soc") if one.level == "detailed"]
    known = set(session.exec(select(OnetOccupationRow.soc_code)))
    assert set(codes) == known, "O*NET covers SOC 2018"
    # one in ten, spread over all groups
    found = [find_profile(session, code) for code in codes[::10] if not code.startswith("55-")]
    assert sum(bool(one and one.tasks and one.interest_letters) for one in found) > 0.85 * len(found)


def test_the_whole_of_onet_is_not_overwritten(session: Session) -> None:
    session.add(
        OnetOccupationRow(onet_soc_code="31-1131.00", soc_code="31-1131", title="Whole", description="x")
    )
    session.add(
        IngestRunRow(
            source_key="onet",
            status="succeeded",
            started_at=NOW,
            as_of=NOW,
            documents=[],
            rejections={},
            warnings=[],
        )
    )
    session.commit()
    assert load_onet_core_snapshot(session, EMBEDDED / "onet_core") == 0
    assert session.exec(select(func.count()).select_from(OnetOccupationRow)).one() == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"Occupation Data\.txt is not in .*onetcenter.org"):
        build_onet_core_snapshot(tmp_path, tmp_path / "out", config_dir=ROOT / "config")


@pytest.mark.real_data
def test_building_again_gives_the_bytes_that_ship(tmp_path: Path) -> None:
    real_file("onet/db_30_1_text/Occupation Data.txt")
    build_onet_core_snapshot(SHARED / "onet" / "db_30_1_text", tmp_path, config_dir=ROOT / "config")
    for path in sorted(tmp_path.iterdir()):
        assert sha256_of(path) == sha256_of(EMBEDDED / "onet_core" / path.name), path.name
