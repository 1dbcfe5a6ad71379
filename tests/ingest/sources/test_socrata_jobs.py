import json
from datetime import date

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.registry import build_adapter
from portal.domain.errors import InvalidSettings
from portal.domain.job_posting import PayUnit, PostingRecord
from tests.ingest.feeds import Pages, document, good_rows, source


def test_rows_become_records_or_rejections_with_a_reason(surroundings: Surroundings) -> None:
    outcomes = list(build_adapter(source("nyc"), surroundings).parse(document("nyc/rows.json")))
    records = [o for o in outcomes if isinstance(o, PostingRecord)]
    assert [r.source_ref for r in records] == [
        "900001-External", "900001-Internal", "900002-External", "900002-External",
    ]  # fmt: skip
    nurse, internal, laborer, _ = records
    assert (nurse.valid_through_on, nurse.posted_on) == (date(2026, 6, 28), date(2026, 5, 1))
    assert nurse.pay is not None
    assert (nurse.pay.minimum, nurse.pay.maximum, nurse.pay.unit) == (88000, 99000.5, PayUnit.YEAR)
    assert (nurse.hours_per_week, nurse.openings, nurse.employment_types) == (35, 2, ("FULL_TIME",))
    assert (nurse.places[0].locality, nurse.places[0].region) == ("Queens County", "NY")
    assert nurse.series_hint == "STAFF NURSE"
    assert internal.is_internal
    assert not nurse.is_internal
    assert laborer.pay is not None
    assert laborer.pay.maximum is None, "0 is no pay"
    assert laborer.places[0].locality == "", "a state route lies outside the city; no town is guessed"
    rejections = {(o.reason, o.source_ref) for o in outcomes if isinstance(o, Rejection)}
    assert rejections == {
        ("unknown category", "900003-External"),
        ("not a date", "900004-External"),
        ("wrong type", ""),
    }


def test_a_new_column_is_an_alarm(surroundings: Surroundings) -> None:
    feed = json.dumps([good_rows(1)[0] | {"brand_new": "x"}, good_rows(1)[0] | {"brand_new": "y"}]).encode()
    outcomes = list(build_adapter(source("nyc"), surroundings).parse(Document(name="p", url="", raw=feed)))
    alarms = [o.message for o in outcomes if isinstance(o, Alarm)]
    assert len(alarms) == 1
    assert "brand_new" in alarms[0]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"<!doctype html><p>Sign in", "HTML"),
        (b'[{"job_id": "1"', "cut off"),
        (b'{"error": true, "message": "Query timed out"}', "Query timed out"),
        (b"[" * 100_000, "cut off"),
        (b"\x1f\x8b\x08broken", "damaged"),
    ],
)
def test_a_document_in_another_form_stops_the_run(surroundings: Surroundings, raw: bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        list(build_adapter(source("nyc"), surroundings).parse(Document(name="page.json", url="", raw=raw)))


def test_pages_are_asked_for_in_a_stable_order_until_one_is_not_full(surroundings: Surroundings) -> None:
    nyc = source("nyc")
    nyc = source("nyc", options=nyc.options | {"page_size": 2})
    pages = Pages(json.dumps(good_rows(2)).encode(), json.dumps(good_rows(1)).encode())
    assert len(list(build_adapter(nyc, surroundings).fetch(pages))) == 2
    assert [asked[1] for asked in pages.asked] == [
        {"$limit": "2", "$offset": "0", "$order": ":id"},
        {"$limit": "2", "$offset": "2", "$order": ":id"},
    ]


def test_a_misspelt_option_is_refused_by_name(surroundings: Surroundings) -> None:
    with pytest.raises(InvalidSettings, match=r"options\.pagesize"):
        build_adapter(source("nyc", options=source("nyc").options | {"pagesize": 3}), surroundings)


def test_pay_below_zero_is_a_rejection(surroundings: Surroundings) -> None:
    row = {**good_rows(1)[0], "salary_range_from": "-5"}
    raw = json.dumps([row]).encode()
    (outcome,) = build_adapter(source("nyc"), surroundings).parse(Document(name="x.json", url="", raw=raw))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == "invalid value"
