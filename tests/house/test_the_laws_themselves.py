"""The checks of this folder find what they are for."""

import ast

import pytest

from tests.house.test_code import _calls_at_import, _is_forbidden
from tests.house.test_templates import DATA_SCRIPT, INLINE
from tests.house.tree import read_roots, strip_jinja


def test_roots_of_a_fragment_are_seen_through_its_jinja() -> None:
    fragment = """{# why #}{% macro m() %}<p>no</p>{% endmacro %}
    {% if x %}<section id="jobs-results">{% for o in list %}<option>{{ o }}{% endfor %}<br></section>{% endif %}"""
    assert read_roots(strip_jinja(fragment)) == (["jobs-results"], [])


def test_two_roots_and_loose_text_are_seen() -> None:
    assert read_roots(strip_jinja("<p id='a'></p>{{ text }}<p></p>")) == (["a", None], ["x"])


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<script>go()</script>", "an inline script"),
        ("<style>a{}</style>", "an inline style sheet"),
        ('<p class="a" style="color:red">', "a style attribute"),
        ('<button onclick="go()">', "an event handler attribute"),
        ('<a href="javascript:go()">', "a javascript: address"),
    ],
)
def test_inline_script_and_style_are_found(html: str, what: str) -> None:
    assert [name for name, pattern in INLINE.items() if pattern.search(html)] == [what]


@pytest.mark.parametrize(
    "html", ['<script src="/x.js" defer></script>', '<p class="style" data-on="x">', "<p>Is it on = off?</p>"]
)
def test_sound_html_is_left_alone(html: str) -> None:
    assert [name for name, pattern in INLINE.items() if pattern.search(html)] == []


def test_data_in_a_script_element_is_no_script() -> None:
    assert DATA_SCRIPT.search('<script type="application/ld+json">')
    assert not DATA_SCRIPT.search('<script type="module">')


@pytest.mark.parametrize(
    "code",
    ["X = open('a')", "NOW = datetime.now(UTC)", "T = Path('a').read_text()", "class A:\n  x = date.today()"],
)
def test_work_at_import_is_found(code: str) -> None:
    assert [call for call in _calls_at_import(ast.parse(code)) if _is_forbidden(call)]


@pytest.mark.parametrize(
    "code", ["def f():\n  return open('a')", "f = lambda: date.today()", "X = tuple('ab')"]
)
def test_work_when_called_is_no_work_at_import(code: str) -> None:
    assert not [call for call in _calls_at_import(ast.parse(code)) if _is_forbidden(call)]
