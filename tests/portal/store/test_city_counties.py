"""Counties of cities that lie in several, and the regions that cover them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from portal.domain.region import Region, ResolvedRegion, split_counties
from portal.stacks.region_mask import region_mask
from portal.store.city_counties import WHOLE_CITIES, read_city_counties
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.posting_columns import read_posting_columns
from portal.store.tables import JobPostingPlaceRow, ZipRow
from tests.portal.store.test_posting_columns import posting

NEW_YORK = WHOLE_CITIES["NY", "New York City"]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


def zip_row(postal_code: str, name: str, *shares: tuple[str, float]) -> ZipRow:
    return ZipRow(
        postal_code=postal_code, place_name=name, state="MO", county_shares=[list(s) for s in shares]
    )


def test_a_city_lies_in_every_county_that_its_zip_codes_touch(engine: Engine) -> None:
    with open_session(engine) as session:
        session.add(zip_row("63101", "Saint Louis", ("29510", 1.0)))
        session.add(zip_row("63114", "Saint Louis", ("29189", 0.9), ("29510", 0.1)))
        session.flush()
        cities = {("MO", "Saint Louis"), ("MO", "Nowhere"), ("NY", "New York City"), ("IL", "Saint Louis")}
        found = read_city_counties(session, cities)
    assert found == {("MO", "Saint Louis"): "29189|29510", ("NY", "New York City"): "|".join(NEW_YORK)}
    assert split_counties(found["NY", "New York City"]) == NEW_YORK


def test_a_region_covers_such_a_city_where_it_has_all_its_counties(engine: Engine) -> None:
    with open_session(engine) as session:
        row = posting("city only")
        session.add(row)
        session.flush()
        session.add(
            JobPostingPlaceRow(
                posting_id=row.id or 0, precision="city", place_name="New York City", state="NY",
                latitude=40.7, longitude=-73.9,
            )
        )  # fmt: skip
        session.flush()
        columns = read_posting_columns(session)

    def covered(*counties: str) -> bool:
        region = ResolvedRegion(region=Region.parse("metro:35620"), label="", county_fips=frozenset(counties))
        return bool(region_mask(columns, region, today=date(2026, 6, 20)).all())

    assert covered(*NEW_YORK, "36059")
    assert not covered(*NEW_YORK[:4])
    assert not covered("36061")
