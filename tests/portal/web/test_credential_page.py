"""The page of a credential: who recognises it, credit, exam, story and class, and the small picture with its twin."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.catalog_file import parse_catalog
from portal.settings import ROOT
from portal.store.catalog import load_catalog
from portal.store.engine import open_engine, open_session
from portal.web.app import create_app
from portal.web.credentials.small_graph import BOX_HEIGHT, BOX_WIDTH, MOST, build_small_graph
from portal.web.credentials.ties import Tie, TieLink
from portal.web.proof import Proof
from tests.portal.web.page_client import Page, PageClient, markup
from tests.portal.web.world import (
    CATALOG,
    OCCUPATIONS,
    TODAY,
    build_index,
    close_site,
    fill_store,
    settings_for,
)

CONFIG = ROOT / "config"
GUESS = '{ method = "general_knowledge" }'
READ = (
    '{ method = "published", source = "State Board", document = "List", url = "https://board.example/list", '
    "checked_on = 2026-05-01 }"
)
FULL = f"""
[[credential]]
id = "first-badge"
name = "First Kitchen Badge"
name_es = "Primera insignia de cocina"
kind = "MicroCredential"
issuer = "A school"
summary = {{ en = "You show that you can keep a kitchen clean.", es = "Muestras que sabes limpiar una cocina." }}
clusters = ["hospitality-tourism"]
soc_codes = ["35-2021"]
exam = "Kitchen check"
evidence = [{GUESS}]
portability = {{ kind = "varies_by_state", url = "https://states.example/", evidence = {GUESS} }}

[[credential.recognitions]]
kind = "named_by_employer"
by = "Lakeside Cafe"
statement = {{ en = "They ask new cooks for it.", es = "La piden a cocineros nuevos." }}
stated_on = "2026-03"
evidence = {READ}

[[credential.recognitions]]
kind = "named_by_association"
by = "The School Itself"
statement = {{ en = "We say it is good.", es = "Decimos que es buena." }}
is_self_declared = true
evidence = {GUESS}

[[credential.recognitions]]
kind = "state_list"
by = "State of Indiana"
statement = {{ en = "It is on the list.", es = "Está en la lista." }}
jurisdiction = "IN"
evidence = {GUESS}

[[credential.articulations]]
kind = "agreement"
institution = "Lake College"
credits = 3
credits_high = 6
toward_id = "food-handler"
evidence = {READ}

[[credential.articulations]]
kind = "prior_learning"
institution = "Hill College"
evidence = {GUESS}

[credential.exam_profile]
forms = ["practical"]
languages = ["en", "es", "ase"]
supports = [{{ kind = "reader", evidence = {READ} }}, {{ kind = "extra_time", evidence = {GUESS} }}]
request_url = "https://board.example/help"
evidence = {READ}

[credential.story]
level = {{ text = {{ en = "It is a first step.", es = "Es un primer paso." }}, stated_on = "2025", evidence = {READ} }}

[credential.lesson]
title = {{ en = "Wash and check", es = "Lava y revisa" }}
minutes = 30
materials = {{ en = "Soap and a sink.", es = "Jabón y un lavabo." }}
steps = [{{ en = "Wash.", es = "Lava." }}, {{ en = "Check a friend.", es = "Revisa a un amigo." }}]
shows = {{ en = "Clean hands.", es = "Manos limpias." }}

