"""What holds for every adapter of postings: it runs through the real loop, twice changes nothing, and is strict."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, get_source, read_sources
from portal.domain.job_posting import PostingRecord
from portal.domain.source import RunOn, SourceConfig, SourceKind
from portal.store.tables import JobPostingRow
from tests.ingest.conftest import CONFIG, DATA
from tests.ingest.sources.worlds import WORLDS, CannedFetcher, World

EACH = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.key)


def _source(world: World) -> SourceConfig:
    return get_source(CONFIG, world.key).model_copy(update={"options": dict(world.options)})


def _rows(workshop: Workshop) -> list[dict[str, Any]]:
    with Session(workshop.engine) as session:
        postings = [row.model_dump() for row in session.exec(select(JobPostingRow).order_by("id"))]
        others = [
            [dict(row._mapping) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY id"))]
            for table in ("job_posting_place", "rejected_record")
        ]
    return [*postings, *others[0], *others[1]]


@EACH
def test_a_source_runs_through_the_loop_and_a_second_run_changes_nothing(
    world: World, sqlite_workshop: Workshop, with_keys: Surroundings
) -> None:
    source = _source(world)

    def run() -> Any:
        adapter = build_adapter(source, with_keys)
        return run_source(
            source, adapter, CannedFetcher(world.routes), workshop=sqlite_workshop, request=RunRequest()
        )  # type: ignore[arg-type]

    first = run()
    assert (first.status, first.error) == ("succeeded", "")
    with Session(sqlite_workshop.engine) as session:
        assert set(session.exec(select(JobPostingRow.source_ref))) == world.taken
    assert first.rejections == dict(sorted(world.rejected.items()))
    assert len(first.warnings) == world.alarms, first.warnings
    before = _rows(sqlite_workshop)
    second = run()
    assert (second.status, second.inserted, second.updated, second.removed, second.reopened) == (
        "succeeded", 0, 0, 0, 0,
    )  # fmt: skip
    assert second.unchanged == len(world.taken)
    assert _rows(sqlite_workshop) == before


def _documents(world: World, surroundings: Surroundings) -> tuple[Any, list[Document]]:
    adapter = build_adapter(_source(world), surroundings)
    return adapter, list(adapter.fetch(CannedFetcher(world.routes)))  # type: ignore[arg-type]


@EACH
def test_every_record_ends_as_taken_or_rejected_with_a_reason_that_can_be_kept(
    world: World, with_keys: Surroundings
) -> None:
    adapter, documents = _documents(world, with_keys)
    outcomes = [outcome for document in documents for outcome in adapter.parse(document)]
    assert Counter(o.reason for o in outcomes if isinstance(o, Rejection)) == Counter(world.rejected)
    for outcome in outcomes:
        if isinstance(outcome, Rejection):
            assert outcome.reason
            json.dumps(asdict(outcome))  # the store keeps it as JSON
        elif isinstance(outcome, PostingRecord):
            assert outcome.url or outcome.apply_url, f"{outcome.source_ref}: nobody could apply"


def _with_new_field(value: Any) -> Any:
    """The same JSON with a field more in each object that holds a title or name."""
    if isinstance(value, list):
        return [_with_new_field(entry) for entry in value]
    if isinstance(value, dict):
        more = {"brandNewField": "x"} if {"title", "text", "JobTitle", "name", "@type"} & value.keys() else {}
        return {key: _with_new_field(entry) for key, entry in value.items()} | more
    return value


JSON_WORLDS = [world for world in WORLDS if any(f.endswith(".json") for f in world.routes.values())]


@pytest.mark.parametrize("world", JSON_WORLDS, ids=lambda world: world.key)
def test_a_new_field_of_a_source_is_an_alarm_and_the_record_is_taken(
    world: World, with_keys: Surroundings
) -> None:
    adapter, documents = _documents(world, with_keys)
    alarms, taken = [], set()
    for document in documents:
        changed = json.dumps(_with_new_field(json.loads(document.raw))).encode()
        for outcome in adapter.parse(Document(name=document.name, url=document.url, raw=changed)):
            alarms += [outcome.message] if isinstance(outcome, Alarm) else []
            taken |= {outcome.source_ref} if isinstance(outcome, PostingRecord) else set()
    assert taken == world.taken
    assert any("brandNewField" in alarm for alarm in alarms)


XML_WORLDS = [world for world in WORLDS if any(f.endswith((".xml", ".rss")) for f in world.routes.values())]


@pytest.mark.parametrize("world", [w for w in XML_WORLDS if len(w.routes) == 1], ids=lambda world: world.key)
def test_a_new_element_of_a_feed_is_an_alarm(world: World, with_keys: Surroundings) -> None:
    adapter, [document] = _documents(world, with_keys)
    raw = document.raw
    for end in (b"</item>", b"</entry>", b"</job>", b"</position>", b"</PositionOpening>"):
        raw = raw.replace(end, b"<brandNew>x</brandNew>" + end)
    outcomes = list(adapter.parse(Document(name=document.name, url=document.url, raw=raw)))
    assert any(isinstance(o, Alarm) and "brandNew" in o.message for o in outcomes)
    assert {o.source_ref for o in outcomes if isinstance(o, PostingRecord)} == world.taken


BROKEN = {
    "empty": b"",
    "a web page": b"<!doctype html><html><head><title>Sorry</title></head><body>Sorry</body></html>",
    "cut off": None,
    "bytes": b"\x00\xff\xfe\x00" * 50,
    "JSON of something else": b'{"error": "no such board"}',
    "a list": b"[1, 2, null]",
    "XML of something else": b"<catalog><book/></catalog>",
    "damaged gzip": b"\x1f\x8b\x08\x00garbage",
}


@EACH
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_document_fails_with_a_sentence_or_gives_no_posting(
    world: World, kind: str, with_keys: Surroundings
) -> None:
    adapter, documents = _documents(world, with_keys)
    for document in documents[:1]:
        raw = BROKEN[kind]
        if raw is None:
            raw = document.raw[: len(document.raw) * 2 // 3]
            if document.raw.lstrip()[:1] not in b"{[<" or document.raw.lstrip().startswith(b"<html"):
                continue  # half a web page is a web page
        said, outcomes = "", []
        try:
            outcomes = list(adapter.parse(Document(name="broken", url="", raw=raw)))
        except SourceChanged as error:  # any other error is a defect
            said = str(error)
        assert not [o for o in outcomes if isinstance(o, PostingRecord)], kind
        assert not said or said.startswith("broken: "), "a message names the document"


@EACH
def test_what_ships_is_off_says_how_to_turn_it_on_and_what_it_waits_for(
    world: World, surroundings: Surroundings
) -> None:
    source = get_source(CONFIG, world.key)
    assert source.kind is SourceKind.POSTINGS
    assert not source.enabled
    assert f"config/sources/{world.key}.toml" in source.how_to_turn_on
    adapter = build_adapter(source, surroundings)
    if world.key != "themuse":
        assert adapter.waits_for(), "it would run against nobody's board"


def test_every_posting_source_has_a_world_and_tells_what_it_was_run_on() -> None:
    tested_elsewhere = {"handover", "handover_xlsx", "nyc", "sample", "usajobs"}
    postings = {s.key for s in read_sources(CONFIG) if s.kind is SourceKind.POSTINGS}
    assert postings == tested_elsewhere | {world.key for world in WORLDS}
    for source in read_sources(CONFIG):
        if source.run_on in (RunOn.FIXTURE_BY_OTHERS, RunOn.DOCUMENTATION_ONLY):
            assert source.run_on_note, f"{source.key}: say what it was run on"


def test_no_world_lies_unused() -> None:
    used = {file.split("/")[0] for world in WORLDS for file in world.routes.values()}
    assert all((DATA / folder).is_dir() for folder in used)
