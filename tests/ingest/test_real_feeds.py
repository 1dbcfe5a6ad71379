"""The real recorded feeds, end to end into a store: nothing is lost without a named reason."""

import gzip
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, func, select

from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.store.engine import open_session
from portal.store.live import live_conditions
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, RejectedRecordRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, source
from tests.real_data import SHARED, real_file

pytestmark = pytest.mark.real_data


def run(workshop: Workshop, key: str) -> RunReport:
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    config = source(key)
    return run_source(
        config, build_adapter(config, around), Pages(), workshop=workshop, request=RunRequest(mirror=SHARED)
    )


def read_raw(path: str) -> Any:
    """A recorded answer, read without any code of ours."""
    return json.loads(gzip.decompress(real_file(path).read_bytes()))


def account_for(workshop: Workshop, report: RunReport, refs: Counter[str]) -> None:
    """Each record of the feed is a posting or a rejection that names its reason: none is lost, none is made up."""
    assert report.fetched == report.parsed + report.rejected == refs.total()
    assert report.rejected == sum(report.rejections.values())
    assert report.coded + report.abstained == report.parsed
    assert report.inserted == report.parsed
    with open_session(workshop.engine) as session:
        taken = Counter(session.exec(select(JobPostingRow.source_ref)).all())
        rejected = session.exec(select(RejectedRecordRow)).all()
        assert all(row.reason and row.detail and row.run_id == report.run_id for row in rejected)
        assert taken + Counter(row.source_ref for row in rejected) == refs
        uncoded = session.exec(select(JobPostingRow).where(col(JobPostingRow.soc_code).is_(None))).all()
        assert len(uncoded) == report.abstained
        assert all(row.soc_reason for row in uncoded), "who abstains says why"


def test_new_york_citys_postings_of_june_2026(workshop: Workshop) -> None:
    report = run(workshop, "nyc")
    rows = read_raw("jobs/nyc/nyc_open_data_kpav-sd4t_2026-06.json.gz")
    account_for(workshop, report, Counter(f"{row['job_id']}-{row['posting_type']}" for row in rows))
    assert report.internal == len({row["job_id"] for row in rows if row["posting_type"] == "Internal"})
    assert report.status == "succeeded", report.error
    assert (report.fetched, report.parsed, report.rejections) == (1840, 1830, {"duplicate in feed": 10})
    assert report.warnings == []
    assert report.internal == 881
    with open_session(workshop.engine) as session:
        live = select(func.count()).select_from(JobPostingRow).where(*live_conditions(workshop.now))
        assert session.exec(live).one() == 949
        states = session.exec(select(JobPostingPlaceRow.state).distinct()).all()
        assert list(states) == ["NY"]
        nurses = session.exec(
            select(JobPostingRow).where(JobPostingRow.soc_code == "29-1141", *live_conditions(workshop.now))
        ).all()
        asked = {i for row in nurses for group in row.requirements["groups"] for i in group["any_of"]}
        assert len(nurses) >= 8
        assert "rn-license-ny" in asked
        assert "rn-license-in" not in asked
    second = run(workshop, "nyc")
    assert (second.inserted, second.updated, second.removed, second.unchanged) == (0, 0, 0, 1830)


def test_the_usajobs_response_of_2016(workshop: Workshop) -> None:
    past = replace(workshop, now=datetime(2016, 5, 20, 12, tzinfo=UTC))
    report = run(past, "usajobs")
    items = read_raw("jobs/usajobs/search_api_2016-05_page1.json.gz")["SearchResult"]["SearchResultItems"]
    account_for(past, report, Counter(str(item["MatchedObjectId"]) for item in items))
    assert (report.status, report.fetched, report.parsed, report.rejected) == ("succeeded", 500, 500, 0)
    assert report.expired == 298
    with open_session(workshop.engine) as session:
        marked = (
            select(func.count()).select_from(JobPostingRow).where(col(JobPostingRow.title).contains("<c0>"))
        )
        assert session.exec(marked).one() == 0
        live = select(func.count()).select_from(JobPostingRow).where(*live_conditions(past.now))
        assert session.exec(live).one() == 202
    assert run(past, "usajobs").unchanged == 500
