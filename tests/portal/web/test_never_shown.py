"""Postings for own staff only, samples that a real source replaced, and copies that wait for a better one to close: no
trace of them on any page, search or count."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, col, select, update

from portal.store.engine import open_engine
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from portal.web.app import create_app
from tests.portal.web.test_pages import ALL
from tests.portal.web.world import (
    LICENSED,
    NONE_ASKED,
    OPEN,
    REAL,
    build_index,
    close_site,
    fill_store,
    settings_for,
)

CONFIG = Path(__file__).resolve().parents[3] / "config"
# each is a copy of an open posting, so that wherever that one counts, the copy would count too
HIDDEN = {
    101: (REAL, {"is_internal": True}),
    102: (OPEN, {"is_sample_retired": True}),
    103: (LICENSED, {"is_internal": True}),
    104: (NONE_ASKED, {"is_internal": True}),
    105: (NONE_ASKED, {"is_sample_retired": True}),
    106: (OPEN, {"shown_from_on": date.max}),
}
NAME = "Zebrawood"
PAGES = (
    *ALL,
    "/health",
    "/jobs?region=state:IN&sort=newest",
    "/jobs?soc=31-1131",
    "/jobs?credential=cna-in&held=cna-in&state=qualifies",
    "/occupations",
    "/occupations/31-1131",
    "/search?q=nurse",
    f"/search?q={NAME}",
    f"/jobs?q={NAME}",
)


def _copy(session: Session, id_: int, of: int, **changes: object) -> None:
    row = session.get_one(JobPostingRow, of).model_dump()
    names = {
        "title": f"{NAME} {row['title']}",
        "employer_name": f"{NAME} Clinic",
        "source_ref": f"hidden-{id_}",
    }
    session.add(JobPostingRow.model_validate(row | names | changes | {"id": id_}))
    session.flush()
    place = session.exec(select(JobPostingPlaceRow).where(JobPostingPlaceRow.posting_id == of)).one()
    session.add(JobPostingPlaceRow.model_validate(place.model_dump() | {"id": None, "posting_id": id_}))


def _hide(url: str) -> None:
    engine = open_engine(url)
    with Session(engine) as session:
        for id_, (of, changes) in HIDDEN.items():
            _copy(session, id_, of, **changes)
        session.commit()
    engine.dispose()


def _hide_only_after_indexing(url: str) -> None:
    engine = open_engine(url)
    with Session(engine) as session:
        for id_, (_, changes) in HIDDEN.items():
            session.execute(update(JobPostingRow).where(col(JobPostingRow.id) == id_).values(**changes))
        session.commit()
    engine.dispose()


def _add_open(url: str) -> None:
    engine = open_engine(url)
    with Session(engine) as session:
        for id_, (of, _) in HIDDEN.items():
            _copy(session, id_, of)
        session.commit()
    engine.dispose()


def _site(
    folder: Path,
    template: Path,
    *,
    before: Callable[[str], None] | None = None,
    after: Callable[[str], None] | None = None,
) -> Flask:
    """The small world with something done to its store before or after the index is built."""
    folder.mkdir()
    shutil.copyfile(template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    if before is not None:
        before(url)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    if after is not None:
        after(url)
    return create_app(settings)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[dict[str, Flask]]:
    folder = tmp_path_factory.mktemp("never-shown")
    made = {
        "without": _site(folder / "without", sqlite_template),
        "hidden": _site(folder / "hidden", sqlite_template, before=_hide),
        "index behind": _site(
            folder / "behind", sqlite_template, before=_add_open, after=_hide_only_after_indexing
        ),
        "open": _site(folder / "open", sqlite_template, before=_add_open),
    }
    yield made
    for app in made.values():
        close_site(app)


def _body(app: Flask, url: str) -> str:
    """What an address answers, without what differs each time."""
    text = app.test_client().get(url, headers={"Accept-Language": "en"}).get_data(as_text=True)
    return re.sub(r'(name="csrf_token" value|content)="[^"]*"', "", text)


# Data health says how many copies wait; that is its own test
@pytest.mark.parametrize("url", [url for url in PAGES if url != "/data-health"])
def test_every_page_is_the_same_with_and_without_them(sites: dict[str, Flask], url: str) -> None:
    assert _body(sites["hidden"], url) == _body(sites["without"], url)


@pytest.mark.parametrize("url", PAGES)
def test_an_index_that_is_behind_names_none_of_them(sites: dict[str, Flask], url: str) -> None:
    shown = _body(sites["index behind"], url)
    assert f"{NAME} Clinic" not in shown
    assert not re.search(rf"/jobs/({'|'.join(map(str, HIDDEN))})\b", shown)


@pytest.mark.parametrize(
    "id_", [id_ for id_, (_, changes) in HIDDEN.items() if "shown_from_on" not in changes]
)
def test_their_own_addresses_lead_to_no_job(sites: dict[str, Flask], id_: int) -> None:
    client = sites["hidden"].test_client()
    answer = client.get(f"/jobs/{id_}", headers={"Accept-Language": "en"})
    if "is_internal" in HIDDEN[id_][1]:
        assert answer.status_code == 404
        assert NAME not in answer.get_data(as_text=True)
    else:
        assert answer.status_code == 410
        assert "Sample data" in answer.get_data(as_text=True)
        assert "ld+json" not in answer.get_data(as_text=True)
    assert NAME not in client.get(f"/ladder?goal=posting:{id_}&region=state:IN").get_data(as_text=True)


def test_suggestions_leave_them_out(sites: dict[str, Flask]) -> None:
    address = f"/search/suggest?q={NAME}"

    def offered(name: str) -> str:
        return sites[name].test_client().get(address, headers={"HX-Request": "true"}).get_data(as_text=True)

    assert f"{NAME} Nurse Aide" in offered("open"), "the test looks where they would be"
    assert NAME not in offered("hidden").replace(f"q={NAME}", "")


def test_the_pages_would_differ_if_they_were_open(sites: dict[str, Flask]) -> None:
    """What the sameness above rests on: these pages do look at postings."""
    counting = ("/", "/jobs", "/health", "/credentials/cna-in", "/occupations/31-1131", "/search?q=nurse")
    ladder = next(url for url in ALL if url.startswith("/ladder?goal=occupation"))
    for url in (*counting, ladder, "/about-data"):
        assert _body(sites["open"], url) != _body(sites["without"], url), url
