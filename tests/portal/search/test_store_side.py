"""From the store to the index and back: reindex, changes of a run, filling in, places."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.domain.credential import Catalog, Credential, CredentialKind, LocalizedText
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.region import Region
from portal.search.build import open_search_engine
from portal.search.hydrate import fill_credentials, fill_postings, index_lag
from portal.search.places import StorePlaces
from portal.search.port import SearchEngine, SearchKind, SearchQuery, SearchResult
from portal.search.query_text import split_place
from portal.search.reindex import confirm_version, index_postings, reindex
from portal.settings import Settings
from portal.store.catalog import load_catalog
from portal.store.engine import open_engine, open_session
from portal.store.places import resolve_region
from portal.store.runs import data_version
from portal.store.tables import (
    CountyRow,
    IngestRunRow,
    JobPostingPlaceRow,
    JobPostingRow,
    OccupationRow,
    ZipRow,
)

TODAY = date(2026, 6, 20)
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
GENERAL = Evidence(method=EvidenceMethod.GENERAL_KNOWLEDGE)
CNA = Credential(
    id="cna-in",
    name="Certified Nurse Aide (Indiana)",
    name_es="Auxiliar de enfermería (Indiana)",
    kind=CredentialKind.CERTIFICATION,
    issuer="Indiana Department of Health",
    jurisdiction="IN",
    summary=LocalizedText(en="You help people.", es="Ayudas a las personas."),
    clusters=("health-science",),
    soc_codes=("31-1131",),
    cip_codes=("51.3902",),
    aliases=("CNA",),
    evidence=(GENERAL,),
)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        load_catalog(session, Catalog(credentials=(CNA,), edges=(), version="1"))
        for code, title, level, parent in (
            ("31-0000", "Healthcare Support Occupations", "major", None),
            ("31-1100", "Aides", "minor", "31-0000"),
            ("31-1130", "Nursing Assistants, Orderlies", "broad", "31-1100"),
            ("31-1131", "Nursing Assistants", "detailed", "31-1130"),
        ):
            session.add(OccupationRow(soc_code=code, soc_title=title, level=level, parent_code=parent))
        add_places(session)
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    engine = open_search_engine(Settings(data_dir=tmp_path, as_of=TODAY))
    yield engine
    engine.close()


def add_places(session: Session) -> None:
    for fips, name, state in (
        ("18089", "Lake County", "IN"),
        ("17097", "Lake County", "IL"),
        ("18003", "Allen County", "IN"),
        ("36061", "New York County", "NY"),
    ):
        session.add(
            CountyRow(county_fips=fips, county_name=name, state=state, latitude=41.0, longitude=-87.0)
        )
    session.flush()
    for code, name, state, fips, latitude, longitude, kind in (
        ("46402", "Gary", "IN", "18089", 41.6178, -87.3378, "standard"),
        ("46408", "Gary", "IN", "18089", 41.55, -87.36, "standard"),
        ("46401", "Gary", "IN", "18089", 41.60, -87.34, "no_homes"),
        ("46802", "Fort Wayne", "IN", "18003", 41.0693, -85.1652, "standard"),
        ("47905", "Lafayette", "IN", None, 40.4, -86.8, "standard"),
        ("70501", "Lafayette", "LA", None, 30.2, -92.0, "standard"),
        ("62701", "Springfield", "IL", None, 39.8, -89.6, "standard"),
        ("65801", "Springfield", "MO", None, 37.2, -93.3, "standard"),
        ("10001", "New York", "NY", "36061", 40.7507, -73.9973, "standard"),
        ("46373", "Saint John", "IN", "18089", 41.45, -87.47, "standard"),
        ("78501", "McAllen", "TX", None, 26.2, -98.2, "standard"),
        ("09001", "Apo", "AE", None, None, None, "no_homes"),
    ):
        session.add(
            ZipRow(
                postal_code=code,
                place_name=name,
                state=state,
                county_fips=fips,
                latitude=latitude,
                longitude=longitude,
                kind=kind,
                point_basis="zcta" if kind == "standard" else "county",
                county_shares=[],
            )
        )


def add_posting(session: Session, ref: str, title: str = "Nurse Aide", **values: object) -> JobPostingRow:
    fields: dict[str, object] = {
        "source_key": "board",
        "source_ref": ref,
        "content_hash": ref,
        "title": title,
        "first_seen_at": NOW,
        "last_confirmed_at": NOW,
        "changed_at": NOW,
        "employment_types": ["FULL_TIME"],
        "soc_candidates": [],
        "soc_code": "31-1131",
        "requirements_state": "understood",
        "requirements": {
            "state": "understood",
            "groups": [{"any_of": ["cna-in"], "unresolved": [], "kind": "required", "sentence": "CNA."}],
        },
        **values,
    }
    row = JobPostingRow(**fields)
    session.add(row)
    session.flush()
    session.add(
        JobPostingPlaceRow(
            posting_id=row.id,
            precision="zip",
            place_name="Gary",
            state="IN",
            county_fips="18089",
            postal_code="46402",
            latitude=41.6178,
            longitude=-87.3378,
        )
    )
    session.flush()
    return row


def search(engine: SearchEngine, text: str = "", **values: object) -> SearchResult:
    return engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY, **values))


def test_reindex_takes_in_what_can_be_searched_and_nothing_else(
    session: Session, engine: SearchEngine
) -> None:
    add_posting(session, "open")
    add_posting(session, "removed", removed_at=NOW)
    add_posting(session, "internal", is_internal=True)
    add_posting(session, "retired", is_sample=True, is_sample_retired=True)
    add_posting(session, "ends later", valid_through_on=date(2026, 7, 1))
    session.commit()
    seen: list[tuple[str, int]] = []
    states = reindex(session, engine, progress=lambda kind, done: seen.append((kind, done)))
    assert {state.kind.value: state.documents for state in states} == {
        "occupations": 4,
        "credentials": 1,
        "places": 19,
        "postings": 2,
    }
    assert ("postings", 2) in seen
    assert engine.version() == data_version(session)
    assert search(engine).total == 2
    later = SearchQuery(kind=SearchKind.POSTINGS, today=date(2026, 7, 2))
    assert engine.search(later).total == 1, "the last day is judged when it is asked"


def test_a_posting_is_found_by_all_that_was_understood(session: Session, engine: SearchEngine) -> None:
    row = add_posting(session, "1", title="Care Team Member", description_text="Join us!")
    session.commit()
    reindex(session, engine)
    for text in ("CNA", "nursing assistants", "31-1131", "31-1100", "46402", "gary", "indiana", "enfermería"):
        assert [hit.posting_id for hit in search(engine, text).hits] == [row.id], text
    for code in ("31-0000", "31-1100", "31-1130", "31-1131"):
        assert search(engine, soc_codes={code}).total == 1
    assert search(engine, region=resolve_region(session, Region.parse("zip:46408:10"))).total == 1
    assert search(engine, region=resolve_region(session, Region.parse("zip:46802:50"))).total == 0
    assert search(engine, credential_ids={"cna-in"}).total == 1


def test_a_run_puts_in_changes_and_takes_out_what_closed(session: Session, engine: SearchEngine) -> None:
    first, second = add_posting(session, "1"), add_posting(session, "2")
    session.commit()
    reindex(session, engine)
    before = data_version(session)
    third = add_posting(session, "3", title="Glazier")
    first.title = "Roofer"
    second.removed_at = NOW
    session.add_all([first, second])
    session.add(
        IngestRunRow(
            source_key="board", status="succeeded", started_at=NOW, as_of=NOW, inserted=1, updated=1, removed=1,
            documents=[], rejections={}, warnings=[],
        )
    )  # fmt: skip
    session.commit()
    assert index_lag(session, engine, now=NOW).is_behind
    state = index_postings(session, engine, [first.id or 0, second.id or 0, third.id or 0, 999_999])
    assert state.documents == 2
    assert {hit.posting_id for hit in search(engine).hits} == {first.id, third.id}
    assert search(engine, "roofer").total == 1
    assert confirm_version(session, engine, before=before)
    lag = index_lag(session, engine, now=NOW)
    assert (lag.is_behind, lag.age_seconds) == (False, 0.0)
    assert not confirm_version(session, engine, before="an older one"), (
        "an index that was behind stays behind"
    )


def test_a_hit_that_closed_since_is_never_shown(session: Session, engine: SearchEngine) -> None:
    rows = [add_posting(session, str(number)) for number in range(3)]
    session.commit()
    reindex(session, engine)
    rows[1].removed_at = NOW
    session.add(rows[1])
    session.commit()
    filled = fill_postings(session, search(engine, "nurse"), now=NOW)
    assert {row.card.id for row in filled.rows} == {rows[0].id, rows[2].id}
    assert (filled.total, filled.closed) == (2, 1)
    assert all(row.hit.posting_id == row.card.id and row.hit.matched_words for row in filled.rows)


def test_credentials_are_filled_in_and_one_that_left_the_catalog_is_left_out(
    session: Session, engine: SearchEngine
) -> None:
    reindex(session, engine)
    result = engine.search(SearchQuery(kind=SearchKind.CREDENTIALS, text="cna"))
    assert [filled.credential for filled in fill_credentials(session, result)] == [CNA]
    load_catalog(session, Catalog(credentials=(), edges=(), version="2"))
    assert fill_credentials(session, result) == ()


@pytest.mark.parametrize(
    ("text", "rest", "region"),
    [
        ("cna near gary", "cna", "zip:46402:25"),
        ("welder in Fort Wayne", "welder", "zip:46802:25"),
        ("welder ft wayne in", "welder", "zip:46802:25"),
        ("Gary, Indiana", "", "zip:46402:25"),
        ("nurse in lake county", "nurse", "county:18089"),
        ("nurse in lake county IL", "nurse", "county:17097"),
        ("nurse lafayette louisiana", "nurse", "zip:70501:25"),
        ("nurse in lafayette", "nurse", "zip:47905:25"),
        ("nurse in st. john", "nurse", "zip:46373:25"),
        ("nurse in mcallen", "nurse", "zip:78501:25"),
        ("nursing in new york city", "nursing", "zip:10001:25"),
        ("nursing new york", "nursing", "state:NY"),
        ("nursing new york ny", "nursing", "zip:10001:25"),
        ("cuidado de niños en Gary", "cuidado de niños", "zip:46402:25"),
        ("empleos en el condado de lake", "empleos", "county:18089"),
        ("46402", "", "zip:46402:25"),
    ],
)
def test_places_as_people_type_them(session: Session, text: str, rest: str, region: str) -> None:
    split = split_place(text, StorePlaces(session, home_state="IN"))
    assert split.place is not None
    assert (split.text, str(split.place.region)) == (rest, region)


@pytest.mark.parametrize("text", ["nurse in springfield", "99999", "09001", "nurse in", "nurse in qqq"])
def test_a_place_that_is_not_clear_is_left_in_the_text(session: Session, text: str) -> None:
    split = split_place(text, StorePlaces(session, home_state="IN"))
    assert (split.text, split.place) == (text, None)


def test_a_field_alone_is_no_occupation_in_search(session: Session, engine: SearchEngine) -> None:
    add_posting(session, "coded")
    add_posting(session, "field alone", soc_code=None, soc_group="31-0000", soc_group_confidence=0.99)
    session.commit()
    reindex(session, engine)
    assert search(engine).total == 2
    assert search(engine, soc_codes={"31-1131"}).total == 1
    assert search(engine, soc_codes={"31-0000"}).total == 1
