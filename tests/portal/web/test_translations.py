"""Spanish is complete: every string of the pages has one, none is left unsure, and the placeholders agree."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from tests.portal.web.page_client import PageClient

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "portal" / "web" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def spanish() -> dict[str, object]:
    with (FOLDER / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale="es")
    return {key(message.id): message for message in catalog if message.id}


def key(message_id: object) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]  # type: ignore[index]


def extracted() -> dict[str, object]:
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    found: dict[str, object] = {}
    python, jinja = [("**.py", "python")], [("**.html", "jinja2")]
    for folder, method in (("portal/web", python), ("portal/paper", python), ("templates", jinja)):
        for _, _, message, _, _ in extract_from_dir(
            str(ROOT / folder),
            method,
            {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}},
            keywords,
        ):
            found[key(message)] = message
    return found


def test_every_string_has_its_spanish(spanish: dict[str, object]) -> None:
    missing = sorted(set(extracted()) - set(spanish))
    assert missing == [], "add them to es/LC_MESSAGES/messages.po"
    unused = sorted(set(spanish) - set(extracted()))
    assert unused == [], "these are in no page any more"


def test_none_is_empty_unsure_or_loses_a_value(spanish: dict[str, object]) -> None:
    for english, message in spanish.items():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)  # type: ignore[attr-defined]
        assert all(texts), f"{english}: empty"
        assert not message.fuzzy, f"{english}: marked unsure"  # type: ignore[attr-defined]
        wanted = set(PLACEHOLDER.findall(english))
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) <= wanted | {"%(num)s", "%(count)s"}, english
            assert wanted - {"%(num)s"} <= set(PLACEHOLDER.findall(text)), english


def test_a_spanish_page_has_no_english_left(
    pages: PageClient, small_site: Flask, spanish: dict[str, object]
) -> None:
    """Whole English sentences of the interface do not stand on a Spanish page."""
    sentences = [english for english in spanish if len(english) > 25 and "%" not in english]
    for url in (
        "/",
        "/credentials/cna-in",
        "/jobs",
        "/about-data",
        "/data-health",
        "/privacy",
        "/accessibility",
    ):
        words = pages.get(url, language="es").words()
        assert [sentence for sentence in sentences if sentence in words] == [], url


def test_numbers_and_dates_are_spanish_of_the_united_states(pages: PageClient) -> None:
    words = pages.get(
        "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma", language="es"
    ).words()
    assert "20 de junio de 2026" in words
    assert "mayo de 2025" in words
    assert "$29.40 por hora" in words
    assert re.search(r"cerca de \$9,000 \(2025\)", words)
