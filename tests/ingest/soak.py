"""Many runs of several sources under a fast clock with faults from a seed, against a model that knows no loop."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.pipeline.absence import GRACE_DAYS
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from ingest.search_index import SearchIndex
from portal.domain.source import SourceBounds, SourceConfig, SourceMirror
from portal.search.port import SearchKind, SearchQuery
from portal.store.engine import open_session
from portal.store.postings import list_posting_cards
from portal.store.tables import JobPostingRow, RejectedRecordRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, source
from tests.ingest.freshness import Site, open_site, row
from tests.ingest.test_killed_runs import STEPS, die_at, in_a_process

KEYS = ("soak_a", "soak_b", "soak_c")
START = datetime(2026, 1, 5, 6, tzinfo=UTC)
TITLES = ("STAFF NURSE", "PLUMBER", "CITY LABORER", "ELECTRICIAN", "ACCOUNTANT")
FAULTS = {
    "none": 40, "reordered": 10, "duplicated": 10, "truncated": 8, "empty": 4, "html": 4, "half": 8, "spoilt": 8,
    "nameless": 6, "clock back": 4, "killed": 3,
}  # fmt: skip


@dataclass
class Model:
    """What one source is believed to hold: last days by reference, and what its last good feed had rejected."""

    truth: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    believed: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    absent_since: dict[str, datetime] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    last_count: int = 0
    next_ref: int = 0


class Soak:
    """A site, its sources and the model of each."""

    def __init__(self, folder: Path, reader: Reader, *, seed: int) -> None:
        self.folder, self.reader, self.draw = folder, reader, random.Random(seed)
        self.models = {key: Model() for key in KEYS}
        self.now = START
        self.faults: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()

    def step(self, site: Site, *, twice: bool) -> None:
        """One scheduled run: the world moves on, a feed arrives with or without a fault, and all is compared."""
        key = self.draw.choice(KEYS)
        model = self.models[key]
        self.now += timedelta(hours=self.draw.randint(1, 30))
        self._move_on(model)
        fault = self.draw.choices(list(FAULTS), list(FAULTS.values()))[0]
        now = self.now - timedelta(days=self.draw.randint(1, 5)) if fault == "clock back" else self.now
        raw = self._deliver(model, fault, key)
        self._send(key, raw)
        expected = self._expect(model, fault, now)
        if fault == "killed":
            self._kill(key, now)
        report = self._run(site, key, now)
        assert report.status == expected, (fault, report.error, report.status)
        self.faults[fault] += 1
        self.ends[report.status] += 1
        self._compare(site, now, fault)
        if twice:
            before = site.contents()
            again = self._run(site, key, now)
            assert (again.status, site.contents() == before) == (expected, True), fault
            self._compare(site, now, fault)

    def _move_on(self, model: Model) -> None:
        draw = self.draw
        for _ in range(draw.randint(0, 3) if model.truth else 8):
            days = draw.choice((None, None, 2, 9, 30))
            last = None if days is None else self.now.date() + timedelta(days=days)
            model.truth[str(model.next_ref)] = (draw.choice(TITLES), last)
            model.next_ref += 1
        for ref in draw.sample(sorted(model.truth), min(len(model.truth), draw.randint(0, 2))):
            if draw.random() < 0.6 and len(model.truth) > 6:
                del model.truth[ref]
            else:
                model.truth[ref] = (draw.choice(TITLES), model.truth[ref][1])
        while len(model.truth) > 14:
            del model.truth[draw.choice(sorted(model.truth))]

    def _deliver(self, model: Model, fault: str, key: str) -> bytes:
        draw = self.draw
        self.sent = dict(model.truth)
        self.spoilt = set(draw.sample(sorted(self.sent), 1)) if fault == "spoilt" else set()
        if fault == "half":
            self.sent = dict(list(self.sent.items())[: len(self.sent) // 2])
        self.copies = draw.randint(1, len(self.sent)) if fault == "duplicated" else 0
        rows: list[Any] = [
            row(ref, title=title, last_day=last, agency=f"AGENCY {key}")
            | ({"salary_frequency": "Lunar"} if ref in self.spoilt else {})
            for ref, (title, last) in self.sent.items()
        ]
        rows += rows[: self.copies]
        if fault == "nameless":
            rows.append({k: v for k, v in row("x").items() if k != "job_id"})
        if fault in ("reordered", "duplicated", "nameless"):
            draw.shuffle(rows)
        raw = json.dumps(rows).encode()
        if fault == "truncated":
            return raw[: draw.randrange(1, len(raw) - 1)]
        return {"empty": b"", "html": b"<html>busy"}.get(fault, raw)

    def _expect(self, model: Model, fault: str, now: datetime) -> str:
        """How the run must end; the model takes over what is to be believed."""
        if fault in ("truncated", "empty", "html"):
            return "failed"
        count = len(self.sent) - len(self.spoilt)
        if count < max(1, 0.8 * model.last_count):
            return "quarantined"
        held = {ref: model.believed[ref] for ref in self.spoilt & set(model.believed)}
        taken = {ref: one for ref, one in self.sent.items() if ref not in self.spoilt} | held
        absent = {ref: one for ref, one in model.believed.items() if ref not in taken}
        model.absent_since = {
            ref: since for ref, since in model.absent_since.items() if ref in absent and fault == "nameless"
        }
        if fault == "nameless":
            for ref in absent:
                since = model.absent_since.setdefault(ref, now)
                if since <= now - timedelta(days=GRACE_DAYS):
                    del model.absent_since[ref]
                else:
                    taken[ref] = absent[ref]
        model.believed, model.last_count = taken, count
        model.rejected = Counter(
            {
                "unknown category": len(self.spoilt),
                "duplicate in feed": self.copies,
                "missing field": fault == "nameless",
            }
        )
        return "succeeded"

    def _send(self, key: str, raw: bytes) -> None:
        file = self.folder / "mirror" / f"{key}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)

    def _run(self, site: Site, key: str, now: datetime) -> RunReport:
        config: SourceConfig = source("nyc").model_copy(
            update={
                "key": key, "records": SourceBounds(min=1), "mirror": SourceMirror(files=(f"{key}.json",)),
            }
        )  # fmt: skip
        around = Surroundings(today=now.date(), data_dir=self.folder, config_dir=CONFIG)
        workshop = Workshop(
            engine=site.engine,
            data_dir=self.folder,
            now=now,
            reader=self.reader,
            index=SearchIndex(site.search),
        )
        request = RunRequest(mirror=self.folder / "mirror")
        return run_source(config, build_adapter(config, around), Pages(), workshop=workshop, request=request)  # type: ignore[arg-type]

    def _kill(self, key: str, now: datetime) -> None:
        """The same run, dead at one of its steps."""
        step = self.draw.choice(sorted(STEPS))

        def dying() -> str:
            die_at(step)
            with open_site(self.folder, self.reader) as other:
                return self._run(other, key, now).status

        signal_, said = in_a_process(dying)
        # nothing to understand or to write: then the run ends well, as any other
        assert signal_ or said in ("succeeded", "quarantined"), said

    def _compare(self, site: Site, now: datetime, fault: str) -> None:
        """The invariants: nothing expired is shown, nothing live is lost, every rejection is kept."""
        today = now.date()
        wanted = sorted(
            f"{key}/{ref}"
            for key, model in self.models.items()
            for ref, (_, last) in model.believed.items()
            if last is None or last >= today
        )
        result = site.search.search(SearchQuery(kind=SearchKind.POSTINGS, today=today, size=100))
        with open_session(site.engine) as session:
            cards = list_posting_cards(session, [hit.posting_id for hit in result.hits], now=now)
            rows = session.exec(select(JobPostingRow.id, JobPostingRow.source_ref, JobPostingRow.title)).all()
            kept = session.exec(select(RejectedRecordRow.source_key, RejectedRecordRow.reason)).all()
        refs = {id_: ref.removesuffix("-External") for id_, ref, _ in rows}
        assert sorted(f"{card.source_key}/{refs[card.id]}" for card in cards) == wanted, fault
        for card in cards:
            assert card.title == self.models[card.source_key].believed[refs[card.id]][0], fault
        for key, model in self.models.items():
            assert Counter(reason for of, reason in kept if of == key) == +model.rejected, (fault, key)


def soak(folder: Path, reader: Reader, *, runs: int, seed: int, twice_every: int) -> Soak:
    """So many scheduled runs on a site that stands in `folder`; each `twice_every`th is made twice."""
    with open_site(folder, reader) as site:
        made = Soak(folder, reader, seed=seed)
        for number in range(runs):
            made.step(site, twice=number % twice_every == 0)
    return made
