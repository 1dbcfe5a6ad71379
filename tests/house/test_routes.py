"""Every address that a template links to is one that the site answers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.settings import load_settings
from tests.house.tree import ROOT, list_templates, read_template

# href="/jobs/{{ id }}", action='/x', hx-get="...": what stands in quotes and starts at the site's root
LINK = re.compile(r"""\b(href|action|src|hx-get|hx-post)=(["'])(/(?!/).*?)\2""")
ANYTHING = "\0"


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path) -> Flask:
    # Imported here, so that a broken wiring of the site leaves the other laws to be checked.
    from portal.web.app import create_app

    settings = load_settings(
        {
            "DATABASE_URL": f"sqlite:///{sqlite_template}",
            "PORTAL_DATA_DIR": str(tmp_path),
            "PORTAL_SCHEDULER": "false",
        }
    )
    return create_app(settings)


def _segments(address: str) -> list[str]:
    """A link's path by its slashes, with every part that is only known when the page is made as ANYTHING."""
    path = re.sub(r"{{.*?}}|{%.*?%}", ANYTHING, address)
    path = re.split(r"[?#]", path, maxsplit=1)[0]
    return [ANYTHING if ANYTHING in part else part for part in path.strip("/").split("/")]


def _leads_to(link: list[str], rule: str) -> bool:
    parts = rule.strip("/").split("/")
    if parts[-1].startswith("<path:"):
        link, parts = link[: len(parts) - 1], parts[:-1]
    return len(link) == len(parts) and all(
        part.startswith("<") or one in (part, ANYTHING) for one, part in zip(link, parts, strict=True)
    )


def test_every_link_of_a_template_leads_to_a_route(app: Flask) -> None:
    rules = [(rule.rule, rule.methods or set()) for rule in app.url_map.iter_rules()]
    dead = []
    for name in list_templates():
        text = read_template(name)
        for match in LINK.finditer(text):
            tag = text[text.rfind("<", 0, match.start()) : match.end() + 200].split(">")[0]
            posts = match[1] == "hx-post" or (
                match[1] == "action" and re.search(r'method="post"', tag, re.IGNORECASE)
            )
            method = "POST" if posts else "GET"
            if not any(_leads_to(_segments(match[3]), rule) and method in methods for rule, methods in rules):
                dead.append(f"{name}: {method} {match[3]}")
    assert dead == []


def test_the_check_tells_a_dead_link_from_a_live_one() -> None:
    assert _leads_to(_segments("/jobs/{{ job.id }}?held={{ held }}"), "/jobs/<posting_id>")
    assert _leads_to(_segments("/static/{{ digest }}/css/app.css"), "/static/<path:name>")
    assert _leads_to(_segments("/"), "/")
    assert not _leads_to(_segments("/jobs"), "/jobs/<posting_id>")
    assert not _leads_to(_segments("/job/{{ job.id }}"), "/jobs/<posting_id>")


IMPORT_EACH_FIRST = """
import importlib, os, pkgutil, sys, traceback
# Once for all, since none of it knows them: the rooms below, and what else takes long to import.
import flask_babel, flask_wtf, icalendar, nh3, portal.kiosk.bundle, prometheus_client, segno, webauthn, zxcvbn
import authlib.integrations.requests_client
for package in ("benefits", "ctdl", "domain", "labor", "matching", "paper", "search", "stacks", "store"):
    for module in pkgutil.walk_packages([f"portal/{package}"], f"portal.{package}."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
assert not [name for name in sys.modules if name.startswith("portal.web")]
for folder in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            __import__("portal.web." + folder)
        except BaseException:
            print(folder + ": " + traceback.format_exc().strip().splitlines()[-1], flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_any_package_of_the_site_can_be_imported_first() -> None:
    """Rooms of pages that import each other in a circle work in one order only. Each has a process of its own."""
    folders = sorted(path.parent.name for path in (ROOT / "portal" / "web").glob("*/views.py"))
    assert len(folders) > 10
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EACH_FIRST, *folders, "no_such_room"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "no_such_room: ModuleNotFoundError: No module named 'portal.web.no_such_room'"
    ], done.stdout
