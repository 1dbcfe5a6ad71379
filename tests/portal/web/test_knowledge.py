"""What every page reads: brought up to date beside the pages, and equal to what would be built anew."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.domain.person import Person
from portal.domain.region import Region, ResolvedRegion
from portal.store.engine import open_engine, open_session
from portal.store.tables import IngestRunRow, JobPostingPlaceRow, JobPostingRow
from portal.web import knowledge
from portal.web.knowledge import Knowledge, KnowledgeHolder, build_knowledge, read_moment
from tests.portal.web.conftest import CONFIG
from tests.portal.web.world import NOW, fill_store

US = ResolvedRegion(region=Region.parse("us"), label="the nation")
LONG = 60.0


@pytest.fixture
def engine(tmp_path: Path, sqlite_template: Path) -> Iterator[Engine]:
    shutil.copyfile(sqlite_template, tmp_path / "store.sqlite")
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def all_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """In so small a store a few changes are a large share."""
    monkeypatch.setattr(knowledge, "MOST_CHANGED", 10.0)


def end_run(session: Session, *, at: timedelta, status: str = "succeeded", **counts: int) -> IngestRunRow:
    row = IngestRunRow(
        source_key="board", status=status, started_at=NOW, as_of=NOW + at, documents=[],
        rejections={}, warnings=[], **counts,
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row


def change(session: Session, at: timedelta) -> None:
    """One posting closes, one asks for nothing any more, one is new."""
    rows = session.exec(select(JobPostingRow).order_by(col(JobPostingRow.id))).all()
    when = NOW + at
    rows[0].removed_at = rows[0].changed_at = when
    rows[1].requirements, rows[1].changed_at = {"state": "states_none"}, when
    new = JobPostingRow.model_validate(
        {
            **rows[1].model_dump(),
            "id": None,
            "source_ref": f"new {at}",
            "is_remote": True,
            "soc_code": "29-2061",
        }
    )
    session.add_all([*rows[:2], new])
    session.flush()
    session.add(JobPostingPlaceRow(posting_id=new.id or 0, precision="state", place_name="Ohio", state="OH"))


def said(known: Knowledge) -> tuple[object, ...]:
    within = known.within(US, today=NOW.date())
    person = Person(held=("cna-in",), age=30)
    index = known.index
    return (
        known.moment,
        index.columns.posting_ids.tolist(),
        known.is_sample.tolist(),
        known.asked_by_jobs,
        index.answer(person, within.reach),
        index.qualifying(person, within.mask),
        within.mask.tolist(),
    )


def anew(session: Session) -> Knowledge:
    session.expire_all()
    return build_knowledge(session, read_moment(session))


def test_a_change_is_taken_in_without_building_anew(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = KnowledgeHolder(patience_seconds=LONG)
    with open_session(engine) as session:
        before = holder.get(session)
        assert holder.get(session) is before
        built = []
        monkeypatch.setattr(knowledge, "build_knowledge", lambda *_: built.append(1))
        for hours in (1, 2):
            change(session, timedelta(hours=hours))
            end_run(session, at=timedelta(hours=hours), inserted=1, updated=1, removed=1)
            after = holder.get(session)
            assert after.graph is before.graph
            assert said(after) == said(anew(session))
        assert not built
        assert said(before)[1] != said(after)[1]


def test_a_run_that_began_before_another_and_ended_after_it_is_seen(engine: Engine) -> None:
    holder = KnowledgeHolder(patience_seconds=LONG)
    with open_session(engine) as session:
        slow = end_run(session, at=timedelta(hours=1), status="running")
        end_run(session, at=timedelta(hours=5))
        holder.get(session)
        change(session, timedelta(hours=1))
        slow.status = "succeeded"
        session.add(slow)
        session.commit()
        assert said(holder.get(session)) == said(anew(session))


def test_samples_that_retire_and_copies_that_wait_are_seen(engine: Engine) -> None:
    holder = KnowledgeHolder(patience_seconds=LONG)
    with open_session(engine) as session:
        known = holder.get(session)
        sample = session.exec(select(JobPostingRow).where(col(JobPostingRow.is_sample).is_(True))).first()
        assert sample is not None
        sample.is_sample_retired = True
        sample.changed_at = NOW + timedelta(hours=1)
        session.add(sample)
        end_run(session, at=timedelta(hours=1))  # no posting of its own changed
        later = holder.get(session)
        assert len(later.index.columns) == len(known.index.columns) - 1
        rows = session.exec(select(JobPostingRow).where(col(JobPostingRow.removed_at).is_(None))).all()
        for at, days in enumerate((date.max, NOW.date() + timedelta(days=3), None)):
            rows[-1].shown_from_on = days
            session.add(rows[-1])
            end_run(session, at=timedelta(hours=2 + at))
            assert said(holder.get(session)) == said(anew(session))


def test_a_page_never_waits_for_a_rebuild(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = KnowledgeHolder(patience_seconds=0.01)
    may_go_on = threading.Event()
    real = knowledge.change_knowledge

    def slow(*given: object) -> Knowledge:
        assert may_go_on.wait(LONG)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(knowledge, "change_knowledge", slow)
    with open_session(engine) as session:
        before = holder.get(session)
        change(session, timedelta(hours=1))
        end_run(session, at=timedelta(hours=1), updated=1)
        assert holder.get(session) is before
        assert holder.get(session) is before
        may_go_on.set()
        if holder._work is not None:
            holder._work.join(LONG)
        assert said(holder.get(session)) == said(anew(session))


def test_other_data_than_postings_builds_anew(engine: Engine) -> None:
    holder = KnowledgeHolder(patience_seconds=LONG)
    with open_session(engine) as session:
        before = holder.get(session)
        moment = replace(before.moment, loads=("another",))
        assert knowledge.change_knowledge(session, before, moment).graph is not before.graph


def test_what_is_asked_for_is_called_once_when_the_first_knowledge_stands(engine: Engine) -> None:
    holder, called = KnowledgeHolder(patience_seconds=LONG), []
    holder.when_first_built(lambda: called.append(1))
    assert called == []
    with Session(engine) as session:
        holder.get(session)
        holder.get(session)
    assert called == [1]
