"""The Credential Registry on the one loop, from a loopback address; what writes most on both databases."""

import json
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from ingest.kit.http import HttpFetcher
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from portal.domain.source import SourceConfig
from portal.store.catalog import load_catalog, read_catalog
from portal.store.ctdl import list_questions
from portal.store.ctdl_tables import ImportedEdgeRow
from portal.store.tables import RejectedRecordRow
from tests.ingest.registry_double import CONTEXT, Registry, ctid, envelope, node, packed, serving
from tests.ingest.registry_runs import (
    CARD,
    LATER,
    ORG,
    WELDER,
    adapter_of,
    config,
    rows,
    run,
    run_one_page,
    standing,
)
from tests.portal.ctdl.worlds import catalog, curated
from tests.real_data import SHARED, real_file


@pytest.fixture
def registry() -> Iterator[Registry]:
    with serving() as found:
        found.publish(ORG, WELDER, CARD)
        yield found


def put_catalog(workshop: Workshop) -> None:
    with Session(workshop.engine) as session:
        load_catalog(session, catalog(curated(homepage="https://ours.example.org")))
        session.commit()


def test_the_list_is_read_page_by_page_and_a_second_run_changes_nothing(
    workshop: Workshop, registry: Registry
) -> None:
    put_catalog(workshop)
    first = run(workshop, registry)
    assert (first.status, first.error, first.inserted, first.rejected) == ("succeeded", "", 3, 0)
    pages = [asked["page"] for path, asked, _ in registry.asked if path.endswith("/envelopes")]
    assert pages == [["1"], ["2"], ["3"]], "up to the first empty page"
    assert {headers["Authorization"] for _, _, headers in registry.asked} == {"Token k3y"}
    before = rows(workshop)
    for days in (0, 1):
        again = run(workshop, registry, days=days)
        assert (again.status, again.inserted, again.updated, again.removed) == ("succeeded", 0, 0, 0)
        assert rows(workshop) == before


def test_after_a_good_run_only_changes_are_asked_for(workshop: Workshop, registry: Registry) -> None:
    put_catalog(workshop)
    run(workshop, registry)
    registry.asked.clear()
    registry.publish(
        envelope(2, node(2, name="Certified Welder", subjectWebpage="https://new.example.org"), at=LATER),
        event="update",
    )
    registry.publish(envelope(4, node(4, kind="MicroCredential", name="Tack weld"), at=LATER))
    registry.delete(3, at=LATER)
    changed = run(workshop, registry, days=3)
    assert (changed.inserted, changed.updated, changed.removed) == (1, 1, 1), changed.error
    assert [asked.get("after") for path, asked, _ in registry.asked if path.endswith("/events")] == [
        ["2026-06-19T12:00:00Z"], ["2026-06-19T12:00:00Z"], ["2026-06-19T12:00:00Z"],
    ], "a day before the last good run began"  # fmt: skip
    assert not [path for path, _, _ in registry.asked if path.endswith("/envelopes")]
    assert set(standing(workshop)) == {ctid(1), ctid(2), ctid(4)}
    with Session(workshop.engine) as session:
        [question] = [q for q in list_questions(session) if q.conflict.field == "homepage"]
        assert question.conflict.imported == "https://new.example.org"
        assert [c.homepage for c in read_catalog(session).credentials] == ["https://ours.example.org"]
    before = rows(workshop)
    run(workshop, registry, days=3)
    assert rows(workshop) == before


def test_a_feed_without_a_change_is_good_and_too_many_changes_are_a_whole_list(
    sqlite_workshop: Workshop, registry: Registry
) -> None:
    workshop = sqlite_workshop
    run(workshop, registry)
    quiet = run(workshop, registry, days=3)
    assert (quiet.status, quiet.fetched) == ("succeeded", 0)
    registry.publish(*(envelope(n, at="2026-06-30T00:00:00.000Z") for n in range(10, 15)))
    whole = run(workshop, registry, days=11, max_changes=3)
    assert (whole.status, whole.fetched, whole.inserted) == ("succeeded", 8, 5)
    assert whole.documents[0]["name"] == "page-1.json"


