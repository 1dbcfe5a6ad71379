"""Places that the one box offers: every kind of region that a search can look in."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.place_documents import place_documents
from portal.search.port import SearchKind
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.tables import AreaRow, CountyRow, ZipRow

CONFIG = read_search_config(ROOT / "config")
TODAY = date(2026, 6, 20)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        session.add(
            AreaRow(area_code="0016980", area_type="metro", area_name="Chicago-Naperville-Elgin, IL-IN")
        )
        session.add(
            CountyRow(
                county_fips="18089", county_name="Lake County", state="IN", latitude=41.4, longitude=-87.4,
                area_code="0016980", workforce_region="in-1",
            )
        )  # fmt: skip
        session.add(
            ZipRow(
                postal_code="46402", place_name="Gary", state="IN", county_fips="18089", latitude=41.6,
                longitude=-87.3, county_shares=[["18089", 1.0]],
            )
        )  # fmt: skip
        session.flush()
        yield session
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("gary", "zip:46402:25"),
        ("464", "zip:46402:25"),
        ("lake co", "county:18089"),
        ("chicago met", "metro:16980"),
        ("indiana workf", "wdr:in-1"),
        ("growth region 1", "wdr:in-1"),
        ("indiana", "state:IN"),
    ],
)
def test_every_kind_of_region_is_offered_by_its_name(
    session: Session, tmp_path: Path, typed: str, region: str
) -> None:
    documents = place_documents(session)
    with closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: datetime(2026, 6, 20, tzinfo=UTC))) as engine:
        engine.rebuild(SearchKind.PLACES, documents, expected=lambda: len(documents), data_version="1")
        offers = engine.suggest(typed, today=TODAY, kinds=(SearchKind.PLACES,))
    assert region in [offer.id for offer in offers]
