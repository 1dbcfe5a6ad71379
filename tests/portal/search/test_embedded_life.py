"""The embedded indexes across processes, crashes and swaps."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.domain.errors import SearchUnavailable
from portal.search.config import SearchConfig, read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.facets import Facet
from portal.search.port import SearchKind, SearchQuery
from portal.settings import ROOT
from tests.contract.search_samples import TODAY, posting

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
CONFIG = read_search_config(ROOT / "config")
IMPATIENT = CONFIG.model_copy(update={"writer": CONFIG.writer.model_copy(update={"lock_seconds": 0.2})})
ALL = SearchQuery(kind=SearchKind.POSTINGS, today=TODAY)
KIND = SearchKind.POSTINGS

PRELUDE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.port import SearchKind, SearchQuery
from portal.settings import ROOT
from tests.contract.search_samples import TODAY, posting
engine = EmbeddedEngine(Path(sys.argv[1]), read_search_config(ROOT / "config"), clock=lambda: datetime.now(UTC))
def count(text=""):
    return engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY)).total
def say(word):
    print(word, flush=True)
"""


class Other:
    """Another process with the same index, that does one step for each line it is sent."""

    def __init__(self, root: Path, script: str) -> None:
        source = PRELUDE + textwrap.dedent(script)
        self._process = subprocess.Popen(
            [sys.executable, "-c", source, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def go_on(self) -> None:
        self.tell("")

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


def make(root: Path, config: SearchConfig = CONFIG) -> EmbeddedEngine:
    return EmbeddedEngine(root, config, clock=lambda: NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "search"


@pytest.fixture
def engine(root: Path) -> Iterator[EmbeddedEngine]:
    engine = make(root)
    fill(engine, 10)
    yield engine
    engine.close()


def fill(engine: EmbeddedEngine, count: int, title: str = "Cook") -> None:
    documents = [posting(number, title) for number in range(1, count + 1)]
    engine.rebuild(KIND, documents, expected=lambda: count, data_version=title)


def test_a_reader_in_another_process_sees_commits_and_swaps(engine: EmbeddedEngine, root: Path) -> None:
    other = Other(root, "while True:\n    say(count())\n    if not sys.stdin.readline(): break")
    try:
        assert other.hear() == "10"
        engine.apply_changes(KIND, [posting(11, "Baker")], deletes=["1", "2"])
        other.go_on()
        assert other.hear() == "9"
        fill(engine, 5)
        other.go_on()
        assert other.hear() == "5"
    finally:
        other.end()


def test_a_folder_is_dropped_only_when_no_reader_holds_it(engine: EmbeddedEngine, root: Path) -> None:
    other = Other(root, "say(count())\nsys.stdin.readline()\nsay(count())\nsys.stdin.readline()")
    try:
        assert other.hear() == "10"
        old = {folder for folder in root.glob("postings-*") if folder.is_dir()}
        fill(engine, 5)
        assert old <= set(root.glob("postings-*")), "the other process still reads from it"
        other.go_on()
        assert other.hear() == "5"
        fill(engine, 6)
        assert not old & set(root.glob("postings-*"))
    finally:
        other.end()


@pytest.mark.parametrize("how", ["apply_changes", "rebuild"])
def test_a_writer_killed_half_way_leaves_the_last_commit(
    engine: EmbeddedEngine, root: Path, how: str
) -> None:
    call = {
        "apply_changes": "engine.apply_changes(SearchKind.POSTINGS, documents(), deletes=['1'])",
        "rebuild": "engine.rebuild(SearchKind.POSTINGS, documents(), expected=lambda: 1, data_version='x')",
    }[how]
    other = Other(
        root,
        f"""
        def documents():
            for number in range(100, 20_000):
                yield posting(number, "Cook")
            say("half way")
            sys.stdin.readline()
        {call}
        """,
    )
    assert other.hear() == "half way"
    with pytest.raises(SearchUnavailable, match="Another process is writing"):
        make(root, IMPATIENT).apply_changes(KIND, [posting(11, "Baker")])
    other.kill()
    assert engine.search(ALL).total == 10
    with closing(make(root)) as fresh:
        assert fresh.search(ALL).total == 10
    # And the next writer takes over at once.
    assert engine.apply_changes(KIND, [posting(11, "Baker")], deletes=["1"]).documents == 10
    fill(engine, 4)
    assert engine.search(ALL).total == 4
    assert len([folder for folder in root.glob("postings-*") if folder.is_dir()]) == 1, (
        "no half index is left"
    )


def test_readers_are_served_through_swaps_and_changes(engine: EmbeddedEngine, root: Path) -> None:
    """Every answer is of one whole index: 10 cooks, or 5 bakers and what was added to them."""
    stop = threading.Event()
    wrong: list[object] = []
    asked = 0

    def read() -> None:
        nonlocal asked
        while not stop.is_set():
            result = engine.search(ALL)
            asked += 1
            if result.total not in (5, 6, 10):
                wrong.append(result.total)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    writer = make(root)
    for _ in range(4):
        fill(writer, 5, "Baker")
        writer.apply_changes(KIND, [posting(6, "Baker")])
        fill(writer, 10)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert asked > 0


def test_a_damaged_index_says_what_to_run_and_is_rebuilt(engine: EmbeddedEngine, root: Path) -> None:
    folder = next(folder for folder in root.glob("postings-*") if folder.is_dir())
    (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        make(root).search(ALL)
    with pytest.raises(SearchUnavailable, match="portal reindex"):
        make(root).apply_changes(KIND, [posting(1, "Cook")])
    fill(engine, 3)
    assert engine.search(ALL).total == 3


@pytest.mark.parametrize("part", ["term", "store", "idx", "fast", "pos"])
def test_bad_bytes_in_a_file_are_a_damaged_index_and_no_crash(root: Path, part: str) -> None:
    with closing(make(root)) as engine:
        fill(engine, 300)
    (folder,) = (each for each in root.glob("postings-*") if each.is_dir())
    for file in folder.glob(f"*.{part}"):
        # What the disk gives back in the middle; the end, by which a file is known, is as it was.
        whole = file.read_bytes()
        file.write_bytes(b"\xff" * (len(whole) - 200) + whole[-200:])
    with closing(make(root)) as engine:
        questions = [
            lambda: engine.search(ALL.model_copy(update={"text": "cook", "facets": (Facet.SOURCE,)})),
            lambda: engine.search(ALL.model_copy(update={"text": '"cook"'})),
            lambda: engine.search(ALL.model_copy(update={"text": "coock"})),
            lambda: engine.suggest("coo", today=TODAY),
            lambda: engine.apply_changes(KIND, [posting(1, "Baker")]),
        ]
        refused = [question for question in questions if is_refused(question)]
        assert refused or part in ("fast", "pos"), "these may be read without what is bad in them"
        fill(engine, 1)
        assert engine.search(ALL).total == 1


def is_refused(question: Callable[[], object]) -> bool:
    """Whether it ends in the one error that pages know; any other ends the test."""
    try:
        question()
    except SearchUnavailable as error:
        return "portal reindex" in str(error)
    return False


def test_a_pointer_to_nowhere_or_another_version_says_what_to_run(engine: EmbeddedEngine, root: Path) -> None:
    for name in ("postings-0-abcdef", "postings-1-gone", "../../etc", ""):
        (root / "postings.current").write_text(name, encoding="utf-8")
        with pytest.raises(SearchUnavailable, match="portal reindex"):
            engine.search(ALL)


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "search").write_text("a file stands where the folder should be")
    with pytest.raises(SearchUnavailable, match="PORTAL_DATA_DIR"):
        fill(make(tmp_path / "search"), 1)


def test_a_damaged_pointer_is_a_missing_index_and_heals(tmp_path: Path) -> None:
    with closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: NOW)) as engine:
        engine.rebuild(KIND, [posting(1, "Nurse")], expected=lambda: 1, data_version="a")
    (tmp_path / "postings.current").write_bytes(b"\x98\x00\xff")
    with closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: NOW)) as engine:
        with pytest.raises(SearchUnavailable, match="portal reindex"):
            engine.search(ALL)
        engine.rebuild(KIND, [posting(1, "Nurse")], expected=lambda: 1, data_version="b")
        assert engine.search(ALL).total == 1


