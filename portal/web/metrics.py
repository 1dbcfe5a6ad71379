"""Figures for a monitor at `/metrics`, in the text form of Prometheus. No personal data: sources, reasons, addresses.

What the store knows (runs, ages, counts) is read at each scrape; page times are of the worker process that answers.
"""

import hmac
import os
import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlmodel import Session

from portal.domain.errors import SearchUnavailable
from portal.search.hydrate import index_lag
from portal.search.port import SearchEngine
from portal.settings import Settings
from portal.store.run_figures import read_run_figures
from portal.web.sources import read_sources
from portal.web.store_session import store_session

BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12)
"""Seconds. 0.04 is the budget of a search page."""
blueprint = Blueprint("metrics", __name__)


def init_metrics(app: Flask, settings: Settings) -> None:
    """Take the time of each page and open `/metrics`; without a token in the settings neither is done."""
    if not settings.metrics_token:
        return
    registry = CollectorRegistry()
    pages = Histogram(
        "rungs_page_seconds",
        "Time to answer, by address and status class, of one worker process",
        ("worker", "endpoint", "status"),
        buckets=BUCKETS,
        registry=registry,
    )
    app.extensions["metrics"] = registry
    app.register_blueprint(blueprint)

    @app.before_request
    def start() -> None:
        g.started_at = time.perf_counter()

    @app.after_request
    def stop(response: Response) -> Response:
        started = g.pop("started_at", None)
        if started is not None:
            labels = (str(os.getpid()), request.endpoint or "none", f"{response.status_code // 100}xx")
            pages.labels(*labels).observe(time.perf_counter() - started)
        return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """All figures, to who shows the token."""
    settings: Settings = current_app.extensions["settings"]
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(shown.encode(), settings.metrics_token.encode()):
        refused = Response("Send the token of the setting metrics_token.\n", 401, mimetype="text/plain")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    of_store = CollectorRegistry()
    of_store.register(_StoreFigures(store_session(), settings, current_app.extensions["search"]))
    pages: CollectorRegistry = current_app.extensions["metrics"]
    answer = Response(
        generate_latest(of_store) + generate_latest(pages), content_type=CONTENT_TYPE_PLAIN_0_0_4
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _StoreFigures(Collector):
    """What the store and the index say now."""

    def __init__(self, session: Session, settings: Settings, search: SearchEngine) -> None:
        self._session, self._settings, self._search = session, settings, search

    def collect(self) -> Iterator[Metric]:
        now = self._settings.now()
        figures = read_run_figures(self._session, now=now)
        runs = CounterMetricFamily(
            "rungs_ingest_runs", "Runs by source and outcome", labels=("source", "status")
        )
        for (source, status), count in figures.runs.items():
            runs.add_metric((source, status), count)
        yield runs
        age = GaugeMetricFamily(
            "rungs_source_last_good_run_age_seconds",
            "Seconds since the last complete run",
            labels=("source",),
        )
        for source, finished_at in figures.last_good_at.items():
            age.add_metric((source,), max(0.0, (now - finished_at).total_seconds()))
        yield age
        held = GaugeMetricFamily(
            "rungs_source_quarantined", "1 where the last feed was not believed", labels=("source",)
        )
        on = GaugeMetricFamily(
            "rungs_source_enabled", "1 where the source is asked on its schedule", labels=("source",)
        )
        for key, config in read_sources(self._settings).items():
            held.add_metric((key,), float(figures.last_status.get(key) == "quarantined"))
            on.add_metric((key,), float(config.enabled))
        yield held
        yield on
        live = GaugeMetricFamily("rungs_live_postings", "Open postings that are shown", labels=("source",))
        for source, count in figures.live.items():
            live.add_metric((source,), count)
        yield live
        yield GaugeMetricFamily(
            "rungs_waiting_copies",
            "Open postings that wait because a better copy is shown",
            value=figures.waiting,
        )
        rejected = GaugeMetricFamily(
            "rungs_rejected_records",
            "Records of the last feed that were not taken",
            labels=("source", "reason"),
        )
        for (source, reason), count in figures.rejected.items():
            rejected.add_metric((source, reason), count)
        yield rejected
        yield from self._index()

    def _index(self) -> Iterator[Metric]:
        try:
            lag = index_lag(self._session, self._search, now=self._settings.now())
        except SearchUnavailable:
            yield GaugeMetricFamily("rungs_index_ready", "1 where search answers", value=0)
            return
        yield GaugeMetricFamily("rungs_index_ready", "1 where search answers", value=1)
        yield GaugeMetricFamily(
            "rungs_index_behind", "1 where the index lacks data of the store", value=lag.is_behind
        )
        if lag.age_seconds is not None:
            yield GaugeMetricFamily(
                "rungs_index_age_seconds", "Seconds since the index was written", value=lag.age_seconds
            )
