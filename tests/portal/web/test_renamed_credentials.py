"""An id of former times leads to the credential of today, in the site and in every list of renamed ids."""

import re
import tomllib

import pytest
from flask import Flask

from portal.settings import ROOT
from portal.store.catalog import read_catalog_files

RENAMED = tomllib.loads((ROOT / "config" / "renamed-credentials.toml").read_text(encoding="utf-8"))["renamed"]


def test_every_new_id_exists_and_no_old_one_is_given_away() -> None:
    ids = {c.id for c in read_catalog_files(ROOT / "config", soc_codes=frozenset(), today=None).credentials}
    assert set(RENAMED.values()) <= ids
    assert not set(RENAMED) & ids


def test_the_doc_lists_every_renamed_id() -> None:
    doc = (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z0-9-]+)` \| `([a-z0-9-]+)` \| the state", doc, re.MULTILINE))
    assert listed == RENAMED


def test_an_old_address_leads_to_the_new_one_for_good(small_site: Flask) -> None:
    answer = small_site.test_client().get("/credentials/ky-rank-i?region=county:18089")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/credentials/educator-rank-i-ky?region=county:18089"
    assert small_site.test_client().get("/credentials/no-such-id").status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ladder?goal=credential:ky-rank-i", "/ladder?goal=credential:educator-rank-i-ky"),
        (
            "/ladder?held=cna-in,ky-rank-i&held=ky-rank-ii&region=us",
            "/ladder?held=cna-in,educator-rank-i-ky&held=educator-rank-ii-ky&region=us",
        ),
        ("/jobs?held=ky-rank-i&q=two+words", "/jobs?held=educator-rank-i-ky&q=two+words"),
        ("/ladder?lapsed=ky-rank-i,educator-rank-i-ky", "/ladder?lapsed=educator-rank-i-ky"),
        (
            "/ladder?held=ky-rank-i&until=ky-rank-i:2027-01-31&until-ky-rank-ii=2027-01-31",
            "/ladder?held=educator-rank-i-ky&until=educator-rank-i-ky:2027-01-31"
            "&until-educator-rank-ii-ky=2027-01-31",
        ),
        ("/ladder?steps=ky-rank-ii,ky-rank-i", "/ladder?steps=educator-rank-ii-ky,educator-rank-i-ky"),
        ("/credentials/compare?id=ky-rank-i,cna-in", "/credentials/compare?id=educator-rank-i-ky,cna-in"),
        ("/credentials/cna-in?held=ky-rank-i", "/credentials/cna-in?held=educator-rank-i-ky"),
    ],
)
def test_an_old_id_in_any_address_leads_to_the_new_one(small_site: Flask, old: str, new: str) -> None:
    answer = small_site.test_client().get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, new)
    assert "Location" not in small_site.test_client().get(new).headers


def test_words_that_are_no_ids_and_addresses_that_are_none_stay_as_they_are(small_site: Flask) -> None:
    client = small_site.test_client()
    assert client.get("/search?q=ky-rank-i").status_code == 200, "a search is for words"
    assert client.get("/no-such-page?held=ky-rank-i").status_code == 404
