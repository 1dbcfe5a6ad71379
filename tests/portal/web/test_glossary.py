"""Every hard word that a page explains is in the glossary, in both languages and in plain words."""

import re
from pathlib import Path

import pytest

from portal.domain.errors import InvalidSettings
from portal.domain.reading import english_grade, spanish_ease
from portal.web.glossary.words import read_glossary
from tests.house.test_reading_grade import MAX_GRADE, MIN_EASE
from tests.portal.web.page_client import PageClient

ROOT = Path(__file__).resolve().parents[3]
USE = re.compile(r"""\bterm\(\s*["']([\w-]+)["']""")
GOOD = (
    '[[term]]\nid = "stack"\nen = { name = "Stack", text = "One." }\nes = { name = "Suma", text = "Una." }\n'
)


def test_every_word_that_a_template_explains_is_in_the_glossary() -> None:
    known = read_glossary(ROOT / "config")
    used = {
        (id_, path.name)
        for folder, pattern in (("templates", "*.html"), ("portal/web", "*.py"))
        for path in (ROOT / folder).rglob(pattern)
        for id_ in USE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) >= 8
    assert {(id_, name) for id_, name in used if id_ not in known} == set()


def test_every_meaning_is_plain_in_both_languages() -> None:
    terms = read_glossary(ROOT / "config").values()
    grades = {term.id: english_grade(f"{term.en.text}") for term in terms}
    eases = {term.id: spanish_ease(term.es.text) for term in terms}
    assert {id_: grade for id_, grade in grades.items() if grade is None or grade > MAX_GRADE} == {}
    assert {id_: ease for id_, ease in eases.items() if ease is None or ease < MIN_EASE} == {}
    assert all(term.en.text != term.es.text for term in terms)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + GOOD, "“stack” stands twice"),
        (GOOD.replace("es =", "fr ="), "term.0"),
        (GOOD.replace('"stack"', '"Stack it"'), "term.0.id"),
        (GOOD.replace('text = "Una."', 'text = ""'), "term.0.es.text"),
    ],
)
def test_a_broken_glossary_is_refused_with_the_word_named(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "glossary.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidSettings, match=re.escape(told)):
        read_glossary(tmp_path)


@pytest.mark.parametrize(
    ("language", "first", "last"), [("en", "Accommodation", "WIOA"), ("es", "Ajuste", "Zona")]
)
def test_the_page_has_every_word_in_the_order_of_its_language(
    pages: PageClient, language: str, first: str, last: str
) -> None:
    page = pages.get("/glossary", language=language)
    names = ["".join(name.itertext()) for name in page.all("dt")]
    assert len(names) == len(read_glossary(ROOT / "config"))
    assert names[0] == first
    assert names[-1].startswith(last)


def test_a_word_is_explained_where_it_first_stands_and_links_to_the_glossary(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma")
    links = page.all("a", href="/glossary#median")
    assert len(links) == 1, "once, however often the word stands there"
    assert "Half of the people" in (links[0].get("data-meaning") or "")


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        ("/", "credential"),
        ("/jobs/1", "occupation"),
        ("/jobs/1", "median"),
        ("/jobs/1?needs=standing", "accommodation"),
    ],
)
def test_the_pages_that_people_begin_with_explain_their_hard_words(
    pages: PageClient, url: str, id_: str
) -> None:
    assert len(pages.get(url).all("a", href=f"/glossary#{id_}")) == 1
