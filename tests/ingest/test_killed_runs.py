"""A run that is killed (SIGKILL) at each of its steps, and a disk that fills: the last good state stays, no posting
is lost or shown for too long, and the next run completes. docs/ingest.md has the matrix."""

import json
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

import ingest.search_index
from ingest.enrich.understand import Reader
from ingest.pipeline import documents, postings
from ingest.pipeline.staging import Staging
from ingest.search_index import SearchIndex
from ingest.sources.socrata_jobs import SocrataJobs
from tests.ingest.freshness import as_feed, found_site, open_site, packed, row

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIRST: dict[str, date | None] = {str(n): date(2026, 7, 10) for n in range(6)}
SECOND = {**{str(n): FIRST[str(n)] for n in range(1, 6)}, "7": None}
"""0 is gone, 7 is new."""


def _die(*_args: Any, **_how: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_after(real: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **how: Any) -> Any:
        real(*args, **how)
        _die()

    return run


def _renaming_dies(self: Path, _target: Path) -> Path:
    if self.name.endswith(".part"):
        _die()
    raise AssertionError("only the archive renames")


STEPS: dict[str, tuple[object, str, Callable[[Any], Any], bool]] = {
    "reading the mirror": (documents, "read_mirror", lambda _real: _die, False),
    "archiving, before the rename": (Path, "replace", lambda _real: _renaming_dies, False),
    "parsing": (SocrataJobs, "parse", lambda _real: _die, False),
    "putting a record away": (Staging, "put_away", lambda _real: _die, False),
    "comparing": (postings, "diff_feed", lambda _real: _die, False),
    "understanding": (Reader, "understand", lambda _real: _die, False),
    "preparing": (Staging, "add", _dies_after, False),
    "after the postings are written": (postings, "load_staged", _dies_after, False),
    "after the removals are written": (postings, "keep_absences", _dies_after, False),
    "after the rejections are written": (postings, "keep_rejections", _dies_after, False),
    "before the commit": (postings, "close_run", _dies_after, False),
    "after the commit, before the index": (SearchIndex, "update", lambda _real: _die, True),
    "after the index, before its version": (ingest.search_index, "confirm_version", lambda _real: _die, True),
}
"""Step → where the process dies, and whether the run was committed by then."""


def die_at(step: str) -> None:
    """From now on this process dies at a step; for a forked one only."""
    owner, name, fault, _ = STEPS[step]
    setattr(owner, name, fault(getattr(owner, name)))


def in_a_process(work: Callable[[], str]) -> tuple[int, str]:
    """Do it in a forked process. Shape: number of the signal that ended it (0: none), and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            os.write(writing, work().encode())
        except BaseException:  # noqa: BLE001 - the edge of a process: the parent gets to read it
            os.write(writing, traceback.format_exc()[-4000:].encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return (os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0), said


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path, reader: Reader) -> Path:
    """A site after one good run; nobody has it open."""
    folder = tmp_path / "site"
    found_site(folder, sqlite_template, reader)
    with open_site(folder, reader) as site:
        assert site.run(as_feed(FIRST), NOW).status == "succeeded"
    return folder


@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_loses_nothing(
    step: str, folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, fault, is_committed = STEPS[step]

    def dying_run() -> str:
        monkeypatch.setattr(owner, name, fault(getattr(owner, name)))
        with open_site(folder, reader) as site:
            return site.run(as_feed(SECOND), LATER).status

    assert in_a_process(dying_run) == (signal.SIGKILL, "")
    _is_whole_and_completes(folder, reader, is_committed=is_committed)


@pytest.mark.parametrize("store_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize(
    "step",
    [
        "preparing",
        "after the postings are written",
        "before the commit",
        "after the commit, before the index",
    ],
)
def test_a_killed_run_loses_nothing_on_postgresql(
    step: str, store_url: str, tmp_path: Path, reader: Reader
) -> None:
    folder = tmp_path / "site"
    found_site(folder, None, reader, url=store_url)

    def good_run() -> str:
        with open_site(folder, reader) as site:
            return site.run(as_feed(FIRST), NOW).status

    def dying_run() -> str:
        die_at(step)
        with open_site(folder, reader) as site:
            return site.run(as_feed(SECOND), LATER).status

    assert in_a_process(good_run) == (0, "succeeded")
    assert in_a_process(dying_run) == (signal.SIGKILL, "")
    time.sleep(0.3)  # until the server notices that its client is gone, the source is busy
    _is_whole_and_completes(folder, reader, is_committed=STEPS[step][3])


def _is_whole_and_completes(folder: Path, reader: Reader, *, is_committed: bool) -> None:
    with open_site(folder, reader) as site:
        shown = site.found(LATER)
        if is_committed:
            assert set(shown) <= set(SECOND), "what is gone is not shown, be the index behind or not"
        else:
            assert shown == sorted(FIRST)
        assert site.run(as_feed(SECOND), LATER).status == "succeeded"
        assert site.found(LATER) == sorted(SECOND), "the next run makes store and index whole"
        assert site.stories() == ["succeeded", "succeeded" if is_committed else "failed", "succeeded"]
        before = site.contents()
        site.run(as_feed(SECOND), LATER)
        assert site.contents() == before
    assert not list((folder / "archive").rglob("*.part")), "nothing half-written stays"


def _with_files_of_at_most(size: int, work: Callable[[], str]) -> tuple[int, str]:
    def limited() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return work()

    return in_a_process(limited)


def test_a_disk_that_is_full_for_the_archive_fails_the_run(folder: Path, reader: Reader) -> None:
    feed = json.dumps(as_feed(SECOND)).encode()
    with open_site(folder, reader) as site:
        site.send(feed + b" " * 8_000_000)

    def run() -> str:
        with open_site(folder, reader) as site:
            report = site.run(None, LATER)
            return f"{report.status}: {report.error}"

    signal_, said = _with_files_of_at_most(4_000_000, run)
    assert signal_ == 0
    assert said.startswith("failed: ")
    assert "File too large" in said
    assert str(folder) not in said, "pages show this sentence"
    _is_as_before_and_goes_on(folder, reader)


@pytest.mark.parametrize(
    ("size", "ends"), [(300_000, "failed"), (450_000, "refused: ")], ids=["records", "rows"]
)
def test_a_disk_that_is_full_for_the_store_takes_nothing_over(
    size: int, ends: str, folder: Path, reader: Reader
) -> None:
    grown = [row(str(n)) for n in range(400)]

    def run() -> str:
        with open_site(folder, reader) as site:
            try:
                return site.run(packed(grown), LATER).status
            except OperationalError as error:  # the command line makes one sentence of it
                return f"refused: {error.orig}"

    signal_, said = _with_files_of_at_most(size, run)
    assert signal_ == 0
    assert said.startswith(ends), said
    _is_as_before_and_goes_on(folder, reader)


def _is_as_before_and_goes_on(folder: Path, reader: Reader) -> None:
    with open_site(folder, reader) as site:
        assert site.found(LATER) == sorted(FIRST)
        assert site.run(as_feed(SECOND), LATER).status == "succeeded"
        assert site.found(LATER) == sorted(SECOND)
    assert not list((folder / "archive").rglob("*.part"))
