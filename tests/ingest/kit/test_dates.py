from datetime import date

import pytest

from ingest.errors import RecordRejected
from ingest.kit.dates import parse_date, parse_epoch_ms


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-28", date(2026, 6, 28)),
        ("2026-06-28T23:59:00-05:00", date(2026, 6, 28)),
        ("2026-06-28 08:00:00 UTC", date(2026, 6, 28)),
        ("28-JUN-2026", date(2026, 6, 28)),
        ("6/28/2026", date(2026, 6, 28)),
        ("Sun, 28 Jun 2026 09:30:00 +0100", date(2026, 6, 28)),
        ("Sun, 28 Jun 2026", date(2026, 6, 28)),
        ("28 Jun 26 09:30 GMT", date(2026, 6, 28)),
        ("June 28, 2026", date(2026, 6, 28)),
        ("", None),
    ],
)
def test_dates_as_sources_write_them(text: str, day: date | None) -> None:
    assert parse_date(text, field="posted") == day


@pytest.mark.parametrize("text", ["2026-02-30", "tomorrow", "28 Foo 2026", "+3d", "20260628"])
def test_anything_else_is_rejected_with_the_value(text: str) -> None:
    with pytest.raises(RecordRejected, match="posted is"):
        parse_date(text, field="posted")


def test_milliseconds_since_1970() -> None:
    assert parse_epoch_ms(1760000000000, field="created") == date(2025, 10, 9)
    assert parse_epoch_ms(None, field="created") is None
    with pytest.raises(RecordRejected, match="not a date"):
        parse_epoch_ms("soon", field="created")
