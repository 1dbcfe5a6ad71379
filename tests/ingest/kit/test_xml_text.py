"""XML feeds: read record by record, and never an entity, a DTD or half a document believed."""

import gzip

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Document
from ingest.kit.xml_text import read_xml_records, read_xml_root


def _read(text: str | bytes, **options: object) -> list[tuple[str, dict[str, object]]]:
    raw = text.encode() if isinstance(text, str) else text
    found = read_xml_records(
        Document(name="feed.xml", url="", raw=raw),
        **{"depth": 1, "roots": ("jobs",), **options},  # type: ignore[arg-type]
    )
    return list(found)


def test_children_are_fields_repeats_are_lists_and_markup_is_kept_where_asked() -> None:
    text = """<jobs xmlns:x="urn:x"><company>Acme</company><job><id>1</id><tag>a</tag><tag>b</tag><x:id>other</x:id>
      <place><city>Gary</city></place><link href="u"/><body>Do <b>this</b> &amp; that</body></job></jobs>"""
    company, job = _read(text, prefixes={"urn:x": "x"}, markup=("body",))
    assert company == ("company", {"": "Acme"})
    assert job == (
        "job",
        {
            "id": "1", "tag": ["a", "b"], "x:id": "other", "place": {"city": "Gary"}, "link": {"@href": "u"},
            "body": "Do <b>this</b> &amp; that",
        },
    )  # fmt: skip


def test_gzip_and_a_declared_encoding_are_handled() -> None:
    raw = '<?xml version="1.0" encoding="ISO-8859-1"?><jobs><job><t>Niñera</t></job></jobs>'.encode("latin-1")
    assert _read(gzip.compress(raw, mtime=0)) == [("job", {"t": "Niñera"})]


BOMB = '<!DOCTYPE jobs [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><jobs><job><t>&b;</t></job></jobs>'
EXTERNAL = '<!DOCTYPE jobs [<!ENTITY a SYSTEM "file:///etc/hostname">]><jobs><job><t>&a;</t></job></jobs>'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOMB, "DTD"),
        (BOMB.encode("utf-16"), "DTD"),
        (EXTERNAL, "DTD"),
        ('<!DOCTYPE jobs SYSTEM "http://203.0.113.5/x.dtd"><jobs/>', "DTD"),
        ("<html><body>Sorry</body></html>", "HTML"),
        ("<!DOCTYPE html><p>Sorry<br></html>", "HTML"),
        ("<jobs><job><t>cut", "cut off"),
        ('{"jobs": []}', "not XML"),
        ("  \n", "empty"),
        ("<feed><job/></feed>", "its root is <feed>"),
        ("<jobs>" + "<a>" * 300 + "</a>" * 300 + "</jobs>", "not XML, or cut off"),
    ],
)
def test_what_is_no_feed_is_refused_and_says_why(text: str | bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        _read(text)


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(SourceChanged, match="unpacks to more than"):
        _read(gzip.compress(b"<jobs>" + b" " * 2_000_000 + b"</jobs>", mtime=0), max_bytes=1_000_000)


def test_the_root_tells_kinds_of_feeds_apart() -> None:
    def root(text: str) -> tuple[str, str]:
        return read_xml_root(Document(name="x", url="", raw=text.encode()))

    assert root('<feed xmlns="http://www.w3.org/2005/Atom"><entry/>') == (
        "feed",
        "http://www.w3.org/2005/Atom",
    )
    assert root("not xml") == ("", "")
