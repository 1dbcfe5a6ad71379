"""Pages of a site are fetched politely, and one that cannot be had is told apart from one that is gone."""

import pytest

from ingest.errors import FetchFailed
from ingest.kit.crawl import PageCrawl
from ingest.kit.document import Fetcher
from tests.ingest.sources.worlds import CannedFetcher

SITE = "https://e.example"


def _crawl(
    routes: dict[str, str | bytes | int], **options: object
) -> tuple[PageCrawl, CannedFetcher, list[float]]:
    waits: list[float] = []
    fetcher = CannedFetcher({f"{SITE}{path}": answer for path, answer in routes.items()})
    crawl = PageCrawl(fetcher, pause_seconds=1.0, wait=waits.append, **options)  # type: ignore[arg-type]
    return crawl, fetcher, waits


def test_the_longer_of_the_pause_and_the_sites_own_delay_lies_between_pages() -> None:
    crawl, fetcher, waits = _crawl({"/robots.txt": b"User-agent: *\nCrawl-delay: 4", "/1": b"a", "/2": b"b"})
    assert [page.raw for page in crawl.pages([f"{SITE}/1", f"{SITE}/2"])] == [b"a", b"b"]
    assert waits == [4.0]
    assert [url for url, _ in fetcher.asked].count(f"{SITE}/robots.txt") == 1


def test_a_page_that_is_gone_is_left_out_and_one_that_cannot_be_had_comes_empty_with_its_reason() -> None:
    routes: dict[str, str | bytes | int] = {
        "/robots.txt": b"User-agent: *\nDisallow: /no", "/1": b"a", "/2": 404, "/3": 410, "/4": 500, "/no": b"x",
    }  # fmt: skip
    crawl, fetcher, _ = _crawl(routes)
    pages = list(crawl.pages(f"{SITE}/{name}" for name in ("1", "2", "3", "4", "no")))
    assert [(page.url[-2:], page.raw, page.name if not page.raw else "") for page in pages] == [
        ("/1", b"a", ""), ("/4", b"", "the server answered 500"), ("no", b"", "forbidden by robots"),
    ]  # fmt: skip
    assert f"{SITE}/no" not in [url for url, _ in fetcher.asked]


def test_the_query_stays_in_a_pages_address() -> None:
    crawl, _, _ = _crawl({"/job?id=7": b"seven", "/job?id=8": b"eight"})
    pages = list(crawl.pages([f"{SITE}/job?id=7", f"{SITE}/job?id=8"]))
    assert [(page.url, page.raw) for page in pages] == [
        (f"{SITE}/job?id=7", b"seven"),
        (f"{SITE}/job?id=8", b"eight"),
    ]


def test_a_site_whose_robots_do_not_answer_is_left_alone_unless_it_is_a_documented_interface() -> None:
    routes: dict[str, str | bytes | int] = {"/robots.txt": 503, "/1": b"a"}
    crawl, _, _ = _crawl(routes)
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        crawl.get(f"{SITE}/1")
    documented, fetcher, _ = _crawl(routes, is_documented=True)
    assert documented.get(f"{SITE}/1").raw == b"a"
    assert len(fetcher.asked) == 1


def test_the_canned_fetcher_stands_for_a_fetcher() -> None:
    fetcher: Fetcher = CannedFetcher({})
    with pytest.raises(FetchFailed):
        fetcher.get(f"{SITE}/1")
