"""A small world for the tests of pages: a nursing ladder, two counties, some wages, a few postings."""

from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from sqlmodel import Session

from portal.domain.catalog_file import parse_catalog
from portal.domain.job_posting import (
    RequirementGroup,
    RequirementKind,
    Requirements,
    RequirementsState,
    StatedCondition,
)
from portal.search.build import open_search_engine
from portal.search.reindex import reindex
from portal.settings import Settings
from portal.store.catalog import load_catalog
from portal.store.engine import open_engine, open_session
from portal.store.onet import INTERESTS
from portal.store.reference_tables import OnetRatingRow
from portal.store.tables import (
    AreaRow,
    CountyRow,
    EmbeddedLoad,
    IngestRunRow,
    JobPostingPlaceRow,
    JobPostingRow,
    OccupationRow,
    WageEstimateRow,
    ZipRow,
)
from tests.portal.web.world_catalog import CATALOG, OCCUPATIONS

TODAY = date(2026, 6, 20)
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
OPEN, NONE_ASKED, NOTHING_FOUND, CLOSED, REAL, INTERNAL, LICENSED = range(1, 8)


def fill_store(url: str, config_dir: Path) -> None:
    """Put the small world into a migrated store."""
    clusters = (config_dir / "clusters.toml").read_text(encoding="utf-8")
    slugs = frozenset(line.split('"')[1] for line in clusters.splitlines() if line.startswith("slug"))
    catalog = parse_catalog(
        {"test.toml": CATALOG}, cluster_slugs=slugs, soc_codes=frozenset(OCCUPATIONS), today=TODAY
    )
    engine = open_engine(url)
    with Session(engine) as session:
        load_catalog(session, catalog)
        session.add(EmbeddedLoad(name="catalog", sha256=catalog.version, rows=6, loaded_at=NOW))
        for code, title in OCCUPATIONS.items():
            session.add(OccupationRow(soc_code=code, soc_title=title, level="detailed"))
        _add_places(session)
        _add_interests(session)
        for code, wage in (("29-2061", 29.4), ("31-1131", 19.2), ("35-2021", 15.1)):
            session.add(_wage("0000000", code, wage - 1))
            session.add(_wage("0023844", code, wage, is_suppressed=code == "35-2021"))
        _add_run(session, "sample")
        _add_run(session, "nyc")
        session.flush()
        _add_postings(session)
        session.commit()
    engine.dispose()


def build_index(settings: Settings) -> None:
    """Build the search index of a store, and let go of it."""
    engine, search = open_engine(settings.store_url()), open_search_engine(settings)
    with open_session(engine) as session:
        reindex(session, search)
    search.close()
    engine.dispose()


def close_site(app: Flask) -> None:
    """Let go of the files and connections of a site."""
    app.extensions["search"].close()
    app.extensions["store_engine"].dispose()


def settings_for(url: str, data_dir: Path, config_dir: Path) -> Settings:
    """Settings of a site over the small world, its clock at noon of 20 June 2026."""
    return Settings(
        secret_key="0123456789abcdef0123456789abcdef",
        database_url=url,
        data_dir=data_dir,
        config_dir=config_dir,
        as_of=TODAY,
    )


def _add_interests(session: Session) -> None:
    """O*NET's six interests of each occupation, R to C."""
    rated = {"29-2061": (3, 4, 1, 7, 2, 5), "31-1131": (5, 2, 1, 7, 2, 4), "35-2021": (6, 1, 2, 2, 2, 5)}
    for code, values in rated.items():
        for element_id, value in zip(INTERESTS, values, strict=True):
            session.add(
                OnetRatingRow(
                    onet_soc_code=f"{code}.00",
                    domain="interest",
                    element_id=element_id,
                    scale_id="OI",
                    category=0,
                    value=value,
                    is_suppressed=False,
                    stated_on="11/2023",
                    release="30.1",
                )
            )


def _add_places(session: Session) -> None:
    session.add(AreaRow(area_code="0000000", area_type="nation", area_name="United States"))
    session.add(AreaRow(area_code="1800000", area_type="state", area_name="Indiana", state="IN"))
    session.add(AreaRow(area_code="0023844", area_type="metro", area_name="Gary, IN", state="IN"))
    for fips, name, latitude, longitude, area in (
        ("18089", "Lake County", 41.47, -87.37, "0023844"),
        ("18117", "Orange County", 38.55, -86.49, None),
    ):
        session.add(
            CountyRow(
                county_fips=fips,
                county_name=name,
                state="IN",
                latitude=latitude,
                longitude=longitude,
                area_code=area,
            )
        )
    session.add(
        ZipRow(
            postal_code="46402",
            place_name="Gary",
            state="IN",
            county_fips="18089",
            latitude=41.6,
            longitude=-87.34,
            county_shares=[["18089", 1.0]],
            point_basis="zcta",
        )
    )
    session.add(
        ZipRow(
            postal_code="46401",
            place_name="Gary",
            state="IN",
            county_fips="18089",
            latitude=41.47,
            longitude=-87.37,
            county_shares=[["18089", 1.0]],
            point_basis="county",
        )
    )
    session.add(
        ZipRow(
            postal_code="47454",
            place_name="Paoli",
            state="IN",
            county_fips="18117",
            latitude=38.55,
            longitude=-86.47,
            county_shares=[["18117", 1.0]],
            point_basis="zcta",
        )
    )


