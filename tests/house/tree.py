"""What the laws of the house are checked on: the files of the checkout, parsed where that helps."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
PACKAGES = ("portal", "ingest")
REFERENCE = re.compile(r"{%-?\s*(extends|include|import|from)\s+(.*?)(?:-?%})", re.DOTALL)


@cache
def list_modules() -> tuple[Path, ...]:
    """All Python modules of the product, without Alembic's generated ones."""
    return tuple(sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")))


def parse_module(path: Path) -> ast.Module:
    """The syntax tree of one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def list_templates() -> tuple[str, ...]:
    """Names of all templates as Jinja knows them: `pages/explore/start.html`."""
    return tuple(
        sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
    )


def read_template(name: str) -> str:
    """The text of one template."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def list_references(name: str) -> Iterator[tuple[str, str]]:
    """Each other template that a template names: `(extends | include | import | from, name)`."""
    for match in REFERENCE.finditer(read_template(name)):
        for target in re.findall(r"""["']([^"']+\.(?:html|txt|xml|svg))["']""", match[2]):
            yield match[1], target


@cache
def list_code_strings() -> frozenset[str]:
    """Every string constant in the product's code."""
    return frozenset(
        node.value
        for path in list_modules()
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def strip_jinja(text: str) -> str:
    """A template as plain HTML: comments, macros and statements gone, expressions put in as `x`."""
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%-?\s*macro\b.*?{%-?\s*endmacro\s*-?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
    return re.sub(r"{{.*?}}", "x", text, flags=re.DOTALL)


def read_roots(html: str) -> tuple[list[str | None], list[str]]:
    """What stands at the top level of a piece of HTML: the id of each element, and each loose text."""
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    loose = [fragment.text, *(element.tail for element in fragment)]
    ids = [
        element.get("id") for element in fragment if isinstance(element.tag, str)
    ]  # a comment's tag is a function
    return ids, [text.strip() for text in loose if text and text.strip()]
