"""Clean HTML and plain text of a posting, and its sentences."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import nh3

_KEPT = {"p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4"}
_LOOKS_HTML = re.compile(
    r"<(?:p|br|div|ul|ol|li|span|b|strong|em|h\d|table|script|style|img|a|iframe)\b[^>]*>", re.I
)
_ENCODED_HTML = re.compile(r"&lt;(?:p|br|div|ul|li|span|strong|script)\b", re.I)
_HEADINGS = re.compile(r"<(/?)h[1256]\b[^>]*>", re.I)
_BLOCK_END = re.compile(r"</(?:p|li|ul|ol|h3|h4|div|tr|table)>|<br\s*/?>|<(?:ul|ol|table)[^>]*>", re.I)
_TAG = re.compile(r"<[^>]+>")
_BULLET = re.compile(r"[ \t]*(?:[•·▪●◦‣\uf0b7■►➢❖]|^[-–*](?=\s)|(?<=\s)[-–*](?=\s+(?!\$?\d)))[ \t]*", re.M)
"""A dash before a number is no bullet inside a line: "$20 - $24", "9 am - 5 pm", "2 - 3 years"."""
_SPACES = re.compile(r"[ \t\u00a0\u200b]+")
_NEWLINES = re.compile(r"\s*\n\s*")
_SPLIT = re.compile(r"(?<=[.!?])[\"”)\]]*\s+(?=[A-Z0-9\"“(¿¡*])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|St|Dr|Mr|Ms|Mrs|No|Inc|Co|Dept|approx|min|yrs|hrs|U\.S|N\.Y)|(?:^|\s)[A-Z])\.$"
)


def clean_html(source: str) -> str:
    """Safe HTML of a few tags without attributes: no script, style, image, link or tracking pixel.

    Plain text becomes paragraphs and lists. Encoded HTML (`&lt;p&gt;`) is decoded once.
    """
    if not source.strip():
        return ""
    if _ENCODED_HTML.search(source):
        source = html.unescape(source)
    if not _LOOKS_HTML.search(source):
        return _paragraphs(source)
    source = _HEADINGS.sub(r"<\1h4>", source)
    cleaned = nh3.clean(
        source, tags=_KEPT, attributes={}, strip_comments=True, clean_content_tags={"script", "style"}
    )
    return cleaned.strip()


def plain_text(cleaned_html: str) -> str:
    """The text of cleaned HTML; blocks end in a line break."""
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", cleaned_html.replace("\n", " "))))
    return _NEWLINES.sub("\n", _SPACES.sub(" ", text)).strip()


def _paragraphs(text: str) -> str:
    """Plain text with bullets as paragraphs and lists."""
    text = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffd", "")
    out: list[str] = []
    for block in re.split(r"\n+|\s{3,}(?=\S)", text):
        lead, *items = _BULLET.split(block) if _BULLET.search(block) else [block]
        if lead.strip():
            out.append(f"<p>{html.escape(_SPACES.sub(' ', lead).strip(), quote=False)}</p>")
        entries = [_SPACES.sub(" ", item).strip() for item in items if item.strip()]
        if entries:
            out.append("<ul>" + "".join(f"<li>{html.escape(e, quote=False)}</li>" for e in entries) + "</ul>")
    return "".join(out).replace("</ul><ul>", "")


def sentences(text: str) -> Iterator[str]:
    """Sentences and list entries of plain text, exactly as they stand in it."""
    for line in text.split("\n"):
        yield from _of_line(line)


@lru_cache(maxsize=1024)
def _of_line(line: str) -> tuple[str, ...]:
    """Sentences of one line. Kept a while, because each part of reading asks for those of the same posting."""
    found: list[str] = []
    start = 0
    for split in _SPLIT.finditer(line):
        if _ABBREVIATION.search(line[max(start, split.start() - 12) : split.start()]):
            continue
        if piece := line[start : split.start()].strip():
            found.append(piece)
        start = split.end()
    if piece := line[start:].strip():
        found.append(piece)
    return tuple(found)
