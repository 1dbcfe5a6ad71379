"""An id of former times leads to the credential of today, in the site and in every list of renamed ids."""

import re
import tomllib

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