def test_a_list_that_shrank_is_not_believed(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    run(workshop, registry)
    registry.events.clear()
    registry.envelopes.clear()
    registry.publish(WELDER, *(envelope(9, at="2026-07-30T00:00:00.000Z") for _ in range(2)))
    before = rows(workshop)
    shrunk = run(workshop, registry, days=30, max_changes=1, overlap_hours=720)
    assert (shrunk.status, "less than 80%" in shrunk.error) == ("quarantined", True)
    assert rows(workshop) == before


BROKEN = {
    "cut off": json.dumps([ORG, WELDER])[:-40].encode(),
    "empty": b"",
    "HTML": b"<html>Sign in</html>",
    "not a list": b'{"errors": ["401 Unauthorized"]}',
    "unknown kind": b'[{"envelope_ceterms_ctid": "' + ctid(2).encode() + b'", "event": "merge"}]',
}


def test_a_broken_page_changes_nothing(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    run(workshop, registry)
    before = rows(workshop)
    for said, page in BROKEN.items():
        registry.answers["/ce-registry/envelopes/events"] = page
        broken = run(workshop, registry, days=2, max_pages=1)
        assert broken.status == "failed"
        assert said in broken.error
        assert rows(workshop) == before
    registry.answers.clear()
    registry.publish(envelope(5, at=LATER))
    assert run(workshop, registry, days=3).inserted == 1, "asked again from the last good run"


def test_the_bulk_zip_begins_and_a_spoilt_member_is_rejected_alone(
    sqlite_workshop: Workshop, registry: Registry
) -> None:
    workshop = sqlite_workshop
    registry.answers["/bulk.zip"] = packed(
        {
            f"{ctid(2)}.json": json.dumps(WELDER),
            f"{ctid(3)}.json": json.dumps(CARD)[:300],
            f"{ctid(6)}.json": json.dumps({"@context": CONTEXT, **node(6)}),
            f"{ctid(7)}.json": b" " * 5_000_001,
            "readme.txt": "not for us",
        }
    )
    first = run(workshop, registry, bulk_url=f"{registry.host}/bulk.zip")
    assert (first.status, set(standing(workshop))) == ("succeeded", {ctid(2), ctid(6)}), first.error
    assert first.rejections == {"not JSON, or cut off": 2, "too large": 1}
    with Session(workshop.engine) as session:
        kept = {row.source_ref: row for row in session.exec(select(RejectedRecordRow))}
    assert kept[ctid(3)].record["text"] == json.dumps(CARD)[:300]
    assert "ends" in kept[ctid(3)].detail or "cut off" in kept[ctid(3)].detail
    registry.publish(CARD | {"updated_at": LATER}, event="update")
    run(workshop, registry, days=3)
    with Session(workshop.engine) as session:
        left = {row.source_ref for row in session.exec(select(RejectedRecordRow))}
    assert left == {"", ctid(7)}, "what came whole later is rejected no more"


def test_a_zip_that_is_cut_off_changes_nothing(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    registry.answers["/bulk.zip"] = packed({f"{ctid(2)}.json": json.dumps(WELDER)})[:-30]
    broken = run(workshop, registry, bulk_url=f"{registry.host}/bulk.zip")
    assert (broken.status, "damaged or cut off" in broken.error) == ("failed", True)
    assert standing(workshop) == {}


def test_a_set_of_changes_as_a_zip_upserts_and_deletes(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    run(workshop, registry)
    members = {
        f"upserts/graphs/{ctid(8)}.json": json.dumps(envelope(8)["decoded_resource"]),
        f"upserts/resources/{ctid(8)}.json": json.dumps(node(8)),
        f"upserts/metadata/{ctid(8)}.json": "{}",
        f"deletes/graphs/{ctid(2)}.json": json.dumps({"identifier": ctid(2), "deleted_at": LATER}),
    }
    folder = workshop.data_dir / "mirror"
    folder.mkdir()
    (folder / "changes.zip").write_bytes(packed(members))
    found = SourceConfig.model_validate(config(registry).model_dump() | {"mirror": {"files": ("*.zip",)}})
    report = run_source(
        found,
        adapter_of(workshop, found),
        HttpFetcher(timeout_seconds=1, max_bytes=1_000_000),
        workshop=workshop,
        request=RunRequest(mirror=folder, accept_shrink=True),
    )
    assert (report.status, report.inserted, report.removed) == ("succeeded", 1, 1), report.error


def test_of_one_resource_twice_the_later_counts(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    old = envelope(2, node(2, name="Old"), at="2026-01-01T00:00:00.000Z")
    gone = envelope(3, node_headers={"deleted_at": "2026-01-02T00:00:00.000Z"})
    back = envelope(3, node(3, name="Back"), at="2026-03-01T00:00:00.000Z")
    report = run_one_page(workshop, registry, json.dumps([ORG, WELDER, old, gone, back]).encode())
    assert report.rejections == {"duplicate in feed": 2}
    assert standing(workshop)[ctid(2)] == "Certified Welder"
    assert standing(workshop)[ctid(3)] == "Back"


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    sqlite_workshop: Workshop, registry: Registry
) -> None:
    workshop = sqlite_workshop
    before = rows(workshop)
    report = run(workshop, registry, dry_run=True)
    assert (report.inserted, report.run_id) == (3, None)
    assert rows(workshop) == before


def test_a_relation_that_is_stated_no_more_goes(sqlite_workshop: Workshop, registry: Registry) -> None:
    workshop = sqlite_workshop
    target = {"@type": "ceterms:ConditionProfile", "ceterms:targetCredential": [f"{CONTEXT}/{ctid(3)}"]}

    def edges() -> list[tuple[str, str, str]]:
        with Session(workshop.engine) as session:
            return [(e.kind, e.from_key, e.to_key) for e in session.exec(select(ImportedEdgeRow))]

    with_edge = envelope(2, node(2, name="Certified Welder", requires=[target]))
    run_one_page(workshop, registry, json.dumps([ORG, with_edge, CARD]).encode())
    assert edges() == [("requires", ctid(2), ctid(3))]
    run_one_page(workshop, registry, json.dumps([ORG, WELDER, CARD]).encode())
    assert edges() == []


@pytest.mark.real_data
def test_real_envelopes_of_credential_engine_run_through_the_loop(
    workshop: Workshop, registry: Registry
) -> None:
    folder = SHARED / "credentials" / "ctdl"
    names = ("Assessment", "Organization", "Credential", "LearningOpportunity")
    paths = [f"credentials/ctdl/registry_assistant/{name}Envelope.json" for name in names]
    paths += ["credentials/ctdl/registry_assistant/CostManifest.json"]
    registry.envelopes.clear()
    registry.events.clear()
    for path in paths:
        registry.publish(json.loads(real_file(path).read_text(encoding="utf-8-sig")))
    first = run(workshop, registry)
    assert (first.status, first.fetched, first.rejected, first.inserted) == ("succeeded", 5, 0, 10)
    before = rows(workshop)
    assert run(workshop, registry, days=1).inserted == 0
    assert rows(workshop) == before
    # all 136 sample files from a mirror folder: what has a CTID is taken, the rest says why not
    found = SourceConfig.model_validate(config(registry).model_dump() | {"mirror": {"files": ("*/*",)}})
    whole = run_source(
        found,
        adapter_of(workshop, found),
        HttpFetcher(timeout_seconds=1, max_bytes=1_000_000),
        workshop=workshop,
        request=RunRequest(mirror=folder),
    )
    assert (whole.status, whole.fetched, whole.parsed) == ("succeeded", 184, 98)
    assert whole.rejections == {"duplicate in feed": 7, "no CTID": 79}
