"""`python -m tests.portal.web.gate.rules_page` writes docs/authorisation.md: the rules of all routes below /staff."""

import tempfile
from pathlib import Path

from flask import Flask

from portal.domain.staff import PERMISSIONS, Permission, Role
from portal.settings import Settings
from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.web.app import create_app
from portal.web.gate.rules import Rule, is_behind_gate, rule_of

PAGE = Path(__file__).resolve().parents[4] / "docs" / "authorisation.md"
_HEAD = """# Who may open what

Made by `python -m tests.portal.web.gate.rules_page` from the routes of the site; a test holds it to them. Each page
below `/staff` passes the gate (`portal/web/gate/enforce.py`), which asks in this order: signed in, second factor where
one is needed, the role's permission, a fresh proof where the page is sensitive, a tie to the person today, and the
person's yes to each purpose. It writes the log's entry in the same step. A route without a rule opens to
nobody, and tests fail.

`tests/portal/web/gate/test_matrix.py` asks every route, by both methods, as nobody and as each of the five roles of two
organisations, about five people: one's own with every yes, one's own who said no, one whose tie has ended, another
organisation's, and nobody's. What must come of it is written there a second time.
"""


def rules_table(app: Flask) -> str:
    """The page as Markdown. The same routes give the same text."""
    lines = [_HEAD, "## Roles", "", "| permission | " + " | ".join(role.value for role in Role) + " |"]
    lines.append("|---" * (len(Role) + 1) + "|")
    for permission in Permission:
        marks = ("yes" if permission in PERMISSIONS[role] else "" for role in Role)
        lines.append(f"| {permission.value} | " + " | ".join(marks) + " |")
    rows = [
        (route.rule, method, rule_of(app, route.endpoint))
        for route in sorted(app.url_map.iter_rules(), key=lambda route: (route.rule, route.endpoint))
        if is_behind_gate(route.rule)
        for method in sorted((route.methods or set()) & {"GET", "POST"})
    ]
    rows.sort(key=lambda row: row[:2])
    about = sum("<person_id>" in address for address, _, _ in rows)
    actors = 1 + 2 * len(Role)  # nobody, and each role of two organisations
    cells = actors * (len(rows) + 4 * about)
    lines += [
        "",
        "## Routes",
        "",
        f"{len(rows)} pairs of address and method, {about} of them about one person. By {actors} askers and, about one",
        f"person, five people that is a matrix of {cells:,} cells. What is allowed is asked by GET",
        "alone there; each room's own tests send its forms. `test_other_ids.py` tries every other id of an address",
        "(a note, a group, a class, an account …) with real rows of a colleague and of another organisation.",
        "",
        "| address | method | permission | the person's yes to | more |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{address}` | {method} | {_permission(rule)} | {_purpose(rule)} | {_more(rule)} |"
        for address, method, rule in rows
    ]
    return "\n".join(lines) + "\n"


def _permission(rule: Rule | None) -> str:
    if rule is None:
        return "**no rule**"
    return rule.permission.value if rule.permission else "open to all"


def _purpose(rule: Rule | None) -> str:
    asked = (rule.purpose, rule.also) if rule else ()
    return ", ".join(each.value for each in asked if each)


def _more(rule: Rule | None) -> str:
    if rule is None:
        return ""
    told = {"fresh proof": rule.fresh, "before the second factor": rule.before_second_factor}
    return ", ".join(words for words, holds in told.items() if holds)


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(secret_key="of no site", data_dir=Path(folder))
        migrate(open_engine(settings.store_url()))
        PAGE.write_text(rules_table(create_app(settings)), encoding="utf-8")


if __name__ == "__main__":
    main()