[credential.apprenticeship]
work_hours = 2000
work_hours_high = 4000
instruction_hours_per_year = 144
is_competency_based = true
evidence = {GUESS}
"""
URL = "/credentials/first-badge?region=county:18089"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("credential")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    clusters = (CONFIG / "clusters.toml").read_text(encoding="utf-8")
    slugs = frozenset(re.findall(r'^slug = "([^"]+)"', clusters, re.MULTILINE))
    engine = open_engine(url)
    with open_session(engine) as session:
        catalog = parse_catalog(
            {"test.toml": CATALOG + FULL},
            cluster_slugs=slugs,
            soc_codes=frozenset(OCCUPATIONS),
            today=TODAY,
        )
        load_catalog(session, catalog)
        session.commit()
    engine.dispose()
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def client(site: Flask) -> PageClient:
    return PageClient(site.test_client())


def part(page: Page, heading: str) -> str:
    (found,) = [one for one in page.all("section") if one.get("aria-labelledby") == heading]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup(found)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["first-badge", "practical-nursing", "food-handler"])
def test_every_page_keeps_the_laws(client: PageClient, name: str, language: str) -> None:
    page = client.get(f"/credentials/{name}?region=county:18089", language=language)
    assert page.all("html")[0].get("lang") == language


def test_verified_stands_apart_from_self_declared_and_not_checked(client: PageClient) -> None:
    told = part(client.get(URL), "recognised")
    first, then, marks = (
        told.index("Read at its source"),
        told.index("Said by the issuer"),
        told.index("Marks"),
    )
    assert first < told.index("Lakeside Cafe") < then < told.index("The School Itself") < marks
    assert marks < told.index("Not yet checked", marks) < told.index("State of Indiana", marks)
    assert "March 2026" in told
    assert "date not stated" in told
    assert "A count, not a rank." in told
    assert "June 20, 2026" in told
    assert "Each state has its own rules." in told


def test_credit_says_how_much_or_that_it_is_not_known(client: PageClient) -> None:
    told = part(client.get(URL), "credit")
    assert "Lake College : 3 to 6 credits" in told
    assert "Hill College : how much is not known" in told
    assert "Food Handler Card" in told


def test_the_exam_names_supports_and_never_says_that_one_is_refused(client: PageClient) -> None:
    told = part(client.get(URL), "exam")
    assert "you show a skill" in told
    assert "English, Spanish, American Sign Language" in told
    assert "the questions read aloud" in told
    assert "extra time (not yet checked)" in re.sub(r"\( ?", "(", told)
    assert "It may still be given" in told
    spanish = part(client.get(URL, language="es"), "exam")
    assert "inglés, español" in spanish


def test_a_story_owns_up_to_what_nobody_told(client: PageClient) -> None:
    told = part(client.get(URL), "story")
    assert "It is a first step. 2025" in told
    assert told.count("Nobody has told us yet.") == 3


def test_a_class_and_an_apprenticeship_are_told_in_units_people_feel(client: PageClient) -> None:
    page = client.get(URL)
    lesson, hours = part(page, "lesson"), part(page, "apprenticeship")
    assert "30 minutes" in lesson
    assert lesson.index("Wash.") < lesson.index("Check a friend.")
    assert "2,000 to 4,000 hours" in hours
    assert "144 hours a year" in hours
    assert "estimate, not yet checked" in hours


def test_what_nobody_told_is_not_on_the_page(client: PageClient) -> None:
    text = client.get("/credentials/food-handler?region=county:18089").text
    for heading in ("credit", "story", "lesson", "apprenticeship", "exam"):
        assert f'aria-labelledby="{heading}"' not in text


def test_the_picture_says_what_the_lists_say(client: PageClient) -> None:
    page = client.get("/credentials/practical-nursing?region=county:18089")
    label = re.search(r'<svg viewBox="[^"]+" role="img" aria-label="(Before[^"]+)"', page.text)
    assert label is not None
    assert label[1].startswith(
        "Before Practical Nursing Certificate: High School Diploma, Certified Nurse Aide (Indiana). "
        "After Practical Nursing Certificate: Licensed Practical Nurse (Indiana)."
    )
    listed = " ".join(markup(one) for one in page.all("ul") if one.get("class") == "ties")
    for name in (
        "High School Diploma",
        "Certified Nurse Aide (Indiana)",
        "Licensed Practical Nurse (Indiana)",
    ):
        assert name in listed


def tie(key: str, *names: str, is_up: bool) -> Tie:
    proof = Proof(method="", method_name="", source="", document="", url="", checked="", note="")
    links = tuple(TieLink(ids_and_names=((name, name),), text="", proof=proof) for name in names)
    return Tie(key=key, heading=key, is_up=is_up, links=links)


def test_boxes_never_overlap_and_what_is_left_out_is_counted(site: Flask) -> None:
    names = [f"A credential with rather a long name, number {number}" for number in range(7)]
    with site.test_request_context("/"):
        graph = build_small_graph(
            "Own", (tie("prepared_by", *names, is_up=False), tie("opens", *names[:3], is_up=True))
        )
    assert graph is not None
    assert (graph.more_below, graph.more_above) == (7 - MOST, 0)
    assert len(graph.boxes) == 1 + MOST + 3
    for place, one in enumerate(graph.boxes):
        assert 0 <= one.x <= graph.width - BOX_WIDTH
        assert 0 <= one.y <= graph.height - BOX_HEIGHT
        assert len(one.lines) <= 2
        for other in graph.boxes[place + 1 :]:
            apart = abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
            assert apart, (one, other)


def test_nothing_tied_needs_no_picture(site: Flask) -> None:
    with site.test_request_context("/"):
        assert build_small_graph("Own", ()) is None
