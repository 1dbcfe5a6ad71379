"""Runs the site: a production WSGI server with the scheduler beside it, until it is told to stop."""

import gc
import os
import signal
import subprocess
import sys
import time
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from rich.console import Console

from portal.settings import Settings, load_settings

if TYPE_CHECKING:
    from flask import Flask

SCHEDULER_STOP_SECONDS = 5
PARENT_CHECK_SECONDS = 1.0


def web_application() -> "Flask":
    """What each web process runs (granian calls it once a worker)."""
    from portal.web.app import create_app

    begun_by = parent_process()  # as it was at the start: it may be gone before this line is reached
    Thread(target=_end_with, args=(begun_by.pid if begun_by else os.getppid(),), daemon=True).start()
    app = create_app(load_settings())
    app.extensions["knowledge"].when_first_built(_keep_out_of_collections)
    return app


def _keep_out_of_collections() -> None:
    """Some 300,000 objects of the catalog stay for good: no page pays for looking through them for garbage again."""
    gc.collect()
    gc.freeze()


def _end_with(parent: int) -> None:
    """End this worker soon after its parent was killed, which granian leaves to us: the port must be free again."""
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def serve(
    settings: Settings, console: Console, *, certificate: Path | None = None, key: Path | None = None
) -> None:
    """Serve until SIGINT or SIGTERM. The store must be ready (`portal.prepare`).

    With a certificate and its private key (PEM files) it serves HTTPS, else HTTP.
    """
    scheduler = _start_scheduler(settings) if settings.scheduler else None
    server = Granian(
        "portal.serve:web_application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=1,
        log_enabled=settings.log_level == "DEBUG",
        respawn_failed_workers=True,
        ssl_cert=certificate,
        ssl_key=key,
        working_dir=Path(__file__).resolve().parent.parent,
    )
    where = address(settings, is_secure=certificate is not None)
    server.on_startup(lambda: console.print(f"[bold]{settings.name} is at {where}[/bold]  (Ctrl+C stops it)"))
    try:
        server.serve()
    finally:
        if scheduler is not None:
            _stop(scheduler)


def address(settings: Settings, *, is_secure: bool = False) -> str:
    """Where a browser on this machine finds the site."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104 - compared, not bound
    scheme = "https" if is_secure else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def _start_scheduler(settings: Settings) -> subprocess.Popen[bytes]:
    """The scheduler ends by itself when its standard input closes, so that it never outlives the site."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "scheduler.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "ingest", "schedule", "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=SCHEDULER_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # the loop is made for it: a killed run leaves the last good state
        process.wait()
