"""Documents made to fill the memory or to never end, and a machine that dies at any moment: docs/ingest.md has the
matrix. Sizes are real: each is refused or read with the memory and the time that a small machine has."""

import gzip
import io
import os
import random
import re
import resource
import signal
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.enrich.understand import Reader
from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.document import Document, Surroundings
from ingest.kit.json_text import parse_json, read_json_items
from ingest.sources.jobposting_csv import JobPostingCsv
from ingest.sources.jobposting_xlsx import JobPostingXlsx
from portal.domain.job_posting import PostingRecord
from tests.ingest.freshness import Site, as_feed, found_site, open_site
from tests.ingest.sources.worlds import CannedFetcher
from tests.ingest.test_killed_runs import in_a_process

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
GIGABYTE = 1_000_000_000
MOST_MEMORY_MB = 400
MOST_SECONDS = 120.0
"""A few seconds on a machine with nothing else to do."""
TRUTH: dict[str, date | None] = {str(n): date(2026, 7, 10) for n in range(6)}
HEADER = ["ID", "Job Title", "Employer"]


def in_little_memory(work: Callable[[], object]) -> str:
    """What a piece of work says or how it refuses, in a process of its own, held to memory and time."""

    def measured() -> str:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.monotonic()
        try:
            said = str(work())
        except SourceChanged as error:
            said = f"refused: {error}"
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert grown < MOST_MEMORY_MB, f"{grown} MB for: {said}"
        assert time.monotonic() - started < MOST_SECONDS, said
        return said

    ended_by, said = in_a_process(measured)
    assert not ended_by
    return said


def sparse(path: Path, start: bytes) -> Path:
    """A file of a gigabyte that takes no place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(start)
        file.truncate(GIGABYTE)
    return path


def joined(start: bytes, filling: bytes) -> Document:
    """A gigabyte in a document of a few megabytes."""
    piece = gzip.compress(filling * (1_000_000 // len(filling)), mtime=0)
    return Document(name="feed.gz", url="", raw=gzip.compress(start, mtime=0) + piece * 1_000)


def test_a_feed_of_a_gigabyte_is_refused_unread(
    tmp_path: Path, sqlite_template: Path, reader: Reader
) -> None:
    found_site(tmp_path / "site", sqlite_template, reader)
    with open_site(tmp_path / "site", reader) as site:
        assert site.run(as_feed(TRUTH), NOW).status == "succeeded"
        before = site.contents()
        for sent in (site.folder / "mirror").rglob("*.json"):
            sparse(sent, b'[{"text": "')
        report = site.run(None, LATER)
        assert report.status == "failed"
        assert "is larger than" in (report.error or "")
        assert site.contents() == before
        assert site.found(LATER) == sorted(TRUTH)
        assert not list((site.folder / "archive").rglob("*.part"))


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.xlsx"])
def test_a_handover_of_a_gigabyte_is_refused_unread(name: str, surroundings: Surroundings) -> None:
    sparse(surroundings.data_dir / "handover" / name, b"ID,Job Title,Employer\n")
    kind = JobPostingCsv if name.endswith("csv") else JobPostingXlsx
    adapter = kind({"folder": "handover"}, surroundings)

    def fetch() -> object:
        try:
            return list(adapter.fetch(CannedFetcher({})))
        except FetchFailed as error:
            return error

    assert "is larger than" in in_little_memory(fetch)


@pytest.mark.parametrize(
    ("start", "filling", "why"),
    [
        (b'[{"id": "1"}, {"text": "', b"a", "an entry has more than"),
        (b"[" * 400, b"[", "refused"),
        (b'{"jobs": [', b'{"id": "1"}, ', "unpacks to more than"),
        (b"", b" ", "unpacks to more than"),
    ],
    ids=["a text without end", "lists within lists", "one object", "nothing"],
)
def test_json_that_unpacks_to_a_gigabyte_is_refused(start: bytes, filling: bytes, why: str) -> None:
    document = joined(start, filling)
    said = in_little_memory(lambda: sum(1 for _ in read_json_items(document)))
    assert said.startswith("refused: ")
    assert why in said
    if not start.startswith(b"["):
        assert why in in_little_memory(lambda: parse_json(document))


@pytest.mark.parametrize("filling", [b"a", b'"', b"a,"], ids=["a cell", "quotes", "cells"])
def test_a_line_of_a_gigabyte_in_csv_is_refused(filling: bytes, surroundings: Surroundings) -> None:
    document = joined(b"ID,Job Title,Employer\n1,", filling)
    adapter = JobPostingCsv({"folder": "handover"}, surroundings)
    assert in_little_memory(lambda: list(adapter.parse(document))).startswith("refused: ")


def workbook(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows after its header, written as the file itself holds them."""
    book = Workbook()
    book.active.append(HEADER)
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = re.sub(rb"</sheetData>", rows + b"</sheetData>", content)
            new.writestr(entry.filename, content)
    return made.getvalue()


