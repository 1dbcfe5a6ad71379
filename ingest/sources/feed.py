"""Any RSS 2.0, RSS 1.0 or Atom feed whose items are jobs: title, link, text and date.

Own mapping on the safe parser, not a general feed reader: five elements are needed, and a reader that mends broken XML
silently would hide a cut-off feed. What a plain feed does not say (place, pay, last day) stays unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import map_rows, short_ref
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts, place_from_text
from ingest.kit.xml_text import read_xml_records, read_xml_root
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {
    ATOM: "atom",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.georss.org/georss": "georss",
}
_UNUSED = (
    "atom:updated", "atom:link", "author", "author.*", "category", "comments", "contributor", "dc:creator",
    "dc:subject", "enclosure", "guid", "id", "media:content", "media:thumbnail", "rights", "source", "summary",
    "content", "dc:date", "dc:language", "dc:type", "pubDate", "published", "updated",
    "georss:point",
)  # fmt: skip


class FeedOptions(DataModel):
    """`[options]` of a source with this adapter."""

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    employer_name: str = Field(
        default="", description="the employer of all items; else the title of the feed"
    )
    locality: str = Field(default="", description="the town of all items, where all are in one")
    state: str = Field(default="", description="two letters, with locality or alone")
    location_field: str = Field(
        default="", description="element of the item that holds its place, if there is one"
    )
    unused: tuple[str, ...] = Field(default=(), description="elements that we know and do not read")


class Feed:
    """Adapter for plain feeds."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = FeedOptions.model_validate(options)

    def waits_for(self) -> str:
        """The address of a feed."""
        return "" if self._options.url else "the address of a feed: options.url"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed."""
        yield fetcher.get(self._options.url)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Items to records."""
        root, _ = read_xml_root(document)
        publisher = self._options.employer_name
        depth = 2 if root == "rss" else 1

        def items() -> Iterator[dict[str, Any]]:
            nonlocal publisher
            for name, fields in read_xml_records(
                document,
                depth=depth,
                roots=("rss", "RDF", "feed"),
                prefixes=_PREFIXES if root != "feed" else {**_PREFIXES, ATOM: ""},
                markup=("content", "summary"),
            ):
                if name == "title" and not publisher:
                    publisher = str(fields.get("", ""))
                elif name == "channel" and not publisher:
                    publisher = str(fields.get("title", ""))
                elif name in ("item", "entry"):
                    yield fields

        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(
            document, items(), lambda row: self._record(row, publisher), ref=_ref, unused=unused
        )

    def _record(self, row: StrictRow, publisher: str) -> PostingRecord:
        options = self._options
        fields = {name: row.pop(name) for name in ("guid", "id", "link")}
        place = None
        if options.location_field:
            place = place_from_text(row.pop_text(options.location_field))
        if place is None:
            place = place_from_parts(
                locality=options.locality, region=options.state, country="US" if options.state else ""
            )
        texts = [row.pop_text(name) for name in ("content:encoded", "content", "description", "summary")]
        days = [row.pop_text(name) for name in ("pubDate", "published", "dc:date", "updated")]
        return build_record(
            source_ref=short_ref(_ref(fields)),
            title=row.pop_text("title", required=True),
            employer_name=publisher,
            description_html=next(filter(None, texts), ""),
            url=_link(fields),
            posted_on=parse_date(next(filter(None, days), ""), field="date"),
            places=(place,) if place else (),
        )


def _link(fields: Mapping[str, Any]) -> str:
    links = fields.get("link")
    for link in links if isinstance(links, list) else [links]:
        if isinstance(link, str) and link.startswith("http"):
            return link
        if isinstance(link, dict) and link.get("@rel", "alternate") == "alternate":
            return str(link.get("@href", ""))
    guid = fields.get("guid")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else ""


def _ref(fields: Mapping[str, Any]) -> str:
    for name in ("guid", "id"):
        if isinstance(fields.get(name), str) and fields[name]:
            return str(fields[name])
    return _link(fields)
