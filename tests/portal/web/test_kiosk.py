"""The kiosk's addresses: who may start one, what it gets, what it may tell, and what a visitor's phone opens."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.kiosk.bundle import Bundle
from portal.kiosk.codes import operator_code, start_code
from portal.kiosk.signing import is_signed
from portal.web.app import create_app
from portal.web.kiosk.events import get_event
from portal.web.kiosk.words import list_words
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

ROOT = Path(__file__).resolve().parents[3]
EVENT = "sample-fair"
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def bundle_file(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The small world with the event's bundle built once; each test copies the folder."""
    folder = tmp_path_factory.mktemp("kiosk")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, ROOT / "config")
    settings = settings_for(url, folder, ROOT / "config")
    build_index(settings)
    app = create_app(settings)
    app.extensions["kiosk_bundles"].build(get_event(settings, EVENT))
    close_site(app)
    return folder


@pytest.fixture
def app(bundle_file: Path, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "site"
    shutil.copytree(bundle_file, folder)
    app = create_app(settings_for(f"sqlite:///{folder / 'site.sqlite'}", folder, ROOT / "config"))
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, address: str, page: str, **values: str) -> TestResponse:
    """Send a form as its page would."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))
    assert token
    return client.post(address, data={"csrf_token": token[1], **values})


def start(client: FlaskClient, number: int = 0) -> TestResponse:
    code = start_code(EVENT, number=number, secret=SECRET)
    return post(client, f"/kiosk/{EVENT}", f"/kiosk/{EVENT}", code=code)


def sign_in(client: FlaskClient) -> None:
    page = f"/kiosk/{EVENT}/operator"
    code = operator_code(EVENT, number=0, secret=SECRET)
    assert post(client, page, page, code=code).status_code == 303


def act(client: FlaskClient, what: str, **values: str) -> None:
    page = f"/kiosk/{EVENT}/operator"
    assert post(client, f"{page}/do", page, what=what, **values).status_code == 303


def beat(client: FlaskClient, **told: object) -> TestResponse:
    return client.post(f"/kiosk/{EVENT}/beat", json=told)


def bundle_of(client: FlaskClient) -> Bundle:
    response = client.get(f"/kiosk/{EVENT}/bundle.json")
    assert response.status_code == 200
    return Bundle.model_validate_json(response.get_data())


def test_a_kiosk_starts_with_the_code_alone(app: Flask, client: FlaskClient) -> None:
    page = PageClient(client).get(f"/kiosk/{EVENT}")
    assert "Start code" in page.words()
    assert not page.all("a"), "no link leads out"
    assert client.get(f"/kiosk/{EVENT}/bundle.json").status_code == 403
    assert beat(client).status_code == 403
    assert client.post(f"/kiosk/{EVENT}/code", json={}).status_code == 403
    assert post(client, f"/kiosk/{EVENT}", f"/kiosk/{EVENT}", code="WRONG").status_code == 422
    answer = start(client)
    assert answer.status_code == 303
    cookie = next(text for text in answer.headers.getlist("Set-Cookie") if text.startswith("rungs_kiosk="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/kiosk" in cookie
    shell = client.get(f"/kiosk/{EVENT}")
    assert shell.headers["X-Kiosk-Shell"] == "1"
    assert shell.headers["Cache-Control"] == "no-store"
    assert 'href="/' not in shell.get_data(as_text=True).replace('href="/static/', "")
    assert app.test_client().get(f"/kiosk/{EVENT}/bundle.json").status_code == 403, (
        "nobody else is that device"
    )


def test_an_unknown_event_is_no_page(client: FlaskClient) -> None:
    for name in ("none", "..", "a.b", "sample-fair.toml"):
        assert client.get(f"/kiosk/{name}").status_code == 404


def test_wrong_codes_have_to_wait(client: FlaskClient) -> None:
    answers = [
        post(client, f"/kiosk/{EVENT}", f"/kiosk/{EVENT}", code="WRONG").status_code for _ in range(31)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert start(client).status_code == 429


def test_the_bundle_is_signed_and_holds_both_languages(client: FlaskClient) -> None:
    start(client)
    response = client.get(f"/kiosk/{EVENT}/bundle.json")
    assert is_signed(response.get_data(), response.headers["X-Kiosk-Signature"], secret=SECRET)
    bundle = bundle_of(client)
    assert set(bundle.books) == {"en", "es"}
    assert bundle.is_sample
    assert bundle.zips["46402"] == (41.6, -87.34)
    english, spanish = bundle.books["en"], bundle.books["es"]
    assert {work.soc_code for work in english.works} >= {"29-2061", "31-1131"}
    assert [ladder.key for ladder in english.ladders] == [ladder.key for ladder in spanish.ladders]
    assert english.words.keys() == spanish.words.keys()
    same = {key for key, text in english.words.items() if text == spanish.words[key]}
    assert same <= {"no_line"} - {"no_line"}, same
    again = client.get(f"/kiosk/{EVENT}/bundle.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_no_figure_stands_without_place_date_and_source(client: FlaskClient) -> None:
    start(client)
    for book in bundle_of(client).books.values():
        assert book.facts
        for fact in book.facts:
            assert "46402" in fact.note
            assert "2026" in fact.note
        for work in book.works:
            assert bool(work.pay) == bool(work.pay_note)
            assert not work.pay or ("OEWS" in work.pay_note and "2025" in work.pay_note)
        for ladder in book.ladders:
            for rung in ladder.rungs:
                assert bool(rung.pay) == bool(rung.pay_note)
                assert not rung.pay or "OEWS" in rung.pay_note


def test_who_is_at_school_finishes_it_and_who_has_a_diploma_starts_from_it(client: FlaskClient) -> None:
    start(client)
    ladders = {ladder.key: ladder for ladder in bundle_of(client).books["en"].ladders}
    school, diploma = ladders.get("29-2061.school"), ladders["29-2061.diploma"]
    assert diploma.held == ("high-school-diploma",)
    assert [rung.name for rung in diploma.rungs[1:]] == [
        "Practical Nursing Certificate",
        "Licensed Practical Nurse (Indiana)",
    ]
    assert "High School Diploma" in diploma.rungs[0].name
    if school is not None:
        assert school.rungs[0].name == "In school"
        assert school.held == ()
    aide = ladders["31-1131.school"]
    assert aide.rungs[1].conditions == ("16 or older",)
    assert "6 weeks" in aide.in_all


def test_a_changed_or_foreign_bundle_file_does_not_count(app: Flask, client: FlaskClient) -> None:
    start(client)
    bundle_of(client)
    settings = app.extensions["settings"]
    path = settings.data_dir / "kiosk" / f"{EVENT}.bundle"
    path.write_bytes(path.read_bytes().replace(b"Gary", b"Yrag"))
    waiting = client.get(f"/kiosk/{EVENT}/bundle.json")
    assert waiting.status_code == 202
    app.extensions["kiosk_bundles"].wait(get_event(settings, EVENT), 60)
    assert bundle_of(client).region == "zip:46402:25"


def test_the_picture_opens_the_plan_without_a_script(client: FlaskClient) -> None:
    address = "/kiosk/take?goal=occupation:31-1131&region=zip:46402:25&jobs=1,999"
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    page = PageClient(client).get(answer.headers["Location"])
    assert "Nursing Assistants" in page.words() or "Nursing assistant" in page.words()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "goal=occupation:31-1131",
        "goal=nonsense&region=zip:46402:25",
        "goal=occupation:31-1131&region=zip:46402:25&jobs=1,2,3,4,5,6,7",
        "goal=occupation:31-1131&region=zip:46402:25&jobs=one",
        "goal=occupation:31-1131&region=zip:46402:25&held=<b>",
        "goal=occupation:99-9999&region=zip:46402:25",
        "goal=occupation:<script>&region=zip:46402:25",
        "goal=occupation:31-1131%00&region=zip:46402:25",
        "goal=occupation:31-1131&region=zip:46402:99999",
        "goal=occupation:31-1131&region=zip:46402:25&held=" + ",".join(f"x{n}" for n in range(10_000)),
        "goal=occupation:31-1131&region=zip:46402:25&jobs=" + ",".join(str(n) for n in range(10_000)),
    ],
)
def test_a_picture_that_was_changed_opens_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/kiosk/take?{query}")
    assert answer.status_code in (404, 422)
    assert "<script>" not in answer.get_data(as_text=True).split("<main", 1)[1]


def test_a_code_opens_the_plan_and_the_kiosk_does_not_remember_it(app: Flask, client: FlaskClient) -> None:
    start(client)
    told = {"goal": "occupation:31-1131", "region": "zip:46402:25", "held": "", "steps": "", "jobs": "1"}
    answer = client.post(f"/kiosk/{EVENT}/code", json=told)
    assert answer.status_code == 200
    assert not answer.headers.getlist("Set-Cookie")
    code = answer.get_json()["code"]
    assert re.fullmatch(r"[256789CFHJMPRVWX-]{14}", code)
    assert code not in client.get("/plan").get_data(as_text=True)
    phone = app.test_client()
    opened = post(phone, "/plan/open", "/plan", code=code)
    assert opened.status_code == 303
    assert client.post(f"/kiosk/{EVENT}/code", json={"goal": "x"}).status_code == 422
    assert client.post(f"/kiosk/{EVENT}/code", data="goal=x").status_code == 422


def test_the_worker_names_files_that_are_there(client: FlaskClient) -> None:
    answer = client.get("/kiosk/worker.js")
    assert answer.mimetype == "text/javascript"
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", answer.get_data(as_text=True))[1])  # type: ignore[index]
    assert "/static/js/kiosk.js" in files
    assert [name for name in files if client.get(name).status_code != 200] == []


def test_every_word_is_used_and_every_used_word_is_there(app: Flask) -> None:
    with app.test_request_context("/"):
        words = set(list_words())
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "static" / "js").glob("kiosk*.js")
    )
    used = set(re.findall(r"\bwords\.([a-z_]+)", scripts))
    assert used <= words, f"no such word: {used - words}"
    named = set(re.findall(r'"([a-z_]+)"', scripts)) | used
    assert words <= named, f"never shown: {words - named}"
