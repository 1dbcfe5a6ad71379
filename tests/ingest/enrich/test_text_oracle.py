"""The fast text cleaner says what plainly written patterns say, on real postings and on hostile ones."""

import html
import random
import re

import pytest

from ingest.enrich.text import clean_and_plain, clean_html, plain_text, sanitised, sentences
from tests.bench.held_out_postings import real_postings
from tests.real_data import SHARED

_BLOCK_END = re.compile(r"</(?:p|li|ul|ol|h3|h4|div|tr|table)>|<br\s*/?>|<(?:ul|ol|table)[^>]*>", re.I)
_TAG = re.compile(r"<[^>]+>")
_BULLET = re.compile(r"[ \t]*(?:[•·▪●◦‣\uf0b7■►➢❖]|^[-–*](?=\s)|(?<=\s)[-–*](?=\s+(?!\$?\d)))[ \t]*", re.M)
_SPACES = re.compile(r"[ \t\u00a0\u200b]+")
_NEWLINES = re.compile(r"\s*\n\s*")
_SPLIT = re.compile(r"(?<=[.!?])[\"”)\]]*\s+(?=[A-Z0-9\"“(¿¡*])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|St|Dr|Mr|Ms|Mrs|No|Inc|Co|Dept|approx|min|yrs|hrs|U\.S|N\.Y)|(?:^|\s)[A-Z])\.$"
)
_LETTERS = "ab c\t \u00a0\u200b\n\r-–*•·<>&;$5 .!?\"')]A\x0b\x1c\u2003İ1"


def plainly(cleaned: str) -> str:
    """The plain text of cleaned HTML, one pattern after the other."""
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", cleaned.replace("\n", " "))))
    return _NEWLINES.sub("\n", _SPACES.sub(" ", text)).strip()


def paragraphs(text: str) -> str:
    """Plain text as paragraphs and lists, one pattern after the other."""
    text = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffd", "")
    out: list[str] = []
    for block in re.split(r"\n+|\s{3,}(?=\S)", text):
        lead, *items = _BULLET.split(block)
        if lead.strip():
            out.append(f"<p>{html.escape(_SPACES.sub(' ', lead).strip(), quote=False)}</p>")
        entries = [_SPACES.sub(" ", item).strip() for item in items if item.strip()]
        if entries:
            out.append("<ul>" + "".join(f"<li>{html.escape(e, quote=False)}</li>" for e in entries) + "</ul>")
    return "".join(out).replace("</ul><ul>", "")


def split(text: str) -> list[str]:
    """Sentences, one pattern after the other."""
    found: list[str] = []
    for line in text.split("\n"):
        start = 0
        for cut in _SPLIT.finditer(line):
            if not _ABBREVIATION.search(line[max(start, cut.start() - 12) : cut.start()]):
                found.append(line[start : cut.start()].strip())
                start = cut.end()
        found.append(line[start:].strip())
    return [piece for piece in found if piece]


def as_html(text: str) -> str:
    """A text as a feed may write it: paragraphs, lists, line breaks, tags that are taken off."""
    shapes = (
        "<p>{0}</p>", "<ul><li>{0}</li><li><b>{0:.20}</b> x</li></ul>", '<div class="a">{0}<br/>{0:.9}</div>\n',
        '<h2>{0}</h2>&nbsp;<span style="x">{0}</span>  <table><tr><td>{0:.8}</td></tr></table>',
    )  # fmt: skip
    lines = text.split("\n")
    return "".join(shapes[n % len(shapes)].format(html.escape(line)) for n, line in enumerate(lines))


def check(source: str) -> None:
    cleaned, plain = clean_and_plain(source)
    assert cleaned == clean_html(source)
    assert plain == plainly(cleaned)
    assert plain == plain_text(cleaned)
    assert list(sentences(plain)) == split(plain)


def test_any_letters() -> None:
    chance = random.Random(3)
    for _ in range(3_000):
        source = "".join(chance.choice(_LETTERS) for _ in range(chance.randint(1, 80)))
        check(source)
        check(as_html(source))
        if source.strip() and not re.search(r"<[a-z]", source, re.I):
            assert clean_html(source) == paragraphs(source)


@pytest.mark.real_data
def test_real_postings() -> None:
    texts = [row["text"] for row in real_postings(SHARED)][::2]
    assert len(texts) >= 500
    for number, text in enumerate(texts):
        check(text)
        assert clean_html(text) == paragraphs(text)
        if number % 4 == 0:
            check(as_html(text))


def test_tidy_html_is_what_the_sanitiser_would_leave() -> None:
    """Tidy HTML does not go through the sanitiser; in any order of signs it must be as if it had."""
    rng = random.Random(20_180_704)
    signs = (
        *"ab \t\n\x0c\x1c\x85\"'=/",
        "\x01",
        "\u2028",
        "\ufeff",
        "\u200b",
        "é",
        "\U0001f600",
        "<br>",
        "<em>x</em>",
    )
    loose = (
        "<p>",
        "</p>",
        "<li>",
        "</ul>",
        "<strong>",
        "</em>",
        "<br/>",
        "&amp;",
        "&",
        "<",
        ">",
        "\u00a0",
        "\x00",
        "\r",
    )
    blocks = (
        "<p>%s</p>",
        "<ul><li>%s</li></ul>",
        "<ol> <li>%s</li>\n</ol>",
        "<h3>%s</h3>",
        "<p><strong>%s</strong></p>",
    )

    def block() -> str:
        words = "".join(rng.choices(signs, k=rng.randint(0, 4)))
        return rng.choice(loose) if rng.random() < 0.1 else rng.choice(blocks).replace("%s", words)

    for _ in range(5_000):
        source = "<p>a</p>" + "".join(block() for _ in range(rng.randint(1, 4)))
        assert clean_html(source) == sanitised(source).strip(), repr(source)
