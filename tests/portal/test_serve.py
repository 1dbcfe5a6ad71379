"""`portal serve` as a process of its own: it starts, answers, stops with all it started, and explains what stops it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from portal.settings import ROOT

START_SECONDS = 60


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, prepared_folder: Path) -> Path:
    return Path(shutil.copytree(prepared_folder, tmp_path_factory.mktemp("served") / "data"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("PORTAL_") and k not in ("PORT", "DATABASE_URL")
    }
    # the reference sources would look for a network; what is tested here is that the scheduler lives and dies
    return {**kept, "PORTAL_DATA_DIR": str(folder), "PORTAL_MIRROR": str(folder / "no-mirror"), **more}


@contextmanager
def serving(folder: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "serve"],
        cwd=ROOT,
        env=environment(folder, PORT=str(port), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def wait_until_ready(process: subprocess.Popen[str], port: int) -> dict[str, object]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read() if process.stdout else ""
        try:
            answer = requests.get(f"http://127.0.0.1:{port}/health", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
            continue
        return dict(answer.json())
    raise AssertionError("the site did not answer in time")


def children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    found = {int(child) for child in listed}
    return found.union(*(children(child) for child in found))


def is_running(pid: int) -> bool:
    """True unless the process is gone, or only waits for somebody to take note of its end."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_the_site_answers_and_leaves_nothing_behind(prepared: Path) -> None:
    port = free_port()
    with serving(prepared, port) as process:
        state = wait_until_ready(process, port)
        assert state["ready"] is True
        assert int(str(state["open_postings"])) > 600
        page = requests.get(f"http://127.0.0.1:{port}/ladder?goal=credential:cna-in&region=46402", timeout=10)
        assert page.status_code == 200
        started = children(process.pid)
        assert len(started) >= 3, "web workers and the scheduler"
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in output
    assert process.returncode == 0, output
    assert [pid for pid in started if is_running(pid)] == []


def test_nothing_outlives_a_site_that_was_killed(prepared: Path) -> None:
    port = free_port()
    with serving(prepared, port) as process:
        wait_until_ready(process, port)
        started = children(process.pid)
        process.kill()
        process.wait(timeout=10)
    deadline = time.monotonic() + 30
    while any(is_running(pid) for pid in started) and time.monotonic() < deadline:
        time.sleep(0.2)
    left = [pid for pid in started if is_running(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def refused(folder: Path, **more: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "portal", "serve"],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


def test_a_taken_port_is_one_sentence(prepared: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} on 127.0.0.1 is already in use" in refused(prepared, PORT=str(port))


def test_a_broken_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "rungs.sqlite").write_bytes(b"not a database at all " * 500)
    message = refused(tmp_path, PORT=str(free_port()))
    assert "damaged" in message
    assert len(message.splitlines()) == 1


def test_a_database_server_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    message = refused(tmp_path, PORT=str(free_port()), DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert "does not answer" in message
    assert len(message.splitlines()) == 1


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    message = refused(blocked, PORT=str(free_port()))
    assert "PORTAL_DATA_DIR" in message
    assert len(message.splitlines()) == 1


def test_production_without_a_secret_is_refused(tmp_path: Path) -> None:
    assert "PORTAL_SECRET_KEY" in refused(tmp_path, PORTAL_ENVIRONMENT="production", PORT=str(free_port()))
