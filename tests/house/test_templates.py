"""HOUSE.md, Web: pages extend the base, fragments have one root, every template is used, nothing is inline."""

import re
from pathlib import PurePosixPath

from tests.house.tree import (
    list_code_strings,
    list_references,
    list_templates,
    read_roots,
    read_template,
    strip_jinja,
)

BASE = "base.html"
DATA_SCRIPT = re.compile(r"""type=["']application/(ld\+)?json["']""")
INLINE = {
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']javascript:""", re.IGNORECASE),
}


def _below(folder: str) -> list[str]:
    return [name for name in list_templates() if name.startswith(f"{folder}/")]


def _extends(name: str) -> list[str]:
    return [target for kind, target in list_references(name) if kind == "extends"]


def test_there_are_pages_and_fragments() -> None:
    assert _below("pages")
    assert _below("fragments")


def test_every_template_that_is_named_exists() -> None:
    missing = [
        f"{name} {kind}s {target}"
        for name in list_templates()
        for kind, target in list_references(name)
        if target not in list_templates()
    ]
    assert missing == []


def test_every_template_is_used() -> None:
    named = {target for name in list_templates() for _, target in list_references(name)}
    # render_page("jobs/list", "jobs/results") names a page and a fragment
    for text in list_code_strings():
        named |= {text, f"pages/{text}.html", f"fragments/{text}.html"}
    assert [name for name in list_templates() if name not in named] == []


def test_pages_stand_in_an_area_and_extend_the_base() -> None:
    wrong = []
    for name in _below("pages"):
        chain = _extends(name)
        while chain and chain[-1] != BASE and chain[-1] in list_templates():
            chain += _extends(chain[-1])
        if len(PurePosixPath(name).parts) != 3 or BASE not in chain:
            wrong.append(name)
    assert wrong == [], "pages/<area>/<page>.html extends base.html"


def test_fragments_stand_in_an_area_and_extend_nothing() -> None:
    wrong = [name for name in _below("fragments") if len(PurePosixPath(name).parts) != 3 or _extends(name)]
    assert wrong == [], "fragments/<area>/<thing>.html extends nothing"


def test_a_fragment_has_one_root_element_with_its_own_id() -> None:
    wrong = []
    for name in _below("fragments"):
        _, area, thing = PurePosixPath(name).with_suffix("").parts
        expected = f"{area}-{thing}".replace("_", "-")
        ids, loose_text = read_roots(strip_jinja(read_template(name)))
        if ids != [expected] or loose_text:
            wrong.append(f"{name}: needs one root with id {expected}; has {ids or 'none'} {loose_text or ''}")
    assert wrong == []


def test_nothing_is_inline_that_the_content_policy_refuses() -> None:
    found = [
        f"{name}: {what}: {match[0][:80]}"
        for name in list_templates()
        for what, pattern in INLINE.items()
        for match in pattern.finditer(
            re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "", read_template(name), flags=re.DOTALL)
        )
        if not DATA_SCRIPT.search(match[0])
    ]
    assert found == []


def test_no_page_asks_another_site_for_anything() -> None:
    fetches = re.compile(
        r"""<(?:script|img|iframe|link|source|video|audio|form)\b[^>]*\b(?:src|href|action)=["'](?:https?:)?//"""
    )
    found = [
        f"{name}: {match[0][:80]}"
        for name in list_templates()
        for match in fetches.finditer(read_template(name))
    ]
    assert found == []
