"""Everything that the log can hold has a sentence: by the routes, and by the code that writes entries itself."""

import ast
from functools import cache
from pathlib import Path

from flask import Flask

from portal.web.gate.audit_words import _SAID, ACTIONS, say_action
from portal.web.gate.rules import is_behind_gate, rule_of

ROOT = Path(__file__).resolve().parents[4]
WRITERS = {"append_entry", "add_entry", "write_down", "note", "_note", "_log"}
"""Functions that write an entry with a word of its own: as `action=`, or as one of the first places."""


@cache
def _written_words() -> set[str]:
    found = set()
    for path in (ROOT / "portal").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        if not any(f"{name}(" in code for name in WRITERS):
            continue
        tree = ast.parse(code)
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name not in WRITERS:
                continue
            told = [each.value for each in node.keywords if each.arg == "action"] or node.args[1:3]
            for each in told:
                value = constants.get(each.id) if isinstance(each, ast.Name) else getattr(each, "value", None)
                if isinstance(value, str) and value:
                    found.add(value)
    return found


def test_every_endpoint_behind_the_gate_has_a_sentence(small_site: Flask) -> None:
    missing = {
        route.endpoint
        for route in small_site.url_map.iter_rules()
        if is_behind_gate(route.rule)
        and (rule := rule_of(small_site, route.endpoint)) is not None
        and not rule.is_open
        and route.endpoint not in ACTIONS
    }
    assert missing == set(), "say in portal/web/gate/audit_words.py what was done"


def test_every_word_that_code_writes_has_a_sentence() -> None:
    words = _written_words()
    assert {"system.retention", "administer.export", "signed_in", "invited"} <= words
    assert words - set(ACTIONS) == set(), "say in portal/web/gate/audit_words.py what was done"


def test_no_sentence_is_for_nothing(small_site: Flask) -> None:
    known = {route.endpoint for route in small_site.url_map.iter_rules()} | _written_words()
    told = {action for action in ACTIONS if "." in action}
    assert told - known == set()
    assert len(ACTIONS) == sum(len(actions) for _, actions in _SAID), "an action stands under two sentences"


def test_what_is_not_known_is_told_as_such(small_site: Flask) -> None:
    with small_site.test_request_context("/"):
        assert say_action("guidance.show") == "Opened the plan"
        assert "(something.new)" in say_action("something.new")


def test_a_look_never_reads_as_the_change_it_follows(small_site: Flask) -> None:
    """One press writes two entries: the change, and the page it leads to. They must not read as done twice."""
    looks, changes = set(), set()
    for route in small_site.url_map.iter_rules():
        if not is_behind_gate(route.rule) or route.endpoint not in ACTIONS:
            continue
        (changes if "POST" in (route.methods or ()) else looks).add(str(route.endpoint))
    same = {str(ACTIONS[each]) for each in looks} & {str(ACTIONS[each]) for each in changes}
    told_twice = {said for said in same if not said.startswith("Looked")}
    assert told_twice == set()