def _wage(area_code: str, soc_code: str, hourly: float, *, is_suppressed: bool = False) -> WageEstimateRow:
    status = "suppressed" if is_suppressed else "published"
    year = hourly * 2080
    figures: dict[str, object] = {}
    for name, factor in (("p10", 0.7), ("p25", 0.85), ("median", 1.0), ("p75", 1.2), ("p90", 1.4)):
        figures[f"annual_{name}_wage_usd"] = None if is_suppressed else round(year * factor)
        figures[f"annual_{name}_status"] = status
    return WageEstimateRow(
        area_code=area_code,
        soc_code=soc_code,
        vintage="2025-05",
        employment=100,
        employment_status="published",
        location_quotient_status="not_published",
        hourly_median_wage_usd=None if is_suppressed else hourly,
        hourly_median_status=status,
        **figures,
    )


def _add_run(session: Session, source_key: str) -> None:
    moment = NOW
    session.add(
        IngestRunRow(
            source_key=source_key,
            status="succeeded",
            started_at=moment,
            finished_at=moment,
            as_of=moment,
            fetched=7,
            parsed=7,
            inserted=7,
            documents=[],
            rejections={},
            warnings=[],
        )
    )


def _asks(*groups: str, condition: bool = False) -> Requirements:
    required = tuple(
        RequirementGroup(any_of=(id_,), kind=RequirementKind.REQUIRED, sentence=f"You must hold a {id_} now.")
        for id_ in groups
    )
    conditions = (
        (
            StatedCondition(
                kind=RequirementKind.REQUIRED,
                experience_months=12,
                sentence="One year of experience is required.",
            ),
        )
        if condition
        else ()
    )
    return Requirements(state=RequirementsState.UNDERSTOOD, groups=required, conditions=conditions)


def _add_postings(session: Session) -> None:
    says_none = Requirements(
        state=RequirementsState.STATES_NONE, none_sentence="No experience or license is needed."
    )
    nothing = Requirements(state=RequirementsState.NOTHING_FOUND)
    cases = {
        OPEN: ("Nurse Aide, days", "sample", _asks("cna-in"), "31-1131", {}),
        NONE_ASKED: ("Kitchen Helper", "sample", says_none, "35-2021", {}),
        NOTHING_FOUND: ("General Helper", "sample", nothing, None, {"soc_reason": "no title that we know"}),
        CLOSED: ("Nurse Aide, nights", "nyc", _asks("cna-in"), "31-1131", {"removed_at": NOW}),
        REAL: ("Nurse Aide, hospital", "nyc", _asks("cna-in", condition=True), "31-1131", {}),
        INTERNAL: ("Inside Job", "nyc", nothing, None, {"is_internal": True}),
        LICENSED: ("Practical Nurse", "sample", _asks("lpn-license-in"), "29-2061", {}),
    }
    for id_, (title, source, requirements, soc_code, more) in cases.items():
        session.add(
            JobPostingRow(
                id=id_,
                source_key=source,
                source_ref=str(id_),
                content_hash="x",
                title=title,
                employer_name="Lakeside Care",
                description_html="<h1 id='main'>Big</h1><p>We care.<script>alert(1)</script></p><ul><li>Lift</li></ul>",
                description_text="We care.",
                url=f"https://jobs.example/{id_}",
                posted_on=date(2026, 6, 1),
                valid_through_on=date(2026, 7, 30),
                first_seen_at=NOW,
                changed_at=NOW,
                is_sample=source == "sample",
                employment_types=["FULL_TIME"],
                pay_minimum=18.0,
                pay_maximum=20.5,
                pay_unit="HOUR",
                pay_currency="USD",
                annual_pay_min_usd=37440.0,
                annual_pay_max_usd=42640.0,
                pay_basis="2,080 hours a year",
                soc_code=soc_code,
                soc_confidence=0.95 if soc_code else 0.0,
                soc_method="title" if soc_code else "none",
                soc_candidates=[],
                requirements_state=requirements.state.value,
                requirements=requirements.model_dump(mode="json"),
                **more,
            )
        )
        session.flush()
        session.add(
            JobPostingPlaceRow(
                posting_id=id_,
                precision="zip",
                place_name="Gary",
                state="IN",
                county_fips="18089",
                postal_code="46402",
                latitude=41.6,
                longitude=-87.34,
            )
        )
