"""Imports stand beside the catalog; what a curator decided stays decided until one side says something else."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.ctdl.compare import compare
from portal.ctdl.imported import ImportedBatch
from portal.domain.credential import Catalog
from portal.domain.errors import NotFound
from portal.store.ctdl import Decision, ImportSaved, decide_question, list_questions, save_import
from portal.store.ctdl_tables import ImportedEdgeRow, ImportedRecordRow
from portal.store.engine import open_engine, open_session
from tests.portal.ctdl.worlds import REGISTRY, SAFETY, WELD, batch, catalog, college, curated, welder

OURS = catalog(curated(ctid=WELD))
LATER = date(2026, 12, 1)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine: Engine = open_engine(store_url)
    with open_session(engine) as found:
        yield found
    engine.dispose()


def save(session: Session, found: ImportedBatch, ours: Catalog = OURS) -> ImportSaved:
    return save_import(session, found, compare(ours, found))


def renamed(name: str) -> ImportedBatch:
    return batch(college(), welder(name={"en": name}))


def test_an_import_is_saved_once_and_asked_about_once(session: Session) -> None:
    first = save(session, renamed("Master Welder"))
    again = save(session, renamed("Master Welder"))

    assert (first.inserted, first.asked) == (2, 1)
    assert again == ImportSaved(unchanged=2)
    (question,) = list_questions(session)
    assert (question.conflict.curated, question.conflict.imported) == ("Certified Welder", "Master Welder")
    row = session.get(ImportedRecordRow, ("Credential Registry", WELD))
    assert row is not None
    assert (row.record_kind, row.name, row.record_ctid) == ("credential", "Master Welder", WELD)


def test_a_decision_stays_while_both_say_the_same_and_opens_when_one_changes(session: Session) -> None:
    save(session, renamed("Master Welder"))
    (question,) = list_questions(session)
    decide_question(session, question.id, Decision.CURATED, decided_on=LATER, note="asked the college")

    save(session, renamed("Master Welder").model_copy(update={"imported_on": LATER}))
    assert list_questions(session) == []
    (decided,) = list_questions(session, open_only=False)
    assert (decided.decision, decided.decided_on, decided.note) == (
        Decision.CURATED,
        LATER,
        "asked the college",
    )

    changed = save(session, renamed("Welder, level 2"))
    assert (changed.updated, changed.asked_again) == (1, 1)
    (asked,) = list_questions(session, credential_id="welder")
    assert asked.conflict.imported == "Welder, level 2"
    assert asked.decision is None


def test_a_question_that_is_no_longer_raised_is_withdrawn_and_can_come_back(session: Session) -> None:
    save(session, renamed("Master Welder"))

    assert save(session, renamed("Certified Welder")).withdrawn == 1
    assert list_questions(session) == []
    assert save(session, renamed("Master Welder")).asked_again == 1
    assert len(list_questions(session)) == 1


def test_an_import_of_other_records_leaves_questions_and_records_alone(session: Session) -> None:
    save(session, renamed("Master Welder"))

    card = welder(ctid=SAFETY, name={"en": "Safety card"})
    saved = save(session, batch({**card, "@id": REGISTRY + SAFETY}))

    assert (saved.inserted, saved.withdrawn) == (1, 0)
    assert len(list_questions(session)) == 1
    assert len(session.exec(select(ImportedRecordRow)).all()) == 3


def test_what_the_source_deleted_is_marked_once_and_its_questions_end(session: Session) -> None:
    save(session, renamed("Master Welder"))
    gone = batch().model_copy(update={"deleted_keys": (WELD,), "imported_on": LATER})

    saved = save(session, gone)

    assert (saved.removed, saved.withdrawn) == (1, 1)
    assert save(session, gone) == ImportSaved()
    row = session.get(ImportedRecordRow, ("Credential Registry", WELD))
    assert row is not None
    assert row.removed_on == LATER
    assert save(session, renamed("Master Welder")).asked_again == 1
    assert row.removed_on is None


def test_relations_are_saved_with_what_is_said_of_them(session: Session) -> None:
    target = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "First the card."},
        "ceterms:targetCredential": [REGISTRY + SAFETY],
    }

    assert save(session, batch(college(), welder(requires=[target, target]))).edges == 1
    (row,) = session.exec(select(ImportedEdgeRow)).all()
    assert (row.kind, row.from_key, row.to_key) == ("requires", WELD, SAFETY)
    assert row.documents[0]["note"] == "First the card."


def test_a_question_that_does_not_exist_is_named(session: Session) -> None:
    with pytest.raises(NotFound, match="no question 7"):
        decide_question(session, 7, Decision.BOTH, decided_on=LATER)
