"""robots.txt after RFC 9309."""

import pytest

from ingest.errors import FetchFailed
from ingest.kit.document import Document
from ingest.kit.robots import Robots, fetch_robots, parse_robots

RULES = """
User-agent: *
Disallow: /jobs/private
Allow: /jobs/private/open$
Disallow: /*?sort=
Crawl-delay: 2.5   # seconds
Sitemap: https://example.org/sitemap.xml

User-agent: BadBot
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/jobs/1", True),
        ("/jobs/private/1", False),
        ("/jobs/private/open", True),
        ("/jobs/private/open/2", False),
        ("/jobs?page=2", True),
        ("/jobs?sort=asc", False),
        ("/jobs/%70rivate", False),
    ],
)
def test_the_longest_match_wins(path: str, is_allowed: bool) -> None:
    assert parse_robots(RULES).allows(f"https://example.org{path}") is is_allowed


def test_our_own_group_replaces_the_one_for_all_and_delays_are_read() -> None:
    assert parse_robots(RULES).crawl_delay_seconds == 2.5
    assert parse_robots(RULES).sitemaps == ("https://example.org/sitemap.xml",)
    ours = parse_robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: Rungs-ingest\nUser-agent: x\nDisallow: /no\n"
    )
    assert ours.allows("https://e.org/yes")
    assert not ours.allows("https://e.org/no")


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (503, False), (None, False)])
def test_a_missing_robots_allows_and_an_unreachable_one_forbids(status: int | None, is_allowed: bool) -> None:
    class Broken:
        def get(self, url: str, **_: object) -> Document:
            assert url == "https://e.org/robots.txt"
            raise FetchFailed("no", retryable=False, status=status)

    robots = fetch_robots(Broken(), "https://e.org/jobs/1")  # type: ignore[arg-type]
    assert isinstance(robots, Robots)
    assert robots.allows("https://e.org/jobs/1") is is_allowed
