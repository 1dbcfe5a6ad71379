"""Posting columns on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from portal.domain.region import Region, ResolvedRegion
from portal.stacks.region_mask import region_mask
from portal.store.engine import open_engine, open_session
from portal.store.live import is_live
from portal.store.migrate import migrate
from portal.store.posting_columns import read_posting_columns
from portal.store.tables import CredentialRow, JobPostingPlaceRow, JobPostingRow

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
US = ResolvedRegion(region=Region.parse("us"), label="the nation")
ASKS_CNA = {
    "state": "understood",
    "groups": [{"any_of": ["cna-in"], "kind": "required", "sentence": "Must be a CNA."}],
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


def posting(ref: str, **values: object) -> JobPostingRow:
    row = {
        "source_key": "board",
        "source_ref": ref,
        "content_hash": ref,
        "title": ref,
        "first_seen_at": NOW,
        "last_confirmed_at": NOW,
        "changed_at": NOW,
        "employment_types": [],
        "soc_candidates": [],
        "requirements_state": "understood",
        "requirements": ASKS_CNA,
        **values,
    }
    return JobPostingRow.model_validate(row)


def test_columns_hold_what_is_open_and_the_mask_knows_the_day(engine: Engine) -> None:
    rows = [
        posting("open", soc_code="31-1131"),
        posting("last day", valid_through_on=date(2026, 6, 20)),
        posting("past", valid_through_on=date(2026, 6, 19)),
        posting("removed", removed_at=NOW),
        posting("internal", is_internal=True),
        posting("retired sample", is_sample=True, is_sample_retired=True),
        posting("remote", is_remote=True, requirements={"state": "states_none"}),
    ]
    with open_session(engine) as session:
        session.add(
            CredentialRow(id="cna-in", name="CNA", kind="Certification", jurisdiction="IN", document={})
        )
        session.add_all(rows)
        session.flush()
        for row in rows[:4]:
            place = {"posting_id": row.id, "precision": "county", "place_name": "Gary", "state": "IN"}
            session.add(JobPostingPlaceRow.model_validate({**place, "county_fips": "18089"}))
            session.add(JobPostingPlaceRow.model_validate({**place, "latitude": 41.6, "longitude": -87.3}))
        session.commit()
        columns = read_posting_columns(session)
        as_of = read_posting_columns(session, today=NOW.date())
        by_ref = {row.source_ref: row.id for row in rows}
        live = sorted(row.id or 0 for row in rows if is_live(row, NOW))
    assert columns.posting_ids.tolist() == [by_ref[r] for r in ("open", "last day", "past", "remote")]
    mask = region_mask(columns, US, today=NOW.date())
    assert columns.posting_ids[mask].tolist() == live == as_of.posting_ids.tolist()
    assert columns.place_postings.tolist() == [0, 0, 1, 1, 2, 2]
    assert columns.place_counties.tolist() == [0, -1] * 3
    assert columns.county_fips == ("18089",)
    assert (columns.states, columns.soc_codes) == (("IN",), ("31-1131",))
    assert columns.soc_rows.tolist() == [0, -1, -1, -1]
    assert columns.signature_rows.tolist() == [0, 0, 0, 1]
    assert columns.signatures[0].states == {"IN"}
    assert not columns.signatures[1].is_silent


def test_an_empty_store_gives_empty_columns(engine: Engine) -> None:
    with open_session(engine) as session:
        columns = read_posting_columns(session)
    assert len(columns) == 0
    assert region_mask(columns, US, today=NOW.date()).tolist() == []
