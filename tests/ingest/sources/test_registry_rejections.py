"""What of a registry is not taken: each alone, with its reason, kept and replayable."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from ingest.pipeline.envelope_replay import replay_envelopes
from ingest.pipeline.workshop import Workshop
from portal.store.tables import RejectedRecordRow
from tests.ingest.registry_double import Registry, ctid, envelope, node, serving
from tests.ingest.registry_runs import (
    CARD,
    ORG,
    WELDER,
    adapter_of,
    config,
    rows,
    run_one_page,
    standing,
)


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving() as found:
        found.publish(ORG, WELDER, CARD)
        yield found


def _deep(levels: int) -> dict[str, Any]:
    inner: Any = "x"
    for _ in range(levels):
        inner = {"ceterms:hasPart": inner}
    return envelope(21, node(21) | {"ceterms:hasPart": inner})


HOSTILE: dict[str, tuple[Any, str]] = {
    "of another community": (envelope(41, envelope_community="learning_registry"), "another community"),
    "another's CTID": (envelope(42, node(2, name="Taken over")), "CTID differs"),
    "no CTID": (
        envelope(43, envelope_ceterms_ctid="../../etc", decoded_resource={"@type": "ceterms:Badge"}),
        "no CTID",
    ),
    "no envelope": ("a text", "not JSON, or cut off"),
    "a number": (7, "not an envelope"),
    "paradata": (envelope(44, envelope_type="paradata"), "not a resource"),
    "no resource": (envelope(45, decoded_resource=None, resource="x.y.z"), "no readable resource"),
    "a list for a resource": (envelope(46, decoded_resource=[1, 2]), "no CTDL"),
    "120 levels": (_deep(120), "nested too deep"),
}


def test_hostile_envelopes_are_rejected_alone_each_with_its_reason(
    workshop: Workshop, registry: Registry
) -> None:
    page = json.dumps([ORG, *(spoilt for spoilt, _ in HOSTILE.values()), WELDER]).encode()
    report = run_one_page(workshop, registry, page)
    assert report.status == "succeeded", report.error
    expected = Counter(reason for _, reason in HOSTILE.values())
    assert report.rejections == dict(sorted(expected.items()))
    assert standing(workshop) == {ctid(1): "Gary Welding College", ctid(2): "Certified Welder"}
    with Session(workshop.engine) as session:
        kept = session.exec(select(RejectedRecordRow)).all()
    assert len(kept) == len(HOSTILE)
    assert all(row.detail and row.record["name"] for row in kept)
    before = rows(workshop)
    run_one_page(workshop, registry, page)
    assert rows(workshop) == before


def test_a_page_with_an_entry_too_deep_for_json_gives_all_others(
    sqlite_workshop: Workshop, registry: Registry
) -> None:
    workshop = sqlite_workshop
    deep = json.dumps(envelope(21)).replace('"Credential 21"', '{"a":' * 5_000 + "1" + "}" * 5_000)
    page = f"[{json.dumps(ORG)}, {deep}, {json.dumps(WELDER)}]".encode()
    report = run_one_page(workshop, registry, page)
    assert (report.status, report.rejections) == ("succeeded", {"nested too deep": 1}), report.error
    assert set(standing(workshop)) == {ctid(1), ctid(2)}


def test_nobody_speaks_for_a_resource_with_an_envelope_of_its_own(
    sqlite_workshop: Workshop, registry: Registry
) -> None:
    workshop = sqlite_workshop
    thief = envelope(30, node(30), node(2, name="Worthless"), node(31, kind="Course", name="Its course"))
    report = run_one_page(workshop, registry, json.dumps([ORG, thief, WELDER]).encode())
    assert any("its own envelope speaks for it" in one for one in report.warnings)
    assert standing(workshop)[ctid(2)] == "Certified Welder"
    assert standing(workshop)[ctid(31)] == "Its course"
    rival = envelope(32, node(32), node(31, kind="Course", name="Stolen"), node(2, name="Worthless"))
    run_one_page(workshop, registry, json.dumps([rival]).encode())
    assert standing(workshop)[ctid(31)] == "Its course"
    assert standing(workshop)[ctid(2)] == "Certified Welder"


def test_texts_that_no_database_takes_and_scripts_stay_texts(workshop: Workshop, registry: Registry) -> None:
    name = "<script>alert(1)</script>\x00\ud800 Welder"
    page = json.dumps([ORG, envelope(2, node(2, name=name))]).encode()
    assert run_one_page(workshop, registry, page).rejected == 0
    assert standing(workshop)[ctid(2)] == "<script>alert(1)</script>\N{REPLACEMENT CHARACTER} Welder"


def test_what_was_rejected_is_taken_after_a_fix(workshop: Workshop, registry: Registry) -> None:
    page = json.dumps([ORG, WELDER, envelope(21, envelope_community="navy"), 7]).encode()
    run_one_page(workshop, registry, page)
    found = config(registry, community="navy")
    before = rows(workshop)
    seen = replay_envelopes(found, adapter_of(workshop, found), workshop=workshop)
    assert (seen.rejected, seen.settled, seen.inserted, seen.applied) == (2, 1, 1, False)
    assert rows(workshop) == before, "without --apply nothing is written"
    done = replay_envelopes(found, adapter_of(workshop, found), workshop=workshop, apply=True)
    assert (done.taken, done.left, done.applied) == ([ctid(21)], {"not an envelope": 1}, True)
    assert ctid(21) in standing(workshop)
    again = replay_envelopes(found, adapter_of(workshop, found), workshop=workshop, apply=True)
    assert (again.rejected, again.settled, again.applied) == (1, 0, False)
