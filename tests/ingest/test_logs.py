"""Logs of ingestion: one JSON object a line that a monitor can read, and no text of a posting in it."""

import json
import logging

import pytest

from ingest.logs import JsonLines, log_run
from ingest.pipeline.report import RunReport
from tests.ingest.conftest import NOW


def test_a_run_is_one_line_of_json_with_its_counts(caplog: pytest.LogCaptureFixture) -> None:
    report = RunReport(
        source_key="nyc", status="quarantined", as_of=NOW, run_id=7, fetched=12, rejections={"no title": 2}
    )
    with caplog.at_level(logging.INFO):
        log_run(report)
    (record,) = caplog.records
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["source"], said["status"], said["run_id"], said["fetched"]) == ("nyc", "quarantined", 7, 12)
    assert said["rejections"] == {"no title": 2}
    assert said["level"] == "WARNING", "it did not end as it should"
    assert said["message"] == "nyc quarantined: fetched 12"
    assert said["time"].endswith("+00:00")


def test_a_good_run_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_run(RunReport(source_key="nyc", status="succeeded", as_of=NOW))
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("INFO", "nyc succeeded: nothing new")
    ]


def test_what_was_raised_stands_in_the_line(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("a feed with\nnew lines")
    except ValueError:
        logging.getLogger("ingest.test").exception("broken")
    line = JsonLines().format(caplog.records[0])
    assert "\n" not in line
    assert "ValueError: a feed with" in json.loads(line)["error"]
