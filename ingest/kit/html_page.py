"""Reads web pages: JSON-LD blocks and microdata as the same plain objects, and the links of a page.

Our own mapping on lxml: a posting's page needs two syntaxes of one vocabulary, for which a general extractor with
RDFa, Open Graph and Dublin Core would be a heavy dependency.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from ingest.errors import SourceChanged
from ingest.kit.document import Document

MAX_PAGE_BYTES = 20_000_000
_ENCODING = re.compile(rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=""", re.I)
_URL_ATTRIBUTES = {
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "iframe": "src",
    "object": "data",
}
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def parse_page(document: Document, *, max_bytes: int = MAX_PAGE_BYTES) -> Any:
    """The root element of an HTML page.

    Raises: SourceChanged when it is empty.
    """
    content = document.content(max_bytes=max_bytes)
    if not content.strip():
        raise SourceChanged(f"{document.name}: the page is empty.")
    # without a declaration pages are UTF-8 today; libxml2 would take them for Latin-1
    if not _ENCODING.search(content[:4096]):
        content = b'<meta charset="utf-8">' + content.removeprefix(b"\xef\xbb\xbf")
    try:
        return lxml.html.document_fromstring(content)
    except (etree.ParserError, ValueError) as error:
        raise SourceChanged(f"{document.name}: the page cannot be read as HTML ({error}).") from error


def json_ld_objects(page: Any, *, kind: str) -> Iterator[dict[str, Any]]:
    """Every object of type `kind` in the page's JSON-LD, in `@graph` and lists too.

    Raises: ValueError with the first problem when a block that names the type is no JSON.
    """
    for block in page.iter("script"):
        if (block.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (block.text or "").strip().removeprefix("<!--").removesuffix("-->").strip()
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            try:
                value = json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)
            except (ValueError, RecursionError):
                if kind in text:
                    raise ValueError(f"its JSON-LD is not JSON ({error})") from error
                continue
        yield from _objects_of(value, kind)


def _objects_of(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for entry in value:
            yield from _objects_of(entry, kind)
    elif isinstance(value, dict):
        types = value.get("@type")
        if kind in ([types] if isinstance(types, str) else types if isinstance(types, list) else []):
            yield value
        else:
            for name in ("@graph", "mainEntity", "itemListElement", "item"):
                if name in value:
                    yield from _objects_of(value[name], kind)


def microdata_objects(page: Any, *, kind: str) -> Iterator[dict[str, Any]]:
    """Every top-level item of schema.org type `kind` in the page's microdata, in the form of JSON-LD.

    Of `description` and other texts with markup the inner markup is kept.
    """
    for element in page.xpath("//*[@itemscope and @itemtype]"):
        if kind in _types(element):
            yield _item(element, kind)


def _types(element: Any) -> list[str]:
    return [
        address.rstrip("/").rsplit("/", 1)[-1]
        for address in (element.get("itemtype") or "").split()
        if re.match(r"https?://(www\.)?schema\.org/", address)
    ]


def _item(element: Any, kind: str) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": kind}
    for child in element:
        _collect(child, item, _depth=0)
    return item


def _collect(element: Any, item: dict[str, Any], *, _depth: int) -> None:
    if not isinstance(element.tag, str) or _depth > 100:
        return
    names = (element.get("itemprop") or "").split()
    is_item = element.get("itemscope") is not None
    if names:
        value = _item(element, next(iter(_types(element)), "Thing")) if is_item else _property_value(element)
        for name in names:
            if name not in item:
                item[name] = value
            elif isinstance(item[name], list):
                item[name].append(value)
            else:
                item[name] = [item[name], value]
        if is_item or "description" in names:  # what lies inside a description repeats a part of it
            return
    elif is_item:
        return
    for child in element:
        _collect(child, item, _depth=_depth + 1)


def _property_value(element: Any) -> str:
    if (content := element.get("content")) is not None:
        return str(content).strip()
    if element.tag == "time" and element.get("datetime"):
        return str(element.get("datetime")).strip()
    if element.tag in ("data", "meter") and element.get("value"):
        return str(element.get("value")).strip()
    attribute = _URL_ATTRIBUTES.get(element.tag)
    if attribute and element.get(attribute):
        return str(element.get(attribute)).strip()
    return inner_html(element) if len(element) else (element.text or "").strip()


def inner_html(element: Any) -> str:
    """The markup inside an element."""
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return ((element.text or "") + inner).strip()


def text_of(element: Any) -> str:
    """The text of an element, white space collapsed."""
    return " ".join(str(element.text_content()).split())


def link_targets(page: Any, *, base: str) -> list[str]:
    """Absolute http(s) addresses of the links of a page, each once, in their order, without fragment."""
    found: dict[str, None] = {}
    for anchor in page.iter("a"):
        target = urljoin(base, (anchor.get("href") or "").strip()).split("#", 1)[0]
        if target.startswith(("http://", "https://")):
            found.setdefault(target)
    return list(found)
