"""How a job fits: what was told is judged, what matters is annotated, nothing disappears, and no name weighs."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.catalog_file import parse_catalog
from portal.domain.credential import EducationLevel
from portal.domain.job_posting import (
    RequirementGroup,
    RequirementKind,
    Requirements,
    RequirementsState,
    StatedCondition,
)
from portal.domain.person import Person
from portal.domain.posting_text import Signal, SignalKind, SignalValue, TextReading
from portal.matching.band import band_of
from portal.settings import ROOT
from portal.stacks.assess import assess
from portal.stacks.graph import CredentialGraph
from portal.store.engine import open_engine, open_session
from portal.store.reference_tables import OnetElementRow, OnetOccupationRow, OnetRatingRow
from portal.store.tables import JobPostingRow
from portal.web.app import create_app
from portal.web.jobs.fit_basis import required_of
from tests.portal.web.page_client import Page, PageClient, words_of
from tests.portal.web.world import (
    CATALOG,
    LICENSED,
    NONE_ASKED,
    NOTHING_FOUND,
    OCCUPATIONS,
    OPEN,
    REAL,
    TODAY,
    build_index,
    close_site,
    fill_store,
    settings_for,
)

READ = TextReading(
    signals=(
        Signal(kind=SignalKind.SHIFT, value=SignalValue.WEEKEND, sentence="Work some weekends."),
        Signal(
            kind=SignalKind.PHYSICAL,
            value=SignalValue.LIFT,
            low=50,
            high=50,
            sentence="Lift 50 <b>pounds</b>.",
        ),
        Signal(kind=SignalKind.TRAINING, sentence="We train you."),
    )
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """The small world; two jobs are alike in all but the employer, and one occupation has a rating."""
    folder = tmp_path_factory.mktemp("fit")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, ROOT / "config")
    engine = open_engine(url)
    with open_session(engine) as session:
        for id_, employer in ((OPEN, "Washington & Sons"), (REAL, "Clínica Jalisco")):
            row = session.get_one(JobPostingRow, id_)
            row.employer_name, row.text_reading = employer, READ.model_dump(mode="json")
            row.requirements = session.get_one(JobPostingRow, OPEN).requirements
            session.add(row)
        session.add(
            OnetOccupationRow(
                onet_soc_code="31-1131.00",
                soc_code="31-1131",
                title="Nursing Assistants",
                description="They help.",
            )
        )
        session.add(
            OnetElementRow(element_id="4.C.2.d.1.b", name="Spend Time Standing", description="How much?")
        )
        session.add(
            OnetRatingRow(
                onet_soc_code="31-1131.00",
                domain="work_context",
                element_id="4.C.2.d.1.b",
                scale_id="CX",
                category=0,
                value=4.2,
                release="30.1",
            )
        )
        session.commit()
    engine.dispose()
    settings = settings_for(url, folder, ROOT / "config")
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def pages(site: Flask) -> PageClient:
    return PageClient(site.test_client())


def fit_of(page: Page) -> str:
    """The words of the section, white space evened out."""
    return next(words_of(each) for each in page.all("section") if each.get("aria-labelledby") == "fit")


def test_of_somebody_who_told_nothing_nothing_is_judged(pages: PageClient) -> None:
    said = fit_of(pages.get(f"/jobs/{OPEN}"))
    assert "Tell us what you hold, and we can say if you qualify." in said
    assert "What matters to you" in said
    for verdict in ("You qualify", "Not yet", "You do not have this yet", "Likely fine"):
        assert verdict not in said


@pytest.mark.parametrize(
    ("url", "band"),
    [
        (f"/jobs/{OPEN}?held=cna-in", "You qualify"),
        (f"/jobs/{OPEN}?held=food-handler", "One step away"),
        (f"/jobs/{NONE_ASKED}?held=food-handler", "You qualify"),
        (f"/jobs/{NOTHING_FOUND}?held=food-handler", "Ask first"),
        (f"/jobs/{LICENSED}?held=cna-in&education=high_school", "One step away"),
    ],
)
def test_the_band_and_why(pages: PageClient, url: str, band: str) -> None:
    said = fit_of(pages.get(url))
    assert band in said
    assert "%" not in said
    assert [each for each in ("You qualify", "One step away", "Ask first", "Not yet") if each in said] == [
        band
    ]


def test_each_need_rests_on_a_sentence_an_element_or_asks(pages: PageClient) -> None:
    page = pages.get(f"/jobs/{OPEN}?needs=standing,lifting,noise,weekends-off,training,transport,hours-20")
    said = fit_of(page)
    assert "May need a change No heavy lifting" in said
    assert "“Lift 50 <b>pounds</b>.”" in said
    assert "Likely fine They train you" in said
    assert "“We train you.”" in said
    assert "Spend Time Standing (O*NET 30.1: 4.2 / 5)" in said
    assert "Ask Not loud The job does not say. Ask the employer." in said
    assert "Does not fit Hours" not in said
    assert "The job is full time." in said
    assert "Ask No car needed" in said
    assert "You did not choose: pay, how far, time of day, work from home, not rushed." in said


def test_needs_annotate_and_order_and_never_filter(pages: PageClient) -> None:
    plain = pages.get("/jobs?region=us")
    needs = pages.get("/jobs?region=us&needs=training&needs=lifting&needs=&needs=hours-20")
    assert words_of(plain.all("h2")[0]) == words_of(needs.all("h2")[0])
    assert _cards(plain) == _cards(needs)
    assert "Likely fine: They train you" in needs.words()
    assert "Ask: They train you" in needs.words()
    assert "None was left out." in needs.words()
    assert "Likely fine" not in words_of(plain.all("ul")[-1])
    chosen = {box.get("value") for box in needs.all("input", name="needs") if box.get("checked") is not None}
    assert chosen == {"training", "lifting"}
    assert not needs.all("input", name="needs", type="hidden")  # a box that is taken off stays off


def _cards(page: Page) -> set[str]:
    return {
        (link.get("href") or "").partition("?")[0]
        for link in page.all("a")
        if (link.get("href") or "").startswith("/jobs/")
    }


def test_needs_travel_on_every_link_and_can_be_cleared(pages: PageClient) -> None:
    page = pages.get(f"/jobs/{OPEN}?held=cna-in&needs=noise,pay-35000")
    links = [link.get("href") or "" for link in page.all("a")]
    assert any(link.startswith("/jobs?") and "needs=noise,pay-35000" in link for link in links)
    assert any(link.startswith("/ladder?") and "needs=noise,pay-35000" in link for link in links)
    assert f"/jobs/{OPEN}?held=cna-in" in links
    form = next(each for each in page.all("form") if each.get("id") == "fit-form")
    assert form.get("action") == f"/jobs/{OPEN}"
    assert [(each.get("name"), each.get("value")) for each in form] == [("held", "cna-in")]


def test_same_facts_give_the_same_result_whatever_the_employer(pages: PageClient) -> None:
    asked = "held=food-handler&needs=standing,lifting,noise,pace,training,transport,pay-30000"
    washington, jalisco = (pages.get(f"/jobs/{id_}?{asked}") for id_ in (OPEN, REAL))
    assert "Washington & Sons" in washington.words()
    assert "Clínica Jalisco" in jalisco.words()
    assert fit_of(washington) == fit_of(jalisco)


def test_pay_and_distance_say_their_figures(pages: PageClient) -> None:
    said = fit_of(pages.get(f"/jobs/{OPEN}?region=zip:46402:25&needs=pay-40000"))
    assert "It pays $37,440–$42,640 a year. You chose at least $40,000." in said


def test_it_is_in_spanish(pages: PageClient) -> None:
    page = pages.get(f"/jobs/{OPEN}?held=food-handler&needs=noise,lifting", language="es")
    said = fit_of(page)
    assert "Cómo encaja contigo" in said
    assert "A un paso" in said
    assert "Puede hacer falta un cambio Sin cargar cosas pesadas" in said


@pytest.mark.parametrize("needs", ["asthma", "hours-999", "pay-x", "%00", "standing,<b>"])
def test_a_need_that_there_is_not_is_refused(pages: PageClient, needs: str) -> None:
    page = pages.get(f"/jobs/{OPEN}?needs={needs}", status=422)
    assert "not one of the things that can matter" in page.words()


def test_a_page_with_every_need_stays_light(site: Flask) -> None:
    needs = "standing,lifting,noise,pace,shift-day,weekends-off,transport,remote,training,hours-20,pay-35000"
    for url in (f"/jobs/{OPEN}?needs={needs}&held=cna-in", f"/jobs?region=us&needs={needs}"):
        answer = site.test_client().get(url, headers={"Accept-Encoding": "gzip"})
        assert len(answer.get_data()) < 16_000


def test_more_held_never_worsens_the_band() -> None:
    """Over the stack engine itself: schooling told, any job, any set of credentials, and one more."""
    clusters = (ROOT / "config" / "clusters.toml").read_text(encoding="utf-8")
    slugs = frozenset(line.split('"')[1] for line in clusters.splitlines() if line.startswith("slug"))
    catalog = parse_catalog(
        {"test.toml": CATALOG}, cluster_slugs=slugs, soc_codes=frozenset(OCCUPATIONS), today=TODAY
    )
    graph = CredentialGraph(catalog)
    ids = sorted(graph.credentials)
    chance = random.Random(9)
    worse = []
    for _ in range(400):
        requirements = _requirements(chance, ids)
        held = tuple(chance.sample(ids, chance.randint(0, 3)))
        more = (*held, chance.choice(ids))
        told = chance.choice([EducationLevel.NONE, EducationLevel.HIGH_SCHOOL])
        states = frozenset({chance.choice(["IN", "OH"])})
        before, after = (
            band_of(
                required_of(
                    assess(requirements, Person(held=each, education=told), graph, posting_states=states),
                    told=True,
                    is_likely=False,
                )
            )
            for each in (held, more)
        )
        if after.rank > before.rank:
            worse.append((requirements, held, more, told, states, before, after))
    assert worse == []


def _requirements(chance: random.Random, ids: list[str]) -> Requirements:
    groups = tuple(
        RequirementGroup(
            any_of=tuple(chance.sample(ids, chance.randint(1, 2))),
            unresolved=("Wizard card",) if chance.random() < 0.2 else (),
            kind=RequirementKind.REQUIRED,
            sentence="You must.",
        )
        for _ in range(chance.randint(1, 3))
    )
    conditions = (
        StatedCondition(
            kind=RequirementKind.REQUIRED, education=EducationLevel.ASSOCIATE, sentence="A degree."
        ),
        StatedCondition(kind=RequirementKind.REQUIRED, experience_months=12, sentence="A year."),
    )
    return Requirements(
        state=RequirementsState.UNDERSTOOD,
        groups=groups,
        conditions=tuple(chance.sample(conditions, chance.randint(0, 2))),
    )


def test_needs_are_held_against_a_kind_of_work_too(pages: PageClient) -> None:
    page = pages.get("/occupations/31-1131?region=zip:46402:25&needs=standing,noise,hours-20,remote")
    said = next(words_of(each) for each in page.all("section") if each.get("aria-labelledby") == "needs")
    assert "May need a change Not much standing" in said
    assert "Spend Time Standing (O*NET 30.1: 4.2 / 5)" in said
    assert "Ask Hours a week · Work from home This differs from job to job. Look at each job, or ask." in said
    assert "Ask Not loud This differs from job to job." in said
    jobs = next(a.get("href") for a in page.all("a") if "sort=fit" in (a.get("href") or ""))
    assert "soc=31-1131" in str(jobs)
    assert "needs=standing,noise,remote,hours-20" in str(jobs)
    pages.get(str(jobs))
    plain = pages.get("/occupations/31-1131?region=Gary")
    assert "May need a change" not in plain.words()
    assert "What matters to you" in plain.words()
