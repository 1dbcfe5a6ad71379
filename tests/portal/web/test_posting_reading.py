"""How we read a job: each thing with its sentence, how sure, what we could not read, and no dead link."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.job_posting import RequirementGroup, RequirementKind, Requirements, RequirementsState
from portal.domain.posting_text import SectionKind, Signal, SignalKind, SignalValue, TextReading, TextSection
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.snapshots import read_soc_occupations
from portal.store.tables import JobPostingRow
from portal.web.app import create_app
from portal.web.jobs.fields_of_work import FIELD_NAMES, field_of_work
from tests.portal.web.page_client import Page, PageClient, words_of
from tests.portal.web.world import LICENSED, NOTHING_FOUND, OPEN, REAL, close_site, fill_store, settings_for

ASKED = Requirements(
    state=RequirementsState.UNDERSTOOD,
    groups=(
        RequirementGroup(
            any_of=("cna-in", "lpn-license-in"),
            kind=RequirementKind.REQUIRED,
            sentence="CNA or LPN required.",
        ),
        RequirementGroup(
            unresolved=("Dental Wizard",), kind=RequirementKind.PREFERRED, sentence="Dental Wizard a plus."
        ),
        RequirementGroup(
            unresolved=("one of several ways to qualify",),
            kind=RequirementKind.REQUIRED,
            sentence="1. A; or 2. B.",
        ),
    ),
)
READ = TextReading(
    summary=("You help people eat.", "You keep rooms clean."),
    sections=(TextSection(kind=SectionKind.DUTIES, heading="Duties", start=0, end=5),),
    signals=(
        Signal(kind=SignalKind.SHIFT, value=SignalValue.WEEKEND, sentence="Work some weekends."),
        Signal(kind=SignalKind.REMOTE, is_denied=True, sentence="No <b>remote</b> work."),
        Signal(kind=SignalKind.HOURS, low=20, high=30, sentence="20 to 30 hours a week."),
        Signal(kind=SignalKind.PHYSICAL, value=SignalValue.LIFT, low=50, high=50, sentence="Lift 50 pounds."),
        Signal(kind=SignalKind.ACCOMMODATION, contact="help@example.org", sentence="Ask help@example.org."),
    ),
    pay_sentence="We pay $18 to $20.50 an hour.",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """The small world with one job of which much was read."""
    folder = tmp_path_factory.mktemp("reading")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, ROOT / "config")
    engine = open_engine(url)
    with open_session(engine) as session:
        row = session.get_one(JobPostingRow, REAL)
        row.requirements, row.text_reading = ASKED.model_dump(mode="json"), READ.model_dump(mode="json")
        row.soc_method, row.soc_confidence, row.soc_candidates = (
            "learned",
            0.74,
            ["31-1131", "29-1141", "29-2061"],
        )
        row.soc_reason = "“nurse aide” in the title"
        session.add(row)
        of_a_field = session.get_one(JobPostingRow, LICENSED)
        of_a_field.soc_code, of_a_field.soc_group, of_a_field.soc_group_confidence = None, "31-0000", 0.93
        session.add(of_a_field)
        session.commit()
    engine.dispose()
    app = create_app(settings_for(url, folder, ROOT / "config"))
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def page(site: Flask) -> Page:
    return PageClient(site.test_client()).get(f"/jobs/{REAL}")


def section(page: Page, name: str) -> str:
    (found,) = page.all("section", aria_labelledby=name)
    return words_of(found)


def test_what_is_good_to_know_stands_with_its_sentence(page: Page) -> None:
    words = section(page, "signals")
    for said in (
        "Weekend work", "“Work some weekends.”", "20 to 30 hours a week", "Lifting up to 50 pounds",
        "help@example.org", "The job says no Work from home", "“No <b>remote</b> work.”",
    ):  # fmt: skip
        assert said in words


def test_the_occupation_stands_with_how_sure_and_the_next_two(page: Page) -> None:
    words = section(page, "reading")
    assert "fairly sure" in words
    assert "we get about 74 right" in words
    assert "“nurse aide” in the title" in words
    links = [link.get("href") for link in page.all("a") if "/occupations/" in (link.get("href") or "")]
    assert [link for link in links if link in {"/occupations/29-1141", "/occupations/29-2061"}] != []


def test_requirements_show_or_kind_and_what_is_unknown(page: Page) -> None:
    words = section(page, "reading")
    assert " or " in words
    assert "· a must “CNA or LPN required.”" in words
    assert "Dental Wizard · helps · not in our list yet “Dental Wizard a plus.”" in words
    assert "One of several ways in · a must “1. A; or 2. B.”" in words
    assert "one of several ways to qualify" not in page.words()


def test_the_summary_is_the_jobs_own_words(page: Page) -> None:
    assert "You help people eat. You keep rooms clean. Two sentences from the job's own text." in page.words()


def test_pay_is_shown_with_the_sentence_that_states_it(page: Page) -> None:
    assert "“We pay $18 to $20.50 an hour.”" in section(page, "reading")


def test_what_could_not_be_read_is_said(site: Flask) -> None:
    found = PageClient(site.test_client()).get(f"/jobs/{NOTHING_FOUND}")
    words = section(found, "reading")
    assert "Which kind of work it is: we were not sure enough to say." in words
    assert "we found nothing that reads as a must" in words
    assert found.all("section", aria_labelledby="signals") == []


def test_where_only_the_field_is_sure_it_is_said_and_no_occupation_is_claimed(site: Flask) -> None:
    client = PageClient(site.test_client())
    found = client.get(f"/jobs/{LICENSED}")
    words = section(found, "reading")
    assert "Some kind of work in health care support" in words
    assert "we get about 93 right" in words
    assert "Which job it is: we are only sure of the field." in words
    assert "We are sure of the field, not of the job." in found.words()
    assert "29-2061" not in found.words()
    in_spanish = client.get(f"/jobs/{LICENSED}", language="es").words()
    assert "Algún tipo de trabajo del área de apoyo en salud" in in_spanish
    assert "Estamos seguros del área, no del trabajo." in in_spanish


def test_every_field_has_a_name() -> None:
    assert set(FIELD_NAMES) == {
        row.soc_code
        for row in read_soc_occupations(ROOT / "config" / "embedded" / "soc")
        if row.level == "major"
    }
    assert field_of_work(None) == field_of_work("99-0000") == ""


def test_whom_to_tell_is_no_dead_link(site: Flask) -> None:
    client = PageClient(site.test_client())
    words = section(client.get(f"/jobs/{OPEN}"), "reading")
    assert "Tell the school or office that gave you this site." in words
    assert f"Say that it is job {OPEN}." in words


def test_it_is_all_there_in_spanish(site: Flask) -> None:
    words = section(PageClient(site.test_client()).get(f"/jobs/{REAL}", language="es"), "signals")
    assert "Trabajo el fin de semana" in words
    assert "El aviso dice que no" in words
