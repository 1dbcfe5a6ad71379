"""How often we are right: the page shows the file that the benchmark wrote, figure by figure."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.errors import StoreUnavailable
from portal.domain.quality import QualityFigures
from portal.settings import ROOT
from portal.store.quality import read_quality
from portal.web.about.quality import build_quality_page
from tests.bench.publish_quality import publish, quality_figures
from tests.portal.web.page_client import PageClient


@pytest.fixture
def figures() -> QualityFigures:
    found = read_quality(ROOT / "config")
    assert found is not None
    return found


def test_the_page_shows_every_figure_of_the_file_with_its_interval_and_number(
    pages: PageClient, figures: QualityFigures
) -> None:
    words = pages.get("/about-quality").words()
    shares = [
        s
        for found in figures.occupation
        for c in found.coders
        for s in (c.coverage, c.six_digits, c.two_digits)
    ]
    shares += [s for found in figures.requirements for s in (found.precision, found.recall, found.groups)]
    shares += [figures.place_state, figures.place_county, figures.pay_in_text, figures.pay_silent]
    for share in shares:
        if share.share is not None and share.low is not None and share.high is not None:
            said = f"{share.share * 100:.1f}% {share.low * 100:.1f}–{share.high * 100:.1f}%, of {share.n:,}"
            assert said in words, said


def test_the_picture_has_its_twin(pages: PageClient, figures: QualityFigures) -> None:
    page = pages.get("/about-quality")
    assert len(page.all("path", class_="curve-line")) or "curve-line" in page.text
    for found in figures.occupation:
        for point in found.curve:
            assert f"{point.coverage * 100:.0f}% {point.risk * 100:.1f}%" in page.words()


def test_the_curve_rises_from_the_surest_to_all_and_stays_in_the_picture(
    small_site: Flask, figures: QualityFigures
) -> None:
    with small_site.test_request_context("/about-quality"):
        sections = build_quality_page(figures).sets
    for section in sections:
        xs = [point.x for point in section.curve.points]
        assert xs == sorted(xs)
        assert all(
            0 <= p.y <= section.curve.height and 0 <= p.x <= section.curve.width for p in section.curve.points
        )


def test_the_page_is_reached_and_is_there_in_spanish(pages: PageClient) -> None:
    assert "/about-quality" in {link.get("href") for link in pages.get("/about-data").all("a")}
    assert "Cuántas veces acertamos" in pages.get("/about-quality", language="es").words()


def test_no_file_is_no_figure_and_a_broken_one_says_what_to_do(tmp_path: Path) -> None:
    assert read_quality(tmp_path) is None
    (tmp_path / "quality.json").write_text('{"measured_on": "yesterday"}', encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="make bench-quality"):
        read_quality(tmp_path)


def test_what_the_benchmark_writes_is_what_is_read(tmp_path: Path) -> None:
    share = (0.5, 0.25, 0.75)
    one = {
        "n": 10, "answered": 8, "calibration error": 0.01, "6 digits of answered": share, "2 digits of answered": share,
        "6 digits of all": share, "risk at coverage": {"20%": 0.1, "80%": 0.25},
    }  # fmt: skip
    nothing = {
        **one,
        "answered": 0,
        "6 digits of answered": (float("nan"),) * 3,
        "2 digits of answered": (float("nan"),) * 3,
    }
    names = (
        "a: filings of other employers", "b: O*NET reported titles", "c: gold postings, reporting half",
        "own private-employer postings",
    )  # fmt: skip
    coders = (
        "rungs", "rungs, or the field alone", "rungs, never abstaining", "rungs without the artefact", "baseline: BM25",
    )  # fmt: skip
    asked = {
        "professional": {"precision": share, "recall": share, "finds": 4, "labels": 5},
        "groups right of those found": {"share": share, "n": 3},
    }
    result = {
        "occupation": {
            name: {**{c: {"any code": one} for c in coders}, "baseline: exact lookup": {"any code": nothing}}
            for name in names
        },
        "requirements": {
            "held-out postings B": asked, "gold postings, reporting half": asked,
            "own private-employer postings": asked,
        },
        "places": {
            "state right of answered": share, "state answered": 9, "county right of answered": share,
            "county answered": 7,
        },
        "pay": {
            "n": {"stated": 5, "none stated": 6, "fields": 7}, "exact of stated, all": share,
            "silent where none is stated, all": share, "on the year, from fields": share,
        },
    }  # fmt: skip
    path = publish(result, measured_on=date(2026, 11, 1), folder=tmp_path)
    found = read_quality(tmp_path)
    assert found == quality_figures(result, measured_on=date(2026, 11, 1))
    assert json.loads(path.read_text(encoding="utf-8"))["measured_on"] == "2026-11-01"
    assert found is not None
    assert found.occupation[0].curve[1].coverage == 0.8
    by_name = {coder.name: coder for coder in found.occupation[0].coders}
    assert by_name["rungs, or the field alone"].six_digits.share is None, "a field is no code"
    lookup = by_name["baseline: exact lookup"]
    assert (lookup.six_digits.share, lookup.six_digits.n) == (None, 0)
