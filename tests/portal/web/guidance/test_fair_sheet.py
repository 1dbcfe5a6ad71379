"""A sheet for a group that goes to a fair: booths of an event, or jobs near a place; it names nobody."""

import copy

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.staff import Role
from portal.web.guidance import fair_views
from portal.web.knowledge import Knowledge
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import StaffWorld, sign_in

HERE = "/staff/fair-sheet"


@pytest.fixture
def teacher(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    return client


def test_jobs_near_a_place_stand_on_the_page_and_on_paper(teacher: FlaskClient) -> None:
    pages = PageClient(teacher)
    assert "Make the sheet" in pages.get(HERE).words()
    query = "?region=46402&cluster=health-science&language=en"
    page = pages.get(HERE + query)
    assert "Nurse Aide" in page.words()
    read = ReadPdf(teacher.get(f"{HERE}.pdf{query}").data)
    check_ua(read, language="en", title="Career fair: Jobs near us")
    assert "Nurse Aide" in read.text
    word = teacher.get(f"{HERE}.docx{query}&language=es&print=large")
    assert word.data.startswith(b"PK")
    assert (
        "We know of no real open job of these fields"
        in pages.get(f"{HERE}?region=46402&cluster=finance").words()
    )


def test_made_up_jobs_are_left_out_of_a_place_and_the_page_says_so(
    teacher: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_here = fair_views.knowledge

    def all_made_up() -> Knowledge:
        known = copy.copy(known_here())
        object.__setattr__(known, "is_sample", np.ones_like(known.is_sample))
        return known

    monkeypatch.setattr(fair_views, "knowledge", all_made_up)
    words = PageClient(teacher).get(f"{HERE}?region=46402").words()
    assert "We know of no real open job here. Choose a wider place." in words
    assert "of these fields" not in words, "none was chosen"
    assert "5 made-up sample jobs here are left out." in words


def test_an_event_has_its_booths_also_those_without_a_job_that_we_know(teacher: FlaskClient) -> None:
    page = PageClient(teacher).get(f"{HERE}?event=sample-fair&cluster=health-science")
    assert "Sample Hospital" in page.words()
    assert "Ask them." in page.words()
    assert "Sample Freight Lines" not in page.words()


def test_a_place_that_nobody_knows_and_wild_addresses_are_answered_in_words(teacher: FlaskClient) -> None:
    page = PageClient(teacher).get(f"{HERE}?region=Nowhere+at+all", status=422)
    assert "We do not know a place" in page.words()
    PageClient(teacher).get(f"{HERE}?event=../../secret&cluster=x&lines=99&language=xx&title={'t' * 500}")
    assert teacher.get(f"{HERE}.pdf?region=Nowhere").status_code == 422
