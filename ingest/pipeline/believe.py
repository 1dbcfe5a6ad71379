"""The floors of a source: below them a feed is not believed, and nothing of it is taken over."""

from ingest.errors import AssertionFailed
from portal.domain.source import SourceConfig


def check_count(source: SourceConfig, count: int, *, last_count: int | None, accept_shrink: bool) -> None:
    """Believe a feed of `count` records only above the floors of its source.

    Raises: AssertionFailed: nothing is changed then.
    """
    bounds = source.records
    if count < bounds.min:
        raise AssertionFailed(
            f"{source.key}: {count} records, fewer than the floor of {bounds.min}. Nothing was changed. Look at the "
            f"source; if that is right, lower records.min in config/sources/{source.key}.toml."
        )
    if last_count and count < bounds.shrink * last_count and not accept_shrink:
        raise AssertionFailed(
            f"{source.key}: {count} records after {last_count} in the last good run, less than {bounds.shrink:.0%}. "
            "Nothing was changed. Look at the source; if that is right, run it with --accept-shrink."
        )
