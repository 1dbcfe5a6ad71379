"""Whose word on the visitor's address is taken."""

import pytest
from flask import Flask, request

from portal.settings import Settings
from portal.web.proxy import init_proxy

HEADERS = {
    "X-Forwarded-For": "203.0.113.9, 192.0.2.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "rungs.example",
}


@pytest.mark.parametrize(
    ("hops", "seen"),
    [
        (0, "127.0.0.1 http localhost"),
        (1, "192.0.2.1 https rungs.example"),
        # one server too many: the scheme and host of the second are not there
        (2, "203.0.113.9 http localhost"),
    ],
)
def test_only_the_servers_that_the_settings_count_are_believed(hops: int, seen: str) -> None:
    app = Flask("proxied")
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    init_proxy(app, Settings(trusted_proxies=hops))
    assert app.test_client().get("/", headers=HEADERS).get_data(as_text=True) == seen
