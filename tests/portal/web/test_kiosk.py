"""The kiosk's addresses: who may start one, what it gets, what it may tell, and what a visitor's phone opens."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from werkzeug.test import TestResponse

from portal.kiosk.bundle import Bundle
from portal.kiosk.codes import operator_code, start_code
from portal.kiosk.signing import is_signed
from portal.store.engine import open_session
from portal.store.kiosk import find_device
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


def test_counts_are_by_hour_and_tell_nothing_of_one_visitor(app: Flask, client: FlaskClient) -> None:
    start(client)
    assert beat(client, visits=2, finishes=1, ladders={"31-1131.school": 1, "made-up": 5}).status_code == 200
    assert beat(client, visits=1, ladders={"31-1131.school": 1}).status_code == 200
    assert beat(client, visits=5000).status_code == 422
    assert beat(client, name="Ana").status_code == 422
    team = app.test_client()
    assert team.get(f"/kiosk/{EVENT}/operator/counts.csv").status_code == 403
    sign_in(team)
    lines = team.get(f"/kiosk/{EVENT}/operator/counts.csv").get_data(as_text=True).split()
    assert lines == [
        "hour,kind,ladder,count",
        "2026-06-20T12:00Z,finish,,1",
        "2026-06-20T12:00Z,ladder,other,2",
        "2026-06-20T12:00Z,visit,,3",
    ]


def test_operators_pause_say_reload_rehearse_and_take_out(app: Flask, client: FlaskClient) -> None:
    start(client)
    team = app.test_client()
    page = f"/kiosk/{EVENT}/operator"
    assert team.post(f"{page}/do", data={"what": "pause"}).status_code == 400, "no form's token"
    assert post(team, page, page, code="WRONG").status_code == 422
    sign_in(team)
    before = beat(client, battery_percent=40, is_charging=True).get_json()
    act(team, "pause")
    act(team, "say", message="Lunch  at noon")
    act(team, "reload")
    act(team, "rehearse")
    told = beat(client, visits=1).get_json()
    assert (told["paused"], told["message"], told["rehearsal"]) == (True, "Lunch at noon", True)
    assert told["reload"] == before["reload"] + 1
    assert "visit" not in team.get(f"{page}/counts.csv").get_data(as_text=True), "a rehearsal is not counted"
    shown = PageClient(team).get(page)
    assert "Kiosk 1" in shown.words()
    device = next(field.get("value") for field in shown.all("input", name="device"))
    assert device
    act(team, "out", device=device)
    assert beat(client).get_json() == {"gone": True}
    gone = client.get(f"/kiosk/{EVENT}")
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Start code" in gone.get_data(as_text=True)
    assert "Clear-Site-Data" not in app.test_client().get(f"/kiosk/{EVENT}").headers, (
        "a learner may keep a plan"
    )


def test_what_was_meant_for_a_device_that_is_gone_is_done_to_none(app: Flask, client: FlaskClient) -> None:
    start(client)
    team = app.test_client()
    sign_in(team)
    act(team, "pause", device="0" * 32)
    act(team, "say", device="0" * 32, message="Only for one")
    told = beat(client).get_json()
    assert (told["paused"], told["message"]) == (False, "")


def test_a_word_of_the_team_is_text_on_one_line(app: Flask, client: FlaskClient) -> None:
    start(client)
    team = app.test_client()
    sign_in(team)
    act(team, "say", message="<b>Lunch</b>\x00\u202e\nat noon" + "!" * 500)
    told = beat(client).get_json()["message"]
    assert told.startswith("<b>Lunch</b> at noon!")
    assert len(told) == 200
    assert "<b>Lunch" not in team.get(f"/kiosk/{EVENT}/operator").get_data(as_text=True)


def test_devices_have_names_of_their_own(app: Flask) -> None:
    team = app.test_client()
    sign_in(team)
    kiosks = [app.test_client() for _ in range(3)]
    for each in kiosks[:2]:
        start(each)
    fields = PageClient(team).get(f"/kiosk/{EVENT}/operator").all("input", name="device")
    ids = list(dict.fromkeys(field.get("value") for field in fields))
    assert len(ids) == 2
    act(team, "name", device=str(ids[1]), message="Left of the stage")
    labels = {beat(each).get_json()["label"] for each in kiosks[:2]}
    assert labels in ({"Left of the stage", "Kiosk 1"}, {"Left of the stage", "Kiosk 2"})
    act(team, "name", device=str(ids[1]), message="Kiosk 7")
    act(team, "out", device=str(ids[0]))
    start(kiosks[2])
    assert beat(kiosks[2]).get_json()["label"] == "Kiosk 8", "no name stands twice"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"visits": -1}', 422),
        ('{"visits": 1.5}', 422),
        ('{"visits": NaN}', 422),
        ('{"battery_percent": 101}', 422),
        ('{"ladders": {"31-1131.school": -5}}', 200),
        ('{"ladders": {"31-1131.school": 1e400}}', 422),
        ('{"bundle_as_of": "9999-12-31T23:59:59-14:00"}', 422),
        ('{"bundle_as_of": "0001-01-01T00:00:00+14:00"}', 422),
        ('{"bundle_as_of": "2026-06-20T12:00:00"}', 422),
        ("[1]", 422),
        ("", 422),
        ("[" * 20_000, 422),
        ('{"visits":' + "9" * 5000 + "}", 422),
        ("x" * 3_000_000, 413),
    ],
)
def test_a_report_of_junk_counts_nothing(app: Flask, client: FlaskClient, body: str, status: int) -> None:
    start(client)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.post(f"/kiosk/{EVENT}/beat", data=body, content_type="application/json")
    assert answer.status_code == status
    team = app.test_client()
    sign_in(team)
    assert team.get(f"/kiosk/{EVENT}/operator/counts.csv").get_data(as_text=True).split() == [
        "hour,kind,ladder,count"
    ]


def test_a_cookie_of_another_event_or_made_by_hand_is_no_device(app: Flask, client: FlaskClient) -> None:
    start(client)
    cookie = client.get_cookie("rungs_kiosk", path="/kiosk")
    assert cookie is not None
    for made in (cookie.value[:-1], cookie.value.partition(".")[0], "x" * 3000, '"../".sig'):
        other = app.test_client()
        other.set_cookie("rungs_kiosk", made, path="/kiosk")
        assert beat(other).status_code == 403
        assert other.get(f"/kiosk/{EVENT}/bundle.json").status_code == 403
    with app.test_request_context(), open_session(app.extensions["store_engine"]) as session:
        told = URLSafeSerializer(SECRET, salt="rungs kiosk device 1").loads(cookie.value)
        assert find_device(session, EVENT, told) is not None
        assert find_device(session, "another-event", told) is None


def test_a_new_start_code_ends_the_old_one(app: Flask, client: FlaskClient) -> None:
    team = app.test_client()
    sign_in(team)
    act(team, "new-code")
    assert start(client, number=0).status_code == 422
    assert start(client, number=1).status_code == 303


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