def test_a_full_disk_is_one_sentence_and_the_old_index_stays(tmp_path: Path) -> None:
    with closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: NOW)) as engine:
        engine.rebuild(KIND, [posting(1, "Nurse")], expected=lambda: 1, data_version="a")
    many = [posting(number, f"Nurse {number}" * 9) for number in range(2_000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, hard))  # a file that cannot grow stands for a full disk
    try:
        with (
            closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: NOW)) as engine,
            pytest.raises(SearchUnavailable, match="Free some space"),
        ):
            engine.rebuild(KIND, many, expected=lambda: 2_000, data_version="b")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with closing(EmbeddedEngine(tmp_path, CONFIG, clock=lambda: NOW)) as engine:
        assert engine.search(ALL).total == 1


def test_what_is_put_in_again_stands_once_be_it_from_before_or_from_the_same_change(tmp_path: Path) -> None:
    with closing(make(tmp_path)) as engine:
        engine.rebuild(KIND, [posting(1, "Cook"), posting(2, "Cook")], expected=lambda: 2, data_version="x")
        state = engine.apply_changes(
            KIND, [posting(2, "Baker"), posting(3, "Cook"), posting(3, "Baker"), posting(4, "Baker")]
        )
        assert state.documents == 4
        found = {
            text: engine.search(SearchQuery(kind=KIND, text=text, today=TODAY)).total
            for text in ("cook", "baker")
        }
    assert found == {"cook": 1, "baker": 3}
