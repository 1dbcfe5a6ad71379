"""HOUSE.md, Rooms: one idea a module, its name the idea's; settings, clock and files enter through their doors.

Docstrings, absolute imports, time zones and broad excepts are ruff's part; import directions are import-linter's.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, list_modules, parse_module

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "shared", "base", "core", "lib"}
THE_READER_OF_THE_ENVIRONMENT = ROOT / "portal" / "settings.py"
SETUP = ROOT / "portal" / "setup"  # runs before there is a product, and hands the environment to pip and npm
# What must not happen when a module is merely imported: (what it is called on, its name); None = called by itself.
AT_IMPORT = {
    (None, "open"),
    (None, "create_engine"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("requests", "Session"),
    ("requests", "get"),
    ("*", "read_text"),
    ("*", "read_bytes"),
    ("*", "connect"),
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _calls_at_import(node: ast.AST) -> list[ast.Call]:
    """Calls that run on import: all but those inside functions and lambdas."""
    calls: list[ast.Call] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "__main__" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Call):
            calls.append(child)
        calls += _calls_at_import(child)
    return calls


def _is_forbidden(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name):
            return (None, name) in AT_IMPORT
        case ast.Attribute(value=value, attr=name):
            return (ast.unparse(value).split(".")[-1], name) in AT_IMPORT or ("*", name) in AT_IMPORT
    return False


def _public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions of a module and methods of its public classes; what is nested or private is the module's own affair."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def test_there_is_code() -> None:
    assert len(list_modules()) > 50


def test_a_module_is_named_after_its_idea() -> None:
    wrong = [_name(path) for path in list_modules() if path.stem in NAMELESS or path.parent.name in NAMELESS]
    assert wrong == [], "name the module after what it holds"


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        f"{_name(path)}:{node.lineno}"
        for path in list_modules()
        if path != THE_READER_OF_THE_ENVIRONMENT and SETUP not in path.parents
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and ast.unparse(node.value) == "os"
    ]
    assert readers == [], "portal/settings.py reads it; take a Settings"


def test_importing_a_module_opens_and_asks_nothing() -> None:
    found = [
        f"{_name(path)}:{call.lineno}: {ast.unparse(call)[:60]}"
        for path in list_modules()
        for call in _calls_at_import(parse_module(path))
        if _is_forbidden(call)
    ]
    assert found == [], "no client, environment, clock, file or network at import; time enters as an argument"


def test_a_call_of_many_bare_values_is_not_possible() -> None:
    """Keyword-only from the fourth on at the latest; HOUSE.md's third is left to judgement.

    Three arguments of three kinds (`session, known, row`) read well bare; three numbers do not.
    """
    found = []
    for path in list_modules():
        if "migrations" in path.parts:  # Alembic calls these, in its own way
            continue
        for node in _public_functions(parse_module(path)):
            if node.name.startswith(("_", "handle_")):
                continue
            decorated = {ast.unparse(each).split("(")[0].split(".")[-1] for each in node.decorator_list}
            names = [
                arg.arg for arg in (*node.args.posonlyargs, *node.args.args) if arg.arg not in ("self", "cls")
            ]
            # a view's or command's arguments are named by its framework, always
            if len(names) > 3 and not decorated & {
                "route",
                "get",
                "post",
                "command",
                "errorhandler",
                "overload",
            }:
                found.append(f"{_name(path)}:{node.lineno}: {node.name}({', '.join(names)})")
    assert found == []
