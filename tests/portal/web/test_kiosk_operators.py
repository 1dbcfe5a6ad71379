"""What operators do, what devices tell them, and what neither may."""

# ruff: noqa: F401, F811 - the fixtures of the kiosk's other tests

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from portal.store.engine import open_session
from portal.store.kiosk import find_device
from tests.portal.web.page_client import PageClient
from tests.portal.web.test_kiosk import act, app, beat, bundle_file, client, post, sign_in, start

ROOT = Path(__file__).resolve().parents[3]
EVENT = "sample-fair"
SECRET = "0123456789abcdef0123456789abcdef"


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
