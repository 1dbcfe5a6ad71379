"""What a site's robots.txt lets us fetch.

Source: RFC 9309 (Robots Exclusion Protocol): longest match wins, allow wins a tie, `*` and `$`; a robots.txt that the
server refuses (4xx) allows everything, one that cannot be had (5xx, no answer) forbids everything. `Crawl-delay` is no
part of the RFC and is honoured.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ingest.errors import FetchFailed
from ingest.kit.document import Fetcher

PRODUCT_TOKEN = "rungs-ingest"
MAX_ROBOTS_BYTES = 512_000
_GONE = range(400, 500)


@dataclass(frozen=True)
class Robots:
    """The rules for us on one site. Units: seconds."""

    rules: tuple[tuple[str, bool], ...] = ()
    crawl_delay_seconds: float = 0.0
    sitemaps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        """May we fetch this address?"""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        best, verdict = -1, True
        for pattern, is_allowed in self.rules:
            if len(pattern) >= best and _matches(pattern, path):
                verdict = is_allowed or (len(pattern) == best and verdict)
                best = len(pattern)
        return verdict


ALL_FORBIDDEN = Robots(rules=(("/", False),))


def parse_robots(text: str) -> Robots:
    """The group for our name, else the group for everybody."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    sitemaps: list[str] = []
    agents: list[str] = []
    in_rules = False
    for line in text.splitlines():
        name, _, value = line.split("#", 1)[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            groups.setdefault(value.lower(), [])
        elif name == "sitemap" and value:
            sitemaps.append(value)
        elif name in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for agent in agents:
                if name == "crawl-delay":
                    delays[agent] = float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else 0.0
                elif value:
                    groups[agent].append((unquote(value), name == "allow"))
    ours = next((agent for agent in groups if agent and agent != "*" and agent in PRODUCT_TOKEN), "*")
    return Robots(tuple(groups.get(ours, ())), min(delays.get(ours, 0.0), 60.0), tuple(sitemaps))


def fetch_robots(fetcher: Fetcher, url: str) -> Robots:
    """The rules of the site at which `url` lies."""
    parts = urlsplit(url)
    try:
        document = fetcher.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
    except FetchFailed as error:
        return Robots() if error.status in _GONE else ALL_FORBIDDEN
    return parse_robots(document.raw[:MAX_ROBOTS_BYTES].decode("utf-8", "replace"))


def _matches(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    parts = [re.escape(part) for part in pattern.removesuffix("$").split("*")]
    return re.match(".*".join(parts) + ("$" if ends else ""), path) is not None
