"""Reads XML feeds record by record, flat in memory, without ever resolving an entity.

lxml, because the same library reads web pages and keeps up with libxml2; entities, DTDs and the network are off, and a
document that brings its own DTD is refused (billion laughs, external entities).
"""

import html
import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

from lxml import etree

from ingest.errors import SourceChanged
from ingest.kit.document import Document

MAX_BYTES = 1_000_000_000
_CHUNK = 65_536
_XMLNS = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')
_HTML_ROOTS = frozenset({"html", "HTML", "head", "body"})


def read_xml_records(
    document: Document,
    *,
    depth: int,
    roots: Collection[str],
    prefixes: Mapping[str, str] | None = None,
    markup: Collection[str] = (),
    max_bytes: int = MAX_BYTES,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every element that lies `depth` levels below the root, with its name and its children as fields.

    A child that repeats is a list, one with children an object, an empty one an empty text; a text with attributes
    only is an object of `@name`. Names carry `prefix:` where `prefixes` (address -> prefix) gives one for their
    namespace; the root's own namespace has none. `markup` names children whose inner markup is kept as text.

    Raises: SourceChanged when it is empty, HTML, cut off, not XML, brings a DTD, or its root is none of `roots`.
    """
    stream = _Unindented(document.open(max_bytes=max_bytes))
    if not stream.start:
        raise SourceChanged(f"{document.name}: the document is empty, not XML.")
    if stream.start[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise SourceChanged(f"{document.name}: the document is HTML, not a feed.")
    names = _Names(dict(prefixes or {}))
    level = 0
    parsing = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in parsing:
            if event == "start":
                if level == 0:
                    _check_root(document, element, names, roots=roots)
                level += 1
                continue
            level -= 1
            if level != depth:
                continue
            fields = _value(element, names, markup=markup)
            yield names.of(element), fields if isinstance(fields, dict) else {"": fields}
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        start = stream.start[:60].decode("utf-8", "replace")
        raise SourceChanged(
            f"{document.name}: not XML, or cut off ({error.msg}). It begins: {start}"
        ) from error
    finally:
        stream.close()


def read_xml_root(document: Document, *, max_bytes: int = MAX_BYTES) -> tuple[str, str]:
    """Local name and namespace of the root; both empty when it is no XML. For telling kinds of feeds apart."""
    stream = _Unindented(document.open(max_bytes=max_bytes))
    start = stream.read(_CHUNK) + stream.read(_CHUNK)
    stream.close()
    parsing = etree.iterparse(
        io.BytesIO(start),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in parsing:
            name = etree.QName(element)
            return name.localname, name.namespace or ""
    except etree.XMLSyntaxError:
        pass
    return "", ""


class _Unindented:
    """A stream without the white space before its first byte, which XML does not allow. `start` is its beginning."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        while (start := stream.read(_CHUNK)) and not start.strip():
            pass
        self.start = self._waiting = start.lstrip()

    def read(self, size: int = -1) -> bytes:
        """As of a file; the first answer is what is at hand."""
        if self._waiting:
            piece, self._waiting = self._waiting, b""
            return piece
        return self._stream.read(size)

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()


class _Names:
    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        self._own = ""
        self.known: dict[str, str] = {}

    def adopt(self, root: Any) -> None:
        self._own = etree.QName(root).namespace or ""

    def of(self, element: Any) -> str:
        tag = element.tag
        found = self.known.get(tag)
        if found is None:
            name = etree.QName(tag)
            space = name.namespace or ""
            prefix = self._prefixes.get(space, "" if space in ("", self._own) else space)
            found = self.known[tag] = f"{prefix}:{name.localname}" if prefix else name.localname
        return found


def _check_root(document: Document, element: Any, names: _Names, *, roots: Collection[str]) -> None:
    info = element.getroottree().docinfo
    name = etree.QName(element).localname
    if name in _HTML_ROOTS:
        raise SourceChanged(f"{document.name}: the document is HTML, not a feed.")
    if info.internalDTD is not None or info.doctype:
        raise SourceChanged(f"{document.name}: brings its own DTD, which is never read. It is refused.")
    if name not in roots:
        raise SourceChanged(
            f"{document.name}: its root is <{name[:40]}>, not {' or '.join(f'<{root}>' for root in roots)}."
        )
    names.adopt(element)


def _value(element: Any, names: _Names, *, markup: Collection[str]) -> Any:
    if not len(element):
        text = (element.text or "").strip()
        if not text and element.attrib:
            return {f"@{key}": value for key, value in element.attrib.items()}
        return text
    fields: dict[str, Any] = {}
    known = names.known
    for child in element:
        name = known.get(child.tag) or names.of(child)
        if name in markup:
            value = _markup(child)
        elif len(child) or child.attrib:
            value = _value(child, names, markup=markup)
        else:
            value = (child.text or "").strip()
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields


def _markup(element: Any) -> str:
    if not len(element):
        return (element.text or "").strip()
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (html.escape(element.text or "", quote=False) + _XMLNS.sub("", inner)).strip()
