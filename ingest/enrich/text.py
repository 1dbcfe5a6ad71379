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
_WORDS = r"[^<>&\x00\r\u00a0\ud800-\udfff]*+"
_INLINE = rf"{_WORDS}(?:(?:<br>|<strong>{_WORDS}</strong>|<em>{_WORDS}</em>){_WORDS})*"
_ITEMS = rf"(?:[ \n\t]*+<li>{_INLINE}</li>)*[ \n\t]*+"
_TIDY = re.compile(
    rf"(?:[ \n\t]*+(?:<p>{_INLINE}</p>|<ul>{_ITEMS}</ul>|<ol>{_ITEMS}</ol>|"
    rf"<h4>{_INLINE}</h4>|<h3>{_INLINE}</h3>))*[ \n\t]*+"
)
"""HTML that the sanitiser gives back as it is: nothing but kept tags without attributes, closed in their order, and
words without a sign that HTML writes in another way. A look costs a tenth of the sanitiser; what is not quite so
goes to it. A test compares the two. Only single classes are possessive: Python 3.11 takes groups with `*+` wrongly."""
_LINE_ENDS = ("</p>", "</li>", "</ul>", "</ol>", "</h3>", "</h4>", "<br>", "<ul>", "<ol>")
_NO_LINE_ENDS = ("<p>", "<li>", "<h3>", "<h4>", "<strong>", "</strong>", "<em>", "</em>")
"""All that `clean_html` leaves of tags. Replacing each as it stands costs a third of what a pattern does."""
_BULLET = re.compile(r"[ \t]*(?:[•·▪●◦‣\uf0b7■►➢❖]|^[-–*](?=\s)|(?<=\s)[-–*](?=\s+(?!\$?\d)))[ \t]*", re.M)
"""A dash before a number is no bullet inside a line: "$20 - $24", "9 am - 5 pm", "2 - 3 years"."""
_MAY_HAVE_BULLET = re.compile(r"[•·▪●◦‣\uf0b7■►➢❖]|[-–*]\s")
_BLOCKS = re.compile(r"\s(?:(?<=\n)\n*|(?<!\n)\s{2,}(?=\S))")
"""Line breaks, or three spaces in a row; begun by a class of letters, for which the engine has a fast search."""
_SPACES = re.compile(r"(?:[\t\u00a0\u200b]| (?=[ \t\u00a0\u200b]))[ \t\u00a0\u200b]*")
"""Spaces of any kind, but not one plain space, which stays as it is."""
_SPLIT = re.compile(r"[.!?]([\"”)\]]*\s+)(?=[A-Z0-9\"“(¿¡*])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|St|Dr|Mr|Ms|Mrs|No|Inc|Co|Dept|approx|min|yrs|hrs|U\.S|N\.Y)|(?:^|\s)[A-Z])\.$"
)


def clean_html(source: str) -> str:
    """Safe HTML of a few tags without attributes: no script, style, image, link or tracking pixel.

    Plain text becomes paragraphs and lists. Encoded HTML (`&lt;p&gt;`) is decoded once.
    """
    return clean_and_plain(source)[0]


def clean_and_plain(source: str) -> tuple[str, str]:
    """The cleaned HTML of a source and its plain text, in which blocks end in a line break."""
    if not source.strip():
        return "", ""
    if "&lt;" in source and _ENCODED_HTML.search(source):
        source = html.unescape(source)
    if "<" not in source or not _LOOKS_HTML.search(source):
        return _paragraphs(source)
    source = _HEADINGS.sub(r"<\1h4>", source)
    if not _TIDY.fullmatch(source):
        source = sanitised(source)
    cleaned = source.strip()
    return cleaned, plain_text(cleaned)


def sanitised(source: str) -> str:
    """What is left of any HTML: tags of `_KEPT` without attributes, closed as a browser would."""
    return nh3.clean(
        source, tags=_KEPT, attributes={}, strip_comments=True, clean_content_tags={"script", "style"}
    )


def plain_text(cleaned_html: str) -> str:
    """The text of HTML that `clean_html` made; blocks end in a line break."""
    text = cleaned_html.replace("\n", " ")
    for tag in _LINE_ENDS:
        text = text.replace(tag, "\n")
    for tag in _NO_LINE_ENDS:
        text = text.replace(tag, "")
    lines = map(str.strip, _SPACES.sub(" ", html.unescape(text)).split("\n"))
    return "\n".join(filter(None, lines))


def _paragraphs(source: str) -> tuple[str, str]:
    """Plain text with bullets as paragraphs and lists, and its lines as text."""
    text = html.unescape(source) if "&" in source else source
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffd", "")
    out: list[str] = []
    lines: list[str] = []
    for block in _BLOCKS.split(text):
        lead, *items = _BULLET.split(block) if _MAY_HAVE_BULLET.search(block) else (block,)
        if lead.strip():
            line = _SPACES.sub(" ", lead).strip()
            out.append(f"<p>{_escaped(line)}</p>")
            lines.append(line)
        entries = [_SPACES.sub(" ", item).strip() for item in items if item.strip()]
        if entries:
            out.append("<ul>" + "".join(f"<li>{_escaped(entry)}</li>" for entry in entries) + "</ul>")
            lines += entries
    return "".join(out).replace("</ul><ul>", ""), "\n".join(filter(None, lines))


def _escaped(line: str) -> str:
    """A line as text of HTML; quotation marks stay."""
    if "&" in line or "<" in line or ">" in line:
        return html.escape(line, quote=False)
    return line


def sentences(text: str) -> Iterator[str]:
    """Sentences and list entries of plain text, exactly as they stand in it."""
    for line in text.split("\n"):
        yield from sentences_of_line(line)


@lru_cache(maxsize=1024)
def sentences_of_line(line: str) -> tuple[str, ...]:
    """Sentences of one line. Kept a while, because each part of reading asks for those of the same posting."""
    found: list[str] = []
    start = 0
    for split in _SPLIT.finditer(line):
        end = split.start(1)
        if line[end - 1] == "." and _ABBREVIATION.search(line[max(start, end - 12) : end]):
            continue
        if piece := line[start:end].strip():
            found.append(piece)
        start = split.end()
    if piece := line[start:].strip():
        found.append(piece)
    return tuple(found)
