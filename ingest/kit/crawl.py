"""Fetches many pages of a site politely: robots.txt honoured, a pause between pages, one bad page no reason to fail."""

import time
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from ingest.errors import FetchFailed
from ingest.kit.document import Document, Fetcher
from ingest.kit.robots import Robots, fetch_robots

MAX_BAD_SHARE = 0.1
_BAD_ALLOWED = 3
_GONE = (404, 410)


class PageCrawl:
    """Fetches pages one after another. Units: seconds.

    `is_documented`: the addresses are a documented interface for programs, to which robots.txt does not speak.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause_seconds: float,
        is_documented: bool = False,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._pause = pause_seconds
        self._is_documented = is_documented
        self._wait = wait
        self._robots: dict[str, Robots] = {}
        self._asked = 0

    def robots(self, url: str) -> Robots:
        """The rules of the site at which `url` lies, asked for once."""
        site = urlsplit(url).netloc
        if site not in self._robots:
            self._robots[site] = Robots() if self._is_documented else fetch_robots(self._fetcher, url)
        return self._robots[site]

    def check(self, url: str) -> Robots:
        """The rules of a page's site.

        Raises: FetchFailed when they forbid the page.
        """
        robots = self.robots(url)
        if not robots.allows(url):
            raise FetchFailed(
                f"{url}: the site's robots.txt does not let us fetch it. Ask its owner for a feed.",
                retryable=False,
            )
        return robots

    def get(self, url: str) -> Document:
        """One page, after the pause that the site asks for.

        Raises: FetchFailed, also when robots.txt forbids the page.
        """
        robots = self.check(url)
        if self._asked:
            self._wait(max(self._pause, robots.crawl_delay_seconds))
        self._asked += 1
        page = self._fetcher.get(url)
        # the whole address: on many sites the query alone tells one job from another
        return Document(name=page.name, url=url, raw=page.raw)

    def pages(self, urls: Iterable[str]) -> Iterator[Document]:
        """The pages in their order. One that is gone (404, 410) is left out; one that cannot be had comes as a document
        without bytes, whose name says why, so that its posting is not taken for gone.

        Raises: FetchFailed when more than a tenth (and more than three) cannot be had: then the fetch is not complete.
        """
        done = bad = 0
        last: FetchFailed | None = None
        for url in urls:
            done += 1
            try:
                page = self.get(url)
            except FetchFailed as error:
                if error.status in _GONE:
                    continue
                bad, last = bad + 1, error
                page = Document(name=_reason(error), url=url, raw=b"")
            yield page
        if last is not None and bad > _BAD_ALLOWED and bad > MAX_BAD_SHARE * done:
            raise FetchFailed(
                f"{bad} of {done} pages could not be had, so the feed is not complete. The last: {last}",
                retryable=last.retryable,
            )


def _reason(error: FetchFailed) -> str:
    if error.status is not None:
        return f"the server answered {error.status}"
    return "forbidden by robots" if "robots" in str(error) else "no answer"
