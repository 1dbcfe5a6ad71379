"""Keeps the signed bundle of each event in a file, and builds it anew beside the pages when it is due."""

import fcntl
import hashlib
import logging
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from portal.domain.errors import PortalError
from portal.kiosk.bundle import FORMAT, Bundle
from portal.kiosk.event import Event
from portal.kiosk.signing import is_signed, sign
from portal.settings import Settings
from portal.web.kiosk.building import build_bundle
from portal.web.knowledge import KnowledgeHolder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedBundle:
    """A bundle as it is sent. `text` is what was signed, byte for byte."""

    text: bytes
    signature: str
    version: str
    bundle: Bundle


class BundleKeeper:
    """One a process. The files stand in `data_dir/kiosk`; of several processes one builds, the others read its file."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._folder = settings.data_dir / "kiosk"
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[int, SignedBundle]] = {}
        self._work: dict[str, threading.Thread] = {}

    def find(self, event: Event) -> SignedBundle | None:
        """The newest bundle that stands, and start a new one where it is due; None while the first one is built."""
        kept = self._read(event)
        if kept is None or self._is_due(event, kept):
            self._start(event)
        return kept

    def build(self, event: Event) -> SignedBundle:
        """Build a bundle now, and put it in place of the one that stands.

        Raises: PortalError when the event's region is not known, or the folder cannot be written.
        """
        with self._app.test_request_context(f"/kiosk/{event.name}"), Session(self._engine()) as session:
            holder: KnowledgeHolder = self._app.extensions["knowledge"]
            bundle = build_bundle(session, holder.get(session), event=event, settings=self._settings)
        text = bundle.model_dump_json().encode()
        signed = _signed(text, bundle, signature=sign(text, secret=self._settings.secret_key))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f"{event.name}.{os.getpid()}.{threading.get_ident()}.part"
            part.write_bytes(f"{signed.signature}\n{_config_hash(event)}\n".encode() + text)
            part.replace(self._path(event))
        except OSError as error:
            raise PortalError(
                f"The bundle of {event.name} cannot be written to {self._folder}: {error.strerror}."
            ) from error
        return signed

    def wait(self, event: Event, seconds: float) -> None:
        """Wait for what is being built now, at most so long."""
        with self._lock:
            work = self._work.get(event.name)
        if work is not None:
            work.join(seconds)

    def _engine(self) -> Engine:
        engine: Engine = self._app.extensions["store_engine"]
        return engine

    def _path(self, event: Event) -> Path:
        return self._folder / f"{event.name}.bundle"

    def _is_due(self, event: Event, kept: SignedBundle) -> bool:
        age = self._now() - kept.bundle.as_of
        return age >= timedelta(minutes=event.refresh_minutes) or age < timedelta(0)

    def _now(self) -> datetime:
        return self._settings.now()

    def _read(self, event: Event) -> SignedBundle | None:
        """The bundle of the file; a file that was made by another event's text, secret or version does not count."""
        try:
            changed = self._path(event).stat().st_mtime_ns
            kept = self._kept.get(event.name)
            if kept is not None and kept[0] == changed:
                return kept[1]
            signature, made_for, text = self._path(event).read_bytes().split(b"\n", 2)
        except (OSError, ValueError):
            return None
        if made_for.decode(errors="replace") != _config_hash(event):
            return None
        if not is_signed(text, signature.decode(errors="replace"), secret=self._settings.secret_key):
            return None
        try:
            bundle = Bundle.model_validate_json(text)
        except ValidationError:
            return None
        signed = _signed(text, bundle, signature=signature.decode())
        self._kept[event.name] = (changed, signed)
        return signed

    def _start(self, event: Event) -> None:
        with self._lock:
            work = self._work.get(event.name)
            if work is None or not work.is_alive():
                self._work[event.name] = threading.Thread(
                    target=self._build_alone, args=(event,), daemon=True
                )
                self._work[event.name].start()

    def _build_alone(self, event: Event) -> None:
        """Build unless another process does so now."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / f"{event.name}.lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    return
                try:
                    self.build(event)
                except PortalError as error:
                    log.warning("the bundle of the event %s could not be built: %s", event.name, error)


def _signed(text: bytes, bundle: Bundle, *, signature: str) -> SignedBundle:
    version = hashlib.sha256(text).hexdigest()[:16]
    return SignedBundle(text=text, signature=signature, version=version, bundle=bundle)


def _config_hash(event: Event) -> str:
    return hashlib.sha256(f"{FORMAT} {event.model_dump_json()}".encode()).hexdigest()[:16]