def cells(number: int) -> bytes:
    row = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in zip("ABC", ("1", "Cook", "Diner"), strict=True)
    )
    return f'<row r="{number}">{row}</row>'.encode()


def read_workbook(raw: bytes, surroundings: Surroundings) -> str:
    adapter = JobPostingXlsx({"folder": "handover"}, surroundings)

    def titles() -> object:
        found = adapter.parse(Document(name="jobs.xlsx", url="", raw=raw))
        return [outcome.title for outcome in found if isinstance(outcome, PostingRecord)]

    return in_little_memory(titles)


@pytest.mark.parametrize(
    "rows",
    [
        b"<row>" + b" " * 300_000_000 + b"</row>",
        cells(2_000_000_000),
        pytest.param(
            b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(2, 4_000)),
            marks=pytest.mark.long,
        ),
    ],
    ids=["unpacks a thousandfold", "a row two thousand million rows down", "rows as wide as a sheet can be"],
)
def test_a_workbook_that_is_a_bomb_is_refused(rows: bytes, surroundings: Surroundings) -> None:
    assert read_workbook(workbook(rows), surroundings).startswith("refused: jobs.xlsx: ")


@pytest.mark.parametrize("empty", [10_000, pytest.param(1_000_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("are_written", [True, False], ids=["written", "left out"])
def test_a_workbook_with_very_many_empty_rows_is_read(
    empty: int, are_written: bool, surroundings: Surroundings
) -> None:
    rows = b"".join(b'<row r="%d"/>' % n for n in range(2, empty)) if are_written else b""
    assert read_workbook(workbook(rows + cells(empty)), surroundings) == "['Cook']"


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=pytest.mark.long)])
def test_a_run_that_is_killed_again_and_again_at_any_moment_completes(
    kills: int, tmp_path: Path, sqlite_template: Path, reader: Reader
) -> None:
    folder = tmp_path / "site"
    old = {str(n): date(2026, 7, 10) for n in range(40)}
    new = {str(n): date(2026, 7, 10) for n in range(20, 60)}
    found_site(folder, sqlite_template, reader)
    with open_site(folder, reader) as site:
        assert site.run(as_feed(old), NOW).status == "succeeded"
        started = time.monotonic()
        assert site.run(as_feed(new), NOW).status == "succeeded"
        takes = time.monotonic() - started
        assert site.run(as_feed(old), NOW).status == "succeeded"
    draw = random.Random(20260620)
    shown = sorted(old)
    for _ in range(kills):
        child = os.fork()
        if not child:
            with open_site(folder, reader) as site:
                site.run(as_feed(new), LATER)
            os._exit(0)
        time.sleep(draw.uniform(0, 1.2 * takes))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_site(folder, reader) as site:
            now_shown = site.found(LATER)
            # committed, and killed before its index: what is gone is not shown, what is new not yet
            assert now_shown in (shown, sorted(new), sorted(set(old) & set(new))), (
                "the old state or the new one"
            )
            shown = now_shown if now_shown != shown else shown
    with open_site(folder, reader) as site:
        started = time.monotonic()
        assert site.run(as_feed(new), LATER).status == "succeeded"
        assert time.monotonic() - started < MOST_SECONDS
        assert site.found(LATER) == sorted(new)
        _is_tidy(site)


def _is_tidy(site: Site) -> None:
    before = site.contents()
    assert site.run(None, LATER).status == "succeeded"
    assert site.contents() == before
    assert "running" not in site.stories()
    assert not list((site.folder / "archive").rglob("*.part"))
    assert not list((site.folder / "staging").rglob("*"))
    assert threading.active_count() < 20
