"""The table in docs/sources/README.md says what the tests say, and the copies of the whole feeds are counted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, func, select

from ingest.kit.document import Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, get_source, read_sources
from portal.domain.source import RunOn, SourceKind
from portal.store.tables import JobPostingRow
from tests.ingest.conftest import CONFIG
from tests.ingest.sources.source_table import WHOLE_FEEDS, read_documented, source_table
from tests.ingest.sources.test_real_inputs import CASES
from tests.ingest.sources.worlds import CannedFetcher
from tests.real_data import SHARED


def test_the_table_is_what_the_tests_hold() -> None:
    assert read_documented() == source_table(), "python -m tests.ingest.sources.source_table prints it anew"


def test_no_source_claims_real_data_that_no_test_reads() -> None:
    """`run_on` says never more than what was run: real or others' input only where a test has some."""
    with_input = {key for key, *_ in CASES} | set(WHOLE_FEEDS)
    for source in read_sources(CONFIG):
        if source.kind is not SourceKind.POSTINGS:
            continue
        claims = source.run_on not in (RunOn.DOCUMENTATION_ONLY, RunOn.OWN_MAKING)
        assert not claims or source.key in with_input, source.key
        assert source.run_on_note or source.run_on is RunOn.OWN_MAKING, f"{source.key}: which input?"


@pytest.mark.real_data
@pytest.mark.long
@pytest.mark.parametrize("key", sorted(WHOLE_FEEDS))
def test_copies_in_a_whole_feed(key: str, sqlite_workshop: Workshop, surroundings: Surroundings) -> None:
    past = datetime(2016, 5, 20, 12, tzinfo=UTC) if key == "usajobs" else sqlite_workshop.now
    workshop = replace(sqlite_workshop, now=past, trust={})
    source = get_source(CONFIG, key)
    report = run_source(
        source, build_adapter(source, surroundings), CannedFetcher({}), workshop=workshop,
        request=RunRequest(mirror=SHARED),
    )  # type: ignore[arg-type]  # fmt: skip
    _, records, rejected, copies = WHOLE_FEEDS[key]
    assert (report.fetched, report.rejections) == (records, rejected)
    with Session(workshop.engine) as session:
        waiting = select(func.count(col(JobPostingRow.id))).where(
            col(JobPostingRow.shown_from_on).is_not(None)
        )
        assert session.exec(waiting).one() == copies
